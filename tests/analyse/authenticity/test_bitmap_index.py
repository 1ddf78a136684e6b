"""The same picture on several files is found by look-up: pieces of pages, equal points, likeness; emblems are not."""

from dataclasses import replace

from tests.read.traces.test_bitmap import PAGE, digests, scan

from govah.analyse.authenticity.bitmap_index import BitmapIndex
from govah.model.identifiers import Sha256
from govah.model.traces import Bitmap, Traces

SCAN, LETTER, COPY, LOOK = (Sha256(letter * 64) for letter in "abcd")


def file(sha256: Sha256, *pictures: Bitmap) -> Traces:
    return Traces(sha256, "traces/1", bitmaps=pictures)


def test_a_piece_of_a_page() -> None:
    page = replace(digests(PAGE), whole=True)
    piece = digests(PAGE.crop((300, 200, 640, 420)))
    index = BitmapIndex([file(LETTER, piece), file(SCAN, page), file(COPY, digests(scan(5, 300, 200)))])
    assert [(twin.other, twin.how) for twin in index.twins(LETTER)] == [(SCAN, "piece")]
    assert [(twin.other, twin.how) for twin in index.twins(SCAN)] == [(LETTER, "source")]
    assert list(index.twins(COPY)) == []


def test_equal_and_alike() -> None:
    small = scan(7, 300, 120)
    near = replace(digests(small), pixels="0" * 32, prints=(), look=f"{int(digests(small).look, 16) ^ 0b101:016x}")
    index = BitmapIndex([file(LETTER, digests(small)), file(COPY, digests(small)), file(LOOK, near)])
    assert {(twin.other, twin.how) for twin in index.twins(LETTER)} == {(COPY, "pixels"), (LOOK, "look")}
    far = replace(near, look=f"{int(near.look, 16) ^ 0xFFFF:016x}")
    assert list(BitmapIndex([file(LETTER, digests(small)), file(LOOK, far)]).twins(LOOK)) == []


def test_letterheads_and_what_everybody_has_are_left_out() -> None:
    emblem = replace(digests(scan(8, 200, 200)), letterhead=True)
    assert list(BitmapIndex([file(LETTER, emblem), file(COPY, emblem)]).twins(LETTER)) == []
    everywhere = digests(scan(9, 200, 200))
    files = [file(Sha256(f"{number:064x}"), everywhere) for number in range(80)]
    assert list(BitmapIndex(files).twins(files[0].sha256)) == []
