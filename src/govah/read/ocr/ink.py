"""The connected parts of the ink, by runs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Parts:
    """The connected parts of a black-and-white picture (touching corners connect).

    Args:
        left, top, right, bottom: Of each part, right and bottom exclusive.
        area: Number of points of each part.
        row, start, end: Of each horizontal run of ink, end exclusive.
        owner: Number of the part that each run belongs to.
    """

    left: Ints
    top: Ints
    right: Ints
    bottom: Ints
    area: Ints
    row: Ints
    start: Ints
    end: Ints
    owner: Ints

    @property
    def sides(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom

    def without(self, parts: Mask, shape: tuple[int, int]) -> Mask:
        """The picture with some parts left out.

        Args:
            parts: True for each part to leave out.
            shape: Height and width of the picture.
        """
        return self.only(~parts, shape)

    def only(self, parts: Mask, shape: tuple[int, int]) -> Mask:
        """The picture of some parts alone.

        Args:
            parts: True for each part to show.
            shape: Height and width of the picture.
        """
        shown = parts[self.owner]
        return painted(self.row[shown], self.start[shown], self.end[shown], shape)

    def alone(self, part: int) -> Mask:
        """The picture of one part, as large as its own rectangle.

        Args:
            part: Its number.
        """
        held = self.owner == part
        left, top, right, bottom = (int(side[part]) for side in self.sides)
        row, start, end = self.row[held] - top, self.start[held] - left, self.end[held] - left
        return painted(row, start, end, (bottom - top, right - left))


def parts(ink: Mask) -> Parts:
    """Find the connected parts of the ink.

    Runs of each row are joined to the overlapping ones of the next row by repeated hooking and pointer jumping,
    whole arrays at a time.

    Args:
        ink: True where there is ink.
    """
    row, start, end = runs(ink)
    above, below = _touching(row, start, end, ink.shape[1] + 2)
    root = np.arange(row.size)
    while True:
        one, other = root[above], root[below]
        if np.array_equal(one, other):
            break
        least = np.minimum(one, other)
        np.minimum.at(root, one, least)
        np.minimum.at(root, other, least)
        while not np.array_equal(root, jumped := root[root]):
            root = jumped
    _, owner = np.unique(root, return_inverse=True)
    count = int(owner.max()) + 1 if owner.size else 0
    far = np.iinfo(np.intp).max
    left, top = np.full(count, far), np.full(count, far)
    right, bottom, area = np.zeros(count, np.intp), np.zeros(count, np.intp), np.zeros(count, np.intp)
    np.minimum.at(left, owner, start)
    np.minimum.at(top, owner, row)
    np.maximum.at(right, owner, end)
    np.maximum.at(bottom, owner, row + 1)
    np.add.at(area, owner, end - start)
    return Parts(left, top, right, bottom, area, row, start, end, owner)


def thickened(ink: Mask) -> Mask:
    """Ink and the points above and below it."""
    made = ink.copy()
    made[1:] |= ink[:-1]
    made[:-1] |= ink[1:]
    return made


def spread(ink: Mask) -> Mask:
    """Ink and the points above, below, left and right of it."""
    return thickened(ink) | thickened(ink.T).T


def runs(ink: Mask) -> tuple[Ints, Ints, Ints]:
    """The horizontal runs of ink, from the top and from the left: row, start, end (exclusive)."""
    height, width = ink.shape
    framed = np.zeros((height, width + 2), np.int8)
    framed[:, 1:-1] = ink
    steps = np.diff(framed, axis=1)
    row, start = np.nonzero(steps == 1)
    _, end = np.nonzero(steps == -1)
    return row, start, end


def painted(row: Ints, start: Ints, end: Ints, shape: tuple[int, int]) -> Mask:
    """The picture of some runs.

    Args:
        row, start, end: The runs, ends exclusive.
        shape: Height and width of the picture.
    """
    steps = np.zeros((shape[0], shape[1] + 1), np.int8)
    np.add.at(steps, (row, start), 1)
    np.add.at(steps, (row, end), -1)
    return np.cumsum(steps, axis=1, dtype=np.int8)[:, :-1].astype(bool)


def _touching(row: Ints, start: Ints, end: Ints, width: int) -> tuple[Ints, Ints]:
    first = np.searchsorted(row * width + end, (row + 1) * width + start, side="left")
    last = np.searchsorted(row * width + start, (row + 1) * width + end, side="right")
    count = np.maximum(last - first, 0)
    above = np.repeat(np.arange(row.size), count)
    offset = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return above, np.repeat(first, count) + offset
