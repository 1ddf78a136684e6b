"""A page that lies is turned with its picture: every box stays on its ink."""

from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from govah.model.page import Box, Page, Region, RegionKind, Word
from govah.model.stretch import stretches
from govah.model.upright import TURNS, upright

_CLOCKWISE = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_PAGE = Page(
    1,
    "plot 9",
    width=200,
    height=120,
    words=(Word(0, 4, Box(20, 10, 60, 22), 0), Word(5, 6, Box(70, 10, 78, 22), 0)),
    regions=(Region(RegionKind.UNREAD, Box(100, 60, 180, 110)),),
)


def inked(size: tuple[float, float], box: Box) -> Image.Image:
    picture = Image.new("L", (int(size[0]), int(size[1])), 0)
    ImageDraw.Draw(picture).rectangle((box.left, box.top, box.right - 1, box.bottom - 1), fill=255)
    return picture


@pytest.mark.parametrize("turned", TURNS[1:])
def test_boxes_stay_on_their_ink(turned: int) -> None:
    page = replace(_PAGE, turned=turned)
    shown = upright(page)
    size = (page.width or 0, page.height or 0)
    before = [word.box for word in page.words] + [region.box for region in page.regions]
    after = [word.box for word in shown.words] + [region.box for region in shown.regions]
    for lying, standing in zip(before, after, strict=True):
        picture = inked(size, lying).transpose(_CLOCKWISE[turned])
        assert picture.size == (shown.width, shown.height)
        assert picture.getbbox() == tuple(standing)
    assert (shown.text, shown.turned) == (page.text, 0)
    assert upright(shown) is shown


def test_what_stands_upright_or_has_no_geometry_stays_as_it_is() -> None:
    assert upright(_PAGE) is _PAGE
    bare = Page(1, "words", turned=90)
    assert upright(bare) is bare


def test_a_cut_word_of_a_lying_page_is_cut_along_its_line() -> None:
    lying = replace(_PAGE, width=120, height=200, turned=90, words=(Word(0, 4, Box(10, 140, 22, 180), 0),))
    (half,) = stretches(upright(lying), 0, 2)
    assert half == Box(20, 10, 40, 22)
