"""A PDF page drawn as a picture."""

import math

import pypdfium2 as pdfium
from PIL import Image

INK_SCALE = 0.75
"""Pixels per point at which a page is looked at for ink."""


def drawn(page: pdfium.PdfPage, scale: float, pixels: int, *, gray: bool) -> tuple[Image.Image, float]:
    """Draw a page upright, with its annotations.

    Args:
        page: An open page.
        scale: Pixels per point wanted.
        pixels: Greatest number of pixels; the scale is lowered to keep it.
        gray: Without colours.

    Returns:
        The picture, and the scale that was kept.
    """
    width, height = page.get_size()
    kept = min(scale, math.sqrt(pixels / max(width * height, 1.0)))
    bitmap = page.render(scale=kept, grayscale=gray, may_draw_forms=True, draw_annots=True)
    try:
        return bitmap.to_pil().copy(), kept
    finally:
        bitmap.close()


def has_ink(page: pdfium.PdfPage) -> bool:
    """Whether anything is to be seen on a page."""
    picture, _ = drawn(page, INK_SCALE, 2_000_000, gray=True)
    darkest, brightest = picture.convert("L").getextrema()
    return isinstance(darkest, int | float) and isinstance(brightest, int | float) and brightest - darkest > 12
