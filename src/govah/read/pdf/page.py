"""One page of a PDF: which way to its text, and what to say about it."""

from dataclasses import dataclass, replace

import pypdfium2 as pdfium

from govah.errors import MissingExtraError
from govah.model.page import Box, Origin, Page, Region, Word
from govah.model.status import Status
from govah.read.pdf.characters import TextLayer
from govah.read.pdf.choice import chosen, unrecognised
from govah.read.pdf.compose import PageText, compose
from govah.read.pdf.document import Document
from govah.read.pdf.hidden import parted
from govah.read.pdf.interpreter import InterpretationError, Interpreter
from govah.read.pdf.judgement import PAGE_COVER, Census, LayerKind, census, judge, meaningless, same_letters
from govah.read.pdf.plain import compose_plain
from govah.read.pdf.render import drawn, has_ink
from govah.read.pdf.survey import survey
from govah.read.pdf.units import has_right_to_left
from govah.read.pdf.visibility import is_outside, sight
from govah.read.reader import Limits, Remark

FALLBACK = "order: fallback"
LOWEST_DPI, HIGHEST_DPI = 200.0, 300.0
MOST_PIXELS = 40_000_000
"""Of a page drawn for recognition: A3 at 300 dpi takes 17 million."""


@dataclass(frozen=True, slots=True)
class _Layered:
    """A page's text layer as text, and what its characters say about it."""

    text: str
    words: tuple[Word, ...]
    count: Census
    fallback: bool = False


class PageReader:
    """Reads the pages of one document, one at a time and in rising order.

    Args:
        document: The open document.
        limits: What recognition may do and take.
    """

    def __init__(self, document: Document, limits: Limits) -> None:
        self._document = document
        self._limits = limits
        self._interpreter = Interpreter(document.stream)

    def read(self, index: int) -> tuple[Page, tuple[Remark, ...]]:
        """Read a page.

        Args:
            index: From 0.

        Raises:
            pypdfium2.PdfiumError: The page cannot be opened.
        """
        page = self._document.pages[index]
        try:
            width, height = page.get_size()
            layered = self._layered(page, index)
            blank = Page(
                index + 1,
                layered.text,
                label=self._document.pages.get_page_label(index) or None,
                width=round(width, 2),
                height=round(height, 2),
                words=layered.words,
                remark=_remark(layered),
            )
            return self._judged(page, blank, layered.count)
        finally:
            page.close()

    def _layered(self, page: pdfium.PdfPage, index: int) -> _Layered:
        with TextLayer(page) as layer:
            raw = layer.raw_text()
            if has_right_to_left(raw):
                return self._ordered(layer, raw, index)
            count = census(raw, layer.unmapped(raw))
            text = compose_plain(layer, raw)
            if text is None:
                text = compose(layer.marks(), layer.place)
            return _Layered(text.text(), tuple(text.words), count)

    def _ordered(self, layer: TextLayer, raw: str, index: int) -> _Layered:
        """Text with right-to-left letters: from the content stream, else from pdfium's characters."""
        try:
            text: PageText = compose(
                self._interpreter.marks(index, layer.place, self._limits.page_seconds / 2), layer.place
            )
            fallback = not same_letters(raw, text.text())
        except InterpretationError:
            fallback = True
        if fallback:
            text = compose(layer.marks(), layer.place)
        return _Layered(text.text(), tuple(text.words), census(text.text()), fallback)

    def _judged(self, page: pdfium.PdfPage, made: Page, count: Census) -> tuple[Page, tuple[Remark, ...]]:
        """The page as it is, or recognised where its layer is not its text or not the only reading of it."""
        look, outside = survey(page), 0.0
        beyond = [is_outside(word, made.width or 0.0, made.height or 0.0) for word in made.words]
        kind = None
        if any(beyond) or (made.words and look.cover > PAGE_COVER) or look.hides(made.words):
            looks = sight(page, made.words)
            apart = parted(made, looks.without(beyond))
            if apart.page is not made:
                made, count = apart.page, census(apart.page.text)
            outside = looks.outside
            if apart.is_searchable:
                kind = LayerKind.SEARCHABLE
        kind = kind or judge(count, look.cover, outside=outside)
        if kind is LayerKind.GOOD or (kind is LayerKind.ABSENT and not has_ink(page)):
            return made, ()
        if not self._limits.ocr:
            return unrecognised(made, kind, "recognition is off")
        try:
            found, complete = self._recognised(page, made, look.dpi)
        except MissingExtraError as error:
            return unrecognised(made, kind, error.what)
        settled = chosen(made, found, kind)
        if complete:
            return settled, ()
        return settled, (Remark(Status.PARTIAL, f"page {made.number}: {found.remark or 'recognition timed out'}"),)

    def _recognised(self, page: pdfium.PdfPage, made: Page, dpi: float) -> tuple[Page, bool]:
        """What is recognised on the drawn page, and whether the time sufficed."""
        from govah.read.ocr.page import recognise  # loads models: only where a page needs it

        wanted = min(max(dpi, LOWEST_DPI), HIGHEST_DPI) if dpi else HIGHEST_DPI
        picture, scale = drawn(page, wanted / 72, min(self._limits.pixels, MOST_PIXELS), gray=True)
        found = recognise(picture, dpi=scale * 72, limits=self._limits)
        recognised = replace(
            made,
            text=found.text,
            origin=Origin.OCR,
            words=tuple(replace(word, box=_scaled(word.box, 1 / scale, made)) for word in found.words),
            language=found.language,
            remark=found.remark,
            regions=tuple(Region(region.kind, _scaled(region.box, 1 / scale, made)) for region in found.regions),
            turned=found.turned,
        )
        return recognised, found.complete


def _remark(layered: _Layered) -> str | None:
    """What to say about a text layer: how it was ordered, and what it does not say."""
    said = [FALLBACK] if layered.fallback else []
    lost = meaningless(layered.text)
    if lost:
        said.append(f"{lost} characters that the file does not name")
    return "; ".join(said) or None


def _scaled(box: Box, factor: float, page: Page) -> Box:
    width, height = page.width or 0.0, page.height or 0.0
    left, top, right, bottom = (round(side * factor, 2) for side in box)
    return Box(max(left, 0), max(top, 0), min(right, width), min(bottom, height))
