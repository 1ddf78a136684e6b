"""Records of binary workbooks. Source: MS-XLSB 2.1.4, 2.4.27, 2.5.122."""

import struct
from collections.abc import Iterator

_COMMENT_TEXT = 637


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each record."""
    place = 0
    while place < len(data):
        kind, shift = 0, 0
        for index in range(2):
            if place >= len(data):
                return
            byte = data[place]
            place += 1
            kind |= (byte & 0x7F if index else byte) << (7 * index) if index == 0 else (byte & 0x7F) << 7
            if not byte & 0x80:
                break
        length = 0
        for _ in range(4):
            if place >= len(data):
                return
            byte = data[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, data[place : place + length]
        place += length


def comment_texts(data: bytes) -> Iterator[str]:
    """The texts of a sheet's comments."""
    for kind, body in records(data):
        if kind in (_COMMENT_TEXT, _COMMENT_TEXT | 0x80) and len(body) >= 5:
            count = struct.unpack_from("<I", body, 1)[0]
            yield body[5 : 5 + 2 * count].decode("utf-16-le", "replace")
