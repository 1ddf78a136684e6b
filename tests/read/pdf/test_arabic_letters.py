import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.read.pdf.arabic import is_arabic_letter, joins_backward, joins_forward, plain, shape_of, undone


def test_joining_of_the_alphabet() -> None:
    assert [letter for letter in "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیء" if not joins_forward(letter)] == list("ادذرزژوء")
    assert not joins_backward("ء")
    assert joins_backward("ا")
    assert not joins_forward("a")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ﻻ", "لا"),
        ("ﻷ", "لأ"),
        ("ﯽ", "ی"),
        ("ﷲ", "الله"),
        ("ﬁn", "fin"),
        ("x²", "x²"),
        ("¹", "¹"),
        ("ﷺ", "ﷺ"),
        ("٣", "٣"),
        ("ﹱ", "\u064b"),
    ],
)
def test_only_shapes_of_letters_are_undone(written: str, meant: str) -> None:
    assert undone(written) == meant


@given(st.characters(min_codepoint=0xFE70, max_codepoint=0xFEFC, categories=["Lo"], exclude_characters="\ufe73"))
def test_a_presentation_form_becomes_letters(char: str) -> None:
    letters = plain(char)
    assert letters == unicodedata.normalize("NFKC", char).lstrip(" \u0640") or letters == "\u0640"
    assert all(is_arabic_letter(letter) or unicodedata.combining(letter) for letter in letters)
    assert shape_of(char) in ("isolated", "final", "initial", "medial")


@given(st.text(st.characters(max_codepoint=0x06FF, exclude_categories=["Cs"])))
def test_other_text_stays(text: str) -> None:
    assert undone(text) == text
