"""A page as the rows of a table: cells that know their place."""

from collections.abc import Iterator
from dataclasses import dataclass

from govah.model.page import Page
from govah.model.passage import Span

TAB = "\t"
_LONGEST = 20_000
"""Code points of a row that are looked at."""
_JOINED = 12
"""Lines that one quoted cell may run over."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell.

    Args:
        start, end: Of its words in the page's text, white space and quotation marks left out.
        text: Its words.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table, or a line that is none: then it has one cell, or nothing."""

    page: int
    start: int
    end: int
    cells: tuple[Cell, ...]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.page, self.start, self.end)

    @property
    def filled(self) -> int:
        """How many cells have words."""
        return sum(bool(cell.text) for cell in self.cells)


def records(page: Page, parting: str) -> Iterator[Record]:
    """The rows of a page, in order; lines without a word are left out.

    Args:
        page: Whose lines are rows.
        parting: What stands between cells. Where it is no TAB, a cell may be put between quotation marks, and then
            hold the sign itself and line ends.
    """
    lines = list(_lines(page.text))
    place = 0
    while place < len(lines):
        start, end = lines[place]
        place += 1
        cells = _cut(page.text, start, end, parting)
        if cells is None:  # a quoted cell goes on
            for later in range(place, min(place + _JOINED, len(lines))):
                cells = _cut(page.text, start, lines[later][1], parting)
                if cells is not None:
                    end, place = lines[later][1], later + 1
                    break
            else:
                cells = _plain(page.text, start, end, parting)
        if any(cell.text for cell in cells):
            yield Record(page.number, start, end, tuple(cells))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + min(len(line), _LONGEST)
        at += len(line) + 1


def _cut(text: str, start: int, end: int, parting: str) -> list[Cell] | None:
    """The cells of a stretch; None where a quotation is open at its end."""
    if parting == TAB or '"' not in text[start:end]:
        return _plain(text, start, end, parting)
    cells: list[Cell] = []
    at = start
    while at <= end:
        first = at
        while first < end and text[first] == " ":
            first += 1
        if first < end and text[first] == '"':
            close = _closing(text, first + 1, end)
            if close is None:
                return None
            cells.append(Cell(first + 1, close, text[first + 1 : close].replace('""', '"').strip()))
            at = text.find(parting, close, end)
        else:
            at = text.find(parting, first, end)
            cells.append(_trimmed(text, first, end if at < 0 else at))
        if at < 0:
            break
        at += 1
    return cells


def _closing(text: str, start: int, end: int) -> int | None:
    """Where a quotation ends; two quotation marks in it stand for one."""
    at = text.find('"', start, end)
    while 0 <= at < end - 1 and text[at + 1] == '"':
        at = text.find('"', at + 2, end)
    return at if at >= 0 else None


def _plain(text: str, start: int, end: int, parting: str) -> list[Cell]:
    cells, at = [], start
    for piece in text[start:end].split(parting):
        cells.append(_trimmed(text, at, at + len(piece)))
        at += len(piece) + 1
    return cells


def _trimmed(text: str, start: int, end: int) -> Cell:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return Cell(start, start + len(words), words)
