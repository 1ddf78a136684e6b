"""One page's recognition, from the picture to words in its coordinates."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image

from govah.model.page import Word
from govah.model.text import stored_text
from govah.read.ocr.language import ISO, confidence
from govah.read.ocr.lines import Span
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
_NAMED_GAPS: Final = 12


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
    """

    text: str
    words: tuple[Word, ...]
    language: str | None
    remark: str | None
    turned: int
    confidence: float
    complete: bool = True


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
    page = _prepared(image, dpi)
    sheet = sheet_of(page, dpi, 0)
    if not sheet.lines:
        return RecognisedPage("", (), None, None, 0, 0.0)
    reader, language = _upright(page, dpi, SheetReader(sheet, budget))
    return _recognised(reader, language, page)


def _prepared(image: Image.Image, dpi: float) -> Grey:
    page = evened(flat_grey(image), dpi)
    threshold = ink_threshold(page)
    return without_specks(despeckled(page) if speckled(page, threshold) else page, dpi)


def _upright(page: Grey, dpi: float, reader: SheetReader) -> tuple[SheetReader, str]:
    """The reader of the page in the position that is read with most trust."""
    language, trust = reader.language()
    best = (trust, reader, language)
    if trust < _UPRIGHT:
        for turned in (90, 270, 180):
            sheet = sheet_of(page, dpi, turned)
            if reader.budget.spent or not sheet.lines:
                continue
            other = SheetReader(sheet, reader.budget)
            language, trust = other.language()
            if trust > best[0] + 0.05:
                best = (trust, other, language)
            if trust > 0.8:
                break
    return best[1], best[2]


def _recognised(reader: SheetReader, language: str, page: Grey) -> RecognisedPage:
    sheet = reader.sheet
    order = reading_order(sheet.layout.lines, rightwards=language == "eng", ruled=sheet.layout.ruled)
    lines: list[tuple[ReadWord, ...]] = []
    unread: list[Span] = []
    complete = True
    for number in order:
        if reader.budget.spent:
            complete = False
            break
        words = reader.best(number, language)
        if confidence(words) >= _READ_AT_ALL:
            lines.append(words)
        else:
            unread.append(sheet.lines[number])
    text, words_of_page = _text(lines, sheet, page.shape[1], page.shape[0])
    trust = confidence([word for line in lines for word in line])
    remarks = [] if complete else ["recognition stopped: the page's time ran out"]
    remarks += _unread_ink(unread, sheet, page.shape[1], page.shape[0])
    iso = ISO[language] if text else None
    return RecognisedPage(text, words_of_page, iso, "; ".join(remarks) or None, sheet.turned, trust, complete)


def _text(
    lines: Sequence[Sequence[ReadWord]], sheet: Sheet, width: int, height: int
) -> tuple[str, tuple[Word, ...]]:
    rows: list[str] = []
    words: list[Word] = []
    start = 0
    for line in lines:
        spelled = [(word, _spelling(word.text)) for word in line]
        spelled = [(word, text) for word, text in spelled if text]
        if not spelled:
            continue
        at = start
        for word, text in spelled:
            box = sheet.in_picture(span_of(word), width, height)
            words.append(Word(at, at + len(text), box, len(rows), round(word.confidence, 3)))
            at += len(text) + 1
        rows.append(" ".join(text for _, text in spelled))
        start = at
    return "\n".join(rows), tuple(words)


def _spelling(text: str) -> str:
    plain = _SHAPED.sub(lambda shaped: unicodedata.normalize("NFKC", shaped[0]), _DIRECTION_MARKS.sub("", text))
    return "".join(stored_text(plain).split())


def _unread_ink(spans: Sequence[Span], sheet: Sheet, width: int, height: int) -> list[str]:
    if not spans:
        return []
    boxes = [sheet.in_picture(span, width, height) for span in spans[:_NAMED_GAPS]]
    places = ", ".join(f"{box.left:.0f},{box.top:.0f}–{box.right:.0f},{box.bottom:.0f}" for box in boxes)
    more = f" and {len(spans) - _NAMED_GAPS} more" if len(spans) > _NAMED_GAPS else ""
    return [f"unread ink at {places}{more}"]
