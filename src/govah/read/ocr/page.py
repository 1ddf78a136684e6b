"""One page's recognition, from the picture to words in its coordinates."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median
from typing import Final

import numpy as np
from PIL import Image

from govah.model.page import Box, Region, RegionKind, Word
from govah.model.text import counted, stored_text
from govah.read.ocr.cells import cells_of
from govah.read.ocr.handwriting import doubted, handwriting, within
from govah.read.ocr.language import ISO, arabic_letters, confidence, latin_letters
from govah.read.ocr.numbers.rereading import NumberLine
from govah.read.ocr.order import reading_order
from govah.read.ocr.reading import CpuBudget, SheetReader
from govah.read.ocr.sheet import Sheet, sheet_of
from govah.read.ocr.snap import span_of
from govah.read.ocr.span import CELL_DPI, Span
from govah.read.ocr.stamps import Lifted, lifted
from govah.read.ocr.tesseract import ReadWord, engine_version
from govah.read.ocr.tone import (
    Grey,
    colourfulness,
    despeckled,
    evened,
    flat_grey,
    ink_threshold,
    speckled,
    without_specks,
)
from govah.read.ocr.unread import unread
from govah.read.reader import Limits

_COLOURLESS: Final = frozenset({"1", "L", "LA", "I", "I;16", "I;16B", "I;16L", "F"})
_DIRECTION_MARKS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SHAPED: Final = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")
_UPRIGHT: Final = 0.6  # mean confidence below which a page may be lying on its side
_IN_BITS: Final = 0.85  # likewise where lines are hardly longer than high, as on a page that lies on its side
_LONG_LINE: Final = 3.0  # heights
_READ_AT_ALL: Final = 0.25
_FINEST: Final = 280  # dots per inch: twice as many are made half
_TRUSTED: Final = 0.78
_CREDIBLE: Final = 0.7
_LONG: Final = 3  # letters and digits
_SEAM: Final = 0.75  # pixels
_UNDER: Final = 0.5  # certainty of a number that something lies over


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What was recognised on a page.

    Args:
        text: Lines joined by LF, words by one space.
        words: Each with its rectangle in pixels of the picture that was handed in.
        language: ISO 639-1 code of most of the text, None where nothing was read.
        remark: What a person should know: ink that was not read, time that ran out.
        turned: Degrees (0, 90, 180, 270) by which the picture had to be turned clockwise to stand upright.
        confidence: Mean of the words', weighted by length, 0 to 1.
        complete: Whether the page's time sufficed.
        regions: Ink that no word stands for, in pixels of the picture.
    """

    text: str
    words: tuple[Word, ...]
    language: str | None
    remark: str | None
    turned: int
    confidence: float
    complete: bool = True
    regions: tuple[Region, ...] = ()


def recognise(image: Image.Image, *, dpi: float, limits: Limits) -> RecognisedPage:
    """Recognise a page of Persian, Arabic or English.

    The light is made even, the page turned upright and straightened, its lines are found and read one by one.

    Args:
        image: The picture, any mode.
        dpi: Its resolution in dots per inch.
        limits: `page_seconds` is what its recognition may take.

    Raises:
        MissingExtraError: Tesseract or one of its models is not installed.
    """
    engine_version()
    budget = CpuBudget(limits.page_seconds)
    factor = max(1, int(dpi / _FINEST))
    page = _cleaned(image, dpi, factor)
    sheet = sheet_of(page.grey, dpi / factor, 0)
    if not sheet.lines:
        return RecognisedPage("", (), None, None, 0, 0.0)
    reader, language = upright(page.grey, dpi / factor, SheetReader(sheet, budget))
    return _recognised(reader, language, _Picture(reader.sheet, page, factor))


@dataclass(frozen=True, slots=True)
class _Picture:
    """The way from a sheet to the picture as it was handed in.

    Args:
        sheet: Of the page.
        page: The picture after it was made smaller.
        factor: By which it was made smaller.
    """

    sheet: Sheet
    page: Lifted
    factor: int

    def box(self, span: Span) -> Box:
        """Where a rectangle of the sheet, with the grey seam around its ink, is in the picture as it was handed in."""
        return self.whole(self._on_page(span, _SEAM))

    def whole(self, box: Sequence[float]) -> Box:
        """Where a rectangle of the smaller picture is in the one that was handed in."""
        return Box(*(side * self.factor for side in box))

    def is_under(self, span: Span) -> bool:
        """Whether something lay over a rectangle of the sheet, or a figure lies there."""
        cell = self.sheet.dpi // CELL_DPI
        figures = self.sheet.layout.figures
        window = figures[span.top // cell : -(-span.bottom // cell), span.left // cell : -(-span.right // cell)]
        return bool(window.any()) or self.page.over(*self._on_page(span))

    def _on_page(self, span: Span, margin: float = 0.0) -> Box:
        height, width = self.page.grey.shape
        return self.sheet.in_picture(span, width, height, margin)


def prepared(image: Image.Image, dpi: float, factor: int) -> Grey:
    """A picture in greys, its light even, its specks gone.

    Args:
        image: Any mode.
        dpi: Its resolution.
        factor: By which it is made smaller.
    """
    return _cleaned(image, dpi, factor).grey


def _cleaned(image: Image.Image, dpi: float, factor: int) -> Lifted:
    """A picture as `prepared` makes it, and what was lifted off its writing."""
    grey = flat_grey(image)
    if factor > 1:
        grey = np.asarray(Image.fromarray(grey).reduce(factor))
    page = evened(grey, dpi / factor)
    threshold = ink_threshold(page)
    clean = without_specks(despeckled(page) if speckled(page, threshold) else page, dpi / factor)
    coloured = image.mode not in _COLOURLESS
    return lifted(clean, dpi / factor, cache(lambda: colourfulness(image, factor)) if coloured else None)


def upright(page: Grey, dpi: float, reader: SheetReader) -> tuple[SheetReader, str]:
    """The reader of the page in the position that is read with most trust, and the page's language.

    Args:
        page: As `prepared` made it.
        dpi: Its resolution.
        reader: Of the page as it lies.
    """
    language, trust = reader.language()
    best = (trust, reader, language)
    if trust < (_IN_BITS if _in_bits(reader.sheet) else _UPRIGHT):
        for turned in (90, 270, 180):
            if reader.budget.spent:
                break
            sheet = sheet_of(page, dpi, turned)
            if not sheet.lines:
                continue
            other = SheetReader(sheet, reader.budget)
            language, trust = other.language()
            if trust > best[0] + 0.05:
                best = (trust, other, language)
            if trust > 0.8:
                break
    return best[1], best[2]


def _in_bits(sheet: Sheet) -> bool:
    """Whether most of a page's lines are hardly longer than high."""
    return median(line.width / line.height for line in sheet.lines) < _LONG_LINE


def _recognised(reader: SheetReader, language: str, picture: _Picture) -> RecognisedPage:
    layout = reader.sheet.layout
    found: list[tuple[int, NumberLine]] = []
    for number in sorted(range(len(layout.lines)), key=lambda place: layout.lines[place].top):
        if reader.budget.spent:
            break
        found.append((number, reader.best(number, language)))
    complete = len(found) == len(layout.lines)
    read = {
        number: [_doubted(word, picture) for word in words]
        for number, words in _settled(reader, language, found)
        if confidence(words) >= _READ_AT_ALL and _signs(words)
    }
    places = sorted(read)
    spans = [layout.lines[place] for place in places]
    cells = cells_of(spans, layout.level, layout.upright)
    labels = {at for at, place in enumerate(places) if read[place][-1].text.endswith(":")}
    order = reading_order(spans, layout.gutters, cells, labels, rightwards=language == "eng")
    lines = [tuple(read[places[number]]) for number in order]
    written = handwriting(reader.sheet, [word for line in lines for word in line])
    lines = [doubted(words, written) for words in lines]
    trust = confidence([word for line in lines for word in line])
    remarks = [] if complete else ["recognition stopped: the page's time ran out"]
    if lines and not _is_writing(lines, trust):
        remarks.append("marks, but no writing that could be read")
        return RecognisedPage("", (), None, "; ".join(remarks), 0, 0.0, complete)
    text, words_of_page = _text(lines, picture)
    left_over = unread(reader.sheet, [span_of(word) for line in lines for word in line])
    boxes = [picture.box(span) for span in left_over if not within(span, written)]
    boxes += [picture.whole(span) for span in picture.page.places()]
    if boxes:
        remarks.append(f"unread ink in {counted(len(boxes), 'place')}")
    if written:
        remarks.append(f"handwriting in {counted(len(written), 'place')}")
    told = "; ".join(remarks) or None
    regions = tuple(Region(RegionKind.UNREAD, box) for box in boxes)
    regions += tuple(Region(RegionKind.HANDWRITING, picture.box(span)) for span in written)
    return RecognisedPage(
        text, words_of_page, _spoken(lines, language), told, reader.sheet.turned, round(trust, 3), complete, regions
    )


def _settled(
    reader: SheetReader, language: str, found: Sequence[tuple[int, NumberLine]]
) -> Iterator[tuple[int, tuple[ReadWord, ...]]]:
    """The words of each line, its numbers read from the ink in the page's own digits."""
    numbers = reader.numbers(language)
    if language == "eng":
        yield from ((number, numbers.confirmed(line)) for number, line in found)
        return
    script = numbers.script([line for _, line in found])
    yield from ((number, numbers.settle(line, script)) for number, line in found)


def _doubted(word: ReadWord, picture: _Picture) -> ReadWord:
    """A word, its number to be confirmed where a stamp or a stroke goes over it."""
    if word.confidence <= _UNDER or not any(char.isdigit() for char in word.text):
        return word
    return replace(word, confidence=_UNDER) if picture.is_under(span_of(word)) else word


def _signs(words: Sequence[ReadWord]) -> int:
    return sum(char.isalnum() for word in words for char in word.text)


def _is_writing(lines: Sequence[Sequence[ReadWord]], trust: float) -> bool:
    """Whether anything longer than a stray sign was read with trust: on photographs nothing is."""
    return trust >= _TRUSTED or any(
        word.confidence >= _CREDIBLE and _signs([word]) >= _LONG for line in lines for word in line
    )


def _spoken(lines: Sequence[Sequence[ReadWord]], language: str) -> str | None:
    """The language of most letters: a page's sample lines may not be what most of it is in."""
    words = [word for line in lines for word in line]
    latin, arabic = latin_letters(words), arabic_letters(words)
    if not latin + arabic:
        return None
    if latin > arabic:
        return ISO["eng"]
    return ISO[language] if language != "eng" else ISO["fas"]


def _text(lines: Sequence[Sequence[ReadWord]], picture: _Picture) -> tuple[str, tuple[Word, ...]]:
    rows: list[str] = []
    words: list[Word] = []
    start = 0
    for line in lines:
        spelled = [(word, text) for word in line if (text := _spelling(word.text))]
        if not spelled:
            continue
        at = start
        for word, text in spelled:
            other = None if word.other is None else _spelling(word.other)
            box, trust = picture.box(span_of(word)), round(word.confidence, 3)
            words.append(Word(at, at + len(text), box, len(rows), trust, other if other != text else None))
            at += len(text) + 1
        rows.append(" ".join(text for _, text in spelled))
        start = at
    return "\n".join(rows), tuple(words)


def _spelling(text: str) -> str:
    plain = _SHAPED.sub(lambda shaped: unicodedata.normalize("NFKC", shaped[0]), _DIRECTION_MARKS.sub("", text))
    return "".join(stored_text(plain).split())
