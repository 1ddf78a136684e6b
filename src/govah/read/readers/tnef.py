"""Outlook's `winmail.dat`. Source: MS-OXTNEF 2.1."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from govah.model.status import Status
from govah.read import media
from govah.read.reader import Item, Limits, Remark
from govah.read.readers.charset import codec
from govah.read.readers.mapi_message import (
    MapiAttachment,
    MapiMessage,
    clean_name,
    decompressed_rtf,
    file_time,
    mapi_text,
    message_items,
)

_SUBJECT, _BODY, _MESSAGE_ID, _PAGE = 0x18004, 0x2800C, 0x18009, 0x69007
_RENDER, _TITLE, _CONTENT, _MAPI, _ATTACHMENT, _FROM = 0x69002, 0x18010, 0x6800F, 0x69003, 0x69005, 0x08000
_DEEPEST = 20
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}


class TnefReader:
    """The message inside and its attachments."""

    name = "tnef"
    version = "1"
    media = frozenset({media.TNEF})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the page, the properties, the attachments."""
        stream.seek(0)
        message, sound = _message(stream.read(), 0)
        yield from message_items(message)
        if not sound:
            yield Remark(Status.PARTIAL, "the file ends too early or is damaged")


@dataclass(slots=True)
class _Reading:
    message: MapiMessage = field(default_factory=MapiMessage)
    label: str | None = None
    depth: int = 0


def _message(data: bytes, depth: int) -> tuple[MapiMessage, bool]:
    reading = _Reading(depth=depth)
    place, sound = 6, data[:4] == b"\x78\x9f\x3e\x22"
    while place + 9 <= len(data):
        tag, length = struct.unpack_from("<II", data, place + 1)
        value = data[place + 9 : place + 9 + length]
        if len(value) < length:
            sound = False
        _attribute(reading, tag, value)
        place += 9 + length + 2
    return reading.message, sound


def _attribute(reading: _Reading, tag: int, value: bytes) -> None:
    message = reading.message
    if tag == _PAGE and len(value) >= 4:
        page = f"cp{struct.unpack_from('<I', value)[0]}"
        reading.label = page if codec(page) else None
    elif tag == _SUBJECT:
        message.fields["Subject"] = clean_name(mapi_text(value, 0x1E, reading.label))
    elif tag == _MESSAGE_ID:
        message.fields.setdefault("Message-ID", clean_name(mapi_text(value, 0x1E, reading.label)))
    elif tag == _BODY:
        message.text = mapi_text(value, 0x1E, reading.label)
    elif tag == _RENDER:
        message.attachments.append(MapiAttachment(""))
    elif tag in (_TITLE, _CONTENT, _ATTACHMENT):
        if not message.attachments:
            message.attachments.append(MapiAttachment(""))
        attachment = message.attachments[-1]
        if tag == _TITLE:
            attachment.name = attachment.name or clean_name(mapi_text(value, 0x1E, reading.label))
        elif tag == _CONTENT:
            attachment.data = value
        else:
            _attachment_properties(reading, attachment, value)
    elif tag == _MAPI:
        _message_properties(reading, value)


def _message_properties(reading: _Reading, value: bytes) -> None:
    message = reading.message
    for tag, kind, data in _properties(value):
        text = mapi_text(data, kind, reading.label) if kind in (0x1E, 0x1F) else ""
        if tag == 0x1000 and text:
            message.text = text
        elif tag == 0x1013 and data:
            message.html = text.encode("utf-8", "replace") if text else data
        elif tag == 0x1009:
            message.rtf = decompressed_rtf(data)
        elif tag == 0x007D and text:
            message.headers = text.encode("utf-8", "replace")
        elif tag in (0x0037, 0x0C1A, 0x0E04, 0x0E03) and text:
            name = {0x0037: "Subject", 0x0C1A: "From", 0x0E04: "To", 0x0E03: "Cc"}[tag]
            message.fields[name] = clean_name(text)
        elif tag == 0x0039 and len(data) == 8:
            message.fields["Date"] = file_time(int.from_bytes(data, "little"))


def _attachment_properties(reading: _Reading, attachment: MapiAttachment, value: bytes) -> None:
    for tag, kind, data in _properties(value):
        if tag == 0x3707 and kind in (0x1E, 0x1F):
            attachment.name = clean_name(mapi_text(data, kind, reading.label)) or attachment.name
        elif tag in (0x3704, 0x3001) and kind in (0x1E, 0x1F) and not attachment.name:
            attachment.name = clean_name(mapi_text(data, kind, reading.label))
        elif tag == 0x3701 and len(data) > 16:
            inner = data[16:]  # behind the interface's identifier
            if inner[:4] == b"\x78\x9f\x3e\x22" and reading.depth < _DEEPEST:
                attachment.message = _message(inner, reading.depth + 1)[0]
            else:
                attachment.data = inner


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Tag, type and first value of each property; stops where the bytes make no sense."""
    place = 4
    for _ in range(struct.unpack_from("<I", data)[0] if len(data) >= 4 else 0):
        if place + 4 > len(data):
            return
        kind, tag = struct.unpack_from("<HH", data, place)
        place += 4
        if tag >= 0x8000:
            place += 16
            if place + 8 > len(data):
                return
            named, identity = struct.unpack_from("<II", data, place)
            place += 8 if named == 0 else 8 + (identity + 3) // 4 * 4
        many, base = bool(kind & 0x1000), kind & 0xFFF
        counted = many or base not in _SIZES
        if place + 4 > len(data):
            return
        count = struct.unpack_from("<I", data, place)[0] if counted else 1
        place += 4 if counted else 0
        first = b""
        for number in range(count):
            if place + 4 > len(data):
                return
            length = _SIZES.get(base)
            if length is None:
                length = struct.unpack_from("<I", data, place)[0]
                place += 4
                step = (length + 3) // 4 * 4
            else:
                step = length
            if number == 0:
                first = data[place : place + length]
            place += step
        yield tag, base, first
