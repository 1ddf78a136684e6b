"""Where a page's lines are: its ink cut along white rows and wide white columns, again and again.

Tesseract's own layout analysis drops whole lines and joins what stands side by side in a letterhead; lines
found here and read one by one lose next to nothing. Source of the cutting: G. Nagy, S. Seth, Hierarchical
representation of optically scanned documents, ICPR 1984 (recursive X-Y cut).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govah.read.ocr.gutters import parted
from govah.read.ocr.ink import Mask, Parts, painted, parts, runs, thickened
from govah.read.ocr.span import Span, united

_LONG_RULE: Final = 75  # cells: a longer horizontal run of ink is a rule
_TALL_RULE: Final = 50
_THICK_RULE: Final = 5
_CELL_SIDE: Final = 18
_THIN_SIDE: Final = 3
_FLAT: Final = 2
_LEAST_GAP: Final = 26  # cells: columns of text stand farther apart
_DOT: Final = 0.45  # of the body: smaller parts are dots, accents and specks, and make no line
_DEEPEST: Final = 12
_DOT_BESIDE: Final = 0.6  # of the body, from a line's edge to the middle of a dot
_ZERO_BESIDE: Final = 1.1  # where the dot stands at the height of letters: eastern zeros are dots
_MOST_ZEROS: Final = 6
_SAME_ROW: Final = 0.6  # of the lower line


@dataclass(frozen=True, slots=True)
class Layout:
    """What the finder saw.

    Args:
        lines: Of text, in no particular order, in cells.
        level: Cells of rules from side to side.
        upright: Cells of rules from top to bottom.
        figures: Cells of what is too large and loose for writing: stamps, emblems, signatures.
        body: The typical height of a part of a letter, in cells.
        gutters: White places between what may be columns of text.
    """

    lines: tuple[Span, ...]
    level: Mask
    upright: Mask
    figures: Mask
    body: float
    gutters: tuple[Span, ...] = ()

    @property
    def rules(self) -> Mask:
        """Cells of all rules."""
        return self.level | self.upright


@dataclass(frozen=True, slots=True)
class _Sheet:
    text: Mask
    walls: Mask
    body: float
    pitch: float


def find_lines(ink: Mask) -> Layout:
    """Find the lines of a straightened page.

    Args:
        ink: True where a cell of a hundredth of an inch has ink.

    Returns:
        Their places; a wide gap splits what stands in one row.
    """
    across = _rules(ink, _LONG_RULE)
    walls = _rules(ink.T, _TALL_RULE).T | _cell_sides(ink, across)
    across, walls = across | _fringe(ink, across, walls), walls | _fringe(ink.T, walls.T, across.T).T
    found = parts(ink & ~across & ~walls)
    height = found.bottom - found.top
    width = found.right - found.left
    body = _body_height(found)
    figure = (height > max(6 * body, 60)) | ((height > 3.5 * body) & (width > 3.5 * body) & _sparse(found))
    dot = np.maximum(height, width) < max(3.0, _DOT * body)
    text = found.without(figure | dot, (ink.shape[0], ink.shape[1]))
    sheet = _Sheet(text, walls, body, 2.2 * body)
    places, white = parted(text | across, body, sheet.pitch)
    spans = [span for place in places for span in _cut(sheet, place, 0)]
    pitch = _pitch(spans, body)
    sheet = replace(sheet, pitch=pitch)
    whole = _merged(spans, body)
    lines = [part for span in whole for part in _split_rows(sheet, span)]
    dots = [Span(*box) for box in zip(*(side[dot & (found.area > 1)].tolist() for side in found.sides), strict=True)]
    kept = [_with_dots(span, dots, body) for span in lines if not _scrap(span, body)]
    return Layout(tuple(_met(kept)), across, walls, found.only(figure, (ink.shape[0], ink.shape[1])), body, white)


def _rules(ink: Mask, least: int) -> Mask:
    """Long level runs of ink, but not the base line of a large headline."""
    row, start, end = runs(ink)
    long = end - start >= least
    found = parts(painted(row[long], start[long], end[long], (ink.shape[0], ink.shape[1])))
    thick = found.area > _THICK_RULE * (found.right - found.left)
    return found.without(thick, (ink.shape[0], ink.shape[1]))


def _cell_sides(ink: Mask, across: Mask) -> Mask:
    """Upright rules no longer than a row of a table: thin, and standing on a level rule."""
    shape = (ink.shape[0], ink.shape[1])
    if not across.any():
        return np.zeros(shape, bool)
    row, start, end = runs(ink.T)
    long = end - start >= _CELL_SIDE
    found = parts(painted(row[long], start[long], end[long], (shape[1], shape[0])))
    level = np.concatenate((np.zeros((1, shape[1]), np.intp), np.cumsum(across, axis=0, dtype=np.intp)))
    column = np.minimum((found.top + found.bottom) // 2, shape[1] - 1)
    stands = np.zeros(found.area.size, bool)
    for end_at in (found.left, found.right):
        above, below = np.maximum(end_at - 3, 0), np.minimum(end_at + 3, shape[0])
        stands |= level[below, column] > level[above, column]
    thick = found.area > _THIN_SIDE * (found.right - found.left)
    return found.without(thick | ~stands, (shape[1], shape[0])).T


def _fringe(ink: Mask, rules: Mask, crossing: Mask) -> Mask:
    """What is left of a rule beside it where it is a little aslant: flat pieces of ink along it."""
    shape = (ink.shape[0], ink.shape[1])
    beside = thickened(rules)
    found = parts(ink & ~rules & ~crossing)
    flat = (found.bottom - found.top <= _FLAT) & (found.right - found.left > _FLAT)
    touching = np.zeros(found.area.size, np.intp)
    filled = np.concatenate((np.zeros((shape[0], 1), np.intp), np.cumsum(beside, axis=1, dtype=np.intp)), axis=1)
    np.add.at(touching, found.owner, filled[found.row, found.end] - filled[found.row, found.start])
    return found.only(flat & (2 * touching >= found.area), shape)


def _body_height(found: Parts) -> float:
    height = found.bottom - found.top
    typical = height[(height >= 4) & (height <= 60) & (found.area >= 6)]
    return float(np.median(typical)) if typical.size else 12.0


def _sparse(found: Parts) -> Mask:
    box = (found.bottom - found.top) * (found.right - found.left)
    return np.asarray(found.area < 0.25 * np.maximum(box, 1))


def _cut(sheet: _Sheet, span: Span, depth: int) -> list[Span]:
    trimmed = _trimmed(sheet.text, span)
    if trimmed is None:
        return []
    if depth > _DEEPEST:
        return [trimmed]
    bands = _bands(sheet, trimmed)
    if len(bands) == 1:
        columns = _columns(sheet, bands[0])
        if len(columns) == 1:
            return columns
        return [leaf for column in columns for leaf in _cut(sheet, column, depth + 1)]
    return [leaf for band in bands for leaf in _cut(sheet, band, depth + 1)]


def _trimmed(text: Mask, span: Span) -> Span | None:
    window = text[span.top : span.bottom, span.left : span.right]
    rows = np.flatnonzero(window.any(axis=1))
    if not rows.size:
        return None
    columns = np.flatnonzero(window.any(axis=0))
    return Span(
        span.left + int(columns[0]),
        span.top + int(rows[0]),
        span.left + int(columns[-1]) + 1,
        span.top + int(rows[-1]) + 1,
    )


def _bands(sheet: _Sheet, span: Span) -> list[Span]:
    filled: Mask = np.any(sheet.text[span.top : span.bottom, span.left : span.right], axis=1)
    pieces = _filled_runs(filled)
    joined: list[tuple[int, int]] = []
    for top, bottom in pieces:
        thin = bottom - top < 0.55 * sheet.body
        if joined and top - joined[-1][1] < 0.5 * sheet.body and (thin or _thin(joined[-1], sheet.body)):
            joined[-1] = (joined[-1][0], bottom)  # dots above or below the letters of their line
        else:
            joined.append((top, bottom))
    return [Span(span.left, span.top + top, span.right, span.top + bottom) for top, bottom in joined]


def _thin(piece: tuple[int, int], body: float) -> bool:
    return piece[1] - piece[0] < 0.55 * body


def _columns(sheet: _Sheet, span: Span) -> list[Span]:
    filled: Mask = np.any(sheet.text[span.top : span.bottom, span.left : span.right], axis=0)
    pieces = _filled_runs(filled)
    least = max(_LEAST_GAP, 1.5 * min(span.height, sheet.pitch))
    columns = [pieces[0]]
    for left, right in pieces[1:]:
        gap = left - columns[-1][1]
        if gap >= least or (gap >= 3 and _walled(sheet, span, columns[-1][1], left)):
            columns.append((left, right))
        else:
            columns[-1] = (columns[-1][0], right)
    return [Span(span.left + left, span.top, span.left + right, span.bottom) for left, right in columns]


def _walled(sheet: _Sheet, span: Span, left: int, right: int) -> bool:
    wall = sheet.walls[span.top : span.bottom, span.left + left : span.left + right]
    return float(wall.any(axis=1).mean()) > 0.7


def _filled_runs(filled: Mask) -> list[tuple[int, int]]:
    steps = np.diff(np.concatenate(([0], filled.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def _pitch(spans: list[Span], body: float) -> float:
    single = [span.height for span in spans if 0.8 * body <= span.height <= 3.2 * body and span.width > 2 * body]
    return float(np.median(single)) if single else 2.0 * body


def _merged(spans: list[Span], body: float) -> list[Span]:
    """Join stray dots to the line that they belong to."""
    tall = [span for span in spans if span.height >= 0.6 * body]
    for stray in (span for span in spans if span.height < 0.6 * body):
        near = [
            (max(line.top - stray.bottom, stray.top - line.bottom), place)
            for place, line in enumerate(tall)
            if line.left - body < stray.right and stray.left < line.right + body
        ]
        gap, place = min(near, default=(1 << 30, -1))
        if gap < 0.6 * body:
            tall[place] = united(tall[place], stray)
        else:
            tall.append(stray)
    return tall


def _scrap(span: Span, body: float) -> bool:
    """Whether a place is too flat for letters, or what is left of an upright rule."""
    return span.height < 0.4 * body or (span.width <= 0.35 * body and span.height > 1.6 * body)


def _with_dots(line: Span, dots: list[Span], body: float) -> Span:
    """Grow a line over the dots and accents close above, below and beside it, and over the zeros at its ends."""
    grown = line
    for dot in dots:
        if line.top - 0.5 * body < dot.middle < line.bottom + 0.5 * body and _reaches(line, dot, _DOT_BESIDE * body):
            grown = united(grown, dot)
    zeros = [dot for dot in dots if line.top < dot.middle < line.bottom]
    for _ in range(_MOST_ZEROS):
        wider = grown
        for dot in zeros:
            if _reaches(grown, dot, _ZERO_BESIDE * body):
                wider = united(wider, dot)
        if wider == grown:
            break
        grown = wider
    return grown


def _reaches(line: Span, dot: Span, far: float) -> bool:
    return line.left - far < (dot.left + dot.right) / 2 < line.right + far


def _met(lines: Sequence[Span]) -> list[Span]:
    """Lines of one row that have grown into one another over the zeros between them are one."""
    made: list[Span] = []
    for line in sorted(lines, key=lambda one: one.left):
        met = [
            place
            for place, other in enumerate(made)
            if other.right > line.left
            and min(other.bottom, line.bottom) - max(other.top, line.top) > _SAME_ROW * min(other.height, line.height)
        ]
        if met:
            made[met[0]] = united(made[met[0]], line)
        else:
            made.append(line)
    return made


def _split_rows(sheet: _Sheet, span: Span) -> list[Span]:
    """Cut a band in which several lines touch along the valleys of its profile."""
    if span.height < 1.75 * sheet.pitch:
        return [span]
    window = sheet.text[span.top : span.bottom, span.left : span.right]
    profile = window.sum(axis=1).astype(np.float64)
    reach = max(1, round(0.25 * sheet.body))
    smooth = np.convolve(profile, np.ones(2 * reach + 1) / (2 * reach + 1), mode="same")
    cuts = _valleys(smooth, 0.75 * sheet.pitch)
    edges = [0, *cuts, span.height]
    pieces = [
        _trimmed(sheet.text, Span(span.left, span.top + top, span.right, span.top + bottom))
        for top, bottom in pairwise(edges)
    ]
    return [piece for piece in pieces if piece is not None]


def _valleys(profile: NDArray[np.float64], apart: float) -> list[int]:
    peaks: list[int] = []
    for place in np.argsort(-profile, kind="stable").tolist():
        if profile[place] < 0.2 * profile.max():
            break
        if all(abs(place - other) >= apart for other in peaks):
            peaks.append(place)
    peaks.sort()
    cuts = []
    for one, other in pairwise(peaks):
        valley = one + int(np.argmin(profile[one:other]))
        if profile[valley] < 0.6 * min(profile[one], profile[other]):
            cuts.append(valley)
    return cuts
