"""Stamps and pen strokes that lie over writing, lifted off it where their ink has another tone or colour."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from govah.read.ocr.ink import Mask, parts, spread
from govah.read.ocr.span import CELL_DPI, Span
from govah.read.ocr.tone import Grey, ink_threshold, parting_tone
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
        length = (found.end - found.start)[held]
        if int(length[length > _LONG_RUN * dpi].sum()) > _STRAIGHT * found.area[number]:
            continue
        top, left = int(found.top[number]), int(found.left[number])
        window = (slice(top, int(found.bottom[number])), slice(left, int(found.right[number])))
        tint = colour()[window] if colour is not None else None
        over = _over(grey[window], tint, found.alone(number))
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
    seam = spread(part & ~light)
    if np.count_nonzero(light & ~spread(seam)) < _FEW * np.count_nonzero(part):
        return None
    return spread(spread(light)) & ~seam


def _coloured(colour: Grey, part: Mask) -> Mask | None:
    light = part & (colour > _COLOURED)
    share = float(light.sum()) / max(float(part.sum()), 1.0)
    return light if _FEW < share < 1 - _FEW else None


def _lighter(grey: Grey, part: Mask) -> Mask | None:
    """The lighter of a part's two tones; None where they are not well apart."""
    tones = grey[part]
    best = parting_tone(tones)
    dark = tones <= best
    share = float(dark.mean())
    if not _FEW < share < 1 - _FEW or float(tones[~dark].mean()) - float(tones[dark].mean()) < _APART:
        return None
    return part & (grey > best)
