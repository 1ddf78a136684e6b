"""How far the network's columns are from what they should say, over every way to lay the signs on the columns.

Source: A. Graves et al., Connectionist Temporal Classification, ICML 2006; the sums kept in range column by column.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from govah.read.ocr.numbers.classes import BLANK

Floats = NDArray[np.float32]


def loss(scores: Floats, widths: Sequence[int], labels: Sequence[Sequence[int]]) -> tuple[float, Floats]:
    """The mean loss for a sign, and its gradient by the scores.

    Args:
        scores: Columns by pictures by classes, not normalised.
        widths: Columns of each picture that count.
        labels: What each should say, without blanks.

    Returns:
        A picture whose signs find no room in its columns counts as nothing.
    """
    columns, count, classes = scores.shape
    shown = np.exp(scores - scores.max(axis=2, keepdims=True)).astype(np.float64)
    shown /= shown.sum(axis=2, keepdims=True)
    outside = np.arange(columns)[:, np.newaxis] >= np.asarray(widths)
    laid, skips, ends = _laid(labels)
    emitted = np.take_along_axis(
        np.where(outside[:, :, np.newaxis], np.arange(classes) == BLANK, shown),
        np.broadcast_to(laid, (columns, *laid.shape)),
        axis=2,
    )
    before, total, possible = _forward(emitted, skips, ends)
    after = _backward(emitted, skips, ends)
    ways = before * after
    ways /= np.maximum(ways.sum(axis=2, keepdims=True), np.finfo(float).tiny)
    owner = (laid[:, :, np.newaxis] == np.arange(classes)).astype(np.float64)
    share = np.matmul(ways.transpose(1, 0, 2), owner).transpose(1, 0, 2)
    weight = possible / np.array([max(len(told), 1) for told in labels]) / count
    slope = (shown - share) * np.where(outside, 0.0, weight)[:, :, np.newaxis]
    return float(-(np.where(possible, total, 0.0) * weight).sum()), slope.astype(np.float32)


def _laid(labels: Sequence[Sequence[int]]) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.intp]]:
    """Each picture's signs with blanks between them, where a blank may be skipped, and the place of the last blank."""
    ends = np.array([2 * len(told) for told in labels])
    laid = np.full((len(labels), int(ends.max()) + 1), BLANK)
    for row, told in enumerate(labels):
        laid[row, 1 : 2 * len(told) : 2] = told
    skips = np.zeros(laid.shape)
    skips[:, 2:] = (laid[:, 2:] != BLANK) & (laid[:, 2:] != laid[:, :-2])
    return laid, skips, ends


def _forward(
    emitted: NDArray[np.float64], skips: NDArray[np.float64], ends: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """The share of the ways that lead to each place, the logarithm of all that end well, and whether any does."""
    columns, count, places = emitted.shape
    made = np.zeros((columns, count, places + 2))
    now = np.zeros((count, places + 2))
    now[:, 2:4] = emitted[0, :, :2]
    total = np.zeros(count)
    for column in range(columns):
        if column:
            now[:, 2:] = (now[:, 2:] + now[:, 1:-1] + skips * now[:, :-2]) * emitted[column]
        sums = np.maximum(now.sum(axis=1), np.finfo(float).tiny)
        now /= sums[:, np.newaxis]
        total += np.log(sums)
        made[column] = now
    every = np.arange(count)
    reached = made[-1, every, ends + 2] + np.where(ends > 0, made[-1, every, ends + 1], 0.0)
    possible = reached > 0
    return made[:, :, 2:], total + np.log(np.where(possible, reached, 1.0)), possible


def _backward(emitted: NDArray[np.float64], skips: NDArray[np.float64], ends: NDArray[np.intp]) -> NDArray[np.float64]:
    """The share of the ways that lead from each place to the end."""
    columns, count, places = emitted.shape
    made = np.zeros((columns, count, places))
    ahead = np.zeros((count, places + 2))
    leaps = np.zeros((count, places + 2))
    leaps[:, :places] = skips
    every = np.arange(count)
    now = np.zeros((count, places))
    now[every, ends] = 1.0
    now[every, np.maximum(ends - 1, 0)] = 1.0
    made[-1] = now
    for column in range(columns - 2, -1, -1):
        ahead[:, :places] = now * emitted[column + 1]
        now = ahead[:, :places] + ahead[:, 1:-1] + leaps[:, 2:] * ahead[:, 2:]
        now /= np.maximum(now.sum(axis=1, keepdims=True), np.finfo(float).tiny)
        made[column] = now
    return made
