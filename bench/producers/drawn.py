"""ReportLab with its letters shaped beforehand, and fpdf2 with HarfBuzz."""

import re
import unicodedata
from itertools import groupby

import arabic_reshaper
import pikepdf
from bench.producers.flow import HEIGHT, WIDTH, lay
from bench.producers.fonts import DEJAVU, Font
from bench.producers.made import Made, Order, Seen
from bidi.algorithm import get_display
from fpdf import FPDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas


class _Reshaped:
    """Presentation forms in visual order."""

    _shaper = arabic_reshaper.ArabicReshaper({"delete_harakat": False, "use_unshaped_instead_of_isolated": False})

    def __init__(self, order: Order) -> None:
        self.paper = canvas.Canvas(str(order.path), pagesize=(WIDTH, HEIGHT))
        self.font = order.font
        self.seen: list[Seen] = []
        for font in (order.font, DEJAVU):
            if font.family not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(font.family, str(font.path), shapable=False))

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.paper.setLineWidth(0.7)
        self.paper.line(left, HEIGHT - top, right, HEIGHT - bottom)

    def pieces(self, text: str) -> list[tuple[str, Font]]:
        """Stretches of one font: DejaVu where the page's has no glyph."""
        held = groupby(text, key=lambda char: self.font.holds(char) or char.isspace())
        return [("".join(chars), self.font if own else DEJAVU) for own, chars in held]

    def _visual(self, text: str, direction: str) -> str:
        shown = get_display(self._shaper.reshape(text), base_dir=direction[0].upper())
        return str(shown).replace("\u200c", "")

    def width(self, text: str, size: float, direction: str) -> float:
        return self._advance(self._visual(text, direction), size)

    def write(self, text: str, left: float, baseline: float, size: float, direction: str) -> None:
        shown = self._visual(text, direction)
        self._note(shown, left, baseline, size)
        for piece, font in self.pieces(shown):
            self.paper.setFont(font.family, size)
            self.paper.drawString(left, HEIGHT - baseline, piece)
            left += pdfmetrics.stringWidth(piece, font.family, size)

    def _note(self, shown: str, left: float, baseline: float, size: float) -> None:
        """The places of a line's words in one script and one direction, which are easily named."""
        for word in shown.split(" "):
            wide = self._advance(word, size)
            if word and all(char.isalpha() for char in word):
                arabic = word[0] > "\u0590"
                plain = unicodedata.normalize("NFKC", word)
                self.seen.append(Seen(plain[::-1] if arabic else plain, left, left + wide, baseline - size))
            left += wide + self._advance(" ", size)

    def _advance(self, shown: str, size: float) -> float:
        return float(sum(pdfmetrics.stringWidth(p, font.family, size) for p, font in self.pieces(shown)))


def reportlab(orders: list[Order]) -> list[Made]:
    """ReportLab, arabic-reshaper and python-bidi; the widths of its strings say where words are."""
    made = []
    for order in orders:
        page = _Reshaped(order)
        lay(order.document, page)
        page.paper.save()
        made.append(Made(order, tuple(page.seen)))
    return made


_NAMED = re.compile(rb"(<[0-9A-F]{2}>) <([0-9A-F]{4})>")


def base_letters(orders: list[Order]) -> list[Made]:
    """The same, with fonts that name each shape by its plain letters, as word processors write them."""
    made = reportlab(orders)
    for page in made:
        with pikepdf.open(page.order.path, allow_overwriting_input=True) as pdf:
            for font in pdf.pages[0].Resources.Font.values():
                if "/ToUnicode" in font:
                    names = _NAMED.sub(_plainly, font.ToUnicode.read_bytes())
                    font.ToUnicode = pdf.make_stream(names)
            pdf.save(page.order.path)
    return made


def _plainly(match: re.Match[bytes]) -> bytes:
    letters = unicodedata.normalize("NFKC", chr(int(match.group(2), 16)))
    return match.group(1) + b" <" + letters.encode("utf-16-be").hex().upper().encode() + b">"


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
