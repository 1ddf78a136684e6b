"""A page whose picture lies on its side or on its head, in the coordinates of the picture that was turned upright."""

from dataclasses import replace
from typing import Final

from govah.model.page import Box, Page

TURNS: Final = (0, 90, 180, 270)
"""Degrees clockwise that a picture can be turned by without being drawn anew."""


def upright(page: Page) -> Page:
    """The page as a person reads it: boxes and size of the picture turned by `page.turned` degrees clockwise.

    What stands upright already, and what has no geometry, is returned as it is.
    """
    if not page.turned or page.width is None or page.height is None:
        return page
    wide, high = page.width, page.height
    on_its_side = page.turned % 180 != 0
    return replace(
        page,
        width=high if on_its_side else wide,
        height=wide if on_its_side else high,
        words=tuple(replace(word, box=_turned(word.box, page.turned, wide, high)) for word in page.words),
        regions=tuple(replace(region, box=_turned(region.box, page.turned, wide, high)) for region in page.regions),
        turned=0,
    )


def _turned(box: Box, degrees: int, wide: float, high: float) -> Box:
    """A rectangle of a picture of this size, once the picture was turned clockwise."""
    left, top, right, bottom = box
    match degrees:
        case 90:
            return Box(high - bottom, left, high - top, right)
        case 180:
            return Box(wide - right, high - bottom, wide - left, high - top)
        case 270:
            return Box(top, wide - right, bottom, wide - left)
        case _:
            return box
