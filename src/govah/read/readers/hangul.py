"""Documents of Hangul (HWP 5, HWPX). Sources: Hancom, HWP Document File Formats 5.0 (rev 1.3); KS X 6101 (OWPML)."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import olefile
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from govah.model.status import Status
from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.readers.office_package import LARGEST_PART, OfficePackage, properties
from govah.read.readers.ole_file import stream_properties
from govah.read.readers.piece_stream import PIECE, Inflater, expanded
from govah.read.readers.xml_source import Element, all_text, local

_PARA_TEXT, _DISTRIBUTION = 67, 28
_PACKED, _LOCKED, _DISTRIBUTED = 1, 2, 4
_ALONE = frozenset({0, 10, 13, *range(24, 32)})
"""Controls of one code unit; the others below 32 take eight."""
_SHOWN = {9: "\t", 10: "\n", 24: "-", 30: "\u00a0", 31: " "}
_PROPERTIES = {2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "comments", 8: "last-modified-by", 20: "date"}


class HangulReader:
    """Paragraphs of body, tables, notes and text boxes in the order of the sections' records."""

    name = "hangul"
    version = "1"
    media = frozenset({media.HWP, media.HWPX})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, the text, pictures and embedded files."""
        stream.seek(0)
        head = stream.read(2)
        stream.seek(0)
        if head == b"PK":
            yield from _package(stream)
            return
        if not olefile.isOleFile(stream):
            yield Remark(Status.UNSUPPORTED, "a document of Hangul 3 or earlier")
            return
        stream.seek(0)
        with olefile.OleFileIO(stream) as file:
            yield from _properties(file)
            yield from _compound(file)


def _compound(file: olefile.OleFileIO) -> Iterator[Item]:
    header = file.openstream("FileHeader").read(256) if file.exists("FileHeader") else b""
    flags = struct.unpack_from("<I", header, 36)[0] if len(header) >= 40 else _PACKED
    if flags & _LOCKED:
        yield Remark(Status.ENCRYPTED, "needs a password")
        return
    folder = "ViewText" if flags & _DISTRIBUTED else "BodyText"
    entries = [entry for entry in file.listdir() if len(entry) == 2]
    sections = sorted((_number(name), name) for storage, name in entries if storage == folder)
    number = 1
    for _, name in sections:
        data = file.openstream([folder, name]).read()
        if flags & _DISTRIBUTED:
            data = _opened(data)
        text, fault = _paragraphs(*_unpacked(data) if flags & _PACKED else (data, ""))
        if fault:
            yield Remark(Status.PARTIAL, f"{name}: {fault}")
        for page in text_pages([text], number):
            yield page
            number = page.number + 1
    if number == 1 and file.exists("PrvText"):
        text = file.openstream("PrvText").read().decode("utf-16-le", "replace").strip("\x00")
        if text.strip():
            yield Remark(Status.PARTIAL, "only the preview of the text could be read")
            yield from text_pages([text], remark="preview")
    for storage, name in entries:
        if storage == "BinData":
            raw = file.openstream([storage, name]).read()
            content, fault = _unpacked(raw) if flags & _PACKED else (raw, "")
            yield Child(name, raw if fault or not content else content)


def _number(name: str) -> int:
    digits = name.removeprefix("Section")
    return int(digits) if digits.isdecimal() and len(digits) < 9 else 0


def _unpacked(data: bytes) -> tuple[bytes, str]:
    pieces, length = [], 0
    try:
        for piece in expanded([data[at : at + PIECE] for at in range(0, len(data), PIECE)], Inflater(-15)):
            pieces.append(piece)
            length += len(piece)
            if length > LARGEST_PART:
                return b"".join(pieces), f"only the first {length} bytes were read"
    except zlib.error as error:
        return b"".join(pieces), str(error)
    return b"".join(pieces), ""


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(data):
        head = struct.unpack_from("<I", data, place)[0]
        place += 4
        size = head >> 20
        if size == 0xFFF and place + 4 <= len(data):
            size = struct.unpack_from("<I", data, place)[0]
            place += 4
        yield head & 0x3FF, data[place : place + size]
        place += size


def _paragraphs(data: bytes, fault: str) -> tuple[str, str]:
    return "\n".join(_plain(content) for kind, content in _records(data) if kind == _PARA_TEXT), fault


def _plain(content: bytes) -> str:
    """A paragraph without its controls (HWP 5, 4.3.2)."""
    out = bytearray()
    place = 0
    while place + 2 <= len(content):
        unit = content[place] | content[place + 1] << 8
        if unit >= 32:
            out += content[place : place + 2]
            place += 2
            continue
        out += _SHOWN.get(unit, "").encode("utf-16-le")
        place += 2 if unit in _ALONE else 16
    return bytes(out).decode("utf-16-le", "replace")


def _opened(data: bytes) -> bytes:
    """The section of a document for distribution, whose key lies before it (HWP 5, 배포용 문서)."""
    if len(data) < 260 or data[0] | (data[1] & 3) << 8 != _DISTRIBUTION:
        return data
    seed = struct.unpack_from("<I", data, 4)[0]
    state, key, left = seed, 0, 0
    plain = bytearray(data[4:260])
    for place in range(256):
        if left == 0:
            state, drawn = _drawn(state)
            key = drawn & 0xFF
            state, drawn = _drawn(state)
            left = (drawn & 0xF) + 1
        if place >= 4:
            plain[place] ^= key
        left -= 1
    start = 4 + (seed & 0xF)
    cipher = Cipher(algorithms.AES(bytes(plain[start : start + 16])), modes.ECB())  # noqa: S305  # the format's own
    body = data[260:]
    return cipher.decryptor().update(body[: len(body) // 16 * 16])


def _drawn(state: int) -> tuple[int, int]:
    """The next number of Microsoft's `rand`."""
    state = (state * 214013 + 2531011) & 0xFFFFFFFF
    return state, state >> 16 & 0x7FFF


def _properties(file: olefile.OleFileIO) -> Iterator[Metadata]:
    name = next((name for name in ("\x05HwpSummaryInformation", "HwpSummaryInformation") if file.exists(name)), None)
    if name is not None:
        for found in stream_properties(file, name, _PROPERTIES):
            text = found.value.partition("\x00")[0].strip()  # some lengths that Hangul writes go beyond the text
            if text:
                yield Metadata(found.name, text)


def _package(stream: BinaryIO) -> Iterator[Item]:
    package = OfficePackage(stream)
    manifest = package.data("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        yield Remark(Status.ENCRYPTED, "needs a password")
        return
    head = package.xml("Contents/content.hpf") if package.has("Contents/content.hpf") else None
    for element in head if head is not None else ():
        if local(element) == "metadata":
            yield from properties(element)
    names = [name for name in package.names if name.lower().startswith("contents/section")]
    number = 1
    for name in sorted(names, key=lambda name: (len(name), name)):
        root = package.xml(name)
        for page in text_pages([_owpml(root)] if root is not None else [], number):
            yield page
            number = page.number + 1
    yield from package.children([name for name in package.names if name.lower().startswith("bindata/")])
    yield from package.remarks


def _owpml(root: Element) -> str:
    """Text of a section: each `t` belongs to the paragraph that is nearest around it."""
    lines: list[list[str]] = []
    current: Element | None = None
    for element in root.iter():
        if local(element) != "t":
            continue
        paragraph = next((above for above in element.iterancestors() if local(above) == "p"), None)
        if paragraph is not current or not lines:
            lines.append([])
            current = paragraph
        lines[-1].append(all_text(element))
    return "\n".join("".join(pieces) for pieces in lines)
