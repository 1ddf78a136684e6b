"""The grammar of date expressions: tokens to a moment, or a range of two."""

from collections.abc import Callable

from govah.consolidate.dates.groups import date_time_group
from govah.consolidate.dates.line import Line, Parsed
from govah.consolidate.dates.moment import Moment
from govah.consolidate.dates.named import (
    calendar_of,
    day_month,
    day_number,
    month_at,
    month_day_year,
    month_year,
    number_of,
)
from govah.consolidate.dates.numeric import numeric
from govah.consolidate.dates.part import bare_year, decade, part_of, season, worded_year

_NUMBER_WORDS = frozenset({"شماره", "ش", "رقم", "نمبر", "عدد", "no", "nr", "nos", "number", "n°"})
"""Words before a letter's number."""


def parse(line: Line, start: int) -> Parsed | None:
    """The date expression that begins at a token, the longest reading of it."""
    index = start
    opening = line[start].meaning("from")
    if opening is not None:
        index += 1
        if line[index].meaning("year_word") is None and not _begins_range(line, index):
            return None
    span = _range(line, index)
    if span is not None or opening is not None:
        return span
    return single(line, start)


def _begins_range(line: Line, index: int) -> bool:
    token = line[index]
    return (
        token.kind == "number"
        or any(token.meaning(role) for role in ("month", "ordinal", "cardinal", "weekday_word", "month_word", "part"))
        or token.text == "the"
    )


def _range(line: Line, index: int) -> Parsed | None:
    """`x to y`, where x may leave to y what both share."""
    left = single(line, index) or day_month(line, index, weak=True) or bare_day(line, index)
    left = left or bare_month(line, index) or bare_year(line, index)
    if left is None:
        return None
    between = line[left.end]
    dash = between.kind == "sign" and between.text in ("-", "–")
    joined = between.meaning("range") is not None or dash
    if not joined and not (between.meaning("and") and line[index - 1].text in ("between", "بین", "مابین")):
        return None
    after = line.skip(left.end + 1, "weekday_word", "date_word")
    right = single(line, after) or (bare_year(line, after) if left.moment.month is None else None)
    if right is None or right.until is not None:
        return None
    if dash and left.moment.calendar is None and right.moment.month is None:
        return None
    if dash and left.end == index + 1 and line[index].kind == "number" and not _is_first_day(line, index, after, right):
        return None
    if left.moment.day is not None and right.moment.day is None:
        return None
    if left.moment.calendar not in (None, right.moment.calendar):
        return None
    return Parsed(left.moment.inherit(right.moment), right.end, right.moment)


def _is_first_day(line: Line, index: int, after: int, right: Parsed) -> bool:
    """Whether a number before a dash begins a range of days, and is no letter's number before its date.

    Of digits alone, the day must stand first also after the dash: `12–18/7/1356`, not «۱۲ – ۱۳۵۶/۷/۱۸».
    """
    if line[index - 1].text in _NUMBER_WORDS or (index > 0 and line.touches(index - 1)):
        return False
    first = line[after]
    in_digits = first.kind == "number" and line[after + 1].kind == "sign"
    return not in_digits or (len(first.text) <= 2 and int(first.text) == right.moment.day)


def single(line: Line, index: int) -> Parsed | None:
    """One moment, no range."""
    rules: tuple[Callable[[Line, int], Parsed | None], ...] = (
        numeric,
        date_time_group,
        part_of,
        day_month,
        month_day_year,
        month_year,
        season,
        decade,
        worded_year,
    )
    for rule in rules:
        found = rule(line, index)
        if found is not None:
            return found
    return None


def bare_day(line: Line, index: int) -> Parsed | None:
    """A day's number, for the start of a range."""
    day = day_number(line, index)
    if day is None:
        return None
    end = day[1] + 1 if line[day[1]].meaning("month_word") else day[1]
    return Parsed(Moment(None, day=day[0]), end)


def bare_month(line: Line, index: int) -> Parsed | None:
    """A month's name, for the start of a range."""
    found = month_at(line, index)
    return Parsed(Moment(calendar_of(found[0][0]), None, number_of(found[0][0])), found[1]) if found else None
