"""Dates with two digits for the year, in a letter whose language and day say which century and calendar they mean."""

import re
from datetime import date, timedelta

from govah.consolidate.dates import find_dates
from govah.model.fuzzy_date import Calendar, FuzzyDate

SHORT = re.compile(r"(?<![\w/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{1,2})(?![\w/-]|\.\d)")
"""A date in digits whose year has two, in folded text."""

_AHEAD = timedelta(days=2)
_WESTERN = frozenset(["en", "fr", "de", "es", "it"])


def in_letter(words: str, language: str | None, near: date | None) -> FuzzyDate | None:
    """The day that such a date means in a letter.

    A Persian letter counts in the Jalali calendar, year first or last, an Arabic or a European one in the Gregorian,
    day first; of several centuries the latest that is not after the letter.

    Args:
        words: Folded.
        language: Of the letter.
        near: The letter's day, None where it is what is sought: then the years 1320–1419 and 1940–2039.
    """
    match = SHORT.fullmatch(words.strip())
    if match is None or language not in ("fa", "ar", *_WESTERN):
        return None
    first, middle, last = (int(match.group(place)) for place in (1, 3, 4))
    persian = language == "fa"
    if persian and (first > 31 or (len(match.group(1)) == 2 and last <= 31 and first > 12)):
        day, year = last, first
    elif len(match.group(4)) == 2:
        day, year = first, last
    else:
        return None
    calendar = Calendar.JALALI if persian else Calendar.GREGORIAN
    found = []
    for century in (1300, 1400, 2500) if persian else (1900, 2000):
        text = f"{day}/{middle}/{century + year}" if century < 2500 else _imperial(day, middle, year)
        for _, _, known in find_dates(text):
            if known.earliest is not None and known.calendar is calendar:
                found.append(known)
    if near is not None:
        found = [known for known in found if known.earliest is not None and known.earliest <= near + _AHEAD]
    else:
        found = [known for known in found if known.earliest is not None and 1940 <= known.earliest.year <= 2040]
    best = max(found, key=lambda known: known.earliest or date.min, default=None)
    return best if best is None else FuzzyDate(words, best.calendar, best.earliest, best.latest, best.conflict)


def _imperial(day: int, month: int, year: int) -> str:
    """The Iranian court's count of 1976–1978, 1180 above the Jalali one."""
    return f"{day}/{month}/{2500 + year - 1180}" if 2530 <= 2500 + year < 2540 else ""
