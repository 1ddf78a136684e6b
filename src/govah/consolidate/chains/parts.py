"""Letters that ask several things, and answers that give some of them."""

import re

from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import phrase

_ITEM = re.compile(r"^[ \t]*\(?(\d{1,3})[ \t]*[.)\]:–-][ \t]*(?=[^\W\d_\"'(])", re.MULTILINE)
_MENTION = re.compile(r"(\d{1,3})(?:\s*(?:[–-]|تا|الی|حتی|to|through|à)\s*(\d{1,3})(?!\d))?")
_LIST = re.compile(
    r"\W{0,3}(?:(?:no|nos|number|numbers|شماره|رقم|های|ارقام)\W{0,3})?\d{1,3}(?:(?:\s*[,–-]\s*|\s*,?\s*(?:and|و|et|to|through|à|تا|الی|حتی)\s*)\d{1,3}){0,40}"
)
_LETTERS = ("abcdefghij", "ابجدهوزحطی", "ابپتثجچحخد", "ابتثجحخد")
"""Items that are told by letters: Latin, in the order of abjad, in those of the alphabets."""

_LETTERED = re.compile(r"^[ \t]*\(?(?P<letter>[a-j]|الف|[\u0621-\u06cc])[ \t]*[.)\]:–-][ \t]*(?=\S)", re.MULTILINE)
_LETTER_MENTION = re.compile(r"\W{0,3}(?:(?:and|و|et) ?)?\((?P<letter>[a-j]|الف|[\u0621-\u06cc])\)")
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
    longest = max(longest, *(_lettered(text, letters) for letters in _LETTERS))
    return longest if longest >= 2 else 0


def _lettered(text: str, letters: str) -> int:
    """How many things a letter lists by letters: the longest list a, b, c … of its text."""
    longest = expected = 0
    for match in _LETTERED.finditer(text):
        place = letters.find(match["letter"][0])
        if place == expected:
            expected += 1
        elif place == 0:
            expected = 1
        longest = max(longest, expected)
    return longest


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
    """The numbers that stand after «question(s)», «پرسش‌های», «السؤال»; letters in brackets as their places."""
    found: set[int] = set()
    for noun in phrase("question").finditer(text):
        lettered = _LETTER_MENTION.match(text, noun.end())
        while lettered is not None:
            places = [letters.find(lettered["letter"][0]) for letters in _LETTERS]
            found.update([next(place for place in places if place >= 0) + 1] if max(places) >= 0 else [])
            lettered = _LETTER_MENTION.match(text, lettered.end())
        listed = _LIST.match(text, noun.end())
        for mention in _MENTION.finditer(listed.group()) if listed is not None else ():
            first, last = int(mention.group(1)), int(mention.group(2) or mention.group(1))
            found.update(range(first, min(last, first + 200) + 1))
    return found
