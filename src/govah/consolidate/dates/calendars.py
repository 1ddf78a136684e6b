"""Days, months and years of three calendars as Gregorian days.

Conversion only: what words mean is decided in `expression`. The lunar Hijri calendar has no single reckoning, so its
intervals span Umm al-Qura (hijridate, 1343–1500) and the civil tabular calendar (convertdate).
"""

import calendar as gregorian_calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import jdatetime
from convertdate import islamic
from hijridate import Hijri

from govah.model.fuzzy_date import Calendar


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One way of counting days.

    Args:
        years: First and last year it is defined for.
        month_length: Days of a month, given year and month.
        to_gregorian: A valid day as a Gregorian date.
    """

    years: tuple[int, int]
    month_length: Callable[[int, int], int]
    to_gregorian: Callable[[int, int, int], date]

    def span(self, year: int, first: tuple[int, int], last: tuple[int, int | None]) -> tuple[date, date] | None:
        """Gregorian ends of `first` to `last`, each (month, day) of a year; a day of None is the month's last.

        Returns:
            Earliest and latest day, None where a day does not exist.
        """
        if not self.years[0] <= year <= self.years[1]:
            return None
        end = self.month_length(year, last[0]) if last[1] is None else last[1]
        if first[1] > self.month_length(year, first[0]) or end > self.month_length(year, last[0]):
            return None
        return self.to_gregorian(year, *first), self.to_gregorian(year, last[0], end)


def _jalali_month(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month < 12 or jdatetime.date(year, 1, 1).isleap() else 29


def _jalali(year: int, month: int, day: int) -> date:
    found: date = jdatetime.date(year, month, day).togregorian()
    return found


def _gregorian_month(year: int, month: int) -> int:
    return gregorian_calendar.monthrange(year, month)[1]


def _umm_al_qura_month(year: int, month: int) -> int:
    length: int = Hijri(year, month, 1).month_length()
    return length


def _umm_al_qura(year: int, month: int, day: int) -> date:
    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)


def _tabular_month(year: int, month: int) -> int:
    length: int = islamic.month_length(year, month)
    return length


def _tabular(year: int, month: int, day: int) -> date:
    return date(*islamic.to_gregorian(year, month, day))


_RECKONINGS: dict[Calendar, tuple[Reckoning, ...]] = {
    Calendar.JALALI: (Reckoning((1, 1500), _jalali_month, _jalali),),
    Calendar.GREGORIAN: (Reckoning((1, 9998), _gregorian_month, date),),
    Calendar.HIJRI: (
        Reckoning((1343, 1500), _umm_al_qura_month, _umm_al_qura),
        Reckoning((1, 1600), _tabular_month, _tabular),
    ),
}


def interval(
    calendar: Calendar, year: int, first: tuple[int, int], last: tuple[int, int | None]
) -> tuple[date, date] | None:
    """The Gregorian days from `first` to `last`, each (month, day) of one year; a day of None is the month's last.

    Returns:
        Earliest and latest day over the calendar's reckonings, None where none of them has such a day.
    """
    spans = [span for way in _RECKONINGS[calendar] if (span := way.span(year, first, last)) is not None]
    if not spans:
        return None
    return min(span[0] for span in spans), max(span[1] for span in spans)
