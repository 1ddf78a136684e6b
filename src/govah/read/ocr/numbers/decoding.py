"""From the network's columns to signs and their probability."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from govah.read.ocr.numbers.classes import ARABIC_FOUR, BLANK, COUNT, EASTERN, LATIN, OTHER, SLASH

Floats = NDArray[np.float32]
Classes = tuple[int, ...]
_NEVER: Final = -1e9


def settled(scores: Floats, *, arabic: bool) -> Floats:
    """Scores where it is known which of the two eastern scripts a page is in.

    Args:
        scores: Columns by classes, log-probabilities.
        arabic: Whether its digits are Arabic-Indic; Persian otherwise.

    Returns:
        The four, five and six of the other script made impossible, the rest made to sum to one again.
    """
    made = _without(scores, EASTERN + 4, EASTERN + 7) if arabic else _without(scores, ARABIC_FOUR, COUNT)
    total = np.log(np.exp(made).sum(axis=1, keepdims=True))
    return np.asarray(made - total, np.float32)


def readings(scores: Floats) -> tuple[Classes, Classes]:
    """What a picture may say: its likeliest path in eastern digits, and that in Latin ones.

    Args:
        scores: Columns by classes, log-probabilities.

    Returns:
        Classes without blanks, neighbouring others made one.
    """
    eastern = _without(scores, LATIN, SLASH)
    latin = _without(_without(scores, EASTERN, LATIN), ARABIC_FOUR, COUNT)
    return collapsed(np.argmax(eastern, axis=1)), collapsed(np.argmax(latin, axis=1))


def is_arabic(scores: Floats) -> float:
    """How much more a picture shows the Arabic-Indic four, five and six than the Persian ones, in columns."""
    shown = np.exp(scores)
    return float(shown[:, ARABIC_FOUR:COUNT].sum() - shown[:, EASTERN + 4 : EASTERN + 7].sum())


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


def probabilities(scores: Sequence[Floats], candidates: Sequence[Classes]) -> NDArray[np.float64]:
    """How probable some signs are, over every way to lay them on the columns.

    Args:
        scores: Of each picture: columns by classes, log-probabilities.
        candidates: Classes without blanks.

    Returns:
        Pictures by candidates.
    """
    columns = max(score.shape[0] for score in scores)
    shown = np.zeros((columns, len(scores), COUNT))
    shown[:, :, BLANK] = 1.0  # beyond a picture's end
    for place, score in enumerate(scores):
        shown[: score.shape[0], place] = np.exp(score)
    longest = 2 * max(len(signs) for signs in candidates) + 1
    laid = np.full((len(candidates), longest), BLANK)
    for place, signs in enumerate(candidates):
        laid[place, 1 : 2 * len(signs) : 2] = signs
    skips = np.zeros(laid.shape)
    skips[:, 2:] = (laid[:, 2:] != BLANK) & (laid[:, 2:] != laid[:, :-2])
    emitted = shown[:, :, laid]
    ways = np.zeros((len(scores), len(candidates), longest + 2))
    now = ways[:, :, 2:]
    now[:, :, :2] = emitted[0, :, :, :2]
    for column in emitted[1:]:
        now[:] = (now + ways[:, :, 1:-1] + skips * ways[:, :, :-2]) * column
    ends = np.array([2 * len(signs) for signs in candidates])
    every = np.arange(len(candidates))
    last = now[:, every, ends]
    return np.asarray(last + np.where(ends > 0, now[:, every, np.maximum(ends - 1, 0)], 0.0))


def _without(scores: Floats, first: int, end: int) -> Floats:
    made = scores.copy()
    made[:, first:end] = _NEVER
    return made
