"""The characters of a page as pdfium gives them: fast, in the file's order, with boxes."""

import ctypes
import math
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from govah.read.pdf.glyph import Frame, Glyph, Marks, frame_of, rules_of
from govah.read.pdf.placement import placement
from govah.read.pdf.symbols import SIGNS

HYPHENS = frozenset("\x02\ufffe")
"""What pdfium puts for a hyphen at a line's end."""
SAMPLED, SHORT = 4, 400
Rectangle = tuple[float, float, float, float]


class TextLayer:
    """The text layer of one open page. Use as a context manager.

    Args:
        page: An open pdfium page.
    """

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self.place = placement(page.get_bbox(), page.get_rotation())
        self._text = page.get_textpage()
        self._rectangle = pdfium_c.FS_RECTF()
        self._pointer = ctypes.byref(self._rectangle)

    def __enter__(self) -> "TextLayer":
        """Hold the text page open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._text.close()

    def raw_text(self) -> str:
        """The text as pdfium has it, one code point for each of its characters, with spaces and line ends it adds.

        Good for asking which letters there are and, without right-to-left ones, for their order.
        """
        count = self._text.count_chars()
        if not count:
            return ""
        text = str(self._text.get_text_range(errors="replace"))
        if len(text) != count:
            codes = (pdfium_c.FPDFText_GetUnicode(self._text.raw, index) for index in range(count))
            text = "".join(map(_character, codes))
        return text if text.isascii() else text.translate(SIGNS)

    def box(self, index: int) -> Rectangle:
        """The advance box of a character on the displayed page: left, top, right, bottom in points."""
        rectangle = self._rectangle
        if not pdfium_c.FPDFText_GetLooseCharBox(self._text.raw, index, self._pointer):
            return (0.0, 0.0, 0.0, 0.0)
        return self.place.rectangle(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)

    def unmapped(self, text: str) -> int:
        """How many characters the font does not name; of a long text, as every fourth says."""
        handle, step = self._text.raw, SAMPLED if len(text) > SHORT else 1
        asked = (index for index in range(0, len(text), step) if not text[index].isspace())
        return step * [pdfium_c.FPDFText_HasUnicodeMapError(handle, index) for index in asked].count(1)

    def marks(self) -> Marks:
        """Glyphs and rulings, for the reconstruction where the page's content cannot be interpreted."""
        marks = Marks(fallback=True)
        for frame, glyph in _merged(self._glyphs()):
            marks.glyphs.setdefault(frame, []).append(glyph)
        for path in self._page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
            bounds = _bounds(path)
            if bounds is not None:
                marks.rules.extend(rules_of(*self.place.rectangle(*bounds)))
        return marks

    def _glyphs(self) -> Iterator[tuple[Frame, Glyph]]:
        handle, place = self._text.raw, self.place
        matrix, rectangle = pdfium_c.FS_MATRIX(), pdfium_c.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        a, b, c, d, _, _ = place.matrix
        for index in range(self._text.count_chars()):
            if pdfium_c.FPDFText_IsGenerated(handle, index) == 1:
                continue
            pdfium_c.FPDFText_GetMatrix(handle, index, matrix)
            pdfium_c.FPDFText_GetLooseCharBox(handle, index, rectangle)
            pdfium_c.FPDFText_GetCharOrigin(handle, index, x, y)
            font_size = pdfium_c.FPDFText_GetFontSize(handle, index)
            size = abs(font_size) * math.hypot(matrix.c, matrix.d)
            text = _character(pdfium_c.FPDFText_GetUnicode(handle, index))
            box = place.rectangle(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            if text == " " and font_size <= 1 and rectangle.right - rectangle.left < 0.01:
                continue
            if not (math.isfinite(sum(box)) and 0 < size < 1e5):
                continue
            frame = frame_of(a * matrix.a + c * matrix.b, b * matrix.a + d * matrix.b)
            u = (frame.along(box[0], box[1]), frame.along(box[2], box[3]))
            baseline = frame.across(*place.point(x.value, y.value))
            yield frame, Glyph(text, min(u), max(u), baseline, size, 0.95, 0.35, (index, 0), index)


def _merged(glyphs: Iterator[tuple[Frame, Glyph]]) -> Iterator[tuple[Frame, Glyph]]:
    """Characters with one box are one glyph; pdfium reverses those of right-to-left ligatures."""
    held: tuple[Frame, Glyph] | None = None
    for frame, glyph in glyphs:
        if held is not None and held[0] == frame and _same_place(held[1], glyph):
            held = (frame, held[1]._replace(text=held[1].text + glyph.text))
            continue
        if held is not None:
            yield held
        held = (frame, glyph)
    if held is not None:
        yield held


def _same_place(one: Glyph, other: Glyph) -> bool:
    return one.left == other.left and one.right == other.right and one.baseline == other.baseline


def _character(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or code == 0:
        return "\ufffd"
    char = chr(code)
    return "-" if char in HYPHENS else char


def _bounds(drawn: Any) -> tuple[float, float, float, float] | None:
    try:
        left, bottom, right, top = drawn.get_bounds()
    except pdfium.PdfiumError:
        return None
    return left, bottom, right, top
