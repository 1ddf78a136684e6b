"""Numbers read by the real network, drawn here in whatever Persian font the project ships."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from govah.errors import MissingExtraError
from govah.model.page import Word
from govah.read.ocr.numbers.certainty import CERTAIN, Signs, certainty
from govah.read.ocr.numbers.classes import ARABIC_FOUR, BLANK, COUNT, EASTERN, LATIN, OTHER, SEPARATORS, SLASH
from govah.read.ocr.numbers.decoding import collapsed, probabilities, readings, settled
from govah.read.ocr.numbers.groups import is_open
from govah.read.ocr.numbers.net import number_net
from govah.read.ocr.numbers.picture import HEIGHT, fitted, framed
from govah.read.ocr.numbers.rereading import NumberReader, Reading, read
from govah.read.ocr.numbers.spelling import (
    Spelled,
    bare,
    has_more_separators,
    logical,
    number_of,
    plain,
    spelled,
    with_thousands,
    with_told_separators,
    written,
)
from govah.read.ocr.page import RecognisedPage, recognise
from govah.read.ocr.sheet import sheet_of
from govah.read.ocr.tesseract import ReadWord
from govah.read.reader import Limits

PERSIAN, ARABIC = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"
NUMBERS = ("1393/12/05", "12/901", "140/1207", "88/2240", "70/410", "2356", "30186/9192", "1387", "59")
LIKELY = Signs(0.99, 1.0, True, False, 0.9, 20.0, 8, 2, 0.4, 1.5, False, True, False)


def script(number: str, digits: str) -> str:
    return "".join(digits[int(char)] if char.isdigit() else char for char in number)


def folded(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)


def seen(text: str, font: Any, *, arabic: bool = False) -> Reading:
    """What the network says of a number drawn sign by sign, smaller and blurred as a scanner gives it."""
    face = ImageFont.truetype(font, 60)
    wide = sum(face.getlength(char) for char in text)
    canvas = Image.new("L", (round(wide) + 80, 160), 255)
    draw, x = ImageDraw.Draw(canvas), 40.0
    for char in text:
        draw.text((x, 110), char, fill=0, font=face, anchor="ls")
        x += face.getlength(char)
    small = np.asarray(canvas.resize((canvas.width // 2, canvas.height // 2), Image.Resampling.LANCZOS))
    rows, columns = np.flatnonzero((small < 128).any(axis=1)), np.flatnonzero((small < 128).any(axis=0))
    crop = small[rows[0] - 1 : rows[-1] + 2, columns[0] - 1 : columns[-1] + 2]
    return read(number_net().scores([fitted(framed(crop, margin)) for margin in (0.09, 0.18)]), arabic=arabic)


@pytest.mark.parametrize("digits", [PERSIAN, ARABIC, "0123456789"])
def test_most_numbers_are_read_in_every_script(font: Any, digits: str) -> None:
    told = [seen(script(number, digits), font, arabic=digits == ARABIC) for number in NUMBERS]
    right = [reading.number == number for reading, number in zip(told, NUMBERS, strict=True)]
    assert sum(right) >= len(NUMBERS) - 1
    assert all(reading.latin is (digits[0] == "0") for reading, ok in zip(told, right, strict=True) if ok)


def test_words_are_no_numbers(font: Any) -> None:
    face = ImageFont.truetype(font, 30)
    for word in ("سلام", "نامه", "وزارت", "گزارش"):
        left, top, right, bottom = face.getbbox(word, direction="rtl", language="fa")
        canvas = Image.new("L", (right - left + 8, bottom - top + 8), 255)
        ImageDraw.Draw(canvas).text((4 - left, 4 - top), word, fill=0, font=face, direction="rtl", language="fa")
        scores = number_net().scores([fitted(np.asarray(canvas))])
        assert not read(scores, arabic=False).number


def test_pictures_together_score_as_alone() -> None:
    dice = np.random.default_rng(5)
    pictures = [dice.random((HEIGHT, wide)).astype(np.float32) for wide in (40, 96, 61)]
    together = number_net().scores(pictures)
    assert [score.shape for score in together] == [(20, COUNT), (48, COUNT), (31, COUNT)]
    alone = number_net().scores(pictures[1:2])[0]
    np.testing.assert_allclose(together[1], alone, atol=1e-4)
    np.testing.assert_allclose(np.exp(together[0]).sum(axis=1), 1.0, atol=1e-4)


def test_missing_weights_are_told(tmp_path: Any) -> None:
    with pytest.raises(MissingExtraError):
        number_net(tmp_path / "none.npz")


def every_path(scores: np.ndarray, signs: tuple[int, ...]) -> float:
    """The probability of signs, summed over all paths the slow way."""
    total = 0.0
    used = sorted({BLANK, *signs})
    for path in np.ndindex(*[len(used)] * scores.shape[0]):
        chosen = np.array([used[step] for step in path])
        if collapsed(chosen) == signs:
            total += float(np.exp(scores[np.arange(chosen.size), chosen].sum()))
    return total


@given(st.integers(0, 10_000), st.lists(st.sampled_from([2, 3, SLASH]), max_size=3))
@settings(max_examples=40, deadline=None)
def test_probability_is_that_of_all_paths(seed: int, signs: list[int]) -> None:
    dice = np.random.default_rng(seed)
    raw = dice.normal(size=(5, COUNT)).astype(np.float32)
    scores = (raw - np.log(np.exp(raw).sum(axis=1, keepdims=True))).astype(np.float32)
    wide = np.concatenate([scores, scores])
    told = probabilities([scores, wide], [tuple(signs), (5,), ()])
    assert told.shape == (2, 3)
    assert told[0, 0] == pytest.approx(every_path(scores, tuple(signs)), rel=1e-3)
    assert told[0, 2] == pytest.approx(every_path(scores, ()), rel=1e-3)


def test_scripts_are_kept_apart() -> None:
    scores = np.full((6, COUNT), -20.0, np.float32)
    scores[[0, 2, 4], [EASTERN + 1, ARABIC_FOUR + 1, LATIN + 7]] = 0.0
    scores[[1, 3, 5], BLANK] = 0.0
    scores[2, EASTERN] = -1.0
    eastern, latin = readings(settled(scores, arabic=False))
    assert eastern[:2] == (EASTERN + 1, EASTERN)  # a ring is a zero among Persian digits
    assert LATIN + 7 in latin
    eastern, _ = readings(settled(scores, arabic=True))
    assert eastern[:2] == (EASTERN + 1, ARABIC_FOUR + 1)  # and a five among Arabic ones


def test_one_number_among_signs() -> None:
    assert number_of((OTHER, SLASH + 3, EASTERN + 1, SLASH, EASTERN + 2, SLASH + 2)) == (
        EASTERN + 1,
        SLASH,
        EASTERN + 2,
    )
    assert number_of((EASTERN + 1, OTHER, EASTERN + 2)) is None
    assert number_of((OTHER,)) is None


def test_words_keep_their_marks_and_their_digits() -> None:
    told = spelled("(۱۲/۳۴۵)،")
    assert told == Spelled("(", "۱۲/۳۴۵", ")،")
    assert written("12/245", told, "fas", latin=False) == "(۱۲/۲۴۵)،"
    assert written("12/245", told, "ara", latin=False) == "(١٢/٢٤٥)،"
    assert written("12/245", told, "ara", latin=True) == "(12/245)،"
    assert written("1,245", spelled("۱۳۴۵") or told, "fas", latin=False) == "۱٬۲۴۵"
    assert bare(Spelled("ا/(", "۱", ")/د")) == Spelled("(", "۱", ")")
    assert bare(Spelled("", "۱۴۰/۱۲۰۷", "/م)،")) == Spelled("", "۱۴۰/۱۲۰۷", "/م)،")
    assert bare(Spelled("", "۱۲", "/سال")) == bare(Spelled("", "۱۲", "/ا")) == Spelled("", "۱۲", "")
    assert spelled("سلام") is None


def test_order_of_groups_is_that_of_typing() -> None:
    assert logical("170-14", "14-170") == "14-170"
    assert logical("1393/12/05", "05/12/1393") == "1393/12/05"  # strokes never turn a number round
    assert with_told_separators("1.245", "1,245") == "1,245"
    assert with_told_separators("1.245", "1,345") == "1.245"


def scored(*columns: dict[int, float]) -> np.ndarray:
    scores = np.full((2 * len(columns), COUNT), -20.0, np.float32)
    scores[1::2, BLANK] = 0.0
    for place, column in enumerate(columns):
        for sign, likely in column.items():
            scores[2 * place, sign] = np.log(likely)
    return scores


def test_a_missed_thousands_mark_is_no_agreement() -> None:
    """Tesseract, too, misses these marks: its number without one confirms nothing."""
    comma = SLASH + SEPARATORS.index(",")
    likely = scored({EASTERN + 1: 1.0}, {comma: 0.55, BLANK: 0.45}, *[{EASTERN + digit: 1.0} for digit in (2, 3, 4)])
    assert read([likely] * 2, arabic=False, told="1234").number == "1,234"
    less = scored({EASTERN + 1: 1.0}, {comma: 0.25, BLANK: 0.75}, *[{EASTERN + digit: 1.0} for digit in (2, 3, 4)])
    told = read([less] * 2, arabic=False, told="1234")
    assert (told.number, round(told.richer, 2)) == ("1234", 0.25)
    assert has_more_separators("12,323", "12323")
    assert not has_more_separators("12,323", "12.323")
    assert not has_more_separators("12,323", "12322")
    assert plain(with_thousands((EASTERN + 1,) * 7)) == "1,111,111"
    assert with_thousands((EASTERN + 1,) * 3) == with_thousands((EASTERN + 1,) * 3 + (SLASH, EASTERN)) == ()


def test_what_may_be_a_number_is_shown_to_the_network() -> None:
    def word(text: str) -> ReadWord:
        return ReadWord(text, 0, 0, 20, 20, 0.95)

    assert not is_open(word("و"))
    assert is_open(word("و"), alone=True)
    assert not is_open(word("of"))
    assert is_open(word("ov"))


def test_a_number_beside_a_loose_figure_is_flagged(letter: Callable[..., Any]) -> None:
    sheet = sheet_of(np.asarray(letter().picture.convert("L")), 200, 0)
    reader = NumberReader(sheet, "fas", [])
    number, loose = ReadWord("۰۹۳/۱۵۷", 40, 0, 80, 20, 0.96), ReadWord("1", 22, 0, 5, 20, 0.0)
    assert reader.whole([number], [loose])[0].confidence <= 0.5
    assert reader.whole([number], [replace(loose, left=-60)])[0].confidence == 0.96
    assert reader.whole([number])[0].confidence == 0.96


def test_certainty_falls_with_every_doubt() -> None:
    sure = certainty(LIKELY)
    assert sure > CERTAIN
    assert certainty(replace(LIKELY, probability=0.5)) < sure
    assert certainty(replace(LIKELY, probability=0.2, votes=0.3)) < sure
    assert certainty(replace(LIKELY, agreed=False, contradicted=True, probability=0.2, votes=0.3)) < CERTAIN


def numbers_of(page: RecognisedPage) -> dict[str, Word]:
    found = {folded(page.text[word.start : word.end]): word for word in page.words}
    return {text: word for text, word in found.items() if any(char.isdigit() for char in text)}


@pytest.mark.parametrize("dpi", [200, 300])
def test_numbers_of_a_letter(letter: Callable[..., Any], limits: Limits, dpi: int) -> None:
    drawn = letter(dpi)
    page = recognise(drawn.picture, dpi=drawn.dpi, limits=limits)
    found = numbers_of(page)
    wanted = {"1393/12/05", "140/1101", "88/2235", "1393/11/27"}
    assert wanted <= set(found)
    assert sum((found[number].confidence or 0) >= CERTAIN for number in wanted) >= 3
    assert "۱۳۹۳/۱۲/۰۵" in page.text


def spoilt(picture: Image.Image, boxes: Sequence[Any]) -> Image.Image:
    made = picture.copy()
    draw = ImageDraw.Draw(made)
    for left, top, right, bottom in boxes:
        for x in range(round(left), round(right), 9):
            draw.line((x, top, x + 14, bottom), fill=40, width=3)
    return made


def test_a_spoilt_number_is_flagged_or_marked(letter: Callable[..., Any], limits: Limits) -> None:
    drawn = letter()
    place = next(
        drawn.places[row][column]
        for row, line in enumerate(drawn.lines)
        for column, word in enumerate(line)
        if word == "۸۸/۲۲۳۵"
    )
    page = recognise(spoilt(drawn.picture, [place]), dpi=drawn.dpi, limits=limits)
    found = numbers_of(page)
    sure = [text for text, word in found.items() if "/" in text and (word.confidence or 0) >= CERTAIN]
    assert set(sure) <= {"1393/12/05", "140/1101", "88/2235", "1393/11/27"}
