"""Dates with the month's name."""

from collections.abc import Sequence
from dataclasses import replace

from govah.consolidate.dates.line import Line, Parsed
from govah.consolidate.dates.moment import Moment
from govah.consolidate.dates.numerals import number_at, spoken_at
from govah.consolidate.dates.numeric import GREGORIAN, IMPERIAL, era_at
from govah.consolidate.dates.vocabulary import Meaning
from govah.model.fuzzy_date import Calendar

_DAY_ENDINGS = frozenset({"st", "nd", "rd", "th", "ام", "م", "er", "اُم"})
_JALALI = range(1200, 1500)


def month_at(line: Line, index: int) -> tuple[list[Meaning], int] | None:
    """A month's possible readings, with «ماه» before or after it."""
    at = index
    word = line[at].meaning("month_word") is not None
    if word:
        at += 1
    readings = [meaning for meaning in line[at].meanings if meaning.role == "month"]
    if not readings:
        return None
    end = at + 1
    if line[end].text == "." and line.touches(at) and line[at].text.isascii():
        end += 1
    elif (
        line[end].text == "." and line.touches(end) and line[end + 1].kind == "number" and len(line[end + 1].text) == 4
    ):
        end += 1  # recognition puts the full stop of a right-to-left line before the year
    end = _after_second_name(line, end, readings)
    if line[end].meaning("month_word") is not None and not line[end + 1].meaning("month"):
        end, word = end + 1, True
    if word:
        readings = [replace(reading, weak=False) for reading in readings]
    return readings, end


def _after_second_name(line: Line, index: int, readings: Sequence[Meaning]) -> int:
    """Where a month's other name ends, after a stroke or in brackets: «شباط/فبراير», «كانون الثاني (يناير)»."""
    bracketed = line[index].text == "("
    if not bracketed and not (line[index].text in ("/", "-") and line[index].kind == "sign"):
        return index
    other = line[index + 1].meanings
    if not any(one.role == "month" and one.value == reading.value for one in other for reading in readings):
        return index
    if not bracketed:
        return index + 2
    return index + 3 if line[index + 2].text == ")" else index


def day_number(line: Line, index: int) -> tuple[int, int] | None:
    """A day's number in digits or words, and where it ends."""
    token = line[index]
    if token.text == "the":
        return day_number(line, index + 1)
    if token.kind == "number":
        if len(token.text) > 2 or not 1 <= int(token.text) <= 31 or is_tail(line, index):
            return None
        end = index + 1
        if line[end].text in _DAY_ENDINGS and (line.touches(index) or not line[end].text.isascii()):
            end += 1
        return int(token.text), end
    spoken = spoken_at(line, index, 31)
    return spoken if spoken is not None else None


def is_tail(line: Line, index: int) -> bool:
    """Whether a number is the tail of something like 88/12 or 4.12."""
    if index < 2:
        return False
    sign = line[index - 1]
    return sign.text in ("/", ".", ":") and line.touches(index - 1) and line[index - 2].kind == "number"


def day_month(line: Line, index: int, *, weak: bool = False) -> Parsed | None:
    """A day and a month's name, with or without a year; `weak` lets everyday words be months without one."""
    day = day_number(line, index)
    if day is None:
        return None
    at = line.skip(day[1], "of", signs=",-./" if line[day[1]].text in "-./" else ",")
    if line[at].text == "من":
        at += 1
    found = month_at(line, at)
    if found is None:
        return None
    readings, end = found
    dated = _year_after(line, end, readings)
    if dated is not None:
        reading, year, end, two = dated
        return Parsed(Moment(calendar_of(reading), year, number_of(reading), day[0], two_digit=two), end)
    if all(reading.weak for reading in readings) and not weak:
        return None
    return Parsed(Moment(calendar_of(readings[0]), None, number_of(readings[0]), day[0]), end)


def month_day_year(line: Line, index: int) -> Parsed | None:
    """`September 26, 2002`, and `Shahrivar 17, 1374`."""
    found = month_at(line, index)
    if found is None or not line[index].text.isascii():
        return None
    readings, end = found
    day = day_number(line, end)
    if day is None:
        return None
    dated = _year_after(line, line.skip(day[1], signs=",'"), readings)
    if dated is not None and (not dated[3] or _is_closed(line, dated[2])):
        reading, year, end, _ = dated
        return Parsed(Moment(calendar_of(reading), year, number_of(reading), day[0]), end)
    if readings[0].weak or calendar_of(readings[0]) is not Calendar.GREGORIAN:
        return None
    return Parsed(Moment(Calendar.GREGORIAN, None, number_of(readings[0]), day[0]), day[1])


def _is_closed(line: Line, end: int) -> bool:
    """Whether nothing that two digits could count follows them: `Sep 3 98` at a line's end or before a sign."""
    after = line[end]
    timed = line.touches(end) and line[end + 1].kind == "number"
    return after.kind in ("line", "end") or (after.text in (",", ".", ";", ")", "]") and not timed)


def month_year(line: Line, index: int) -> Parsed | None:
    """A month with its year, or without one where «ماه» is beside it."""
    found = month_at(line, index)
    if found is None or is_tail(line, index):
        return None
    readings, end = found
    dated = _year_after(line, end, readings)
    if dated is not None and not (dated[3] and dated[1] >= 1400 and calendar_of(dated[0]) is Calendar.JALALI):
        reading, year, end, two = dated
        return Parsed(Moment(calendar_of(reading), year, number_of(reading), two_digit=two), end)
    named = any(line[at].meaning("month_word") for at in range(index, end))
    return Parsed(Moment(calendar_of(readings[0]), None, number_of(readings[0])), end) if named else None


def calendar_of(reading: Meaning) -> Calendar:
    """The calendar of a month's reading."""
    return Calendar(reading.value.partition(":")[0])


def number_of(reading: Meaning) -> int:
    """The number of a month's reading, 1 to 12."""
    return int(reading.value.partition(":")[2])


def _year_after(
    line: Line, index: int, readings: Sequence[Meaning], *, two_digits: bool = True
) -> tuple[Meaning, int, int, bool] | None:
    """The year after a month's name, and the reading of the month that it fits."""
    at = line.skip(index, "of", signs=",-./'" if line.touches(index - 1) or line[index].text == "/" else ",'")
    if line[at].kind == "line" and line[at + 1].kind in ("number", "word"):
        at += 1
    at = line.skip(at, "year_word", "of")
    written = number_at(line, at)
    if written is None:
        return None
    year, end, digits = written
    if line[end].meaning("month") and digits == 2:
        return None
    for reading in readings:
        calendar = calendar_of(reading)
        full = full_year(calendar, year, digits, two_digits=two_digits and line[at - 1].kind != "line")
        if full is not None:
            era = era_at(line, end)
            return reading, full, era[1] if era is not None and era[0] is calendar else end, digits == 2
    return None


def full_year(calendar: Calendar, year: int, digits: int, *, two_digits: bool) -> int | None:
    """A year as its calendar counts, None where it can't be one."""
    if digits == 2 and two_digits:
        if calendar is Calendar.JALALI:
            return 1300 + year if year >= 40 else 1400 + year if year <= 15 else None
        if calendar is Calendar.GREGORIAN:
            return 2000 + year if year <= 30 else 1900 + year
        return None
    if digits != 4:
        return None
    if calendar is Calendar.GREGORIAN:
        return year if year in GREGORIAN else None
    if calendar is Calendar.JALALI and year in IMPERIAL:
        return year - 1180
    return year if year in _JALALI else None
