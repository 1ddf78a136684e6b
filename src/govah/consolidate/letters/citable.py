"""The numbers and dates of a page that a line may cite, in order, and how those of a list belong together."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from govah.consolidate.data.extension import by_wordings
from govah.consolidate.dates import DAY_MONTH, find_dates
from govah.consolidate.letters.leaning_days import BEFORE_ANOTHER, OF_MONTH, before_another
from govah.consolidate.letters.numbers import NUMBER, has_digit, with_series
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Sheet
from govah.consolidate.letters.short_years import SHORT
from govah.model.fuzzy_date import FuzzyDate

_SIGNS = "\\s،,;:().«»\"'/–-"
_DAY_SHAPED = re.compile(r"(?<![\w/])(?:1[2-4]\d\d/\d\d?/\d\d?|\d\d?/\d\d?/1[2-4]\d\d)(?![\w/])")
"""What has a date's shape and is none: misread digits. It is no number of a letter."""

_GLUED = re.compile(r"(?P<number>[^\s-]*/[^\s-]*\d[^\s-]*)-(?P<date>\d\d/\d\d?/\d\d)")
"""A number and a date with a two-digit year, written together with a dash."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A number, a date or both, with their places in folded text."""

    start: int
    end: int
    number: tuple[int, int] | None
    date: FuzzyDate | None
    alone: bool = False
    """A date by which a letter is cited, and not the day of the number before it."""


@by_wordings()
def number_word() -> re.Pattern[str]:
    """A word that says number, at the end of a stretch."""
    return re.compile(rf"(?:{phrase('number').pattern}|№|#|n°)[ .:/]*\(?\s*$")


@by_wordings()
def list_gap() -> re.Pattern[str]:
    """What may stand between the numbers and dates of one list."""
    words = "|".join(phrase(role).pattern for role in ("joining", "yours", "ours"))
    return re.compile(rf"[{_SIGNS}]*(?:(?:{words})[{_SIGNS}]*){{0,6}}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A number or a date; `bare` where a number has neither segments nor a word before it that says number."""

    cited: Cited
    bare: bool


def pieces_of(sheet: Sheet, start: int, end: int, taken: tuple[tuple[int, int], ...]) -> list[Piece]:
    """All numbers and dates of a stretch, in order; what is taken or part of a date is no number."""
    dates = [(start + first, start + last, found) for first, last, found in find_dates(sheet.text[start:end])]
    dates = [entry for entry in dates if not _is_short_number(sheet.text, *entry[:2])]
    dates = [entry for entry in dates if not any(first <= entry[0] and entry[1] <= last for first, last in taken)]
    pieces = [
        Piece(Cited(first, last, None, replace(found, text=sheet.words(first, last))), bare=False)
        for first, last, found in dates
        if found.earliest is not None or found.calendar is not None or "/" in sheet.text[first:last]
    ]
    starts = [entry[0] for entry in dates]
    shapes: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
        (DAY_MONTH, lambda match: _is_day(sheet.text, match, starts)),
        (SHORT, lambda match: _is_dated_so(sheet.text, match)),
        (OF_MONTH, lambda match: _is_said_day(sheet.text, match)),
        (_DAY_SHAPED, lambda _: True),
    )
    for shape, fits in shapes:
        known = sorted(entry[:2] for entry in dates)
        for match in shape.finditer(sheet.text, start, end):
            if not _overlaps(known, *match.span()) and fits(match):
                date = FuzzyDate(sheet.words(*match.span()), None, None, None)
                dates.append((*match.span(), date))
                pieces.append(Piece(Cited(*match.span(), None, date), bare=False))
    for place, date in _sharing_days(sheet, start, end, dates):
        dates.append((*place, date))
        pieces.append(Piece(Cited(*place, None, date), bare=False))
    blocked = sorted([(first, last) for first, last, _ in dates] + list(taken))
    for match in NUMBER.finditer(sheet.text, start, end):
        before = bisect_left(blocked, (match.end(), 0)) - 1
        if any(match.start() < last for _, last in blocked[max(0, before - 3) : before + 1]):
            continue
        glued = _GLUED.fullmatch(match.group())
        if glued is not None:
            pieces += _parted(sheet, match.start(), glued)
        elif has_digit(match.group()) and not _is_figure(sheet.text, match):
            begin = _with_ministry(sheet.text, with_series(sheet.words_before(match.start()), match.start()))
            place = begin, match.end()
            pieces.append(Piece(Cited(*place, place, None), bare=not _says_number(sheet.text, match)))
    return sorted(pieces, key=lambda piece: piece.cited.start)


def _overlaps(places: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch shares code points with any of these, which are in order and apart from each other."""
    before = bisect_left(places, (end, 0)) - 1
    return before >= 0 and start < places[before][1]


def _with_ministry(text: str, start: int) -> int:
    """Where a number begins whose first letter is the «و» of a ministry, after a word that says number."""
    begin = start - 2
    before = text[max(0, begin - 24) : max(0, begin)]
    return begin if text[max(0, begin) : start] == "و " and number_word().search(before) is not None else start


def _sharing_days(
    sheet: Sheet, start: int, end: int, dates: list[tuple[int, int, FuzzyDate]]
) -> Iterator[tuple[tuple[int, int], FuzzyDate]]:
    """Days that share the month and year of the date after them, with their places."""
    ends = {first: last for first, last, _ in dates}
    for match in BEFORE_ANOTHER.finditer(sheet.text, start, end):
        last = ends.get(match.end())
        if last is None or not _is_said_day(sheet.text, match):
            continue
        date = before_another(match["day"], sheet.text[match.end() : last])
        if date is not None:
            yield match.span("day"), replace(date, text=sheet.words(*match.span("day")))


def _is_said_day(text: str, match: re.Match[str]) -> bool:
    """Whether a word of a date stands before a day."""
    return _of_day().search(text[max(0, match.start() - 16) : match.start()]) is not None


def _parted(sheet: Sheet, at: int, glued: re.Match[str]) -> list[Piece]:
    """A number and the date that is written together with it."""
    number = at + glued.start("number"), at + glued.end("number")
    first, last = at + glued.start("date"), at + glued.end("date")
    date = FuzzyDate(sheet.words(first, last), None, None, None)
    return [Piece(Cited(*number, number, None), bare=False), Piece(Cited(first, last, None, date), bare=False)]


def _is_dated_so(text: str, match: re.Match[str]) -> bool:
    """Whether digits like 99/8/14 are a date: after a word of a date, or after a number and a dash."""
    before = text[max(0, match.start() - 16) : match.start()]
    return _of_day().search(before) is not None or re.search(r"[\w)] ?(?:[-–] ?|\( ?)$", before) is not None


def _is_day(text: str, match: re.Match[str], starts: list[int]) -> bool:
    """Whether two small numbers are a day and a month: after a word of a date, or beside a date in a list.

    Args:
        text: Folded.
        match: The two.
        starts: Where dates begin, in order.
    """
    first, second = int(match.group(1)), int(match.group(2))
    if not (1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12):
        return False
    if _of_day().search(text[max(0, match.start() - 16) : match.start()]) is not None:
        return True
    after = bisect_left(starts, match.end())
    return (
        text[match.start() - 1 : match.start()] == "("
        and starts[after : after + 1] != []
        and starts[after] <= match.end() + 5
    )


@by_wordings()
def _of_day() -> re.Pattern[str]:
    return re.compile(rf"(?:{phrase('of_day').pattern})[ .:]*\(?\s*$")


def _is_short_number(text: str, start: int, end: int) -> bool:
    """Whether what could be a date has the word «شماره» before it: with a two-digit year, or with a date after it."""
    shaped = re.fullmatch(r"\d{1,4}/\d\d?/\d{1,4}", text[start:end])
    if shaped is None or number_word().search(text[max(0, start - 24) : start]) is None:
        return False
    if re.fullmatch(r"\d\d?/\d\d?/\d\d?", text[start:end]):
        return True
    gap = list_gap().match(text, end)
    following = find_dates(text[gap.end() : gap.end() + 40]) if gap is not None else []
    return bool(following) and following[0][0] == 0


def _is_figure(text: str, match: re.Match[str]) -> bool:
    """Whether digits count something: a time, a share, a lone small number."""
    after = text[match.end() : match.end() + 2]
    if match.group().isdigit() and len(match.group()) > 8:
        return number_word().search(text[max(0, match.start() - 24) : match.start()]) is None
    return (after[:1] in ("%", ":") and after != ": ") or "\n" in match.group()


def _says_number(text: str, match: re.Match[str]) -> bool:
    """Whether a number in running text is a letter's: it has segments, or the word «شماره» before it."""
    words = match.group()
    if number_word().search(text[max(0, match.start() - 24) : match.start()]) is not None:
        return True
    return any(sign in words for sign in "/\\-–_") and re.fullmatch(r"[^\W\d_]+[-–]?\d?", words) is None


def paired_up(pieces: list[Cited]) -> list[Cited]:
    """A date joins the number before it; where the list begins with a date, the number after it."""
    paired: list[Cited] = []
    date_first = len(pieces) > 1 and pieces[0].number is None
    waiting: Cited | None = None
    numbers = [piece for piece in pieces if piece.number is not None]
    if date_first is False and 2 <= len(numbers) == len(pieces) - len(numbers) and numbers == pieces[: len(numbers)]:
        dates = [piece.date for piece in pieces[len(numbers) :]]  # «A و B في (d1 و d2) على التوالي»
        return [Cited(one.start, one.end, one.number, day) for one, day in zip(numbers, dates, strict=True)]
    for piece in pieces:
        if piece.number is None:
            if date_first:
                waiting = piece
            elif paired and paired[-1].date is None and not piece.alone:
                paired[-1] = Cited(paired[-1].start, piece.end, paired[-1].number, piece.date)
            else:
                paired.append(piece)
        elif waiting is not None:
            paired.append(Cited(waiting.start, piece.end, piece.number, waiting.date))
            waiting = None
        else:
            paired.append(piece)
    if waiting is not None and not paired:
        paired.append(waiting)
    numbered = [cited for cited in paired if cited.number is not None or cited.alone]
    return numbered or paired
