"""A page laid out by hand, for producers that only draw lines of text."""

from collections.abc import Iterator
from typing import Protocol

from bench.producers.document import Block, Document

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 60.0
GAP = 24.0


class Pen(Protocol):
    """Draws on one page; y downwards, points."""

    def width(self, text: str, size: float, direction: str) -> float:
        """Of a line of text."""

    def write(self, text: str, left: float, baseline: float, size: float, direction: str) -> None:
        """Draw a line of text."""

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        """Draw a ruling."""


def lay(document: Document, pen: Pen) -> None:
    """Draw a document."""
    flow = _Flow(pen)
    if document.header:
        flow.centred(document.header, 10, 40, document.direction)
        pen.rule(MARGIN, 46, WIDTH - MARGIN, 46)
    for block in document.blocks:
        flow.block(block)
    if document.footer:
        flow.centred(document.footer, 10, HEIGHT - 34, document.direction)


class _Flow:
    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._y = MARGIN

    def centred(self, text: str, size: float, baseline: float, direction: str) -> None:
        """A line in the middle of the page."""
        wide = self._pen.width(text, size, direction)
        self._pen.write(text, (WIDTH - wide) / 2, baseline, size, direction)

    def block(self, block: Block) -> None:
        """A part of the page."""
        if block.kind in ("ruled", "plain"):
            self._table(block)
        elif block.kind == "columns":
            self._columns(block)
        elif block.kind == "heading":
            self._y += 24
            self.centred(next(block.said()), 15, self._y, block.direction)
            self._y += 12
        else:
            size = 9.5 if block.kind == "small" else 12.0
            self._y = self._paragraph(next(block.said()), MARGIN, WIDTH - MARGIN, self._y, size, block.direction)

    def _paragraph(self, text: str, left: float, right: float, top: float, size: float, direction: str) -> float:
        for line in self._broken(text, right - left, size, direction):
            top += 1.6 * size
            wide = self._pen.width(line, size, direction)
            self._pen.write(line, right - wide if direction == "rtl" else left, top, size, direction)
        return top + 0.5 * size

    def _broken(self, text: str, room: float, size: float, direction: str) -> Iterator[str]:
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if line and self._pen.width(longer, size, direction) > room:
                yield line
                line = word
            else:
                line = longer
        yield line

    def _columns(self, block: Block) -> None:
        each = (WIDTH - 2 * MARGIN - GAP * (len(block.texts) - 1)) / len(block.texts)
        bottoms = []
        for number, column in enumerate(block.texts):
            left = MARGIN + number * (each + GAP)
            if block.direction == "rtl":
                left = WIDTH - left - each
            y = self._y
            for text in column:
                y = self._paragraph(text, left, left + each, y, 12.0, block.direction)
            bottoms.append(y)
        self._y = max(bottoms)

    def _table(self, block: Block) -> None:
        size, step = 11.0, 17.0
        natural = [max(self._pen.width(t, size, block.direction) for t in c) for c in zip(*block.texts, strict=True)]
        room = WIDTH - 2 * MARGIN - 8 * len(natural)
        rest = sum(wide for wide in natural if wide < room / 2)
        widths = [wide if wide < room / 2 else room - rest for wide in natural]
        spare = (WIDTH - 2 * MARGIN - sum(widths)) / len(widths)
        edges = [MARGIN]
        for wide in widths:
            edges.append(edges[-1] + wide + spare)
        if block.direction == "rtl":
            edges = [WIDTH - edge for edge in edges]
        tops = [self._y + 6]
        for row in block.texts:
            cells = [list(self._broken(t, w + 1, size, block.direction)) for t, w in zip(row, widths, strict=True)]
            for lines, start in zip(cells, edges, strict=False):
                for number, line in enumerate(lines):
                    wide = self._pen.width(line, size, block.direction)
                    left = start - wide - 4 if block.direction == "rtl" else start + 4
                    self._pen.write(line, left, tops[-1] + 16 + number * step, size, block.direction)
            tops.append(tops[-1] + max(map(len, cells)) * step + 7)
        self._y = tops[-1] + 6
        if block.kind == "ruled":
            for top in tops:
                self._pen.rule(min(edges), top, max(edges), top)
            for edge in edges:
                self._pen.rule(edge, tops[0], edge, tops[-1])
