"""A text layer parted into what is seen on the page and what is not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from govah.model.page import Layer, Origin, Page, Word
from govah.model.text import counted
from govah.read.pdf.visibility import Sight

UNCOMPARED: Final = 0.5
"""Confidence in a word that another program recognised and ours did not read alike."""
UNSEEN: Final = "of the file's text cannot be seen on the page"


@dataclass(frozen=True, slots=True)
class Parted:
    """A page whose words were looked at.

    Args:
        page: Without the words that nobody can see; these are kept as a layer, with the reason.
        readings: Of each word that is left: whether it is a reading of ink that is not its own.
    """

    page: Page
    readings: tuple[bool, ...]

    @property
    def is_searchable(self) -> bool:
        """Whether most of the words are another program's recognition."""
        return sum(self.readings) * 2 > len(self.readings)


def parted(page: Page, looks: Sight) -> Parted:
    """Part a page's words.

    Args:
        page: With its text layer as text.
        looks: Of its words.
    """
    visible = [word.box for word, seen in zip(page.words, looks.seen, strict=True) if seen]
    kept, readings = [], []
    for word, seen, beneath in zip(page.words, looks.seen, looks.beneath, strict=True):
        reads = not seen and beneath and not any(_lies_on(word, box) for box in visible)
        kept.append(seen or reads)
        if seen or reads:
            readings.append(reads)
    if not all(kept):
        lost = [not keep for keep in kept]
        count = sum(lost)
        reason = f"{counted(count, 'word')} {UNSEEN}, and {'is' if count == 1 else 'are'} not in this text."
        layer = Layer(Origin.TEXT, _only(page, lost).text)
        page = replace(_only(page, kept), layers=(*page.layers, layer), reason=reason)
    return Parted(_marked(page, readings), tuple(readings))


def _marked(page: Page, readings: Sequence[bool]) -> Page:
    """The page with the words that another program recognised marked as such."""
    count = sum(readings)
    if not count:
        return page
    words = tuple(
        replace(word, confidence=UNCOMPARED) if reads else word
        for word, reads in zip(page.words, readings, strict=True)
    )
    why = f"{counted(count, 'word')} {'was' if count == 1 else 'were'} recognised in a picture by another program."
    reason = page.reason if count * 2 > len(readings) else " ".join(filter(None, (page.reason, why)))
    return replace(page, origin=Origin.OCR, words=words, reason=reason)


def _lies_on(word: Word, box: Sequence[float]) -> bool:
    x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _only(page: Page, keep: Sequence[bool]) -> Page:
    """A page with some of its words."""
    parts: list[str] = []
    words: list[Word] = []
    length = end = 0
    for word, kept in zip(page.words, keep, strict=True):
        if not kept:
            continue
        between = page.text[end : word.start]
        separator = next((sign for sign in "\n\t " if sign in between), "") if words else ""
        text = page.text[word.start : word.end]
        start = length + len(separator)
        parts += (separator, text)
        words.append(replace(word, start=start, end=start + len(text)))
        length, end = start + len(text), word.end
    return replace(page, text="".join(parts), words=tuple(words))
