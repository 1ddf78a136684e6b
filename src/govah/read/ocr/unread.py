"""Ink of a page that stands in no word: what a person should look at."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from govah.read.ocr.ink import parts, spread
from govah.read.ocr.sheet import Sheet
from govah.read.ocr.span import CELL_DPI, Span, are_near, united

_LEAST: Final = 6  # cells of a hundredth of an inch: smaller ink is a dot, a mark or a speck
_AREA: Final = 8
_FLAT: Final = 2  # so flat is what is left of a rule, where it lies beside one
_AROUND: Final = 1
_NEAR: Final = 5  # cells from one place to the next of one region


def unread(sheet: Sheet, words: Sequence[Span]) -> list[Span]:
    """Where a sheet has ink, but no word and no rule.

    Args:
        sheet: The page.
        words: Rectangles of all its words, in pixels of the sheet.

    Returns:
        Rectangles in pixels of the sheet, what stands close together in one.
    """
    cell = sheet.dpi // CELL_DPI
    left_over = sheet.ink & ~spread(sheet.layout.rules)
    for word in words:
        top, left = max(word.top // cell - _AROUND, 0), max(word.left // cell - _AROUND, 0)
        left_over[top : -(-word.bottom // cell) + _AROUND, left : -(-word.right // cell) + _AROUND] = False
    found = parts(left_over)
    width, height = found.right - found.left, found.bottom - found.top
    counts = (np.maximum(width, height) >= _LEAST) & (found.area >= _AREA) & (np.minimum(width, height) > 1)
    boxes = zip(*(side[counts].tolist() for side in found.sides), strict=True)
    return [Span(*(side * cell for side in place)) for place in gathered([Span(*box) for box in boxes])]


def gathered(places: Sequence[Span]) -> list[Span]:
    """Places that lie close together made one, until none do.

    Args:
        places: In cells of a hundredth of an inch.
    """
    made: list[Span] = []
    for place in places:
        near = [other for other in made if are_near(place, other, _NEAR)]
        while near:
            for other in near:
                made.remove(other)
                place = united(place, other)
            near = [other for other in made if are_near(place, other, _NEAR)]
        made.append(place)
    return sorted(made, key=lambda one: (one.top, one.left))
