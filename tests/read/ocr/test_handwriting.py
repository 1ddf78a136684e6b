"""Notes by hand on printed pages, drawn by pens that follow curves."""

import math

import pytest
from PIL import Image, ImageDraw
from tests.read.ocr.conftest import ENGLISH, PERSIAN, Pen

from govah.model.page import Box, RegionKind
from govah.read.ocr.handwriting import UNCERTAIN, doubted, within
from govah.read.ocr.page import RecognisedPage, recognise
from govah.read.ocr.span import Span
from govah.read.ocr.tesseract import ReadWord
from govah.read.reader import Limits

WAYS = pytest.mark.parametrize("rightwards", [True, False], ids=["en", "fa"])


def _letter(*, rightwards: bool) -> Image.Image:
    pen = Pen(46, rightwards=rightwards, height=2200)
    words = ENGLISH if rightwards else PERSIAN
    for number in range(8):
        chosen = [words[(7 * number + place) % len(words)] for place in range(8)]
        pen.line(chosen, 300 if rightwards else 2200, 300 + number * pen.pitch)
    return pen.picture


def _scrawl(picture: Image.Image, left: int, top: int, *, slant: float = 0.0) -> Box:
    """Loops and strokes of joined writing, of uneven heights, about 900 by 130 points."""
    draw = ImageDraw.Draw(picture)
    points = []
    for step in range(700):
        along = step / 700
        high = 34 + 26 * math.sin(23 * along) + 20 * math.sin(61 * along + 1)
        x = left + 900 * along + 18 * math.sin(150 * along)
        y = top + 80 + high * math.sin(115 * along + math.sin(17 * along)) + slant * 900 * along
        points.append((x, y))
    cuts = (0, 180, 200, 420, 445, 700)
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        draw.line(points[start:end], fill=0, width=5, joint="curve")
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _written(found: RecognisedPage) -> list[Box]:
    return [region.box for region in found.regions if region.kind is RegionKind.HANDWRITING]


def _covered(place: Box, boxes: list[Box]) -> float:
    """Share of a place's width that lies in boxes of its height."""
    over = [box for box in boxes if box.top < place.bottom and place.top < box.bottom]
    wide = sum(max(0.0, min(box.right, place.right) - max(box.left, place.left)) for box in over)
    return wide / (place.right - place.left)


@WAYS
def test_print_is_no_handwriting(limits: Limits, rightwards: bool) -> None:
    found = recognise(_letter(rightwards=rightwards), dpi=300, limits=limits)
    assert _written(found) == []
    assert found.remark is None


@WAYS
@pytest.mark.parametrize("slant", [0.0, -0.2])
def test_a_note_beneath_the_print_is_found(limits: Limits, rightwards: bool, slant: float) -> None:
    picture = _letter(rightwards=rightwards)
    place = _scrawl(picture, 700, 1600, slant=slant)
    found = recognise(picture, dpi=300, limits=limits)
    boxes = _written(found)
    assert _covered(place, boxes) > 0.7
    assert all(box.top > 1100 for box in boxes)
    assert "handwriting in" in str(found.remark)
    spans = [Span(*(round(side) for side in box)) for box in boxes]
    for word in found.words:
        if within(Span(*(round(side) for side in word.box)), spans):
            assert word.confidence is not None
            assert word.confidence <= UNCERTAIN


def test_the_ring_of_a_stamp_is_no_handwriting(limits: Limits) -> None:
    picture = _letter(rightwards=True)
    draw = ImageDraw.Draw(picture)
    for radius in (170, 150):
        draw.ellipse((1700 - radius, 1700 - radius, 1700 + radius, 1700 + radius), outline=60, width=6)
    draw.rectangle((500, 1500, 1000, 1800), outline=60, width=6)
    assert _written(recognise(picture, dpi=300, limits=limits)) == []


def test_words_where_a_hand_wrote_are_not_certain() -> None:
    inside, outside = ReadWord("agreed", 10, 10, 50, 20, 0.9), ReadWord("letter", 200, 10, 50, 20, 0.9)
    first, second = doubted((inside, outside), [Span(0, 0, 100, 50)])
    assert first.confidence == UNCERTAIN
    assert second is outside
