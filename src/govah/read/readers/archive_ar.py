"""Archives of `ar`: libraries, Debian packages. Sources: System V and 4.4BSD `ar(5)`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from govah.model.status import Status
from govah.read import media
from govah.read.reader import Child, Item, Limits, Remark
from govah.read.readers.charset import decode
from govah.read.readers.piece_stream import PieceStream, span

_MAGIC = b"!<arch>\n"
_HEADER = 60
_LONGEST_TABLE = 16 << 20
_SYMBOLS = frozenset({b"/", b"/SYM64/", b"__.SYMDEF", b"__.SYMDEF SORTED"})


@dataclass(frozen=True, slots=True)
class _Member:
    """A member's name and where its bytes are."""

    name: bytes
    start: int
    size: int


class ArReader:
    """Every member but the tables of symbols and names is a child."""

    name = "ar"
    version = "1"
    media = frozenset({media.AR})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield a child per member."""
        length = stream.seek(0, 2)
        names = b""
        place = len(_MAGIC)
        while place < length:
            stream.seek(place)
            header = stream.read(_HEADER)
            size = _size(header)
            if size is None:
                if header.strip(b"\x00\n"):
                    yield Remark(Status.PARTIAL, f"the archive is damaged after {place} bytes")
                return
            label, start = header[:16].rstrip(b" "), place + _HEADER
            place = start + size + size % 2
            if label == b"//":
                names = stream.read(min(size, _LONGEST_TABLE))
            elif label not in _SYMBOLS:
                member = _named(stream, label, names, start, size)
                if member.name not in _SYMBOLS:
                    name, raw = _shown(member.name)
                    yield Child(name, cast(BinaryIO, PieceStream(span(stream, member.start, member.size))), raw)
            if start + size > length:
                yield Remark(Status.PARTIAL, "the archive ends in the middle of a member")
                return


def _size(header: bytes) -> int | None:
    """The member's length, None where this is no header."""
    digits = header[48:58].strip(b" ")
    if len(header) < _HEADER or header[58:60] != b"`\n" or not digits.isdigit():
        return None
    return int(digits)


def _named(stream: BinaryIO, label: bytes, names: bytes, start: int, size: int) -> _Member:
    if label.startswith(b"#1/") and label[3:].isdigit():  # 4.4BSD: the name stands before the content
        length = min(int(label[3:]), size)
        stream.seek(start)
        return _Member(stream.read(min(length, 4096)).rstrip(b"\x00"), start + length, size - length)
    if label[:1] == b"/" and label[1:].isdigit():  # System V: the name stands in the table of names
        at = int(label[1:])
        return _Member(names[at : at + 4096].split(b"\n", 1)[0].rstrip(b"/"), start, size)
    return _Member(label.removesuffix(b"/"), start, size)


def _shown(name: bytes) -> tuple[str, bytes | None]:
    try:
        return name.decode("utf-8"), None
    except UnicodeDecodeError:
        return decode(name).text, name
