"""A moment as words give it, before it is counted out in days."""

from dataclasses import dataclass, replace
from datetime import date

from govah.consolidate.dates.calendars import interval
from govah.model.fuzzy_date import Calendar

SEASON_MONTHS = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}
"""Months of the seasons of the Jalali year."""

AMBIGUOUS_YEARS = range(1399, 1416)
"""Years that can be Jalali or lunar Hijri when nothing else is said."""

_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, None)}
_YEAR_THIRDS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a month, a season, a year or a decade, or part of one.

    Args:
        calendar: None where only a day's number is known.
        year: None where none is given; of a decade its first.
        month: 1 to 12.
        day: 1 to 31; may not exist in its month.
        part: `early`, `mid` or `late`; `half:1`, `half:2`; `week:1` to `week:5`, `week:0` for the last; `ten:1` to
            `ten:3`.
        season: 1 spring to 4 winter.
        years: How many years, 10 for a decade.
        two_digit: The year was written with two digits.
    """

    calendar: Calendar | None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    season: int | None = None
    years: int = 1
    two_digit: bool = False

    def inherit(self, other: "Moment") -> "Moment":
        """This start of a range with what only its end says; a start later than its end is of the year before."""
        calendar = self.calendar or other.calendar
        year = self.year if self.year is not None else other.year
        filled = replace(self, calendar=calendar, year=year, month=self.month or other.month)
        borrowed = self.year is None and year is not None
        if borrowed and (filled.month or 0, filled.day or 0) > (other.month or 13, other.day or 32):
            return replace(filled, year=(year or 0) - 1)
        return filled

    def days(self) -> tuple[date, date] | None:
        """Gregorian ends, None without a year or where there is no such day."""
        if self.year is None or self.calendar is None:
            return None
        if self.calendar is Calendar.AMBIGUOUS:
            return self._either()
        if self.years > 1:
            first = interval(self.calendar, self.year, (1, 1), (12, None))
            last = interval(self.calendar, self.year + self.years - 1, (1, 1), (12, None))
            return (first[0], last[1]) if first and last else None
        return interval(self.calendar, self.year, *self._ends())

    def _either(self) -> tuple[date, date] | None:
        """The hull of what an undecided year can be."""
        if self.year is None:
            return None
        if self.two_digit:
            readings = [(Calendar.JALALI, 1300 + self.year), (Calendar.GREGORIAN, 1900 + self.year)]
            if self.year < 40:
                readings = [(Calendar.JALALI, 1400 + self.year), (Calendar.GREGORIAN, 2000 + self.year)]
        else:
            readings = [(Calendar.JALALI, self.year), (Calendar.HIJRI, self.year)]
        spans = [replace(self, calendar=way, year=year, two_digit=False).days() for way, year in readings]
        known = [span for span in spans if span is not None]
        return (min(span[0] for span in known), max(span[1] for span in known)) if known else None

    def _ends(self) -> tuple[tuple[int, int], tuple[int, int | None]]:
        if self.season is not None:
            first, last = SEASON_MONTHS[self.season]
            return _slice_months(first, last, self.part)
        if self.month is None:
            first, last = _YEAR_THIRDS.get(self.part or "", (1, 12))
            if self.part in ("half:1", "half:2"):
                first, last = (1, 6) if self.part == "half:1" else (7, 12)
            return (first, 1), (last, None)
        if self.day is not None:
            return (self.month, self.day), (self.month, self.day)
        start, end = _part_days(self.part, self._length())
        return (self.month, start), (self.month, end)

    def _length(self) -> int:
        """Days of the month, the least of the calendar's reckonings; 31 where the calendar does not reach."""
        if self.calendar is None or self.year is None or self.month is None:
            return 31
        for day in (31, 30, 29):
            if interval(self.calendar, self.year, (self.month, day), (self.month, day)) is not None:
                return day
        return 28


def _slice_months(first: int, last: int, part: str | None) -> tuple[tuple[int, int], tuple[int, int | None]]:
    if part in ("early", "mid", "late"):
        month = first + ("early", "mid", "late").index(part)
        return (month, 1), (month, None)
    return (first, 1), (last, None)


def _part_days(part: str | None, length: int) -> tuple[int, int | None]:
    """First and last day of a part of a month."""
    if part is None:
        return 1, None
    if part in _THIRDS:
        return _THIRDS[part]
    name, _, number = part.partition(":")
    count = int(number)
    if name == "half":
        return (1, 15) if count == 1 else (16, None)
    if name == "ten":
        return (10 * count - 9, 10 * count if count < 3 else None)
    if count == 0:
        return length - 6, None
    return 7 * count - 6, 7 * count if count < 5 else None
