"""Messages of Outlook (`.msg`). Source: MS-OXMSG 2, MS-OXPROPS.

Read over the OLE container itself, for messages inside messages and text in code pages are evidence too.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

import olefile

from govah.read import media
from govah.read.reader import Item, Limits
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

_DEEPEST = 20
_SUBJECT, _HEADERS, _BODY, _HTML, _RTF = 0x0037, 0x007D, 0x1000, 0x1013, 0x1009
_SENDER, _SENDER_MAIL, _SENDER_SMTP, _TO, _CC, _BCC = 0x0C1A, 0x0C1F, 0x5D01, 0x0E04, 0x0E03, 0x0E02
_REPRESENTED, _ID, _REPLY = 0x0042, 0x1035, 0x1042
_FILE, _LONG_FILE, _SHOWN_NAME, _DATA = 0x3704, 0x3707, 0x3001, 0x3701
_SENT, _RECEIVED, _PAGE, _BODY_PAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_MAIL, _SMTP, _RECIPIENT_KIND = 0x3003, 0x39FE, 0x0C15


class OutlookMessageReader:
    """Mail, appointments, notes: what has a text."""

    name = "outlook"
    version = "1"
    media = frozenset({media.OUTLOOK_MESSAGE})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the page, the properties, the attachments."""
        stream.seek(0)
        with olefile.OleFileIO(stream) as file:
            yield from message_items(_Storage(file, []).message(0))


class _Storage:
    """A folder of the container: the properties of a message, a recipient or an attachment."""

    def __init__(self, file: olefile.OleFileIO, path: list[str]) -> None:
        self._file = file
        self._path = path
        self._streams: dict[int, tuple[int, str]] = {}
        self.below: list[str] = []
        for entry in file.listdir(streams=True, storages=True):
            if entry[: len(path)] != path or len(entry) != len(path) + 1:
                continue
            name = entry[-1]
            if name.lower().startswith("__substg1.0_") and len(name) >= 20:
                try:
                    self._streams.setdefault(int(name[12:16], 16), (int(name[16:20], 16), name))
                except ValueError:
                    continue
            self.below.append(name)
        self._fixed = self._fixed_properties()

    def _fixed_properties(self) -> dict[int, bytes]:
        name = next((name for name in self.below if name.lower() == "__properties_version1.0"), None)
        if name is None:
            return {}
        data = self._file.openstream([*self._path, name]).read()
        inner = self._path[-1].lower() if self._path else ""
        start = 32 if not self._path else 8 if inner.startswith(("__recip", "__attach")) else 24
        found = {}
        for place in range(start, len(data) - 15, 16):
            tag = struct.unpack_from("<I", data, place)[0]
            found[tag >> 16] = data[place + 8 : place + 16]
        return found

    def number(self, tag: int) -> int:
        """A fixed property as an unsigned number, 0 where it is absent."""
        return int.from_bytes(self._fixed.get(tag, b"")[:8], "little")

    def data(self, tag: int) -> tuple[int, bytes]:
        """Type and bytes of a property of variable length."""
        kind, name = self._streams.get(tag, (0, ""))
        if not name or self._file.get_type([*self._path, name]) != olefile.STGTY_STREAM:
            return 0, b""
        return kind, self._file.openstream([*self._path, name]).read()

    def text(self, tag: int, label: str | None) -> str:
        """A string property."""
        kind, data = self.data(tag)
        return mapi_text(data, kind, label) if data else ""

    def message(self, depth: int) -> MapiMessage:
        """The message that this storage is."""
        label = self._label()
        kind, html = self.data(_HTML)
        if kind in (0x1E, 0x1F):
            html = mapi_text(html, kind, label).encode("utf-8", "replace")
        message = MapiMessage(
            headers=self.text(_HEADERS, label).encode("utf-8", "replace"),
            text=self.text(_BODY, label),
            html=html,
            rtf=decompressed_rtf(self.data(_RTF)[1]),
        )
        sender = self.text(_SENDER, label) or self.text(_REPRESENTED, label)
        address = self.text(_SENDER_SMTP, label) or self.text(_SENDER_MAIL, label)
        recipients = self._recipients(label)
        fields = {
            "From": f"{sender} <{address}>" if address and "@" in address and address != sender else sender or address,
            "To": recipients.get(1) or self.text(_TO, label),
            "Cc": recipients.get(2) or self.text(_CC, label),
            "Bcc": recipients.get(3) or self.text(_BCC, label),
            "Date": file_time(self.number(_SENT) or self.number(_RECEIVED)) if self._dated() else "",
            "Subject": self.text(_SUBJECT, label),
            "Message-ID": self.text(_ID, label),
            "In-Reply-To": self.text(_REPLY, label),
        }
        message.fields = {name: clean_name(value) for name, value in fields.items() if value}
        for name in sorted(found for found in self.below if found.lower().startswith("__attach")):
            message.attachments.append(_Storage(self._file, [*self._path, name]).attachment(label, depth))
        return message

    def _dated(self) -> bool:
        return bool(self.number(_SENT) or self.number(_RECEIVED))

    def _label(self) -> str | None:
        for tag in (_BODY_PAGE, _PAGE):
            page = self.number(tag) & 0xFFFFFFFF
            if page and codec(f"cp{page}"):
                return f"cp{page}"
            if page == 65001:
                return "utf-8"
        return None

    def _recipients(self, label: str | None) -> dict[int, str]:
        found: dict[int, list[str]] = {}
        for name in sorted(found for found in self.below if found.lower().startswith("__recip")):
            recipient = _Storage(self._file, [*self._path, name])
            shown = recipient.text(_SHOWN_NAME, label)
            address = recipient.text(_SMTP, label) or recipient.text(_MAIL, label)
            if address and "@" in address and address not in shown:
                shown = f"{shown} <{address}>" if shown else address
            kind = recipient.number(_RECIPIENT_KIND) & 0xF or 1
            if shown:
                found.setdefault(kind, []).append(shown)
        return {kind: ", ".join(names) for kind, names in found.items()}

    def attachment(self, label: str | None, depth: int) -> MapiAttachment:
        """The attachment that this storage is."""
        name = self.text(_LONG_FILE, label) or self.text(_FILE, label) or self.text(_SHOWN_NAME, label)
        inner = next((found for found in self.below if found.lower() == "__substg1.0_3701000d"), None)
        if inner is not None and self._file.get_type([*self._path, inner]) == olefile.STGTY_STORAGE:
            storage = _Storage(self._file, [*self._path, inner])
            if any(found.lower() == "__properties_version1.0" for found in storage.below) and depth < _DEEPEST:
                message = storage.message(depth + 1)
                return MapiAttachment(clean_name(name or message.fields.get("Subject", "")), message=message)
            contents = next((found for found in storage.below if found in ("CONTENTS", "Contents")), None)
            if contents is not None:
                return MapiAttachment(clean_name(name), self._file.openstream([*self._path, inner, contents]).read())
            return MapiAttachment(clean_name(name))
        kind, data = self.data(_DATA)
        return MapiAttachment(clean_name(name), data if kind else None)
