"""A sheet's lines read one by one, each in the language that suits it."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from govah.read.ocr.crop import Crop, carried, crop_of
from govah.read.ocr.language import arabic_letters, confidence, latin_letters, persian_over_arabic
from govah.read.ocr.sheet import Sheet
from govah.read.ocr.snap import snapped
from govah.read.ocr.tesseract import Layout, ReadWord, recogniser
from govah.read.ocr.tone import Grey

_CARRIER: Final = 0.7  # inch: a carrier's least width
_POOR: Final = 0.6
_SAMPLES: Final = 3
_NUMBER: Final = re.compile(r"\d")
_EASTERN: Final = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
_TO_ARABIC: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
_DOUBTFUL: Final = 0.8
_SUSPECT: Final = 0.7  # the Persian model turns a Latin word into digits, and trusts them this far
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
    _plain: dict[tuple[int, str], tuple[ReadWord, ...]] = field(default_factory=dict)
    _read: dict[tuple[int, str], tuple[ReadWord, ...]] = field(default_factory=dict)
    _carriers: list[tuple[int, Grey]] | None = None

    def plain(self, number: int, language: str) -> tuple[ReadWord, ...]:
        """The words of a line read by itself, in pixels of the sheet, snapped to the ink.

        Args:
            number: Of the line in `sheet.lines`.
            language: `fas`, `ara` or `eng`.
        """
        known = self._plain.get((number, language))
        if known is None:
            known = self._plain[number, language] = self._fresh(crop_of(self.sheet, number), language)
        return known

    def line(self, number: int, language: str) -> tuple[ReadWord, ...]:
        """The words of a line, behind a carrier where the script is written from the right.

        Args:
            number: Of the line in `sheet.lines`.
            language: `fas`, `ara` or `eng`.
        """
        known = self._read.get((number, language))
        if known is None:
            crop = crop_of(self.sheet, number)
            carrier = None if language == "eng" else self._carrier(number, crop.grey.shape[0])
            if carrier is None:
                known = self.plain(number, language)
            else:
                known = self._fresh(carried(crop, carrier, self.sheet.dpi), language)
            self._read[number, language] = known
        return known

    def _fresh(self, crop: Crop, language: str) -> tuple[ReadWord, ...]:
        reader, dpi = recogniser(language), self.sheet.dpi
        words = _own_words(crop, reader.read(crop.grey, Layout.RAW_LINE, dpi))
        if confidence(words) < _POOR:
            again = _own_words(crop, reader.read(crop.grey, Layout.LINE, dpi))
            if confidence(again) > confidence(words):
                words = again
        tight = snapped(words, crop.grey[:, : crop.own] < self.sheet.threshold)
        return tuple(replace(word, left=word.left + crop.left, top=word.top + crop.top) for word in tight)

    def _carrier(self, number: int, height: int) -> Grey | None:
        """A few words of another line, of about the same height."""
        if self._carriers is None:
            found = [(sample, self._first_words(sample)) for sample in self.samples()]
            self._carriers = [(sample, words) for sample, words in found if words is not None]
        for sample, carrier in self._carriers:
            if sample != number and 0.4 < height / carrier.shape[0] < 1.7:
                return carrier
        return None

    def _first_words(self, number: int) -> Grey | None:
        """The picture of a line's first words, if they were read with trust."""
        words = max((self.plain(number, "fas"), self._plain.get((number, "ara"), ())), key=confidence)
        line, dpi = self.sheet.lines[number], self.sheet.dpi
        for word, following in pairwise(words):
            if word.confidence < 0.75 or not arabic_letters([word]):
                return None
            cut = line.right - (word.left + following.left + following.width) // 2
            if line.right - word.left > _CARRIER * dpi and cut > 0:
                crop = crop_of(self.sheet, number).grey
                return crop[:, max(crop.shape[1] - cut, 0) :]
        return None

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
        persian = [word for i in samples for word in self.plain(i, "fas")]
        english = [word for i in samples for word in self.plain(i, "eng")]
        trust, latin_trust = confidence(persian), confidence(english)
        latin = latin_letters(english) > arabic_letters(english)
        if latin and (latin_trust > trust or (latin_trust > 0.8 and not arabic_letters(persian))):
            return "eng", latin_trust
        if persian_over_arabic(persian) < 0:
            arabic = [word for i in samples for word in self.plain(i, "ara")]
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
        if language == "ara" and any(_NUMBER.search(word.text) for word in words):
            words = _with_numbers(words, self.line(number, "fas"))
        trust = confidence(words)
        if trust >= _DOUBTFUL and min((word.confidence for word in words), default=0.0) > _SUSPECT:
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


def _own_words(crop: Crop, words: Sequence[ReadWord]) -> list[ReadWord]:
    return [word for word in words if word.left + word.width / 2 < crop.own]


def _with_latin_words(words: Sequence[ReadWord], latin: Sequence[ReadWord]) -> tuple[ReadWord, ...]:
    """Doubtful words exchanged for the Latin word read at the same place."""
    made = []
    for word in words:
        twin = max(latin, key=lambda other: _common(word, other), default=None)
        if (
            word.confidence <= _SUSPECT
            and twin is not None
            and twin.confidence > max(0.85, word.confidence + 0.15)
            and latin_letters([twin]) >= 2
            and _common(word, twin) > 0.7 * max(word.width, twin.width)
        ):
            word = twin
        made.append(word)
    return tuple(made)


def _with_numbers(words: Sequence[ReadWord], persian: Sequence[ReadWord]) -> tuple[ReadWord, ...]:
    """Numbers of the east exchanged for those that the Persian model read: the Arabic one hardly knows them.

    What the Persian model returns in its own digits is put in Arabic ones, which have the same values.
    """
    made = []
    for word in words:
        twin = max(persian, key=lambda other: _common(word, other), default=None)
        if (
            twin is not None
            and _NUMBER.search(word.text)
            and _EASTERN.search(twin.text)
            and not arabic_letters([twin])
            and _common(word, twin) > 0.6 * max(word.width, twin.width)
        ):
            word = replace(twin, text=twin.text.translate(_TO_ARABIC))
        made.append(word)
    return tuple(made)


def _common(one: ReadWord, other: ReadWord) -> int:
    return max(0, min(one.left + one.width, other.left + other.width) - max(one.left, other.left))
