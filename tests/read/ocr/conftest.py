"""Letters drawn by the tests themselves, with the place of every word known."""

import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont, features

from govah.read.ocr.tesseract import available
from govah.read.reader import Limits

Place = tuple[float, float, float, float]

_PERSIAN_LETTER = """
با سلام و احترام بازگشت به نامه شماره در خصوص ایمنی سد و شبکه آبیاری استان به استحضار می رسد گزارش کارشناسان این سازمان
نشان می دهد که سطح آب مخزن در هفته گذشته از حد مجاز بالاتر رفته و نشت در بدنه اصلی مشاهده شده است خواهشمند است دستور
فرمایید نسبت به تخلیه روستاهای پایین دست و تعمیر تجهیزات پیش از آغاز فصل بارندگی اقدام لازم صورت گیرد
"""
_ENGLISH_LETTER = """
Dear Sir with reference to your letter concerning the safety of the dam and the irrigation network of the province we
report that the water level of the reservoir has passed the permitted limit during the last week and that seepage was
observed in the main body please instruct the offices concerned to clear the villages below
"""
PERSIAN = _PERSIAN_LETTER.split()
ENGLISH = _ENGLISH_LETTER.split()


@dataclass(frozen=True)
class Drawn:
    """A drawn page: the picture, its lines of words in reading order, and where each word's ink is."""

    picture: Image.Image
    lines: list[list[str]]
    places: list[list[Place]]
    dpi: int

    @property
    def text(self) -> str:
        return "\n".join(" ".join(line) for line in self.lines)


@cache
def persian_font() -> Path | None:
    shipped = sorted((Path(__file__).parents[3] / "src" / "govah").glob("**/fonts/Vazirmatn-Regular.ttf"))
    if shipped:
        return shipped[0]
    program = shutil.which("fc-list")
    if program is None:
        return None
    told = subprocess.run([program, ":lang=fa", "file"], capture_output=True, text=True, check=True).stdout
    paths = sorted(line.rstrip(": ") for line in told.splitlines())
    fit = [
        p for p in paths if not any(bad in p for bad in ("NotoNaskh", "Nastaliq", "Kufi", "Bold", "Mono", "Oblique"))
    ]
    return Path(fit[0]) if fit else None


@pytest.fixture(scope="session", autouse=True)
def _tesseract() -> None:
    if not available():
        pytest.skip("Tesseract or its models fas, ara, eng are not installed")


@pytest.fixture(scope="session")
def font() -> Path:
    found = persian_font()
    if found is None or not features.check("raqm"):
        pytest.skip("no Persian font, or Pillow without raqm")
    return found


@pytest.fixture
def limits(tmp_path: Path) -> Limits:
    return Limits(tmp_path)


class Pen:
    """Draws words on a page of A4 and remembers where they are."""

    def __init__(self, size: int = 50, *, rightwards: bool = False, height: int = 3508) -> None:
        font = None if rightwards else persian_font()
        if not rightwards and (font is None or not features.check("raqm")):
            pytest.skip("no Persian font, or Pillow without raqm")
        self._font = ImageFont.load_default(size) if font is None else ImageFont.truetype(font, size)
        self._way = {} if rightwards else {"direction": "rtl", "language": "fa"}
        self._sign = 1 if rightwards else -1
        self.picture = Image.new("L", (2480, height), 255)
        self._draw = ImageDraw.Draw(self.picture)
        self.lines: list[list[str]] = []
        self.places: list[list[Place]] = []
        self.pitch = round(size * 1.75)

    def line(self, words: list[str], start: float, top: float) -> None:
        """Draw a line that starts at an edge (its right one in Persian)."""
        x, places = start, []
        for word in words:
            advance = self._font.getlength(word, **self._way)
            left = x if self._sign > 0 else x - advance
            places.append(tuple(self._draw.textbbox((left, top), word, font=self._font, **self._way)))
            self._draw.text((left, top), word, font=self._font, fill=0, **self._way)
            x += self._sign * (advance + self._font.getlength(" ") + 2)
        self.lines.append(words)
        self.places.append(places)

    def paragraph(self, words: list[str], top: float, count: int, lines: int, start: float) -> float:
        """Draw some lines of some words; returns where the next may begin."""
        for number in range(lines):
            row = [words[(number * count + place) % len(words)] for place in range(count)]
            self.line(row, start, top)
            top += self.pitch
        return top

    def drawn(self, dpi: int = 200) -> Drawn:
        scale = dpi / 300
        size = (round(self.picture.width * scale), round(self.picture.height * scale))
        picture = self.picture.resize(size, Image.Resampling.LANCZOS) if dpi != 300 else self.picture
        scaled = [[tuple(side * scale for side in place) for place in line] for line in self.places]
        return Drawn(picture, self.lines, scaled, dpi)


@pytest.fixture
def pen() -> type[Pen]:
    return Pen


@pytest.fixture
def letter() -> Callable[..., Drawn]:
    """A Persian letter: three blocks side by side at its head, a body with numbers."""

    def draw(dpi: int = 200) -> Drawn:
        pen = Pen(height=1800)
        for row, words in enumerate((["جمهوری", "اسلامی", "ایران"], ["وزارت", "نیرو"], ["سازمان", "آب"])):
            pen.line(words, 2280, 150 + row * pen.pitch)
        pen.line(["بسمه", "تعالی"], 1330, 150)
        heads = (["شماره:", "۱۴۰/۱۱۰۱"], ["تاریخ:", "۱۳۹۳/۱۲/۰۵"], ["پیوست:", "دارد"])
        for row, words in enumerate(heads):
            pen.line(words, 700, 150 + row * pen.pitch)
        top = pen.paragraph(PERSIAN, 550, 9, 5, 2280)
        pen.line(["بازگشت", "به", "نامه", "۸۸/۲۲۳۵", "مورخ", "۱۳۹۳/۱۱/۲۷", "آن", "سازمان"], 2280, top + 40)
        pen.paragraph(PERSIAN[45:], top + 40 + pen.pitch, 9, 2, 2280)
        return pen.drawn(dpi)

    return draw


@pytest.fixture
def english_letter() -> Drawn:
    pen = Pen(46, rightwards=True, height=1500)
    pen.line(["Ministry", "of", "Energy"], 200, 150)
    pen.line(["No:", "140/1101"], 1700, 150)
    pen.line(["Water", "Authority"], 200, 150 + pen.pitch)
    pen.line(["Date:", "2015-02-21"], 1700, 150 + pen.pitch)
    pen.paragraph(ENGLISH, 480, 9, 5, 200)
    return pen.drawn()


@pytest.fixture
def dice() -> random.Random:
    return random.Random(20150221)
