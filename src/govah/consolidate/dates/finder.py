"""Finding dates in a text, and reading the one date of a line."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from govah.consolidate.dates.expression import parse
from govah.consolidate.dates.line import Line, Parsed
from govah.consolidate.dates.numeric import compact
from govah.consolidate.dates.part import bare_year
from govah.consolidate.dates.vocabulary import Token, tokens
from govah.consolidate.folding import Folded, fold
from govah.model.fuzzy_date import Calendar, FuzzyDate

_KEPT = 64
"""Texts whose dates are kept: of a page that is looked at, its lines and it are asked for several times."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Tokens `first` to `last` (exclusive) and the date they give."""

    first: int
    last: int
    parsed: Parsed


def find_dates(text: str) -> list[tuple[int, int, FuzzyDate]]:
    """Dates in running text, in order.

    Returns:
        Start, end (code points of `text`, end exclusive) and the date; a weekday beside it is part of the stretch.
        Dates without a year and days that do not exist have a calendar and no ends. A bare year is found only with
        a word (`year`, «سال», «عام») or an era beside it.
    """
    return list(_found(text))


@lru_cache(maxsize=_KEPT)
def _found(text: str) -> tuple[tuple[int, int, FuzzyDate], ...]:
    folded = fold(text)
    line = Line(tokens(folded.text))
    return tuple(_dated(folded, line, place) for place in _places(line))


def read_date(text: str) -> FuzzyDate | None:
    """The date of a line: its first date with a year, else its first; or the text as a whole as a bare year.

    Returns:
        None where there is no date.
    """
    found = [entry[2] for entry in find_dates(text)]
    if found:
        return next((entry for entry in found if entry.earliest is not None), found[0])
    folded = fold(text)
    line = Line(tokens(folded.text))
    numbers = [index for index in range(len(line)) if line[index].kind != "line"]
    if not numbers:
        return None
    first = numbers[0]
    alone = bare_year(line, first)
    if alone is not None and alone.end == numbers[-1] + 1:
        return _dated(folded, line, _Place(first, alone.end, alone))[2]
    packed = compact(line[first].text) if len(numbers) == 1 and line[first].kind == "number" else None
    if packed is not None:
        return _dated(folded, line, _Place(first, first + 1, Parsed(packed, first + 1)))[2]
    return None


def _places(line: Line) -> list[_Place]:
    found, index = [], 0
    while index < len(line):
        token = line[index]
        if token.kind != "number" and not token.meanings and token.text != "the":
            index += 1
            continue
        parsed = _labelled_compact(line, index) or parse(line, index)
        if parsed is None:
            index += 1
            continue
        found.append(_Place(index, parsed.end, parsed))
        index = parsed.end
    return found


def _labelled_compact(line: Line, index: int) -> Parsed | None:
    """Eight digits are a date in running text only after a word that says so."""
    before = line[index - 1] if line[index - 1].text != ":" else line[index - 2]
    if line[index].kind != "number" or before.meaning("date_word") is None:
        return None
    moment = compact(line[index].text)
    return Parsed(moment, index + 1) if moment is not None else None


def _dated(folded: Folded, line: Line, place: _Place) -> tuple[int, int, FuzzyDate]:
    ends = _ends(place.parsed)
    first, last, weekday = _with_weekday(line, place)
    start, end = folded.span(line[first].start, line[last - 1].end)
    conflict = weekday is not None and ends is not None and _disagrees(place.parsed, ends, weekday)
    words = folded.source[start:end]
    calendar = place.parsed.moment.calendar
    if ends is None:
        return start, end, FuzzyDate(words, calendar, None, None, False)
    return start, end, FuzzyDate(words, calendar, ends[0], ends[1], conflict)


def _ends(parsed: Parsed) -> tuple[date, date] | None:
    first = parsed.moment.days()
    if parsed.until is None or first is None:
        return first if parsed.until is None else None
    last = parsed.until.days()
    if last is None or last[1] < first[0]:
        return None
    return first[0], last[1]


def _with_weekday(line: Line, place: _Place) -> tuple[int, int, int | None]:
    """The stretch widened by a weekday just before or after, and that weekday (Monday 0)."""
    at = place.first - 1
    while at > max(-1, place.first - 5) and _between(line[at]):
        at -= 1
    before = line[at].meaning("weekday") if at >= 0 else None
    if before is not None:
        return at, place.last, int(before.value)
    at = place.last
    while at < place.last + 3 and (line[at].text in (",", "(", "-") or line[at].meaning("weekday_word")):
        at += 1
    after = line[at].meaning("weekday")
    if after is None or parse(line, at + 1) is not None or parse(line, at + 2) is not None:
        return place.first, place.last, None
    return place.first, at + 1, int(after.value)


def _between(token: Token) -> bool:
    """Whether a token may stand between a weekday and its date."""
    if token.kind == "sign":
        return token.text in ",(:."
    return token.meaning("weekday_word") is not None or token.meaning("date_word") is not None or token.text == "the"


def _disagrees(parsed: Parsed, ends: tuple[date, date], weekday: int) -> bool:
    """Whether no possible day of a one-day date falls on the weekday; a lunar day may be off by one either way."""
    if parsed.until is not None or parsed.moment.day is None:
        return False
    slack = timedelta(days=1 if parsed.moment.calendar is Calendar.HIJRI else 0)
    day, last = ends[0] - slack, ends[1] + slack
    while day <= last:
        if day.weekday() == weekday:
            return False
        day += timedelta(days=1)
    return True
