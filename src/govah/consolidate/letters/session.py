"""What a conference platform kept of a session: events, chat, transcript. It belongs beside the minutes."""

import re

from govah.consolidate.dates import find_dates
from govah.consolidate.folding import folded
from govah.consolidate.letters.offices import opens_with_office
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.fuzzy_date import FuzzyDate
from govah.model.passage import Span

_TIMED = re.compile(r"^\W?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,3})?)?(?:\W|$)")
_HEAD_LINES = 8
_LEAST = 4


def is_session(sheet: Sheet) -> bool:
    """Whether a page begins with a title and a day, and goes on with lines that begin with a time of the day."""
    lines = [line for line in sheet.lines if not line.blank]
    timed = sum(_TIMED.match(line.text) is not None for line in lines[:400])
    titled = bool(lines) and _TIMED.match(lines[0].text) is None and len(lines[0].text) <= 150
    return titled and timed >= _LEAST and 8 * timed >= min(len(lines), 400) and session_day(sheet) is not None


def session_day(sheet: Sheet) -> tuple[FuzzyDate, Span] | None:
    """The day that the first lines name."""
    for line in [line for line in sheet.lines if not line.blank][:_HEAD_LINES]:
        for start, end, date in find_dates(line.text[:200]):
            if date.earliest is not None and date.earliest == date.latest:
                place = (line.start + start, line.start + end)
                return date, sheet.span(*place)
    return None


def session_title(sheet: Sheet) -> Line:
    """The first line."""
    return next(line for line in sheet.lines if not line.blank)


def session_offices(sheet: Sheet) -> list[Line]:
    """The offices that the first lines name: who convened it, then for whom."""
    lines = [line for line in sheet.lines if not line.blank][1:_HEAD_LINES]
    head = lines[: next((place for place, line in enumerate(lines) if _TIMED.match(line.text)), len(lines))]
    return [line for line in head if opens_with_office(line.text)]


def names_session(minutes: str, title: str) -> bool:
    """Whether the first lines of minutes hold a session's title."""
    wanted = " ".join(folded(title).split())
    return len(wanted) >= 8 and wanted in " ".join(folded(minutes[:1500]).split())
