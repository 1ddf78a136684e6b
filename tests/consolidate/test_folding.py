"""Folding: one number, one word in every spelling, and the way back to the text as it stands."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.consolidate.folding import ascii_digits, fold, folded, tokens

TEXTS = st.text(
    st.one_of(
        st.sampled_from("يىیكکةۀهأإآاءؤئ‌‍\u200f\u202eـًٰ٠۹۱۲/٫٬،؟ ﻻﷲﷺ½²①ßİıe\u0301éＡ-'’_.\n東京हिन्दी"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كتابِ علي", "کتاب علی"),
        ("خانهٔ", "خانه"),
        ("خانۀ", "خانة"),
        ("مسؤول", "مسوول"),
        ("رحمٰن", "رحمن"),
        ("قرآن", "قران"),
        ("املاء", "املا"),
        ("کتـــاب", "کتاب"),
        ("می‌رود", "میرود"),
        ("می¬رود", "میرود"),
        ("۸۸/۲۲۳۵", "88/2235"),
        ("٨٨/٢٢٣٥", "88/2235"),
        ("ﻻزم", "لازم"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Kılıç", "kilic"),
        ("ʿAlī", "ali"),
        ("co\u00adoperation", "cooperation"),
        ("\ufeff88\u200f/\u200e2235", "88/2235"),
        ("e\u0301cole", "école"),
        ("چه؟", "چه?"),
    ],
)
def test_spellings_that_are_one(one, other):
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(("one", "other"), [("کار", "گار"), ("がく", "かく"), ("कि", "क"), ("12²", "122"), ("ب", "پ")])
def test_spellings_that_are_two(one, other):
    assert fold(one).text != fold(other).text


@given(TEXTS)
def test_both_ways_of_folding_agree(text):
    assert fold(text).text == folded(text)


@given(TEXTS)
def test_offsets_rise_and_lie_in_the_text(text):
    result = fold(text)
    assert len(result.offsets) == len(result.text) + 1
    assert list(result.offsets) == sorted(result.offsets)
    assert result.offsets[-1] == len(text)


@given(TEXTS, st.data())
def test_a_span_covers_what_folds_to_it(text, data):
    result = fold(text)
    if not result.text:
        return
    start = data.draw(st.integers(0, len(result.text) - 1))
    end = data.draw(st.integers(start + 1, len(result.text)))
    left, right = result.span(start, end)
    assert 0 <= left < right <= len(text)
    assert result.text[start:end] in "".join(fold(char).text for char in text[left:right])
    assert right == len(text) or unicodedata.category(text[right]) not in ("Mn", "Mc", "Me")


@given(TEXTS)
def test_digits_fold_in_place(text):
    result = ascii_digits(text)
    assert len(result) == len(text)
    assert all(a == b or (unicodedata.decimal(b) == int(a)) for a, b in zip(result, text, strict=True))


def shown(text):
    return [(token.text, text[token.start : token.end], [part.text for part in token.parts]) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("او می‌رود.", [("او", "او", []), ("میرود", "می‌رود", ["می", "رود"])]),
        ("خانهٔ كتابِ", [("خانه", "خانهٔ", []), ("کتاب", "كتابِ", [])]),
        ("ش ۸۸/۲۲۳۵", [("ش", "ش", []), ("88/2235", "۸۸/۲۲۳۵", ["88", "2235"])]),
        ("1401/08/25", [("1401/08/25", "1401/08/25", ["1401", "08", "25"])]),
        ("م/۱۲", [("م/12", "م/۱۲", ["م", "12"])]),
        ("۱٬۲۳۴٬۵۶۷", [("1234567", "۱٬۲۳۴٬۵۶۷", ["1", "234", "567"])]),
        ("1,234.50", [("1234.50", "1,234.50", ["1", "234", "50"])]),
        ("۳٫۵", [("3.5", "۳٫۵", ["3", "5"])]),
        ("1394,120", [("1394", "1394", []), ("120", "120", [])]),
        ("1, 2", [("1", "1", []), ("2", "2", [])]),
        ("12²", [("12", "12", []), ("2", "²", [])]),
        ("al-Khatib", [("alkhatib", "al-Khatib", ["al", "khatib"])]),
        ("don’t", [("dont", "don’t", ["don", "t"])]),
        ("at 12:30.", [("at", "at", []), ("12:30", "12:30", ["12", "30"])]),
        ("東京", [("東", "東", []), ("京", "京", [])]),
        ("हिन्दी", [("हिन्दी", "हिन्दी", [])]),
        ("ﷺ", [(word, "ﷺ", []) for word in ("صلی", "الله", "علیه", "وسلم")]),
        ("— … ؟ ء", []),
    ],
)
def test_tokens(text, expected):
    assert shown(text) == expected


@given(TEXTS)
def test_tokens_stand_in_order_inside_the_text(text):
    found = tokens(text)
    assert all(token.text and 0 <= token.start < token.end <= len(text) for token in found)
    assert [token.start for token in found] == sorted(token.start for token in found)
    for token in found:
        assert all(token.start <= part.start < part.end <= token.end for part in token.parts)
        assert not any(char.isspace() for char in token.text)


def test_a_long_run_of_joins_takes_no_time():
    assert len(tokens("a/" * 50_000)) == 3125
    assert tokens("-" * 50_000) == []
