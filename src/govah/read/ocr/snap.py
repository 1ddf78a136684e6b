"""Word boxes drawn tight around their ink."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govah.read.ocr.span import Span
from govah.read.ocr.tesseract import ReadWord

_SHARED: Final = 0.3  # of a run of ink: less than this in a word is none of it, more in a second one cuts the run
_LETTERS_APART: Final = 0.022  # inch: letters of one word stand no farther apart
_LATIN_APART: Final = 0.03  # where none of them join


def snapped(words: Sequence[ReadWord], ink: NDArray[np.bool_], dpi: int) -> list[ReadWord]:
    """Move the sides of the words of one line to columns and rows free of ink.

    Tesseract's boxes follow the time steps of its network and cut one word in five by more than a tenth. Each run
    of inked columns goes to the word that covers most of it, or that it stands close to where none does, and a word's
    box is what its runs cover.

    Args:
        words: Of one line, in pixels of the line's picture.
        ink: The line's picture, True where there is ink.
        dpi: Its resolution.

    Returns:
        The same words in the same order.
    """
    steps = np.diff(np.concatenate(([0], ink.any(axis=0).astype(np.int8), [0])))
    starts, ends = np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist()
    owned: list[list[tuple[int, int]]] = [[] for _ in words]
    owners: list[int | None] = []
    for start, end in zip(starts, ends, strict=True):
        shares = _shares(words, start, end)
        for place, left, right in shares:
            owned[place].append((left, right))
        owners.append(shares[0][0] if shares else None)
    reach = [(_LATIN_APART if word.text.isascii() else _LETTERS_APART) * dpi for word in words]
    for order in (range(1, len(starts)), range(len(starts) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for run in order:
            gap = starts[run] - ends[run - 1] if step < 0 else starts[run + 1] - ends[run]
            beside = owners[run + step]
            if owners[run] is None and beside is not None and gap < reach[beside]:
                owners[run] = beside
                owned[beside].append((starts[run], ends[run]))
    return [_tightened(word, pieces, ink) for word, pieces in zip(words, owned, strict=True)]


def _shares(words: Sequence[ReadWord], start: int, end: int) -> list[tuple[int, int, int]]:
    cover = [
        (min(end, word.left + word.width) - max(start, word.left), -word.width, place)
        for place, word in enumerate(words)
    ]
    cover = sorted((entry for entry in cover if entry[0] > 0), reverse=True)
    if not cover or cover[0][0] < _SHARED * (end - start):
        return []
    if len(cover) == 1 or cover[1][0] < _SHARED * (end - start) or cover[0][0] >= end - start:
        return [(cover[0][2], start, end)]
    shares = []
    for _, _, place in cover:
        word = words[place]
        shares.append((place, max(start, word.left), min(end, word.left + word.width)))
    return shares


def _tightened(word: ReadWord, pieces: list[tuple[int, int]], ink: NDArray[np.bool_]) -> ReadWord:
    if not pieces:
        return word
    left, right = min(piece[0] for piece in pieces), max(piece[1] for piece in pieces)
    rows = np.flatnonzero(ink[:, left:right].any(axis=1))
    if not rows.size:
        return word
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    return replace(word, left=left, top=top, width=right - left, height=bottom - top)


def span_of(word: ReadWord) -> Span:
    """A word's rectangle."""
    return Span(word.left, word.top, word.left + word.width, word.top + word.height)
