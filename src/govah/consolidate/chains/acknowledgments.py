"""Letters that acknowledge a letter and put its answer off: they answer nothing."""

import re

from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sentences import SENTENCE_END

_WORD = re.compile(r"\w+")
_MOST = 3000
_SAYING = 5
"""Words from which on a sentence says something of its own."""


def merely_acknowledges(text: str) -> bool:
    """Whether every sentence of a paper says that a letter came, or that it will be seen to."""
    low = folded(text[:_MOST])
    received = phrase("acknowledges").search(low)
    if received is None or not any(phrase(role).search(low, received.start()) for role in ("defers", "deferred")):
        return False
    closing = next((one for one in phrase("closing").finditer(low, received.end()) if _opens_line(low, one)), None)
    body = low[received.start() : closing.start() if closing is not None else len(low)]
    sentences = SENTENCE_END.split(body)
    said = sentences if closing is not None else sentences[:-1]  # the last one is the signature
    return all(_puts_off(sentence) for sentence in said)


def _opens_line(text: str, match: re.Match[str]) -> bool:
    return not text[: match.start()].rpartition("\n")[2].strip()


def _puts_off(sentence: str) -> bool:
    told = any(phrase(role).search(sentence) for role in ("acknowledges", "defers", "deferred", "informs"))
    return told or len(_WORD.findall(sentence)) < _SAYING
