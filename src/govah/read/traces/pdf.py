"""Traces of a PDF: its fonts, and the pictures on its pages."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, UnidentifiedImageError

from govah.model.traces import Bitmap
from govah.read.pdf.document import Document, EncryptedError, UnreadableError, opened
from govah.read.traces.bitmap import MOST_POINTS, bitmap

_SUBSET = re.compile(r"[A-Z]{6}\+")
_MOST_PAGES = 40
"""As many as a letter is read of."""
_MOST_PICTURES = 60
"""Of a page."""
_DECODED_BY_PILLOW = frozenset({"DCTDecode", "JPXDecode"})
_WHOLE = 0.5
"""Share of a page that its picture covers."""
_HEAD = 0.2
"""Share of a page's height that its head takes."""


def fonts(stream: BinaryIO) -> tuple[str, ...]:
    """Families that the pages name, without the sign of a subset and the style."""
    found: set[str] = set()
    try:
        with pikepdf.open(stream, suppress_warnings=True) as document:
            for page in list(document.pages)[:_MOST_PAGES]:
                found |= set(_fonts(page.obj.get("/Resources")))
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError):
        return tuple(sorted(found))
    return tuple(sorted(found))


def _fonts(resources: Any) -> Iterator[str]:
    listed = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
    for font in listed.values() if isinstance(listed, pikepdf.Dictionary) else ():
        name = font.get("/BaseFont") if isinstance(font, pikepdf.Dictionary) else None
        if isinstance(name, pikepdf.Name):
            yield _SUBSET.sub("", str(name).lstrip("/")).partition("-")[0].partition(",")[0]


def bitmaps(stream: BinaryIO, scratch: Path) -> Iterator[Bitmap]:
    """Pictures on the pages, in the order in which they are drawn."""
    try:
        document = opened(stream, scratch)
    except (EncryptedError, UnreadableError):
        return
    try:
        for number in range(min(len(document.pages), _MOST_PAGES)):
            yield from _of_page(document, number)
    finally:
        document.close()


def _of_page(document: Document, number: int) -> Iterator[Bitmap]:
    page = document.pages[number]
    try:
        width, height = page.get_size()
        drawn = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=4)
        for order, each in enumerate(drawn):
            if order >= _MOST_PICTURES:
                return
            image = _decoded(each)
            if image is None:
                continue
            left, bottom, right, top = each.get_bounds()
            whole = (right - left) * (top - bottom) >= _WHOLE * width * height
            head = not whole and bottom >= (1 - _HEAD) * height
            yield bitmap(image, f"{number + 1}/{order + 1}", page=number + 1, whole=whole, letterhead=head)
    finally:
        page.close()


def _decoded(picture: pdfium.PdfImage) -> Image.Image | None:
    """The picture's own points; None where they cannot be decoded."""
    try:
        width, height = picture.get_px_size()
        if width * height > MOST_POINTS:
            return None
        filters = picture.get_filters()
        if filters and filters[-1] in _DECODED_BY_PILLOW:
            image = Image.open(io.BytesIO(picture.get_data(decode_simple=True)), formats=("JPEG", "JPEG2000"))
            image.load()
            return image
        drawn = picture.get_bitmap(render=False)
        try:
            copied: Image.Image = drawn.to_pil().copy()
            return copied
        finally:
            drawn.close()
    except (pdfium.PdfiumError, UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None  # the reader of the page has told what cannot be seen
