"""Ruled tables: which four rulings a fragment stands between, and the rows that its cells make."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from govah.read.pdf.direction import Direction
from govah.read.pdf.fragment import Fragment, Row, continues, direction_of
from govah.read.pdf.glyph import Rule

TOLERANCE = 2.5
"""Points by which rulings of one table may miss each other."""
MOST_RULES = 4000
"""A page with more rulings is a drawing."""
FORM_ROWS = 2
"""A table of so few rows is a letterhead or a form: its cells keep their lines."""


class Cell(NamedTuple):
    """The rectangle between four rulings."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True, eq=False)
class Table:
    """Cells that share edges, and what stands in them."""

    cells: dict[Cell, list[Fragment]] = field(default_factory=dict)

    @property
    def left(self) -> float:
        """Of the whole table."""
        return min(cell.left for cell in self.cells)

    @property
    def right(self) -> float:
        """Of the whole table."""
        return max(cell.right for cell in self.cells)

    @property
    def top(self) -> float:
        """Of the whole table."""
        return min(cell.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        """Of the whole table."""
        return max(cell.bottom for cell in self.cells)

    def fragments(self) -> list[Fragment]:
        """All that stands in it."""
        return [fragment for fragments in self.cells.values() for fragment in fragments]


class _Segments:
    """Rulings of one direction, those that touch made one: (position, start, end)."""

    def __init__(self, rules: list[tuple[float, float, float]]) -> None:
        lanes: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
        for rule in rules:
            lanes[round(rule[0])].append(rule)
        self.merged: list[tuple[float, float, float]] = []
        for lane in lanes.values():
            lane.sort(key=lambda rule: rule[1])
            position, start, end = lane[0]
            for at, low, high in lane[1:]:
                if low > end + TOLERANCE:
                    self.merged.append((position, start, end))
                    position, start, end = at, low, high
                end = max(end, high)
            self.merged.append((position, start, end))
        self.merged.sort()

    def around(self, at: float, across: float) -> tuple[tuple[float, float, float], tuple[float, float, float]] | None:
        """The nearest rulings on both sides of a point that reach past it."""
        before = after = None
        for rule in self.merged:
            if rule[1] - 1 <= across <= rule[2] + 1:
                if rule[0] <= at:
                    before = rule
                else:
                    after = rule
                    break
        return (before, after) if before is not None and after is not None else None


def tables_of(fragments: list[Fragment], rules: list[Rule]) -> tuple[list[Table], list[Fragment]]:
    """Ruled tables, and the fragments outside of them.

    A frame round a page is no table: what stands directly in it is outside.
    """
    if not 4 <= len(rules) <= MOST_RULES:
        return [], fragments
    upright = _Segments(
        [((r.left + r.right) / 2, r.top, r.bottom) for r in rules if r.bottom - r.top > r.right - r.left]
    )
    level = _Segments(
        [((r.top + r.bottom) / 2, r.left, r.right) for r in rules if r.bottom - r.top <= r.right - r.left]
    )
    cells: dict[Cell, list[Fragment]] = {}
    outside: list[Fragment] = []
    for fragment in fragments:
        cell = _cell(fragment, upright, level)
        if cell is None:
            outside.append(fragment)
        else:
            cells.setdefault(cell, []).append(fragment)
    for frame in [cell for cell in cells if _is_frame(cell, cells, outside)]:
        outside.extend(cells.pop(frame))
    return _joined(cells), outside


def _cell(fragment: Fragment, upright: _Segments, level: _Segments) -> Cell | None:
    x, y = (fragment.left + fragment.right) / 2, fragment.middle
    sides, ends = upright.around(x, y), level.around(y, x)
    if sides is None or ends is None:
        return None
    (left, right), (top, bottom) = sides, ends
    whole = all(side[1] <= top[0] + TOLERANCE and side[2] >= bottom[0] - TOLERANCE for side in sides) and all(
        end[1] <= left[0] + TOLERANCE and end[2] >= right[0] - TOLERANCE for end in ends
    )
    return Cell(round(left[0]), round(top[0]), round(right[0]), round(bottom[0])) if whole else None


def _is_frame(cell: Cell, cells: dict[Cell, list[Fragment]], outside: list[Fragment]) -> bool:
    """Whether a cell holds other cells, or most of a page that has no other."""
    others = [other for other in cells if other is not cell]
    if any(_contains(cell, other) for other in others):
        return True
    return not others and len(cells[cell]) > len(outside)


def _contains(cell: Cell, other: Cell) -> bool:
    return (
        cell.left - 1 <= other.left
        and cell.top - 1 <= other.top
        and other.right <= cell.right + 1
        and other.bottom <= cell.bottom + 1
    )


def _joined(cells: dict[Cell, list[Fragment]]) -> list[Table]:
    """Tables from cells that touch."""
    tables: list[Table] = []
    for cell in sorted(cells, key=lambda cell: (cell.top, cell.left)):
        touching = [table for table in tables if any(_touch(cell, other) for other in table.cells)]
        table = Table({cell: cells[cell]})
        for other in touching:
            table.cells.update(other.cells)
            tables.remove(other)
        tables.append(table)
    return tables


def _touch(one: Cell, other: Cell) -> bool:
    reach = 2 * TOLERANCE
    return (
        one.left <= other.right + reach
        and other.left <= one.right + reach
        and one.top <= other.bottom + reach
        and other.top <= one.bottom + reach
    )


def rows_of(table: Table, page: Direction) -> list[Row]:
    """A table's rows in reading order; a cell's wrapped lines follow one another in it."""
    direction = direction_of(table.fragments(), page)
    lanes: list[list[Cell]] = []
    for cell in sorted(table.cells, key=lambda cell: cell.top):
        if lanes and cell.top - lanes[-1][0].top <= 2 * TOLERANCE:
            lanes[-1].append(cell)
        else:
            lanes.append([cell])
    rows: list[Row] = []
    for lane in lanes:
        lane.sort(key=lambda cell: -cell.right if direction is Direction.RIGHT else cell.left)
        contents = [_in_order(table.cells[cell], direction) for cell in lane]
        paragraphs = len(lane) == 1 or (len(lanes) <= FORM_ROWS and any(map(_has_own_lines, lane, contents)))
        if paragraphs:
            rows.extend(row for content in contents for row in _as_lines(content, direction))
        else:
            rows.append([cell for cell in contents if cell])
    return rows


def _has_own_lines(cell: Cell, content: list[Fragment]) -> bool:
    """Whether a cell's lines end before they must."""
    width = min(cell.right - cell.left, max(fragment.right - fragment.left for fragment in content) + 6)
    return any(
        after.baseline - before.baseline > 0.5 * after.size
        and not continues(before, after, width, direction_of(content, Direction.LEFT))
        for before, after in pairwise(content)
    )


def _as_lines(content: list[Fragment], direction: Direction) -> list[Row]:
    """Fragments of one cell as rows of their own; those on one baseline share a row."""
    rows: list[Row] = []
    for fragment in content:
        if rows and abs(rows[-1][-1][0].baseline - fragment.baseline) < 0.3 * fragment.size:
            rows[-1].append([fragment])
        else:
            rows.append([[fragment]])
    return rows


def _in_order(fragments: list[Fragment], direction: Direction) -> list[Fragment]:
    """From top to bottom, those on one baseline in the direction of reading."""
    lanes: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda fragment: fragment.baseline):
        if lanes and fragment.baseline - lanes[-1][0].baseline < 0.3 * fragment.size:
            lanes[-1].append(fragment)
        else:
            lanes.append([fragment])
    for lane in lanes:
        lane.sort(key=lambda fragment: -fragment.right if direction is Direction.RIGHT else fragment.left)
    return [fragment for lane in lanes for fragment in lane]
