"""One compressed file: its content is the one child."""

import bz2
import lzma
import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO

from govah.model.status import Status
from govah.read import media
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.readers.charset import decode
from govah.read.readers.piece_stream import DamagedBytesError, Inflater, Opener, PieceStream, expanded

NAMELESS = "content"
"""The child's name where the file does not say it: a reader does not know what its own file is called."""


class CompressedReader:
    """Gzip, bzip2, xz, lzma and zlib, also several of them in a row."""

    name = "compressed"
    version = "1"
    media = frozenset({media.GZIP, media.BZIP2, media.XZ, media.LZMA, media.ZLIB})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the content."""
        stream.seek(0)
        head = stream.read(1 << 16)
        stream.seek(0)
        name, raw = NAMELESS, None
        if head.startswith(b"\x1f\x8b"):
            stored, when = _gzip_header(head)
            if stored:
                name, raw = _stored_name(stored)
            if when:
                yield Metadata("modified", when)
            make: Callable[[], Opener] = partial(Inflater, 31)
        elif head.startswith(b"BZh"):
            make = bz2.BZ2Decompressor
        elif head.startswith(b"\xfd7zXZ\x00"):
            make = lzma.LZMADecompressor
        elif head[:1] == b"\x78":
            make = partial(Inflater, 15)
        else:
            make = lzma.LZMADecompressor
        content = PieceStream(_members(stream, make))
        yield Child(name, content, raw)  # type: ignore[arg-type]
        if content.fault:
            yield Remark(Status.PARTIAL, f"the compressed file is damaged: {content.fault}")


def _members(stream: BinaryIO, make: Callable[[], Opener]) -> Iterator[bytes]:
    """The content of all members; zeros behind the last are padding."""
    rest, first = b"", True
    while True:
        rest = rest or stream.read(1 << 16)
        if not first:
            while rest and not rest.strip(b"\x00"):
                rest = stream.read(1 << 16)
            rest = rest.lstrip(b"\x00")
        if not rest:
            if first:
                raise DamagedBytesError("there is nothing in it")
            return
        inner = make()
        yield from expanded(_blocks(rest, stream), inner)
        if not inner.eof:
            raise DamagedBytesError("it ends too early")
        rest, first = inner.unused_data, False


def _blocks(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    yield first
    while data := stream.read(1 << 16):
        yield data


def _gzip_header(head: bytes) -> tuple[bytes, str]:
    """Stored name and time of a gzip file (RFC 1952), empty where there are none."""
    if len(head) < 10:
        return b"", ""
    flags, when = head[3], struct.unpack_from("<I", head, 4)[0]
    place = 10
    if flags & 4:
        place += 2 + int.from_bytes(head[place : place + 2], "little")
    name = head[place:].split(b"\x00", 1)[0] if flags & 8 else b""
    return name, _utc(when) if when else ""


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _stored_name(stored: bytes) -> tuple[str, bytes | None]:
    try:
        return stored.decode("utf-8"), None
    except UnicodeDecodeError:
        return decode(stored).text, stored
