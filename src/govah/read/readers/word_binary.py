"""Word documents of 1997 to 2003. Source: MS-DOC 2.4.1 (how text is found), 2.5 (the file information block)."""

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

import olefile

from govah.model.status import Status
from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Child, Item, Limits, Remark
from govah.read.readers.charset import decode
from govah.read.readers.ole_file import file_metadata, packed_file
from govah.read.readers.text_flow import block, joined

_STORIES = ("body", "note", "header", "macro", "comment", "endnote", "text box", "header text box")
_LANGUAGES = {0x0401: "cp1256", 0x0429: "cp1256", 0x040D: "cp1255", 0x0419: "cp1251", 0x0408: "cp1253"}
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
_TEXT = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x07": "\t", "\x1e": "\u2011", "\x1f": "\u00ad"}
    | dict.fromkeys("\x01\x02\x03\x04\x05\x08\x13\x14\x15")
)


class WordBinaryReader:
    """Body, notes, headers, comments and text boxes; text marked as deleted is not told from the rest."""

    name = "word_binary"
    version = "1"
    media = frozenset({media.DOC})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, the text, and files that are packed in."""
        stream.seek(0)
        if not olefile.isOleFile(stream):
            raise ValueError("it is not a document of Word 97 or later")
        stream.seek(0)
        with olefile.OleFileIO(stream) as file:
            yield from file_metadata(file)
            yield from _document(file)
            yield from packed_children(file)


def _document(file: olefile.OleFileIO) -> Iterator[Item]:
    if not file.exists("WordDocument"):
        raise ValueError("the document's text is missing")
    data = file.openstream("WordDocument").read()
    if len(data) < 0x60:
        raise ValueError("the document's first block is cut")
    magic, version, _, language, _, flags = struct.unpack_from("<6H", data)
    if flags & 0x0100:
        yield Remark(Status.ENCRYPTED, "needs a password")
        return
    if magic != 0xA5EC or version < 0xC1:
        first, last = struct.unpack_from("<II", data, 0x18)
        text = decode(data[first:last], _LANGUAGES.get(language)).text
        yield from text_pages([_plain(text)])
        return
    name = "1Table" if flags & 0x0200 else "0Table"
    if not file.exists(name) or len(data) < 0x01AA:
        raise ValueError("the table of the text's pieces is missing")
    table = file.openstream(name).read()
    place, length = struct.unpack_from("<II", data, 0x01A2)
    units = _pieces(data, table[place : place + length])
    yield from text_pages([_stories(units, struct.unpack_from("<8I", data, 0x4C))])


def _pieces(data: bytes, clx: bytes) -> bytes:
    """The text by its table of pieces, in UTF-16 as Word counts it."""
    place = 0
    while place < len(clx) and clx[place] == 1:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if place + 5 > len(clx) or clx[place] != 2:
        raise ValueError("the table of the text's pieces is damaged")
    length = struct.unpack_from("<I", clx, place + 1)[0]
    table = clx[place + 5 : place + 5 + length]
    count = (len(table) - 4) // 12
    if count < 1:
        return b""
    ends = struct.unpack_from(f"<{count + 1}I", table)
    out = []
    room = len(data) + 2048  # code units; no byte is text twice
    for number in range(count):
        size = max(0, ends[number + 1] - ends[number])
        room -= size
        if room < 0:
            raise ValueError("the table of the text's pieces says more than the file holds")
        at = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        if at & 0x40000000:
            start = (at & 0x3FFFFFFF) // 2
            text = data[start : start + size].decode("cp1252", "replace").ljust(size, "\ufffd")
            out.append(text.encode("utf-16-le"))
        else:
            raw = data[at : at + 2 * size]
            out.append(raw + b"\xfd\xff" * ((2 * size - len(raw)) // 2))
    return b"".join(out)


def _stories(text: bytes, lengths: tuple[int, ...]) -> str:
    """Cut the text into its stories, which follow each other in it."""
    place, body = 0, ""
    blocks: list[str] = []
    for label, length in zip(_STORIES, lengths, strict=True):
        story = text[2 * place : 2 * (place + length)].decode("utf-16-le", "replace")
        place += length
        if label == "body":
            body = _plain(story)
        elif label in ("note", "endnote", "comment"):
            parts = [part for part in re.split("[\x02\x05]", story) if part.strip()]
            name = "comment by unknown" if label == "comment" else ""
            start = sum(found.startswith("[note ") for found in blocks)
            blocks += [block(name or f"note {start + number}", _plain(part)) for number, part in enumerate(parts, 1)]
        elif label == "header":
            blocks.append(block("header", _plain(story)))
        elif label != "macro":
            blocks.append(block(label, _plain(story)))
    return joined(body, [found for found in blocks if found])


def _plain(text: str) -> str:
    """Text without Word's own marks: of a field its result, of a table's row its cells by TAB."""
    before = ""
    while before != text:
        before, text = text, _FIELD.sub(lambda found: found.group(1) or "", text)
    text = text.replace("\x07\x07", "\n").translate(_TEXT)
    return "\n".join(line.rstrip("\t ") for line in text.split("\n") if line.strip())


def packed_children(file: olefile.OleFileIO) -> Iterator[Child]:
    """Files that Windows' packager put into the container, and Office documents that lie there whole."""
    for entry in file.listdir():
        name = entry[-1]
        if name.lower() == "\x01ole10native":
            found = packed_file(file.openstream(entry).read())
            if found is not None:
                yield Child(found[0], found[1])
        elif name in ("Package", "CONTENTS") and len(entry) > 1:
            yield Child(f"{entry[-2].strip(chr(1))}-{name}", file.openstream(entry).read())
