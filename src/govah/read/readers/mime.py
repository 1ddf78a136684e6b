"""The tree of a mail's parts, as places in its bytes.

The standard library's parser needs minutes for some thousands of nested parts and keeps every part in memory; this one
looks for boundaries in the bytes and stops at a depth.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from govah.read.readers.mail_header import base64_bytes, header_lines, header_text, split_value

DEEPEST = 50
"""Parts nested deeper are handed on whole, as a child that is read for itself."""

_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
_LINE = re.compile(rb"[^\n]*\n?")


@dataclass(slots=True)
class MimePart:
    """One part.

    Args:
        headers: Names in small letters with raw values, in order.
        start: Where its headers begin.
        body: Where its body begins.
        end: One past its last byte.
        path: Its number, `2.1`; empty for the whole.
        kind: Media type in small letters.
        parameters: Of Content-Type.
        disposition: `attachment`, `inline` or "".
        filename: Its name, or "".
        encoding: Content-Transfer-Encoding in small letters.
        parts: Parts below.
        cut: That a boundary's closing line is missing.
    """

    headers: list[tuple[str, bytes]]
    start: int
    body: int
    end: int
    path: str
    kind: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    encoding: str = ""
    parts: "list[MimePart]" = field(default_factory=list)
    cut: bool = False

    def header(self, name: str) -> str:
        """The decoded values of a header, joined by a comma where it stands more than once; or ""."""
        return ", ".join(header_text(value) for key, value in self.headers if key == name)

    def first(self, name: str) -> str:
        """The decoded value of a header's first occurrence, or ""."""
        return next((header_text(value) for key, value in self.headers if key == name), "")


def parse_mail(data: bytes) -> MimePart:
    """The tree of a mail, or of a part with its headers."""
    start = 0
    while start < len(data) and data[start : start + 1] in (b"\r", b"\n"):
        start += 1
    return _part(data, start, len(data), "", "text/plain", 0)


def _part(data: bytes, start: int, end: int, path: str, usual: str, depth: int) -> MimePart:
    body, block = _headers(data, start, end)
    part = MimePart(list(header_lines(block)), start, body, end, path, usual)
    kind = part.first("content-type")
    if kind:
        found, part.parameters = split_value(kind)
        if re.fullmatch(r"[\w.+-]+/[\w.+-]+", found):
            part.kind = found
        elif found in ("text", "html", "plain"):
            part.kind = "text/html" if found == "html" else "text/plain"
    part.disposition, more = split_value(part.first("content-disposition"))
    part.filename = _filename(more.get("filename") or part.parameters.get("name") or more.get("name") or "")
    part.encoding = part.first("content-transfer-encoding").split(";")[0].strip().lower()
    boundary = part.parameters.get("boundary", "")
    if part.kind.startswith("multipart/") and boundary and depth < DEEPEST:
        below = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
        spans, part.cut = _spans(data, body, end, boundary)
        for number, (first, last) in enumerate(spans, 1):
            number_path = f"{path}.{number}" if path else str(number)
            part.parts.append(_part(data, first, last, number_path, below, depth + 1))
    return part


def _filename(name: str) -> str:
    return " ".join(name.replace("\x00", "").split())


def _headers(data: bytes, start: int, end: int) -> tuple[int, bytes]:
    """Where the body begins, and the lines before it.

    A line that is no header ends them: what follows is text, even without an empty line before it. An mbox's
    envelope line at the top is passed over.
    """
    place = start
    while place < end:
        found = _LINE.match(data, place, end)
        line = found.group() if found else b""
        if not line or line in (b"\n", b"\r\n"):
            return place + len(line), data[start:place]
        opening = place == start and line.startswith((b"From ", b">From "))
        folded = line[:1] in (b" ", b"\t") and place > start
        if not (opening or folded or _HEADER.match(line)):
            return place, data[start:place]
        place += len(line)
    return end, data[start:end]


def _spans(data: bytes, start: int, end: int, boundary: str) -> tuple[list[tuple[int, int]], bool]:
    """Begin and end of each part of a multipart, and whether its closing boundary is missing."""
    mark = b"--" + boundary.encode("utf-8", "replace").rstrip()
    spans: list[tuple[int, int]] = []
    first = -1
    place = start
    while (found := data.find(mark, place, end)) >= 0:
        place = found + len(mark)
        if found > start and data[found - 1] != 0x0A:
            continue
        line_end = data.find(b"\n", place, end)
        tail = data[place : line_end if line_end >= 0 else end].strip()
        if tail not in (b"", b"--"):
            continue
        if first >= 0:
            last = found - 1 if found > first and data[found - 1] == 0x0A else found
            last -= last > first and data[last - 1] == 0x0D
            spans.append((first, max(first, last)))
        if tail:
            return spans, False
        first = line_end + 1 if line_end >= 0 else end
    if first >= 0:
        spans.append((first, end))
    return spans, True


def content(data: bytes, part: MimePart) -> bytes:
    """The body of a part, its transfer encoding undone."""
    raw = data[part.body : part.end]
    if part.encoding == "base64":
        return base64_bytes(raw)
    if part.encoding == "quoted-printable":
        return quopri.decodestring(raw)
    if part.encoding in ("x-uuencode", "x-uue", "uuencode", "uue"):
        found = next(iter(packed_files(raw)), None)
        return found.data if found else raw
    return raw


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file in the lines of a text: where, its name, its bytes."""

    start: int
    end: int
    name: bytes
    data: bytes


_UU = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} +([^\r\n]+)\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"^(?:end|====)[ \t]*\r?$", re.MULTILINE)
_YENC = re.compile(rb"^=ybegin [^\r\n]*?name=([^\r\n]*)\r?\n(?:=ypart [^\r\n]*\r?\n)?", re.MULTILINE)
_YENC_END = re.compile(rb"^=yend[^\r\n]*$", re.MULTILINE)


def packed_files(body: bytes) -> Iterator[PackedFile]:
    """Files that stand in a text as uuencode or yEnc (yenc.org, draft 1.3)."""
    for opening, closing in ((_UU, _UU_END), (_YENC, _YENC_END)):
        place = 0
        while found := opening.search(body, place):
            end = closing.search(body, found.end())
            if end is None:
                break
            lines = body[found.end() : end.start()]
            data = _yenc(lines) if opening is _YENC else _uu(found.group(), lines)
            if data is not None:
                yield PackedFile(found.start(), end.end(), found.group(1).strip(), data)
            place = end.end()


def _uu(opening: bytes, lines: bytes) -> bytes | None:
    if opening.startswith(b"begin-base64"):
        return base64_bytes(lines)
    out = []
    for line in lines.splitlines():
        if not line or line in (b"`", b" "):
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders pad lines wrongly: take the bytes that the line's own length promises.
            try:
                out.append(binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3]))
            except binascii.Error:
                return None
    return b"".join(out)


_YENC_TABLE = bytes((byte - 42) % 256 for byte in range(256))


def _yenc(lines: bytes) -> bytes:
    plain = lines.replace(b"\r", b"").replace(b"\n", b"")
    return re.sub(rb"=(.)", lambda found: bytes([(found.group(1)[0] - 64) % 256]), plain, flags=re.DOTALL).translate(
        _YENC_TABLE
    )
