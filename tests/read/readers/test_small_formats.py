"""What readers of rarer formats find in small files that were made by hand after the formats' descriptions."""

import sqlite3
import struct
from contextlib import closing
from typing import Any

import pytest
from tests.read.readers import samples
from tests.read.readers.compound import compound
from tests.read.readers.samples import MORE, PAGE, WORDS

from govah.read.readers.archive_ar import ArReader
from govah.read.readers.framemaker import FrameMakerReader
from govah.read.readers.hangul import HangulReader
from govah.read.readers.iwork import IWorkReader
from govah.read.readers.iwork_archive import unsnapped
from govah.read.readers.metafile import MetafileReader
from govah.read.readers.ole_property import property_set
from govah.read.readers.onenote import OneNoteReader
from govah.read.readers.outlook import OutlookMessageReader
from govah.read.readers.piece_stream import DamagedBytesError
from govah.read.readers.powerpoint_binary import PowerPointBinaryReader
from govah.read.readers.pst import PstReader
from govah.read.readers.publisher import PublisherReader
from govah.read.readers.sqlite import SqliteReader
from govah.read.readers.tnef import TnefReader
from govah.read.readers.web_archive import WebArchiveReader
from govah.read.readers.word_binary import WordBinaryReader
from govah.read.readers.xps import XpsReader


def test_ar_names_of_all_three_forms(read) -> None:
    found = read(ArReader(), samples.ar())
    assert found.children == {
        "short.txt": b"one",
        "a name that is longer than sixteen bytes.txt": b"two!",
        "نامه.txt": "سه".encode(),
        "bsd.txt": b"four",
        "گزارش.t": b"five",
    }
    assert found.parts[-1].name_raw == "گزارش".encode("cp1256") + b".t"
    assert not found.remarks


def test_a_cut_ar_says_so(read) -> None:
    data = samples.ar()
    found = read(ArReader(), data[: data.index(b"four") + 2])
    assert found.children["bsd.txt"] == b"fo"
    assert found.statuses == {"partial"}


def test_a_web_archive_gives_bodies_without_their_codings(read) -> None:
    found = read(WebArchiveReader(), samples.warc())
    addresses = ["packed", "deflated", "undone"]
    assert {found.children[f"http://example.org/{name}"] for name in addresses} == {PAGE}
    assert [part.name for part in found.parts].count("http://example.org/plain") == 2
    assert found.parts[-2].detail == "the same as an earlier answer <urn:uuid:1>"
    assert found.children["file:///note.txt"] == b"a note"
    assert found.metadata == {"software": "Crawler/1.0", "operator": "desk"}
    assert len(found.text.splitlines()) == 7
    assert not found.remarks


def test_a_web_archive_goes_on_behind_damage(read) -> None:
    data = samples.warc()
    at = data.index(b"WARC/1.1", data.index(b"/packed") - 200)
    found = read(WebArchiveReader(), data[:at] + b"XXXX" + data[at + 4 :])
    assert "http://example.org/deflated" in found.children
    assert found.statuses == {"partial"}


def test_a_packed_body_that_is_damaged_is_told(read) -> None:
    data = samples.warc()
    at = data.index(b"\r\n\r\n", data.index(b"Transfer-Encoding")) + 30
    found = read(WebArchiveReader(), data[:at] + b"Z" * 20 + data[at + 20 :])
    assert found.statuses == {"partial"}
    assert "http://example.org/packed" in found.remarks[0].detail
    assert found.children["http://example.org/deflated"] == PAGE


def test_an_arc(read) -> None:
    found = read(WebArchiveReader(), samples.arc())
    assert found.children == {"http://example.org/": PAGE}


def test_xps_pages_in_order_of_the_sequence(read) -> None:
    found = read(XpsReader(), samples.xps())
    first, second = found.pages
    assert first.text == "first of all"
    assert second.text == f"{MORE}\n{{second\n{WORDS}\nmoved"
    assert (second.width, second.height) == (612, 792)
    assert [remark.detail for remark in found.remarks] == ["page 2: glyphs without their letters: 1 runs"]
    assert found.children == {"Resources/picture.png": b"\x89PNG"}


def test_framemaker_words_without_markers_and_variables(read) -> None:
    found = read(FrameMakerReader(), samples.framemaker())
    assert found.text.splitlines()[0].split("\t")[:2] == ["a", "b"]
    assert f"{MORE} >'" in found.text
    assert f"\t{WORDS}\nlast" in found.text
    assert "unseen" not in found.text


def test_hangul_sections_without_controls(read) -> None:
    found = read(HangulReader(), samples.hangul())
    first, second = found.pages
    assert first.text == "한글 문서"
    assert second.text == f"{WORDS}\ttab{'다' * 3000}"
    assert found.metadata == {"title": "보고서", "author": "저자"}
    assert found.children == {"BIN0001.png": b"\x89PNG picture"}


def test_hangul_with_a_password(read) -> None:
    assert read(HangulReader(), samples.hangul(flags=3)).statuses == {"encrypted"}
    assert read(HangulReader(), b"HWP Document File V3.00 \x1a\1\2\3\4\5" + bytes(100)).statuses == {"unsupported"}


def test_hangul_packages_in_order_of_sections(read) -> None:
    found = read(HangulReader(), samples.hangul_package())
    assert [page.text for page in found.pages] == [f"{MORE}\n둘", "third", "last"]
    assert found.metadata == {"title": "제목"}


def test_publisher_stories(read) -> None:
    found = read(PublisherReader(), samples.publisher())
    assert found.text == f"{MORE}\n\n{WORDS}"
    assert found.children == {"note.txt": b"packed in"}
    assert found.statuses == {"partial"}
    with pytest.raises(ValueError, match="text is missing"):
        read(PublisherReader(), compound({"Contents": b"x" * 16}))


def test_metafiles_say_what_they_draw(read) -> None:
    found = read(MetafileReader(), samples.emf())
    assert found.text == f"{WORDS} {MORE}\nbelow"
    assert found.metadata == {"application": "Program", "title": "Title"}
    assert found.children["picture-1.bmp"][:2] == b"BM"
    assert not found.remarks
    cut = read(MetafileReader(), samples.emf()[:-8])
    assert cut.statuses == {"partial"}


def test_a_metafile_of_old_knows_its_fonts_letters(read) -> None:
    found = read(MetafileReader(), samples.wmf())
    assert found.text == f"نامه شماره 21/450 پل چوبي\n{MORE}\nplain"


def test_keynote_of_2009(read) -> None:
    found = read(IWorkReader(), samples.keynote())
    assert [page.text for page in found.pages] == [f"{WORDS}\n[note] note", f"{MORE}\na\t1.5"]
    assert found.metadata == {"title": "Talk"}
    assert found.children == {"picture.png": b"\x89PNG"}


def test_pages_of_2013(read) -> None:
    assert read(IWorkReader(), samples.pages_archive()).text == f"{WORDS}\n{MORE}\n[comment] a remark"


def test_snappy() -> None:
    assert unsnapped(samples.snapped(b"letter" * 50)) == b"letter" * 50
    assert unsnapped(b"\x0a\x04ab" + bytes([(8 - 4) << 2 | 1, 2])) == b"ab" * 5  # a copy that overlaps itself
    for broken in (b"", b"\x80", b"\x0a\x04ab", b"\x0a\x01\x05", b"\xff\xff\xff\xff\x0f\x00a"):
        with pytest.raises(DamagedBytesError):
            unsnapped(broken)


def test_a_onenote_section_of_a_server(read) -> None:
    found = read(OneNoteReader(), samples.onenote())
    assert found.text == f"A title\n{WORDS}\n{MORE}"
    assert found.pages[0].label == "A title"


def test_onenote_without_a_page_is_damaged(read) -> None:
    assert read(OneNoteReader(), samples.onenote()[:68]).statuses == {"damaged"}


def test_tables_with_computed_columns(read) -> None:
    found = read(SqliteReader(), samples.sqlite())
    assert [page.label for page in found.pages] == ["نامه‌ها", "second"]
    assert found.pages[0].text == f"number\tsubject\tscan\n21/450\t{WORDS}\t[90 bytes]\n7\t\t[0 bytes]"
    assert found.pages[1].text == "a\tb\n21\t42"
    assert found.children == {"نامه‌ها/scan/000001": b"x" * 90}


def test_a_database_in_an_old_code_page(read) -> None:
    data = samples.sqlite().replace(b"subject", "گزارشات".encode("cp1256"))
    text = read(SqliteReader(), data).text
    assert text.startswith(f"number\tگزارشات\tscan\n21/450\t{WORDS}")


def test_a_schema_that_computes_a_bomb(read, tmp_path) -> None:
    with closing(sqlite3.connect(tmp_path / "bomb")) as database:
        database.execute("CREATE TABLE bomb (a, b AS (zeroblob(999999999)))")
        database.execute("INSERT INTO bomb (a) VALUES (1)")
        database.execute("CREATE TABLE paper (words)")
        database.execute("INSERT INTO paper VALUES ('kept')")
        database.commit()
    found = read(SqliteReader(), (tmp_path / "bomb").read_bytes())
    assert [page.text for page in found.pages] == ["words\nkept"]
    assert found.statuses == {"partial"}


def test_tnef_with_a_message_inside(read) -> None:
    found = read(TnefReader(), samples.tnef())
    assert found.text == f"From: Sara\nSubject: پل\n\n{WORDS}"
    assert found.children["note.txt"] == b"attached"
    assert b"Subject: inside" in (found.children["mail"] or b"")
    assert read(TnefReader(), samples.tnef()[:-10]).statuses == {"partial"}


def test_word_pieces_of_both_widths(read) -> None:
    found = read(WordBinaryReader(), samples.word())
    assert found.text == f"{MORE}\n{WORDS}\n12 end"
    assert (found.metadata["title"], found.metadata["author"]) == ("Letter", "Sara")
    assert found.metadata["created"] == "2016-05-04T01:46:40Z"
    assert found.children == {"figures.csv": b"a,b\n1,2\n"}


def test_word_pieces_that_promise_more_than_there_is(read) -> None:
    """Four bytes must not ask for gigabytes."""
    data = samples.word([("xyz", True), ("12345", True)])
    table = struct.pack("<3I", 0, 3, 8)
    assert data.count(table) == 1
    for ends in ((0, 0xFFFFFFFF, 0xFFFFFFFF), (0, 0x7FFFFFFF, 0xFFFFFFF0)):
        with pytest.raises(ValueError, match="more than the file holds"):
            read(WordBinaryReader(), data.replace(table, struct.pack("<3I", *ends)))


@pytest.mark.parametrize("missing", ["WordDocument", "0Table"])
def test_a_document_without_its_text_says_so(read, missing: str) -> None:
    streams: dict[str, bytes] = {"WordDocument": struct.pack("<2H", 0xA5EC, 0xC1).ljust(0x200, b"\0"), "0Table": b"x"}
    del streams[missing]
    with pytest.raises(ValueError, match="missing"):
        read(WordBinaryReader(), compound(streams))


def test_slides_in_the_order_of_the_show(read) -> None:
    found = read(PowerPointBinaryReader(), samples.powerpoint())
    assert [page.text for page in found.pages] == [f"Second shown first\n{MORE}", f"First made\n{WORDS}"]
    assert not found.remarks


def test_an_outlook_message(read) -> None:
    found = read(OutlookMessageReader(), samples.outlook())
    assert found.text.endswith("Subject: پل\n\nمتن نامه")
    assert found.metadata["to"] == "Desk <desk@example.org>"
    assert found.children == {"نامه.txt": b"attached"}


@pytest.mark.parametrize("data", [b"", b"!BDN", b"!BDN" + bytes(600), b"!BDN" + b"\xff" * 5000])
def test_no_mail_store(read, data: bytes) -> None:
    with pytest.raises((OSError, ValueError)):
        read(PstReader(), data)


def test_a_vector_of_properties_is_not_counted_to_its_end() -> None:
    """Two words of the file would keep `olefile` busy for four thousand million steps."""
    kinds: dict[int, tuple[int, Any]] = {kind: (kind | 0x1000, struct.pack("<I", 0xFFFFFFFF)) for kind in range(2, 70)}
    text = (0x1E, struct.pack("<I", 0xFFFFFFFF) + b"words\0")
    found = property_set(samples.properties({**kinds, 200: text}))
    assert found.keys() == {200}
    assert str(found[200]).startswith("words")


@pytest.mark.parametrize("data", [b"", bytes(55), bytes(47) + b"\xff" * 30])
def test_no_property_set(data: bytes) -> None:
    with pytest.raises(ValueError, match="cut"):
        property_set(data)
