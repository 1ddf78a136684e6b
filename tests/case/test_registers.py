"""Registers in a case: real workbooks and lists, what they say of a silence, and that a rebuild says the same."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.bridge import ANSWER, LETTER

from govah import Case
from govah.model.letter import LetterStatus
from govah.model.register import Ground

TITLE = "دفتر اندیکاتور نامه‌های صادره استانداری بیستون"
HEAD = ("ردیف", "شماره نامه", "تاریخ", "گیرنده", "موضوع", "ملاحظات")
ROWS = (
    ("1", "7/119", "۱۳۹۵/۰۲/۱۹", "وزارت آب ناکجا", "چاه", ""),
    ("2", "7/120", "۱۳۹۵/۰۲/۲۰", "وزارت راه ناکجا", "پل چوبی", "عطف به ۲۱/۴۵۰"),
    ("3", "7/121", "۱۳۹۵/۰۲/۲۱", "وزارت راه ناکجا", "جاده", ""),
)
_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "صادره"
    for row in ((TITLE,), HEAD, *ROWS):
        sheet.append(row)
    other = book.create_sheet("فهرست")
    for row in (("نام", "تاریخ", "محل"), ("الف", "۱۳۹۵/۰۲/۱۹", "بیستون")):
        other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def listed() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows([(TITLE,), HEAD, *ROWS])
    return out.getvalue().encode()


def open_document() -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in ((TITLE,), HEAD, *ROWS)
    )
    body = f"<office:spreadsheet><table:table table:name='صادره'>{cells}</table:table></office:spreadsheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            f"<office:document-content {_ODS}><office:body>{body}</office:body></office:document-content>",
        )
    return out.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def collected(tmp_path: Path, **files: bytes) -> Case:
    folder = tmp_path / "leak"
    folder.mkdir()
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    case = Case.create(tmp_path / "case", "Bridge")
    case.collect([folder], "courier", ocr=False)
    return case


@pytest.mark.parametrize(
    ("name", "make"),
    [("book_xlsx", workbook), ("book_csv", listed), ("book_ods", open_document), ("book_docx", word)],
)
def test_a_register_says_what_no_letter_does(name: str, make: Callable[[], bytes], tmp_path: Path) -> None:
    with collected(tmp_path, letter_txt=LETTER.encode(), **{name: make()}) as case:
        (letter,) = case.view.letters()
        standing = case.view.standing(letter.id)
        assert standing.status is LetterStatus.NO_ANSWER_IN_HOLDINGS
        ((register, told),) = case.view.registers()
        assert (register.office, len(register.rows), told.letters) == ("استانداری بیستون", 3, {})
        assert standing.coverage is not None
        added = standing.coverage.register
        assert added is not None
        assert (added.listed, added.held, added.later, added.covers) == (3, 0, 3, True)
        assert [(lead.ground, lead.number) for lead in added.leads] == [
            (Ground.CITES_NUMBER, "7/120"),
            (Ground.PARTIES, "7/121"),
        ]
        passage = case.view.passage(added.leads[0].place.sha256, added.leads[0].place.span)
        assert "عطف به ۲۱/۴۵۰" in passage.exact
        assert list(case.view.ghosts()) == []
        assert case.rebuild().identical
        assert case.rebuild(keep_pages=True).identical


def test_a_row_is_linked_when_its_letter_is_held(tmp_path: Path) -> None:
    with collected(tmp_path, letter_txt=LETTER.encode(), answer_txt=ANSWER.encode(), book_xlsx=workbook()) as case:
        ((register, told),) = case.view.registers()
        answer = next(one for one in case.view.letters() if one.number == "7/120")
        assert told.letters == {register.rows[1].id: answer.id}
        assert {case.view.standing(one.id).status for one in case.view.letters()} == {
            LetterStatus.ANSWERED,
            LetterStatus.NONE_EXPECTED,
        }


def test_registers_follow_a_corrected_page(tmp_path: Path) -> None:
    from govah.model.passage import Place, Span

    with collected(tmp_path, letter_txt=LETTER.encode(), book_xlsx=workbook()) as case:
        ((register, _),) = case.view.registers()
        span = register.rows[1].spans["remarks"]
        text = case.view.page(register.sha256, 1).text
        at = text.index("۲۱/۴۵۰", span.start)
        case.correct(Place(register.sha256, Span(1, at, at + 6)), "text", "۲۱/۴۵۱", "the paper says so")
        (letter,) = case.view.letters()
        coverage = case.view.standing(letter.id).coverage
        assert coverage is not None
        assert coverage.register is not None
        assert [lead.ground for lead in coverage.register.leads] == [Ground.SUBJECT, Ground.PARTIES]
        assert case.rebuild(keep_pages=True).identical
