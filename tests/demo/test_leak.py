"""The fabricated leak on disk: formats, marks, dates, and nothing in it that only the truth may know."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from PIL import Image

from govah.demo.leak import Leak, build_leak
from govah.demo.paper import ZONE, papers
from govah.errors import NotFoundError, UsageError

MAGIC = {
    "scan_pdf": b"%PDF-",
    "pdf": b"%PDF-",
    "scan_jpg": b"\xff\xd8\xff",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "eml": b"From: ",
}
SECRET = re.compile(r"\bL\d\d\b|\bV\d{3}\b|planted|true_id|in_draft_only|[Gg]ovah|openpyxl|python-docx|[Tt]ypst")


@pytest.fixture(scope="module")
def leak(tmp_path_factory: pytest.TempPathFactory) -> Leak:
    return build_leak(tmp_path_factory.mktemp("demo") / "leak")


def content(leak: Leak, name: str) -> bytes:
    """A document's bytes, from the folder or from the archive that it lies in."""
    path = leak.paths[name]
    for parent in reversed(path.parents):
        if (leak.folder / parent).is_file():
            with zipfile.ZipFile(leak.folder / parent) as archive:
                return archive.read(str(path.relative_to(parent)))
    return (leak.folder / path).read_bytes()


def of_format(*formats: str) -> list[str]:
    return [name for name, paper in papers().items() if paper.format in formats]


def pdf_pages(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            text = page.get_textpage()
            yield text.get_text_range()
            text.close()
            page.close()
    finally:
        document.close()


def texts(data: bytes, kind: str) -> str:
    """Everything readable in a file but pictures."""
    if kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "\n".join(package.read(n).decode() for n in package.namelist() if n.endswith((".xml", ".rels")))
    if kind == "eml":
        message = message_from_bytes(data, policy=default)
        return "\n".join([*message.values(), message.get_body(("plain",)).get_content()])
    if kind == "scan_jpg":
        return ""
    document = pypdfium2.PdfDocument(data)
    properties = document.get_metadata_dict()
    document.close()
    return "\n".join([*pdf_pages(data), *properties.values()])


@pytest.mark.parametrize("name", list(papers()))
def test_document_is_there_in_its_format(leak: Leak, name: str) -> None:
    data = content(leak, name)
    assert data.startswith(MAGIC[papers()[name].format])
    assert hashlib.sha256(data).hexdigest() == leak.sha256[name]


@pytest.mark.parametrize("name", list(papers()))
def test_nothing_of_the_truth_is_in_a_file_or_its_name(leak: Leak, name: str) -> None:
    assert not SECRET.search(str(leak.paths[name]))
    assert not SECRET.search(texts(content(leak, name), papers()[name].format))


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    chosen = ["L04", "L06", "L10", "L15", "L19"]
    first, second = (build_leak(tmp_path / name, documents=chosen) for name in ("first", "second"))
    assert first.sha256 == second.sha256
    for path in (path for path in first.folder.rglob("*") if path.is_file()):
        twin = second.folder / path.relative_to(first.folder)
        assert path.read_bytes() == twin.read_bytes()
        assert path.stat().st_mtime == twin.stat().st_mtime
    assert sorted(first.paths) == chosen


def test_a_part_of_the_leak_has_the_bytes_of_the_whole(leak: Leak, tmp_path: Path) -> None:
    part = build_leak(tmp_path / "part", documents=["L20"])
    assert part.sha256["L20"] == leak.sha256["L20"]


@pytest.mark.parametrize("name", of_format("scan_pdf"))
def test_scans_are_pictures_without_text(leak: Leak, name: str) -> None:
    data = content(leak, name)
    assert len(data) < 600_000
    assert list(pdf_pages(data)) == [""]


def test_photographed_page_keeps_its_resolution(leak: Leak) -> None:
    with Image.open(io.BytesIO(content(leak, "L13"))) as picture:
        assert picture.info["dpi"] == (240, 240)
        assert picture.size[0] / 240 == pytest.approx(8.27, abs=0.01)


@pytest.mark.parametrize("name", of_format("pdf"))
def test_digital_letters_carry_class_and_page_on_every_page(leak: Leak, name: str) -> None:
    pages = list(pdf_pages(content(leak, name)))
    paper = papers()[name]
    assert all("صفحه" in page for page in pages)
    assert paper.number in pages[0]
    assert paper.date in pages[0]
    if paper.marked:
        assert all(page.count("محرمانه") >= 2 for page in pages)


@pytest.mark.parametrize("name", of_format("docx"))
def test_word_letters_open_with_class_at_head_and_foot(leak: Leak, name: str) -> None:
    document, paper = docx.Document(io.BytesIO(content(leak, name))), papers()[name]
    body = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"شماره: {paper.number}" in body
    assert f"تاریخ: {paper.date}" in body
    section = document.sections[0]
    assert section.header.paragraphs[0].text == paper.classification
    assert [p.text for p in section.footer.paragraphs] == [paper.classification, "صفحه ۱ از ۱"]
    assert document.core_properties.created == paper.issued.replace(tzinfo=ZONE)
    assert document.core_properties.author == paper.clerk != ""
    assert all(p._p.pPr.find("{*}bidi") is not None for p in document.paragraphs if p.text)


@pytest.mark.parametrize("name", of_format("xlsx"))
def test_workbooks_open_and_name_their_letter(leak: Leak, name: str) -> None:
    book, paper = openpyxl.load_workbook(io.BytesIO(content(leak, name))), papers()[name]
    sheet = book.worksheets[0]
    cells = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert [paper.subject] in cells
    assert [f"شماره: {paper.number}"] in cells
    assert ["نام", "استان", "سن", "تاریخ"] in cells
    assert cells[0] == cells[-1] == [paper.classification]
    assert sheet.sheet_view.rightToLeft
    assert book.properties.modified.replace(tzinfo=UTC) == paper.issued.replace(tzinfo=ZONE)


@pytest.mark.parametrize("name", of_format("eml"))
def test_mails_parse(leak: Leak, name: str) -> None:
    message, paper = message_from_bytes(content(leak, name), policy=default), papers()[name]
    assert message["Subject"] == paper.subject
    assert message["Date"].datetime.replace(tzinfo=None) == paper.issued
    assert message["From"].addresses[0].domain.endswith(".example")
    assert not message.defects


def test_the_answer_carries_the_letter_that_it_answers(leak: Leak) -> None:
    message = message_from_bytes(content(leak, "L10"), policy=default)
    (attachment,) = message.iter_attachments()
    assert hashlib.sha256(attachment.get_payload(decode=True)).hexdigest() == leak.sha256["L09"]
    assert message["In-Reply-To"]


def test_archive_carries_no_time_of_its_making(leak: Leak) -> None:
    (archive,) = leak.folder.glob("*.zip")
    with zipfile.ZipFile(archive) as package:
        assert {info.date_time[0] for info in package.infolist()} == {2015}
        assert len(package.namelist()) == sum(1 for path in leak.paths.values() if path.parts[0] == archive.name)


def test_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError):
        build_leak(tmp_path, documents=["L07"])
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_unknown_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="L99"):
        build_leak(tmp_path / "leak", documents=["L99"])
