"""The members of a zip file, read without trusting it: directory or, where that is broken, the members' own headers.

The standard library refuses a whole archive for one odd name or a missing end; here each member stands for itself.
Source: PKWARE APPNOTE.TXT 6.3.10.
"""

import bz2
import io
import itertools
import lzma
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from govah.read.readers.piece_stream import DamagedBytesError, Inflater, PieceStream, expanded

_LOCAL, _CENTRAL, _END, _END64, _LOCATOR64 = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_BLOCK = 1 << 16
_UNKNOWN = 0xFFFFFFFF
STORED, DEFLATED, BZIP2, LZMA = 0, 8, 12, 14


class DamagedZipError(DamagedBytesError):
    """Not one member of it can be found."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member.

    Args:
        raw: Its name's bytes, as they stand.
        utf8: Whether the archive says that the name is UTF-8.
        unicode_name: The name of the Info-ZIP Unicode path field, where it belongs to `raw`.
        method: Compression.
        encrypted: Whether a password is needed.
        crc: CRC-32 of the content; None where only a data descriptor behind it says.
        packed: Bytes in the archive; None where unknown.
        size: Bytes when opened, as claimed; None where unknown.
        offset: Where its local header starts.
        mode: Unix file mode, 0 where unknown.
    """

    raw: bytes
    utf8: bool
    unicode_name: str | None
    method: int
    encrypted: bool
    crc: int | None
    packed: int | None
    size: int | None
    offset: int
    mode: int = 0

    @property
    def folder(self) -> bool:
        """Whether it is a folder: no content, a name that ends so."""
        return self.raw.endswith((b"/", b"\\")) and not self.size

    @property
    def link(self) -> bool:
        """Whether it is a symbolic link."""
        return stat.S_ISLNK(self.mode)


@dataclass(frozen=True, slots=True)
class Directory:
    """All members.

    Args:
        members: In the archive's order.
        salvaged: That the directory could not be used and members were found by their own headers.
    """

    members: tuple[Member, ...]
    salvaged: bool


def _extra(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(data):
        tag, length = struct.unpack_from("<HH", data, place)
        yield tag, data[place + 4 : place + 4 + length]
        place += 4 + length


def _unicode_name(extra: bytes, raw: bytes) -> str | None:
    for tag, field in _extra(extra):
        if tag == 0x7075 and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):
            try:
                return field[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def _large(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Sizes and offset from the Zip64 field, for those that do not fit 32 bits."""
    values = [size, packed, offset]
    for tag, field in _extra(extra):
        if tag == 1:
            place = 0
            for index, value in enumerate(values):
                if value == _UNKNOWN and place + 8 <= len(field):
                    values[index] = struct.unpack_from("<Q", field, place)[0]
                    place += 8
    return values[0], values[1], values[2]


def _central(stream: BinaryIO) -> Iterator[Member] | None:
    """Members by the archive's directory; None where there is no usable end record."""
    length = stream.seek(0, io.SEEK_END)
    tail_at = max(0, length - 65_557)
    stream.seek(tail_at)
    tail = stream.read()
    place = tail.rfind(_END)
    if place < 0 or place + 22 > len(tail):
        return None
    count, size, start = struct.unpack_from("<HII", tail, place + 10)
    end = tail_at + place
    locator = tail[place - 20 : place] if place >= 20 else b""
    if (locator.startswith(_LOCATOR64) and _UNKNOWN in (size, start)) or (
        count == 0xFFFF and locator[:4] == _LOCATOR64
    ):
        found = _end64(stream, struct.unpack_from("<Q", locator, 8)[0], end - 20)
        if found is None:
            return None
        count, size, start, end = found
    shift = end - size - start  # bytes in front of the archive, of a self-extracting program for instance
    if shift < 0 or size > length:
        return None
    return _central_members(stream, start + shift, shift, count)


def _end64(stream: BinaryIO, offset: int, before: int) -> tuple[int, int, int, int] | None:
    for place in (offset, before - 56):
        if place < 0:
            continue
        stream.seek(place)
        record = stream.read(56)
        if record.startswith(_END64) and len(record) == 56:
            count, size, start = struct.unpack_from("<QQQ", record, 32)
            return count, size, start, place
    return None


def _central_members(stream: BinaryIO, place: int, shift: int, count: int) -> Iterator[Member]:
    for _ in range(count):
        stream.seek(place)
        head = stream.read(46)
        if len(head) < 46 or not head.startswith(_CENTRAL):
            raise DamagedZipError("the archive's directory ends too early")
        made_by, _needed, flags, method = struct.unpack_from("<HHHH", head, 4)
        crc, packed, size, name_length, extra_length, comment_length = struct.unpack_from("<IIIHHH", head, 16)
        external, offset = struct.unpack_from("<II", head, 38)
        rest = stream.read(name_length + extra_length)
        raw, extra = rest[:name_length], rest[name_length:]
        size, packed, offset = _large(extra, size, packed, offset)
        place += 46 + name_length + extra_length + comment_length
        mode = external >> 16 if made_by >> 8 in (3, 19) else 0
        yield Member(
            raw, bool(flags & 0x800), _unicode_name(extra, raw), method, bool(flags & 1), crc, packed, size,
            offset + shift, mode,
        )  # fmt: skip


def _salvaged(stream: BinaryIO) -> Iterator[Member]:
    """Members by their local headers, wherever such a header stands."""
    place = 0
    while (place := _find(stream, _LOCAL, place)) >= 0:
        stream.seek(place)
        head = stream.read(30)
        if len(head) < 30:
            return
        _needed, flags, method = struct.unpack_from("<HHH", head, 4)
        crc, packed, size, name_length, extra_length = struct.unpack_from("<IIIHH", head, 14)
        rest = stream.read(name_length + extra_length)
        raw, extra = rest[:name_length], rest[name_length:]
        if method not in (0, 1, 6, 8, 9, 12, 14, 93, 95, 98, 99) or not raw or b"\x00" in raw:
            place += 4
            continue
        size, packed, _ = _large(extra, size, packed, 0)
        known = not flags & 8 or packed
        yield Member(
            raw, bool(flags & 0x800), _unicode_name(extra, raw), method, bool(flags & 1), crc if known else None,
            packed if known else None, size if known else None, place,
        )  # fmt: skip
        place += 30 + name_length + extra_length + (packed if known else 0)


def _find(stream: BinaryIO, mark: bytes, place: int) -> int:
    stream.seek(place)
    kept = b""
    while data := stream.read(1 << 20):
        found = (kept + data).find(mark)
        if found >= 0:
            return place - len(kept) + found
        place += len(data)
        kept = (kept + data)[-len(mark) + 1 :]
    return -1


def directory(stream: BinaryIO, most: int) -> Directory:
    """The members of a zip file, `most` of them at most.

    Raises:
        DamagedZipError: There is not one member and no end record either.
    """
    members: list[Member] = []
    try:
        entries = _central(stream)
        if entries is not None:
            for member in entries:
                members.append(member)
                if len(members) >= most:
                    break
            if not members or _starts_with_header(stream, members[0].offset):
                return Directory(tuple(members), False)
    except (DamagedZipError, struct.error, OSError, ValueError):
        members = []
    members = []
    for member in _salvaged(stream):
        members.append(member)
        if len(members) >= most:
            break
    if not members:
        raise DamagedZipError("no member of the archive could be found")
    return Directory(tuple(members), True)


def _starts_with_header(stream: BinaryIO, offset: int) -> bool:
    stream.seek(offset)
    return stream.read(4) == _LOCAL


def opened(stream: BinaryIO, member: Member) -> PieceStream:
    """The content of a member that is not encrypted, never more of it in memory than a block.

    Raises:
        DamagedBytesError: There is no such member, or its compression is not known here.
    """
    stream.seek(member.offset)
    head = stream.read(30)
    if len(head) < 30 or not head.startswith(_LOCAL):
        raise DamagedBytesError("there is no member where the archive's directory says")
    name_length, extra_length = struct.unpack_from("<HH", head, 26)
    blocks = _packed(stream, member.offset + 30 + name_length + extra_length, member.packed)
    if member.method == STORED:
        pieces: Iterator[bytes] = blocks
    elif member.method == DEFLATED:
        pieces = expanded(blocks, Inflater(-15))
    elif member.method == BZIP2:
        pieces = expanded(blocks, bz2.BZ2Decompressor())
    elif member.method == LZMA:
        pieces = _lzma(blocks)
    else:
        raise DamagedBytesError(f"compression method {member.method} is not known here")
    return PieceStream(_checked(pieces, member))


def _packed(stream: BinaryIO, place: int, left: int | None) -> Iterator[bytes]:
    """A member's packed bytes; the stream may be moved between two of them."""
    while left is None or left > 0:
        stream.seek(place)
        data = stream.read(_BLOCK if left is None else min(_BLOCK, left))
        if not data:
            return
        place += len(data)
        if left is not None:
            left -= len(data)
        yield data


def _lzma(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Opened LZMA with the header that zip puts before it (APPNOTE 5.8)."""
    head = next(blocks, b"")
    if len(head) < 9:
        raise DamagedBytesError("the compressed bytes end too early")
    rest, position_bits = divmod(head[4] // 9, 5)[::-1]
    setting = {
        "id": lzma.FILTER_LZMA1,
        "lc": head[4] % 9,
        "lp": rest,
        "pb": position_bits,
        "dict_size": min(struct.unpack_from("<I", head, 5)[0], 64 << 20),
    }
    inner = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[setting])
    yield from expanded(itertools.chain((head[9:],), blocks), inner)


def _checked(pieces: Iterator[bytes], member: Member) -> Iterator[bytes]:
    crc = count = 0
    for piece in pieces:
        crc = zlib.crc32(piece, crc)
        count += len(piece)
        yield piece
    if member.crc is not None and member.crc != crc:
        raise DamagedBytesError("the bytes are not those that the checksum was made of")
    if member.size is not None and member.size != count:
        raise DamagedBytesError("it is not as long as the archive says")
