import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from math import cos, radians, sin
from typing import Any

import numpy as np
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from govah.model.page import Box
from govah.model.text import stored_text
from govah.read.ocr.page import RecognisedPage, recognise
from govah.read.reader import Limits

_DIGITS = {ord(char): str(unicodedata.digit(char)) for char in "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩"}


def folded(text: str) -> str:
    return text.translate(_DIGITS).replace("ي", "ی").replace("ك", "ک").replace("\u200c", " ")


def errors(read: str, drawn: Any) -> float:
    """Character error rate, whatever the order of the blocks: each drawn line against the closest read one."""
    lines = [folded(line) for line in read.split("\n")]
    wanted = [folded(" ".join(line)) for line in drawn.lines]
    wrong = sum(min(Levenshtein.distance(line, other) for other in [*lines, ""]) for line in wanted)
    return wrong / sum(len(line) for line in wanted)


def overlap(one: Box, other: Any) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    area = wide * high
    return area / ((one[2] - one[0]) * (one[3] - one[1]) + (other[2] - other[0]) * (other[3] - other[1]) - area)


def covered(page: RecognisedPage, drawn: Any) -> list[float]:
    return [
        max((overlap(word.box, place) for word in page.words), default=0.0) for line in drawn.places for place in line
    ]


def read(drawn: Any, limits: Limits) -> RecognisedPage:
    return recognise(drawn.picture, dpi=drawn.dpi, limits=limits)


def uneven(picture: Image.Image) -> Image.Image:
    grey = np.asarray(picture, dtype=np.float32)
    light = np.linspace(0.35, 0.95, grey.shape[1], dtype=np.float32)
    noise = np.random.default_rng(7).normal(0, 5, grey.shape)
    return Image.fromarray(np.clip(grey * light + noise, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_clean_persian_letter(letter: Callable[..., Any], limits: Limits, dpi: int) -> None:
    drawn = letter(dpi)
    page = read(drawn, limits)
    assert errors(page.text, drawn) <= 0.08
    assert page.language == "fa"
    assert page.turned == 0
    assert page.complete
    assert page.confidence > 0.75
    numbers = {"1393/12/05", "140/1101", "88/2235", "1393/11/27"}
    words = set(folded(page.text).split())
    assert len(numbers & words) >= 3
    assert not {number[::-1] for number in numbers} & words


def test_text_and_words_agree(letter: Callable[..., Any], limits: Limits) -> None:
    page = read(letter(), limits)
    assert page.text == stored_text(page.text)
    assert not re.search("[\u200e\u200f\u202a-\u202e\ufb50-\ufdff\ufe70-\ufeff]", page.text)
    spoken = [page.text[word.start : word.end] for word in page.words]
    assert spoken == page.text.split()
    assert [word.line for word in page.words] == sorted(word.line for word in page.words)
    for word in page.words:
        assert page.text[: word.start].count("\n") == word.line
        assert word.confidence is not None
        assert 0 <= word.confidence <= 1


def test_blocks_side_by_side_stay_apart(letter: Callable[..., Any], limits: Limits) -> None:
    rows = read(letter(), limits).text.split("\n")
    assert not [row for row in rows if "وزارت" in row and "تاریخ" in row]
    assert [row for row in rows if row.startswith("شماره")]
    assert [row for row in rows if row.startswith("تاریخ")]
    first = next(place for place, row in enumerate(rows) if "ایران" in row)
    number = next(place for place, row in enumerate(rows) if row.startswith("شماره"))
    assert first < number, "the right block is read before the left one"


def test_word_boxes_cover_their_ink(letter: Callable[..., Any], limits: Limits) -> None:
    drawn = letter()
    shares = covered(read(drawn, limits), drawn)
    assert np.median(shares) > 0.8
    assert np.percentile(shares, 10) > 0.5


def test_english_letter(english_letter: Any, limits: Limits) -> None:
    page = read(english_letter, limits)
    assert errors(page.text, english_letter) <= 0.02
    assert page.language == "en"
    assert np.median(covered(page, english_letter)) > 0.8
    rows = page.text.split("\n")
    assert rows.index("Ministry of Energy") < rows.index("No: 140/1101")


@pytest.mark.parametrize("tilt", [2.0, -5.0])
def test_tilted_page_and_its_boxes(letter: Callable[..., Any], limits: Limits, tilt: float) -> None:
    drawn = letter()
    width, height = drawn.picture.size
    tilted = drawn.picture.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255)

    def moved(place: tuple[float, ...]) -> tuple[float, ...]:
        level, slope = cos(radians(tilt)), sin(radians(tilt))
        corners = [(place[i] - width / 2, place[j] - height / 2) for i in (0, 2) for j in (1, 3)]
        x = [width / 2 + u * level + v * slope for u, v in corners]
        y = [height / 2 - u * slope + v * level for u, v in corners]
        return min(x), min(y), max(x), max(y)

    page = recognise(tilted, dpi=drawn.dpi, limits=limits)
    inside = replace(drawn, places=[[moved(place) for place in line] for line in drawn.places])
    assert errors(page.text, drawn) <= 0.1
    assert np.median(covered(page, inside)) > 0.7


@pytest.mark.parametrize(("turn", "needed"), [(90, 270), (180, 180), (270, 90)])
def test_turned_page_in_english(english_letter: Any, limits: Limits, turn: int, needed: int) -> None:
    turned = np.ascontiguousarray(np.rot90(np.asarray(english_letter.picture), -(turn // 90)))
    page = recognise(Image.fromarray(turned), dpi=english_letter.dpi, limits=limits)
    assert page.turned == needed
    assert errors(page.text, english_letter) <= 0.02


@pytest.mark.parametrize(("turn", "needed"), [(90, 270), (180, 180), (270, 90)])
def test_turned_page(letter: Callable[..., Any], limits: Limits, turn: int, needed: int) -> None:
    drawn = letter()
    turned = np.rot90(np.asarray(drawn.picture), -(turn // 90))
    page = recognise(Image.fromarray(np.ascontiguousarray(turned)), dpi=drawn.dpi, limits=limits)
    assert page.turned == needed
    assert errors(page.text, drawn) <= 0.08
    width, height = drawn.picture.size

    def moved(place: tuple[float, ...]) -> tuple[float, ...]:
        left, top, right, bottom = place
        if turn == 90:
            return height - bottom, left, height - top, right
        if turn == 180:
            return width - right, height - bottom, width - left, height - top
        return top, width - right, bottom, width - left

    inside = replace(drawn, places=[[moved(place) for place in line] for line in drawn.places])
    assert np.median(covered(page, inside)) > 0.75, "boxes are those of the picture that was handed in"


def test_uneven_light(letter: Callable[..., Any], limits: Limits) -> None:
    drawn = letter()
    page = recognise(uneven(drawn.picture), dpi=drawn.dpi, limits=limits)
    assert errors(page.text, drawn) <= 0.1


def test_specks(letter: Callable[..., Any], limits: Limits) -> None:
    drawn = letter()
    grey = np.array(drawn.picture)
    grey[np.random.default_rng(3).random(grey.shape) < 0.004] = 0
    page = recognise(Image.fromarray(grey), dpi=drawn.dpi, limits=limits)
    assert errors(page.text, drawn) <= 0.12


def test_numbers_that_stand_alone(pen: Any, limits: Limits, dice: Any) -> None:
    drawn = pen(height=1500)
    drawn.paragraph(["گزارش", "کارشناسان", "این", "سازمان", "نشان", "داد", "که", "سطح", "آب"], 150, 8, 3, 2280)
    wanted = []
    for row in range(4):
        for column in range(3):
            number = f"{dice.randrange(100, 1000)}/{dice.randrange(1000, 10000)}"
            wanted.append(number)
            eastern = number.translate({ord(str(d)): "۰۱۲۳۴۵۶۷۸۹"[d] for d in range(10)})
            drawn.line([eastern], 2200 - 750 * column, 600 + row * 130)
    words = folded(read(drawn.drawn(), limits).text).split()
    assert sum(number in words for number in wanted) >= 0.7 * len(wanted)


def test_latin_words_in_a_persian_line_do_not_become_numbers(pen: Any, limits: Limits) -> None:
    drawn = pen(height=1300)
    top = drawn.paragraph(["گزارش", "کارشناسان", "این", "سازمان", "نشان", "داد", "که", "سطح", "آب"], 150, 8, 3, 2280)
    drawn.line(
        ["گزارش", "سازمان", "IAEA", "درباره", "قرارداد", "Water", "Authority", "به", "شماره", "140/1101"], 2280, top
    )
    row = read(drawn.drawn(), limits).text.split("\n")[-1]
    assert {"IAEA", "Water", "Authority", "140/1101"} <= set(folded(row).split())


def test_transparent_picture_stands_on_white(english_letter: Any, limits: Limits) -> None:
    ink = Image.eval(english_letter.picture, lambda value: 255 - value)
    black = Image.new("L", ink.size, 0)
    page = recognise(Image.merge("LA", (black, ink)), dpi=200, limits=limits)
    assert errors(page.text, english_letter) <= 0.02


def test_high_resolution_boxes(english_letter: Any, limits: Limits) -> None:
    large = english_letter.picture.resize([side * 3 for side in english_letter.picture.size])
    page = recognise(large, dpi=600, limits=limits)
    places = [[tuple(side * 3 for side in place) for place in line] for line in english_letter.places]
    assert errors(page.text, english_letter) <= 0.02
    assert np.median(covered(page, replace(english_letter, places=places))) > 0.8


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 2), (300, 300)])
def test_empty_and_tiny_pictures(limits: Limits, size: tuple[int, int]) -> None:
    for shade in (0, 128, 255):
        page = recognise(Image.new("L", size, shade), dpi=200, limits=limits)
        assert (page.text, page.words, page.language) == ("", (), None)


def test_noise_is_no_writing(limits: Limits) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (60, 80), dtype=np.uint8)
    cloudy = Image.fromarray(noise).resize((640, 480), Image.Resampling.BICUBIC)
    assert recognise(cloudy, dpi=96, limits=limits).text == ""


def test_time_that_runs_out_keeps_what_was_read(letter: Callable[..., Any], limits: Limits) -> None:
    page = recognise(letter().picture, dpi=200, limits=replace(limits, page_seconds=0))
    assert not page.complete
    assert page.remark is not None
    assert "time" in page.remark
