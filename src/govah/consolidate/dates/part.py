"""Parts of months and years, seasons, years and decades."""

from dataclasses import replace

from govah.consolidate.dates.line import Line, Parsed
from govah.consolidate.dates.moment import AMBIGUOUS_YEARS, Moment
from govah.consolidate.dates.named import calendar_of, full_year, month_at, month_year, number_of
from govah.consolidate.dates.numerals import number_at, spoken_at
from govah.consolidate.dates.numeric import GREGORIAN, era_at, numeric_year
from govah.model.fuzzy_date import Calendar


def part_of(line: Line, index: int) -> Parsed | None:
    """«اوایل», «نیمه دوم», «هفته سوم», «دهه اول» of a month, a season or a year."""
    opened = _part(line, index)
    if opened is None:
        return None
    part, at = opened
    at = line.skip(at, "of", signs="-–")
    if line[at].text in ("من", "the", "ال"):
        at += 1
    inner = month_year(line, at) or season(line, at)
    if inner is None and not part.startswith(("week", "ten")):
        inner = worded_year(line, at) or bare_year(line, at)
        if inner is not None and inner.moment.years > 1:
            return None
    if inner is None:
        inner = _yearless_month(line, at)
    if inner is None or inner.moment.part is not None:
        return None
    return Parsed(replace(inner.moment, part=part), inner.end)


def _part(line: Line, index: int) -> tuple[str, int] | None:
    at = index + 1 if line[index].text == "the" else index
    first = spoken_at(line, at, 5)
    if first is not None:
        for role, limit in (("half", 2), ("week", 5)):
            if line[first[1]].meaning(role) and first[0] <= limit:
                return f"{role}:{first[0]}", first[1] + 1
    for role, limit in (("half", 2), ("week", 5), ("decade", 3)):
        if line[at].meaning(role) is None:
            continue
        name = "ten" if role == "decade" else role
        if line[at + 1].meaning("last") is not None:
            final = {"half": "half:2", "week": "week:0", "ten": "ten:3"}[name]
            return final, at + 2
        ordinal = line[at + 1].meaning("ordinal")
        if ordinal is not None and int(ordinal.value) <= limit:
            return f"{name}:{ordinal.value}", at + 2
    part = line[at].meaning("part")
    return (part.value, at + 1) if part is not None else None


def _yearless_month(line: Line, index: int) -> Parsed | None:
    found = month_at(line, index)
    if found is None or all(reading.weak for reading in found[0]):
        return None
    return Parsed(Moment(calendar_of(found[0][0]), None, number_of(found[0][0])), found[1])


def season(line: Line, index: int) -> Parsed | None:
    """A season of a Jalali year."""
    named = line[index].meaning("season")
    if named is None:
        return None
    at = line.skip(index + 1, "year_word", "of", signs=",")
    written = number_at(line, at)
    if written is None:
        return None
    year = full_year(Calendar.JALALI, written[0], written[2], two_digits=written[0] >= 40)
    if year is None:
        return None
    era = era_at(line, written[1])
    end = era[1] if era is not None and era[0] is Calendar.JALALI else written[1]
    return Parsed(Moment(Calendar.JALALI, year, season=int(named.value), two_digit=written[2] == 2), end)


def decade(line: Line, index: int) -> Parsed | None:
    """«دهه ۷۰ شمسی», «دهه هفتاد», `the 1990s`."""
    at = index + 1 if line[index].text == "the" else index
    number = line[at]
    if number.kind == "number" and line[at + 1].text == "s" and line.touches(at) and len(number.text) == 4:
        year = int(number.text)
        if year % 10 == 0 and year in GREGORIAN:
            return Parsed(Moment(Calendar.GREGORIAN, year, years=10), at + 2)
    if line[index].meaning("decade") is None:
        return None
    written = number_at(line, index + 1)
    if written is None or written[0] % 10:
        return None
    year, end, digits = written
    era = era_at(line, end)
    calendar = era[0] if era is not None else Calendar.JALALI if digits == 2 else numeric_year(year)[0]
    if calendar is None or calendar is Calendar.HIJRI:
        return None
    century = 0 if digits == 4 else 1300 if calendar is Calendar.JALALI else 1900
    return Parsed(Moment(calendar, century + year, years=10), era[1] if era is not None else end)


def worded_year(line: Line, index: int) -> Parsed | None:
    """A year with a word before it or an era after it."""
    word = line[index].meaning("year_word")
    at = line.skip(index, "year_word")
    found = bare_year(line, at)
    if found is None:
        return None
    era = era_at(line, at + 1) if line[at].kind == "number" else None
    return found if word is not None or era is not None else None


def bare_year(line: Line, index: int) -> Parsed | None:
    """A year of four digits or in words, with the era after it; one that two calendars have is ambiguous."""
    written = number_at(line, index)
    if written is None or written[2] != 4:
        return None
    year, end, _ = written
    era = era_at(line, end)
    if era is not None:
        calendar = era[0]
        fits = year in GREGORIAN if calendar is Calendar.GREGORIAN else 1 <= year <= 1500
        return Parsed(Moment(calendar, year), era[1]) if fits else None
    if year in AMBIGUOUS_YEARS:
        return Parsed(Moment(Calendar.AMBIGUOUS, year), end)
    found, year = numeric_year(year)
    return Parsed(Moment(found, year), end) if found is not None else None
