"""The picture of one line as it is handed to Tesseract."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from govah.read.ocr.sheet import Sheet
from govah.read.ocr.span import Span
from govah.read.ocr.tone import Grey

_MARGIN: Final = 0.03  # inch; a wide margin makes raw lines come out empty or reversed
_SPACE: Final = 0.1  # inch between a fragment and its carrier


@dataclass(frozen=True, slots=True)
class Crop:
    """A line's picture.

    Args:
        grey: Height by width.
        left, top: Of its corner on the sheet, in pixels.
        own: Its first columns that are the line itself; what follows is a carrier.
    """

    grey: Grey
    left: int
    top: int
    own: int


def crop_of(sheet: Sheet, number: int) -> Crop:
    """Cut a line out of its sheet, white where its margin would show a neighbour.

    Args:
        sheet: The page.
        number: Of the line in `sheet.lines`.
    """
    line = sheet.lines[number]
    margin = round(_MARGIN * sheet.dpi)
    around = Span(line.left - margin, line.top - margin, line.right + margin, line.bottom + margin)
    picture = _window(sheet.unruled, around)
    for other in sheet.lines:
        if other is not line:
            _whiten(picture, around, other, line)
    return Crop(picture, around.left, around.top, around.width)


def carried(crop: Crop, carrier: Grey, dpi: int) -> Crop:
    """The line with words of its page set before it, at its right.

    A number that stands alone, in a cell or beside a label far away, comes out of the network cut short, for
    the network has seen lines of words only; behind a few words it is read whole.

    Args:
        crop: The line's picture.
        carrier: The picture of some words.
        dpi: Of both.
    """
    space = round(_SPACE * dpi)
    high = max(crop.grey.shape[0], carrier.shape[0])
    down = (high - crop.grey.shape[0]) // 2
    made = np.full((high, crop.own + space + carrier.shape[1]), 255, np.uint8)
    made[down : down + crop.grey.shape[0], : crop.own] = crop.grey
    low = (high - carrier.shape[0]) // 2
    made[low : low + carrier.shape[0], crop.own + space :] = carrier
    return Crop(made, crop.left, crop.top - down, crop.own + space // 2)


def _window(grey: Grey, span: Span) -> Grey:
    """A rectangle of a picture, white beyond its edges."""
    height, width = grey.shape
    made = np.full((span.height, span.width), 255, np.uint8)
    left, top = max(span.left, 0), max(span.top, 0)
    inner = grey[top : min(span.bottom, height), left : min(span.right, width)]
    made[top - span.top : top - span.top + inner.shape[0], left - span.left : left - span.left + inner.shape[1]] = inner
    return made


def _whiten(picture: Grey, around: Span, other: Span, line: Span) -> None:
    left, right = max(other.left, around.left), min(other.right, around.right)
    top, bottom = max(other.top, around.top), min(other.bottom, around.bottom)
    inside = other.top < line.bottom and other.bottom > line.top and other.left < line.right and other.right > line.left
    if left < right and top < bottom and not inside:
        picture[top - around.top : bottom - around.top, left - around.left : right - around.left] = 255
