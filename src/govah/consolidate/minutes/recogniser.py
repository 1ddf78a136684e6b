"""From the sheets of minutes to what they record. A pure function."""

from collections.abc import Sequence
from dataclasses import replace

from govah.consolidate.letters.sheet import Sheet, sheet
from govah.consolidate.minutes.attendance import attendees
from govah.consolidate.minutes.decisions import DecisionReader
from govah.consolidate.minutes.items import points
from govah.consolidate.minutes.parts import parts_of
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import Letter, LetterForm
from govah.model.minutes import AgendaItem, Minutes
from govah.model.page import Page

METHOD = "minutes/1"
"""Name and version of these rules."""


_PAGES = 40
"""Pages of minutes that are read."""


def with_minutes(letters: tuple[Letter, ...], pages: Sequence[Page]) -> tuple[Letter, ...]:
    """The letters of an exhibit, those that are minutes with what they record.

    Args:
        letters: In order.
        pages: Of the exhibit, from 1.
    """
    if not any(letter.form is LetterForm.MINUTES for letter in letters):
        return letters
    first = [letter.span.page for letter in letters]
    ends = [*first[1:], len(pages) + 1]
    return tuple(
        replace(letter, minutes=_of(letter, pages[start - 1 : end - 1]))
        if letter.form is LetterForm.MINUTES
        else letter
        for letter, start, end in zip(letters, first, ends, strict=True)
    )


def _of(letter: Letter, pages: Sequence[Page]) -> Minutes:
    return read_minutes([sheet(page) for page in pages[:_PAGES]], letter.date, letter.language)


def read_minutes(sheets: Sequence[Sheet], day: FuzzyDate | None, language: str | None) -> Minutes:
    """What minutes record: the parts that their headings name, as far as they go.

    Args:
        sheets: Of the paper, in order.
        day: Of the meeting.
        language: Of the paper.
    """
    parts = parts_of(sheets)
    reader = DecisionReader(day, language)
    decisions = reader.of_parts(parts) or reader.of_lines(sheets)
    agenda = [
        AgendaItem(point.words.rstrip(" ."), point.span)
        for part in parts
        if part.name == "agenda"
        for point in points(part.lines)
    ]
    spans = {part.name: part.head.span for part in reversed(parts)}
    return Minutes(attendees(parts), tuple(agenda), decisions, spans, METHOD)
