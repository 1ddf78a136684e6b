"""A sheet's lines read one by one, each in the language that suits it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from govah.read.ocr.language import arabic_letters, confidence, latin_letters, persian_over_arabic
from govah.read.ocr.lines import Span
from govah.read.ocr.sheet import WORK_DPI, Sheet
from govah.read.ocr.snap import snapped
from govah.read.ocr.tesseract import Layout, ReadWord, recogniser
from govah.read.ocr.tone import Grey

_PADDING: Final = round(0.015 * WORK_DPI) + 3  # more ruins raw lines
_SAMPLES: Final = 3
_DOUBTFUL: Final = 0.8
_BETTER: Final = 0.08


@dataclass(frozen=True, slots=True)
class CpuBudget:
    """The CPU time that a page may take.

    Args:
        seconds: Of this thread.
        started: Reading of the thread's CPU clock at the start.
    """

    seconds: float
    started: float = field(default_factory=time.thread_time)

    @property
    def spent(self) -> bool:
        """Whether it has run out."""
        return time.thread_time() - self.started > self.seconds


@dataclass(slots=True)
class SheetReader:
    """Reads lines of one sheet and remembers what it has read.

    Args:
        sheet: The page.
        budget: Its time.
    """

    sheet: Sheet
    budget: CpuBudget
    _read: dict[tuple[int, str], tuple[ReadWord, ...]] = field(default_factory=dict)

    def line(self, number: int, language: str) -> tuple[ReadWord, ...]:
        """The words of a line, in pixels of the sheet, snapped to the ink.

        Args:
            number: Of the line in `sheet.lines`.
            language: `fas`, `ara` or `eng`.
        """
        known = self._read.get((number, language))
        if known is None:
            known = self._read[number, language] = _read_line(self.sheet, number, language)
        return known

    def samples(self) -> list[int]:
        """A few lines that say most about the page: wide ones of common height."""
        lines = self.sheet.lines
        heights = sorted(line.height for line in lines)
        common = heights[len(heights) // 2]
        telling = [i for i, line in enumerate(lines) if 0.5 * common <= line.height <= 2 * common] or range(len(lines))
        return sorted(telling, key=lambda i: (-lines[i].width, i))[:_SAMPLES]

    def language(self) -> tuple[str, float]:
        """The page's language by its sample lines, and the mean confidence in it."""
        samples = self.samples()
        persian = [word for i in samples for word in self.line(i, "fas")]
        english = [word for i in samples for word in self.line(i, "eng")]
        trust, latin_trust = confidence(persian), confidence(english)
        latin = latin_letters(english) > arabic_letters(english)
        if latin and (latin_trust > trust or (latin_trust > 0.8 and not arabic_letters(persian))):
            return "eng", latin_trust
        if persian_over_arabic(persian) < 0:
            arabic = [word for i in samples for word in self.line(i, "ara")]
            if confidence(arabic) > trust - 0.1:
                return "ara", confidence(arabic)
        return "fas", trust

    def best(self, number: int, language: str) -> tuple[ReadWord, ...]:
        """The words of a line in the page's language, or in another script where that is read with more trust.

        Args:
            number: Of the line.
            language: The page's.
        """
        words = self.line(number, language)
        trust = confidence(words)
        if trust >= _DOUBTFUL and min((word.confidence for word in words), default=0.0) > 0.5:
            return words
        if language == "eng":
            other = self.line(number, "fas")
            if confidence(other) > trust + _BETTER and arabic_letters(other) > latin_letters(other):
                return other
            return words
        other = self.line(number, "eng")
        if confidence(other) > trust + _BETTER and latin_letters(other) > 0.4 * sum(len(w.text) for w in other):
            return other
        return _with_latin_words(words, other)


def _read_line(sheet: Sheet, number: int, language: str) -> tuple[ReadWord, ...]:
    crop, left, top = _crop(sheet, number)
    reader = recogniser(language)
    words = reader.read(crop, Layout.LINE, WORK_DPI) or reader.read(crop, Layout.RAW_LINE, WORK_DPI)
    tight = snapped(words, crop < sheet.threshold)
    return tuple(replace(word, left=word.left + left, top=word.top + top) for word in tight)


def _crop(sheet: Sheet, number: int) -> tuple[Grey, int, int]:
    line = sheet.lines[number]
    height, width = sheet.grey.shape
    left, top = max(line.left - _PADDING, 0), max(line.top - _PADDING, 0)
    right, bottom = min(line.right + _PADDING, width), min(line.bottom + _PADDING, height)
    inner = sheet.grey[top:bottom, left:right]
    crop = np.full((line.height + 2 * _PADDING, line.width + 2 * _PADDING), 255, np.uint8)
    at_x, at_y = left - (line.left - _PADDING), top - (line.top - _PADDING)
    crop[at_y : at_y + inner.shape[0], at_x : at_x + inner.shape[1]] = inner
    origin = Span(line.left - _PADDING, line.top - _PADDING, line.right + _PADDING, line.bottom + _PADDING)
    for other in sheet.lines:
        if other is not line:
            _blank(crop, origin, other, line)
    return crop, origin.left, origin.top


def _blank(crop: Grey, origin: Span, other: Span, line: Span) -> None:
    """Whiten what of another line reaches into the margin of this one."""
    left, right = max(other.left, origin.left), min(other.right, origin.right)
    top, bottom = max(other.top, origin.top), min(other.bottom, origin.bottom)
    if left >= right or top >= bottom:
        return
    if other.top >= line.bottom:
        crop[top - origin.top : bottom - origin.top, left - origin.left : right - origin.left] = 255
    elif other.bottom <= line.top:
        crop[top - origin.top : bottom - origin.top, left - origin.left : right - origin.left] = 255
    elif other.left >= line.right or other.right <= line.left:
        crop[top - origin.top : bottom - origin.top, left - origin.left : right - origin.left] = 255


def _with_latin_words(words: Sequence[ReadWord], latin: Sequence[ReadWord]) -> tuple[ReadWord, ...]:
    """Doubtful words exchanged for the Latin word read at the same place."""
    made = []
    for word in words:
        twin = max(latin, key=lambda other: _common(word, other), default=None)
        if (
            word.confidence < 0.6
            and twin is not None
            and twin.confidence > max(0.8, word.confidence + 0.3)
            and latin_letters([twin]) >= 2
            and _common(word, twin) > 0.7 * max(word.width, twin.width)
        ):
            word = twin
        made.append(word)
    return tuple(made)


def _common(one: ReadWord, other: ReadWord) -> int:
    return max(0, min(one.left + one.width, other.left + other.width) - max(one.left, other.left))
