"""Lines as they are seen, and what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.read.pdf.bidi import ordered
from govah.read.pdf.brackets import Mirroring, mirroring
from govah.read.pdf.direction import Direction, line_direction, page_direction
from govah.read.pdf.glyph import Glyph
from govah.read.pdf.units import Unit
from govah.read.pdf.words import VisualWord

KEPT = Mirroring(False, False)


def _line(seen: str) -> list[VisualWord]:
    """Words from left to right, a unit for each character."""
    words, at = [], 0.0
    for word in seen.split(" "):
        units = []
        for char in word:
            units.append(Unit(char, Glyph(char, at, at + 5, 100, 10, 0.9, 0.3, (0, ord(char)), len(words))))
            at += 5
        words.append(VisualWord(units))
        at += 3
    return words


def _read(seen: str, base: Direction = Direction.RIGHT, brackets: Mirroring = KEPT) -> str:
    return "".join(brackets.text(place) for place in ordered(_line(seen), base))


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ("مالس", "سلام"),
        ("۱۲۳ هرامش", "شماره ۱۲۳"),
        ("۱۳۹۸/۰۸/۲۵ :خیرات", "تاریخ: ۱۳۹۸/۰۸/۲۵"),
        ("تسا Windows Server 2019 رورس", "سرور Windows Server 2019 است"),
        ("88965432-021 نفلت", "تلفن 021-88965432"),
        ("دینک هعجارم 192.168.1.10/admin هب", "به 192.168.1.10/admin مراجعه کنید"),
        ("٪۲۵ دشر", "رشد ۲۵٪"),
        ("۲۵٫۳ و ۲٬۵۰۰", "۲٬۵۰۰ و ۲۵٫۳"),
        ("دش هتشون /https://example.org/a رد", "در https://example.org/a/ نوشته شد"),
        ("تسا ++C نابز", "زبان C++ است"),
        (".Windows اب راک", "کار با Windows."),
        ("@user_name هب", "به @user_name"),
        ("دوب GB 16 هظفاح", "حافظه 16 GB بود"),
        ("دش تخادرپ USD 25,000 غلبم", "مبلغ 25,000 USD پرداخت شد"),
        ("تسا Server 2019 هخسن", "نسخه Server 2019 است"),
        ("لخاد ۰۲۱-۸۸۹۶۵۴۳۲ نفلت", "تلفن ۰۲۱-۸۸۹۶۵۴۳۲ داخل"),
        ("دینزب +98-21-88965432 گنز", "زنگ +98-21-88965432 بزنید"),
        ("01-05-2019 خیرات", "تاریخ 2019-05-01"),
        ("تسا Python (3.11) هخسن", "نسخه Python (3.11) است"),
        ("25.5% הלע 3-7 'מע", "עמ' 3-7 עלה 25.5%"),
    ],
)
def test_a_right_to_left_line(seen: str, said: str) -> None:
    assert _read(seen) == said


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ("The word شرازگ means report", "The word گزارش means report"),
        ("sent by تساير رتفد on 12 May", "sent by دفتر رياست on 12 May"),
        ("see ۱۲۳ همان today", "see نامه ۱۲۳ today"),
    ],
)
def test_a_left_to_right_line(seen: str, said: str) -> None:
    assert _read(seen, Direction.LEFT) == said


@given(st.text("abc xyz 123.,-", min_size=1).filter(lambda text: text.strip() and "  " not in text.strip()))
def test_a_line_without_arabic_is_read_as_it_stands(seen: str) -> None:
    assert _read(seen.strip(), Direction.LEFT) == seen.strip()


@given(st.text("ابتجد", min_size=1, max_size=20), st.text("0123456789", min_size=1, max_size=8))
def test_nothing_is_lost_and_numbers_stay(letters: str, digits: str) -> None:
    said = _read(f"{letters} {digits} {letters}")
    assert digits in said
    assert sorted(said) == sorted(f"{letters} {digits} {letters}")


def test_brackets_mapped_by_shape_are_mirrored() -> None:
    by_shape = ordered(_line("(۱۳۹۸) نابآ"), Direction.RIGHT)
    assert "".join(mirroring([by_shape]).text(place) for place in by_shape) == "آبان (۱۳۹۸)"
    by_meaning = ordered(_line(")۱۳۹۸( نابآ"), Direction.RIGHT)
    assert "".join(mirroring([by_meaning]).text(place) for place in by_meaning) == "آبان (۱۳۹۸)"


@pytest.mark.parametrize(
    ("seen", "page", "direction"),
    [
        (["سلام"], Direction.LEFT, Direction.RIGHT),
        (["report"], Direction.RIGHT, Direction.LEFT),
        (["12/5"], Direction.RIGHT, Direction.RIGHT),
        ([".تسا", "Windows", "رورس"], Direction.LEFT, Direction.RIGHT),
        (["The", "word", "شرازگ", "here."], Direction.RIGHT, Direction.LEFT),
        (["Python", "R", "•"], Direction.RIGHT, Direction.LEFT),
    ],
)
def test_the_direction_of_a_line(seen: list[str], page: Direction, direction: Direction) -> None:
    assert line_direction(seen, page) is direction


def test_the_direction_of_a_page() -> None:
    assert page_direction(["سلام", "a", "دنیا"]) is Direction.RIGHT
    assert page_direction(["a", "b", "سلام"]) is Direction.LEFT
    assert page_direction(["12"]) is Direction.LEFT


def test_a_number_in_brackets_before_a_latin_line() -> None:
    said = _read(".Smith, J. (2001), pp. 3–5 [۲]", brackets=Mirroring(True, False))
    assert said == "[۲] Smith, J. (2001), pp. 3–5."


@pytest.mark.parametrize(
    ("seen", "base"),
    [
        (".Smith, J. (2001)", Direction.RIGHT),
        ("Smith, J. [۲]", Direction.RIGHT),
        ("Smith, J. (2001).", Direction.LEFT),
        ("Windows ۱۰", Direction.LEFT),
    ],
)
def test_a_latin_line_of_a_right_to_left_page(seen: str, base: Direction) -> None:
    assert line_direction(seen.split(" "), Direction.RIGHT) is base
