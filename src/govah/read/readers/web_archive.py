"""Archives of the web. Sources: ISO 28500:2017 (WARC 1.1), the Internet Archive's ARC file format 1.0 and 2.0."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from govah.model.status import Status
from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.readers.charset import decode
from govah.read.readers.http_body import HttpMessage, body, http_message
from govah.read.readers.piece_stream import PieceStream, span

_LONGEST_HEADER = 16 << 10
_MOST_FAULTS = 1000
_LONGEST_INFORMATION = 1 << 20
_VERSION = re.compile(rb"WARC/\d[^\r\n]{0,20}\r?\n")
_ARC_LINE = re.compile(rb"([^\r\n]{1,16384}?) (\S{1,64}) (\d{8,17}) ([^\r\n]{0,1024}?) ?(\d{1,15})\r?\n")


@dataclass(frozen=True, slots=True)
class _Record:
    """A record: what it says of itself, and where its block is."""

    kind: str
    address: str
    date: str
    type: str
    start: int
    size: int
    refers: str = ""


class WebArchiveReader:
    """What was answered is a child under its address; a list of all records is the text."""

    name = "web_archive"
    version = "1"
    media = frozenset({media.WARC, media.ARC})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the archive's own description, the list of records, a child per record that holds a document."""
        stream.seek(0)
        steps = _warc if stream.read(5) == b"WARC/" else _arc
        records: list[_Record] = []
        faults: list[str] = []
        for record in steps(stream, faults.append):
            records.append(record)
            if len(records) > 2 * limits.members:
                faults.append(f"records beyond {2 * limits.members} were not read")
                break
        for record in records:
            if record.kind in ("warcinfo", "filedesc"):
                yield from _information(stream, record)
        yield from text_pages(_listed(stream, record) for record in records)
        for record in records:
            yield from _document(stream, record)
        for fault in dict.fromkeys(faults):
            yield Remark(Status.PARTIAL, fault)


def _warc(stream: BinaryIO, fault: Callable[[str], None]) -> Iterator[_Record]:
    length = stream.seek(0, 2)
    place = faults = 0
    while place < length:
        stream.seek(place)
        head = stream.read(_LONGEST_HEADER)
        blank = len(head) - len(head.lstrip(b"\r\n"))
        if blank == len(head):
            place += blank
            continue
        place, head = place + blank, head[blank:]
        end = re.search(rb"\r?\n\r?\n", head)
        fields = _fields(head[: end.start()]) if end and _VERSION.match(head) else {}
        digits = fields.get("content-length", "")
        if end is None or not digits.isdigit() or len(digits) > 15:
            fault(f"the archive is damaged after {place} bytes")
            faults += 1
            place = _find(stream, place + 1) if faults < _MOST_FAULTS else -1
            if place < 0:
                return
            continue
        start, size = place + end.end(), int(digits)
        if start + size > length:
            fault("the archive ends in the middle of a record")
            size = length - start
        yield _Record(
            fields.get("warc-type", "").lower(), fields.get("warc-target-uri", "").strip("<>"),
            fields.get("warc-date", ""), fields.get("content-type", ""), start, size, fields.get("warc-refers-to", ""),
        )  # fmt: skip
        place = start + size


def _fields(header: bytes) -> dict[str, str]:
    """Named fields, names in small letters; UTF-8 as the standard asks."""
    lines = re.sub(rb"\r?\n[ \t]+", b" ", header).decode("utf-8", "replace").splitlines()[1:]
    parted = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, colon, value in parted if colon}


def _find(stream: BinaryIO, place: int) -> int:
    """Where the next record seems to begin, -1 where none does."""
    rest = b""
    stream.seek(place)
    while data := stream.read(1 << 20):
        block = rest + data
        found = re.search(rb"\nWARC/\d\.\d\r?\n", block)
        if found:
            return place - len(rest) + found.start() + 1
        rest = block[-32:]
        place += len(data)
    return -1


def _arc(stream: BinaryIO, fault: Callable[[str], None]) -> Iterator[_Record]:
    length = stream.seek(0, 2)
    place = 0
    while place < length:
        stream.seek(place)
        head = stream.read(_LONGEST_HEADER)
        blank = len(head) - len(head.lstrip(b"\r\n"))
        place += blank
        if blank == len(head):
            continue
        found = _ARC_LINE.match(head, blank)
        if found is None:
            fault(f"the archive is damaged after {place} bytes")
            return
        address, _, date, kind, digits = (decode(group).text for group in found.groups())
        start, size = place + found.end() - blank, int(digits)
        if start + size > length:
            fault("the archive ends in the middle of a record")
            size = length - start
        told = "filedesc" if address.startswith("filedesc:") else "response"
        yield _Record(told, address, date, kind.partition(" ")[0], start, size)
        place = start + size


def _information(stream: BinaryIO, record: _Record) -> Iterator[Item]:
    stream.seek(record.start)
    text = decode(stream.read(min(record.size, _LONGEST_INFORMATION))).text
    if record.kind == "filedesc":
        yield Metadata("description", text.partition("\n")[2].partition("\n")[2].strip())
        return
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip():
            yield Metadata(name.strip().lower(), value.strip())


def _message(stream: BinaryIO, record: _Record) -> HttpMessage | None:
    if record.kind in ("response", "request", "revisit"):
        return http_message(stream, record.start, record.size)
    return None


def _listed(stream: BinaryIO, record: _Record) -> str:
    message = _message(stream, record)
    kind = message.kind if message and message.kind else record.type
    words = (record.date, record.kind, record.address, message.code if message else "", kind)
    return "\t".join(" ".join(word.split()) for word in words).rstrip("\t") + "\n"


def _document(stream: BinaryIO, record: _Record) -> Iterator[Item]:
    name = record.address or record.kind or "record"
    if record.kind in ("warcinfo", "filedesc"):
        return
    message = _message(stream, record)
    if record.kind == "revisit":
        yield Child(name, None, detail=f"the same as an earlier answer {record.refers}".rstrip())
        return
    if message is None:
        if record.size:
            yield Child(name, cast(BinaryIO, PieceStream(span(stream, record.start, record.size))))
        return
    if message.size <= 0:
        return
    content, left = body(stream, message)
    yield Child(name, cast(BinaryIO, content))
    if content.fault or left:
        yield Remark(Status.PARTIAL, f"{name}: {content.fault or left}")
