import io
import zipfile
from datetime import datetime

import openpyxl
from openpyxl.comments import Comment

from govah.read.readers.spreadsheet import SpreadsheetReader


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_cells_sheets_and_comments(read) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "انبار"
    sheet.append(["نام", "تعداد", "تاریخ", "درست"])
    sheet.append(["صندوق", 62, datetime(2016, 1, 2), True])  # noqa: DTZ001
    sheet["B4"] = 1.5
    sheet["A1"].comment = Comment("which?", "Reviewer")
    sheet.oddHeader.center.text = "RESTRICTED"
    hidden = workbook.create_sheet("hidden")
    hidden.sheet_state = "hidden"
    hidden["C3"] = "secret"
    workbook.properties.creator = "Quill Ferrow"
    found = read(SpreadsheetReader(), saved(workbook))
    assert [(page.label, page.text) for page in found.pages] == [
        (
            "انبار",
            "نام\tتعداد\tتاریخ\tدرست\nصندوق\t62\t2016-01-02\tTRUE\n\n\t1.5\n[header] RESTRICTED\n"
            "[comment by Reviewer] A1: which?",
        ),
        ("hidden", "\n\n\t\tsecret"),
    ]
    assert found.metadata["author"] == "Quill Ferrow"


def test_a_page_has_five_hundred_rows(read) -> None:
    workbook = openpyxl.Workbook()
    for number in range(1, 1002):
        workbook.active.append([number])
    pages = read(SpreadsheetReader(), saved(workbook)).pages
    assert [page.text.split("\n")[0] for page in pages] == ["1", "501", "1001"]


def test_two_cells_at_the_ends_of_a_sheet_do_not_fill_memory(read) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "first"
    workbook.active["XFD1048576"] = datetime(2016, 1, 2, 10, 30)  # noqa: DTZ001
    first, last = read(SpreadsheetReader(), saved(workbook)).pages
    assert first.text == "first"
    assert last.text.strip() == "2016-01-02 10:30:00"
    assert last.remark == "rows 1048501 to 1049000"


def test_a_workbook_without_its_list_of_sheets(read) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "kept"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(workbook))) as whole, zipfile.ZipFile(out, "w") as less:
        for name in whole.namelist():
            if name != "xl/workbook.xml":
                less.writestr(name, whole.read(name))
    found = read(SpreadsheetReader(), out.getvalue())
    assert found.text == "kept"
    assert found.statuses == {"partial"}
