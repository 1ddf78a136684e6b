"""Drawing a page for the screen: the only form in which a leaked page reaches a browser.

The picture is made anew from pixels. No metadata, colour profile or animation of the file comes along, and the boxes
of a page's words map to it linearly: x · width / page's width.
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from govah.errors import GovahError, NotFoundError
from govah.read.pdf.document import EncryptedError, UnreadableError, opened
from govah.read.pdf.render import drawn

FILE = "page.png"
MOST_PIXELS = 100_000_000
"""Of a picture that is decoded."""
MOST_DRAWN = 40_000_000
"""Of a picture that is made."""
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "DIB", "TIFF", "WEBP", "JPEG2000", "PPM", "ICO", "PCX", "TGA")
"""Formats that Pillow decodes itself: none that starts another program."""
_CLOCKWISE = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Pillow turns counter-clockwise."""
_REMEDY = "Look at the exhibit's text, or export the file and open it elsewhere with care."


class DrawingError(GovahError):
    """A page cannot be drawn."""


def draw_page(arguments: Mapping[str, Any], scratch: Path) -> dict[str, Any]:
    """Draw a page as PNG into the scratch folder (a stage of the engine).

    Args:
        arguments: `path` of the file's bytes; `media_type`; `page` from 1; `width` of the picture wanted, pixels;
            `turned`, which may be absent: degrees clockwise by which it is turned, one of `govah.model.upright.TURNS`.
        scratch: Where the picture goes.

    Returns:
        `file`: its name in the scratch folder; `width` and `height` in pixels, as drawn: less than wanted where the
        page is very high, or a picture has fewer.

    Raises:
        DrawingError: The file cannot be opened or is too large to be decoded.
        NotFoundError: It has no such page.
    """
    path, number, width = Path(arguments["path"]), int(arguments["page"]), max(1, int(arguments["width"]))
    turned = int(arguments.get("turned", 0))
    on_its_side = turned % 180 != 0
    if str(arguments["media_type"]) == "application/pdf":
        picture = _pdf_page(path, number, width, scratch, on_its_side=on_its_side)
    else:
        picture = _frame(path, number, width, on_its_side=on_its_side)
    clean = _smallest(picture if turned not in _CLOCKWISE else picture.transpose(_CLOCKWISE[turned]))
    clean.save(scratch / FILE, "PNG")
    return {"file": FILE, "width": clean.width, "height": clean.height}


def _pdf_page(path: Path, number: int, width: int, scratch: Path, *, on_its_side: bool) -> Image.Image:
    with path.open("rb") as stream:
        try:
            document = opened(stream, scratch)
        except (EncryptedError, UnreadableError) as error:
            raise DrawingError(f"The page cannot be drawn: {error}", _REMEDY) from error
        try:
            if not 1 <= number <= len(document.pages):
                raise _no_page(number, len(document.pages))
            page = document.pages[number - 1]
            try:
                across = page.get_height() if on_its_side else page.get_width()
                return drawn(page, width / max(across, 1.0), MOST_DRAWN, gray=False)[0]
            finally:
                page.close()
        except pdfium.PdfiumError as error:
            raise DrawingError(f"The page cannot be drawn: {error}", _REMEDY) from error
        finally:
            document.close()


def _frame(path: Path, number: int, width: int, *, on_its_side: bool) -> Image.Image:
    with _looked_at(path) as image:
        try:
            image.seek(number - 1)
        except (EOFError, ValueError) as error:
            raise _no_page(number, getattr(image, "n_frames", 1)) from error
        pixels = image.width * image.height
        if pixels > MOST_PIXELS:
            raise DrawingError(
                f"The picture has {image.width} × {image.height} points, more than are decoded.", _REMEDY
            )
        turned = ImageOps.exif_transpose(image)
        upright = _on_white(turned)
    across = upright.height if on_its_side else upright.width
    share = min(width, across) / across
    size = (max(1, round(upright.width * share)), max(1, round(upright.height * share)))
    return upright.resize(size, Image.Resampling.LANCZOS)


@contextmanager
def _looked_at(path: Path) -> Iterator[Image.Image]:
    """A picture whose size is known and whose points are not decoded yet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns below our own limit, and of every odd tag
        try:
            with Image.open(path, formats=FORMATS) as image:
                yield image
        except Image.DecompressionBombError as error:
            raise DrawingError(f"The picture has too many points: {error}", _REMEDY) from error
        except (UnidentifiedImageError, OSError, SyntaxError) as error:
            raise DrawingError(f"The picture cannot be decoded: {error}", _REMEDY) from error


def _on_white(image: Image.Image) -> Image.Image:
    """As L or RGB; what is transparent, on white; sixteen bits as eight."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        low, high = image.convert("F").getextrema()
        if not (isinstance(low, int | float) and isinstance(high, int | float)):
            return image.convert("L")
        top = 65535.0 if image.mode.startswith("I") and high > 255 else max(high, 255.0)
        return image.convert("F").point(lambda value: value * (255.0 / top)).convert("L")
    if image.mode in ("1", "L"):
        return image.convert("L")
    if "A" in image.mode or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        white.alpha_composite(layered)
        return white.convert("RGB")
    return image.convert("RGB")


def _smallest(image: Image.Image) -> Image.Image:
    """The same points, without colours where it has none, with a palette where 256 suffice; nothing else of it."""
    colours = image.convert("L") if image.mode == "L" else image.convert("RGB")
    if colours.mode == "RGB":
        red, green, blue = colours.split()
        if ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(red, blue).getbbox() is None:
            colours = red
        elif colours.getcolors(256) is not None:
            colours = colours.convert("P", palette=Image.Palette.ADAPTIVE, colors=256)
    clean = Image.new(colours.mode, colours.size)
    if colours.mode == "P":
        palette = colours.getpalette()
        if palette is not None:
            clean.putpalette(palette)
    clean.paste(colours)
    return clean


def _no_page(number: int, count: int) -> NotFoundError:
    return NotFoundError(f"There is no page {number}: the exhibit has {count}.", "Ask for one of them.")
