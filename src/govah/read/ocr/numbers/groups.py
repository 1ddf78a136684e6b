"""The ink of a line gathered into what may be a number, whatever Tesseract made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govah.read.ocr.crop import Crop
from govah.read.ocr.tesseract import ReadWord

_SURE: Final = 0.6  # a word of letters read with less may be a number
_AND: Final = "و"
_LOOK_ALIKE: Final = frozenset("oOvVyYlI|A°")  # Latin letters that Tesseract reads for eastern figures
_OWNED: Final = 0.5  # of a run of ink within a word's box
_WITHIN: Final = 0.85  # of a space between words: a smaller gap is one within a number
_WITHIN_WORD: Final = 1.35  # where Tesseract sees one word
_NEAR: Final = 1.1  # of a space between words: digits that a word's box has taken stand so near to their number
_MORE: Final = 2  # runs: what is parted from a word is hardly more than the rest of it
_SPECK: Final = 4  # points
_SPACE: Final = 0.075  # inch; where a page has no two words side by side


@dataclass(frozen=True, slots=True)
class Group:
    """Ink that stands together.

    Args:
        left, top, right, bottom: In pixels of the line's picture, right and bottom exclusive.
        words: Places of the words whose ink it holds, in their line.
        widest: The widest gap in it, in usual spaces between words.
        nearest: The gap to the nearest other ink of the line, in such spaces; at most two.
    """

    left: int
    top: int
    right: int
    bottom: int
    words: tuple[int, ...]
    widest: float
    nearest: float


@dataclass(frozen=True, slots=True)
class _Run:
    left: int
    right: int
    word: int | None


def gathered(words: Sequence[ReadWord], crop: Crop, threshold: int, space: float) -> list[Group]:
    """Gather the ink of a line that no word of letters holds.

    Args:
        words: Of the line, in pixels of the sheet.
        crop: The line's picture.
        threshold: Below is ink.
        space: Usual white between words, in pixels.

    Returns:
        From left to right.
    """
    ink = crop.grey[:, : crop.own] < threshold
    every = _freed(words, _runs(words, crop, ink), space)
    alone = len(words) == 1
    runs = [run for run in every if run.word is None or is_open(words[run.word], alone=alone)]
    closed = [word for word in words if not is_open(word, alone=alone)]
    made: list[list[_Run]] = []
    for run in runs:
        if made and _together(made[-1][-1], run, space) and not _between(closed, made[-1][-1], run, crop.left):
            made[-1].append(run)
        else:
            made.append([run])
    return [_group(members, every, ink, space) for members in made]


def is_open(word: ReadWord, *, alone: bool = False) -> bool:
    """Whether a word is a number, or may be one: read with so little trust, so short, or of such letters.

    Args:
        word: As it was read.
        alone: Whether nothing else stands in its line, as in a cell of a table: no line says "and" alone.
    """
    single = len(word.text) == 1 and (alone or word.text != _AND)
    numeric = any(char.isdigit() for char in word.text) or not _letters(word.text)
    return word.confidence < _SURE or single or numeric or looks_like_figures(word.text)


def looks_like_figures(text: str) -> bool:
    """Whether all signs are Latin ones of the shapes of eastern figures."""
    return _LOOK_ALIKE.issuperset(text)


def usual_space(lines: Sequence[Sequence[ReadWord]], dpi: int) -> float:
    """The usual white between neighbouring words, in pixels.

    Args:
        lines: Words of some lines, in pixels of the sheet.
        dpi: Of the sheet.
    """
    gaps = []
    for line in lines:
        trusted = sorted(line, key=lambda word: word.left)
        for one, other in pairwise(trusted):
            gap = other.left - one.left - one.width
            sure = min(one.confidence, other.confidence) > _SURE
            if 0 < gap < 0.3 * dpi and sure and _letters(one.text) and _letters(other.text):
                gaps.append(gap)
    return float(np.median(gaps)) if len(gaps) >= 6 else _SPACE * dpi


def _letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _runs(words: Sequence[ReadWord], crop: Crop, ink: NDArray[np.bool_]) -> list[_Run]:
    columns = ink.sum(axis=0)
    steps = np.diff(np.concatenate(([0], (columns > 0).astype(np.int8), [0])))
    made = []
    for left, right in zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True):
        if int(columns[left:right].sum()) >= _SPECK:
            made.append(_Run(left, right, _owner(words, left + crop.left, right + crop.left)))
    return made


def _freed(words: Sequence[ReadWord], runs: list[_Run], space: float) -> list[_Run]:
    """Runs at the edge of a word of letters, apart from it and close to other ink, are not its own.

    Tesseract's box of a word often holds the first or the last digits of the number beside it.
    """
    made = list(runs)
    for place in {run.word for run in runs if run.word is not None and not is_open(words[run.word])}:
        held = [i for i, run in enumerate(runs) if run.word == place]
        gaps = [(runs[i].left - runs[i - 1].right, i) for i in held[1:]]
        gap, cut = max(gaps, default=(0, 0))
        if gap < _WITHIN * space:
            continue
        sides = []
        if held[0] and _is_free(words, runs[held[0] - 1]):
            sides.append((runs[held[0]].left - runs[held[0] - 1].right, [i for i in held if i < cut]))
        if held[-1] + 1 < len(runs) and _is_free(words, runs[held[-1] + 1]):
            sides.append((runs[held[-1] + 1].left - runs[held[-1]].right, [i for i in held if i >= cut]))
        outside, parted_runs = min(sides, default=(gap, []))
        if outside < min(gap, _NEAR * space) and 2 * len(parted_runs) <= len(held) + _MORE:
            for i in parted_runs:
                made[i] = _Run(runs[i].left, runs[i].right, None)
    return made


def _is_free(words: Sequence[ReadWord], run: _Run) -> bool:
    return run.word is None or is_open(words[run.word])


def _owner(words: Sequence[ReadWord], left: int, right: int) -> int | None:
    covers = [(min(right, word.left + word.width) - max(left, word.left), place) for place, word in enumerate(words)]
    cover, place = max(covers, default=(0, 0))
    return place if cover > _OWNED * (right - left) else None


def _together(one: _Run, other: _Run, space: float) -> bool:
    gap = other.left - one.right
    if one.word is not None and one.word == other.word:
        return gap < _WITHIN_WORD * space
    return gap < _WITHIN * space


def _between(closed: Sequence[ReadWord], one: _Run, other: _Run, left: int) -> bool:
    return any(one.right <= word.left + word.width / 2 - left <= other.left for word in closed)


def _group(members: Sequence[_Run], every: Sequence[_Run], ink: NDArray[np.bool_], space: float) -> Group:
    left, right = members[0].left, members[-1].right
    rows = np.flatnonzero(ink[:, left:right].any(axis=1))
    words = tuple(sorted({run.word for run in members if run.word is not None}))
    widest = max((other.left - one.right for one, other in pairwise(members)), default=0)
    outside = [max(run.left - right, left - run.right) for run in every if run.left >= right or run.right <= left]
    nearest = min(min(outside, default=ink.shape[1]) / space, 2.0)
    return Group(left, int(rows[0]), right, int(rows[-1]) + 1, words, widest / space, nearest)


def parted(group: Group, crop: Crop, threshold: int) -> tuple[Group, Group] | None:
    """A group cut in two at its widest gap; None where it has none.

    Args:
        group: In pixels of the line's picture.
        crop: The line's picture.
        threshold: Below is ink.
    """
    ink = crop.grey[:, group.left : group.right] < threshold
    steps = np.diff(np.concatenate(([1], ink.any(axis=0).astype(np.int8), [1])))
    starts, ends = np.flatnonzero(steps == -1), np.flatnonzero(steps == 1)
    if not starts.size:
        return None
    widest = int(np.argmax(ends - starts))
    pieces = []
    for left, right in ((0, int(starts[widest])), (int(ends[widest]), ink.shape[1])):
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        if not rows.size:
            return None
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        pieces.append(
            Group(
                group.left + left, top, group.left + right, bottom, group.words, 0.0, min(group.widest, group.nearest)
            )
        )
    return pieces[0], pieces[1]
