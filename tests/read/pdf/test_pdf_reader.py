"""The reader: what it yields besides text, and what it says where there is none."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from govah.model.page import Origin, Page
from govah.model.status import Status
from govah.read.reader import Child, Item, Metadata, Remark

Read = Callable[..., list[Item]]
ENGLISH = "The committee met at the depot on 12 May 2019 and counted 1,250 sealed crates in the yard."


def _drawn(path: Path, draw: Callable[[canvas.Canvas], None], **options: object) -> Path:
    paper = canvas.Canvas(str(path), pagesize=(595, 842), **options)
    draw(paper)
    paper.showPage()
    paper.save()
    return path


def _english(paper: canvas.Canvas) -> None:
    paper.drawString(72, 700, ENGLISH[:50])
    paper.drawString(72, 680, ENGLISH[50:])


def _pages(items: list[Item]) -> list[Page]:
    return [item for item in items if isinstance(item, Page)]


def _remarks(items: list[Item]) -> list[Remark]:
    return [item for item in items if isinstance(item, Remark)]


def test_properties_words_as_they_stand(tmp_path: Path, read: Read) -> None:
    def draw(paper: canvas.Canvas) -> None:
        paper.setTitle("گزارش انبار")
        paper.setAuthor("Q. Ferrow")
        _english(paper)

    items = read(_drawn(tmp_path / "a.pdf", draw))
    said = {item.name: item.value for item in items if isinstance(item, Metadata)}
    assert said["title"] == "گزارش انبار"
    assert said["author"] == "Q. Ferrow"
    assert said["created"].startswith("D:2")


def test_latin_text_by_lines_with_boxes(tmp_path: Path, read: Read) -> None:
    (page,) = _pages(read(_drawn(tmp_path / "a.pdf", _english)))
    assert page.text == f"{ENGLISH[:50].rstrip()}\n{ENGLISH[50:]}"
    first = page.words[0]
    assert page.text[first.start : first.end] == "The"
    assert first.box.left == pytest.approx(72, abs=1)
    assert first.box.top < 142 - 6
    assert 142 < first.box.bottom < 150
    assert [word.line for word in page.words] == sorted(word.line for word in page.words)


def test_boxes_of_a_turned_and_cropped_page(tmp_path: Path, read: Read) -> None:
    path = _drawn(tmp_path / "a.pdf", _english)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.pages[0].CropBox = [50, 600, 550, 800]
        pdf.save()
    (page,) = _pages(read(path))
    assert (page.width, page.height) == (200, 500)
    first = page.words[0].box  # at (72, 700) of the paper: 22 from the crop's left, which is up now
    assert first.top == pytest.approx(22, abs=1)
    assert 95 <= first.left < first.right <= 115


def test_a_hyphen_ends_its_line_and_cells_are_parted(tmp_path: Path, read: Read) -> None:
    def draw(paper: canvas.Canvas) -> None:
        paper.drawString(72, 700, "They asked for the inspec-")
        paper.drawString(72, 686, "tion of every crate that arrived.")
        for row, (name, count) in enumerate([("Crates", "62"), ("Ledgers", "204")]):
            paper.drawString(72, 640 - 20 * row, name)
            paper.drawString(300, 640 - 20 * row, count)

    (page,) = _pages(read(_drawn(tmp_path / "a.pdf", draw)))
    assert page.text == ("They asked for the inspec-\ntion of every crate that arrived.\nCrates\t62\nLedgers\t204")


def test_lines_stored_in_disorder_are_read_from_the_top(tmp_path: Path, read: Read) -> None:
    lines = [f"Line number {number} of the list of crates" for number in range(1, 13)]

    def draw(paper: canvas.Canvas) -> None:
        for number in (7, 2, 11, 5, 0, 9, 3, 10, 1, 8, 4, 6):
            paper.drawString(72, 700 - 16 * number, lines[number])

    (page,) = _pages(read(_drawn(tmp_path / "a.pdf", draw)))
    assert page.text.split("\n") == lines


def test_labels_of_pages(tmp_path: Path, read: Read) -> None:
    path = _drawn(tmp_path / "a.pdf", _english)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.r, St=4)])
        pdf.save()
    (page,) = _pages(read(path))
    assert page.label == "iv"


def test_comments_and_fields_stand_at_the_end(tmp_path: Path, read: Read) -> None:
    path = _drawn(tmp_path / "a.pdf", _english)
    box = [100, 100, 120, 120]
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        form = pdf.make_indirect(pikepdf.Dictionary(T="buyer"))
        fields = [
            pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, Rect=box, T="name", V="Mina", Parent=form),
            pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, Rect=box, T="agrees", V=pikepdf.Name.Off),
        ]
        fields = [pdf.make_indirect(field) for field in fields]
        notes = [
            pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=box, T="رضا", Contents="این را ببینید"),
            pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=box, Contents="not a comment"),
        ]
        form.Kids = pikepdf.Array([fields[0]])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[form, fields[1]])
        pdf.pages[0].Annots = pikepdf.Array([*notes, *fields])
        pdf.save()
    (page,) = _pages(read(path))
    assert page.text.endswith("yard.\n[comment by رضا] این را ببینید\n[field buyer.name] Mina")


def test_attachments_are_children_once(tmp_path: Path, read: Read) -> None:
    path = _drawn(tmp_path / "a.pdf", _english)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.attachments["صورت.csv"] = b"a,b\n1,2\n"
        other = pikepdf.AttachedFileSpec(pdf, b"in a note", filename="note.txt")
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=other.obj)
        again = pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=other.obj)
        pdf.pages[0].Annots = pikepdf.Array([note, again])
        pdf.save()
    children = [item for item in read(path) if isinstance(item, Child)]
    assert [(child.name, child.content) for child in children] == [
        ("صورت.csv", b"a,b\n1,2\n"),
        ("note.txt", b"in a note"),
    ]


@pytest.mark.parametrize(("user", "status"), [("secret", [Status.ENCRYPTED]), ("", [])])
def test_encryption(tmp_path: Path, read: Read, user: str, status: list[Status]) -> None:
    plain, locked = _drawn(tmp_path / "a.pdf", _english), tmp_path / "locked.pdf"
    with pikepdf.open(plain) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="owner", user=user))
    items = read(locked)
    assert [remark.status for remark in _remarks(items)] == status
    assert bool(_pages(items)) is (user == "")


def test_a_damaged_file_is_repaired(tmp_path: Path, read: Read) -> None:
    path = _drawn(tmp_path / "a.pdf", _english)
    path.write_bytes(b"junk" * 500 + path.read_bytes())
    items = read(path)
    assert [remark.status for remark in _remarks(items)] == [Status.PARTIAL]
    assert _pages(items)[0].text.startswith("The committee")


def test_rubbish_is_damaged(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    assert [type(item) for item in read(path)] == [Remark]
    assert _remarks(read(path))[0].status is Status.DAMAGED


def test_a_blank_page_needs_nothing(tmp_path: Path, read: Read) -> None:
    items = read(_drawn(tmp_path / "a.pdf", lambda _: None))
    assert _remarks(items) == []
    assert [page.text for page in _pages(items)] == [""]


def test_a_scan_needs_recognition(tmp_path: Path, read: Read) -> None:
    items = read(_drawn(tmp_path / "a.pdf", lambda paper: _scan(paper, "")))
    (remark,) = _remarks(items)
    assert remark.status is Status.PARTIAL
    assert remark.detail.startswith("page 1 needs recognition")
    (page,) = _pages(items)
    assert (page.text, page.origin) == ("", Origin.TEXT)


def test_a_stamp_does_not_make_a_scan_a_text(tmp_path: Path, read: Read) -> None:
    items = read(_drawn(tmp_path / "a.pdf", lambda paper: _scan(paper, "LEAK-000123")))
    assert [remark.status for remark in _remarks(items)] == [Status.PARTIAL]
    assert _pages(items)[0].text == "LEAK-000123"


def _scan(paper: canvas.Canvas, stamp: str) -> None:
    picture = Image.new("L", (200, 280), 255)
    picture.paste(0, (40, 40, 160, 60))
    data = BytesIO()
    picture.save(data, "PNG")
    paper.drawImage(ImageReader(BytesIO(data.getvalue())), 0, 0, 595, 842)
    paper.drawString(400, 20, stamp)


def test_a_text_layer_without_meaning_needs_recognition(tmp_path: Path, read: Read) -> None:
    path = _drawn(tmp_path / "a.pdf", _english)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        cmap = b"begincmap 1 beginbfrange <20> <7e> <E020> endbfrange endcmap"
        pdf.pages[0].Resources.Font["/F1"].ToUnicode = pdf.make_stream(cmap)
        pdf.save()
    items = read(path)
    assert [remark.status for remark in _remarks(items)] == [Status.PARTIAL]
    assert "does not name" in str(_pages(items)[0].remark)


def test_no_more_pages_than_the_limit(tmp_path: Path, read: Read) -> None:
    def draw(paper: canvas.Canvas) -> None:
        for _ in range(4):
            _english(paper)
            paper.showPage()

    items = read(_drawn(tmp_path / "a.pdf", draw), pages=2)
    assert [page.number for page in _pages(items)] == [1, 2]
    assert [remark.status for remark in _remarks(items)] == [Status.OVER_LIMIT]
