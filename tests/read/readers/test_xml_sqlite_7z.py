# ruff: noqa: E501 (fixtures of XML)
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import py7zr

from govah.read.readers.archive_7z import SevenZipReader
from govah.read.readers.sqlite import SqliteReader
from govah.read.readers.xml_text import XmlReader


def test_words_of_unknown_xml(read) -> None:
    data = "<letter><title>نامه</title><para>one <emphasis>two</emphasis> three</para><row><entry>a</entry><entry>b</entry></row></letter>"
    found = read(XmlReader(), data.encode())
    assert found.text == "نامه\none two three\na\tb"
    assert found.metadata == {"title": "نامه"}


def test_outlines_keep_their_words(read) -> None:
    assert "خبر" in read(XmlReader(), '<opml><body><outline text="خبر" xmlUrl="http://x"/></body></opml>'.encode()).text


def test_entities_stay_outside(read) -> None:
    found = read(
        XmlReader(), b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY b "BOOM">]><a>x&e;&b;y</a>'
    )
    assert "root:" not in found.text
    assert "BOOM" not in found.text


def test_tables_are_sheets(read, tmp_path: Path) -> None:
    path = tmp_path / "register"
    with closing(sqlite3.connect(path)) as database:
        database.execute('CREATE TABLE "خودرو" (name TEXT, number INTEGER, scan BLOB)')
        database.execute('INSERT INTO "خودرو" VALUES (?, ?, ?)', ("کاوه سپهر", 12, b"x" * 100))
        database.execute("CREATE VIEW v AS SELECT 1")
        database.commit()
    found = read(SqliteReader(), path.read_bytes())
    assert [(page.label, page.text) for page in found.pages] == [
        ("خودرو", "name\tnumber\tscan\nکاوه سپهر\t12\t[100 bytes]")
    ]
    assert found.children == {"خودرو/scan/000001": b"x" * 100}


def sealed(password: str | None = None) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as archive:
        archive.writestr(b"one" * 1000, "پوشه/بازدید.txt")
        archive.writestr(b"", "empty.txt")
    return out.getvalue()


def test_members_of_7z(read) -> None:
    assert read(SevenZipReader(), sealed()).children == {"پوشه/بازدید.txt": b"one" * 1000, "empty.txt": b""}


def test_7z_with_a_password(read) -> None:
    found = read(SevenZipReader(), sealed("x"))
    assert found.statuses == {"encrypted"}
    assert set(found.children.values()) <= {None}
