"""Pages whose file says one thing and whose picture shows another, or shows it too."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from govah.model.page import Origin, Page
from govah.model.upright import upright
from govah.read.ocr.numbers.certainty import CERTAIN
from govah.read.ocr.tesseract import available
from govah.read.pdf.survey import survey
from govah.read.pdf.visibility import sight
from govah.read.reader import Item, Remark

Read = Callable[..., list[Item]]
LINES = (
    "The committee met at the depot on 12 May 2019 and",
    "counted 1250 sealed crates in the yard of the office.",
    "Nobody was present when the seal was broken, and the",
    "report was sent to the ministry under number 48/317.",
    "A copy of this letter was handed to the governor by",
    "the courier of the region, who signed for it at noon.",
)
TOP, PITCH, SIZE = 120.0, 24.0, 14.0
recognising = pytest.mark.skipif(not available(), reason="Tesseract or its models fas, ara, eng are not installed")


@pytest.fixture
def face() -> ImageFont.FreeTypeFont:
    path = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    if not path.exists():
        pytest.skip("install fonts-dejavu-core")
    return ImageFont.truetype(str(path), round(SIZE * 200 / 72))


@pytest.fixture
def scan(face: ImageFont.FreeTypeFont) -> ImageReader:
    """The lines as a picture of a whole page at 200 dots per inch."""
    picture = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(LINES):
        draw.text((72 / 72 * 200, (TOP + PITCH * number) / 72 * 200), line, font=face, fill=0, anchor="ls")
    return ImageReader(picture)


def _searchable(paper: canvas.Canvas, scan: ImageReader, lines: tuple[str, ...], *, down: float = 0.0) -> Path:
    """The scan with invisible text laid over it, each line as wide as the picture's."""
    paper.drawImage(scan, 0, 0, 595, 842)
    for number, (line, shown) in enumerate(zip(lines, LINES, strict=True)):
        text = paper.beginText(72, 842 - TOP - PITCH * number - down)
        text.setTextRenderMode(3)
        text.setFont("Helvetica", SIZE)
        wide = paper.stringWidth(line, "Helvetica", SIZE) or 1.0
        text.setHorizScale(100 * paper.stringWidth(shown, "Helvetica", SIZE) * 1.13 / wide)
        text.textOut(line)
        paper.drawText(text)
    return _saved(paper)


def _saved(paper: canvas.Canvas) -> Path:
    paper.showPage()
    paper.save()
    return Path(paper._filename)


def _page(items: list[Item]) -> Page:
    (page,) = [item for item in items if isinstance(item, Page)]
    return page


def _word(page: Page, text: str) -> tuple[float | None, str | None]:
    return next((word.confidence, word.other) for word in page.words if page.text[word.start : word.end] == text)


def _written(paper: canvas.Canvas) -> None:
    for number, line in enumerate(LINES):
        paper.drawString(72, 842 - TOP - PITCH * number, line)


def test_a_plain_page_is_not_looked_at_twice(paper: canvas.Canvas, read: Read) -> None:
    _written(paper)
    page = _page(read(_saved(paper), ocr=True))
    assert (page.text, page.origin, page.reason, page.layers) == ("\n".join(LINES), Origin.TEXT, None, ())


def test_without_recognition_anothers_words_stay_and_are_not_certain(
    paper: canvas.Canvas, scan: ImageReader, read: Read
) -> None:
    items = read(_searchable(paper, scan, LINES))
    page = _page(items)
    assert page.text == "\n".join(LINES)
    assert page.origin is Origin.OCR
    assert "another program" in str(page.reason)
    assert "was not compared" in str(page.remark)
    assert all(word.confidence is not None and word.confidence < CERTAIN for word in page.words)
    assert not [item for item in items if isinstance(item, Remark)]


@recognising
def test_a_page_whose_scan_lies_tells_how_it_was_turned(
    paper: canvas.Canvas, face: ImageFont.FreeTypeFont, read: Read
) -> None:
    picture = Image.new("L", (2339, 1654), 255)
    for number, line in enumerate(LINES):
        ImageDraw.Draw(picture).text((200, 300 + 70 * number), line, font=face, fill=0, anchor="ls")
    paper.drawImage(ImageReader(picture.transpose(Image.Transpose.ROTATE_90)), 0, 0, 595, 842)
    page = _page(read(_saved(paper), ocr=True))
    assert page.turned == 90
    assert "1250 sealed crates" in page.text
    assert all(word.box.bottom - word.box.top > word.box.right - word.box.left for word in page.words[:2])
    shown = upright(page)
    assert (shown.width, shown.height) == (page.height, page.width)
    assert all(word.box.right - word.box.left > word.box.bottom - word.box.top for word in shown.words[1:3])


@recognising
def test_the_other_recognition_is_kept_beside_ours(paper: canvas.Canvas, scan: ImageReader, read: Read) -> None:
    misread = tuple(line.replace("1250", "7250") for line in LINES)
    page = _page(read(_searchable(paper, scan, misread), ocr=True))
    assert page.origin is Origin.OCR
    assert "1250" in page.text
    assert "like the text in the file" in str(page.reason)
    (layer,) = page.layers
    assert "7250" in layer.text
    confidence, other = _word(page, "1250")
    assert other == "7250"
    assert confidence is not None
    assert confidence < CERTAIN
    assert _word(page, "2019")[1] is None


@recognising
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda line: "".join(chr(ord(c) + 3) if c.isalpha() else c for c in line), "make no words"),
        (lambda line: "ÓáÇã æ ÇÍÊÑÇã ÈÇÒÔÊ Èå äÇãå ÔãÇÑå ÏÑ ÎÕæÕ", "make no words"),
        (lambda line: "Nothing of this was ever written in that letter, sir", "not what is seen"),
    ],
    ids=["shifted", "mojibake", "planted"],
)
def test_what_the_picture_shows_wins(
    paper: canvas.Canvas, scan: ImageReader, read: Read, change: Callable[[str], str], why: str
) -> None:
    page = _page(read(_searchable(paper, scan, tuple(map(change, LINES))), ocr=True))
    assert page.text.split("\n")[0] == LINES[0]
    assert why in str(page.reason)
    assert len(page.layers) == 1


@recognising
def test_words_beside_their_ink_lose_to_words_on_it(paper: canvas.Canvas, scan: ImageReader, read: Read) -> None:
    page = _page(read(_searchable(paper, scan, LINES, down=300.0), ocr=True))
    assert page.text.split("\n")[0] == LINES[0]
    assert page.words[0].box.bottom < TOP + 10


@pytest.mark.parametrize("way", ["white", "mode", "beneath", "outside", "tiny"])
def test_planted_words_that_nobody_sees_are_a_layer(paper: canvas.Canvas, read: Read, way: str) -> None:
    planted = "The governor paid for it"
    if way == "beneath":
        paper.drawString(100, 300, planted)
        paper.setFillGray(0)
        paper.rect(90, 290, 300, 30, fill=1)
    _written(paper)
    if way == "white":
        paper.setFillGray(1)
        paper.drawString(100, 300, planted)
    if way == "tiny":
        paper.setFont("Helvetica", 0.4)
        paper.setFillAlpha(0.05)
        paper.drawString(100, 300, planted)
    if way == "outside":
        paper.drawString(700, 300, planted)
    if way == "mode":
        text = paper.beginText(100, 300)
        text.setTextRenderMode(3)
        text.textOut(planted)
        paper.drawText(text)
    page = _page(read(_saved(paper)))
    assert page.text == "\n".join(LINES)
    assert page.origin is Origin.TEXT
    assert "".join(layer.text for layer in page.layers).split() == planted.split()
    assert "5 words of the file's text cannot be seen" in str(page.reason)
    assert [page.text[word.start : word.end] for word in page.words] == page.text.split()


def test_white_words_on_dark_ground_are_seen(paper: canvas.Canvas, read: Read) -> None:
    paper.setFillGray(0.2)
    paper.rect(60, 690, 450, 60, fill=1)
    paper.setFillGray(1)
    paper.drawString(72, 842 - TOP, LINES[0])
    page = _page(read(_saved(paper)))
    assert (page.text, page.reason, page.layers) == (LINES[0], None, ())


def test_writing_over_a_picture_that_holds_nothing_else_is_not_recognised(paper: canvas.Canvas, read: Read) -> None:
    paper.drawImage(ImageReader(Image.new("L", (60, 84), 250)), 0, 0, 595, 842)
    _written(paper)
    page = _page(read(_saved(paper), ocr=True))
    assert (page.text, page.origin, page.layers) == ("\n".join(LINES), Origin.TEXT, ())


@recognising
def test_a_font_that_names_its_glyphs_wrongly_is_read_from_the_page(
    paper: canvas.Canvas, read: Read, dejavu: str
) -> None:
    paper.setFont("Helvetica", SIZE)
    _written(paper)
    path = _saved(paper)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        cmap = b"begincmap 1 beginbfrange <20> <7a> <0023> endbfrange endcmap"
        for font in pdf.pages[0].Resources.Font.values():
            font.ToUnicode = pdf.make_stream(cmap)
        pdf.save()
    page = _page(read(path, ocr=True))
    assert page.text.split("\n")[0] == LINES[0]
    assert page.origin is Origin.OCR
    assert "not what is seen" in str(page.reason)
    assert len(page.layers) == 1


def test_mirrored_words_are_read_in_their_order(
    paper: canvas.Canvas, scan: ImageReader, pages: Callable[[Path], list[Page]], dejavu: str
) -> None:
    """As Tesseract writes Persian: each word from its right end leftwards, a number too."""
    paper.drawImage(scan, 0, 0, 595, 842)
    right = 380.0
    for word in ("نامه", "شماره", "۱۲۳/۴۵", "رسید"):
        text = paper.beginText()
        text.setTextRenderMode(3)
        text.setFont(dejavu, SIZE)
        text.setTextTransform(-1, 0, 0, 1, right, 842 - TOP)
        text.textOut(f"{word} ")
        paper.drawText(text)
        right -= paper.stringWidth(word, dejavu, SIZE) - 1  # overlapping, as its boxes do
    (page,) = pages(_saved(paper))
    assert page.text == "نامه شماره ۱۲۳/۴۵ رسید"


def test_a_page_is_left_as_it_was(paper: canvas.Canvas) -> None:
    paper.setFillGray(1)
    _written(paper)
    document = pdfium.PdfDocument(_saved(paper))
    page = document[0]
    before = page.get_textpage().get_text_range()
    assert survey(page).veiled
    sight(page, ())
    assert page.get_textpage().get_text_range() == before
    document.close()
