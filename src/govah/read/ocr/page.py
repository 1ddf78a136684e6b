"""One page's recognition, from the picture to words in its coordinates."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from govah.model.page import Box, Region, RegionKind, Word
from govah.model.text import counted, stored_text
from govah.read.ocr.cells import cells_of
from govah.read.ocr.language import ISO, arabic_letters, confidence, latin_letters
from govah.read.ocr.lines import Span
from govah.read.ocr.numbers.rereading import NumberLine, unread_ink
from govah.read.ocr.order import reading_order
from govah.read.ocr.reading import CpuBudget, SheetReader
from govah.read.ocr.sheet import Sheet, sheet_of
from govah.read.ocr.snap import span_of
from govah.read.ocr.tesseract import ReadWord, engine_version
from govah.read.ocr.tone import Grey, despeckled, evened, flat_grey, ink_threshold, speckled, without_specks
from govah.read.reader import Limits

_DIRECTION_MARKS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SHAPED: Final = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")
_UPRIGHT: Final = 0.6  # mean confidence below which a page may be lying on its side
_READ_AT_ALL: Final = 0.25
_FINEST: Final = 280  # dots per inch: twice as many are made half
_TRUSTED: Final = 0.78
_CREDIBLE: Final = 0.7
_LONG: Final = 3  # letters and digits
_MARKED: Final = 0.05  # inch: lower ink within a line that is read is a mark or a dot


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
    page = prepared(image, dpi, factor)
    sheet = sheet_of(page, dpi / factor, 0)
    if not sheet.lines:
        return RecognisedPage("", (), None, None, 0, 0.0)
    reader, language = upright(page, dpi / factor, SheetReader(sheet, budget))
    picture = _Picture(reader.sheet, page.shape[1], page.shape[0], factor)
    return _recognised(reader, language, picture)


@dataclass(frozen=True, slots=True)
class _Picture:
    """The way from a sheet to the picture as it was handed in.

    Args:
        sheet: Of the page.
        width, height: Of the picture after it was made smaller.
        factor: By which it was made smaller.
    """

    sheet: Sheet
    width: int
    height: int
    factor: int

    def box(self, span: Span) -> Box:
        """Where a rectangle of the sheet is in the picture as it was handed in."""
        return Box(*(side * self.factor for side in self.sheet.in_picture(span, self.width, self.height)))


def prepared(image: Image.Image, dpi: float, factor: int) -> Grey:
    """A picture in greys, its light even, its specks gone.

    Args:
        image: Any mode.
        dpi: Its resolution.
        factor: By which it is made smaller.
    """
    grey = flat_grey(image)
    if factor > 1:
        grey = np.asarray(Image.fromarray(grey).reduce(factor))
    page = evened(grey, dpi / factor)
    threshold = ink_threshold(page)
    return without_specks(despeckled(page) if speckled(page, threshold) else page, dpi / factor)


def upright(page: Grey, dpi: float, reader: SheetReader) -> tuple[SheetReader, str]:
    """The reader of the page in the position that is read with most trust, and the page's language.

    Args:
        page: As `prepared` made it.
        dpi: Its resolution.
        reader: Of the page as it lies.
    """
    language, trust = reader.language()
    best = (trust, reader, language)
    if trust < _UPRIGHT:
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


def _recognised(reader: SheetReader, language: str, picture: _Picture) -> RecognisedPage:
    layout = reader.sheet.layout
    found: list[tuple[Span, NumberLine]] = []
    complete = True
    cells = cells_of(layout.lines, layout.level, layout.upright)
    for number in reading_order(layout.lines, cells, rightwards=language == "eng"):
        if reader.budget.spent:
            complete = False
            break
        found.append((reader.sheet.lines[number], reader.best(number, language)))
    lines: list[tuple[ReadWord, ...]] = []
    unread: list[Span] = []
    for span, words, left_over in _settled(reader, language, found):
        if confidence(words) >= _READ_AT_ALL and _signs(words):
            lines.append(words)
            unread += left_over
        else:
            unread.append(span)
    trust = confidence([word for line in lines for word in line])
    remarks = [] if complete else ["recognition stopped: the page's time ran out"]
    if lines and not _is_writing(lines, trust):
        remarks.append("marks, but no writing that could be read")
        return RecognisedPage("", (), None, "; ".join(remarks), 0, 0.0, complete)
    text, words_of_page = _text(lines, picture)
    regions = tuple(Region(RegionKind.UNREAD, picture.box(span)) for span in unread)
    if regions:
        remarks.append(f"unread ink in {counted(len(regions), 'place')}")
    told = "; ".join(remarks) or None
    return RecognisedPage(
        text, words_of_page, _spoken(lines, language), told, reader.sheet.turned, round(trust, 3), complete, regions
    )


def _settled(
    reader: SheetReader, language: str, found: Sequence[tuple[Span, NumberLine]]
) -> Iterator[tuple[Span, tuple[ReadWord, ...], list[Span]]]:
    """The words of each line, its numbers read from the ink in the page's own digits, and ink that is in no word."""
    if language == "eng":
        yield from ((span, line.words, []) for span, line in found)
        return
    numbers = reader.numbers(language)
    script = numbers.script([line for _, line in found])
    least = _MARKED * reader.sheet.dpi
    for span, line in found:
        words = numbers.settle(line, script)
        yield span, words, unread_ink(line, words, least)


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
