"""`govah read`: files without a case, children after their parent, nothing kept."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas
from tests.cli.conftest import Govah

from govah.read.ocr.tesseract import available

FIELDS = {
    "path", "sha256", "parent", "media_type", "reader", "status", "detail", "language", "metadata", "pages", "seconds"
}  # fmt: skip


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return packed.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "sara@example.org", "desk@example.org", "پل چوبی"
    message["Date"] = "Tue, 03 May 2016 10:00:00 +0430"
    message.set_content("See the attachments.\n")
    message.add_attachment(b"first note\n", maintype="text", subtype="plain", filename="one.txt")
    inner = zipped(deep_txt=b"deep words\n")
    message.add_attachment(
        zipped(a_txt=b"alpha\n", b_zip=inner), maintype="application", subtype="zip", filename="p.zip"
    )
    message.add_attachment(b"last note\n", maintype="text", subtype="plain", filename="three.txt")
    return message.as_bytes()


def test_children_come_after_their_parent(tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "box.eml").write_bytes(mail())
    (tmp_path / "after.txt").write_text("the last\n", encoding="utf-8")
    answer = govah("read", "--json", tmp_path / "box.eml", tmp_path / "after.txt")
    assert answer.code == 0
    lines = answer.lines
    assert [line["path"] for line in lines] == [
        "box.eml",
        "box.eml/one.txt",
        "box.eml/p.zip",
        "box.eml/p.zip/a.txt",
        "box.eml/p.zip/b.zip",
        "box.eml/p.zip/b.zip/deep.txt",
        "box.eml/three.txt",
        "after.txt",
    ]
    by_path = {line["path"]: line for line in lines}
    for line in lines:
        assert line.keys() >= FIELDS
        parent, _, _ = line["path"].rpartition("/")
        assert line["parent"] == (by_path[parent]["sha256"] if parent else None)
        for page in line["pages"]:
            assert page.keys() >= {"number", "label", "text", "origin"}
    text = by_path["box.eml"]["pages"][0]["text"]
    assert "Subject: پل چوبی" in text
    assert "See the attachments." in text
    assert by_path["box.eml/p.zip"]["pages"] == []
    assert by_path["box.eml/p.zip/b.zip/deep.txt"]["pages"][0]["text"].strip() == "deep words"


def test_what_cannot_be_read_is_a_line(tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "broken.zip").write_bytes(zipped(a_txt=b"alpha" * 100)[:60])
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "gone").symlink_to("nowhere")
    (tmp_path / "fine.txt").write_text("fine\n", encoding="utf-8")
    files = [tmp_path / name for name in ("broken.zip", "noise", "gone", "fine.txt")]
    answer = govah("read", "--json", *files)
    assert answer.code == 5
    found = {line["path"]: line for line in answer.lines}
    assert found["broken.zip"]["status"] in ("damaged", "partial")
    assert [found[name]["status"] for name in ("noise", "gone", "fine.txt")] == ["unsupported", "unreadable", "ok"]
    assert found["gone"]["sha256"] is None
    assert all(line["detail"] for name, line in found.items() if name != "fine.txt")
    govah("read", tmp_path / "fine.txt", tmp_path / "missing").failed(4, "missing")


def test_a_folder_is_read_whole(tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "folder" / "deep" / "a.txt").write_text("a\n", encoding="utf-8")
    (tmp_path / "folder" / "b.txt").write_text("b\n", encoding="utf-8")
    lines = govah("read", "--json", tmp_path / "folder").lines
    assert [line["path"] for line in lines] == ["folder/b.txt", "folder/deep/a.txt"]


def test_for_people_nothing_can_steer_the_terminal(tmp_path: Path, govah: Govah) -> None:
    evil = tmp_path / "a\u202etxt.\x1b[31mexe"
    evil.write_text("fair \u009b31m words \u202eand\u2066 turned\u2069; نیم\u200cفاصله\n", encoding="utf-8")
    shown = govah("read", evil).text
    for sign in "\x1b\u009b\u202e\u2066":
        assert sign not in shown, hex(ord(sign))
    assert "\\u202e" in shown
    assert "نیم\u200cفاصله" in shown
    line = govah("read", evil, "--json").one
    assert line["path"] == evil.name
    assert "\u202e" in line["pages"][0]["text"]


def test_people_are_told_which_reading_was_taken(tmp_path: Path, govah: Govah) -> None:
    paper = canvas.Canvas(str(tmp_path / "planted.pdf"), pagesize=(595, 842))
    paper.drawString(72, 700, "The committee met at the depot on 12 May 2019.")
    paper.setFillGray(1)
    paper.drawString(72, 300, "Nobody sees this")
    paper.save()
    answer = govah("read", "--no-ocr", tmp_path / "planted.pdf")
    assert b"Nobody sees this" not in answer.out
    assert "page 1: 3 words of the file's text cannot be seen on the page" in answer.err
    assert "1 other reading of 16 characters" in answer.err
    (line,) = govah("read", "--no-ocr", "--json", tmp_path / "planted.pdf").lines
    assert line["pages"][0]["layers"] == [{"origin": "text", "text": "Nobody sees this"}]


@pytest.mark.skipif(not available(), reason="Tesseract or its models are not installed")
def test_numbers_of_a_picture_are_to_be_compared_with_it(tmp_path: Path, govah: Govah) -> None:
    picture = Image.new("L", (1000, 340), 255)
    for number, row in enumerate(("We counted 1250 crates and", "64 drums in the yard")):
        ImageDraw.Draw(picture).text((90, 80 + 90 * number), row, font=ImageFont.load_default(46), fill=0)
    picture.save(tmp_path / "scan.png", dpi=(200, 200))
    (tmp_path / "note.txt").write_text("Written: 77 pages\n", encoding="utf-8")
    told = govah("read", tmp_path / "scan.png", tmp_path / "note.txt")
    scan, note = govah("read", tmp_path / "scan.png", tmp_path / "note.txt", "--json").lines
    (page,) = scan["pages"]
    assert [number["text"] for number in page["unverified"]] == ["1250", "64"]
    doubted = [number["certain"] for number in page["unverified"]].count(False)
    assert [line for line in told.err.splitlines() if "from the picture" in line] == [
        f"2 numbers were read from the picture; {doubted} of them in doubt: compare them with it"
    ]
    for number in page["unverified"]:
        _, start, end = number["span"]
        assert page["text"][start:end] == number["text"]
    assert note["pages"][0]["unverified"] == []
