"""Which words of a text layer are to be seen: the page is drawn with its writing and without it.

Where both drawings are alike, the words' own glyphs leave no ink: they are invisible, white on white, beneath a
picture, clipped away or outside of the page. What ink there is belongs to something else, usually a scan.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from govah.model.page import Box, Word
from govah.read.pdf.render import drawn
from govah.read.pdf.survey import objects

_SCALE: Final = 1.0  # pixels per point
_PIXELS: Final = 4_000_000
_LEAST: Final = 10  # grey levels: the faintest ink that a reader sees
_INK: Final = 40  # grey levels darker than its surroundings, or lighter
_SMALLEST: Final = 1.5  # points: lower writing is no writing

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sight:
    """How a page's words look.

    Args:
        seen: Of each word: whether its own glyphs are to be seen.
        beneath: Of each word: whether there is ink at its place that is not the writing's own.
        outside: Share of the page's ink that is at no word's place, 0 to 1.
    """

    seen: tuple[bool, ...]
    beneath: tuple[bool, ...]
    outside: float

    def without(self, beyond: Sequence[bool]) -> "Sight":
        """The same, some words being beyond the page's edges: there is nothing of them."""
        pairs = zip(self.seen, self.beneath, beyond, strict=True)
        seen, beneath = zip(*((a and not out, b and not out) for a, b, out in pairs), strict=True)
        return Sight(seen, beneath, self.outside)


def sight(page: pdfium.PdfPage, words: Sequence[Word]) -> Sight:
    """Look at each word of a page.

    Args:
        page: An open page; it is left as it was.
        words: Of its text layer, in points of the displayed page.
    """
    whole, scale = _grey(page)
    with _unwritten(page):
        bare, _ = _grey(page)
    changed = np.abs(whole.astype(np.int16) - bare.astype(np.int16)) >= _LEAST
    places = [_place(word.box, scale, whole.shape) for word in words]
    seen = tuple(
        word.box.bottom - word.box.top >= _SMALLEST and bool(changed[place].any())
        for word, place in zip(words, places, strict=True)
    )
    beneath = tuple(_has_ink(bare[place]) for place in places)
    return Sight(seen, beneath, _outside(whole, places))


def is_outside(word: Word, width: float, height: float) -> bool:
    """Whether a word lies beyond the page's edges, where nobody sees it."""
    left, top, right, bottom = word.box
    return (left >= right or top >= bottom) and (right <= 0 or bottom <= 0 or left >= width or top >= height)


def _grey(page: pdfium.PdfPage) -> tuple[Grey, float]:
    picture, scale = drawn(page, _SCALE, _PIXELS, gray=True)
    return np.asarray(picture.convert("L")), scale


@contextmanager
def _unwritten(page: pdfium.PdfPage) -> Iterator[None]:
    """The page without its writing."""
    writing: list[Any] = [each for kind, each, _ in objects(page) if kind == pdfium_c.FPDF_PAGEOBJ_TEXT]
    for each in writing:
        pdfium_c.FPDFPageObj_SetIsActive(each, False)
    try:
        yield
    finally:
        for each in writing:
            pdfium_c.FPDFPageObj_SetIsActive(each, True)


def _place(box: Box, scale: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    height, width = shape
    left, top = min(max(int(box.left * scale), 0), width - 1), min(max(int(box.top * scale), 0), height - 1)
    right, bottom = max(int(box.right * scale) + 1, left + 1), max(int(box.bottom * scale) + 1, top + 1)
    return slice(top, bottom), slice(left, right)


def _has_ink(window: Grey) -> bool:
    """Whether there is something to read at a place: both paper and ink."""
    return bool(window.size) and int(window.max()) - int(window.min()) >= _INK


def _outside(whole: Grey, places: Sequence[tuple[slice, slice]]) -> float:
    paper = int(np.median(whole[::2, ::2]))
    ink = np.abs(whole.astype(np.int16) - paper) >= _INK
    total = int(np.count_nonzero(ink))
    for place in places:
        ink[place] = False
    return int(np.count_nonzero(ink)) / total if total else 0.0
