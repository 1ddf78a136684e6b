"""Pictures: scans, photographs, faxes; every frame of a TIFF is a page."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from govah.errors import MissingExtraError
from govah.model.page import Origin, Page
from govah.model.status import Status
from govah.read import media
from govah.read.reader import Item, Limits, Remark
from govah.read.readers.picture_property import picture_properties

_FORMATS: Final = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "DIB", "WEBP", "JPEG2000", "PPM", "ICO", "PSD")
_PAGED: Final = frozenset({"TIFF"})
_LONGEST_PAPER: Final = 24.0  # inches; a picture that says it is longer does not know its resolution
_SHEET: Final = 11.7  # inches of A4's long side
_UNDECODED: Final = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError)
"""What Pillow's decoders raise on damaged files."""


class PictureReader:
    """Each picture, or each frame of a TIFF, as a page of recognised text."""

    name = "picture"
    version = "5"
    media = frozenset(
        {
            media.PNG,
            media.JPEG,
            media.TIFF,
            media.GIF,
            media.BMP,
            media.WEBP,
            media.JP2,
            media.PNM,
            media.ICO,
            media.PSD,
        }
    )

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield what the file says of itself, then its pages."""
        stream.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Pillow warns of what `limits.pixels` decides, and of odd tags
                image = Image.open(stream, formats=_FORMATS)
        except Image.DecompressionBombError as error:
            yield Remark(Status.OVER_LIMIT, str(error))
            return
        except (UnidentifiedImageError, *_UNDECODED) as error:
            yield Remark(Status.DAMAGED, f"not a picture that can be opened: {error}")
            return
        with image:
            yield from picture_properties(image)
            yield from _pages(image, limits)


@dataclass(frozen=True, slots=True)
class _Frame:
    picture: Image.Image | None
    dpi: float
    fault: Remark | None


def _pages(image: Image.Image, limits: Limits) -> Iterator[Item]:
    number = 0
    faults = 0
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image.seek(number)
        except EOFError:
            return
        except _UNDECODED as error:
            yield Remark(Status.PARTIAL if number else Status.DAMAGED, f"frame {number + 1}: {error}")
            return
        number += 1
        if number > limits.pages:
            yield Remark(Status.OVER_LIMIT, f"more than {limits.pages} frames")
            return
        frame = _decoded(image, number, limits)
        if frame.fault is not None:
            yield frame.fault
            faults += frame.picture is None
        if frame.picture is not None or number > 1:
            yield from _page(frame, number, limits)
        if image.format not in _PAGED or faults > 3:
            return


def _decoded(image: Image.Image, number: int, limits: Limits) -> _Frame:
    """The frame upright as its camera held it."""
    width, height = image.size
    if width * height > limits.pixels:
        what = f"frame {number} has {width} x {height} points, more than {limits.pixels}"
        return _Frame(None, 0, Remark(Status.OVER_LIMIT, what))
    fault = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                image.load()
            except OSError as error:
                fault = Remark(Status.PARTIAL, f"frame {number} is cut or damaged: {error}")
                with _what_there_is():
                    image.load()
            dpi = _dpi(image)
            upright = ImageOps.exif_transpose(image)
    except Image.DecompressionBombError as error:
        return _Frame(None, 0, Remark(Status.OVER_LIMIT, f"frame {number}: {error}"))
    except _UNDECODED as error:
        return _Frame(None, 0, Remark(Status.DAMAGED, f"frame {number} cannot be decoded: {error}"))
    return _Frame(upright, dpi, fault)


def _page(frame: _Frame, number: int, limits: Limits) -> Iterator[Item]:
    picture = frame.picture
    if picture is None:
        yield Page(number, "", Origin.OCR, remark="the frame cannot be decoded")
        return
    width, height = float(picture.width), float(picture.height)
    if not limits.ocr:
        yield Page(number, "", Origin.OCR, width=width, height=height)
        yield Remark(Status.PARTIAL, f"page {number} needs recognition (recognition is off)")
        return
    from govah.read.ocr.page import recognise  # loads a library and models: only where a page needs it

    try:
        found = recognise(picture, dpi=frame.dpi, limits=limits)
    except MissingExtraError as error:
        yield Page(number, "", Origin.OCR, width=width, height=height)
        yield Remark(Status.PARTIAL, f"page {number} needs recognition ({error.what}): {error.remedy}")
        return
    yield Page(
        number,
        found.text,
        Origin.OCR,
        width=width,
        height=height,
        words=found.words,
        language=found.language,
        remark=found.remark,
        regions=found.regions,
        turned=found.turned,
    )
    if not found.complete:
        yield Remark(Status.PARTIAL, f"page {number}: {found.remark}")


@contextmanager
def _what_there_is() -> Iterator[None]:
    """Let Pillow decode a cut file as far as it goes."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _dpi(image: Image.Image) -> float:
    """The picture's resolution as it says, or as a sheet of A4 would have it."""
    longest = max(image.size)
    try:
        across, down = image.info.get("dpi", (0, 0))
        told = max(float(across), float(down))
    except (TypeError, ValueError, ZeroDivisionError):
        told = 0.0
    if 60 <= told <= 2400 and longest / told <= _LONGEST_PAPER:
        return told
    return min(max(longest / _SHEET, 96.0), 600.0)
