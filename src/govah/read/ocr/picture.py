"""The picture of a page made even and clean, and the way back from its sheet to the picture that was handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from PIL import Image

from govah.model.page import Box
from govah.read.ocr.sheet import Sheet
from govah.read.ocr.span import CELL_DPI, Span
from govah.read.ocr.stamps import Lifted, lifted
from govah.read.ocr.tone import (
    Grey,
    colourfulness,
    despeckled,
    evened,
    flat_grey,
    ink_threshold,
    speckled,
    without_specks,
)

_COLOURLESS: Final = frozenset({"1", "L", "LA", "I", "I;16", "I;16B", "I;16L", "F"})
_SEAM: Final = 0.75  # pixels


@dataclass(frozen=True, slots=True)
class Picture:
    """The way from a sheet to the picture as it was handed in.

    Args:
        sheet: Of the page.
        page: The picture after it was made smaller.
        factor: By which it was made smaller.
    """

    sheet: Sheet
    page: Lifted
    factor: int

    def box(self, span: Span) -> Box:
        """Where a rectangle of the sheet, with the grey seam around its ink, is in the picture as it was handed in."""
        return self.whole(self._on_page(span, _SEAM))

    def whole(self, box: Sequence[float]) -> Box:
        """Where a rectangle of the smaller picture is in the one that was handed in."""
        return Box(*(side * self.factor for side in box))

    def is_under(self, span: Span) -> bool:
        """Whether something lay over a rectangle of the sheet, or a figure lies there."""
        cell = self.sheet.dpi // CELL_DPI
        figures = self.sheet.layout.figures
        window = figures[span.top // cell : -(-span.bottom // cell), span.left // cell : -(-span.right // cell)]
        return bool(window.any()) or self.page.over(*self._on_page(span))

    def _on_page(self, span: Span, margin: float = 0.0) -> Box:
        height, width = self.page.grey.shape
        return self.sheet.in_picture(span, width, height, margin)


def prepared(image: Image.Image, dpi: float, factor: int) -> Grey:
    """A picture in greys, its light even, its specks gone.

    Args:
        image: Any mode.
        dpi: Its resolution.
        factor: By which it is made smaller.
    """
    return cleaned(image, dpi, factor).grey


def cleaned(image: Image.Image, dpi: float, factor: int) -> Lifted:
    """A picture as `prepared` makes it, and what was lifted off its writing."""
    grey = flat_grey(image)
    if factor > 1:
        grey = np.asarray(Image.fromarray(grey).reduce(factor))
    page = evened(grey, dpi / factor)
    threshold = ink_threshold(page)
    clean = without_specks(despeckled(page) if speckled(page, threshold) else page, dpi / factor)
    coloured = image.mode not in _COLOURLESS
    return lifted(clean, dpi / factor, cache(lambda: colourfulness(image, factor)) if coloured else None)
