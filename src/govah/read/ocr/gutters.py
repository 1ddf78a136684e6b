"""White gutters between columns of text, seen before the page is cut into rows.

The lines of two columns seldom stand at one height. Cut into rows first, such a page falls into bands in which the
gutter is too short to be told from a wide space, and lines of both columns are read as one.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govah.read.ocr.ink import Mask, runs
from govah.read.ocr.span import Span

Counts = NDArray[np.int32]

_WIDTH: Final = 1.5  # bodies: words of justified lines stand as far apart, but seldom line after line
_HEIGHT: Final = 5  # pitches
_BESIDE: Final = 150  # cells on either side in which text must stand
_WRITTEN: Final = 0.25  # of the rows: small letters leave much white between lines
_MOST: Final = 12  # gutters of a page
_FEWEST: Final = 3  # lines of a column
_NARROWEST: Final = 120  # cells
_FULL: Final = 0.6  # of a column's width: cells of a table are seldom filled so far
_TOUCHING: Final = 0.12  # of a column's width
_CLOSE: Final = 10  # cells
_TOGETHER: Final = 1.6  # pitches: what stands farther below a column is no part of it


def parted(ink: Mask, body: float, pitch: float) -> tuple[list[Span], tuple[Span, ...]]:
    """Part a page at its tallest gutters.

    Args:
        ink: Text and level rules, in cells; what crosses a gutter ends it.
        body: Height of the page's letters, in cells.
        pitch: From line to line, in cells.

    Returns:
        The places into which the page falls, and the gutters, the tallest of each place first.
    """
    places = [Span(0, 0, ink.shape[1], ink.shape[0])]
    whole: list[Span] = []
    found: list[Span] = []
    while places:
        place = places.pop()
        gutter = _tallest(ink, place, body, pitch) if len(found) < _MOST else None
        if gutter is None:
            whole.append(place)
        else:
            found.append(gutter)
            places += _around(place, gutter)
    return whole, tuple(found)


def _around(place: Span, gutter: Span) -> tuple[Span, ...]:
    """What a gutter makes of a place: above, left, right, below."""
    return (
        Span(place.left, place.top, place.right, gutter.top),
        Span(place.left, gutter.top, gutter.left, gutter.bottom),
        Span(gutter.right, gutter.top, place.right, gutter.bottom),
        Span(place.left, gutter.bottom, place.right, place.bottom),
    )


def _tallest(ink: Mask, place: Span, body: float, pitch: float) -> Span | None:
    least = max(1, round(_WIDTH * body))
    window = ink[place.top : place.bottom, place.left : place.right]
    height, width = window.shape
    if height < _HEIGHT * pitch or width <= 2 * _NARROWEST:
        return None
    before = np.zeros((height, width + 1), np.int32)
    np.cumsum(window, axis=1, out=before[:, 1:])
    white = np.equal(before[:, least:], before[:, :-least])
    column, start, end = runs(white.T)
    best: Span | None = None
    for at in np.lexsort((column, start - end)):
        gutter = Span(int(column[at]), int(start[at]), int(column[at]) + least, int(end[at]))
        if gutter.height < max(_HEIGHT * pitch, best.height if best else 0):
            break
        between = _between_texts(before, gutter)
        if between is not None and between.height >= _HEIGHT * pitch and (not best or between.height > best.height):
            best = between
    return None if best is None else _widened(window, best, place)


def _between_texts(before: Counts, gutter: Span) -> Span | None:
    """The part of a white strip that has text on either side; None where there is too little."""
    width = before.shape[1] - 1
    sides = ((max(gutter.left - _BESIDE, 0), gutter.left), (gutter.right, min(gutter.right + _BESIDE, width)))
    rows = before[gutter.top : gutter.bottom]
    inked = [_inked(rows, *side) for side in sides]
    if not all(seen.any() for seen in inked):
        return None
    top = max(int(seen.argmax()) for seen in inked)
    bottom = min(seen.size - int(seen[::-1].argmax()) for seen in inked)
    if bottom <= top or any(float(seen[top:bottom].mean()) < _WRITTEN for seen in inked):
        return None
    between = Span(gutter.left, gutter.top + top, gutter.right, gutter.top + bottom)
    columns = np.flatnonzero(np.diff(rows[top:bottom], axis=1).any(axis=0))
    reach = (between.left - columns[0], columns[-1] - between.right)
    return between if min(reach) >= _NARROWEST else None


def _inked(rows: Counts, left: int, right: int) -> Mask:
    """Which rows have ink between two columns."""
    return np.greater(rows[:, right], rows[:, left])


def _widened(window: Mask, gutter: Span, place: Span) -> Span:
    """A gutter as wide as it is white, in cells of the page."""
    filled: Mask = np.any(window[gutter.top : gutter.bottom], axis=0)
    left, right = gutter.left, gutter.right
    while left > 0 and not filled[left - 1]:
        left -= 1
    while right < filled.size and not filled[right]:
        right += 1
    return Span(place.left + left, place.top + gutter.top, place.left + right, place.top + gutter.bottom)


def columns_at(gutter: Span, lines: Sequence[Span], members: Sequence[int]) -> tuple[list[int], list[int]] | None:
    """The lines of running text to the left and to the right of a gutter; None where these are no columns.

    A gutter is white on through a letterhead above or a signature below: a column begins with the first line that
    reaches the gutter and ends with what stands close below the last.

    Args:
        gutter: As `parted` found it.
        lines: Of the page.
        members: Indices of those that are asked about.
    """
    left = _column([i for i in members if lines[i].right <= gutter.right], lines, gutter, at_right=True)
    right = _column([i for i in members if lines[i].left >= gutter.left], lines, gutter, at_right=False)
    if not left or not right:
        return None
    top = max(min(lines[i].top for i in side) for side in (left, right))
    bottom = min(max(lines[i].bottom for i in side) for side in (left, right))
    shorter = min(max(lines[i].bottom for i in side) - min(lines[i].top for i in side) for side in (left, right))
    return (left, right) if bottom - top > shorter / 2 else None


def _column(side: Sequence[int], lines: Sequence[Span], gutter: Span, *, at_right: bool) -> list[int]:
    """The lines of the column at one side of a gutter, from the top; empty where they are none.

    Args:
        side: What stands on that side.
        lines: Of the page.
        gutter: Its place.
        at_right: Whether it is at the column's right.
    """
    side = sorted(side, key=lambda i: lines[i].top)
    beside = [at for at, i in enumerate(side) if lines[i].bottom > gutter.top and lines[i].top < gutter.bottom]
    ends = [(gutter.left - lines[i].right) if at_right else (lines[i].left - gutter.right) for i in side]
    far = [(gutter.left - lines[i].left) if at_right else (lines[i].right - gutter.right) for i in side]
    width = max((far[at] for at in beside), default=0)
    near = [end <= max(_TOUCHING * width, _CLOSE) for end in ends]
    reaching = [at for at in beside if near[at]]
    if len(reaching) < _FEWEST:
        return []
    first, last = reaching[0], reaching[-1]
    steps = [lines[later].top - lines[earlier].top for earlier, later in pairwise(side)]
    most = _TOGETHER * median(steps[first:last])
    while first and steps[first - 1] <= most and (near[first - 1] or lines[side[first - 1]].width > width / 2):
        first -= 1
    while last < len(steps) and steps[last] <= most:
        last += 1
    column = side[first : last + 1]
    return column if width >= _NARROWEST and median(_row_widths(column, lines)) >= _FULL * width else []


def _row_widths(column: Sequence[int], lines: Sequence[Span]) -> list[int]:
    """From end to end of each row: a wide space cuts a line in two."""
    rows: list[list[Span]] = []
    for line in (lines[i] for i in column):
        if rows and line.top < (rows[-1][0].top + rows[-1][0].bottom) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [max(line.right for line in row) - min(line.left for line in row) for row in rows]
