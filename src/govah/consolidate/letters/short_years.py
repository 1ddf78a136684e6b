"""Dates with two digits for the year, in a letter whose language and day say which century and calendar they mean."""

import re
from datetime import date, timedelta

from govah.consolidate.dates import find_dates
from govah.model.fuzzy_date import Calendar, FuzzyDate

SHORT = re.compile(r"(?<![\w/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{1,2})(?![\w/-]|\.\d)")
"""A date in digits whose year has two, in folded text."""

_AHEAD = timedelta(days=2)
_YEARS = range(1940, 2041)
_JALALI_YEARS = range(1940, 2032)
"""Years of a letter whose own day this is."""

_OF_LATE = range(1961, 2032)
"""Years before which one order of a Persian day gives way to another: ۰۱/۰۹/۲۳ is of 1401 and not of 1323."""

_WESTERN = frozenset(["en", "fr", "de", "es", "it"])


def in_letter(words: str, language: str | None, near: date | None) -> FuzzyDate | None:
    """The day that such a date means in a letter.

    A Persian letter counts in the Jalali calendar, year first or last, an Arabic or a European one in the Gregorian,
    day first; of several centuries and orders the latest that is not after the letter.

    Args:
        words: Folded.
        language: Of the letter.
        near: The letter's day, None where it is what is sought: then the likelier order, of the years 1940–2040, in
            Persian 1940–2031, and the order that gives a day since 1961.
    """
    match = SHORT.fullmatch(words.strip())
    if match is None or language not in ("fa", "ar", *_WESTERN):
        return None
    orders = _orders(match, persian=language == "fa")
    if near is not None:
        found = [known for order in orders for known in _days(order, language)]
        found = [known for known in found if known.earliest is not None and known.earliest <= near + _AHEAD]
    else:
        years = (_OF_LATE, _JALALI_YEARS) if language == "fa" else (_YEARS,)
        known = (_within(_days(order, language), span) for span in years for order in orders)
        found = next((days for days in known if days), [])
    best = max(found, key=lambda known: known.earliest or date.min, default=None)
    return best if best is None else FuzzyDate(words, best.calendar, best.earliest, best.latest, best.conflict)


def _orders(match: re.Match[str], *, persian: bool) -> list[tuple[int, int, int]]:
    """Day, month and year as the digits may mean them, the likelier first."""
    first, month, last = (int(match.group(place)) for place in (1, 3, 4))
    year_first = persian and len(match.group(1)) == 2 and last <= 31
    year_last = len(match.group(4)) == 2 and first <= 31
    orders = [(first, month, last)] if year_last else []
    if year_first:
        orders.insert(0 if first > 12 else len(orders), (last, month, first))
    return orders


def _days(order: tuple[int, int, int], language: str) -> list[FuzzyDate]:
    """The day in each century that a letter of this language may mean."""
    day, month, year = order
    calendar = Calendar.JALALI if language == "fa" else Calendar.GREGORIAN
    found = []
    for century in (1300, 1400, 2500) if language == "fa" else (1900, 2000):
        text = f"{day}/{month}/{century + year}" if century < 2500 else _imperial(day, month, year)
        found += [
            known for _, _, known in find_dates(text) if known.calendar is calendar and known.earliest is not None
        ]
    return found


def _within(days: list[FuzzyDate], years: range) -> list[FuzzyDate]:
    return [known for known in days if known.earliest is not None and known.earliest.year in years]


def _imperial(day: int, month: int, year: int) -> str:
    """The Iranian court's count of 1976–1978, 1180 above the Jalali one."""
    return f"{day}/{month}/{2500 + year - 1180}" if 34 <= year <= 37 else ""
