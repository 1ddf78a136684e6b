"""The body of a stored HTTP response, without the codings of its transfer. Source: RFC 9112, RFC 9110."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from govah.read.readers.piece_stream import DamagedBytesError, Inflater, PieceStream, expanded, span

_LONGEST_HEADER = 32 << 10
_LONGEST_LINE = 4096
_START = re.compile(rb"(?:HTTP/\d|[A-Z]{3,10} \S)")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """A stored response or request.

    Args:
        first: Its first line.
        fields: Header fields, names in small letters; of equal ones the last.
        start: Where its body begins in the stream.
        size: Bytes of the body as stored.
    """

    first: str
    fields: dict[str, str]
    start: int
    size: int

    @property
    def code(self) -> str:
        """A response's status code, "" where it is none."""
        words = self.first.split(" ", 2)
        return words[1] if len(words) > 1 and words[0].startswith("HTTP/") else ""

    @property
    def kind(self) -> str:
        """Its media type without parameters, "" where it says none."""
        return self.fields.get("content-type", "").partition(";")[0].strip().lower()


def http_message(stream: BinaryIO, place: int, size: int) -> HttpMessage | None:
    """The message that begins at `place`; None where there is none."""
    stream.seek(place)
    head = stream.read(min(size, _LONGEST_HEADER))
    if not _START.match(head):
        return None
    end = re.search(rb"\r?\n\r?\n", head)
    header = head[: end.start()] if end else head
    lines = re.sub(rb"\r?\n[ \t]+", b" ", header).decode("latin-1").splitlines()
    fields = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields[name.strip().lower()] = value.strip()
    used = end.end() if end else len(head)
    return HttpMessage(lines[0] if lines else "", fields, place + used, size - used)


def body(stream: BinaryIO, message: HttpMessage) -> tuple[PieceStream, str]:
    """The body as a stream, and what of its codings could not be undone, "" for nothing.

    Crawlers often undo a coding and leave its field in place, so a field is only believed where the bytes bear it out.
    """
    stream.seek(message.start)
    head = stream.read(min(message.size, _LONGEST_LINE))
    pieces = span(stream, message.start, message.size)
    if "chunked" in message.fields.get("transfer-encoding", "").lower() and _CHUNK_SIZE.match(head):
        begin = _CHUNK_SIZE.match(head)
        head = head[begin.end() :] if begin else head
        pieces = _unchunked(stream, message.start, message.start + message.size)
    coding = message.fields.get("content-encoding", "").lower()
    if coding in ("gzip", "x-gzip") and head[:2] == b"\x1f\x8b":
        return PieceStream(expanded(pieces, Inflater(31))), ""
    if coding == "deflate" and head:
        zlib_header = head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0
        return PieceStream(expanded(pieces, Inflater(15 if zlib_header else -15))), ""
    if coding in ("br", "zstd", "compress", "x-compress"):
        return PieceStream(pieces), f"packed with {coding}, left as it is"
    return PieceStream(pieces), ""


def _unchunked(stream: BinaryIO, place: int, end: int) -> Iterator[bytes]:
    """The content of chunks (RFC 9112, 7.1).

    Raises:
        DamagedBytesError: There is no chunk where one should be.
    """
    while place < end:
        stream.seek(place)
        line = stream.read(min(_LONGEST_LINE, end - place))
        found = _CHUNK_SIZE.match(line)
        if found is None:
            raise DamagedBytesError("its chunks are damaged")
        size = int(found.group(1), 16)
        if size == 0:
            return
        place += found.end()
        yield from span(stream, place, min(size, end - place))
        place += size
        stream.seek(place)
        place += 2 if stream.read(2) == b"\r\n" else 1
    raise DamagedBytesError("it ends too early")
