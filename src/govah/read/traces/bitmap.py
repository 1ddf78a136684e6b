"""A picture's digests: of all of it, of how it looks, and of squares that are found again in what was cut from it.

The squares are chosen by their own content (Manber, "Finding similar files in a large file system", 1994, in two
dimensions): of all squares those whose digest is a multiple of 1,024. So a piece has the same squares as the whole,
wherever it was cut, and two sets are compared by look-up, never picture by picture. The noise of a scanner makes each
scan's squares its own.
"""

import hashlib
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from govah.model.traces import Bitmap

MOST_POINTS: Final = 40_000_000
"""Of a picture that is looked at."""

_SIDE: Final = 16
_ONE_IN: Final = np.uint32(1024)
_CONTRAST: Final = 64
"""Shades between the darkest and the lightest point of a square that is distinctive: paper is not."""
_MOST_PRINTS: Final = 4000
_ACROSS, _DOWN, _MIX = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D)

_Grey = npt.NDArray[np.uint8]
_Keys = npt.NDArray[np.uint32]


def bitmap(image: Image.Image, place: str, *, page: int | None, whole: bool, letterhead: bool) -> Bitmap:
    """A picture's digests.

    Args:
        image: Of at most `MOST_POINTS` points.
        place: As `Bitmap.place`.
        page: As `Bitmap.page`.
        whole: Whether it is the picture of a page.
        letterhead: Whether it belongs to the paper's head.
    """
    grey = image if image.mode == "L" else image.convert("L")
    points = np.asarray(grey, dtype=np.uint8)
    digest = hashlib.sha256(f"{grey.width}x{grey.height}\n".encode() + points.tobytes()).hexdigest()
    return Bitmap(
        place, page, grey.width, grey.height, whole, letterhead, digest[:32], _look(grey), tuple(_prints(points))
    )


def _look(grey: Image.Image) -> str:
    """Whether each of 8 × 8 shades is lighter than its neighbour, as 16 hexadecimal digits."""
    small = np.asarray(grey.resize((9, 8), Image.Resampling.BOX), dtype=np.int16)
    bits = (small[:, 1:] > small[:, :-1]).flatten()
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def _prints(points: _Grey) -> list[tuple[int, int, int]]:
    if min(points.shape) < _SIDE:
        return []
    distinctive = _spread(points) >= _CONTRAST
    if not distinctive.any():
        return []
    rows, columns = np.nonzero(distinctive & (_keys(points) % _ONE_IN == 0))
    prints = [
        (_digest(points[top : top + _SIDE, left : left + _SIDE]), left, top)
        for top, left in zip(rows.tolist()[:_MOST_PRINTS], columns.tolist()[:_MOST_PRINTS], strict=True)
    ]
    return sorted(prints)


def _digest(square: _Grey) -> int:
    """48 bits: JSON keeps whole numbers up to 2^53."""
    return int.from_bytes(hashlib.blake2b(square.tobytes(), digest_size=6).digest())


def _spread(points: _Grey) -> _Grey:
    """Lightest less darkest point of the square at each place."""
    light, dark = points, points
    for axis in (0, 1):
        for step in (1, 2, 4, 8):
            light = np.maximum(_from(light, 0, step, axis), _from(light, step, 0, axis))
            dark = np.minimum(_from(dark, 0, step, axis), _from(dark, step, 0, axis))
    spread: _Grey = light - dark
    return spread


def _from(points: _Grey, start: int, end: int, axis: int) -> _Grey:
    """The points without the first or the last ones of an axis."""
    part = slice(start, points.shape[axis] - end)
    return points[part] if axis == 0 else points[:, part]


def _keys(points: _Grey) -> _Keys:
    """By what the square at each place is chosen: a polynomial across, then down, and its bits mixed."""
    height, width = points.shape
    rows = np.zeros((height, width - _SIDE + 1), dtype=np.uint32)
    for step in range(_SIDE):
        rows *= _ACROSS
        rows += points[:, step : step + rows.shape[1]]
    keys = np.zeros((height - _SIDE + 1, rows.shape[1]), dtype=np.uint32)
    for step in range(_SIDE):
        keys *= _DOWN
        keys += rows[step : step + keys.shape[0]]
    keys ^= keys >> np.uint32(15)
    keys *= _MIX
    keys ^= keys >> np.uint32(13)
    return keys
