"""A page as readers yield it, made into a page as it is stored."""

import math
from dataclasses import replace
from typing import Final

from govah.model.page import Box, Page, Word
from govah.model.text import joined, stored_text

_FAR: Final = 1e6
"""Coordinates beyond this are a reader's error."""
_LONGEST_LABEL: Final = 1_000


def settled(page: Page) -> Page:
    """The page with the text that is stored and its words' places in it.

    Words whose places cannot be carried over are dropped with a remark: text without boxes is still text, while a
    box beside its word misleads.
    """
    text, words = _carried(page)
    remark = page.remark
    if len(words) != len(page.words):
        remark = joined(remark, "places of words were not sound and are not kept")
    return replace(
        page,
        text=text,
        words=words,
        label=None if page.label is None else stored_text(page.label)[:_LONGEST_LABEL],
        width=_extent(page.width),
        height=_extent(page.height),
        remark=None if remark is None else stored_text(remark)[:_LONGEST_LABEL],
        layers=tuple(replace(layer, text=stored_text(layer.text)) for layer in page.layers),
    )


def _carried(page: Page) -> tuple[str, tuple[Word, ...]]:
    text = stored_text(page.text)
    if not _are_sound(page.words, len(page.text)):
        return text, ()
    if text == page.text:
        return text, tuple(_rounded(word) for word in page.words)
    return _piecewise(page, text)


def _piecewise(page: Page, text: str) -> tuple[str, tuple[Word, ...]]:
    """Normalise between and within words, and keep the words where the whole comes out the same."""
    pieces: list[str] = []
    words = []
    done = length = 0
    for word in page.words:
        between, within = stored_text(page.text[done : word.start]), stored_text(page.text[word.start : word.end])
        start = length + len(between)
        length = start + len(within)
        pieces += (between, within)
        done = word.end
        if within:
            words.append(_rounded(replace(word, start=start, end=length)))
    pieces.append(stored_text(page.text[done:]))
    return (text, tuple(words)) if "".join(pieces) == text else (text, ())


def _are_sound(words: tuple[Word, ...], length: int) -> bool:
    last = 0
    for word in words:
        if not last <= word.start < word.end <= length or word.line < 0:
            return False
        if not all(math.isfinite(side) and abs(side) < _FAR for side in word.box):
            return False
        if word.confidence is not None and not 0 <= word.confidence <= 1:
            return False
        last = word.end
    return True


def _rounded(word: Word) -> Word:
    """A hundredth of a unit is finer than any ink, and shorter to store."""
    box = Box(*(round(float(side), 2) for side in word.box))
    confidence = None if word.confidence is None else round(float(word.confidence), 3)
    return replace(word, box=box, confidence=confidence)


def _extent(value: float | None) -> float | None:
    if value is None or not math.isfinite(value) or not 0 <= value < _FAR:
        return None
    return round(float(value), 2)
