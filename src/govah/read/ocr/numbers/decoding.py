"""From the network's columns to signs and their probability."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from govah.read.ocr.numbers.classes import BLANK, EASTERN, LATIN, OTHER, SLASH

Floats = NDArray[np.float32]
Classes = tuple[int, ...]
_NEVER: Final = -1e9


def readings(scores: Floats, *, eastern: bool) -> list[Classes]:
    """What a picture may say: its likeliest path; where that mixes scripts, the likeliest of each.

    Args:
        scores: Columns by classes, log-probabilities.
        eastern: Whether Persian and Arabic-Indic digits are expected at all.

    Returns:
        Classes without blanks, neighbouring others made one.
    """
    if not eastern:
        return [_path(_without(scores, EASTERN, LATIN))]
    path = _path(scores)
    if not (any(EASTERN <= sign < LATIN for sign in path) and any(LATIN <= sign < SLASH for sign in path)):
        return [path]
    return [_path(_without(scores, LATIN, SLASH)), _path(_without(scores, EASTERN, LATIN))]


def collapsed(path: NDArray[np.intp]) -> Classes:
    """A class per column to signs: repeats are one, blanks are none.

    Args:
        path: One class per column.
    """
    kept = path[np.concatenate(([True], path[1:] != path[:-1]))] if path.size else path
    signs: list[int] = []
    for sign in kept[kept != BLANK].tolist():
        if not (sign == OTHER and signs and signs[-1] == OTHER):
            signs.append(sign)
    return tuple(signs)


def probability(scores: Floats, signs: Classes) -> float:
    """How probable some signs are, over every way to lay them on the columns.

    Args:
        scores: Columns by classes, log-probabilities.
        signs: Classes without blanks.
    """
    laid = np.full(2 * len(signs) + 1, BLANK)
    laid[1::2] = signs
    emitted = np.asarray(scores[:, laid], np.float64)
    skips = np.zeros(laid.size, bool)
    skips[2:] = (laid[2:] != BLANK) & (laid[2:] != laid[:-2])
    ways = np.full(laid.size + 2, _NEVER)
    ways[2:4] = emitted[0, :2]
    for column in emitted[1:]:
        stayed, stepped = ways[2:], ways[1:-1]
        skipped = np.where(skips, ways[:-2], _NEVER)
        ways[2:] = np.logaddexp(np.logaddexp(stayed, stepped), skipped) + column
    return float(np.exp(np.logaddexp(ways[-1], ways[-2])))


def _path(scores: Floats) -> Classes:
    return collapsed(np.argmax(scores, axis=1))


def _without(scores: Floats, first: int, end: int) -> Floats:
    masked = scores.copy()
    masked[:, first:end] = _NEVER
    return masked
