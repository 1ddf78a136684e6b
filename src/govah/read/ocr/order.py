"""In which order a page's lines are read."""

from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from statistics import median
from typing import Final

from govah.read.ocr.cells import in_rows, tables_of
from govah.read.ocr.gutters import columns_at
from govah.read.ocr.span import CELL_DPI, Span, united

_NARROW_HEADER: Final = 6  # rows: a taller block of short fragments side by side is a table or a list
_NEXT_LINE: Final = 1.2  # heights of a line: what stands alone farther below begins something new
_NEXT_BLOCK: Final = 3.0
_OUT_OF_STEP: Final = 0.25  # heights: rows with less white between them stand side by side
_HEADLINE: Final = 1.35  # heights: so tall a line is the title of what follows
_COLUMN_WIDTH: Final = 1.6 * CELL_DPI
_MOST_COLUMNS: Final = 3
_GUTTER: Final = 0.12 * CELL_DPI
_ALIGNED: Final = 0.3 * CELL_DPI


def reading_order(
    lines: Sequence[Span],
    gutters: Sequence[Span] = (),
    cells: Sequence[Span | None] = (),
    labels: Collection[int] = (),
    *,
    rightwards: bool,
) -> list[int]:
    """Number the lines as a reader goes through them.

    A table with rules is read cell by cell in the place where it stands. Columns of running text on either side of a
    gutter are read one after the other, what stands above them before and what stands below them after. All other
    lines are gathered into rows; rows follow from the top. Where neighbouring rows share a white column, as in a
    letterhead of two or three blocks, one column is read whole before the next; tables without rules and long lists
    are read row by row.

    Args:
        lines: In any order.
        gutters: White places between what may be columns, the taller ones first.
        cells: The cell of a table that each line stands in, None for none; empty where there are no tables.
        labels: Lines that end with a colon: a column of such is read with what stands beside it.
        rightwards: Whether the script runs from left to right.

    Returns:
        Indices into `lines`.
    """
    known = cells or [None] * len(lines)
    outside = [place for place, cell in enumerate(known) if cell is None]
    tables = tables_of([cell for cell in known if cell is not None])
    blocks = [lines[place] for place in outside] + [reduce(united, table) for table in tables]
    named = {block for block, place in enumerate(outside) if place in labels}
    order: list[int] = []
    for block in _ordered(blocks, range(len(blocks)), gutters, rightwards, named):
        if block < len(outside):
            order.append(outside[block])
            continue
        for cell in in_rows(tables[block - len(outside)], rightwards=rightwards):
            order += _row_by_row(lines, [place for place, other in enumerate(known) if other == cell], rightwards, ())
    return order


def _ordered(
    lines: Sequence[Span],
    members: Sequence[int],
    gutters: Sequence[Span],
    rightwards: bool,
    labels: Collection[int],
) -> Iterator[int]:
    gutters = [piece for gutter in gutters for piece in _without_titles(gutter, lines, members)]
    for at, gutter in enumerate(gutters):
        columns = columns_at(gutter, lines, members)
        if columns is not None:
            held = {i for column in columns for i in column}
            top = min(lines[i].top for i in held)
            rest = [i for i in members if i not in held]
            above = [i for i in rest if lines[i].top < top]
            below = [i for i in rest if lines[i].top >= top]
            for part in (above, *(columns if rightwards else reversed(columns)), below):
                yield from _ordered(lines, part, gutters[at + 1 :], rightwards, labels)
            return
    yield from _row_by_row(lines, members, rightwards, labels)


def _without_titles(gutter: Span, lines: Sequence[Span], members: Sequence[int]) -> list[Span]:
    """A gutter cut at each title that stands at one side of it with nothing at the other: there begin new columns."""
    beside = [lines[i] for i in members if lines[i].bottom > gutter.top and lines[i].top < gutter.bottom]
    height = median([line.height for line in beside]) if beside else 0
    pieces = []
    for line in sorted(beside, key=lambda one: one.top):
        alone = all(other is line or other.bottom <= line.top or other.top >= line.bottom for other in beside)
        if alone and line.height >= _HEADLINE * height and gutter.top < line.top and line.bottom < gutter.bottom:
            pieces.append(gutter._replace(bottom=line.top))
            gutter = gutter._replace(top=line.bottom)
    return [*pieces, gutter]


def _row_by_row(lines: Sequence[Span], members: Sequence[int], rightwards: bool, labels: Collection[int]) -> list[int]:
    rows = _rows(lines, members, rightwards)
    order: list[int] = []
    start = 0
    while start < len(rows):
        columns, end = _block(lines, rows, start, rightwards)
        block = [place for row in rows[start:end] for place in row]
        held = [[i for i in block if column.left <= lines[i].left < column.right] for column in columns]
        held = held if rightwards else held[::-1]
        by_column = len(columns) > 1 and _by_column(lines, held) and not _are_labels(held, labels)
        order += [place for column in held for place in column] if by_column else block
        start = end
    return order


def _block(
    lines: Sequence[Span], rows: Sequence[Sequence[int]], start: int, rightwards: bool
) -> tuple[list[Span], int]:
    """The columns in which a row and those below it stand, from the left, and one past the last of these rows."""
    columns = _parted([lines[i] for i in rows[start]])
    end = start + 1
    while end < len(rows):
        row = [lines[i] for i in rows[end]]
        above = [lines[i] for before in rows[start:end] for i in before]
        height = median([line.height for line in (*above, *row)])
        gap = min(line.top for line in row) - max(line.bottom for line in above)
        out_of_step = gap < _OUT_OF_STEP * height
        goes_on = row[0].height < _HEADLINE * height and _continues(row[0], columns, rightwards)
        far = _NEXT_BLOCK if len(row) > 1 or goes_on else _NEXT_LINE
        if not out_of_step and (len(columns) < 2 or gap > far * height):
            break
        grown = _grown(columns, row, new=out_of_step)
        if len(grown) < max(2, len(columns)):
            break
        columns, end = grown, end + 1
    return columns, end


def _parted(lines: Sequence[Span]) -> list[Span]:
    """Lines that overlap from side to side, or nearly so, made one."""
    made: list[Span] = []
    for line in sorted(lines):
        if made and line.left - made[-1].right < _GUTTER:
            made[-1] = united(made[-1], line)
        else:
            made.append(line)
    return made


def _grown(columns: Sequence[Span], row: Sequence[Span], *, new: bool) -> list[Span]:
    """The columns with one more row; what stands between two of them is part of the nearer, or a new one."""
    made = list(columns)
    for line in row:
        nearest = min(range(len(made)), key=lambda i: max(made[i].left - line.right, line.left - made[i].right))
        apart = max(made[nearest].left - line.right, line.left - made[nearest].right)
        if new and apart >= _GUTTER:
            made.append(line)
        else:
            made[nearest] = united(made[nearest], line)
    return _parted(made)


def _continues(line: Span, columns: Sequence[Span], rightwards: bool) -> bool:
    """Whether a line that stands alone begins where the lines of a column do, and all columns are broad."""
    return all(column.width >= _COLUMN_WIDTH for column in columns) and any(
        (abs(line.left - column.left) if rightwards else abs(line.right - column.right)) < _ALIGNED
        for column in columns
    )


def _are_labels(columns: Sequence[Sequence[int]], labels: Collection[int]) -> bool:
    """Whether a column before the last holds labels of what stands beside it."""
    return any(2 * sum(place in labels for place in column) > len(column) for column in columns[:-1])


def _by_column(lines: Sequence[Span], columns: Sequence[Sequence[int]]) -> bool:
    """Whether columns are read one after the other: low blocks side by side, or broad ones."""
    if len(columns) > _MOST_COLUMNS or max(map(len, columns)) < 2:
        return False
    broad = median([lines[i].width for column in columns for i in column]) >= _COLUMN_WIDTH
    return broad or max(map(len, columns)) <= _NARROW_HEADER


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
