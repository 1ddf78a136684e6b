"""Fonts, and documents drawn by producers that store Arabic script in different ways."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typst
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from govah.model.page import Page
from govah.read.reader import Item, Limits
from govah.read.readers.pdf import PdfReader

HERE = Path(__file__).resolve()
_PLACES = (HERE.parents[3] / "src" / "govah", Path("/usr/share/fonts/truetype"))
_NAMES = ("Vazirmatn*.ttf", "NotoNaskhArabic-*.ttf", "DejaVuSans.ttf")


@pytest.fixture(scope="session")
def arabic_fonts() -> list[Path]:
    """Fonts of the project, then of the machine, that hold Persian letters."""
    found = [path for name in _NAMES for place in _PLACES for path in sorted(place.rglob(name))]
    if not found:
        pytest.skip("no font with Arabic letters; install fonts-noto-core or fonts-dejavu-core")
    return found


@pytest.fixture(scope="session")
def dejavu() -> str:
    """A font with presentation forms, registered with ReportLab."""
    path = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    if not path.exists():
        pytest.skip("DejaVu Sans has the presentation forms that this needs; install fonts-dejavu-core")
    pdfmetrics.registerFont(TTFont("DejaVu", str(path)))
    return "DejaVu"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Item]]:
    """Read a file with the reader, recognition off."""

    def run(path: Path, *, ocr: bool = False, **limits: Any) -> list[Item]:
        with path.open("rb") as stream:
            return list(PdfReader().read(stream, Limits(tmp_path, ocr=ocr, **limits)))

    return run


@pytest.fixture
def pages(read: Callable[..., list[Item]]) -> Callable[[Path], list[Page]]:
    """The pages of a file, each checked for what holds of every page."""

    def run(path: Path) -> list[Page]:
        found = [item for item in read(path) if isinstance(item, Page)]
        for page in found:
            check(page)
        return found

    return run


def check(page: Page) -> None:
    """Words cover the text in order, their boxes lie on the page, their lines never go back."""
    assert unicodedata.is_normalized("NFC", page.text)
    covered = set()
    last, line = 0, 0
    for word in page.words:
        assert last <= word.start < word.end <= len(page.text)
        assert line <= word.line
        last, line = word.end, word.line
        covered.update(range(word.start, word.end))
        left, top, right, bottom = word.box
        assert 0 <= left <= right <= page.width
        assert 0 <= top <= bottom <= page.height
    assert all(char in " \t\n" for place, char in enumerate(page.text) if place not in covered)


@pytest.fixture
def typeset(tmp_path: Path, arabic_fonts: list[Path]) -> Callable[..., Path]:
    """A document set by typst: blocks as data, never as markup."""

    def run(
        blocks: list[tuple[str, Any]], font: str = "Noto Naskh Arabic", direction: str = "rtl", *, own: bool = False
    ) -> Path:
        """`own`: with the project's own fonts only, of which one draws dots as glyphs of their own."""
        (tmp_path / "blocks.json").write_text(json.dumps(blocks), "utf-8")
        source = tmp_path / "page.typ"
        source.write_text(
            f"#set text(font: ({json.dumps(font)}, {json.dumps('DejaVu Sans')}), dir: {direction}, size: 12pt)\n"
            '#for (kind, words) in json("blocks.json") {\n'
            '  if kind == "p" { par(words) }\n'
            '  if kind == "ltr" { set text(dir: ltr); align(left, words) }\n'
            '  if kind == "table" { table(columns: words.at(0).len(), ..words.flatten()) }\n'
            '  if kind == "columns" { set par(justify: true)\n'
            "    grid(columns: (1fr,) * words.len(), gutter: 24pt, ..words) }\n"
            "}\n",
            "utf-8",
        )
        path = tmp_path / "page.pdf"
        paths = [str(font.parent) for font in arabic_fonts if not own or HERE.parents[3] in font.parents]
        typst.compile(str(source), output=str(path), font_paths=paths, ignore_system_fonts=own)
        return path

    return run


def shaped(word: str) -> str:
    """A word in presentation forms, from left to right as it is drawn (a shaper of letters only, for tests)."""
    forms: dict[tuple[str, str], str] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE70, 0xFEFD)):
        kind, *letters = unicodedata.decomposition(chr(code)).split()[:3] or [""]
        if len(letters) == 1:
            forms.setdefault((kind, chr(int(letters[0], 16))), chr(code))
    drawn = []
    for place, letter in enumerate(word):
        before = place > 0 and ("<initial>", word[place - 1]) in forms
        after = place + 1 < len(word) and ("<initial>", letter) in forms and ("<final>", word[place + 1]) in forms
        kind = {(0, 0): "<isolated>", (1, 0): "<final>", (0, 1): "<initial>", (1, 1): "<medial>"}[before, after]
        drawn.append(forms.get((kind, letter), letter))
    return "".join(reversed(drawn))


@pytest.fixture
def paper(tmp_path: Path) -> canvas.Canvas:
    """An empty A4 document to draw on; its path is its `_filename`."""
    return canvas.Canvas(str(tmp_path / "drawn.pdf"), pagesize=(595, 842))


@pytest.fixture
def shape() -> Callable[[str], str]:
    """The shaper."""
    return shaped
