"""How grounds hold the numbers and dates that some words speak of."""

import re
from collections.abc import Iterator, Sequence
from functools import reduce

from govah.consolidate.dates import find_dates, find_spoken
from govah.model.fuzzy_date import FuzzyDate
from govah.report.evidence import Doubt, Evidence, better, worse
from govah.report.numbers import Number, find_numbers, range_ends

_DIGIT = re.compile(r"\d")
_YEAR_DAYS = 350

Verdict = Doubt | bool
_Dates = Sequence[tuple[int, int, FuzzyDate]]


def held(words: str, at: int, numbers: Sequence[Number], evidence: Evidence) -> Iterator[tuple[Number, Verdict]]:
    """The verdict on each of some numbers in figures: held, held under a doubt, or not at all.

    Args:
        words: Where they stand.
        at: Where these words begin, in the count of the numbers' places.
        numbers: To be judged.
        evidence: What the grounds hold.
    """
    dates = [(at + left, at + right, found) for left, right, found in find_dates(words)]
    for number in numbers:
        verdict = _verdict(number, evidence)
        for left, right, found in dates:
            if left <= number.start and number.end <= right and found.earliest and found.latest:
                # a day, a month's year may stand there for themselves: only the whole date grounds them
                is_day = len(number.parts) == 1 and (found.latest - found.earliest).days < _YEAR_DAYS
                verdict = better(False if is_day else verdict, evidence.date(found))
        yield number, verdict


def worded(words: str, at: int, evidence: Evidence) -> Iterator[tuple[Number, Doubt]]:
    """Numbers and dates in words whose figures stand under a doubt; others in words are nobody's concern."""
    dates: _Dates = [each for each in find_dates(words) if not _DIGIT.search(words[each[0] : each[1]])]
    for left, right, found in dates:
        verdict = evidence.date(found)
        if isinstance(verdict, Doubt):
            yield Number(at + left, at + right, ()), verdict
    for left, right, value in find_spoken(words):
        if not any(first <= left < last for first, last, _ in dates):
            number = Number(at + left, at + right, (str(value),))
            verdict = _verdict(number, evidence)
            if isinstance(verdict, Doubt):
                yield number, verdict


def doubted(words: str, evidence: Evidence) -> list[tuple[int, int, Doubt]]:
    """Start and end of what, in words that need no grounds, rests on readings that no person confirmed; in order."""
    found = (*held(words, 0, find_numbers(words), evidence), *worded(words, 0, evidence))
    doubts = [(number.start, number.end, verdict) for number, verdict in found if isinstance(verdict, Doubt)]
    return sorted((each for each in doubts if not each[2].put_by_person), key=lambda each: each[:2])


def _verdict(number: Number, evidence: Evidence) -> Verdict:
    verdict = evidence.number(number)
    ends = range_ends(number)
    if verdict is False and ends:
        verdicts = [evidence.number(end) for end in ends]
        if all(verdicts):
            verdict = reduce(worse, verdicts)
    if verdict is not True and len(number.parts) == 1 and len(number.parts[0]) == 4:
        verdict = better(verdict, evidence.year(int(number.parts[0])))
    return verdict
