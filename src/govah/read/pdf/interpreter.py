"""Glyphs and rulings of a page by interpreting its content stream (pdfminer.six with a device of our own).

Not pdfminer's layout analysis: only its fonts and its interpreter. Nothing of the text is normalised here.
"""

import logging
import math
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import mult_matrix

from govah.read.pdf.content import ContentInterpreter
from govah.read.pdf.glyph import Frame, Glyph, Marks, frame_of, rules_of
from govah.read.pdf.mirrored import is_mirrored, unmirrored
from govah.read.pdf.placement import Matrix, Placement

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every damaged object, line by line

UNDEFINED = "\ufffd"
SYMBOLIC = 4
LONGEST_CLUSTER = 8
"""An ActualText of more characters over several glyphs is a phrase, not a cluster: its glyphs speak for themselves."""
NARROW = 0.05
"""Of the size: glyphs with less advance take no room of their own."""
PAGES_KEPT = 32
"""After so many pages fonts and objects kept in memory are dropped."""


class InterpretationError(Exception):
    """The content stream could not be interpreted, or not in the time given."""


class GlyphDevice(PDFTextDevice):
    """Collects glyphs and rulings of one page.

    Args:
        resources: pdfminer's cache of fonts.
        place: Where user space lies on the displayed page.
        seconds: CPU seconds this page may take.
    """

    ctm: Matrix

    def __init__(self, resources: PDFResourceManager, place: Placement, seconds: float) -> None:
        super().__init__(resources)
        self.marks = Marks()
        self._place = place
        self._deadline = time.process_time() + seconds
        self._order = 0
        self._tags: list[tuple[str, list[tuple[Frame, Glyph]]] | None] = []
        self._last: tuple[Frame, Glyph] | None = None
        self._joiner: Glyph | None = None
        self._mirrored: dict[Frame, list[Glyph]] = {}

    def render_char(
        self,
        matrix: Matrix,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: object,
        graphicstate: object,
    ) -> float:
        """Keep one glyph; return its advance in text space."""
        text = _named(font, cid)
        advance = float(font.char_width(cid) * fontsize * scaling)
        a, b, c, d, e, f = mult_matrix(matrix, self._place.matrix)
        x0, y0 = c * rise + e, d * rise + f
        x1, y1 = x0 + a * advance, y0 + b * advance
        direction = (a, b) if (a or b) else (d, -c)
        mirrored = is_mirrored(a, b, c, d)
        if mirrored:
            direction = (-direction[0], -direction[1])
        frame = frame_of(direction[0] * math.copysign(1, fontsize), direction[1] * math.copysign(1, fontsize))
        size = abs(fontsize) * math.hypot(c, d) * _type3_height(font)
        start, end = frame.along(x0, y0), frame.along(x1, y1)
        ascent, descent = _extent(font)
        glyph = Glyph(
            text,
            min(start, end),
            max(start, end),
            frame.across(x0, y0),
            size,
            ascent,
            descent,
            (id(font), cid),
            self._order,
        )
        if mirrored and _is_sound(glyph):
            self._order += 1
            self._mirrored.setdefault(frame, []).append(glyph)
        elif not mirrored:
            self._keep(frame, glyph)
        return advance

    def spend(self) -> None:
        """Stop where the page's time is over.

        Raises:
            InterpretationError: It is.
        """
        if time.process_time() > self._deadline:
            raise InterpretationError("the page took too long to interpret")

    def _keep(self, frame: Frame, glyph: Glyph) -> None:
        self._order += 2  # a glyph that is told apart into two leaves room for the second
        if self._order % 512 == 0:
            self.spend()
        if not _is_sound(glyph):
            return
        if self._joiner is not None:
            self._place_joiner(frame, glyph)
        self._last = (frame, glyph)
        for tag in reversed(self._tags):
            if tag is not None:
                tag[1].append((frame, glyph))
                return
        self.marks.glyphs.setdefault(frame, []).append(glyph)

    def _place_joiner(self, frame: Frame, following: Glyph) -> None:
        """A non-joiner without a glyph stands at the side of the glyph before it that faces the one after it."""
        before, self._joiner = self._joiner, None
        if before is None or self._last is None or self._last[0] != frame:
            return
        leftwards = following.left + following.right < before.left + before.right
        edge = before.left if leftwards else before.right
        self.marks.glyphs.setdefault(frame, []).append(before._replace(text="\u200c", left=edge, right=edge))

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Open a marked content; its ActualText holds for the glyphs inside."""
        actual = props.get("ActualText") if isinstance(props, dict) else None
        self._tags.append((_text_string(actual), []) if isinstance(actual, bytes) else None)

    def end_tag(self) -> None:
        """Close it, and keep what its ActualText says."""
        if not self._tags:
            return
        tag = self._tags.pop()
        if tag is None:
            return
        text, glyphs = tag
        for frame, glyph in self._actual(text, glyphs):
            self._order -= 2
            self._keep(frame, glyph)

    def _actual(self, text: str, glyphs: list[tuple[Frame, Glyph]]) -> list[tuple[Frame, Glyph]]:
        if not glyphs:
            if text == "\u200c" and self._last is not None:
                self._joiner = self._last[1]
            return []
        if len(glyphs) == 1:
            return [(glyphs[0][0], glyphs[0][1]._replace(text=text))]
        if len(text) > LONGEST_CLUSTER or " " in text.strip():
            return glyphs
        frame = glyphs[0][0]
        widest = max((glyph for _, glyph in glyphs), key=lambda glyph: glyph.right - glyph.left)
        wide = [glyph for _, glyph in glyphs if glyph.right - glyph.left >= NARROW * glyph.size] or [widest]
        left, right = min(glyph.left for glyph in wide), max(glyph.right for glyph in wide)
        return [(frame, widest._replace(text=text, left=left, right=right))]

    def paint_path(
        self, graphicstate: object, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Sequence[Any]]
    ) -> None:
        """Keep the rulings that a path shows."""
        xs: list[float] = []
        ys: list[float] = []
        for segment in [*path, ("m",)]:
            if segment[0] == "m" and xs:
                self.marks.rules.extend(rules_of(*self._place.rectangle(min(xs), min(ys), max(xs), max(ys))))
                xs, ys = [], []
            if len(segment) >= 3:
                a, b, c, d, e, f = self.ctm
                x, y = segment[-2], segment[-1]
                xs.append(a * x + c * y + e)
                ys.append(b * x + d * y + f)

    def finish(self) -> Marks:
        """What was collected, also inside marked content that was never closed."""
        while self._tags:
            self.end_tag()
        for frame, glyphs in self._mirrored.items():
            self.marks.glyphs.setdefault(frame, []).extend(unmirrored(glyphs))
        return self.marks


def _named(font: Any, cid: int) -> str:
    """What the font's maps say that a code stands for.

    A symbolic font's codes are its own (ISO 32000-1, 9.8.2): where its map to Unicode leaves one out, the standard
    encoding, which pdfminer would ask next, names another glyph.
    """
    if font.unicode_map is not None and font.flags & SYMBOLIC:
        try:
            return str(font.unicode_map.get_unichr(cid))
        except KeyError:
            return UNDEFINED
    try:
        return str(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        return UNDEFINED


def _is_sound(glyph: Glyph) -> bool:
    return math.isfinite(glyph.left + glyph.right + glyph.baseline) and 0 < glyph.size < 1e5


def _type3_height(font: Any) -> float:
    """Type 3 fonts have a unit of their own; other fonts' is 1."""
    if type(font).__name__ != "PDFType3Font":
        return 1.0
    height = abs(float(font.get_height()))
    return height if height > 0 else 1.0


def _extent(font: Any) -> tuple[float, float]:
    """Ascent and depth of a font in parts of its size; usual ones where the font's own are absurd."""
    ascent, descent = float(font.get_ascent()), -float(font.get_descent())
    return (ascent if 0.5 <= ascent <= 1.4 else 0.95), (descent if 0.1 <= descent <= 0.8 else 0.35)


def _text_string(raw: bytes) -> str:
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")


class Interpreter:
    """The pages of one document, interpreted on demand and in rising order.

    Args:
        stream: The document, seekable.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._resources = PDFResourceManager()
        self._pages: Iterator[PDFPage] | None = None
        self._next = 0
        self._since = 0
        self._document: Any = None

    def marks(self, number: int, place: Placement, seconds: float) -> Marks:
        """Glyphs and rulings of a page.

        Args:
            number: From 0; not lower than any asked before.
            place: Where user space lies on the displayed page.
            seconds: CPU seconds it may take.

        Raises:
            InterpretationError: It cannot be interpreted, or not in that time.
        """
        try:
            page = self._page(number)
            device = GlyphDevice(self._resources, place, seconds)
            interpreter = ContentInterpreter(self._resources, device)
            interpreter.render_contents(page.resources, page.contents)
            return device.finish()
        except InterpretationError:
            raise
        except Exception as error:  # pdfminer raises anything on damaged files; the caller has another source
            raise InterpretationError(f"{type(error).__name__}: {error}") from error

    def _page(self, number: int) -> Any:
        if number - self._since >= PAGES_KEPT:
            self._since, self._resources = number, PDFResourceManager()
            self._forget()
        if self._pages is None:
            self._stream.seek(0)
            self._document = PDFDocument(PDFParser(self._stream))
            self._pages = PDFPage.create_pages(self._document)
        page = next(islice(self._pages, number - self._next, None), None)
        self._next = number + 1
        if page is None:
            raise InterpretationError("the page was not found")
        return page

    def _forget(self) -> None:
        """Drop the objects that pdfminer keeps: pictures of a long scan would fill the memory."""
        kept = getattr(self._document, "_cached_objs", None)
        if isinstance(kept, dict):
            kept.clear()
