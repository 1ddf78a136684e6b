"""What lies over writing, and ink that no word stands for."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from govah.model.page import RegionKind
from govah.read.ocr.numbers.certainty import CERTAIN
from govah.read.ocr.page import recognise
from govah.read.ocr.stamps import lifted
from govah.read.reader import Limits


def stamped(picture: Image.Image, place: tuple[float, float], ink: int | tuple[int, int, int]) -> Image.Image:
    """Two rings around a place."""
    layer = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(layer)
    x, y = place
    for radius in (120, 105):
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(box, outline=ink if isinstance(ink, tuple) else (ink,) * 3, width=4)
    return Image.fromarray(np.minimum(np.asarray(picture.convert("RGB")), np.asarray(layer)))


def test_a_lighter_ring_is_lifted_and_the_writing_under_it_stays() -> None:
    grey = np.full((500, 500), 255, np.uint8)
    ring = Image.new("L", (500, 500), 255)
    ImageDraw.Draw(ring).ellipse((100, 100, 400, 400), outline=130, width=6)
    grey = np.minimum(grey, np.asarray(ring))
    strokes = np.zeros((500, 500), bool)
    for left in range(60, 440, 24):
        strokes[240:262, left : left + 6] = True
    strokes[258:262, 60:440] = True
    grey[strokes] = 0
    made = lifted(grey, 200)
    assert not made.grey[strokes].any()
    assert np.count_nonzero(made.grey[100:230] < 200) == 0
    assert made.over(100, 230, 130, 270)
    assert not made.over(200, 240, 300, 262)
    assert len(made.places()) == 1


def test_writing_and_tables_are_not_lifted() -> None:
    grey = np.full((500, 500), 255, np.uint8)
    grey[100:400:60, 50:450] = 120
    grey[100:400, 50:450:100] = 120
    grey[120:140, 60:100] = 0
    grey[220:235, 200:202] = 0
    assert lifted(grey, 200).grey is grey


def test_words_under_a_stamp_are_read_and_their_numbers_flagged(letter: Callable[..., Any], limits: Limits) -> None:
    drawn = letter()
    place = next(
        place
        for words, places in zip(drawn.lines, drawn.places, strict=True)
        for word, place in zip(words, places, strict=True)
        if word == "۱۳۹۳/۱۱/۲۷"
    )
    plain = recognise(drawn.picture, dpi=drawn.dpi, limits=limits)
    for ink in (135, (40, 60, 190)):
        page = recognise(stamped(drawn.picture, (place[0], place[1]), ink), dpi=drawn.dpi, limits=limits)
        lost = set(plain.text.split()) - set(page.text.split())
        assert len(lost) <= 2, ink
        assert any(region.kind is RegionKind.UNREAD for region in page.regions)
        word = next(
            word
            for word in page.words
            if word.box.left < place[2] and word.box.right > place[0]
            and word.box.top < place[3] and word.box.bottom > place[1]
            and any(map(str.isdigit, page.text[word.start : word.end]))
        )  # fmt: skip
        assert word.confidence is not None
        assert word.confidence < CERTAIN


def test_ink_without_a_word_is_marked_everywhere(english_letter: Any, limits: Limits) -> None:
    picture = english_letter.picture.copy()
    draw = ImageDraw.Draw(picture)
    draw.line([(200, 880), (260, 820), (300, 900), (360, 810), (420, 890)], fill=0, width=5)
    page = recognise(picture, dpi=english_letter.dpi, limits=limits)
    boxes = [region.box for region in page.regions]
    assert any(box.left <= 310 <= box.right and box.top <= 860 <= box.bottom for box in boxes)
    whole = recognise(english_letter.picture, dpi=english_letter.dpi, limits=limits)
    assert not whole.regions
