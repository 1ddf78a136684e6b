"""Whole pages from producers that store Arabic script differently: exact text, numbers, boxes."""

import html
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen import canvas

from govah.model.page import Page
from govah.read.reader import Item

Pages = Callable[[Path], list[Page]]
Typeset = Callable[..., Path]

LETTER = [
    ("p", "شماره: ۱۲۳۴/۵۶/ج"),
    ("p", "تاریخ: ۱۴۰۱/۰۷/۲۱"),
    ("p", "موضوع: گزارش محرمانه درباره تجمع‌های آبان (۱۳۹۸) و پیگیری آن"),
    ("p", "مبلغ ۲٬۵۰۰٬۰۰۰ ریال هزینه و ۱۲٫۵ درصد آن نمی‌شود؛ «کتاب‌خانه‌ها» به‌گونه‌ای دیگر عمل‌کنند."),
    ("p", "سرور Windows Server 2019 با نشانی 192.168.1.10 و نسخه v2.5.1 کار می‌کند [نسخه نهایی]."),
    ("p", "نامه به info@example.org و تلفن ۰۲۱۸۸۹۶۵۴۳۲ فرستاده شد: رشد ۳۴٫۷٪ بود."),
]
ARABIC = [
    ("p", "قرار رقم ٣٤٥ لسنة ٢٠١٩ بشأن الإجراءات الأمنية"),
    ("p", "إِنَّ اللَّجْنَةَ تُقَرِّرُ أَنْ يُلْغَى القَرَارُ الصَّادِرُ بِتَارِيخِ ١٢/٥/٢٠١٨."),
    ("p", "لا يجوز الاطلاع على الملفات إلا بإذن؛ والآلات لأنها مسؤولة عن شيء."),
]
NUMBER = re.compile(r"[\d][\d/٬٫.]*")


def _said(blocks: list[tuple[str, Any]]) -> str:
    return "\n".join(words for _, words in blocks)


def _unwrapped(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("font", ["Noto Naskh Arabic", "DejaVu Sans"])
@pytest.mark.parametrize("blocks", [LETTER, ARABIC], ids=["persian", "arabic"])
def test_typst(typeset: Typeset, pages: Pages, blocks: list[tuple[str, Any]], font: str) -> None:
    (page,) = pages(typeset(blocks, font))
    assert _unwrapped(page.text) == _unwrapped(_said(blocks))
    assert NUMBER.findall(page.text) == NUMBER.findall(_said(blocks))
    assert page.remark is None


@pytest.mark.parametrize("font", ["Noto Naskh Arabic", "Vazirmatn"])
@pytest.mark.parametrize("blocks", [LETTER[:4], ARABIC], ids=["persian", "arabic"])
def test_typst_with_the_fonts_of_the_project(
    typeset: Typeset, pages: Pages, blocks: list[tuple[str, Any]], font: str
) -> None:
    """Its Noto Naskh draws dots apart from their letters, and each of both names the letter."""
    (page,) = pages(typeset(blocks, font, own=True))
    assert _unwrapped(page.text) == _unwrapped(_said(blocks))
    assert page.remark is None


def test_each_paragraph_is_a_line(typeset: Typeset, pages: Pages) -> None:
    (page,) = pages(typeset(LETTER[:3]))
    assert page.text == _said(LETTER[:3])
    assert [word.line for word in page.words] == sorted(word.line for word in page.words)
    assert {word.line for word in page.words} == {0, 1, 2}


def test_english_with_persian_words(typeset: Typeset, pages: Pages) -> None:
    said = "The word «گزارش» means report, and گواه means witness (see page 12)."
    (page,) = pages(typeset([("ltr", said), ("ltr", "Nothing else was found that day.")], direction="ltr"))
    assert page.text == said + "\nNothing else was found that day."


def test_a_ruled_table_is_read_row_by_row(typeset: Typeset, pages: Pages) -> None:
    rows = [["ردیف", "شرح کالا", "تعداد"], ["۱", "صندوق مهر و موم شده", "۶۲"], ["۲", "کابل Cat6", "۱٬۲۰۴"]]
    (page,) = pages(typeset([("p", "صورت موجودی"), ("table", rows)]))
    assert page.text == "صورت موجودی\n" + "\n".join("\t".join(row) for row in rows)


def test_the_right_column_comes_first(typeset: Typeset, pages: Pages) -> None:
    right = "در نشست روز شنبه اعضای شورا درباره بودجه سال آینده گفت‌وگو کردند و قرار شد گزارش نهایی " * 3
    left = "وضعیت انبارها بررسی شد و مسئول انبار شماره ۴ اعلام کرد که ۱۲۰ صندوق به مقصد نرسیده است " * 3
    (page,) = pages(typeset([("p", "خبرنامه داخلی"), ("columns", [right.strip(), left.strip()]), ("p", "پایان.")]))
    assert _unwrapped(page.text) == _unwrapped(f"خبرنامه داخلی {right} {left} پایان.")


def test_presentation_forms_in_visual_order(
    paper: canvas.Canvas, dejavu: str, shape: Callable[[str], str], pages: Pages
) -> None:
    said = ["گزارش", "انبار", "شماره", "۱۲۳", "به", "تاریخ", "۱۳۹۸/۰۸/۲۵", "رسید"]
    drawn = [word if word[0].isdigit() else shape(word) for word in said]
    paper.setFont(dejavu, 14)
    paper.drawRightString(540, 700, " ".join(reversed(drawn)))
    paper.save()
    (page,) = pages(Path(paper._filename))
    assert page.text == " ".join(said)
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufeff]", page.text)
    _assert_boxes(page, drawn, dejavu, 14, 540, 842 - 700)


def _assert_boxes(page: Page, drawn: list[str], font: str, size: float, right: float, baseline: float) -> None:
    """Each word's box lies on the stretch where it was drawn, and covers its line."""
    for word, seen in zip(page.words, drawn, strict=True):
        left = right - pdfmetrics.stringWidth(seen, font, size)
        shared = min(right, word.box.right) - max(left, word.box.left)
        assert shared / (max(right, word.box.right) - min(left, word.box.left)) > 0.9
        assert word.box.top < baseline - 0.6 * size
        assert word.box.bottom > baseline
        right = left - pdfmetrics.stringWidth(" ", font, size)


def test_a_code_that_the_map_leaves_out_is_no_letter_of_the_standard_encoding(
    paper: canvas.Canvas, dejavu: str, shape: Callable[[str], str], pages: Pages
) -> None:
    paper.setFont(dejavu, 14)
    paper.drawRightString(540, 700, shape("گزارش"))
    paper.save()
    path = Path(paper._filename)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            if "/ToUnicode" in font:
                names, count = re.subn(rb"<[0-9A-F]{2}> <FB94>", b"<00> <0000>", font.ToUnicode.read_bytes())
                assert count == 1
                font.ToUnicode = pdf.make_stream(names)
        pdf.save(path)
    (page,) = pages(path)
    assert page.text == "\ufffdزارش"


def test_a_heading_over_a_gutter_is_no_part_of_the_columns(
    paper: canvas.Canvas, dejavu: str, shape: Callable[[str], str], pages: Pages
) -> None:
    right = ["در نشست روز شنبه اعضای شورا", "درباره بودجه سال آینده گفت و گو", "کردند و قرار شد گزارش نهایی"]
    left = ["وضعیت انبارها بررسی شد و مسئول", "انبار شماره چهار اعلام کرد که", "صندوق به مقصد نرسیده است"]

    def draw(said: str, x: float, y: float, size: int = 12) -> None:
        paper.setFont(dejavu, size)
        paper.drawRightString(x, y, " ".join(map(shape, reversed(said.split(" ")))))

    draw("خبرنامه داخلی", 350, 752, 14)
    for number, (one, other) in enumerate(zip(right, left, strict=True)):
        draw(one, 540, 730 - 20 * number)
        draw(other, 285, 730 - 20 * number)
    paper.save()
    (page,) = pages(Path(paper._filename))
    assert page.text.split("\n") == ["خبرنامه داخلی", *right, *left]


def test_columns_under_a_form_whose_gutter_they_happen_to_leave_free(
    paper: canvas.Canvas, dejavu: str, shape: Callable[[str], str], pages: Pages
) -> None:
    form = [("نام علی", "نام خانوادگی رضایی"), ("نشانی تهران خیابان انقلاب کوچه دوم", "شغل آموزگار")]
    columns = [
        ["خبر نخست", "در نشست روز شنبه این اعضا", "گفت و گو کردند و باز رفتند", "تا پایان ماه آماده شود"],
        ["خبر دوم", "نماینده شهر ما از آنان پرسید", "چرا نامه او بی پاسخ ماند", "و کسی چیزی به او نگفت"],
        ["خبر سوم", "ساختمان مرکز شهر تعمیر شد", "و کار آن به پایان رسید", "با هزینه ای که گفته شد"],
    ]

    def draw(said: str, x: float, y: float) -> None:
        paper.drawRightString(x, y, " ".join(map(shape, reversed(said.split(" ")))))

    paper.setFont(dejavu, 12)
    for number, (one, other) in enumerate(form):
        draw(one, 540, 740 - 18 * number)
        draw(other, 300, 740 - 18 * number)
    for right, column in zip((540, 385, 230), columns, strict=True):
        for number, line in enumerate(column):
            draw(line, right, 704 - 16 * number)
    paper.save()
    (page,) = pages(Path(paper._filename))
    said = ["\t".join(row) for row in form] + [line for column in columns for line in column]
    assert page.text.split("\n") == said


def test_a_wrapped_cell_of_a_table_without_rulings(
    paper: canvas.Canvas, dejavu: str, shape: Callable[[str], str], pages: Pages
) -> None:
    rows = [["۱", "لباس کار", "۱۶"], ["۲", "صندوق مهر و", "۲۱"], ["۳", "میز اداری", "۱۹"]]
    paper.setFont(dejavu, 12)
    edges = (540.0, 480.0, 330.0)
    for number, row in enumerate(rows):
        for said, right in zip(row, edges, strict=True):
            words = [word if word[0].isdigit() else shape(word) for word in said.split(" ")]
            paper.drawRightString(right, 700 - 40 * number, " ".join(reversed(words)))
    paper.drawRightString(480, 640, shape("موم"))
    paper.save()
    (page,) = pages(Path(paper._filename))
    rows[1][1] += " موم"
    assert page.text == "\n".join("\t".join(row) for row in rows)


def test_glyph_by_glyph_in_logical_order(paper: canvas.Canvas, dejavu: str, pages: Pages) -> None:
    """As cairo writes it: every glyph placed for itself, first letter first."""
    said = "نامه وزارت کشور ۴۵ صفحه"
    paper.setFont(dejavu, 14)
    at = 540.0
    for word in said.split(" "):
        for char in reversed(word) if word[0].isdigit() else word:
            at -= pdfmetrics.stringWidth(char, dejavu, 14)
            paper.drawString(at, 700, char)
        at -= 5
    paper.save()
    (page,) = pages(Path(paper._filename))
    assert page.text == said


def test_turned_text_comes_last(paper: canvas.Canvas, dejavu: str, shape: Callable[[str], str], pages: Pages) -> None:
    paper.setFont(dejavu, 14)
    paper.saveState()
    paper.translate(100, 300)
    paper.rotate(90)
    paper.drawString(0, 0, " ".join(reversed([shape("نسخه"), shape("محرمانه")])))
    paper.restoreState()
    paper.drawRightString(540, 200, shape("گزارش"))
    paper.save()
    (page,) = pages(Path(paper._filename))
    assert page.text == "گزارش\nنسخه محرمانه"
    secret = page.words[2].box
    assert secret.bottom - secret.top > 2 * (secret.right - secret.left)
    assert secret.right < 110
    assert secret.left > 80


def test_where_interpreting_takes_too_long(typeset: Typeset, read: Callable[..., list[Item]]) -> None:
    blocks = [("p", "گزارش انبار شماره ۱۲۳ به تاریخ ۱۳۹۸/۰۸/۲۵ رسید."), ("p", "نسخه دوم")] * 6
    items = read(typeset(blocks), page_seconds=0)
    (page,) = [item for item in items if isinstance(item, Page)]
    assert page.remark == "order: fallback"
    assert page.text == _said(blocks)


@pytest.mark.browser
def test_chromium(tmp_path: Path, pages: Pages, arabic_fonts: list[Path]) -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    blocks = [*LETTER, *ARABIC]
    source = tmp_path / "page.html"
    source.write_text(
        "<html dir=rtl><meta charset=utf-8><style>body{font: 12pt 'Noto Naskh Arabic','DejaVu Sans'}</style>"
        + "".join(f"<p>{html.escape(words)}</p>" for _, words in blocks),
        "utf-8",
    )
    path = tmp_path / "page.pdf"
    subprocess.run(
        [
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--print-to-pdf={path}",
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = pages(path)
    assert _unwrapped(" ".join(page.text for page in found)) == _unwrapped(_said(blocks))
