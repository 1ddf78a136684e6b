"""A message of Outlook's world (MS-OXCMSG), whatever file it came out of, and its form as internet mail."""

import base64
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime

from govah.read.reader import Child, Item
from govah.read.readers.charset import decode
from govah.read.readers.html_text import html_document
from govah.read.readers.mail import mail_metadata, mail_page
from govah.read.readers.mail_header import header_lines, header_text
from govah.read.readers.rtf_text import RtfParser

_DEEPEST = 20
_RTF_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


@dataclass(slots=True)
class MapiAttachment:
    """An attachment: its name with its bytes, or a message."""

    name: str
    data: bytes | None = None
    message: "MapiMessage | None" = None


@dataclass(slots=True)
class MapiMessage:
    """A message.

    Args:
        headers: The internet headers that it came with, raw; empty for one that never left the house.
        fields: From, To, Cc, Date, Subject, Message-ID as its own properties have them; only those present.
        text: Plain text.
        html: HTML, raw.
        rtf: Rich text, decompressed.
        attachments: In their order.
    """

    headers: bytes = b""
    fields: dict[str, str] = field(default_factory=dict)
    text: str = ""
    html: bytes = b""
    rtf: bytes = b""
    attachments: list[MapiAttachment] = field(default_factory=list)

    def header(self, name: str) -> str:
        """A header as it came, else the property."""
        found = [header_text(value) for key, value in header_lines(self.headers) if key == name.lower()]
        return ", ".join(found) or self.fields.get(name, "")

    def body(self) -> str:
        """The words of the message: plain text, else HTML, else rich text."""
        if self.text.strip():
            return self.text
        if self.html.strip():
            return html_document(self.html).text
        return RtfParser(self.rtf).parse().text if self.rtf else ""


def message_items(message: MapiMessage) -> Iterator[Item]:
    """Page, properties and children of a message."""
    names = ("Subject", "From", "To", "Cc", "Bcc", "Date", "Message-ID", "In-Reply-To", "References")
    yield from mail_metadata({name.lower(): message.header(name) for name in names})
    yield mail_page({name: message.header(name) for name in names}, message.body())
    if message.text.strip() and message.html.strip():
        yield Child("body.html", message.html, inline=True)
    elif message.rtf and (message.text.strip() or message.html.strip()):
        yield Child("body.rtf", message.rtf, inline=True)
    for number, attachment in enumerate(message.attachments, 1):
        if attachment.message is not None:
            yield Child(attachment.name or f"message-{number}.eml", as_mail(attachment.message))
        elif attachment.data is None:
            yield Child(attachment.name or f"attachment-{number}", None, detail="its bytes are not in the message")
        else:
            yield Child(attachment.name or f"attachment-{number}.bin", attachment.data)


def as_mail(message: MapiMessage, depth: int = 0) -> bytes:
    """The message as internet mail: the same bytes for the same message, so that it is the same exhibit anywhere."""
    lines = []
    for name in ("From", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To", "References"):
        value = " ".join(message.header(name).split())
        if value:
            ascii_value = value if value.isascii() else Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
            lines.append(f"{name}: {ascii_value}")
    parts = list(_parts(message, depth))
    boundary = f"=_govah_{depth}"
    lines += ["MIME-Version: 1.0", f'Content-Type: multipart/mixed; boundary="{boundary}"', "", ""]
    out = ["\r\n".join(lines).encode("ascii", "replace")]
    for part in parts:
        out += [b"--", boundary.encode(), b"\r\n", part, b"\r\n"]
    return b"".join([*out, b"--", boundary.encode(), b"--\r\n"])


def _parts(message: MapiMessage, depth: int) -> Iterator[bytes]:
    forms = []
    if message.text.strip():
        forms.append(_part("text/plain; charset=utf-8", message.text.encode("utf-8", "replace")))
    if message.html.strip():
        forms.append(_part("text/html", message.html))
    if len(forms) == 2:
        mark = f"=_govah_alternative_{depth}".encode()
        inner = b"".join(b"--" + mark + b"\r\n" + form + b"\r\n" for form in forms)
        head = b'Content-Type: multipart/alternative; boundary="' + mark + b'"\r\n\r\n'
        yield head + inner + b"--" + mark + b"--\r\n"
    else:
        yield from forms
    if message.rtf and not forms:
        yield _part("text/plain; charset=utf-8", message.body().encode("utf-8", "replace"))
    if message.rtf and not message.html.strip():
        yield _part("application/rtf", message.rtf, "body.rtf")
    for number, attachment in enumerate(message.attachments, 1):
        name = attachment.name or f"attachment-{number}"
        if attachment.message is not None and depth < _DEEPEST:
            yield _part("message/rfc822", as_mail(attachment.message, depth + 1), name)
        else:
            yield _part("application/octet-stream", attachment.data or b"", name)


def _part(kind: str, data: bytes, name: str = "") -> bytes:
    head = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64"]
    if name:
        quoted = "".join(f"%{byte:02X}" for byte in name.encode("utf-8", "replace"))
        head.append(f"Content-Disposition: attachment; filename*=utf-8''{quoted}")
    return "\r\n".join([*head, "", ""]).encode("ascii") + base64.encodebytes(data).replace(b"\n", b"\r\n")


def file_time(ticks: int) -> str:
    """A time of Windows (100 ns since 1601, UTC) as a mail's date; "" where it is none."""
    try:
        return format_datetime(datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10))
    except OverflowError:
        return ""


def mapi_text(data: bytes, kind: int, label: str | None) -> str:
    """A string property: type 0x1F is UTF-16, 0x1E is in the message's code page."""
    if kind == 0x1F:
        return data.decode("utf-16-le", "replace").rstrip("\x00")
    return decode(data.rstrip(b"\x00"), label).text


def decompressed_rtf(data: bytes) -> bytes:
    """Rich text as Outlook packs it. Source: MS-OXRTFCP 3.1."""
    if len(data) < 16:
        return b""
    size, mark = struct.unpack_from("<I4s", data, 4)
    if mark == b"MELA":
        return data[16 : 16 + size]
    if mark != b"LZFu":
        return b""
    window = bytearray(_RTF_DICTIONARY.ljust(4096, b" "))
    write, out, place = len(_RTF_DICTIONARY), bytearray(), 16
    while place < len(data) and len(out) <= size:
        flags = data[place]
        place += 1
        for bit in range(8):
            if flags & (1 << bit):
                if place + 2 > len(data):
                    return bytes(out[:size])
                reference = data[place] << 8 | data[place + 1]
                place += 2
                start, length = reference >> 4, (reference & 15) + 2
                if start == write:
                    return bytes(out[:size])
                copied = []
                for step in range(length):
                    letter = window[(start + step) % 4096]
                    copied.append(letter)
                    window[write] = letter
                    write = (write + 1) % 4096
                out.extend(copied)
            elif place < len(data):
                out.append(data[place])
                window[write] = data[place]
                write = (write + 1) % 4096
                place += 1
    return bytes(out[:size])


def clean_name(name: str) -> str:
    """A name without NUL and line ends."""
    return re.sub(r"[\x00\r\n]+", "", name).strip()
