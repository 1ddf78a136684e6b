"""What a conference platform kept of a session: events, chat, transcript. It belongs beside the minutes."""

import re

from govah.consolidate.dates import find_dates
from govah.consolidate.folding import folded
from govah.consolidate.letters.classification import classification
from govah.consolidate.letters.method import METHOD
from govah.consolidate.letters.offices import opens_with_office
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.fuzzy_date import FuzzyDate
from govah.model.identifiers import LetterId, Sha256, span_id
from govah.model.letter import Correspondent, Letter, LetterForm
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


def session_letter(sha256: Sha256, sheet: Sheet, language: str | None) -> Letter:
    """What is kept of a session: its title, its day, who convened it and for whom."""
    title, named = session_title(sheet), session_offices(sheet)
    day = session_day(sheet)
    spans = {"subject": sheet.span(title.start, title.end)}
    parties = [(Correspondent(None, sheet.words(line.start, line.end)),) for line in named[:2]]
    spans |= {field: sheet.span(line.start, line.end) for field, line in zip(("from", "to"), named, strict=False)}
    span = Span(sheet.page.number, 0, max(1, len(sheet.page.text)))
    if day is not None:
        spans["date"] = day[1]
    marked = classification((sheet,), language)
    if marked is not None:
        spans["classification"] = marked[1]
    return Letter(
        id=LetterId(span_id(sha256, *span, "letter")),
        sha256=sha256,
        span=span,
        method=METHOD,
        date=day[0] if day is not None else None,
        sender=parties[0] if parties else (),
        to=parties[1] if len(parties) > 1 else (),
        subject=sheet.words(title.start, title.end),
        classification=marked[0] if marked is not None else None,
        language=language,
        form=LetterForm.SESSION,
        spans=spans,
    )
