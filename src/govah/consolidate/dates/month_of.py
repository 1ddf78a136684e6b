"""A day of the month in which a letter was written, or of the one before it."""

from datetime import date

import jdatetime
from hijridate import Gregorian

from govah.consolidate.dates.calendars import interval
from govah.model.fuzzy_date import Calendar, FuzzyDate


def in_month_of(day: int, calendar: Calendar | None, near: date, *, before: bool = False) -> FuzzyDate | None:
    """The day that «٩ منه» means in a letter of a known day, `9th ultimo` with `before`.

    Args:
        day: Of the month.
        calendar: Of the letter's own date; None: Gregorian.
        near: The letter's day.
        before: The month before the letter's.

    Returns:
        None where the month has no such day, or the calendar does not reach it.
    """
    calendar = calendar if calendar in (Calendar.JALALI, Calendar.HIJRI) else Calendar.GREGORIAN
    year, month = _month(calendar, near)
    if before:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    found = interval(calendar, year, (month, day), (month, day))
    return FuzzyDate("", calendar, *found) if found is not None else None


def _month(calendar: Calendar, day: date) -> tuple[int, int]:
    if calendar is Calendar.JALALI:
        jalali = jdatetime.date.fromgregorian(date=day)
        return int(jalali.year), int(jalali.month)
    if calendar is Calendar.HIJRI:
        lunar = Gregorian.fromdate(day).to_hijri()
        return int(lunar.year), int(lunar.month)
    return day.year, day.month
