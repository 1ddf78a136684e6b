"""Who writes where only the foot of the sheet says so: people who petition, or an office that signs by its name."""

from collections.abc import Sequence

from govah.consolidate.letters.labels import Label
from govah.consolidate.letters.offices import opens_with_office
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.letter import Correspondent
from govah.model.passage import Span

_TAIL = 10
_LONGEST = 80

Signed = tuple[tuple[Correspondent, ...], Span]


def sender_at_foot(sheet: Sheet, labels: Sequence[Label], body: int) -> Signed | None:
    """The last short line that says who petitions, else the last that is an office's name.

    Args:
        sheet: The last page.
        labels: Of the page; who gets a copy signs nothing.
        body: Where the body begins in the folded text.
    """
    copied = min((label.start for label in labels if label.field == "cc"), default=len(sheet.text))
    written = [line for line in sheet.lines if not line.blank and body < line.start < copied][-_TAIL:]
    tail = [line for line in written if len(line.text) <= _LONGEST and not line.text.endswith((".", ":", ",", "!"))]
    for line in reversed(tail):
        if len(line.text.split()) > 1 and (phrase("petition").match(line.text) or phrase("behalf_of").match(line.text)):
            return _signed(sheet, line)
    labelled = {label.line for label in labels}
    for line in reversed(tail):
        if opens_with_office(line.text) and sheet.lines.index(line) not in labelled:
            return _signed(sheet, line)
    return None


def _signed(sheet: Sheet, line: Line) -> Signed:
    return (Correspondent(None, sheet.words(line.start, line.end).strip(" .،-–")),), sheet.span(line.start, line.end)
