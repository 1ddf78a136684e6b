"""Gutters too narrow for one line to show: gaps that recur at one place in line after line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from govah.read.pdf.words import VisualWord

NARROWEST = 0.75
"""Of the size; wider gaps than `words.COLUMN_GAP` are cut without asking."""
SHARED = 6.0
"""Points that the gaps of a gutter have in common."""
FEWEST_LINES = 3
FEWEST_PLAIN = 2
"""Of them, lines in which the gap is wider than justified text would make it."""
WIDER = 1.9
"""Times the line's usual gap between words."""
NEXT_LINE = 3.2
"""Sizes from one line of a column to the next."""


@dataclass(slots=True)
class _Gutter:
    low: float
    high: float
    baseline: float
    after: list[VisualWord] = field(default_factory=list)
    plain: int = 0


class _Gap(NamedTuple):
    low: float
    high: float
    word: VisualWord
    plain: bool


def cut_at_gutters(lines: list[tuple[float, float, list[VisualWord]]]) -> None:
    """Mark the words before which a gutter cuts their line.

    Args:
        lines: (baseline, size, words from left to right), from top to bottom.
    """
    growing: list[_Gutter] = []
    done: list[_Gutter] = []
    for baseline, size, words in lines:
        gaps = list(_gaps(words, size))
        kept: list[_Gutter] = []
        for gutter in growing:
            near = baseline - gutter.baseline < NEXT_LINE * size
            if near and _grow(gutter, gaps, words):
                gutter.baseline = baseline
                kept.append(gutter)
            else:
                done.append(gutter)
        kept.extend(_Gutter(gap.low, gap.high, baseline, [gap.word], 1) for gap in gaps if gap.plain)
        growing = kept
    for gutter in [*done, *growing]:
        if len(gutter.after) >= FEWEST_LINES and gutter.plain >= FEWEST_PLAIN:
            for word in gutter.after:
                word.cut = True


def _grow(gutter: _Gutter, gaps: list[_Gap], words: list[VisualWord]) -> bool:
    """Go on with a line whose gap lies there, or that leaves the place free; whether one of both."""
    for place, gap in enumerate(gaps):
        if min(gap.high, gutter.high) - max(gap.low, gutter.low) >= SHARED:
            gutter.low, gutter.high = max(gap.low, gutter.low), min(gap.high, gutter.high)
            gutter.after.append(gap.word)
            gutter.plain += gap.plain
            del gaps[place]
            return True
    return all(word.right <= gutter.low + 0.1 or word.left >= gutter.high - 0.1 for word in words)


def _gaps(words: list[VisualWord], size: float) -> Iterator[_Gap]:
    pairs = [(one.right, other.left, other) for one, other in pairwise(words)]
    line = median([right - left for left, right, _ in pairs]) if len(pairs) > 2 else 0.0
    for stretch in _stretches(pairs):
        wides = sorted(right - left for left, right, word in stretch if not word.cut)
        # Most gaps of a table's row may lie between cells: the narrower ones are those between words.
        usual = wides[len(wides) // 4] if len(wides) > 2 else line
        for left, right, word in stretch:
            wide = right - left
            if wide >= SHARED:
                yield _Gap(left, right, word, word.cut or (wide >= NARROWEST * size and wide >= WIDER * usual))


def _stretches(pairs: list[tuple[float, float, VisualWord]]) -> list[list[tuple[float, float, VisualWord]]]:
    """Gaps between two cuts: justified columns of one line have gaps of their own."""
    found: list[list[tuple[float, float, VisualWord]]] = []
    for pair in pairs:
        if pair[2].cut or not found:
            found.append([])
        found[-1].append(pair)
    return found
