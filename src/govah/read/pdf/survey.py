"""What a page's objects say before anything is drawn: pictures, and writing that may not be seen.

Only counts and colours are asked for here, for every page passes through; `govah.read.pdf.visibility` looks.
"""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from govah.model.page import Word
from govah.read.pdf.placement import placement

DEEPEST: Final = 3
"""Forms within forms that are looked into."""
Bounds = tuple[float, float, float, float]

_INVISIBLE: Final = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
_PAPER: Final = 240  # lighter ink may be white on white
_CLEAR: Final = 25  # opacity of 255
_OPAQUE: Final = 200
_LEAST_COVER: Final = (10.0, 5.0)  # points: what is smaller hides no word

_MANY: Final = 200  # places: then the whole page is looked at
_EVERYWHERE: Final = (-1e6, -1e6, 1e6, 1e6)


@dataclass(frozen=True, slots=True)
class Survey:
    """What is on a page besides its characters.

    Args:
        cover: How much of the page its largest picture covers, 0 to 1.
        dpi: That picture's resolution, 0 where unknown.
        veiled: Where writing is invisible, as light as paper, transparent, or beneath something painted later; in
            points of the displayed page: left, top, right, bottom.
    """

    cover: float = 0.0
    dpi: float = 0.0
    veiled: tuple[Bounds, ...] = ()

    def hides(self, words: Iterable[Word]) -> bool:
        """Whether a word may be one that nobody sees."""
        return bool(self.veiled) and any(
            _holds(bounds, (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2)
            for word in words
            for bounds in self.veiled
        )


@dataclass(slots=True)
class _Seen:
    """What was met so far, in the order of painting.

    Args:
        writing: Text objects, and whether each is in a form, whose space is not the page's.
        covers: What was painted over the page after so many text objects.
        pictures: Pictures and where they lie.
        veiled: As in `Survey`, in user space.
    """

    writing: list[tuple[Any, bool]] = field(default_factory=list)
    covers: list[tuple[int, Bounds]] = field(default_factory=list)
    pictures: list[tuple[Any, Bounds]] = field(default_factory=list)
    veiled: list[Bounds] = field(default_factory=list)


def survey(page: pdfium.PdfPage) -> Survey:
    """Go through a page's objects.

    Args:
        page: An open page.
    """
    seen = _Seen()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for kind, each, inner in objects(page):
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            seen.writing.append((each, inner))
            pdfium_c.FPDFPageObj_GetFillColor(each, red, green, blue, alpha)
            light = red.value >= _PAPER and green.value >= _PAPER and blue.value >= _PAPER
            if light or alpha.value <= _CLEAR or pdfium_c.FPDFTextObj_GetTextRenderMode(each) in _INVISIBLE:
                seen.veiled.append(_place(each, inner))
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            bounds = _bounds(each)
            if bounds is not None:
                seen.pictures.append((each, bounds))
                seen.covers.append((len(seen.writing), bounds))
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH and seen.writing:
            bounds = _painted(each)
            if bounds is not None:
                seen.covers.append((len(seen.writing), bounds))
    cover, dpi = _largest(page, seen.pictures)
    veiled = [*seen.veiled, *_buried(seen)]
    if not veiled:
        return Survey(cover, dpi)
    if _EVERYWHERE in veiled or len(veiled) > _MANY:
        return Survey(cover, dpi, (_EVERYWHERE,))
    place = placement(page.get_bbox(), page.get_rotation())
    return Survey(cover, dpi, tuple(place.rectangle(*bounds) for bounds in veiled))


def _place(each: Any, inner: bool) -> Bounds:
    """Where a text object lies; anywhere, if that cannot be told."""
    return (None if inner else _bounds(each)) or _EVERYWHERE


def objects(page: pdfium.PdfPage) -> Iterator[tuple[int, Any, bool]]:
    """The kind and the handle of each object, and whether it is inside of a form, in the order of painting."""
    for index in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        yield from _within(pdfium_c.FPDFPage_GetObject(page.raw, index), 0)


def _within(each: Any, depth: int) -> Iterator[tuple[int, Any, bool]]:
    kind = pdfium_c.FPDFPageObj_GetType(each)
    if kind != pdfium_c.FPDF_PAGEOBJ_FORM:
        yield kind, each, depth > 0
    elif depth < DEEPEST:
        for index in range(pdfium_c.FPDFFormObj_CountObjects(each)):
            yield from _within(pdfium_c.FPDFFormObj_GetObject(each, index), depth + 1)


def _bounds(each: Any) -> Bounds | None:
    """Left, bottom, right, top in user space."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(each, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _painted(path: Any) -> Bounds | None:
    """Where a path hides what lies beneath; None where it does not."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke) or not fill.value:
        return None
    bounds = _bounds(path)
    if bounds is None or bounds[2] - bounds[0] < _LEAST_COVER[0] or bounds[3] - bounds[1] < _LEAST_COVER[1]:
        return None
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium_c.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return bounds if alpha.value >= _OPAQUE else None


def _buried(seen: _Seen) -> Iterator[Bounds]:
    """Where something was painted over writing."""
    covers = [(before, bounds) for before, bounds in seen.covers if before]
    last = max((before for before, _ in covers), default=0)
    for number, (each, inner) in enumerate(seen.writing[:last]):
        bounds = _place(each, inner)
        x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
        if any(before > number and _holds(over, x, y) for before, over in covers):
            yield bounds


def _holds(bounds: Bounds, x: float, y: float) -> bool:
    return bounds[0] <= x <= bounds[2] and bounds[1] <= y <= bounds[3]


def _largest(page: pdfium.PdfPage, pictures: list[tuple[Any, Bounds]]) -> tuple[float, float]:
    """How much of a page its largest picture covers, and that picture's resolution."""
    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    cover = dpi = 0.0
    for picture, bounds in pictures:
        wide = min(bounds[2], right) - max(bounds[0], left)
        high = min(bounds[3], top) - max(bounds[1], bottom)
        if wide > 0 and high > 0 and wide * high / area > cover:
            cover, dpi = wide * high / area, _resolution(picture, bounds)
    return min(cover, 1.0), dpi


def _resolution(picture: Any, bounds: Bounds) -> float:
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium_c.FPDFImageObj_GetImagePixelSize(picture, wide, high):
        return 0.0
    longer = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    return max(wide.value, high.value) * 72 / longer if longer > 0 else 0.0
