"""Letters that are cited by their matter alone: «در پاسخ به استعلام آن اداره در خصوص …», with no number and no day."""

import re
from typing import NamedTuple

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.numbers import NUMBER, has_digit
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.references import found_keywords

_LONGEST = 240
_NOUN = 60
"""Code points after the keyword within which the letter's noun stands."""

_STOP = re.compile(r"\n[ \t]*\n|[;!?]|\.(?=\s|$)")
_MATTER = re.compile(r"(?:[^\S\n]*\n?[^\s,:]+){0,14}")
"""The words after the noun, to the comma after which the answer itself begins."""

_SIGNED = re.compile(r"[/\\_]")
_OPENING = 4_000
"""Code points of a letter among which it says what it answers."""


class Nameless(NamedTuple):
    """Where a folded text says what it answers, and the words that say of what matter that was."""

    start: int
    end: int
    matter: str


def cited_nameless(text: str) -> Nameless | None:
    """The first place where a folded text answers a letter without its number and day.

    Only where a word says that it answers, or that the cited letter is the addressee's: «عطف به درخواست آن شرکت»,
    «با عنایت به گزارش ارسالی».
    """
    text = text[:_OPENING]
    for keyword in found_keywords(text, 0):
        if keyword.kind not in ("reply", "either", "citation"):
            continue
        stop = _STOP.search(text, keyword.end, keyword.end + _LONGEST)
        end = stop.start() if stop else min(len(text), keyword.end + _LONGEST)
        clause = text[keyword.end : end]
        noun = phrase("letter").search(text, keyword.start, min(end, keyword.end + _NOUN))
        theirs = any(phrase(role).search(text, keyword.start, end) for role in ("yours", "sent"))
        if noun is None or (keyword.kind != "reply" and not theirs):
            continue
        if find_dates(clause) or any(has_digit(one.group()) and _is_number(clause, one) for one in _numbers(clause)):
            continue
        begin = max(noun.end(), keyword.end)
        matter = _MATTER.match(text, begin, end)
        return Nameless(keyword.start, matter.end() if matter else end, matter.group() if matter else "")
    return None


def _numbers(clause: str) -> list[re.Match[str]]:
    return list(NUMBER.finditer(clause))


def _is_number(clause: str, match: re.Match[str]) -> bool:
    """Whether digits in a clause may be a letter's number: with signs, or long; «خوابگاه شماره 4» names a thing."""
    return _SIGNED.search(match.group()) is not None or sum(map(str.isdigit, match.group())) > 2
