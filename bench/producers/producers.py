"""The producers by name."""

from collections.abc import Callable

from bench.producers import drawn, office, pango, tex, typesetting, web
from bench.producers.made import Made, Order

PRODUCERS: dict[str, Callable[[list[Order]], list[Made]]] = {
    "Chromium": web.chromium,
    "LibreOffice": office.libreoffice,
    "typst": typesetting.typst,
    "WeasyPrint": web.weasyprint,
    "Pango + cairo": pango.pango,
    "ReportLab": drawn.reportlab,
    "ReportLab, base letters": drawn.base_letters,
    "fpdf2": drawn.fpdf2,
    "XeTeX": tex.xetex,
}
