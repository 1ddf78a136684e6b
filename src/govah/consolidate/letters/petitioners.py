"""Who signs a petition: people whose line at the foot says so, `جمعی از …`, `The undersigned residents of …`."""

from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Sheet
from govah.model.letter import Correspondent
from govah.model.passage import Span

_TAIL = 10
_LONGEST = 80


def petitioners(sheet: Sheet) -> tuple[tuple[Correspondent, ...], Span] | None:
    """The last short line that says who petitions, with its place; None where nobody does."""
    written = [line for line in sheet.lines if not line.blank]
    for line in reversed(written[-_TAIL:]):
        text = line.text.strip(" .,:–-")
        if len(text) > _LONGEST or line.text.endswith((".", ":")) or len(text.split()) < 2:
            continue
        if phrase("petition").match(text) or phrase("behalf_of").match(text):
            return (Correspondent(None, sheet.words(line.start, line.end).strip(" .,،:–-")),), sheet.span(
                line.start, line.end
            )
    return None
