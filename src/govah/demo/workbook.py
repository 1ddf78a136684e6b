"""The lists of victims as spreadsheets annexed to letters."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from govah.demo.package_zip import office_package
from govah.demo.paper import Paper
from govah.demo.typesetting import REPUBLIC
from govah.demo.victim_list import COLUMNS, victims


def workbook(paper: Paper) -> bytes:
    """The annex as an .xlsx: a title that ties it to its letter, a header row, a row for each entry of the list."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    sheet.title = "فهرست"
    sheet.sheet_view.rightToLeft = True
    for words in _titles(paper):
        sheet.append([words])
    sheet.append(list(COLUMNS))
    header = sheet.max_row
    for victim in victims(paper.list):
        sheet.append([victim.name, victim.province, victim.age, victim.died or None])
    _dress(sheet, paper, header)
    book.properties.creator = book.properties.lastModifiedBy = paper.clerk
    book.properties.title = paper.subject
    book.properties.created = book.properties.modified = paper.issued
    written = io.BytesIO()
    book.save(written)
    return office_package(written.getvalue(), paper.issued)


def _titles(paper: Paper) -> list[str]:
    titles = [
        f"{REPUBLIC} - {paper.office.fa}",
        paper.subject,
        f"شماره: {paper.number}",
        f"تاریخ: {paper.date}",
        f"به: {paper.address}",
    ]
    return [paper.classification, *titles] if paper.marked else titles


def _dress(sheet: Worksheet, paper: Paper, header: int) -> None:
    for row in sheet.iter_rows(max_row=header):
        for cell in row:
            cell.font = Font(bold=True)
    for column, width in zip("ABCD", (28, 16, 8, 16), strict=True):
        sheet.column_dimensions[column].width = width
    for row in sheet.iter_rows(min_row=header):
        for cell in row:
            cell.alignment = Alignment(horizontal="center")
    if paper.marked:
        sheet.append([])
        sheet.append([paper.classification])
        for edge in (sheet.oddHeader, sheet.oddFooter):
            if edge is not None:
                edge.center.text = paper.classification
