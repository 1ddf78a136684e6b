"""Ink that a hand made: notes in the margin, signatures, what stands at an angle to the lines.

Print sets its letters on one base line: the rows of a printed line fill and empty at once, its letters are of a few
heights and dense. A hand does none of that. What words were read in with trust is print, and is not looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govah.read.ocr.ink import Parts, parts
from govah.read.ocr.sheet import Sheet
from govah.read.ocr.snap import span_of
from govah.read.ocr.span import CELL_DPI, Span
from govah.read.ocr.tesseract import ReadWord

UNCERTAIN: Final = 0.3
"""Most confidence in a word that was read where a hand wrote."""

_TRUSTED: Final = 0.75  # what was read with more confidence is print
_SPECK: Final = 0.25  # of the body: smaller parts belong to the paper, or are dots
_BESIDE: Final = 0.9  # of the body, between two parts of one note
_ABOVE: Final = 0.5
_LOW, _SHORT, _LITTLE = 1.25, 1.8, 0.7  # bodies high, long, of ink: what is less says nothing
_VAST: Final = 13.0  # bodies both ways: a figure, or a page full of writing, which is looked at line by line
_SEVERAL: Final = 2  # lines of text
_FRAME: Final = 3.0  # bodies both ways
_HOLLOW: Final = 0.05  # share of a frame's ink in its middle
_CERTAIN: Final = 0.5
_DENSE: Final = 0.32  # a pen leaves more paper than a headline or a bar does
_WEIGHTS: Final = (-11.844, -4.706, 3.011, -1.103, 9.954, 0.314, 1.615, 1.266)
"""Fitted by `bench/handwriting_fit.py` on drawn pages; see docs/accuracy.md for pages that it did not see."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Traits:
    """What a group of connected parts looks like, in heights of the print's body where it is a length.

    Args:
        sharpness: The steepest step from one row of ink to the next, in shares of the inked columns.
        height: Of the group.
        relative: Height of the group, in heights of its own typical part.
        density: Share of its rectangle that is ink.
        widest: The width of its widest part.
        hollow: The mean empty area in the rectangles of its parts.
        unevenness: Standard deviation of its parts' heights.
    """

    sharpness: float
    height: float
    relative: float
    density: float
    widest: float
    hollow: float
    unevenness: float

    @property
    def features(self) -> tuple[float, ...]:
        """As the regression takes them."""
        return (
            1.0,
            log(self.sharpness + 0.02),
            log(self.height),
            log(self.relative),
            self.density,
            log(self.widest + 0.1),
            log(self.hollow + 0.1),
            self.unevenness,
        )

    @property
    def probability(self) -> float:
        """That a hand made it."""
        total = sum(weight * value for weight, value in zip(_WEIGHTS, self.features, strict=True))
        return 1.0 / (1.0 + exp(-max(min(total, 30.0), -30.0)))


def handwriting(sheet: Sheet, words: Sequence[ReadWord]) -> list[Span]:
    """The places where a hand wrote, in pixels of the sheet.

    Args:
        sheet: The page.
        words: What was read on it.
    """
    return [
        span for span, traits in groups(sheet, words) if traits.density <= _DENSE and traits.probability >= _CERTAIN
    ]


def doubted(words: Sequence[ReadWord], written: Sequence[Span]) -> tuple[ReadWord, ...]:
    """The words, without trust in those that lie where a hand wrote."""
    return tuple(
        replace(word, confidence=min(word.confidence, UNCERTAIN)) if within(span_of(word), written) else word
        for word in words
    )


def within(place: Span, written: Sequence[Span]) -> bool:
    """Whether the middle of a place is where a hand wrote."""
    x, y = (place.left + place.right) / 2, (place.top + place.bottom) / 2
    return any(span.left <= x <= span.right and span.top <= y <= span.bottom for span in written)


def groups(sheet: Sheet, words: Sequence[ReadWord]) -> Iterator[tuple[Span, Traits]]:
    """What is not print for certain, by nearness, and how it looks."""
    body = sheet.layout.body * (sheet.dpi // CELL_DPI)
    ink = sheet.unruled < sheet.threshold
    shape = (ink.shape[0], ink.shape[1])
    found = parts(ink)
    loose = _loose(found, words, body) & ~_framed(found, shape, body)
    if not loose.any():
        return
    own = found.without(~loose, shape)
    for members in _grouped(found, np.flatnonzero(loose), shape, body, sheet.lines):
        span = _around(found, members)
        area = int(found.area[members].sum())
        if span.height < _LOW * body or max(span.width, span.height) < _SHORT * body or area < _LITTLE * body**2:
            continue
        yield span, _traits(own, found, members, span, body)


def _loose(found: Parts, words: Sequence[ReadWord], body: float) -> Mask:
    """Parts that are more than specks and in no word that was read with trust."""
    x, y = (found.left + found.right) / 2, (found.top + found.bottom) / 2
    loose = np.maximum(found.right - found.left, found.bottom - found.top) > _SPECK * body
    for word in words:
        if word.confidence >= _TRUSTED:
            within = (x >= word.left) & (x <= word.left + word.width)
            loose &= ~(within & (y >= word.top) & (y <= word.top + word.height))
    return np.asarray(loose)


def _framed(found: Parts, shape: tuple[int, int], body: float) -> Mask:
    """Frames and the rings of stamps, and what stands in them."""
    width, height = found.right - found.left, found.bottom - found.top
    framed = np.zeros(width.size, bool)
    for part in np.flatnonzero((width > _FRAME * body) & (height > _FRAME * body)).tolist():
        left, top, right, bottom = (int(side[part]) for side in found.sides)
        alone = np.ones(width.size, bool)
        alone[part] = False
        mine = found.without(alone, shape)[top:bottom, left:right]
        high, wide = (bottom - top) // 5, (right - left) // 5
        if np.count_nonzero(mine[high:-high, wide:-wide]) <= _HOLLOW * int(found.area[part]):
            framed |= (found.left >= left) & (found.right <= right) & (found.top >= top) & (found.bottom <= bottom)
    return framed


def _grouped(
    found: Parts, loose: NDArray[np.intp], shape: tuple[int, int], body: float, lines: Sequence[Span]
) -> Iterator[NDArray[np.intp]]:
    """Parts that stand near each other; where too many do, those of each line."""
    grid = max(1, round(body / 4))
    near = np.zeros((shape[0] // grid + 1, shape[1] // grid + 1), bool)
    beside, above = _BESIDE * body / 2, _ABOVE * body / 2
    edges = zip(*(side[loose].tolist() for side in found.sides), strict=True)
    for left, top, right, bottom in edges:
        rows = slice(max(round((top - above) / grid), 0), round((bottom + above) / grid) + 1)
        near[rows, max(round((left - beside) / grid), 0) : round((right + beside) / grid) + 1] = True
    blots = parts(near)
    row = (found.top[loose] + found.bottom[loose]) // 2 // grid
    column = (found.left[loose] + found.right[loose]) // 2 // grid
    key = blots.row * near.shape[1] + blots.start
    owner = blots.owner[np.searchsorted(key, row * near.shape[1] + column, side="right") - 1]
    for number in np.unique(owner):
        yield from _by_line(found, loose[owner == number], body, lines)


def _by_line(found: Parts, members: NDArray[np.intp], body: float, lines: Sequence[Span]) -> Iterator[NDArray[np.intp]]:
    """A group as it is, or in its lines where it stands in several: lines of print stand near each other too."""
    span = _around(found, members)
    row, column = (found.top[members] + found.bottom[members]) / 2, (found.left[members] + found.right[members]) / 2
    left, pieces = np.ones(members.size, bool), []
    for line in lines:
        if line.bottom <= span.top or line.top >= span.bottom:
            continue
        inside = (row >= line.top) & (row <= line.bottom) & (column >= line.left) & (column <= line.right) & left
        if inside.any():
            pieces.append(members[inside])
            left &= ~inside
    if len(pieces) < _SEVERAL and min(span.width, span.height) <= _VAST * body:
        yield members
        return
    yield from pieces
    rest = members[left]
    if rest.size:
        around = _around(found, rest)
        if min(around.width, around.height) <= _VAST * body:
            yield rest


def _traits(own: Mask, found: Parts, members: NDArray[np.intp], span: Span, body: float) -> Traits:
    window = own[span.top : span.bottom, span.left : span.right]
    width = (found.right - found.left)[members]
    height = (found.bottom - found.top)[members]
    area = found.area[members]
    large = np.maximum(width, height) > 0.5 * body
    typical = max(float(np.median(height[large])), body) if large.any() else body
    profile = window.sum(axis=1).astype(np.float64)
    step = np.zeros(max(1, round(0.06 * typical)))
    before, after = np.concatenate((step, profile)), np.concatenate((profile, step))
    empty = (width * height - area)[large]
    return Traits(
        float(np.abs(before - after).max()) / max(int(np.count_nonzero(window.any(axis=0))), 1),
        span.height / body,
        span.height / typical,
        int(area.sum()) / (span.width * span.height),
        int(width.max()) / body,
        float(empty.mean()) / body**2 if empty.size else 0.0,
        float(height[large].std()) / body if empty.size else 0.0,
    )


def _around(found: Parts, members: NDArray[np.intp]) -> Span:
    left, top = int(found.left[members].min()), int(found.top[members].min())
    return Span(left, top, int(found.right[members].max()), int(found.bottom[members].max()))
