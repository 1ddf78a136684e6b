"""The lists of victims as spreadsheets: two annexed to letters, one of an organisation."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from govah.demo.package_zip import office_package
from govah.demo.paper import Paper
from govah.demo.stationery import stationery, superior
from govah.demo.victim_list import COLUMNS, LATIN_COLUMNS, victims

_WIDTHS = {"نام": 28, "استان": 16, "سن": 8, "تاریخ": 16, "No.": 6, "Name": 30, "Province": 16, "Age": 8}
_WIDTH = 18


def workbook(paper: Paper) -> bytes:
    """The list as an .xlsx: titles that say whose it is, a header row, a row for each entry of the list."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    persian = paper.language == "fa"
    sheet.title = "فهرست" if persian else "List"
    sheet.sheet_view.rightToLeft = persian
    for words in _titles(paper) if persian else _english_titles(paper):
        sheet.append([words])
    columns = COLUMNS if persian else LATIN_COLUMNS
    sheet.append(list(columns))
    header = sheet.max_row
    for number, victim in enumerate(victims(paper.list), start=1):
        row = [victim.name, victim.province, victim.age, victim.died or None]
        sheet.append(row if persian else [number, *row])
    _dress(sheet, paper, header, columns)
    book.properties.creator = book.properties.lastModifiedBy = paper.clerk
    book.properties.title = paper.subject
    book.properties.created = book.properties.modified = paper.filed
    written = io.BytesIO()
    book.save(written)
    return office_package(written.getvalue(), paper.filed)


def _titles(paper: Paper) -> list[str]:
    words = stationery(paper.language)
    titles = [
        f"{superior(paper)} - {paper.printed_sender}",
        paper.subject,
        f"{words.number}: {paper.number}",
        f"{words.date}: {paper.date}",
        f"{words.to}: {paper.address}",
    ]
    return [paper.classification, *titles] if paper.marked else titles


def _english_titles(paper: Paper) -> list[str]:
    return [paper.printed_sender, paper.subject, f"As of {paper.date}", f"Handed to: {paper.address}"]


def _dress(sheet: Worksheet, paper: Paper, header: int, columns: tuple[str, ...]) -> None:
    for row in sheet.iter_rows(max_row=header):
        for cell in row:
            cell.font = Font(bold=True)
    for letter, name in zip("ABCDE", columns, strict=False):
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, _WIDTH)
    for row in sheet.iter_rows(min_row=header):
        for cell in row:
            cell.alignment = Alignment(horizontal="center")
    if paper.marked:
        sheet.append([])
        sheet.append([paper.classification])
        for edge in (sheet.oddHeader, sheet.oddFooter):
            if edge is not None:
                edge.center.text = paper.classification
