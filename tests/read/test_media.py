import bz2
import csv
import gzip
import io
import json
import lzma
import os
import sqlite3
import tarfile
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from govah.read import media
from govah.read.media_magic import is_tar
from govah.read.media_telling import tell

TYPES = '<?xml version="1.0"?><Types><Override PartName="/{part}" ContentType="application/{kind}"/></Types>'
FA = "به نام خدا\nاین نامه برای آزمایش نوشته شده است. پچژگ\n" * 5


def told(content: bytes, *names: str) -> str:
    return tell(io.BytesIO(content), names)


def zipped(members: dict[str, str | bytes], prefix: bytes = b"") -> bytes:
    held = io.BytesIO()
    held.write(prefix)
    with zipfile.ZipFile(held, "a" if prefix else "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def office(part: str, kind: str, types: str = "[Content_Types].xml") -> bytes:
    return zipped({types: TYPES.format(part=part, kind=kind), part: "<x/>"})


def picture(form: str) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(held, form)
    return held.getvalue()


def tar(form: int = tarfile.PAX_FORMAT) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=form) as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = 3
        archive.addfile(entry, io.BytesIO(b"abc"))
    return held.getvalue()


def tar_v7() -> bytes:
    """A tar of 1979: no `ustar`, so only the check sum tells."""
    block = bytearray(tar(tarfile.USTAR_FORMAT))
    block[257:512] = bytes(255)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\x00 " % sum(block[:512])
    return bytes(block)


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "نامه"
    message["Date"] = "Tue, 03 Mar 2015 10:00:00 +0330"
    message.set_content(FA)
    return message.as_bytes()


WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
XHTML = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'
FLAT = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:x" '
    'office:mimetype="application/vnd.oasis.opendocument.text"/>'
)

CASES = [
    (b"%PDF-1.7\n", media.PDF),
    (b"\r\njunk " * 20 + b"%PDF-1.4\n\x00\x01", media.PDF),
    (picture("PNG"), media.PNG),
    (picture("JPEG"), media.JPEG),
    (picture("TIFF"), media.TIFF),
    (picture("GIF"), media.GIF),
    (picture("BMP"), media.BMP),
    (picture("WEBP"), media.WEBP),
    (picture("JPEG2000"), media.JP2),
    (picture("PPM"), media.PNM),
    (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", media.HEIC),
    (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif", media.AVIF),
    (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42", "video/mp4"),
    (office("word/document.xml", WORD), media.DOCX),
    (office("word/document.xml", WORD, "[content_types].xml"), media.DOCX),
    (office("word/document.xml", "vnd.ms-word.document.macroEnabled.main+xml"), media.DOCM),
    (office("xl/workbook.xml", SHEET), media.XLSX),
    (office("xl/workbook.bin", "vnd.ms-excel.sheet.binary.macroEnabled.main"), media.XLSB),
    (office("ppt/presentation.xml", SLIDES), media.PPTX),
    (office("other/part.xml", "x.unknown+xml"), media.OOXML),
    (office("word/document.xml", WORD)[:-60], media.DOCX),
    (zipped({"mimetype": media.ODT, "content.xml": "<x/>"}), media.ODT),
    (zipped({"mimetype": media.ODT, "content.xml": "<x/>"})[:-60], media.ODT),
    (zipped({"mimetype": media.EPUB, "META-INF/container.xml": "<x/>"}), media.EPUB),
    (zipped({"mimetype": "text/evil", "a.txt": "a"}), media.ZIP),
    (zipped({"META-INF/MANIFEST.MF": ""}), media.JAR),
    (zipped({"a.txt": "a"}), media.ZIP),
    (zipped({}), media.ZIP),
    (zipped({"a.txt": "a"}, b"#!/bin/sh\nexit\n"), media.ZIP),
    (zipped({"a.txt": "a"}, b"MZ" + bytes(200)), media.ZIP),
    (tar(), media.TAR),
    (tar_v7(), media.TAR),
    (gzip.compress(b"a", mtime=0), media.GZIP),
    (bz2.compress(b"a"), media.BZIP2),
    (bz2.compress(b""), media.BZIP2),
    (lzma.compress(b"a"), media.XZ),
    (lzma.compress(b"a", lzma.FORMAT_ALONE), media.LZMA),
    (zlib.compress(b"a" * 50), media.ZLIB),
    (b"7z\xbc\xaf\x27\x1c\x00\x04", media.SEVEN_ZIP),
    (b"Rar!\x1a\x07\x01\x00", media.RAR),
    (b"!BDN\x00\x00\x00\x00SM\x17\x00", media.PST),
    (b"\x78\x9f\x3e\x22\x01\x00", media.TNEF),
    (b"{\\rtf1 a}", media.RTF),
    (mail(), media.MAIL),
    (b"Received: from x\r\nSubject: y\r\n\r\n" + bytes(range(256)), media.MAIL),
    (b"From a@example.org Tue Mar  3 10:00:00 2015\n" + mail(), media.MBOX),
    (b"1234\n" + mail() + b'<?xml version="1.0"?><plist/>', media.EMLX),
    (b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", media.VCARD),
    (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", media.CALENDAR),
    (b"-----BEGIN PGP MESSAGE-----\n\nabc\n", media.PGP),
    (b"age-encryption.org/v1\n-> X25519 abc\n", media.AGE),
    (json.dumps({"نام": [1, 2]}).encode(), media.JSON),
    (b"[]", media.JSON),
    (b'{"a": 1}\n{"a": 2}\n', media.NDJSON),
    (b"[1] Letter of the ministry\n[2] Another\n", media.TEXT),
    (b"{not json at all}", media.TEXT),
    (b"<!DOCTYPE html><p>a", media.HTML),
    (b"\n\n<!-- a comment --><table><tr><td>a</td></tr></table>", media.HTML),
    (b"<!DOCTYPE NETSCAPE-Bookmark-file-1><title>a</title>", media.HTML),
    ("\ufeff<html><body>سلام".encode("utf-16"), media.HTML),
    (XHTML.encode(), media.XHTML),
    (b'<svg xmlns="http://www.w3.org/2000/svg"/>', media.SVG),
    (FLAT.encode(), media.ODT_FLAT),
    (b"<?xml version='1.0'?><letter><to>a</to></letter>", media.XML),
    (b"<letter><to>a</to></letter>", media.XML),
    (b"a < b and c > d\n", media.TEXT),
    (FA.encode(), media.TEXT),
    (FA.encode("utf-16"), media.TEXT),
    (FA.encode("utf-16-le"), media.TEXT),
    (FA.encode("utf-16-be"), media.TEXT),
    (FA.replace("ی", "ي").replace("ک", "ك").encode("cp1256"), media.TEXT),
    (b"To: the Director\nFrom: the Deputy\nSubject: budget\n\nWe propose ...\n", media.TEXT),
    (b"From the desk of the minister, 2015\nwe write\n", media.TEXT),
    (b"BZh is not a compressed file\n", media.TEXT),
    (b"x\n", media.TEXT),
    (b"", media.EMPTY),
]


@pytest.mark.parametrize(("content", "expected"), CASES)
def test_content_tells(content: bytes, expected: str) -> None:
    assert told(content) == expected


@pytest.mark.parametrize(("content", "expected"), [case for case in CASES if case[1] not in {media.TEXT}])
def test_content_goes_before_names(content: bytes, expected: str) -> None:
    assert told(content, "lie.csv", "lie.mp3") == expected


def test_names_are_asked_where_content_cannot_say() -> None:
    assert told(b"a,b\n1,2\n", "list.csv") == media.CSV
    assert told(b"a\tb\n1\t2\n", "list.TSV") == media.TSV
    assert told(b"# Title\n", "x/notes.md") == media.MARKDOWN
    assert told(b"Subject: a\n\nbody", "a.eml") == media.MAIL
    assert told(b"\x00\x01\x02\x03", "scan.pdf") == media.PDF
    assert told(b"\x00\x01\x02\x03", "README") == media.OCTETS


def test_the_order_of_names_changes_nothing() -> None:
    assert told(b"a,b\n", "b.tsv", "a.csv") == told(b"a,b\n", "a.csv", "b.tsv") == media.CSV


def test_a_database(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "db") as database:
        database.execute("create table a (b)")
    database.close()
    assert told((tmp_path / "db").read_bytes()) == media.SQLITE


@settings(deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_have_a_type(content: bytes) -> None:
    assert "/" in told(content)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([content for content, _ in CASES if len(content) > 8]), st.data())
def test_damage_never_raises(content: bytes, data: st.DataObject) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(damaged)))
    assert "/" in told(bytes(damaged[:cut]))


def test_random_bytes_are_no_tar() -> None:
    assert not any(is_tar(os.urandom(512)) for _ in range(200))


EQUAL = {
    "text/xml": media.XML,
    "text/rtf": media.RTF,
    "inode/x-empty": media.EMPTY,
    "application/encrypted": media.LOCKED_OFFICE,
    "application/x-dbf": media.DBF,
    "application/x-shockwave-flash": media.SWF,
    "video/x-matroska": "video/matroska",
    "audio/x-m4a": "audio/mp4",
    "image/x-portable-graymap": media.PNM,
    "application/vnd.oasis.opendocument.database": media.ODB,
}
"""Two names of one type."""
VAGUE = ("text/", "application/octet-stream", "application/zip", "application/x-ole-storage")
"""Types under which file(1) has what we tell apart further."""


@pytest.mark.shared
def test_against_file1() -> None:
    """`file --mime-type` is a second opinion: where it is definite, nearly all must agree."""
    default = Path(__file__).parents[2].parent / "shared"
    corpora = Path(os.environ.get("GOVAH_SHARED", default)) / "corpora"
    if not corpora.is_dir():
        pytest.skip("the test corpora are not beside the project")
    definite, other = 0, []
    with (corpora / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["media_type"].startswith(VAGUE):
                continue
            definite += 1
            with (corpora / row["path"]).open("rb") as stream:
                found = tell(stream, [row["path"]])
            if found != EQUAL.get(row["media_type"], row["media_type"]):
                other.append((row["path"], row["media_type"], found))
    assert definite > 800
    assert len(other) < 0.08 * definite, other
