"""The picture of one number as the network is shown it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

HEIGHT: Final = 32
"""Rows of the network's picture."""
_WIDEST: Final = 640
_NARROWEST: Final = 16
_FAINT: Final = 70  # ink lighter than this is not stretched: it is paper

Grey = NDArray[np.uint8]
Ink = NDArray[np.float32]


def fitted(grey: Grey) -> Ink:
    """Scale a crop to the network's height and its ink to 0 … 1.

    Args:
        grey: Height by width, 0 is black; a number with white around it.

    Returns:
        `HEIGHT` by the scaled width; 1.0 is ink.
    """
    height, width = grey.shape
    wide = min(max(round(width * HEIGHT / height), _NARROWEST), _WIDEST)
    scaled = Image.fromarray(255 - grey).resize((wide, HEIGHT), Image.Resampling.BILINEAR)
    ink = np.asarray(scaled, dtype=np.float32)
    darkest = max(float(np.percentile(ink, 97)), _FAINT)
    return np.asarray(np.minimum(ink / np.float32(darkest), np.float32(1.0)), np.float32)


def framed(grey: Grey, margin: float) -> Grey:
    """A crop with white around it.

    Args:
        grey: Height by width.
        margin: Width of the frame in heights of the crop.
    """
    return np.pad(grey, max(1, round(margin * grey.shape[0])), constant_values=255)
