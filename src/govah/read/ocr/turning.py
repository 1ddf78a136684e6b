"""Which way up a page stands."""

from statistics import median
from typing import Final

from govah.read.ocr.reading import SheetReader
from govah.read.ocr.sheet import Sheet, sheet_of
from govah.read.ocr.tone import Grey

_UPRIGHT: Final = 0.6  # mean confidence below which a page may be lying on its side
_IN_BITS: Final = 0.85  # likewise where lines are hardly longer than high, as on a page that lies on its side
_LONG_LINE: Final = 3.0  # heights
_BETTER: Final = 0.05  # more trust that another position needs
_OUT_OF_ROWS: Final = 0.3  # where its lines fall into bits and those of the first did not


def upright(page: Grey, dpi: float, reader: SheetReader) -> tuple[SheetReader, str]:
    """The reader of the page in the position that is read with most trust, and the page's language.

    Args:
        page: As `prepared` made it.
        dpi: Its resolution.
        reader: Of the page as it lies.
    """
    language, trust = reader.language()
    best = (trust, reader, language)
    if trust < (_IN_BITS if _in_bits(reader.sheet) else _UPRIGHT):
        for turned in (90, 270, 180):
            if reader.budget.spent:
                break
            sheet = sheet_of(page, dpi, turned)
            if not sheet.lines:
                continue
            other = SheetReader(sheet, reader.budget)
            language, trust = other.language()
            torn = _in_bits(sheet) and not _in_bits(best[1].sheet)
            if trust > best[0] + (_OUT_OF_ROWS if torn else _BETTER):
                best = (trust, other, language)
            if trust > 0.8:
                break
    return best[1], best[2]


def _in_bits(sheet: Sheet) -> bool:
    """Whether most of a page's lines are hardly longer than high."""
    return median(line.width / line.height for line in sheet.lines) < _LONG_LINE
