"""Lines of a part as its items: rows of a table, points of a list, or one text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govah.consolidate.minutes.parts import Stretch
from govah.consolidate.minutes.words import column_of

_NAMED_POINT = re.compile(
    r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})?\s*[.)\]–-]+(?!\d)\s*|\(?[a-zا-ی]{1,3}\s*[)]\s*|[•▪●◦*–-]\s+)(?=\S)"
)
"""How somebody in a list begins: a letter with a full stop is an initial."""
_POINT = re.compile(
    r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})?\s*[.)\]–-]+(?!\d)\s*|\(?[a-zا-ی]{1,3}\s*[)]\s*|\(?[a-zا-ی]\s*[.–-]\s+"
    r"|(?:[ivx]{1,4})[.)]\s+|[•▪●◦*–-]\s+|(?:اولا|ثانیا|ثالثا|رابعا|خامسا|سادسا)\s*[:،–-]\s*"
    r"|(?:decision|action|resolution|décision|مصوبه|قرار)\s*(?:no\.?\s*)?\d{1,2}\s*[:.)–-]\s*)(?=\S)"
)
"""How a point of a list begins, in folded text."""

_CELL = re.compile(r"[^\t]+")


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of a table with what its columns hold, by their names; columns without a name are not there."""

    row: Stretch
    named: dict[str, Stretch]


def table(lines: Sequence[Stretch]) -> tuple[Cells, ...]:
    """The rows of the table among a part's lines; none where no line has the names of two columns."""
    columns: dict[int, str] = {}
    rows: list[Cells] = []
    for line in lines:
        cells = list(_cells(line))
        if len(cells) < 2:
            if rows:
                break
            continue
        named = {place: found for place, cell in cells if (found := column_of(cell.text.strip())) is not None}
        if not columns:
            columns = named if len(named) > 1 else {}
        elif named != columns:
            rows.append(Cells(line, {columns[place]: cell for place, cell in cells if place in columns}))
    return tuple(rows)


def _cells(line: Stretch) -> Iterator[tuple[int, Stretch]]:
    """Cells that hold something, each with its place in the row from 0."""
    for match in _CELL.finditer(line.text):
        found = match.group()
        if found.strip():
            start = match.start() + len(found) - len(found.lstrip())
            end = match.end() - (len(found) - len(found.rstrip()))
            yield line.text.count("\t", 0, match.start()), Stretch(line.sheet, line.start + start, line.start + end)


def points(lines: Sequence[Stretch], *, people: bool = False) -> tuple[Stretch, ...]:
    """The points of a list without their numbers, lines that go on with them; without any sign of a list, each line.

    Args:
        lines: Of a part.
        people: Each point names somebody.
    """
    shape = _NAMED_POINT if people else _POINT
    listed = any(shape.match(line.text) for line in lines)
    found: list[Stretch] = []
    for line in lines:
        match = shape.match(line.text)
        if match is not None:
            found.append(line.part(match.end(), len(line.text)))
        elif found and listed and found[-1].sheet is line.sheet:
            found[-1] = Stretch(line.sheet, found[-1].start, line.end)
        elif not listed:
            found.append(line.part(0, len(line.text)))
    return tuple(point for point in found if point.text.strip())
