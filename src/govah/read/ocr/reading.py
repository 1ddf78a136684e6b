"""A sheet's lines read one by one, each in the language that suits it."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import numpy as np

from govah.read.ocr.crop import Crop, carried, crop_of
from govah.read.ocr.ink import Mask
from govah.read.ocr.language import arabic_letters, confidence, latin_letters, persian_over_arabic
from govah.read.ocr.numbers.groups import looks_like_figures
from govah.read.ocr.numbers.rereading import NumberLine, NumberReader
from govah.read.ocr.sheet import Sheet
from govah.read.ocr.snap import snapped, span_of
from govah.read.ocr.span import Span, united
from govah.read.ocr.tesseract import Layout, ReadWord, recogniser
from govah.read.ocr.tone import Grey

_AROUND: Final = 0.03  # inch beside a stretch of a line
_CARRIER: Final = 0.7  # inch: a carrier's least width
_ALONE: Final = 3.0  # inch: what is wider holds words enough of its own
_POOR: Final = 0.6
_LOST: Final = 0.08  # inch of ink without a word: the line is read a second time
_SAMPLES: Final = 3
_MORE_SAMPLES: Final = 7
_DOUBTFUL: Final = 0.8
_SUSPECT: Final = 0.7  # the Persian model turns a Latin word into digits, and trusts them this far
_FEW: Final = 20  # letters
_NAME: Final = 2  # letters or figures: what is shorter is no Latin word in a Persian line
_BETTER: Final = 0.08
_FIGURES: Final = 3  # Latin letters: no more of them may be figures all the same
_EITHER: Final = 0.5  # then a person must look


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
    _numbers: NumberReader | None = None

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
        """The words of a line, behind a carrier where it is short and its script is written from the right.

        Args:
            number: Of the line in `sheet.lines`.
            language: `fas`, `ara` or `eng`.
        """
        known = self._read.get((number, language))
        if known is None:
            crop = crop_of(self.sheet, number)
            alone = language != "eng" and crop.grey.shape[1] < _ALONE * self.sheet.dpi
            carrier = self._carrier(number, crop.grey.shape[0]) if alone else None
            if carrier is None:
                known = self.plain(number, language)
            else:
                known = self._fresh(carried(crop, carrier, self.sheet.dpi), language)
                if self._lost(crop, known) and self._lost(crop, self.plain(number, language)) < self._lost(crop, known):
                    known = self.plain(number, language)
            self._read[number, language] = known
        return known

    def _fresh(self, crop: Crop, language: str, *, again: bool = True) -> tuple[ReadWord, ...]:
        words = self._tight(crop, language, Layout.RAW_LINE)
        lost = self._lost(crop, words)
        if again and (lost or confidence(words) < _POOR):
            second = self._tight(crop, language, Layout.LINE)
            if (self._lost(crop, second), -confidence(second)) < (lost, -confidence(words)):
                words = second
        return words

    def _tight(self, crop: Crop, language: str, layout: Layout) -> tuple[ReadWord, ...]:
        """The words of a line's picture, in pixels of the sheet, snapped to the ink."""
        words = _own_words(crop, recogniser(language).read(crop.grey, layout, self.sheet.dpi))
        tight = snapped(words, crop.grey[:, : crop.own] < self.sheet.threshold, self.sheet.dpi)
        return tuple(replace(word, left=word.left + crop.left, top=word.top + crop.top) for word in tight)

    def _lost(self, crop: Crop, words: Sequence[ReadWord]) -> int:
        """How many columns of a line's ink are in none of its words; 0 where it is no more than a mark."""
        filled: Mask = np.any(crop.grey[:, : crop.own] < self.sheet.threshold, axis=0)
        for word in words:
            filled[max(word.left - crop.left, 0) : word.left + word.width - crop.left] = False
        lost = int(np.count_nonzero(filled))
        return lost if lost > _LOST * self.sheet.dpi else 0

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

    def samples(self, count: int = _SAMPLES) -> list[int]:
        """A few lines that say most about the page: wide ones of common height."""
        lines = self.sheet.lines
        heights = sorted(line.height for line in lines)
        common = heights[len(heights) // 2]
        telling = [i for i, line in enumerate(lines) if 0.5 * common <= line.height <= 2 * common] or range(len(lines))
        return sorted(telling, key=lambda i: (-lines[i].width, i))[:count]

    def language(self) -> tuple[str, float]:
        """The page's language by its sample lines, and the mean confidence in it."""
        votes = [self._spoken(sample) for sample in self.samples()]
        if len({language for language, _, _ in votes}) > 1:
            votes += [self._spoken(sample) for sample in self.samples(_MORE_SAMPLES)[len(votes) :]]
        weights = dict.fromkeys(("fas", "ara", "eng"), 0.0)
        for language, letters, trust in votes:
            weights[language] += letters * trust
        chosen = max(weights, key=lambda language: weights[language])
        return chosen, confidence([word for sample in self.samples() for word in self.plain(sample, chosen)])

    def _spoken(self, sample: int) -> tuple[str, int, float]:
        """What one line is in, how long it is, and how much trust it was read with."""
        persian = self.plain(sample, "fas")
        trust = confidence(persian)
        if trust < _DOUBTFUL or arabic_letters(persian) < 4 * latin_letters(persian) + _FEW:
            english = self.plain(sample, "eng")
            latin_trust = confidence(english)
            latin = latin_letters(english) > arabic_letters(english)
            if latin and (latin_trust > trust or (latin_trust > 0.8 and not arabic_letters(persian))):
                return "eng", latin_letters(english), latin_trust
        if persian_over_arabic(persian) < 0:
            arabic = self.plain(sample, "ara")
            if confidence(arabic) > trust - 0.1:
                return "ara", arabic_letters(arabic), confidence(arabic)
        return "fas", arabic_letters(persian), trust

    def best(self, number: int, language: str) -> NumberLine:
        """The words of a line in the page's language, or in another script where that is read with more trust.

        Args:
            number: Of the line.
            language: The page's.

        Returns:
            With what in it may be a number.
        """
        words = self.line(number, language)
        if language == "eng":
            return self.numbers(language).look(number, self._or_persian(number, words))
        line = self.numbers(language).look(number, words)
        certain = self.numbers(language).probable(line)
        others = [word for place, word in enumerate(words) if place not in certain]
        trust = confidence(others)
        doubted = [word for word in others if _is_suspect(word) and _signs(word) >= _NAME]
        if others and trust < _POOR:
            other = self._latin(number, None)
            figures = all(looks_like_figures(word.text) for word in other)
            latin = latin_letters(other) > 0.4 * sum(len(word.text) for word in other)
            if confidence(other) > trust + _BETTER and latin and not figures:
                return self.numbers(language).look(number, other)
        else:
            other = tuple(word for stretch in _stretches(words, doubted) for word in self._latin(number, stretch))
        return replace(line, words=_with_latin_words(words, other, certain))

    def numbers(self, language: str) -> NumberReader:
        """The reader of this page's numbers.

        Args:
            language: The page's.
        """
        if self._numbers is None:
            samples = [self.plain(number, language) for number in self.samples()]
            self._numbers = NumberReader(self.sheet, language, samples)
        return self._numbers

    def _or_persian(self, number: int, words: tuple[ReadWord, ...]) -> tuple[ReadWord, ...]:
        trust = confidence(words)
        if trust >= _DOUBTFUL and min((word.confidence for word in words), default=0.0) > _SUSPECT:
            return words
        other = self.line(number, "fas")
        better = confidence(other) > trust + _BETTER and arabic_letters(other) > latin_letters(other)
        return other if better else words

    def _latin(self, number: int, stretch: Span | None) -> tuple[ReadWord, ...]:
        """A line of a page of the Arabic script, or a stretch of it, as the English model reads it at once."""
        crop = crop_of(self.sheet, number)
        if stretch is not None:
            space = round(_AROUND * self.sheet.dpi)
            left = max(stretch.left - space - crop.left, 0)
            right = min(stretch.right + space - crop.left, crop.own)
            crop = Crop(np.ascontiguousarray(crop.grey[:, left:right]), crop.left + left, crop.top, right - left)
        return self._fresh(crop, "eng", again=False)


def _is_suspect(word: ReadWord) -> bool:
    """Whether a word may be a Latin one: these the Persian model takes for figures, at times with trust."""
    return word.confidence <= _SUSPECT or any(char.isdigit() for char in word.text)


def _signs(word: ReadWord) -> int:
    return sum(char.isalnum() for char in word.text)


def _stretches(words: Sequence[ReadWord], doubted: Sequence[ReadWord]) -> list[Span]:
    """Where doubtful words stand, neighbours together."""
    made: list[Span] = []
    before: ReadWord | None = None
    for word in words:
        if word in doubted:
            span = span_of(word)
            made.append(united(made.pop(), span) if before in doubted and made else span)
        before = word
    return made


def _own_words(crop: Crop, words: Sequence[ReadWord]) -> list[ReadWord]:
    return [word for word in words if word.left + word.width / 2 < crop.own]


def _with_latin_words(
    words: Sequence[ReadWord], latin: Sequence[ReadWord], certain: Collection[int]
) -> tuple[ReadWord, ...]:
    """Doubtful words exchanged for the Latin word read at the same place, but for those that are numbers."""
    made = []
    for place, word in enumerate(words):
        twin = max(latin, key=lambda other: _common(word, other), default=None)
        if (
            _is_suspect(word)
            and place not in certain
            and twin is not None
            and twin.confidence > max(0.85, min(word.confidence, _SUSPECT) + 0.15)
            and latin_letters([twin]) >= 2
            and _common(word, twin) > 0.7 * max(word.width, twin.width)
        ):
            figures = looks_like_figures(twin.text)
            figures |= any(char.isdigit() for char in word.text) and latin_letters([twin]) <= _FIGURES
            word = replace(twin, confidence=min(twin.confidence, _EITHER), other=word.text) if figures else twin
        made.append(word)
    return tuple(made)


def _common(one: ReadWord, other: ReadWord) -> int:
    return max(0, min(one.left + one.width, other.left + other.width) - max(one.left, other.left))
