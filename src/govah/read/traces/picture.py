"""Traces of a picture file: each of its frames is a page."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from govah.model.traces import Bitmap
from govah.read.picture import FORMATS
from govah.read.traces.bitmap import MOST_POINTS, bitmap

_MOST_FRAMES = 40


def bitmaps(path: Path) -> Iterator[Bitmap]:
    """Frames in order; what cannot be decoded is left out."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            for number in range(min(getattr(image, "n_frames", 1), _MOST_FRAMES)):
                image.seek(number)
                if image.width * image.height <= MOST_POINTS:
                    yield bitmap(image, f"{number + 1}/1", page=number + 1, whole=True, letterhead=False)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return  # the reader has told of it
