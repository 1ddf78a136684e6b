"""A page: its text of record and where its words stand."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, takewhile
from typing import NamedTuple


class Origin(StrEnum):
    """How a page's text was had."""

    TEXT = "text"
    OCR = "ocr"


class RegionKind(StrEnum):
    """What is on a page's picture and in no word of its text."""

    UNREAD = "unread"
    HANDWRITING = "handwriting"


class Box(NamedTuple):
    """A rectangle in units of its page, origin at the page's top left corner, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def lies_on(self, other: "Box") -> bool:
        """Whether its middle is within another."""
        x, y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        return other.left <= x <= other.right and other.top <= y <= other.bottom


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page's text and its rectangle.

    Args:
        start: First code point in the page's text.
        end: One past the last.
        box: Where its ink is.
        line: Number of its line on the page from 0, in reading order.
        confidence: 0 to 1 where it was recognised, None where it was written as text.
        other: What a second reader read at this place, where it read something else.
    """

    start: int
    end: int
    box: Box
    line: int
    confidence: float | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A place where a person should look, for no text stands for its ink.

    Args:
        kind: What seems to be there.
        box: Where, in the page's units.
    """

    kind: RegionKind
    box: Box


@dataclass(frozen=True, slots=True)
class Layer:
    """Another reading of a page, kept beside the one that is its text.

    Args:
        origin: Written text or optical recognition.
        text: As `govah.model.text.stored_text` returns it; nothing is cited in it.
    """

    origin: Origin
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Args:
        number: From 1, without gaps.
        text: As `govah.model.text.stored_text` returns it.
        origin: Written text or optical recognition.
        label: What the document itself calls the page (sheet name, printed number).
        width: Of the page as its file shows it: points (1/72 inch) for PDF, pixels for pictures; None without
            geometry.
        height: Likewise.
        words: In the order of the text, none overlapping; empty where there is no geometry.
        language: ISO 639-1 code of most of the text, None where undecided.
        remark: What a person should know about this page's text ("order: fallback", "recognition timed out").
        reason: Why this reading is the page's text, where there was a choice.
        layers: The other readings.
        regions: Ink that no word stands for.
        turned: Degrees (0, 90, 180, 270) by which the page as its file shows it is to be turned clockwise to be
            read. Boxes, width and height are those before; `govah.model.upright` turns them.
    """

    number: int
    text: str
    origin: Origin = Origin.TEXT
    label: str | None = None
    width: float | None = None
    height: float | None = None
    words: tuple[Word, ...] = ()
    language: str | None = None
    remark: str | None = None
    reason: str | None = None
    layers: tuple[Layer, ...] = ()
    regions: tuple[Region, ...] = ()
    turned: int = 0

    def words_over(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that share code points with a stretch of the text."""
        first = bisect_right(self.words, start, key=lambda word: word.end)
        return tuple(takewhile(lambda word: word.start < end, islice(self.words, first, None)))

    def read_on_picture(self, start: int, end: int) -> bool:
        """Whether what stands between two code points is, or may be, a machine's reading of a picture.

        What was written as text, and what a person put there, has words without confidence.
        """
        over = self.words_over(start, end)
        if any(word.confidence is not None for word in over):
            return True
        return self.origin is Origin.OCR and not over
