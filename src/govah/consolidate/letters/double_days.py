"""A day written in two calendars: «١٥ ربيع الآخر ١٤٣٤هـ الموافق ٢٥ فبراير ٢٠١٣م». The exact one settles the other."""

from dataclasses import replace
from datetime import timedelta

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.sheet import Sheet
from govah.model.fuzzy_date import Calendar, FuzzyDate

_REACH = 160
"""Code points after the first date, or before it, within which the other stands."""

_SLACK = timedelta(days=1)


def settle_double_day(sheet: Sheet, head: Header) -> None:
    """Narrow a lunar date, which authorities reckon a day apart, to the day that stands beside it."""
    date, span = head.date, head.spans.get("date")
    if date is None or span is None or date.calendar is not Calendar.HIJRI or date.earliest == date.latest:
        return
    text = sheet.page.text[max(0, span.start - _REACH) : span.end + _REACH]
    days = {other.earliest for _, _, other in find_dates(text) if _agrees(date, other)}
    if len(days) == 1:
        day = days.pop()
        head.date = replace(date, earliest=day, latest=day)


def _agrees(date: FuzzyDate, other: FuzzyDate) -> bool:
    """Whether another calendar's date is a day that the lunar one can be."""
    if other.calendar is date.calendar or other.earliest is None or other.earliest != other.latest:
        return False
    if date.earliest is None or date.latest is None:
        return False
    return date.earliest - _SLACK <= other.earliest <= date.latest + _SLACK
