"""Writing drawn in a mirror: how Tesseract (and OCRmyPDF) lay invisible Persian and Arabic over a scan.

Each word starts at its right end and runs leftwards, a number too. Letters stand where the ink has them; figures and
Latin letters stand the wrong way round, and are put back here. Words overlap where the ink's boxes do, and are parted.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from govah.read.pdf.glyph import Glyph
from govah.read.pdf.units import has_right_to_left

_SPACE: Final = 0.25  # of the writing's size, between two words


def is_mirrored(a: float, b: float, c: float, d: float) -> bool:
    """Whether a text matrix onto the displayed page (y downwards) shows upright writing as a mirror does."""
    return a < 0 and a * d - b * c > 0


def unmirrored(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Mirrored glyphs of one frame where they would stand on paper.

    Args:
        glyphs: In the order of the file: each as it lies, so that the first of a word is its rightmost.
    """
    edge, line = 0.0, None
    for (baseline, blank), group in groupby(glyphs, key=lambda glyph: (glyph.baseline, glyph.text.isspace())):
        word = list(group)
        if blank:
            continue
        left, right = _ends(word)
        if line == baseline and left < edge < right + _SPACE * word[0].size:
            word = list(_squeezed(word, min(right, max(edge - _SPACE * word[0].size, left + 0.1))))
        edge, line = left, baseline
        for leftwards, run in groupby(word, key=lambda glyph: _is_leftwards(glyph.text)):
            held = list(run)
            yield from held if leftwards else _turned(held)


def _ends(word: list[Glyph]) -> tuple[float, float]:
    return min(glyph.left for glyph in word), max(glyph.right for glyph in word)


def _squeezed(word: list[Glyph], right: float) -> Iterator[Glyph]:
    """The word with its right end at another place."""
    left, before = _ends(word)
    factor = (right - left) / (before - left) if before > left else 1.0
    for glyph in word:
        yield glyph._replace(left=left + (glyph.left - left) * factor, right=left + (glyph.right - left) * factor)


def _turned(run: list[Glyph]) -> Iterator[Glyph]:
    """Figures or Latin letters from left to right."""
    left, right = _ends(run)
    for glyph in run:
        yield glyph._replace(left=left + right - glyph.right, right=left + right - glyph.left)


def _is_leftwards(text: str) -> bool:
    return has_right_to_left(text) and not any(map(str.isdigit, text))
