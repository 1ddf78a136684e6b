"""Mail: one page of what it says, its other parts as children."""

import itertools
import plistlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from govah.model.page import Page
from govah.model.status import Status
from govah.read import media
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.readers.charset import decode
from govah.read.readers.html import extension
from govah.read.readers.html_text import html_document
from govah.read.readers.mime import DEEPEST, MimePart, PackedFile, content, packed_files, parse_mail

SHOWN = ("From", "To", "Cc", "Date", "Subject")
"""The headers at the top of a mail's page, in this order."""

_KEPT = ("subject", "from", "to", "cc", "bcc", "reply-to", "date", "message-id", "in-reply-to", "references")
_AS_TEXT = frozenset({"text/plain", "text/rfc822-headers", "message/delivery-status", "message/partial"}) | {
    "message/disposition-notification", "message/global-delivery-status", "message/external-body", "text/enriched",
    "text/richtext", "message/feedback-report",
}  # fmt: skip
_PGP = re.compile(r"\A\s*-----BEGIN PGP MESSAGE-----")


class MailReader:
    """Internet mail, Apple's `.emlx`, web archives in MIME."""

    name = "mail"
    version = "2"
    media = media.MAILS

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the page, the headers and the parts."""
        stream.seek(0)
        data, extra = _apple(stream.read())
        if data.count(b"\r") and not data.count(b"\n"):
            data = data.replace(b"\r", b"\n")
        root = parse_mail(data)
        if b"\0" in data and not any(root.header(name.lower()) for name in SHOWN):
            yield Remark(Status.DAMAGED, "no mail: it has none of a mail's headers, and bytes that are no text")
            return
        gathered = _Gathered(data)
        gathered.part(root, alternative=False)
        text = "\n".join(filter(None, (piece.strip("\r\n") for piece in gathered.texts)))
        yield from mail_metadata({name: root.header(name) for name in _KEPT})
        yield from (Metadata(name, value) for name, value in extra.items())
        yield mail_page({name: root.header(name.lower()) for name in SHOWN}, text, "; ".join(gathered.remarks) or None)
        yield from gathered.children
        if gathered.encrypted or _PGP.match(text):
            yield Remark(Status.ENCRYPTED, "the mail's content is encrypted")


def mail_page(headers: dict[str, str], text: str, remark: str | None = None) -> Page:
    """The one page of a mail: its headers in the order of `SHOWN`, only those present, an empty line, its text."""
    top = [f"{name}: {' '.join(headers[name].split())}" for name in SHOWN if headers.get(name)]
    body = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if top and body:
        top.append("")
    return Page(number=1, text="\n".join([*top, body] if body else top), remark=remark)


def mail_metadata(headers: dict[str, str]) -> Iterator[Metadata]:
    """The headers that are there, names in small letters."""
    return (Metadata(name, value) for name, value in headers.items() if value)


def _apple(data: bytes) -> tuple[bytes, dict[str, str]]:
    """Apple Mail's file: a line with the mail's length, the mail, a property list."""
    first, _, rest = data[:64].partition(b"\n")
    length = first.strip()
    if not length.isdigit() or not rest:
        return data, {}
    start = len(first) + 1
    end = start + int(length)
    extra: dict[str, str] = {}
    if b"<!ENTITY" not in data[end:]:
        try:
            properties = plistlib.loads(data[end:].strip())
        except (plistlib.InvalidFileException, ExpatError, ValueError, OverflowError, AttributeError, IndexError):
            properties = {}
        if isinstance(properties, dict):
            extra |= {f"apple-{key}": str(value) for key, value in properties.items() if isinstance(value, str | int)}
    return data[start:end], extra


@dataclass(slots=True)
class _Gathered:
    """What a walk over the parts has found so far."""

    data: bytes
    texts: list[str] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    encrypted: bool = False

    def part(self, part: MimePart, alternative: bool) -> None:
        """Take a part; `alternative` where it is one more form of what is told already."""
        if part.kind.startswith("multipart/") and part.parts:
            self._multipart(part, alternative)
        elif part.kind.startswith("multipart/"):
            self._leaf_multipart(part)
        elif alternative:
            self.children.append(self._child(part, inline=True))
        elif self._is_text(part):
            self._text(part)
        else:
            if part.kind.endswith("pkcs7-mime") and part.parameters.get("smime-type", "") == "enveloped-data":
                self.encrypted = True
            self.children.append(self._child(part))

    def _multipart(self, part: MimePart, alternative: bool) -> None:
        if part.kind == "multipart/encrypted":
            self.encrypted = True
        if part.kind == "multipart/alternative" and not alternative:
            chosen = _chosen(self.data, part.parts)
            for below in part.parts:
                self.part(below, alternative=below is not chosen)
            return
        if part.kind == "multipart/related" and alternative:
            # The other form and its pictures: the form is one more form, the pictures are parts of their own.
            for place, below in enumerate(part.parts):
                self.part(below, alternative=place == 0) if place == 0 else self.children.append(self._child(below))
            return
        for below in part.parts:
            self.part(below, alternative)

    def _leaf_multipart(self, part: MimePart) -> None:
        """A multipart without parts: too deep, or its boundary never stands there."""
        if part.path.count(".") + 1 >= DEEPEST:
            self.children.append(Child(f"part-{part.path}.eml", self.data[part.start : part.end]))
        elif part.path == "" or self.data[part.body : part.end].strip():
            text = decode(content(self.data, part), part.parameters.get("charset"))
            self.texts.append(text.text)

    def _is_text(self, part: MimePart) -> bool:
        if part.path == "" and part.kind in ("text/plain", "text/html"):
            return True
        if part.disposition == "attachment" or part.filename:
            return False
        return part.kind in _AS_TEXT or part.kind == "text/html"

    def _text(self, part: MimePart) -> None:
        raw = content(self.data, part)
        label = part.parameters.get("charset")
        if part.kind == "text/html":
            document = html_document(raw, label)
            self.texts.append(document.text)
            found = document.remark
        else:
            kept, files = _without_files(raw)
            self.children.extend(Child(decode(file.name).text, file.data) for file in files)
            decoded = decode(kept, label)
            text = re.sub(r"</?[A-Za-z][\w-]*>", "", decoded.text) if part.kind.endswith("riched") else decoded.text
            self.texts.append(text)
            found = decoded.remark
        if found and found not in self.remarks:
            self.remarks.append(found)

    def _child(self, part: MimePart, inline: bool = False) -> Child:
        data = content(self.data, part)
        place = part.first("content-location").split("?")[0].rstrip("/").rpartition("/")[2]
        name = part.filename or place[:200] or f"part-{part.path or '1'}{extension(part.kind)}"
        return Child(name, data, inline=inline)


def _chosen(data: bytes, parts: list[MimePart]) -> MimePart | None:
    """The alternative that the page shows: the plain text that is not empty, else the last that has text."""
    plain = [part for part in parts if part.kind == "text/plain" and not part.filename]
    for part in plain:
        if content(data, part).strip():
            return part
    others = [part for part in parts if part.kind == "text/html" or part.kind.startswith("multipart/")]
    return next(iter(others[::-1] or plain or parts), None)


def _without_files(body: bytes) -> tuple[bytes, list[PackedFile]]:
    files = sorted(packed_files(body), key=lambda file: file.start)
    kept, place = [], 0
    for file in files:
        if file.start >= place:
            kept.append(body[place : file.start])
            place = file.end
    return b"".join(itertools.chain(kept, (body[place:],))), files
