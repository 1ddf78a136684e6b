"""OLE compound files: their properties, and files packed into them."""

import struct
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import olefile

from govah.read.reader import Metadata
from govah.read.readers.charset import codec, decode

_NAMES = {
    "title": "title",
    "subject": "subject",
    "author": "author",
    "keywords": "keywords",
    "comments": "comments",
    "last_saved_by": "last-modified-by",
    "revision_number": "revision",
    "create_time": "created",
    "last_saved_time": "modified",
    "last_printed": "printed",
    "creating_application": "application",
    "company": "company",
    "manager": "manager",
    "category": "category",
}


def ole_metadata(stream: BinaryIO) -> Iterator[Metadata]:
    """The document's properties; none where it is no OLE file or they are damaged."""
    stream.seek(0)
    if not olefile.isOleFile(stream):
        return
    stream.seek(0)
    with olefile.OleFileIO(stream) as file:
        try:
            found = file.get_metadata()
        except (OSError, ValueError, struct.error, IndexError, TypeError, OverflowError) as error:
            yield Metadata("properties", f"damaged ({error})")
            return
    page = getattr(found, "codepage", None)
    label = None if page in (None, 1200) else "utf-8" if page in (65001, -535) else f"cp{page & 0xFFFF}"
    for attribute, name in _NAMES.items():
        text = _text(getattr(found, attribute, None), label)
        if text:
            yield Metadata(name, text)


def _text(value: object, label: str | None) -> str:
    if isinstance(value, bytes):
        return decode(value.rstrip(b"\x00"), label if codec(label) else None).text.strip("\x00 ")
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
