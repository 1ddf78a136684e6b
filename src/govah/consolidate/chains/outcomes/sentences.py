"""The sentences of a paper in which a decision on a proposal may stand, each with its place on its page."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from govah.consolidate.chains.holding import Holding
from govah.consolidate.folding import folded
from govah.model.letter import LetterForm
from govah.model.passage import Span

_SENTENCE = re.compile(r"(?:[^.!?؟؛;]|[.](?!\s|$)|[.](?=\s+\d))+[.!?؟؛;]?")
_LONGEST = 700
"""Code points of a sentence; of a longer one the beginning is read."""
_WRAPPED = 55
"""Code points of a line from which it is taken to go on with the next."""
_ENDED = (".", "!", "?", "؟", "؛", ";", ":")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a decision of minutes.

    Args:
        text: Folded, on one line.
        words: As it stands, on one line.
        span: Where.
        decision: It is a decision of minutes.
    """

    text: str
    words: str
    span: Span
    decision: bool = False


def sentences(holding: Holding, first: int, end: int) -> tuple[Sentence, ...]:
    """The sentences of a paper: of minutes with decisions these alone, else of its text.

    Args:
        holding: The paper.
        first, end: Where it stands in the text of its exhibit.
    """
    minutes = holding.letter.minutes
    if minutes is not None and minutes.decisions:
        return tuple(_sentence(one.text, one.span, decision=True) for one in minutes.decisions)
    return tuple(_of_text(holding, first, end))


def margin(holding: Holding) -> tuple[Sentence, ...]:
    """The sentences of the note in a paper's margin, all at the place of the note."""
    letter = holding.letter
    if letter.margin is None or "margin" not in letter.spans:
        return ()
    span = letter.spans["margin"]
    return tuple(_sentence(match.group(), span) for match in _SENTENCE.finditer(letter.margin[:_LONGEST]))


def _sentence(words: str, span: Span, *, decision: bool = False) -> Sentence:
    words = " ".join(words[:_LONGEST].split())
    return Sentence(folded(words), words, span, decision)


def _of_text(holding: Holding, first: int, end: int) -> Iterator[Sentence]:
    alone = holding.letter.form is LetterForm.SESSION
    for start, stop in _paragraphs(holding.text, first, end, alone=alone):
        for match in _SENTENCE.finditer(holding.text, start, stop):
            words = match.group()
            begin = match.start() + len(words) - len(words.lstrip())
            words = words.strip()[:_LONGEST]
            if len(words) > 3:
                yield _sentence(words, _span(holding, begin, begin + len(words)))


def _paragraphs(text: str, first: int, end: int, *, alone: bool) -> Iterator[tuple[int, int]]:
    """Lines, a long one that does not end a sentence with those that go on with it."""
    at, begun = first, first
    for line in text[first:end].split("\n"):
        stop = at + len(line)
        bare = line.strip()
        if alone or len(bare) < _WRAPPED or bare.endswith(_ENDED):
            yield begun, stop
            begun = stop + 1
        at = stop + 1
    if begun < end:
        yield begun, end


def _span(holding: Holding, start: int, end: int) -> Span:
    """A stretch of an exhibit's text as a span of its page."""
    page = bisect_right(holding.starts, start)
    base = holding.starts[page - 1]
    limit = holding.starts[page] - 1 if page < len(holding.starts) else len(holding.text)
    return Span(page, start - base, min(end, limit) - base)
