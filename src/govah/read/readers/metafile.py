"""Windows metafiles: the words that they draw, and pictures in them. Sources: MS-EMF, MS-EMFPLUS, MS-WMF."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from govah.model.status import Status
from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.readers.charset import decode

_EXT_TEXT = frozenset({83, 84})
_POLY_TEXT = frozenset({96, 97})
_GLYPHS = 0x10
_BITMAPS = {76: 84, 77: 84, 81: 48, 114: 84}
"""Where in a record of EMF the place and size of a bitmap's header and bits stand."""
_LARGEST = 256 << 20
_WINDOWS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp850",
}  # fmt: skip
"""Character sets of fonts (MS-WMF 2.1.1.5)."""


@dataclass
class _Drawn:
    """What a metafile draws, collected."""

    words: list[tuple[int, int, str]] = field(default_factory=list)
    plus: list[tuple[int, int, str]] = field(default_factory=list)
    pictures: dict[bytes, None] = field(default_factory=dict)
    glyphs: int = 0
    room: int = 0
    cut: bool = False


class MetafileReader:
    """EMF and WMF; nothing is drawn."""

    name = "metafile"
    version = "1"
    media = frozenset({media.EMF, media.WMF})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield what the file says of its maker, the words it draws, its pictures."""
        stream.seek(0)
        data = stream.read(_LARGEST)
        drawn = _Drawn(room=len(data))  # no byte is text twice
        if data[40:44] == b" EMF" and data[:4] == b"\x01\x00\x00\x00":
            yield from _description(data)
            _enhanced(data, drawn)
        else:
            _plain(data, drawn)
        text = _lines(drawn.words) or _lines(drawn.plus)
        yield from text_pages([text])
        for number, picture in enumerate(drawn.pictures, 1):
            yield Child(f"picture-{number}{_ending(picture)}", picture)
        if drawn.glyphs:
            yield Remark(Status.PARTIAL, f"text drawn as glyphs without their letters: {drawn.glyphs} times")
        if drawn.cut or stream.read(1):
            yield Remark(Status.PARTIAL, "the file is damaged, or not whole")
        elif not text and not drawn.pictures:
            yield Remark(Status.PARTIAL, "a drawing without words; what it shows was not recognised")


def _u32(data: bytes, place: int) -> int:
    return int(struct.unpack_from("<I", data, place)[0]) if 0 <= place <= len(data) - 4 else 0


def _i32(data: bytes, place: int) -> int:
    return int(struct.unpack_from("<i", data, place)[0]) if 0 <= place <= len(data) - 4 else 0


def _u16(data: bytes, place: int) -> int:
    return int(struct.unpack_from("<H", data, place)[0]) if 0 <= place <= len(data) - 2 else 0


def _i16(data: bytes, place: int) -> int:
    return int(struct.unpack_from("<h", data, place)[0]) if 0 <= place <= len(data) - 2 else 0


def _description(data: bytes) -> Iterator[Metadata]:
    """Program and title (MS-EMF 2.2.9)."""
    count, place = _u32(data, 60), _u32(data, 64)
    if not 0 < count < 4096 or place + 2 * count > len(data):
        return
    parts = data[place : place + 2 * count].decode("utf-16-le", "replace").split("\x00")
    for name, value in zip(("application", "title"), parts, strict=False):
        yield Metadata(name, value)


def _enhanced(data: bytes, drawn: _Drawn) -> None:
    place = 0
    while place + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, place)
        if size < 8 or size % 4 or place + size > len(data):
            drawn.cut = True
            return
        record = data[place : place + size]
        if kind in _EXT_TEXT:
            _text(record, 36, kind == 84, drawn)
        elif kind in _POLY_TEXT:
            for number in range(min(_u32(record, 36), size // 40)):
                _text(record, 40 + 40 * number, kind == 97, drawn)
        elif kind == 108:
            _small_text(record, drawn)
        elif kind == 70 and record[12:16] == b"EMF+":
            _plus(record[16 : 12 + _u32(record, 8)], drawn)
        elif kind in _BITMAPS:
            _bitmap(record, _BITMAPS[kind], drawn)
        elif kind == 14:
            return
        place += size
    drawn.cut = True


def _text(record: bytes, place: int, wide: bool, drawn: _Drawn) -> None:
    x, y = _i32(record, place), _i32(record, place + 4)
    count, start, options = _u32(record, place + 8), _u32(record, place + 12), _u32(record, place + 16)
    raw = record[start : start + count * (1 + wide)] if start >= 36 else b""
    drawn.room -= len(raw)
    if not raw or drawn.room < 0:
        drawn.cut |= drawn.room < 0
        return
    if options & _GLYPHS:
        drawn.glyphs += 1
        return
    drawn.words.append((x, y, raw.decode("utf-16-le", "replace") if wide else decode(raw).text))


def _small_text(record: bytes, drawn: _Drawn) -> None:
    count, options = _u32(record, 16), _u32(record, 20)
    start = 36 if options & 0x100 else 52
    if options & _GLYPHS:
        drawn.glyphs += 1
        return
    wide = not options & 0x200
    raw = record[start : start + count * (1 + wide)]
    drawn.words.append((_i32(record, 8), _i32(record, 12), raw.decode("utf-16-le" if wide else "latin-1", "replace")))


def _plus(data: bytes, drawn: _Drawn) -> None:
    """Strings of EMF+ (MS-EMFPLUS 2.3.4.14, 2.3.4.7)."""
    place = 0
    while place + 12 <= len(data):
        kind, _, size, length = struct.unpack_from("<HHII", data, place)
        content = data[place + 12 : place + max(12, min(size, 12 + length))]
        if kind == 0x401C and len(content) >= 28:
            x, y = struct.unpack_from("<ff", content, 12)
            raw = content[28 : 28 + 2 * _u32(content, 8)]
            drawn.plus.append((_whole(x), _whole(y), raw.decode("utf-16-le", "replace")))
        elif kind == 0x4036 and len(content) >= 16:
            if _u32(content, 4) & 1:
                count = _u32(content, 12)
                raw = content[16 : 16 + 2 * count]
                x, y = struct.unpack_from("<ff", content.ljust(24 + len(raw), b"\x00"), 16 + len(raw))
                drawn.plus.append((_whole(x), _whole(y), raw.decode("utf-16-le", "replace")))
            else:
                drawn.glyphs += 1
        if size < 12:
            return
        place += size


def _whole(value: float) -> int:
    return int(value) if abs(value) < 1e9 else 0


def _lines(words: list[tuple[int, int, str]]) -> str:
    """Pieces on one height make a line, in the order of drawing."""
    pieces: list[str] = []
    last: int | None = None
    for _, y, text in words:
        if last is not None:
            pieces.append(" " if y == last else "\n")
        pieces.append(text.replace("\x00", ""))
        last = y
    return "".join(pieces).strip()


def _bitmap(record: bytes, place: int, drawn: _Drawn) -> None:
    at, length, bits, size = (_u32(record, place + 4 * step) for step in range(4))
    if length >= 40 and size and at + length <= len(record) and bits + size <= len(record):
        _keep(record[at : at + length], record[bits : bits + size], drawn)


def _keep(header: bytes, bits: bytes, drawn: _Drawn) -> None:
    if _u32(header, 16) in (4, 5):  # JPEG and PNG as they are
        drawn.pictures[bits] = None
        return
    offset = 14 + len(header)
    drawn.pictures[b"BM" + struct.pack("<IHHI", offset + len(bits), 0, 0, offset) + header + bits] = None


def _ending(picture: bytes) -> str:
    return ".jpg" if picture[:2] == b"\xff\xd8" else ".png" if picture[:4] == b"\x89PNG" else ".bmp"


def _plain(data: bytes, drawn: _Drawn) -> None:
    """Records of WMF, with the table of objects that says which font's character set the bytes are in."""
    place = 22 if data[:4] == b"\xd7\xcd\xc6\x9a" else 0
    place += 2 * _u16(data, place + 2)
    charsets: list[int | None] = []
    charset = 0
    while place + 6 <= len(data):
        size, kind = 2 * _u32(data, place), _u16(data, place + 4)
        if kind == 0:
            return
        if size < 6 or place + size > len(data):
            break
        record = data[place + 6 : place + size]
        if kind == 0x02FB:
            _made(charsets, record[13] if len(record) > 13 else 0)
        elif kind in (0x02FA, 0x02FC, 0x00F7, 0x01F9, 0x0142, 0x06FF):
            _made(charsets, -1)
        elif kind == 0x01F0 and _u16(record, 0) < len(charsets):
            charsets[_u16(record, 0)] = None
        elif kind == 0x012D and _u16(record, 0) < len(charsets):
            chosen = charsets[_u16(record, 0)]
            charset = chosen if chosen is not None and chosen >= 0 else charset
        elif kind == 0x0521:
            count = _u16(record, 0)
            end = 2 + count + count % 2
            _add(record[2 : 2 + count], _i16(record, end + 2), _i16(record, end), charset, drawn)
        elif kind == 0x0A32:
            count, options = _u16(record, 4), _u16(record, 6)
            start = 16 if options & 6 else 8
            if options & _GLYPHS:
                drawn.glyphs += 1
            else:
                _add(record[start : start + count], _i16(record, 2), _i16(record, 0), charset, drawn)
        elif kind in (0x0F43, 0x0B41, 0x0940):
            _plain_bitmap(record[{0x0F43: 22, 0x0B41: 20, 0x0940: 16}[kind] :], drawn)
        place += size
    drawn.cut = True


def _made(charsets: list[int | None], charset: int) -> None:
    """A new object takes the first free place (MS-WMF 3.1.4.1)."""
    if None in charsets:
        charsets[charsets.index(None)] = charset
    elif len(charsets) < 4096:
        charsets.append(charset)


def _add(raw: bytes, x: int, y: int, charset: int, drawn: _Drawn) -> None:
    if charset == 2:  # a font of symbols: its letters are pictures
        drawn.glyphs += 1
        return
    label = _WINDOWS.get(charset)  # without one the machine's own code page is meant
    drawn.words.append((x, y, raw.decode(label, "replace") if label else decode(raw, "cp1252").text))


def _plain_bitmap(dib: bytes, drawn: _Drawn) -> None:
    length = _u32(dib, 0)
    if length < 40 or length > len(dib):
        return
    depth, packing, colors = _u16(dib, 14), _u32(dib, 16), _u32(dib, 32)
    palette = 4 * (colors or (1 << depth if depth <= 8 else 0)) + (12 if packing == 3 and length == 40 else 0)
    if length + palette < len(dib):
        _keep(dib[: length + palette], dib[length + palette :], drawn)
