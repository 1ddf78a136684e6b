"""ReportLab with its letters shaped beforehand, ReportLab with HarfBuzz, fpdf2 with HarfBuzz."""

from itertools import groupby
from typing import Any

import arabic_reshaper
from bidi.algorithm import get_display
from fpdf import FPDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapedStr, TTFont, shapeStr
from reportlab.pdfgen import canvas

from bench.producers.flow import HEIGHT, WIDTH, lay
from bench.producers.fonts import DEJAVU, Font
from bench.producers.made import Made, Order, Seen
from bench.producers.runs import visual_runs


class _ReportLab:
    """What both ways have in common."""

    def __init__(self, order: Order) -> None:
        self.paper = canvas.Canvas(str(order.path), pagesize=(WIDTH, HEIGHT))
        self.font = order.font
        self.seen: list[Seen] = []
        for font in (order.font, DEJAVU):
            if font.family not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(font.family, str(font.path), shapable=True))

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.paper.setLineWidth(0.7)
        self.paper.line(left, HEIGHT - top, right, HEIGHT - bottom)

    def pieces(self, text: str) -> list[tuple[str, Font]]:
        """Stretches of one font: DejaVu where the page's has no glyph."""
        held = groupby(text, key=lambda char: self.font.holds(char) or char.isspace())
        return [("".join(chars), self.font if own else DEJAVU) for own, chars in held]


class _Reshaped(_ReportLab):
    """Presentation forms in visual order."""

    _shaper = arabic_reshaper.ArabicReshaper({"delete_harakat": False, "use_unshaped_instead_of_isolated": False})

    def _visual(self, text: str, direction: str) -> str:
        shown = get_display(self._shaper.reshape(text), base_dir=direction[0].upper())
        return str(shown).replace("\u200c", "")

    def width(self, text: str, size: float, direction: str) -> float:
        pieces = self.pieces(self._visual(text, direction))
        return float(sum(pdfmetrics.stringWidth(piece, font.family, size) for piece, font in pieces))

    def write(self, text: str, left: float, baseline: float, size: float, direction: str) -> None:
        for piece, font in self.pieces(self._visual(text, direction)):
            self.paper.setFont(font.family, size)
            self.paper.drawString(left, HEIGHT - baseline, piece)
            wide = pdfmetrics.stringWidth(piece, font.family, size)
            left += wide


class _Shaped(_ReportLab):
    """Glyphs by HarfBuzz."""

    def _runs(self, text: str, size: float, direction: str) -> list[tuple[Any, Font]]:
        found = []
        for run, way in visual_runs(text, direction):
            pieces = self.pieces(run)
            for piece, font in reversed(pieces) if way == "rtl" else pieces:
                if _arabic(piece):
                    found.append((shapeStr(piece, font.family, size, force=True), font))
                else:  # HarfBuzz guesses the direction by the script, and that of Persian digits wrongly
                    found.append((str(get_display(piece, base_dir=way[0].upper())), font))
        return found

    def width(self, text: str, size: float, direction: str) -> float:
        return float(sum(_advance(run, font, size) for run, font in self._runs(text, size, direction)))

    def write(self, text: str, left: float, baseline: float, size: float, direction: str) -> None:
        for run, font in self._runs(text, size, direction):
            self.paper.setFont(font.family, size)
            self.paper.drawString(left, HEIGHT - baseline, run)
            left += _advance(run, font, size)


def _arabic(text: str) -> bool:
    return any("\u0600" <= char <= "\u06ff" and char.isalpha() for char in text)


def _advance(run: Any, font: Font, size: float) -> float:
    if isinstance(run, ShapedStr):
        return float(sum(data.width for data in run.__shapeData__)) * size / 1000
    return float(pdfmetrics.stringWidth(run, font.family, size))


def _drawn(pen: type[_Reshaped] | type[_Shaped], orders: list[Order]) -> list[Made]:
    made = []
    for order in orders:
        page = pen(order)
        lay(order.document, page)
        page.paper.save()
        made.append(Made(order, tuple(page.seen)))
    return made


def reportlab_reshaped(orders: list[Order]) -> list[Made]:
    """ReportLab, arabic-reshaper and python-bidi."""
    return _drawn(_Reshaped, orders)


def reportlab_shaped(orders: list[Order]) -> list[Made]:
    """ReportLab with HarfBuzz."""
    return _drawn(_Shaped, orders)


class _Fpdf:
    """fpdf2's own bidirectional algorithm and shaping."""

    def __init__(self, order: Order) -> None:
        self.paper = FPDF(unit="pt", format=(WIDTH, HEIGHT))
        self.paper.set_auto_page_break(False)
        self.paper.add_page()
        self.paper.c_margin = 0
        self.family = order.font.family
        for font in {order.font, DEJAVU}:
            self.paper.add_font(font.family, "", str(font.path))
        self.paper.set_font(self.family, size=12)
        self.paper.set_fallback_fonts([DEJAVU.family])

    def _set(self, size: float, direction: str) -> None:
        self.paper.set_font(self.family, size=size)
        self.paper.set_text_shaping(True, direction=direction)

    def width(self, text: str, size: float, direction: str) -> float:
        self._set(size, direction)
        return float(self.paper.get_string_width(text))

    def write(self, text: str, left: float, baseline: float, size: float, direction: str) -> None:
        self._set(size, direction)
        self.paper.set_xy(left, baseline - 0.8 * size)  # a cell's baseline: half its height and 0.3 of the size
        self.paper.cell(h=size, text=text)

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.paper.line(left, top, right, bottom)


def fpdf2(orders: list[Order]) -> list[Made]:
    """fpdf2 with HarfBuzz."""
    for order in orders:
        page = _Fpdf(order)
        lay(order.document, page)
        page.paper.output(str(order.path))
    return [Made(order) for order in orders]
