"""Where the lines of a page stand apart: what an empty line says in typed text, a picture or a PDF says by distance."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from govah.model.page import Page, Word

_APART = 1.4
"""Pitches of the page from which two lines have an empty one between them."""

_LEAST = 4
"""Lines of a page whose pitch can be told."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of text: its index, and where its middle is once the page's tilt is taken away."""

    index: int
    middle: float


def gaps(page: Page) -> frozenset[int]:
    """Indices of the lines of a page's text before which an empty line stands on the paper.

    Also where a line stands above the one before it: another column begins. Empty for pages without geometry and for
    those that lie on their side.
    """
    if not page.words or page.turned:
        return frozenset()
    lines = _words_of_lines(page)
    tilt = _tilt(lines)
    rows = [_Row(index, _middle(words, tilt)) for index, words in enumerate(lines) if words]
    pitches = [after.middle - row.middle for row, after in pairwise(rows)]
    down = sorted(pitch for pitch in pitches if pitch > _height(lines) / 2)
    if len(down) < _LEAST:
        return frozenset()
    usual = down[len(down) // 4]
    return frozenset(
        after.index
        for after, pitch in zip(rows[1:], pitches, strict=True)
        if pitch > _APART * usual or pitch < -_APART * usual
    )


def _words_of_lines(page: Page) -> list[list[Word]]:
    """The words of each line of the text."""
    lines: list[list[Word]] = [[]]
    words = iter(page.words)
    word = next(words, None)
    at = 0
    for line in page.text.split("\n"):
        end = at + len(line)
        while word is not None and word.start < end:
            lines[-1].append(word)
            word = next(words, None)
        lines.append([])
        at = end + 1
    return lines[:-1]


def _tilt(lines: list[list[Word]]) -> float:
    """How much further down a line is for each unit to the right: the median of the longer lines."""
    slopes = []
    for words in lines:
        if len(words) >= 4:
            first, last = min(words, key=lambda one: one.box.left), max(words, key=lambda one: one.box.left)
            across = _centre(last)[0] - _centre(first)[0]
            if across > 0:
                slopes.append((_centre(last)[1] - _centre(first)[1]) / across)
    return median(slopes) if slopes else 0.0


def _middle(words: list[Word], tilt: float) -> float:
    return median(y - tilt * x for x, y in map(_centre, words))


def _centre(word: Word) -> tuple[float, float]:
    box = word.box
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def _height(lines: list[list[Word]]) -> float:
    return median(word.box.bottom - word.box.top for words in lines for word in words)
