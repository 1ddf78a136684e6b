"""Lines of a sheet that stand together: an address, a letterhead, a line alone."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.labels import Label
from govah.consolidate.letters.numbers import has_digit
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.fuzzy_date import FuzzyDate

_DATED = 60
"""Code points of a column that may hold a date and little else."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines without an empty one between them.

    Args:
        first: Index of the first.
        lines: In order.
    """

    first: int
    lines: tuple[Line, ...]

    @property
    def listed(self) -> bool:
        """Whether the lines but the last end with commas, as those of an English address."""
        return len(self.lines) > 1 and all(line.text.endswith((",", "،")) for line in self.lines[:-1])


def left_of_labels(line: Line, labels: Collection[Label]) -> Line:
    """What stands in the left column of a line whose right one has labels; an empty line where nothing does."""
    first = min((label.start for label in labels if line.start <= label.start < line.end), default=None)
    if first is None:
        return _without_date(line)
    text = line.text[: first - line.start]
    kept = text.rstrip() if text.endswith(("   ", "\t")) else ""
    return Line(line.start, line.start + len(kept), kept, line.part)


def _without_date(line: Line) -> Line:
    """A line without the date that stands alone in its last column."""
    columns = line.cells
    if len(columns) < 2 or not any(end - start > len(columns[-1].text) // 2 for start, end, _ in _dated(columns[-1])):
        return line
    kept = line.text[: columns[-1].start - line.start].rstrip()
    return Line(line.start, line.start + len(kept), kept, line.part)


def _dated(line: Line) -> list[tuple[int, int, FuzzyDate]]:
    return find_dates(line.text) if has_digit(line.text) and len(line.text) <= _DATED else []


def groups(sheet: Sheet, labels: Sequence[Label], first: int, last: int) -> Iterator[Group]:
    """The groups between two lines; a line that begins with a label parts them, one with labels at its right does not.

    Args:
        sheet: The page.
        labels: Of the page.
        first: Index of the first line.
        last: Index after the last.
    """
    by_line: dict[int, list[Label]] = {}
    for label in labels:
        by_line.setdefault(label.line, []).append(label)
    begin, lines = first, list[Line]()
    for index in range(first, min(last, len(sheet.lines))):
        line = left_of_labels(sheet.lines[index], by_line.get(index, ()))
        if not line.blank:
            begin = index if not lines else begin
            lines.append(line)
        elif lines:
            yield Group(begin, tuple(lines))
            lines = []
    if lines:
        yield Group(begin, tuple(lines))
