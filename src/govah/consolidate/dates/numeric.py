"""Dates in digits: the order of year, month and day from lengths and ranges; an era decides over a range."""

from dataclasses import replace

from govah.consolidate.dates.line import Line, Parsed
from govah.consolidate.dates.moment import Moment
from govah.model.fuzzy_date import Calendar

_SEPARATORS = frozenset("/-.–\\|")
_NUMERIC_JALALI = range(1300, 1416)
_NUMERIC_HIJRI = range(1416, 1461)
_NUMERIC_GREGORIAN = range(1900, 2101)
GREGORIAN = range(1800, 2101)
"""Gregorian years that a month's name may be followed by."""

IMPERIAL = range(2530, 2540)
"""The Iranian court's count of 1976–1978, 1180 above the Jalali one."""


def numeric(line: Line, index: int) -> Parsed | None:
    """`y/m/d`, `d/m/y`, `m/d/y`."""
    numbers, at = [], index
    separators = []
    for place in range(3):
        token = line[at]
        if token.kind != "number" or len(token.text) > 4:
            return None
        numbers.append(token.text)
        if place < 2:
            if line[at + 1].kind != "sign" or line[at + 1].text not in _SEPARATORS:
                return None
            separators.append(line[at + 1].text)
            at += 2
    if separators[0] != separators[1] or _part_of_a_number(line, index, at):
        return None
    before = line[index - 1] if line[index - 1].text != ":" else line[index - 2]
    moment = _ordered(numbers, labelled=index > 0 and before.meaning("date_word") is not None)
    return _with_era(line, Parsed(moment, at + 1)) if moment is not None else None


def _part_of_a_number(line: Line, first: int, last: int) -> bool:
    """Whether the three numbers are a piece of something longer, such as a letter's number."""
    before, after = line[first - 1], line[last + 1]
    if before.kind == "sign" and before.text in "/-.\\" and first > 1 and line.touches(first - 1):
        outer = line[first - 2]
        if line.touches(first - 2) and (outer.kind == "number" or (outer.kind == "word" and len(outer.text) <= 3)):
            return True
    if after.kind == "sign" and after.text in "/-.\\" and line.touches(last) and line.touches(last + 1):
        return line[last + 2].kind == "number" or line[last + 2].kind == "word"
    return False


def _ordered(numbers: list[str], *, labelled: bool) -> Moment | None:
    """The order of year, month and day, from lengths and ranges; `labelled` after a word that says date."""
    lengths = [len(number) for number in numbers]
    first, middle, last = (int(number) for number in numbers)
    if lengths[0] == 4 and lengths[1] <= 2 and lengths[2] <= 2:
        calendar, year = numeric_year(first)
        return _day(calendar, year, middle, last)
    if lengths[2] == 4 and lengths[0] <= 2 and lengths[1] <= 2:
        calendar, year = numeric_year(last)
        return _day(calendar, year, middle, first) or _day(calendar, year, first, middle)
    if max(lengths) == 2 and (lengths.count(2) >= 2 or labelled):
        return _two_digits(first, middle, last, lengths)
    return None


def _two_digits(first: int, middle: int, last: int, lengths: list[int]) -> Moment | None:
    if 40 <= first <= 98 and lengths[0] == 2:
        return _day(Calendar.JALALI, 1300 + first, middle, last)
    if 40 <= last <= 98 and lengths[2] == 2:
        jalali = _day(Calendar.JALALI, 1300 + last, middle, first)
        return jalali or _day(Calendar.GREGORIAN, 1900 + last, first, middle)
    if lengths != [2, 2, 2]:
        return None
    if first == 99 or last == 99:
        month_day = (middle, last) if first == 99 else (middle, first)
        found = _day(Calendar.AMBIGUOUS, 99, *month_day)
        return replace(found, two_digit=True) if found is not None else None
    return None


def numeric_year(year: int) -> tuple[Calendar | None, int]:
    """The calendar that a year in digits is of, by its range, and the year in it."""
    if year in _NUMERIC_JALALI:
        return Calendar.JALALI, year
    if year in _NUMERIC_HIJRI:
        return Calendar.HIJRI, year
    if year in _NUMERIC_GREGORIAN:
        return Calendar.GREGORIAN, year
    if year in IMPERIAL:
        return Calendar.JALALI, year - 1180
    return None, year


def _day(calendar: Calendar | None, year: int, month: int, day: int) -> Moment | None:
    if calendar is None or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return Moment(calendar, year, month, day)


def compact(digits: str) -> Moment | None:
    """Eight digits, year first."""
    if len(digits) != 8:
        return None
    calendar, year = numeric_year(int(digits[:4]))
    found = _day(calendar, year, int(digits[4:6]), int(digits[6:]))
    return found if found is not None and found.days() is not None else None


def _with_era(line: Line, parsed: Parsed) -> Parsed:
    """An era after the date decides over the year's range."""
    era = era_at(line, parsed.end)
    if era is None:
        return parsed
    calendar, end = era
    year = parsed.moment.year
    if calendar is parsed.moment.calendar:
        return replace(parsed, end=end)
    plausible = year is not None and (year in GREGORIAN) == (calendar is Calendar.GREGORIAN)
    return Parsed(replace(parsed.moment, calendar=calendar), end) if plausible else parsed


def era_at(line: Line, index: int) -> tuple[Calendar, int] | None:
    """The calendar that an era names, with or without brackets, and where it ends."""
    at = line.skip(index, signs="()")
    found = line[at].meaning("era")
    if found is None or (at > index and line[at - 1].text == ")"):
        return None
    end = at + 1
    if at > index and line[end].text == ")":
        end += 1
    return Calendar(found.value), end
