"""The fabricated leak on disk: formats, marks, dates, and nothing in it that only the truth may know."""

import csv
import hashlib
import io
import re
import wave
import zipfile
from collections.abc import Iterator
from datetime import UTC
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from xml.etree import ElementTree

import docx
import numpy as np
import openpyxl
import pypdfium2
import pytest
from PIL import Image

from govah.demo.leak import COLLECTIONS, Leak, build_leak
from govah.demo.offices import offices
from govah.demo.paper import ZONE, papers
from govah.demo.stationery import stationery
from govah.demo.victim_list import LATIN_COLUMNS, jalali, latin_digits, numeral, victims
from govah.demo.written import written
from govah.errors import NotFoundError, UsageError

pytestmark = pytest.mark.xdist_group("fabricated")  # built once, by one worker

MAGIC = {
    "scan_pdf": b"%PDF-",
    "pdf": b"%PDF-",
    "minutes_pdf": b"%PDF-",
    "scan_jpg": b"\xff\xd8\xff",
    "docx": b"PK\x03\x04",
    "minutes_docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "webconf_zip": b"PK\x03\x04",
    "eml": b"From: ",
    "mbox": b"From: ",
}
TRUTH = Path(__file__).parent / "truth"
SECRET = re.compile(r"\bL\d\d\b|\bV\d{3}\b|planted|true_id|in_draft_only|[Gg]ovah|openpyxl|python-docx|[Tt]ypst")


@pytest.fixture(scope="module")
def leak(tmp_path_factory: pytest.TempPathFactory) -> Leak:
    """All collections, side by side, as one."""
    place = tmp_path_factory.mktemp("demo")
    built = [build_leak(place / name, collection=name) for name in COLLECTIONS]
    paths = {name: papers()[name].found for each in built for name in each.paths}
    return Leak(place, paths, {name: sha256 for each in built for name, sha256 in each.sha256.items()})


def content(leak: Leak, name: str) -> bytes:
    """A document's bytes, from the folder or from the archive or mailbox that it lies in."""
    path = leak.paths[name]
    for parent in reversed(path.parents):
        if (leak.folder / parent).is_file() and parent.suffix == ".mbox":
            _, _, mail = (leak.folder / parent).read_bytes().partition(b"\n")
            return mail.removesuffix(b"\n")
        if (leak.folder / parent).is_file():
            with zipfile.ZipFile(leak.folder / parent) as archive:
                return archive.read(str(path.relative_to(parent)))
    return (leak.folder / path).read_bytes()


def of_format(*formats: str, **wanted: str) -> list[str]:
    """The papers of some formats with these values."""
    chosen = [name for name, paper in papers().items() if paper.format in formats]
    return [name for name in chosen if all(getattr(papers()[name], key) == value for key, value in wanted.items())]


DRAWN = {"office": ("pdf", "minutes_pdf"), "word": ("docx", "minutes_docx")}


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
    if kind in ("docx", "minutes_docx", "xlsx", "webconf_zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            named = [name for name in package.namelist() if name.endswith((".xml", ".rels", ".txt"))]
            return "\n".join(package.read(name).decode() for name in named)
    if kind in ("eml", "mbox"):
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


@pytest.mark.parametrize("name", of_format(*DRAWN["office"], layout="letter"))
def test_digital_letters_carry_class_and_page_on_every_page(leak: Leak, name: str) -> None:
    pages = list(pdf_pages(content(leak, name)))
    paper = papers()[name]
    assert all("صفحه" in page for page in pages)
    assert paper.number.rpartition("/")[2] in pages[0]
    assert paper.date in pages[0]
    if paper.marked:
        assert all(page.count(paper.classification) >= 2 for page in pages)


@pytest.mark.parametrize("name", of_format("pdf", layout="letterhead"))
def test_english_letters_carry_number_and_page_on_every_page(leak: Leak, name: str) -> None:
    pages, paper = list(pdf_pages(content(leak, name))), papers()[name]
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert paper.number in page
    assert f"Date: {paper.date}" in pages[0]
    assert ("REPUBLIC OF VARNESTAN" in pages[0]) is (paper.sender == "MFA")


@pytest.mark.parametrize("name", of_format("pdf", layout="article"))
def test_articles_open_with_paper_and_day(leak: Leak, name: str) -> None:
    page, *_ = pdf_pages(content(leak, name))
    assert papers()[name].date.split()[-1] in page
    if papers()[name].language == "en":
        assert page.startswith(papers()[name].printed_sender)


@pytest.mark.parametrize("name", of_format(*DRAWN["word"]))
def test_word_letters_open_with_class_at_head_and_foot(leak: Leak, name: str) -> None:
    document, paper = docx.Document(io.BytesIO(content(leak, name))), papers()[name]
    body = "\n".join(paragraph.text for paragraph in document.paragraphs)
    words = stationery(paper.language)
    assert f"{words.number}: {paper.number}" in body
    assert f"{words.date}: {' '.join(filter(None, (paper.weekday, paper.date)))}" in body
    section, one = document.sections[0], numeral(1, paper.language)
    assert section.header.paragraphs[0].text == paper.classification
    foot = [paper.classification, f"{words.page} {one} {words.of} {one}"] if paper.footed else [""]
    assert [p.text for p in section.footer.paragraphs] == foot
    assert document.core_properties.created == paper.filed.replace(tzinfo=ZONE)
    assert document.core_properties.author == paper.clerk != ""
    right_to_left = [p._p.pPr.find("{*}bidi") is not None for p in document.paragraphs if p.text]
    assert set(right_to_left) == {paper.language == "fa"}


@pytest.mark.parametrize("name", of_format("xlsx", language="fa"))
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


def test_the_organisation_writes_in_latin_letters(leak: Leak) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(content(leak, "L44"))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert rows[0] == LATIN_COLUMNS
    assert [row[0] for row in rows[1:]] == list(range(1, len(victims("d")) + 1))
    assert {name for row in rows[1:] for name in row[1] if not name.isascii()} == {"ş"}
    assert sheet.sheet_view.rightToLeft is False


@pytest.mark.parametrize("name", of_format("eml", "mbox"))
def test_mails_parse(leak: Leak, name: str) -> None:
    message, paper = message_from_bytes(content(leak, name), policy=default), papers()[name]
    assert message["Subject"] == paper.subject
    assert message["Date"].datetime.replace(tzinfo=None) == paper.issued
    assert message["From"].addresses[0].domain.endswith(".example")
    assert not message.defects


def test_the_forward_repeats_the_letter_line_by_line(leak: Leak) -> None:
    message = message_from_bytes(content(leak, "L38"), policy=default)
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert papers()["L38"].forwards == "L36"
    assert written(papers()["L36"]) in text
    assert all(block.text in written(papers()["L36"]) for block in papers()["L36"].body)


def test_a_forger_leaves_his_traces(leak: Leak) -> None:
    """Seven: number, weekday, signatory, file's date, signature, marks, the cited date."""
    paper, series = papers()["L33"], papers()["L34"]
    assert latin_digits(paper.number) > latin_digits(series.number)
    assert paper.issued < series.issued
    assert (paper.weekday, paper.issued.weekday()) == ("شنبه", 3)
    assert paper.signature is not None
    assert paper.signatory is not None
    assert paper.signature.name != paper.signatory.fa
    assert paper.signature.name == offices()["MI"].holders[1].fa
    document = docx.Document(io.BytesIO(content(leak, "L33")))
    assert jalali(document.core_properties.created.astimezone(ZONE).date()).startswith("۱۳۹۴/۰۵")
    assert [p.text for p in document.sections[0].footer.paragraphs] == [""]
    assert "۵۵/۷۲۲ مورخ ۱۳۹۳/۱۲/۱۲" in written(paper)
    assert papers()["L05"].date == "۱۳۹۳/۱۲/۰۲"


def test_the_forged_signature_is_cut_from_another_page(leak: Leak) -> None:
    with zipfile.ZipFile(io.BytesIO(content(leak, "L33"))) as package:
        (picture,) = (name for name in package.namelist() if name.startswith("word/media/"))
        pasted = np.asarray(Image.open(io.BytesIO(package.read(picture))))
    document = pypdfium2.PdfDocument(content(leak, "L02"))
    image = next(document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    page = np.asarray(Image.open(io.BytesIO(bytes(image.get_data()))))
    document.close()
    cut = papers()["L33"].cutting
    assert cut is not None
    assert np.array_equal(pasted, page[cut.top : cut.bottom, cut.left : cut.right])
    assert (pasted.min(axis=2) < 120).mean() > 0.02


def test_the_second_scan_is_another_picture_of_the_same_letter(leak: Leak) -> None:
    first, second = papers()["L14"], papers()["L39"]
    assert (second.number, second.date, second.body) == (first.number, first.date, first.body)
    assert leak.sha256["L14"] != leak.sha256["L39"]
    assert second.stamp
    assert abs(second.scan.tilt) > 2


def test_the_session_holds_events_chat_and_four_minutes(leak: Leak) -> None:
    with zipfile.ZipFile(io.BytesIO(content(leak, "L43"))) as archive:
        members = {name.rpartition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert set(members) == {"events.xml", "chat.txt", "audio-1.wav"}
    with wave.open(io.BytesIO(members["audio-1.wav"])) as sound:
        assert sound.getnframes() / sound.getframerate() == 240
    assert "پیشنهاد ۵ با سه رأی پذیرفته شد" in members["chat.txt"].decode()
    assert "پیشنهاد پنجم (انتشار بخشی از فهرست فوت‌شدگان) رد شد" in written(papers()["L42"])
    root = ElementTree.fromstring(members["events.xml"])
    assert root.findtext("date", "").startswith(papers()["L42"].issued.date().isoformat())
    starts = {event.get("kind"): int(event.get("offset", "")) for event in root.iter("event")}
    assert starts["record-stop"] - starts["record-start"] == 240_000


@pytest.mark.parametrize(("name", "column"), [("press", "in_source_A"), ("organisation", "in_source_B")])
def test_a_source_tells_only_of_the_gatherings_that_it_saw(leak: Leak, name: str, column: str) -> None:
    (table,) = (leak.folder / name).glob("gatherings*.csv")
    with table.open(encoding="utf-8", newline="") as stream:
        told = list(csv.DictReader(stream))
    with TRUTH.joinpath("events.csv").open(encoding="utf-8", newline="") as stream:
        seen = [row for row in csv.DictReader(stream) if row[column] == "1"]
    columns = ["date", "province", "participants", "clash", "deaths", "detained"]
    assert list(told[0]) == columns
    assert sorted(tuple(row[c] for c in columns) for row in told) == sorted(tuple(r[c] for c in columns) for r in seen)


def test_documents_lie_with_the_unit_that_held_them(leak: Leak) -> None:
    with TRUTH.joinpath("source_inventory.csv").open(encoding="utf-8", newline="") as stream:
        units = {row["unit_id"]: row for row in csv.DictReader(stream) if row["holds"]}
    collections = {"X01": "press/", "X02": "organisation/", "X03": "mission/"}
    held = {}
    for unit, row in units.items():
        for name in row["holds"].split(";"):
            start = collections.get(unit) or f"leak/{row['host']}_{row['owner_office']}"
            assert str(leak.paths[name]).startswith(start), name
            held[name] = unit
    assert sorted(held) == list(papers())


def test_the_answer_carries_the_letter_that_it_answers(leak: Leak) -> None:
    message = message_from_bytes(content(leak, "L10"), policy=default)
    (attachment,) = message.iter_attachments()
    assert hashlib.sha256(attachment.get_payload(decode=True)).hexdigest() == leak.sha256["L09"]
    assert message["In-Reply-To"]


def test_archive_carries_no_time_of_its_making(leak: Leak) -> None:
    (archive,) = (leak.folder / "leak").glob("*.zip")
    with zipfile.ZipFile(archive) as package:
        assert {info.date_time[0] for info in package.infolist()} == {2014, 2015}
        assert len(package.namelist()) == sum(1 for path in leak.paths.values() if path.parts[1] == archive.name)


def test_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError):
        build_leak(tmp_path, documents=["L07"])
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_unknown_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="L99"):
        build_leak(tmp_path / "leak", documents=["L99"])
