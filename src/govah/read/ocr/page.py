"""One page's recognition, from the picture to words in its coordinates."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from govah.model.page import Region, RegionKind, Word
from govah.model.text import counted, stored_text
from govah.read.ocr.cells import cells_of
from govah.read.ocr.handwriting import doubted, handwriting, within
from govah.read.ocr.language import ISO, arabic_letters, confidence, latin_letters
from govah.read.ocr.numbers.rereading import NumberLine
from govah.read.ocr.order import reading_order
from govah.read.ocr.picture import Picture, cleaned
from govah.read.ocr.reading import CpuBudget, SheetReader
from govah.read.ocr.sheet import sheet_of
from govah.read.ocr.snap import span_of
from govah.read.ocr.tesseract import ReadWord, engine_version
from govah.read.ocr.turning import upright
from govah.read.ocr.unread import unread
from govah.read.reader import Limits

_DIRECTION_MARKS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SHAPED: Final = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")
_READ_AT_ALL: Final = 0.25
_FINEST: Final = 280  # dots per inch: twice as many are made half
_TRUSTED: Final = 0.78
_CREDIBLE: Final = 0.7
_LONG: Final = 3  # letters and digits
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
    page = cleaned(image, dpi, factor)
    sheet = sheet_of(page.grey, dpi / factor, 0)
    if not sheet.lines:
        return RecognisedPage("", (), None, None, 0, 0.0)
    reader, language = upright(page.grey, dpi / factor, SheetReader(sheet, budget))
    return _recognised(reader, language, Picture(reader.sheet, page, factor))


def _recognised(reader: SheetReader, language: str, picture: Picture) -> RecognisedPage:
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


def _doubted(word: ReadWord, picture: Picture) -> ReadWord:
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


def _text(lines: Sequence[Sequence[ReadWord]], picture: Picture) -> tuple[str, tuple[Word, ...]]:
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
