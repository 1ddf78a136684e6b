"""What a picture file says of itself: format, resolution, camera, times and texts, words as they stand."""

import warnings
from collections.abc import Iterator
from typing import Final

from PIL import ExifTags, Image

from govah.model.text import stored_text
from govah.read.reader import Metadata

_LONGEST: Final = 2000
_OF_IMAGE: Final = (
    ("description", ExifTags.Base.ImageDescription),
    ("camera-make", ExifTags.Base.Make),
    ("camera", ExifTags.Base.Model),
    ("software", ExifTags.Base.Software),
    ("modified", ExifTags.Base.DateTime),
    ("author", ExifTags.Base.Artist),
    ("copyright", ExifTags.Base.Copyright),
    ("title", ExifTags.Base.XPTitle),
    ("comment", ExifTags.Base.XPComment),
)
_OF_SHOT: Final = (
    ("created", ExifTags.Base.DateTimeOriginal),
    ("digitized", ExifTags.Base.DateTimeDigitized),
    ("comment", ExifTags.Base.UserComment),
    ("lens", ExifTags.Base.LensModel),
)
_NO_TEXT: Final = frozenset({"exif", "icc_profile", "xmp", "XML:com.adobe.xmp", "photoshop", "mp", "mpoffset"})
_TEXTS: Final = 40


def picture_properties(image: Image.Image) -> Iterator[Metadata]:
    """Yield an opened picture's properties: those that every format has, then EXIF's, then text chunks.

    Args:
        image: Opened, not yet decoded.
    """
    yield Metadata("format", str(image.format))
    yield Metadata("pixels", f"{image.width} x {image.height}")
    resolution = image.info.get("dpi")
    if isinstance(resolution, tuple) and len(resolution) == 2:
        yield Metadata("dpi", " x ".join(_number(value) for value in resolution))
    frames = _frames(image)
    if frames > 1:
        yield Metadata("frames", str(frames))
    yield from _exif(image)
    texts = [(name, value) for name, value in image.info.items() if isinstance(name, str) and _tells(name)]
    for name, value in texts[:_TEXTS]:
        text = _words(value) if isinstance(value, str) or name == "comment" else ""
        if text:
            yield Metadata(name, text)


def _exif(image: Image.Image) -> Iterator[Metadata]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tags = image.getexif()
            shot = tags.get_ifd(ExifTags.IFD.Exif)
            place = tags.get_ifd(ExifTags.IFD.GPSInfo)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, OverflowError) as error:
        yield Metadata("exif", f"unreadable: {error}")
        return
    for source, names in ((tags, _OF_IMAGE), (shot, _OF_SHOT)):
        for name, tag in names:
            text = _words(source.get(tag))
            if text:
                yield Metadata(name, text)
    position = [_words(place.get(tag)) for tag in (1, 2, 3, 4)]
    if all(position):
        yield Metadata("position", " ".join(position))


def _tells(name: str) -> bool:
    return name not in _NO_TEXT and not name.startswith(("Raw profile", "icc:"))


def _frames(image: Image.Image) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError):
        return 1


def _number(value: object) -> str:
    try:
        return f"{float(str(value)):g}"
    except (ValueError, ZeroDivisionError):
        return str(value)


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(_number(part) for part in value) if not _is_bytes(value) else _words(bytes(value))
    if isinstance(value, bytes):
        value = _decoded(value)
    return stored_text(str(value)).replace("\ufffd", "").strip()[:_LONGEST]


def _is_bytes(value: tuple[object, ...]) -> bool:
    return len(value) > 4 and all(isinstance(part, int) and 0 <= part < 256 for part in value)


def _decoded(value: bytes) -> str:
    for prefix, encoding in ((b"ASCII\0\0\0", "ascii"), (b"UNICODE\0", "utf-16"), (b"\0" * 8, "latin-1")):
        if value.startswith(prefix):
            return value[8:].decode(encoding, "replace")
    if len(value) > 1 and value[1::2].count(0) * 2 >= len(value) // 2:
        return value.decode("utf-16-le", "replace")
    return value.decode("utf-8", "replace")
