"""Text layers and handwriting on drawn pages: is the better reading the page's text, is a hand found."""

import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from bench.drawn_letter import FONTS, Dice, Letter, faces, letter, scanned
from bench.margin import handwriting_section
from bench.section import Place, Section, share, table
from PIL import Image
from rapidfuzz.distance import Levenshtein
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from govah.model.page import Page
from govah.read.ocr.numbers.certainty import CERTAIN
from govah.read.pdf.comparison import folded
from govah.read.reader import Limits
from govah.read.readers.pdf import PdfReader

_SCALE: Final = 72 / 300
_SIGNS: Final = {"fa": "ابتپجدرزسشعفقکگلمنوهی", "ar": "ابتجدرزسشعفقكلمنوهي", "en": "abcdefghijklmnopqrstuvwxyz"}
_PLANTED: Final = {
    "fa": ["این", "قرارداد", "هرگز", "امضا", "نشده", "و", "هیچ", "پولی", "پرداخت", "نگردیده", "است"],
    "ar": ["لم", "يوقع", "هذا", "العقد", "أبدا", "ولم", "تدفع", "أي", "أموال", "لأحد"],
    "en": ["this", "contract", "was", "never", "signed", "and", "nobody", "was", "paid", "any", "money"],
}
_LETTERS_DRAWN: Final = 6
_SLACK: Final = 0.01  # character errors by which the page's text may be the worse reading

Words = Callable[[Dice, Letter, str], str]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A text layer that the bench lays over a scan.

    Args:
        name: What it is.
        word: What it has for a word of the letter.
        down: How far beside its ink it stands, points.
    """

    name: str
    word: Words
    down: float = 0.0


def _misread(rate: float) -> Words:
    def word(dice: Dice, drawn: Letter, text: str) -> str:
        signs = list(_SIGNS[drawn.language])
        figures = "۰۱۲۳۴۵۶۷۸۹" if drawn.language == "fa" else "٠١٢٣٤٥٦٧٨٩" if drawn.language == "ar" else "0123456789"
        return "".join(
            str(dice.choice(list(figures) if char.isdigit() else signs))
            if char.isalnum() and dice.random() < rate
            else char
            for char in text
        )

    return word


def _mojibake(_: Dice, drawn: Letter, text: str) -> str:
    if drawn.language == "en":
        return "".join(chr(ord(char) + 3) if char.isalpha() else char for char in text)
    return text.replace("ی", "ي").encode("cp1256", "ignore").decode("latin-1")


def _planted(dice: Dice, drawn: Letter, text: str) -> str:
    return str(dice.choice(_PLANTED[drawn.language]))


KINDS: Final = (
    _Kind("good", lambda dice, drawn, text: text),
    _Kind("3 % of the signs wrong", _misread(0.03)),
    _Kind("10 % of the signs wrong", _misread(0.10)),
    _Kind("30 % of the signs wrong", _misread(0.30)),
    _Kind("words from the wrong end", lambda dice, drawn, text: text if text[0].isdigit() else text[::-1]),
    _Kind("letters of another font", _mojibake),
    _Kind("other words, planted", _planted),
    _Kind("right words beside their ink", lambda dice, drawn, text: text, down=170.0),
)


def run(place: Place) -> Iterator[Section]:
    """Text layers over scans, then notes by hand."""
    yield _layers(place)
    yield handwriting_section(place)


def _layers(place: Place) -> Section:
    pdfmetrics.registerFont(TTFont("layer", str(FONTS / "dejavu" / "DejaVuSans.ttf")))
    limits = Limits(place.work)
    rows: dict[str, list[_Outcome]] = defaultdict(list)
    for number in range(_LETTERS_DRAWN):
        for kind in (*KINDS, None):
            dice = np.random.default_rng([27, number])
            language = ("fa", "en", "fa", "ar")[number % 4]
            known = faces(language)
            drawn = letter(dice, language, known[number // 2 % len(known)])
            condition = ("clean", "jpeg", "fax")[number % 3]
            picture = scanned(dice, drawn.picture, condition, tilt=0.0)
            path = place.work / "layered.pdf"
            if kind is None:
                _by_tesseract(picture, 300 * picture.width / drawn.picture.width, language, path)
            else:
                _searchable(dice, drawn, picture, kind, path)
            rows["Tesseract's own" if kind is None else kind.name].append(_outcome(path, drawn, limits))
    told, right, of = [], 0, 0
    for name, outcomes in rows.items():
        good = sum(outcome.is_right for outcome in outcomes)
        right, of = right + good, of + len(outcomes)
        told.append(
            (
                name,
                share(good, len(outcomes)),
                sum(outcome.theirs for outcome in outcomes),
                f"{100 * float(np.mean([o.chosen for o in outcomes])):.1f} %",
                f"{100 * float(np.mean([o.other for o in outcomes])):.1f} %",
                share(sum(o.caught for o in outcomes), sum(o.numbers for o in outcomes)),
            )
        )
    columns = (
        "text layer",
        "choice right",
        "layer kept",
        "signs wrong in the text",
        "in the other reading",
        "numbers right, doubted or marked unread",
    )
    body = (
        "Persian, Arabic and English letters, drawn, scanned at 300 dpi (a third by fax, a third as poor JPEG), each "
        "with eight invisible text layers and the one that Tesseract makes. The choice is right where the page's text "
        f"has no more wrong signs than the other reading ({100 * _SLACK:.0f} % aside), and its words stand on ink.\n\n"
        + table(columns, told)
    )
    return Section("Layers: the better reading is the page's text", body, right >= 0.95 * of, "accuracy")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How one page was read.

    Args:
        chosen, other: Share of wrong signs in the page's text, and in its other reading.
        theirs: Whether the file's own layer is the text.
        on_ink: Whether the words stand on their ink.
        numbers: How many there are.
        caught: Those of them that are right, or doubted, or without a word where a region says so.
    """

    chosen: float
    other: float
    theirs: bool
    on_ink: bool
    numbers: int
    caught: int

    @property
    def is_right(self) -> bool:
        return self.on_ink and self.chosen <= self.other + _SLACK


def _outcome(path: Path, drawn: Letter, limits: Limits) -> _Outcome:
    with path.open("rb") as stream:
        (page,) = [item for item in PdfReader().read(stream, limits) if isinstance(item, Page)]
    truth = folded(drawn.text)
    other = min((_errors(layer.text, truth) for layer in page.layers), default=1.0)
    numbers = [(text, box) for line in drawn.lines for text, box in line if text[0].isdigit()]
    words = [(word, page.text[word.start : word.end]) for word in page.words]
    caught = 0
    for text, box in numbers:
        here = [(word, read) for word, read in words if _meets(word.box, box)]
        right = folded(text) == "".join(folded(read) for _, read in here)
        doubted = any(word.confidence is not None and word.confidence < CERTAIN for word, _ in here)
        marked = not here and any(_touches(region.box, box) for region in page.regions)
        caught += right or doubted or marked
    inked = [any(_meets(word.box, box) for word, _ in words) for line in drawn.lines for _, box in line]
    theirs = page.reason is not None and page.reason.startswith("Recognised by another")
    return _Outcome(_errors(page.text, truth), other, theirs, float(np.mean(inked)) > 0.9, len(numbers), caught)


def _errors(text: str, truth: str) -> float:
    return Levenshtein.distance(folded(text), truth) / len(truth)


def _meets(box: Sequence[float], place: Sequence[float]) -> bool:
    """Whether a word's centre lies on a word of the letter."""
    x, y = (box[0] + box[2]) / 2 / _SCALE, (box[1] + box[3]) / 2 / _SCALE
    return place[0] - 6 <= x <= place[2] + 6 and place[1] - 20 <= y <= place[3] + 20


def _touches(box: Sequence[float], place: Sequence[float]) -> bool:
    left, top, right, bottom = (side / _SCALE for side in box)
    return left < place[2] and place[0] < right and top < place[3] and place[1] < bottom


def _searchable(dice: Dice, drawn: Letter, picture: Image.Image, kind: _Kind, path: Path) -> None:
    """The scan with a text layer, every word stretched over its ink."""
    width, height = drawn.picture.width * _SCALE, drawn.picture.height * _SCALE
    paper = canvas.Canvas(str(path), pagesize=(width, height))
    held = BytesIO()
    picture.save(held, "JPEG", quality=70)
    paper.drawImage(ImageReader(held), 0, 0, width, height)
    for line in drawn.lines:
        top, bottom = min(box[1] for _, box in line), max(box[3] for _, box in line)
        for word, box in line:
            read = kind.word(dice, drawn, word)
            leftwards = any("\u0600" <= char <= "\u06ff" and char.isalpha() for char in read)
            text = paper.beginText(box[0] * _SCALE, height - (bottom - 0.25 * (bottom - top)) * _SCALE - kind.down)
            text.setTextRenderMode(3)
            size = (bottom - top) * _SCALE * 0.8
            text.setFont("layer", size)
            wide = paper.stringWidth(read, "layer", size)
            text.setHorizScale(100 * (box[2] - box[0]) * _SCALE / max(wide, 1))
            text.textOut(read[::-1] if leftwards else read)
            paper.drawText(text)
    paper.showPage()
    paper.save()


def _by_tesseract(picture: Image.Image, dpi: float, language: str, path: Path) -> None:
    """The scan as Tesseract makes it searchable."""
    drawn = path.with_suffix(".png")
    picture.save(drawn, dpi=(dpi, dpi))
    model = {"fa": "fas", "ar": "ara", "en": "eng"}[language]
    command = ["tesseract", str(drawn), str(path.with_suffix("")), "-l", model, "pdf"]
    subprocess.run(command, check=True, capture_output=True)
