"""Where the lines of a page stand apart: what an empty line says in typed text, a picture or a PDF says by distance."""

from collections.abc import Iterable
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
    """A line of text: where it begins in the text, and where its middle is once the page's tilt is taken away."""

    start: int
    middle: float


def gaps(page: Page) -> frozenset[int]:
    """Where in a page's text the lines begin before which an empty line stands on the paper.

    Also where a line stands above the one before it: another column begins. Empty for pages without geometry and for
    those that lie on their side.
    """
    if not page.words or page.turned:
        return frozenset()
    lines = _words_of_lines(page)
    tilt = _tilt(lines.values())
    rows = [_Row(start, _middle(words, tilt)) for start, words in lines.items() if words]
    height = median(word.box.bottom - word.box.top for word in page.words)
    pitches = [after.middle - row.middle for row, after in pairwise(rows)]
    down = sorted(pitch for pitch in pitches if pitch > height / 2)
    if len(down) < _LEAST:
        return frozenset()
    usual = down[len(down) // 4]
    return frozenset(
        after.start
        for after, pitch in zip(rows[1:], pitches, strict=True)
        if pitch > _APART * usual or pitch < -_APART * usual
    )


def _words_of_lines(page: Page) -> dict[int, list[Word]]:
    """The words of each line of the text, by where it begins."""
    lines: dict[int, list[Word]] = {}
    words = iter(page.words)
    word = next(words, None)
    at = 0
    for line in page.text.split("\n"):
        end = at + len(line)
        mine = lines[at] = []
        while word is not None and word.start < end:
            mine.append(word)
            word = next(words, None)
        at = end + 1
    return lines


def _tilt(lines: Iterable[list[Word]]) -> float:
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
