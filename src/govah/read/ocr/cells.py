"""Which cell of a table, or which frame, each line of a page stands in, by the rules around it."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from govah.read.ocr.ink import Mask, thickened
from govah.read.ocr.span import Span, are_near

_CROSSED: Final = 0.5  # of a line's width or height that a rule must run along
_TOUCHING: Final = 8  # cells of a hundredth of an inch: rules so near are one
_INSIDE: Final = 2


def cells_of(lines: Sequence[Span], level: Mask, upright: Mask) -> list[Span | None]:
    """The cell around each line; None where a line stands in none, or in a frame around other cells.

    A cell has a rule above and below and at one side at least; where the other side is open, it ends with the rule
    above it.

    Args:
        lines: In cells of a hundredth of an inch.
        level: Rules from side to side.
        upright: Rules from top to bottom.
    """
    if not level.any() or not upright.any():
        return [None] * len(lines)
    # a slant of the page's last tenth of a degree steps from row to row
    broad, tall = thickened(level), thickened(upright.T).T
    found = [_cell(line, broad, tall) for line in lines]
    distinct: list[Span] = []
    made: list[Span | None] = []
    for cell in found:
        known = next((other for other in distinct if cell is not None and _same(cell, other)), None)
        if cell is not None and known is None:
            distinct.append(cell)
        made.append(known or cell)
    frames = [one for one in distinct if any(one is not other and _holds(one, other) for other in distinct)]
    return [None if cell in frames else cell for cell in made]


def tables_of(cells: Sequence[Span]) -> list[list[Span]]:
    """Cells that touch one another, table by table, each from the top."""
    tables: list[list[Span]] = []
    for cell in sorted(set(cells), key=lambda one: (one.top, one.left)):
        near = [table for table in tables if any(are_near(cell, other, _TOUCHING) for other in table)]
        for table in near[1:]:
            near[0].extend(table)
            tables.remove(table)
        if near:
            near[0].append(cell)
        else:
            tables.append([cell])
    return tables


def in_rows(table: Sequence[Span], *, rightwards: bool) -> list[Span]:
    """A table's cells row by row; one that spans several rows is read in the row where it begins.

    Args:
        table: Its cells.
        rightwards: Whether a row is read from the left.
    """
    rows: list[list[Span]] = []
    for cell in sorted(table, key=lambda one: (one.top, one.left)):
        if rows and cell.top - rows[-1][0].top <= _TOUCHING:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [cell for row in rows for cell in sorted(row, key=lambda one: one.left if rightwards else -one.right)]


def _cell(line: Span, level: Mask, upright: Mask) -> Span | None:
    middle, centre = (line.top + line.bottom) // 2, (line.left + line.right) // 2
    crossed = level[:, line.left : line.right].mean(axis=1) > _CROSSED
    top, bottom = _last(crossed[:middle]), _first(crossed, middle)
    if top is None or bottom is None:
        return None
    beside = upright[line.top : line.bottom].mean(axis=0) > _CROSSED
    left, right = _last(beside[:centre]), _first(beside, centre)
    if left is None and right is None:
        return None
    drawn = np.flatnonzero(level[max(top - 2, 0) : top + 1].any(axis=0))
    left = int(drawn[0]) if left is None else left
    right = int(drawn[-1]) if right is None else right
    return Span(left, top, right, bottom) if left < right else None


def _last(found: Mask) -> int | None:
    places = np.flatnonzero(found)
    return int(places[-1]) if places.size else None


def _first(found: Mask, start: int) -> int | None:
    places = np.flatnonzero(found[start:])
    return start + int(places[0]) if places.size else None


def _same(one: Span, other: Span) -> bool:
    return all(abs(a - b) <= _TOUCHING for a, b in zip(one, other, strict=True))


def _holds(one: Span, other: Span) -> bool:
    return (
        one.left <= other.left + _INSIDE
        and one.top <= other.top + _INSIDE
        and one.right >= other.right - _INSIDE
        and one.bottom >= other.bottom - _INSIDE
    )
