"""OLE compound files: their properties, and files packed into them."""

import struct
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

import olefile

from govah.read.reader import Metadata
from govah.read.readers.charset import decode
from govah.read.readers.ole_property import PropertyValue, property_set

_SUMMARY = {
    2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "comments", 8: "last-modified-by", 9: "revision",
    12: "created", 13: "modified", 11: "printed", 18: "application",
}  # fmt: skip
_DOCUMENT_SUMMARY = {15: "company", 14: "manager", 2: "category"}
_STREAMS = (("\x05SummaryInformation", _SUMMARY), ("\x05DocumentSummaryInformation", _DOCUMENT_SUMMARY))
"""Names of properties by their identifiers (MS-OLEPS 2.25.1, MS-OSHARED 2.3.3.2)."""


def ole_metadata(stream: BinaryIO) -> Iterator[Metadata]:
    """The document's properties; none where it is no OLE file or they are damaged."""
    stream.seek(0)
    if not olefile.isOleFile(stream):
        return
    stream.seek(0)
    with olefile.OleFileIO(stream) as file:
        yield from file_metadata(file)


def file_metadata(file: olefile.OleFileIO) -> Iterator[Metadata]:
    """The same of a file that is open."""
    for name, names in _STREAMS:
        if file.exists(name):
            yield from stream_properties(file, name, names)


def stream_properties(file: olefile.OleFileIO, stream: str, names: Mapping[int, str]) -> Iterator[Metadata]:
    """The properties of a stream that have names here; that they are damaged where they are."""
    try:
        found = property_set(file.openstream(stream).read())
    except (OSError, ValueError, OverflowError) as error:
        yield Metadata("properties", f"damaged ({error})")
        return
    for identifier, name in names.items():
        text = _text(found.get(identifier))
        if text:
            yield Metadata(name, text)


def _text(value: PropertyValue | None) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value.year > 1601 else ""
    return str(value).strip("\x00 ") if value is not None else ""


def packed_file(data: bytes) -> tuple[str, bytes] | None:
    """Name and bytes of the file in an `Ole10Native` stream (MS-OLEDS 2.3.6, and what Windows' packager writes)."""
    if len(data) < 12:
        return None
    place = 6
    label = data[place : data.find(b"\x00", place)]
    place += len(label) + 1
    path = data[place : data.find(b"\x00", place)]
    place += len(path) + 1 + 4
    if place + 4 > len(data):
        return None
    length = struct.unpack_from("<I", data, place)[0]
    place += 4 + length
    if place + 4 > len(data):
        return None
    size = struct.unpack_from("<I", data, place)[0]
    name = decode(label or path).text.replace("\\", "/").rpartition("/")[2]
    return name or "packed", data[place + 4 : place + 4 + size]
