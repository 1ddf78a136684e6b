"""Days without a year in a letter: the latest such day that is not after it."""

import re
from datetime import date, timedelta

from govah.consolidate.dates.finder import find_dates
from govah.model.fuzzy_date import Calendar, FuzzyDate

DAY_MONTH = re.compile(r"(?<![\w/.-])(\d{1,2}) ?/ ?(\d{1,2})(?![\w/-]|\.\d| ?/)")
"""A day and a month in digits, in folded text."""

_AHEAD = timedelta(days=1)


def with_year(words: str, calendar: Calendar | None, near: date) -> FuzzyDate | None:
    """The day that words such as «۲۰ قوس» or `3/1` mean in a letter of a known day.

    Args:
        words: Day and month, folded, without a year.
        calendar: Of the month's name, or of the letter's own date; None: Gregorian.
        near: The letter's day.

    Returns:
        The latest such day that is not after the letter, None where the words are no day.
    """
    calendar = calendar or Calendar.GREGORIAN
    numeric = DAY_MONTH.fullmatch(words.strip())
    found = []
    for year in _years(calendar, near):
        text = f"{numeric.group(1)}/{numeric.group(2)}/{year}" if numeric else f"{words} {year}"
        dates = [entry[2] for entry in find_dates(text)]
        if len(dates) == 1 and dates[0].earliest is not None and dates[0].earliest <= near + _AHEAD:
            found.append(dates[0])
    best = max(found, key=lambda one: one.earliest or date.min, default=None)
    return FuzzyDate(words, best.calendar, best.earliest, best.latest, best.conflict) if best is not None else None


def _years(calendar: Calendar, near: date) -> range:
    """Years of a calendar that may hold a day of the year before a date."""
    if calendar is Calendar.JALALI:
        return range(near.year - 623, near.year - 620)
    if calendar is Calendar.HIJRI:
        lunar = (near.year - 622) * 33 // 32
        return range(lunar - 1, lunar + 3)
    return range(near.year - 1, near.year + 1)
