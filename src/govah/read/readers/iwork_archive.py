"""Apple's archives of 2013 and after (`.iwa`): Snappy blocks of messages in Protocol Buffers.

Not published by Apple. Sources: S. Mitchell, "iWork 2013 file format" (2013), for the framing and the numbers of
messages; google/snappy, format_description.txt.
"""

from collections.abc import Iterator

from govah.read.readers.piece_stream import DamagedBytesError

_STORAGES = frozenset({2001, 2005})
"""Text with its styles (TSWP.StorageArchive): field 3."""
_COMMENTS = frozenset({3056})
"""A comment (TSD.CommentStorageArchive): field 1."""
_LISTS = frozenset({6005, 6006})
"""Words of a table's cells (TST.TableDataList): field 3 of each entry in field 3."""
_LARGEST = 256 << 20
_MARKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\ufffc": "", "\x04": "\n", "\x05": "\n", "\x06": "\n"})


def archive_texts(data: bytes) -> list[str]:
    """All words of an archive's texts, comments and cells, in its order.

    Raises:
        DamagedBytesError: It does not open.
    """
    content = _opened(data)
    found = []
    for kind, message in _messages(content):
        if kind in _STORAGES:
            found.append("".join(_text(value) for value in _values(message, 3)))
        elif kind in _COMMENTS:
            found += [f"[comment] {_text(value)}" for value in _values(message, 1)]
        elif kind in _LISTS:
            found += [_text(value) for entry in _values(message, 3) for value in _values(entry, 3)]
    lines = (text.translate(_MARKS).strip() for text in found)
    return [line for line in lines if line]


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _opened(data: bytes) -> bytes:
    out = bytearray()
    place = 0
    while place + 4 <= len(data):
        if data[place] != 0:
            raise DamagedBytesError("a block of an unknown kind")
        size = int.from_bytes(data[place + 1 : place + 4], "little")
        out += unsnapped(data[place + 4 : place + 4 + size])
        place += 4 + size
        if len(out) > _LARGEST:
            raise DamagedBytesError(f"more than {_LARGEST} bytes come out of it")
    return bytes(out)


def unsnapped(block: bytes) -> bytes:
    """A Snappy block, opened.

    Raises:
        DamagedBytesError: It is damaged.
    """
    size, place = _varint(block, 0)
    if size > 64 * len(block) + 64:
        raise DamagedBytesError("a block that promises more than it can hold")
    out = bytearray()
    while place < len(block) and len(out) < size:
        tag = block[place]
        place += 1
        if tag & 3 == 0:
            length = (tag >> 2) + 1
            if length > 60:
                extra = length - 60
                length = int.from_bytes(block[place : place + extra], "little") + 1
                place += extra
            out += block[place : place + length]
            place += length
            continue
        if tag & 3 == 1:
            length, wide = (tag >> 2 & 7) + 4, 1
            offset = (tag >> 5) << 8
        else:
            length, wide, offset = (tag >> 2) + 1, 2 if tag & 3 == 2 else 4, 0
        offset |= int.from_bytes(block[place : place + wide], "little")
        place += wide
        if not 0 < offset <= len(out):
            raise DamagedBytesError("a block that refers to what is not there")
        for _ in range(length if offset < length else 0):
            out.append(out[-offset])
        if offset >= length:
            out += out[len(out) - offset : len(out) - offset + length]
    if len(out) != size:
        raise DamagedBytesError("a block that is not as long as it says")
    return bytes(out)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(data) and shift < 70:
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
    raise DamagedBytesError("a number without an end")


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Numbers and values of a message's fields."""
    place = 0
    while place < len(message):
        tag, place = _varint(message, place)
        kind = tag & 7
        if kind == 0:
            value, place = _varint(message, place)
            yield tag >> 3, value
            continue
        if kind == 2:
            size, place = _varint(message, place)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise DamagedBytesError("a field of an unknown kind")
        if place + size > len(message):
            raise DamagedBytesError("a field that is longer than its message")
        yield tag >> 3, message[place : place + size]
        place += size


def _values(message: bytes, number: int) -> list[bytes]:
    return [value for found, value in _fields(message) if found == number and isinstance(value, bytes)]


def _messages(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and bytes of each message behind its archive's header."""
    place = 0
    while place < len(content):
        size, place = _varint(content, place)
        header = content[place : place + size]
        place += size
        for information in _values(header, 2):
            told = {number: value for number, value in _fields(information) if isinstance(value, int)}
            kind, length = told.get(1, 0), told.get(3, 0)
            yield kind, content[place : place + length]
            place += length
