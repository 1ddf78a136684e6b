"""The numbers and dates that cited passages hold, and whether a person has seen those that a machine read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import jdatetime

from govah.consolidate.dates import find_dates
from govah.model.fuzzy_date import Calendar, FuzzyDate
from govah.model.identifiers import Sha256
from govah.model.page import Page
from govah.model.passage import Passage, Span
from govah.report.grounds import Cited, Ground
from govah.report.numbers import Number, find_numbers, occurs

Confirmed = Callable[[Passage], bool]
"""Whether a person confirmed or corrected what stands at a passage."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a number is not published as any other.

    Args:
        passage: Where it stands.
        put_by_person: A person put it where the file itself says something else; else it rests only on readings
            which no person confirmed.
        lost: The passage is not found in today's text of its page, so that nobody can confirm it.
    """

    passage: Passage
    put_by_person: bool = False
    lost: bool = False


def better(one: Doubt | bool, other: Doubt | bool) -> Doubt | bool:
    """Of two verdicts on a number the one that it is published by."""
    return max(one, other, key=_worth)


def worse(one: Doubt | bool, other: Doubt | bool) -> Doubt | bool:
    """Of two verdicts on parts of a number the one that the whole is published by."""
    return min(one, other, key=_worth)


def _worth(verdict: Doubt | bool) -> int:
    if isinstance(verdict, Doubt):
        return 2 if verdict.put_by_person else 1
    return 3 if verdict else 0


@dataclass(frozen=True, slots=True)
class _Held:
    """A stretch of a passage; `cited` None for a table's cell."""

    cited: Cited | None
    start: int
    end: int


class Evidence:
    """What the grounds of one sentence hold.

    Args:
        grounds: Of the sentence.
        confirmed: Tells whether a reading was confirmed by a person.
    """

    def __init__(self, grounds: Iterable[Ground], confirmed: Confirmed) -> None:
        self._confirmed = confirmed
        self._numbers: list[tuple[Number, _Held]] = []
        self._dates: list[tuple[FuzzyDate, _Held]] = []
        for ground in grounds:
            for cited in ground.passages:
                self._take(cited)
            if ground.table is not None:
                for cell in (cell for row in ground.table.rows for cell in row):
                    held = _Held(None, 0, len(cell))
                    self._numbers.extend((number, held) for number in find_numbers(cell))
                    self._dates.extend((found, held) for _, _, found in find_dates(cell))

    def number(self, wanted: Number) -> Doubt | bool:
        """True where the number stands in a passage or table, False where not, or the doubt it stands under."""
        return self._sure(held for present, held in self._numbers if occurs(wanted, present))

    def date(self, wanted: FuzzyDate) -> Doubt | bool:
        """Likewise for a date, in whichever calendar it is written."""
        return self._sure(held for present, held in self._dates if _entails(present, wanted))

    def year(self, wanted: int) -> Doubt | bool:
        """Likewise for a bare year of the Gregorian or the Jalali calendar: that of a date that stands there."""
        return self._sure(held for present, held in self._dates if wanted in _years(present))

    def _take(self, cited: Cited) -> None:
        """The numbers and dates that stand in a passage whole: half a number is another number."""
        if cited.place is None:
            text, start, end = cited.passage.exact, 0, len(cited.passage.exact)
        else:
            text, start, end = cited.page.text, cited.place.start, cited.place.end
        around = max(0, start - 200)
        window = text[around : end + 200]
        for number in find_numbers(window):
            if around + number.start >= start and around + number.end <= end:
                self._numbers.append((number, _Held(cited, around + number.start, around + number.end)))
        for left, right, found in find_dates(window):
            if around + left >= start and around + right <= end:
                self._dates.append((found, _Held(cited, around + left, around + right)))

    def _sure(self, places: Iterable[_Held]) -> Doubt | bool:
        verdict: Doubt | bool = False
        for held in places:
            verdict = better(verdict, self._doubt(held) or True)
            if verdict is True:
                break
        return verdict

    def _doubt(self, held: _Held) -> Doubt | None:
        """The doubt that words stand under, None where they were written as text or a person confirmed them."""
        cited = held.cited
        if cited is None:
            return None
        if cited.place is None:
            return Doubt(cited.passage, lost=True)
        span = Span(cited.page.number, held.start, held.end)
        passage = Passage.cut(cited.passage.sha256, span, cited.page.text, cited.passage.reader)
        if cited.put_by_person(held.start, held.end):
            return Doubt(passage, put_by_person=True)
        if not cited.page.read_on_picture(held.start, held.end):
            return None
        return None if self._confirmed(passage) else Doubt(passage)


def unconfirmed(page: Page, sha256: Sha256, start: int, end: int, confirmed: Confirmed) -> Iterator[tuple[int, int]]:
    """Start and end of the numbers of a stretch of a page that a machine read on a picture and no person confirmed."""
    for number in find_numbers(page.text[start:end]):
        left, right = start + number.start, start + number.end
        if page.read_on_picture(left, right):
            passage = Passage.cut(sha256, Span(page.number, left, right), page.text, "")
            if not confirmed(passage):
                yield left, right


def _entails(present: FuzzyDate, wanted: FuzzyDate) -> bool:
    """Whether a passage's date says what a sentence's date says: the same days, or the sentence is coarser."""
    ends = (present.earliest, present.latest, wanted.earliest, wanted.latest)
    if any(end is None for end in ends):
        return False
    first, last, earliest, latest = (end or date.min for end in ends)
    if earliest <= first and last <= latest:
        return True
    # a lunar day differs between authorities; the sentence may name one of the days it may have been
    is_lunar_day = present.calendar is Calendar.HIJRI and (last - first).days <= 3
    return is_lunar_day and first <= earliest and latest <= last


def _years(found: FuzzyDate) -> frozenset[int]:
    if found.earliest is None or found.latest is None or found.earliest.year < 1300:
        return frozenset()
    gregorian = {found.earliest.year} if found.earliest.year == found.latest.year else set()
    first, last = (jdatetime.date.fromgregorian(date=day).year for day in (found.earliest, found.latest))
    return frozenset(gregorian | ({first} if first == last else set()))
