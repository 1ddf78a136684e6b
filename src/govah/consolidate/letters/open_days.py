"""Dates whose day is left open: «    /۷/۱۳۸۹» on a draft, to be filled in by hand."""

import re

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.short_years import SHORT, in_letter
from govah.model.fuzzy_date import FuzzyDate

_LEFT = r"[ .…_-]{0,12}"
_MONTH = r"(?P<month>\d{1,2}|[^\W\d_]{3,12}(?: [^\W\d_]{3,12})?)"
_OPEN = (
    re.compile(rf"{_LEFT}/ ?{_MONTH} ?/ ?(?P<year>\d{{4}}|\d\d)(?![\w/])"),
    re.compile(rf"(?P<year>\d{{4}}|\d\d) ?/ ?{_MONTH} ?/{_LEFT}$"),
)


def open_day(words: str, language: str | None) -> tuple[int, int, FuzzyDate] | None:
    """The month that a date's folded words name where they leave its day open, with the words' place."""
    for shape in _OPEN:
        match = shape.match(words)
        if match is None:
            continue
        month, year = match["month"], match["year"]
        days = [found for day in (1, *range(28, 32)) if (found := _day(day, month, year, language)) is not None]
        if len(days) > 1:
            first, last = days[0], days[-1]
            return *match.span(), FuzzyDate(match.group(), first.calendar, first.earliest, last.latest)
    return None


def _day(day: int, month: str, year: str, language: str | None) -> FuzzyDate | None:
    """A whole day in digits, or with a month's name."""
    joint = "/" if month.isdigit() else " "
    words = f"{day}{joint}{month}{joint}{year}"
    if SHORT.fullmatch(words):
        return in_letter(words, language, None)
    found = [date for _, _, date in find_dates(words) if date.earliest is not None]
    return found[0] if len(found) == 1 and found[0].earliest == found[0].latest else None
