"""Letters that ask several things, and answers that give some of them."""

import re

from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import phrase

_ITEM = re.compile(r"^[ \t]*\(?(\d{1,3})[ \t]*[.)\]:–-][ \t]*(?=[^\W\d_\"'(])", re.MULTILINE)
_MENTION = re.compile(r"(\d{1,3})(?:\s*(?:[–-]|تا|الی|حتی|to|through|à)\s*(\d{1,3})(?!\d))?")
_LIST = re.compile(
    r"\W{0,3}(?:(?:no|nos|number|numbers|شماره|رقم|های|ارقام)\W{0,3})?\d{1,3}(?:(?:\s*[,–-]\s*|\s*,?\s*(?:and|و|et|to|through|à|تا|الی|حتی)\s*)\d{1,3}){0,40}"
)
_SENTENCE = re.compile(r"(?<!\d)\.(?=\s)|[;!?]|\n[ \t]*\n")
_MOST = 60_000


def asked(text: str) -> int:
    """How many numbered things a letter lists: the longest list 1, 2, 3 … of its text, 0 where there is none."""
    text = folded(text[:_MOST])
    longest = expected = 0
    for match in _ITEM.finditer(text):
        number = int(match.group(1))
        if number == expected + 1:
            expected = number
        elif number == 1:
            expected = 1
        longest = max(longest, expected)
    return longest if longest >= 2 else 0


def answered_in_part(question: str, answers: tuple[str, ...]) -> bool:
    """Whether answers name fewer of the numbered things than the letter asked, or say that some stay open.

    Args:
        question: The text of the letter that asks.
        answers: The texts of all its answers.
    """
    count = asked(question)
    if not count:
        return False
    texts = [folded(answer[:_MOST]) for answer in answers]
    open_end = any(phrase(role).search(text) for text in texts for role in ("partial", "deferred"))
    given = {number for text in texts for number in _given(text) if number <= count}
    if len(given) > 1 or (given and open_end):
        return len(given) < count
    return open_end


def _given(text: str) -> set[int]:
    """The numbered things that a text answers: those it names, but where it says that they will come later."""
    return {
        number
        for sentence in _SENTENCE.split(text)
        if phrase("deferred").search(sentence) is None
        for number in _mentioned(sentence)
    }


def _mentioned(text: str) -> set[int]:
    """The numbers that stand after «question(s)», «پرسش‌های», «السؤال»."""
    found: set[int] = set()
    for noun in phrase("question").finditer(text):
        listed = _LIST.match(text, noun.end())
        for mention in _MENTION.finditer(listed.group()) if listed is not None else ():
            first, last = int(mention.group(1)), int(mention.group(2) or mention.group(1))
            found.update(range(first, min(last, first + 200) + 1))
    return found
