"""Stamps and pen strokes that lie over writing, lifted off it where their ink has another tone or colour."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from govah.read.ocr.ink import painted, parts
from govah.read.ocr.lines import Mask
from govah.read.ocr.span import CELL_DPI, Span
from govah.read.ocr.tone import Grey, ink_threshold
from govah.read.ocr.unread import gathered

_FAINT: Final = 200  # tone: a stamp may be much lighter than writing
_LEAST_SIDE: Final = 0.4  # inch; a stamp is larger
_SPARSE: Final = 0.3  # of its rectangle that its ink fills
_LONG_RUN: Final = 0.4  # inch: where many runs are so long, it is a table
_STRAIGHT: Final = 0.2  # of its ink in such runs
_COLOURED: Final = 60  # between the brightest and the darkest channel
_APART: Final = 45  # tones between the writing and what lies over it
_FEW: Final = 0.06  # of the ink: less is an edge


@dataclass(frozen=True, slots=True)
class Lifted:
    """A page without what lay over its writing.

    Args:
        grey: Height by width.
        ink: True for each cell of a hundredth of an inch from which something was lifted.
        cell: Pixels a side of such a cell.
    """

    grey: Grey
    ink: Mask
    cell: int

    def over(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether something lay over a rectangle, in pixels of the page."""
        cells = self.ink[
            int(top) // self.cell : int(bottom) // self.cell + 1, int(left) // self.cell : int(right) // self.cell + 1
        ]
        return bool(cells.any())

    def places(self) -> list[Span]:
        """Where something lay, in pixels of the page."""
        boxes = zip(*(side.tolist() for side in parts(self.ink).sides), strict=True)
        return [Span(*(side * self.cell for side in place)) for place in gathered([Span(*box) for box in boxes])]


def lifted(grey: Grey, dpi: float, colour: Callable[[], Grey] | None = None) -> Lifted:
    """Lift what lies over the writing of a page.

    In every large and loose part of the ink the tones are parted in two. Where they are well apart, or where a part
    of them has colour and the rest has none, the lighter or coloured ones are made white, but for the seam of the
    dark ones.

    Args:
        grey: Height by width, even light.
        dpi: Its resolution.
        colour: How colourful each point is, 0 to 255; None for a picture in greys.
    """
    found = parts(grey < max(ink_threshold(grey), _FAINT))
    cell = max(1, round(dpi / CELL_DPI))
    ink = np.zeros((grey.shape[0] // cell + 1, grey.shape[1] // cell + 1), bool)
    width, height = found.right - found.left, found.bottom - found.top
    loose = (np.minimum(width, height) > _LEAST_SIDE * dpi) & (found.area < _SPARSE * width * height)
    made = grey
    for number in np.flatnonzero(loose).tolist():
        held = found.owner == number
        row, start, end = found.row[held], found.start[held], found.end[held]
        if int((end - start)[end - start > _LONG_RUN * dpi].sum()) > _STRAIGHT * found.area[number]:
            continue
        top, left = int(found.top[number]), int(found.left[number])
        window = (slice(top, int(found.bottom[number])), slice(left, int(found.right[number])))
        shape = (window[0].stop - top, window[1].stop - left)
        part = painted(row - top, start - left, end - left, shape)
        tint = colour()[window] if colour is not None else None
        over = _over(grey[window], tint, part)
        if over is not None:
            made = made.copy() if made is grey else made
            made[window][over] = 255
            down, across = np.nonzero(over)
            ink[(down + top) // cell, (across + left) // cell] = True
    return Lifted(made, ink, cell)


def _over(grey: Grey, colour: Grey | None, part: Mask) -> Mask | None:
    """What of one part lies over the rest, with its seam; None where it is of one ink."""
    light = _coloured(colour, part) if colour is not None else None
    if light is None:
        light = _lighter(grey, part)
    if light is None:
        return None
    seam = _spread(part & ~light)
    if np.count_nonzero(light & ~_spread(seam)) < _FEW * np.count_nonzero(part):
        return None
    return _spread(_spread(light)) & ~seam


def _coloured(colour: Grey, part: Mask) -> Mask | None:
    light = part & (colour > _COLOURED)
    share = float(light.sum()) / max(float(part.sum()), 1.0)
    return light if _FEW < share < 1 - _FEW else None


def _lighter(grey: Grey, part: Mask) -> Mask | None:
    """The lighter of two tones: Otsu's threshold over the part's own points."""
    counts = np.bincount(grey[part], minlength=256).astype(np.float64)
    weight, mean = np.cumsum(counts), np.cumsum(counts * np.arange(256))
    if weight[-1] == 0:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        dark, light = mean / weight, (mean[-1] - mean) / (weight[-1] - weight)
        between = weight * (weight[-1] - weight) * (light - dark) ** 2
    best = int(np.nanargmax(np.where(np.isfinite(between), between, -1)))
    share = weight[best] / weight[-1]
    if light[best] - dark[best] < _APART or not _FEW < share < 1 - _FEW:
        return None
    return part & (grey > best)


def _spread(mask: Mask) -> Mask:
    made = mask.copy()
    made[1:] |= mask[:-1]
    made[:-1] |= mask[1:]
    made[:, 1:] |= mask[:, :-1]
    made[:, :-1] |= mask[:, 1:]
    return made
