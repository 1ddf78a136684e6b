"""The order in which a page's fragments are read: bands, columns, rows.

Bands are found by projecting fragments on the vertical axis. Bands that share a gutter are read together: column by
column where they look like columns of running text, else row by row.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean, median
from typing import TypeAlias

from govah.read.pdf.direction import Direction
from govah.read.pdf.fragment import Fragment, Row, continues, direction_of
from govah.read.pdf.glyph import Rule
from govah.read.pdf.tables import Table, rows_of, tables_of

GUTTER = 6.0
COLUMN_WIDTH = 120.0
COLUMN_LINES = 3
COLUMN_WORDS, USUAL_WORD = 4, 6
COLUMN_FILL = 0.6
MOST_COLUMNS = 3
DEEPEST = 4
WRAPPED = 0.8

Piece: TypeAlias = Fragment | Table
Span = tuple[float, float]


@dataclass(slots=True, eq=False)
class Band:
    """Pieces whose heights overlap."""

    pieces: list[Piece]
    top: float
    bottom: float

    def free(self) -> list[Span]:
        """Stretches of the horizontal axis that no piece covers, the outermost endless."""
        spans: list[Span] = []
        at = float("-inf")
        for piece in sorted(self.pieces, key=lambda piece: piece.left):
            if piece.left > at:
                spans.append((at, piece.left))
            at = max(at, piece.right)
        return [*spans, (at, float("inf"))]


@dataclass(slots=True, eq=False)
class Group:
    """Bands that share a gutter."""

    bands: list[Band]
    free: list[Span]
    gutters: list[Span] = field(default_factory=list)

    def pieces(self) -> list[Piece]:
        """All pieces of its bands."""
        return [piece for band in self.bands for piece in band.pieces]


def reading_order(fragments: list[Fragment], rules: list[Rule], page: Direction) -> list[Row]:
    """The rows of a page.

    Args:
        fragments: All of one frame.
        rules: Its rulings.
        page: The page's direction: the right column or cell comes first where it is right to left.
    """
    tables, outside = tables_of(fragments, rules)
    return _flow([*tables, *outside], page, 0)


def _flow(pieces: list[Piece], page: Direction, depth: int) -> list[Row]:
    rows: list[Row] = []
    for group in _groups(_bands(pieces)):
        columns = _columns(group) if depth < DEEPEST else []
        if columns:
            if direction_of(_fragments(group.pieces()), page) is Direction.RIGHT:
                columns.reverse()
            for column in columns:
                rows.extend(_flow(column, page, depth + 1))
        else:
            rows.extend(_rows(group, page))
    return rows


def _fragments(pieces: list[Piece]) -> list[Fragment]:
    return [fragment for piece in pieces for fragment in (piece.fragments() if isinstance(piece, Table) else [piece])]


def _bands(pieces: list[Piece]) -> list[Band]:
    bands: list[Band] = []
    for piece in sorted(pieces, key=lambda piece: piece.top):
        if bands and piece.top < bands[-1].bottom - 0.5:
            bands[-1].pieces.append(piece)
            bands[-1].bottom = max(bands[-1].bottom, piece.bottom)
        else:
            bands.append(Band([piece], piece.top, piece.bottom))
    return bands


def _groups(bands: list[Band], *, parting: bool = True) -> list[Group]:
    groups: list[Group] = []
    for band in bands:
        joined = _joined(groups[-1], band) if groups else None
        if joined is not None:
            groups[-1] = joined
        elif groups and parting:
            groups[-1:] = _parted(groups[-1], band)
        else:
            groups.append(_alone(band))
    return groups


def _parted(group: Group, band: Band) -> list[Group]:
    """A group and a band that does not join it; the group's last bands go with the band if they share more gutters."""
    found = [group, _alone(band)]
    for first in range(len(group.bands) - 1, 0, -1):
        last = _groups(group.bands[first:], parting=False)
        joined = _joined(last[0], band) if len(last) == 1 else None
        if joined is None or len(joined.gutters) <= len(group.gutters):
            break
        found = [*_groups(group.bands[:first], parting=False), joined]
    return found


def _alone(band: Band) -> Group:
    free = band.free()
    return Group([band], free, _inner(free, band.pieces))


def _joined(group: Group, band: Band) -> Group | None:
    """A group and the band after it as one, where they share a gutter."""
    shared = _meet(group.free, band.free())
    gutters = _inner(shared, [*group.pieces(), *band.pieces])
    if not gutters or not _near(group, band, gutters) or _is_heading(group, band):
        return None
    return Group([*group.bands, band], shared, gutters)


def _is_heading(group: Group, band: Band) -> bool:
    """Whether a lone line stands over the middle of a gutter of the band below, which it happens to leave in part."""
    middles = [(low + high) / 2 for low, high in _alone(band).gutters]
    return not group.gutters and any(
        piece.left < middle < piece.right for piece in group.pieces() for middle in middles
    )


def _meet(some: list[Span], others: list[Span]) -> list[Span]:
    spans = [(max(a, c), min(b, d)) for a, b in some for c, d in others]
    return [(low, high) for low, high in spans if high - low > GUTTER]


def _inner(free: list[Span], pieces: list[Piece]) -> list[Span]:
    """Free stretches with pieces on both sides."""
    return [
        (low, high)
        for low, high in free
        if high - low > GUTTER
        and any(piece.right <= low + 0.1 for piece in pieces)
        and any(piece.left >= high - 0.1 for piece in pieces)
    ]


def _near(group: Group, band: Band, gutters: list[Span]) -> bool:
    """Whether a band is near enough to be read with a group: a lone one must be nearer."""
    line = median(fragment.size for fragment in _fragments([*group.pieces(), *band.pieces])) * 1.2
    away = band.top - group.bands[-1].bottom
    crossing = [_crosses(before, gutters) for before in group.bands]
    if _crosses(band, gutters) and any(crossing):
        return away < 3 * line
    if not _running([*group.pieces(), *band.pieces]):
        return away < max(0.8 * line, _wrapped_pitch(group))
    if len(crossing) > 1 and crossing[-1]:
        return _goes_on(group, band)
    return away < 1.9 * line


def _wrapped_pitch(group: Group) -> float:
    """How far below a row its wrapped cells go on at the most: clearly less than to the next row."""
    rows = [band for band in group.bands if _crosses(band, group.gutters)]
    gaps = [after.top - before.bottom for before, after in pairwise(rows)]
    return WRAPPED * min(gaps) if len(gaps) > 1 else 0.0


def _goes_on(group: Group, band: Band) -> bool:
    """Whether a lone band follows columns that ended together at their own pitch: then it is one's last line."""
    pitches = [after.bottom - before.bottom for before, after in pairwise(group.bands)]
    return band.bottom - group.bands[-1].bottom <= 1.05 * median(pitches)


def _crosses(band: Band, gutters: list[Span]) -> bool:
    """Whether a band has pieces on both sides of a gutter."""
    return any(
        any(piece.right <= low + 0.1 for piece in band.pieces)
        and any(piece.left >= high - 0.1 for piece in band.pieces)
        for low, high in gutters
    )


def _running(pieces: list[Piece]) -> bool:
    """Whether pieces read like running text."""
    counts = [_word_count(piece) for piece in pieces if isinstance(piece, Fragment)]
    return bool(counts) and median(counts) >= COLUMN_WORDS


def _word_count(fragment: Fragment) -> float:
    """Its words; an address that fills a line counts as the words that would."""
    return max(len(fragment.words), sum(map(len, fragment.texts())) / USUAL_WORD)


def _split(pieces: list[Piece], gutters: list[Span]) -> list[list[Piece]]:
    """Pieces by the gutters between them, from left to right."""
    columns: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    for piece in pieces:
        centre = (piece.left + piece.right) / 2
        columns[sum(centre > low for low, _ in gutters)].append(piece)
    return [column for column in columns if column]


def _columns(group: Group) -> list[list[Piece]]:
    """The columns of a group of running text; empty where it is not."""
    if not group.gutters or len(group.gutters) >= MOST_COLUMNS:
        return []
    columns = _split(group.pieces(), group.gutters)
    if len(columns) < 2:
        return []
    for column in columns:
        lines = [piece for piece in column if isinstance(piece, Fragment)]
        width = max(piece.right for piece in column) - min(piece.left for piece in column)
        if width <= COLUMN_WIDTH or len(lines) < COLUMN_LINES or not _running(column):
            return []
        if mean(line.right - line.left for line in lines) <= COLUMN_FILL * width:
            return []
    return columns


def _rows(group: Group, page: Direction) -> list[Row]:
    """A group's bands as rows; a band that only goes on with wrapped cells joins the row above."""
    direction = direction_of(_fragments(group.pieces()), page)
    tabular = sum(_crosses(band, group.gutters) for band in group.bands) > 1
    rows: list[Row] = []
    for number, band in enumerate(group.bands):
        if tabular and number and rows and _continue(rows[-1], band, group, direction):
            continue
        rows.extend(_band_rows(band, direction, page))
    return rows


def _continue(row: Row, band: Band, group: Group, direction: Direction) -> bool:
    """Append a band's pieces to the cells above them, if they all go on there."""
    if len(band.pieces) > (len(group.gutters) + 1) / 2:
        return False
    homes: list[tuple[list[Fragment], Fragment]] = []
    for piece in band.pieces:
        if isinstance(piece, Table):
            return False
        column = next(column for column in _split(group.pieces(), group.gutters) if piece in column)
        width = max(other.right for other in column) - min(other.left for other in column)
        cell = next((cell for cell in row if cell[-1] in column), None)
        if cell is None or not continues(cell[-1], piece, width, direction):
            return False
        if piece.top - cell[-1].bottom > max(0.8 * 1.2 * piece.size, _wrapped_pitch(group)):
            return False
        homes.append((cell, piece))
    for cell, piece in homes:
        cell.append(piece)
    return True


def _band_rows(band: Band, direction: Direction, page: Direction) -> list[Row]:
    """A band's rows: one where its cells have a line each, else its cells one after the other."""
    cells = _split(band.pieces, _inner(band.free(), band.pieces))
    if direction is Direction.RIGHT:
        cells.reverse()
    if all(len(cell) == 1 and isinstance(cell[0], Fragment) for cell in cells):
        return [[_fragments(cell) for cell in cells]]
    rows: list[Row] = []
    for cell in cells:
        for piece in sorted(cell, key=lambda piece: piece.top):
            if isinstance(piece, Table):
                rows.extend(rows_of(piece, page))
            elif rows and _beside(rows[-1], piece, cell):
                rows[-1].append([piece])
                rows[-1].sort(key=lambda cell: -cell[0].right if direction is Direction.RIGHT else cell[0].left)
            else:
                rows.append([[piece]])
    return rows


def _beside(row: Row, piece: Fragment, cell: list[Piece]) -> bool:
    """Whether a fragment stands on the line of the last row of its own cell."""
    last = row[-1][-1]
    return last in cell and abs(last.baseline - piece.baseline) < 0.3 * min(last.size, piece.size)
