"""A sheet of Office Open XML row by row, for sheets that would not fit in memory as a rectangle."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from govah.read.readers.office_package import OfficePackage
from govah.read.readers.piece_stream import PieceStream
from govah.read.readers.sheet_cell import cell_text, number_text
from govah.read.readers.xml_source import Element, attribute, descendants, local

_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_PLACE = re.compile(rb"<(?:\w+:)?c\s[^>]{0,80}?\br=\"([A-Z]{1,3})(\d{1,7})\"")
_DENSE = 4_000_000
_DATE_FORMATS = (
    frozenset(range(14, 23)) | frozenset(range(27, 37)) | frozenset(range(45, 48)) | frozenset(range(50, 59))
)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@dataclass(frozen=True, slots=True)
class SheetShape:
    """How a sheet's cells lie: their count, and the rectangle from A1 that holds them."""

    cells: int
    rows: int
    columns: int

    @property
    def large(self) -> bool:
        """Whether its rectangle does not belong in memory."""
        return max(self.rows * self.columns, self.cells) > _DENSE


def shape(stream: PieceStream) -> SheetShape:
    """Count a sheet's cells and find its last row and column, without parsing it; what it claims does not count."""
    cells = rows = columns = 0
    kept = b""
    while piece := stream.read(1 << 20):
        data = kept + piece
        end = data.rfind(b">") + 1
        whole, kept = data[:end], data[end:][-4096:]
        cells += len(_CELL.findall(whole))
        for letters, digits in _PLACE.findall(whole):
            rows = max(rows, int(digits))
            columns = max(columns, column_number(letters.decode("ascii")))
    return SheetShape(cells, rows, columns)


def column_number(letters: str) -> int:
    """The column's number from 1: A is 1, XFD 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def rows(package: OfficePackage, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of a sheet that have cells; a row's cells from the first to its last one that is filled.

    Cells at absurd distances give a row of that many empty cells, one row at a time.
    """
    stream = package.stream(name)
    if stream is None:
        return
    strings, dates = _strings(package), _date_styles(package)
    number = 0
    context = etree.iterparse(
        stream, events=("end",), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True
    )
    for _, element in context:
        if local(element) != "row":
            continue
        number = int(element.get("r") or 0) or number + 1
        cells: list[str] = []
        for cell in element:
            letters = re.match(r"[A-Z]{1,3}", cell.get("r") or "")
            place = column_number(letters.group()) - 1 if letters else len(cells)
            if len(cells) <= place <= 16_384:
                cells.extend([""] * (place - len(cells)))
                cells.append(_value(cell, strings, dates))
        yield number, cells
        element.clear()
        while (before := element.getprevious()) is not None:
            parent = before.getparent()
            if parent is None:
                break
            parent.remove(before)


def _value(cell: Element, strings: list[str], dates: frozenset[int]) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return "".join(found.text or "" for found in descendants(cell, "t"))
    value = next((found.text or "" for found in descendants(cell, "v")), "")
    if not value:
        return ""
    try:
        if kind == "s":
            return strings[int(value)]
        if kind == "b":
            return cell_text(value == "1")
        if kind == "n":
            number = float(value)
            if int(cell.get("s") or 0) in dates and 0 < number < 2_958_466:
                return cell_text(datetime(1899, 12, 30) + timedelta(seconds=round(number * 86_400)))  # noqa: DTZ001
            return number_text(number)
    except (ValueError, IndexError, OverflowError):
        return value
    return value


def _strings(package: OfficePackage) -> list[str]:
    root = package.xml("xl/sharedStrings.xml")
    found = []
    for element in root if root is not None else ():
        if local(element) == "si":
            pieces = [part for part in descendants(element, "t") if local(part.getparent()) != "rPh"]  # type: ignore[arg-type]
            found.append("".join(part.text or "" for part in pieces))
    return found


def _date_styles(package: OfficePackage) -> frozenset[int]:
    root = package.xml("xl/styles.xml")
    if root is None:
        return frozenset()
    own = {
        int(attribute(element, "numFmtId") or 0): _QUOTED.sub("", attribute(element, "formatCode")).lower()
        for element in descendants(root, "numFmt")
    }
    found = set()
    for table in descendants(root, "cellXfs"):
        for place, element in enumerate(table):
            number = int(attribute(element, "numFmtId") or 0)
            if number in _DATE_FORMATS or any(letter in own.get(number, "") for letter in "ydhs"):
                found.add(place)
    return frozenset(found)
