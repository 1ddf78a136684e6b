import bz2
import gzip
import io
import lzma

import pytest

from govah.read.readers.compressed import CompressedReader

DATA = "نامه شماره ۱۲".encode() * 1000


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_one_or_several_members(read, pack) -> None:
    assert read(CompressedReader(), pack(DATA)).children == {"content": DATA}
    found = read(CompressedReader(), pack(DATA) + pack(b"more") + b"\0" * 512)
    assert found.children == {"content": DATA + b"more"}
    assert not found.remarks


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_cut_file_is_partial(read, pack) -> None:
    found = read(CompressedReader(), pack(DATA)[:-6])
    assert found.statuses == {"partial"}


def test_the_stored_name(read) -> None:
    out = io.BytesIO()
    with gzip.GzipFile("letter.txt", "wb", fileobj=out, mtime=0) as file:
        file.write(b"x")
    assert read(CompressedReader(), out.getvalue()).children == {"letter.txt": b"x"}


def test_garbage_behind_it_is_told(read) -> None:
    found = read(CompressedReader(), gzip.compress(b"abc") + b"garbage")
    assert found.children == {"content": b"abc"}
    assert found.statuses == {"partial"}
