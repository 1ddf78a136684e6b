"""In which order a page's lines are read."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from govah.read.ocr.gutters import columns_at
from govah.read.ocr.span import CELL_DPI, Span

_NARROW_HEADER: Final = 6  # rows: a taller block of short fragments side by side is a table or a list
_NEXT_LINE: Final = 1.2  # heights of a line: what stands alone farther below begins something new
_NEXT_BLOCK: Final = 3.0
_COLUMN_WIDTH: Final = 1.6 * CELL_DPI


def reading_order(lines: Sequence[Span], gutters: Sequence[Span] = (), *, rightwards: bool, ruled: bool) -> list[int]:
    """Number the lines as a reader goes through them.

    Columns of running text on either side of a gutter are read one after the other, what stands above them before
    and what stands below them after. All other lines are gathered into rows; rows follow from the top. Where
    neighbouring rows share a white column, as in a letterhead of two or three blocks, one column is read whole
    before the next; cells of a table and long lists are read row by row.

    Args:
        lines: In any order.
        gutters: White places between what may be columns, the taller ones first.
        rightwards: Whether the script runs from left to right.
        ruled: Whether the page has a grid of rules: then rows stay rows.

    Returns:
        Indices into `lines`.
    """
    return list(_ordered(lines, list(range(len(lines))), gutters, rightwards, ruled))


def _ordered(
    lines: Sequence[Span], members: Sequence[int], gutters: Sequence[Span], rightwards: bool, ruled: bool
) -> Iterator[int]:
    for at, gutter in enumerate(gutters):
        columns = columns_at(gutter, lines, members)
        if columns is not None:
            held = {i for column in columns for i in column}
            top = min(lines[i].top for i in held)
            rest = [i for i in members if i not in held]
            above = [i for i in rest if lines[i].top < top]
            below = [i for i in rest if lines[i].top >= top]
            for part in (above, *(columns if rightwards else reversed(columns)), below):
                yield from _ordered(lines, part, gutters[at + 1 :], rightwards, ruled)
            return
    yield from _row_by_row(lines, members, rightwards, ruled)


def _row_by_row(lines: Sequence[Span], members: Sequence[int], rightwards: bool, ruled: bool) -> list[int]:
    rows = _rows(lines, members, rightwards)
    order: list[int] = []
    start = 0
    while start < len(rows):
        gutters, end = _block(lines, rows, start)
        block = rows[start:end]
        if len(block) > 1 and not ruled and _by_column(lines, block):
            order.extend(_column_wise(lines, block, gutters, rightwards))
        else:
            order.extend(i for row in block for i in row)
        start = end
    return order


def _block(lines: Sequence[Span], rows: Sequence[Sequence[int]], start: int) -> tuple[list[tuple[int, int]], int]:
    """The white columns that a row shares with those below it, and one past the last of these rows."""
    gutters = _gaps(lines, rows[start])
    end = start + 1
    while gutters and end < len(rows):
        row = rows[end]
        gap = min(lines[i].top for i in row) - max(lines[i].bottom for i in rows[end - 1])
        height = min(lines[i].height for i in (*row, *rows[end - 1]))
        if gap > (_NEXT_LINE if len(row) == 1 else _NEXT_BLOCK) * height:
            break
        shared = _shared(lines, gutters, row)
        if not shared:
            break
        gutters, end = shared, end + 1
    return gutters, end


def _rows(lines: Sequence[Span], members: Sequence[int], rightwards: bool) -> list[list[int]]:
    rows: list[list[int]] = []
    for place in sorted(members, key=lambda i: (lines[i].top + lines[i].bottom, lines[i].left)):
        line = lines[place]
        for row in reversed(rows[-3:]):
            if all(_beside(line, lines[other]) for other in row):
                row.append(place)
                break
        else:
            rows.append([place])
    for row in rows:
        row.sort(key=lambda i: lines[i].left if rightwards else -lines[i].right)
    return rows


def _beside(one: Span, other: Span) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    apart = max(one.left, other.left) >= min(one.right, other.right) - 2
    return apart and overlap > 0.5 * min(one.height, other.height)


def _gaps(lines: Sequence[Span], row: Sequence[int]) -> list[tuple[int, int]]:
    spans = sorted(lines[i] for i in row)
    return [(one.right, other.left) for one, other in pairwise(spans) if other.left > one.right]


def _shared(lines: Sequence[Span], gutters: list[tuple[int, int]], row: Sequence[int]) -> list[tuple[int, int]]:
    """What is left of white columns when another row is laid over them; all must live."""
    narrowed = []
    for left, right in gutters:
        for i in row:
            line = lines[i]
            if line.left < right and line.right > left:
                centre = (line.left + line.right) / 2
                if centre > (left + right) / 2:
                    right = min(right, line.left)
                else:
                    left = max(left, line.right)
        if right - left < 0.12 * CELL_DPI:
            return []
        narrowed.append((left, right))
    return narrowed


def _by_column(lines: Sequence[Span], rows: Sequence[Sequence[int]]) -> bool:
    if len(rows) <= _NARROW_HEADER and max(len(row) for row in rows) <= 3:
        return True
    widths = sorted(lines[i].width for row in rows for i in row)
    return max(len(row) for row in rows) <= 3 and widths[len(widths) // 2] >= _COLUMN_WIDTH


def _column_wise(
    lines: Sequence[Span], rows: Sequence[Sequence[int]], gutters: list[tuple[int, int]], rightwards: bool
) -> list[int]:
    def column(place: int) -> int:
        centre = (lines[place].left + lines[place].right) / 2
        return sum(centre > (left + right) / 2 for left, right in gutters)

    members = [i for row in rows for i in row]
    numbers = range(len(gutters) + 1)
    return [i for number in (numbers if rightwards else reversed(numbers)) for i in members if column(i) == number]
