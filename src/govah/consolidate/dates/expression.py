"""The grammar of date expressions: tokens to moments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from govah.consolidate.dates.moment import AMBIGUOUS_YEARS, Moment
from govah.consolidate.dates.numerals import number_at, spoken_at
from govah.consolidate.dates.vocabulary import Meaning, Token
from govah.model.fuzzy_date import Calendar

_SEPARATORS = frozenset("/-.–\\|")
_DAY_ENDINGS = frozenset({"st", "nd", "rd", "th", "ام", "م", "er", "اُم"})
_JALALI = range(1200, 1500)
_NUMERIC_JALALI = range(1300, 1416)
_NUMERIC_HIJRI = range(1416, 1461)
_GREGORIAN = range(1800, 2101)
_NUMERIC_GREGORIAN = range(1900, 2101)
_IMPERIAL = range(2530, 2540)  # the Iranian court's count of 1976–1978, 1180 above the Jalali one


@dataclass(frozen=True, slots=True)
class Parsed:
    """A moment, or a range of two, and where its expression ends."""

    moment: Moment
    end: int
    until: Moment | None = None


class Line:
    """Tokens with a safe look beyond their end."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._beyond = Token("end", "", len(tokens) and tokens[-1].end, len(tokens) and tokens[-1].end)

    def __getitem__(self, index: int) -> Token:
        """The token at an index, an empty one outside."""
        return self._tokens[index] if 0 <= index < len(self._tokens) else self._beyond

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self._tokens)

    def touches(self, index: int) -> bool:
        """Whether nothing stands between a token and the next."""
        return self[index].end == self[index + 1].start and self[index + 1].kind != "end"

    def skip(self, index: int, *roles: str, signs: str = "") -> int:
        """The first index at or after one that is neither of the roles nor of the signs."""
        while (signs and self[index].text in signs and self[index].kind == "sign") or any(
            self[index].meaning(role) for role in roles
        ):
            index += 1
        return index


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
    left = single(line, index) or _day_month(line, index, weak=True) or _bare_day(line, index)
    left = left or _bare_month(line, index) or _bare_year(line, index)
    if left is None:
        return None
    between = line[left.end]
    dash = between.kind == "sign" and between.text in ("-", "–")
    joined = between.meaning("range") is not None or dash
    if not joined and not (between.meaning("and") and line[index - 1].text in ("between", "بین", "مابین")):
        return None
    after = line.skip(left.end + 1, "weekday_word", "date_word")
    right = single(line, after) or (_bare_year(line, after) if left.moment.month is None else None)
    if right is None or right.until is not None:
        return None
    if dash and left.moment.calendar is None and right.moment.month is None:
        return None
    if left.moment.day is not None and right.moment.day is None:
        return None
    if left.moment.calendar not in (None, right.moment.calendar):
        return None
    return Parsed(left.moment.inherit(right.moment), right.end, right.moment)


def single(line: Line, index: int) -> Parsed | None:
    """One moment, no range."""
    rules: tuple[Callable[[Line, int], Parsed | None], ...] = (
        _numeric,
        _part_of,
        _day_month,
        _month_day_year,
        _month_year,
        _season,
        _decade,
        _worded_year,
    )
    for rule in rules:
        found = rule(line, index)
        if found is not None:
            return found
    return None


# numbers with separators


def _numeric(line: Line, index: int) -> Parsed | None:
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
        calendar, year = _numeric_year(first)
        return _day(calendar, year, middle, last)
    if lengths[2] == 4 and lengths[0] <= 2 and lengths[1] <= 2:
        calendar, year = _numeric_year(last)
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


def _numeric_year(year: int) -> tuple[Calendar | None, int]:
    if year in _NUMERIC_JALALI:
        return Calendar.JALALI, year
    if year in _NUMERIC_HIJRI:
        return Calendar.HIJRI, year
    if year in _NUMERIC_GREGORIAN:
        return Calendar.GREGORIAN, year
    if year in _IMPERIAL:
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
    calendar, year = _numeric_year(int(digits[:4]))
    found = _day(calendar, year, int(digits[4:6]), int(digits[6:]))
    return found if found is not None and found.days() is not None else None


def _with_era(line: Line, parsed: Parsed) -> Parsed:
    """An era after the date decides over the year's range."""
    era = _era(line, parsed.end)
    if era is None:
        return parsed
    calendar, end = era
    year = parsed.moment.year
    if calendar is parsed.moment.calendar:
        return replace(parsed, end=end)
    plausible = year is not None and (year in _GREGORIAN) == (calendar is Calendar.GREGORIAN)
    return Parsed(replace(parsed.moment, calendar=calendar), end) if plausible else parsed


def _era(line: Line, index: int) -> tuple[Calendar, int] | None:
    at = line.skip(index, signs="()")
    found = line[at].meaning("era")
    if found is None or (at > index and line[at - 1].text == ")"):
        return None
    end = at + 1
    if at > index and line[end].text == ")":
        end += 1
    return Calendar(found.value), end


# months by name


def _month(line: Line, index: int) -> tuple[list[Meaning], int] | None:
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
    if line[end].meaning("month_word") is not None and not line[end + 1].meaning("month"):
        end, word = end + 1, True
    if word:
        readings = [replace(reading, weak=False) for reading in readings]
    return readings, end


def _day_number(line: Line, index: int) -> tuple[int, int] | None:
    """A day's number in digits or words, and where it ends."""
    token = line[index]
    if token.text == "the":
        return _day_number(line, index + 1)
    if token.kind == "number":
        if len(token.text) > 2 or not 1 <= int(token.text) <= 31 or _glued_before(line, index):
            return None
        end = index + 1
        if line[end].text in _DAY_ENDINGS and (line.touches(index) or not line[end].text.isascii()):
            end += 1
        return int(token.text), end
    spoken = spoken_at(line, index, 31)
    return spoken if spoken is not None else None


def _glued_before(line: Line, index: int) -> bool:
    """Whether a number is the tail of something like 88/12 or 4.12."""
    if index < 2:
        return False
    sign = line[index - 1]
    return sign.text in ("/", ".", ":") and line.touches(index - 1) and line[index - 2].kind == "number"


def _day_month(line: Line, index: int, *, weak: bool = False) -> Parsed | None:
    """A day and a month's name, with or without a year; `weak` lets everyday words be months without one."""
    day = _day_number(line, index)
    if day is None:
        return None
    at = line.skip(day[1], "of", signs=",-./" if line[day[1]].text in "-./" else ",")
    if line[at].text == "من":
        at += 1
    found = _month(line, at)
    if found is None:
        return None
    readings, end = found
    dated = _year_after(line, end, readings)
    if dated is not None:
        reading, year, end, two = dated
        return Parsed(Moment(_calendar(reading), year, _number(reading), day[0], two_digit=two), end)
    if all(reading.weak for reading in readings) and not weak:
        return None
    return Parsed(Moment(_calendar(readings[0]), None, _number(readings[0]), day[0]), end)


def _month_day_year(line: Line, index: int) -> Parsed | None:
    """`September 26, 2002`, and `Shahrivar 17, 1374`."""
    found = _month(line, index)
    if found is None or not line[index].text.isascii():
        return None
    readings, end = found
    day = _day_number(line, end)
    if day is None:
        return None
    dated = _year_after(line, line.skip(day[1], signs=","), readings, two_digits=False)
    if dated is not None:
        reading, year, end, _ = dated
        return Parsed(Moment(_calendar(reading), year, _number(reading), day[0]), end)
    if readings[0].weak or _calendar(readings[0]) is not Calendar.GREGORIAN:
        return None
    return Parsed(Moment(Calendar.GREGORIAN, None, _number(readings[0]), day[0]), day[1])


def _month_year(line: Line, index: int) -> Parsed | None:
    found = _month(line, index)
    if found is None or _glued_before(line, index):
        return None
    readings, end = found
    dated = _year_after(line, end, readings)
    if dated is not None and not (dated[3] and dated[1] >= 1400 and _calendar(dated[0]) is Calendar.JALALI):
        reading, year, end, two = dated
        return Parsed(Moment(_calendar(reading), year, _number(reading), two_digit=two), end)
    named = any(line[at].meaning("month_word") for at in range(index, end))
    return Parsed(Moment(_calendar(readings[0]), None, _number(readings[0])), end) if named else None


def _calendar(reading: Meaning) -> Calendar:
    return Calendar(reading.value.partition(":")[0])


def _number(reading: Meaning) -> int:
    return int(reading.value.partition(":")[2])


def _year_after(
    line: Line, index: int, readings: Sequence[Meaning], *, two_digits: bool = True
) -> tuple[Meaning, int, int, bool] | None:
    """The year after a month's name, and the reading of the month that it fits."""
    at = line.skip(index, "of", signs=",-./'" if line.touches(index - 1) else ",'")
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
        calendar = _calendar(reading)
        full = _full_year(calendar, year, digits, two_digits=two_digits and line[at - 1].kind != "line")
        if full is not None:
            era = _era(line, end)
            return reading, full, era[1] if era is not None and era[0] is calendar else end, digits == 2
    return None


def _full_year(calendar: Calendar, year: int, digits: int, *, two_digits: bool) -> int | None:
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
        return year if year in _GREGORIAN else None
    if calendar is Calendar.JALALI and year in _IMPERIAL:
        return year - 1180
    return year if year in _JALALI else None


# parts of months, seasons, decades, years


def _part_of(line: Line, index: int) -> Parsed | None:
    """«اوایل», «نیمه دوم», «هفته سوم», «دهه اول» of a month, a season or a year."""
    opened = _part(line, index)
    if opened is None:
        return None
    part, at = opened
    at = line.skip(at, "of", signs="-–")
    if line[at].text in ("من", "the", "ال"):
        at += 1
    inner = _month_year(line, at) or _season(line, at)
    if inner is None and not part.startswith(("week", "ten")):
        inner = _worded_year(line, at) or _bare_year(line, at)
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
    found = _month(line, index)
    if found is None or all(reading.weak for reading in found[0]):
        return None
    return Parsed(Moment(_calendar(found[0][0]), None, _number(found[0][0])), found[1])


def _season(line: Line, index: int) -> Parsed | None:
    season = line[index].meaning("season")
    if season is None:
        return None
    at = line.skip(index + 1, "year_word", "of", signs=",")
    written = number_at(line, at)
    if written is None:
        return None
    year = _full_year(Calendar.JALALI, written[0], written[2], two_digits=written[0] >= 40)
    if year is None:
        return None
    era = _era(line, written[1])
    end = era[1] if era is not None and era[0] is Calendar.JALALI else written[1]
    return Parsed(Moment(Calendar.JALALI, year, season=int(season.value), two_digit=written[2] == 2), end)


def _decade(line: Line, index: int) -> Parsed | None:
    """«دهه ۷۰ شمسی», «دهه هفتاد», `the 1990s`."""
    at = index + 1 if line[index].text == "the" else index
    number = line[at]
    if number.kind == "number" and line[at + 1].text == "s" and line.touches(at) and len(number.text) == 4:
        year = int(number.text)
        if year % 10 == 0 and year in _GREGORIAN:
            return Parsed(Moment(Calendar.GREGORIAN, year, years=10), at + 2)
    if line[index].meaning("decade") is None:
        return None
    written = number_at(line, index + 1)
    if written is None or written[0] % 10:
        return None
    year, end, digits = written
    era = _era(line, end)
    calendar = era[0] if era is not None else Calendar.JALALI if digits == 2 else _numeric_year(year)[0]
    if calendar is None or calendar is Calendar.HIJRI:
        return None
    century = 0 if digits == 4 else 1300 if calendar is Calendar.JALALI else 1900
    return Parsed(Moment(calendar, century + year, years=10), era[1] if era is not None else end)


def _worded_year(line: Line, index: int) -> Parsed | None:
    """A year with a word before it or an era after it."""
    word = line[index].meaning("year_word")
    at = line.skip(index, "year_word")
    found = _bare_year(line, at)
    if found is None:
        return None
    era = _era(line, at + 1) if line[at].kind == "number" else None
    return found if word is not None or era is not None else None


def _bare_day(line: Line, index: int) -> Parsed | None:
    day = _day_number(line, index)
    if day is None:
        return None
    end = day[1] + 1 if line[day[1]].meaning("month_word") else day[1]
    return Parsed(Moment(None, day=day[0]), end)


def _bare_month(line: Line, index: int) -> Parsed | None:
    found = _month(line, index)
    return Parsed(Moment(_calendar(found[0][0]), None, _number(found[0][0])), found[1]) if found else None


def _bare_year(line: Line, index: int) -> Parsed | None:
    written = number_at(line, index)
    if written is None or written[2] != 4:
        return None
    year, end, _ = written
    era = _era(line, end)
    if era is not None:
        calendar = era[0]
        fits = year in _GREGORIAN if calendar is Calendar.GREGORIAN else 1 <= year <= 1500
        return Parsed(Moment(calendar, year), era[1]) if fits else None
    if year in AMBIGUOUS_YEARS:
        return Parsed(Moment(Calendar.AMBIGUOUS, year), end)
    found, year = _numeric_year(year)
    return Parsed(Moment(found, year), end) if found is not None else None


def undecided_year(line: Line, index: int) -> Parsed | None:
    """A bare year, for a text that is nothing else."""
    return _bare_year(line, index)
