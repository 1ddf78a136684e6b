"""A page straightened for reading, and the way back to the picture that it came from."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, radians, sin
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from govah.model.page import Box
from govah.read.ocr.lines import Layout, find_lines
from govah.read.ocr.skew import tilt
from govah.read.ocr.span import CELL_DPI, Span
from govah.read.ocr.tone import Grey, ink_threshold

_USUAL_DPI: Final = 200  # Tesseract reads no better at 300, and takes a third longer
_FINE_DPI: Final = 300
_SMALL_PRINT: Final = 7.5  # cells of body height
_STRAIGHT: Final = 0.12  # degrees: turning back less costs more sharpness than it gives

Affine = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """A page upright and straight.

    Args:
        grey: Height by width, even light.
        way_back: (a, b, c, d, e, f): the point (u, v) here is (au + bv + c, du + ev + f) in the picture.
        turned: Degrees clockwise from the picture to here, a multiple of 90.
        dpi: Its resolution, a multiple of a hundred.
    """

    grey: Grey
    way_back: Affine
    turned: int
    dpi: int

    @cached_property
    def threshold(self) -> int:
        """Below is ink."""
        return ink_threshold(self.grey)

    @cached_property
    def ink(self) -> NDArray[np.bool_]:
        """True for each cell of a hundredth of an inch with ink."""
        return _cells(self.grey < self.threshold, self.dpi // CELL_DPI)

    @cached_property
    def layout(self) -> Layout:
        """Its lines, in cells."""
        return find_lines(self.ink)

    @cached_property
    def unruled(self) -> Grey:
        """The sheet without its rules, which would be read as bars and brackets."""
        cell = self.dpi // CELL_DPI
        rules = self.layout.rules
        if not rules.any():
            return self.grey
        height, width = self.grey.shape
        down, right = np.nonzero(rules)
        made = self.grey.copy()
        for row in range(-1, cell + 1):  # with the grey seam of the rule's edge
            for column in range(-1, cell + 1):
                made[np.clip(down * cell + row, 0, height - 1), np.clip(right * cell + column, 0, width - 1)] = 255
        return made

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """Its lines, in pixels of this sheet."""
        height, width = self.grey.shape
        cell = self.dpi // CELL_DPI
        return tuple(
            Span(line.left * cell, line.top * cell, min(line.right * cell, width), min(line.bottom * cell, height))
            for line in self.layout.lines
        )

    def in_picture(self, span: Span, width: int, height: int, margin: float = 0.0) -> Box:
        """Where a rectangle of the sheet is in the picture.

        Args:
            span: In pixels of the sheet.
            width, height: Of the picture, in pixels.
            margin: Around it, in pixels of the sheet.
        """
        a, b, c, d, e, f = self.way_back
        across = (span.left - margin, span.right + margin)
        corners = [(u, v) for u in across for v in (span.top - margin, span.bottom + margin)]
        x = [a * u + b * v + c for u, v in corners]
        y = [d * u + e * v + f for u, v in corners]
        return Box(max(min(x), 0.0), max(min(y), 0.0), min(max(x), float(width)), min(max(y), float(height)))


def sheet_of(evened: Grey, dpi: float, turned: int) -> Sheet:
    """Turn, straighten and scale a page in one step; finer where its print is small.

    Args:
        evened: The picture with even light.
        dpi: Its resolution.
        turned: Degrees by which to turn it clockwise first, a multiple of 90.
    """
    sheet = _made(evened, dpi, turned, _USUAL_DPI)
    if sheet.layout.lines and sheet.layout.body < _SMALL_PRINT:
        return _made(evened, dpi, turned, _FINE_DPI)
    return sheet


def _made(evened: Grey, dpi: float, turned: int, work_dpi: int) -> Sheet:
    upright = np.rot90(evened, -(turned // 90))
    threshold = ink_threshold(evened)
    angle = tilt(_cells(upright < threshold, max(1, round(dpi / CELL_DPI))))
    angle = angle if abs(angle) >= _STRAIGHT else 0.0
    scale = dpi / work_dpi
    height, width = upright.shape
    slope, level = sin(radians(angle)), cos(radians(angle))
    wide = round((width * level + height * abs(slope)) / scale)
    high = round((width * abs(slope) + height * level) / scale)
    straight: Affine = (scale * level, scale * slope, 0.0, -scale * slope, scale * level, 0.0)
    straight = _centred(straight, (wide, high), (width, height))
    if angle == 0.0 and (wide, high) == (width, height):
        grey = np.ascontiguousarray(upright)
    else:
        source = Image.fromarray(np.ascontiguousarray(upright))
        smooth = Image.Resampling.BICUBIC if scale < 1.2 else Image.Resampling.BILINEAR
        made = source.transform((wide, high), Image.Transform.AFFINE, straight, smooth, fillcolor=255)
        grey = np.asarray(made)
    return Sheet(grey, _composed(_unturned(turned, evened.shape[1], evened.shape[0]), straight), turned, work_dpi)


def _cells(ink: NDArray[np.bool_], factor: int) -> NDArray[np.bool_]:
    """One cell for every square of points, inked where any of them is."""
    height, width = ink.shape[0] // factor * factor, ink.shape[1] // factor * factor
    if factor == 1 or not height or not width:
        return ink
    rows = np.logical_or.reduce([ink[k:height:factor] for k in range(factor)])
    return np.asarray(np.logical_or.reduce([rows[:, k:width:factor] for k in range(factor)]))


def _centred(affine: Affine, here: tuple[int, int], there: tuple[int, int]) -> Affine:
    a, b, _, d, e, _ = affine
    u, v, x, y = here[0] / 2, here[1] / 2, there[0] / 2, there[1] / 2
    return (a, b, x - a * u - b * v, d, e, y - d * u - e * v)


def _unturned(turned: int, width: int, height: int) -> Affine:
    """From the turned picture to the picture, whose size is given."""
    match turned % 360:
        case 90:
            return (0.0, 1.0, 0.0, -1.0, 0.0, float(height))
        case 180:
            return (-1.0, 0.0, float(width), 0.0, -1.0, float(height))
        case 270:
            return (0.0, -1.0, float(width), 1.0, 0.0, 0.0)
        case _:
            return (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def _composed(outer: Affine, inner: Affine) -> Affine:
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return (a * p + b * s, a * q + b * t, a * r + b * u + c, d * p + e * s, d * q + e * t, d * r + e * u + f)
