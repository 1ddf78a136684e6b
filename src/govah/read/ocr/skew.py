"""How far a page is tilted: the angle at which its lines' profile is sharpest."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_REACH: Final = 8.0  # degrees to either side
_POINTS: Final = 60_000
_LEAST_POINTS: Final = 200


def tilt(ink: NDArray[np.bool_]) -> float:
    """The tilt of a page's lines.

    The lower edges of the ink are projected along slanted rows; the slant whose profile has the greatest sum of
    squared differences is the lines' own, searched coarsely, then finely.
    Source: W. Postl, Detection of linear oblique structures and skew scan in digitized documents, ICPR 1986.

    Args:
        ink: True where there is ink, about 100 dots per inch.

    Returns:
        Degrees by which the lines rise towards the right (counter-clockwise); 0.0 where nothing can be said.
    """
    edges = ink[:-1] & ~ink[1:]
    down, right = np.nonzero(edges)
    if down.size < _LEAST_POINTS:
        return 0.0
    step = max(1, down.size // _POINTS)
    y = down[::step].astype(np.float64)
    x = right[::step].astype(np.float64)
    coarse = _sharpest(x, y, np.arange(-_REACH, _REACH + 0.01, 0.5))
    fine = _sharpest(x, y, np.arange(coarse - 0.5, coarse + 0.51, 0.1))
    finest = _sharpest(x, y, np.arange(fine - 0.1, fine + 0.101, 0.025))
    return float(finest) if _sharpness(x, y, finest) > 1.02 * _sharpness(x, y, 0.0) else 0.0


def _sharpest(x: NDArray[np.float64], y: NDArray[np.float64], angles: NDArray[np.float64]) -> float:
    return float(angles[int(np.argmax([_sharpness(x, y, float(angle)) for angle in angles]))])


def _sharpness(x: NDArray[np.float64], y: NDArray[np.float64], angle: float) -> float:
    rows = y + x * np.tan(np.radians(angle))
    profile = np.bincount((rows - rows.min()).astype(np.intp))
    return float(np.sum(np.diff(profile).astype(np.float64) ** 2))
