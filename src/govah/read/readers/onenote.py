"""Sections of OneNote 2007 to 2019 and of its server. Sources: MS-ONE 2.1, 2.2; MS-ONESTORE."""

import re
import uuid
from collections.abc import Iterator
from typing import BinaryIO

from govah.model.status import Status
from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.readers.note_package import packaged_store
from govah.read.readers.note_property import NoteFile, NoteId, NoteObject, NoteSpace
from govah.read.readers.note_store import revision_store
from govah.read.readers.text_flow import TextFlow, block

_PACKAGED = uuid.UUID("638DE92F-A6D4-4BC1-9A36-B3FC2511A5B7").bytes_le
_LARGEST = 1 << 30
_LONGEST_TITLE = 200

_UNICODE, _ASCII = 0x1C001C22, 0x1C003498
_TITLE, _PAGE_TITLE, _AUTHOR = 0x1C001CF3, 0x1C001D3C, 0x1C001D75
_FILE_NAME, _PICTURE_NAME, _ALT_TEXT = 0x1C001D9C, 0x1C001DD7, 0x1C001E58
_SECTION_FILE = 0x1C001D6B
"""In a notebook's table of contents: the name of a section's file."""
_STRINGS = (_FILE_NAME, _ALT_TEXT, _SECTION_FILE)
_CONTAINERS = (0x20001D9B, 0x20001C3F, 0x200034C8)
_BELOW = (0x24001D5F, 0x24001C1F, 0x24001C20)
"""Children of a page, of a node, of an element: titles before bodies."""
_PAGES = 0x2C001D63
_ROW, _CELL = 0x23, 0x24
_LINK = re.compile('\ufddfHYPERLINK\\s+"[^"]*"|\ufddf')


class OneNoteReader:
    """A page per page of the section; what stood there before is told behind it."""

    name = "onenote"
    version = "1"
    media = frozenset({media.ONENOTE})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield authors, pages, embedded files and pictures."""
        stream.seek(0)
        data = stream.read(_LARGEST)
        found = packaged_store(data) if data[48:64] == _PACKAGED else revision_store(data)
        if found.encrypted:
            yield Remark(Status.ENCRYPTED, "parts of the section need a password")
        for name in dict.fromkeys(_authors(found)):
            yield Metadata("author", name)
        number = 1
        for title, text in _told(_ordered(found)):
            for page in text_pages([text], number, title[:_LONGEST_TITLE] or None):
                yield page
                number = page.number + 1
        yield from _files(found, data)
        for fault in found.faults:
            yield Remark(Status.PARTIAL, fault)
        if not found.spaces:
            yield Remark(Status.DAMAGED, "no page could be found in it")
        if stream.read(1):
            yield Remark(Status.OVER_LIMIT, f"only the first {_LARGEST} bytes were read")


def _string(value: bytes) -> str:
    return value.decode("utf-16-le", "replace").rstrip("\x00")


def _authors(found: NoteFile) -> Iterator[str]:
    for space in found.spaces:
        for note in (*space.objects.values(), *space.earlier):
            if _AUTHOR in note.values:
                yield _string(note.values[_AUTHOR])


def _ordered(found: NoteFile) -> list[NoteSpace]:
    """Spaces as the section lists its pages; those that it does not list behind them."""
    places: dict[NoteId, int] = {}
    for space in found.spaces:
        for note in space.objects.values():
            for identity in note.spaces.get(_PAGES, []):
                places.setdefault(identity, len(places))
    return sorted(found.spaces, key=lambda space: places.get(space.identity, len(places)))


def _words(note: NoteObject) -> str:
    """A text's letters: Unicode, or where all are of the Western code page, a byte each."""
    if _UNICODE in note.values:
        text = _string(note.values[_UNICODE])
    elif _ASCII in note.values:
        text = note.values[_ASCII].decode("cp1252", "replace").rstrip("\x00")
    else:
        text = "\n".join(_string(note.values[name]) for name in _STRINGS if name in note.values)
    return _LINK.sub("", text).replace("\x0b", "\n").replace("\r", "\n").strip("\n")


def _told(spaces: list[NoteSpace]) -> list[tuple[str, str]]:
    """Titles and texts of pages; a page's title that stands alone is how the section lists that page."""
    pages = [_page(space) for space in spaces]
    bodies = [" ".join(text.split()) for _, text in pages]
    alone = [body == title for (title, _), body in zip(pages, bodies, strict=True)]
    others = [body for body, is_title in zip(bodies, alone, strict=True) if not is_title]
    return [
        page for page, is_title in zip(pages, alone, strict=True)
        if not is_title or not any(page[0] in body for body in others)
    ]  # fmt: skip


def _page(space: NoteSpace) -> tuple[str, str]:
    """Title and text of a page: what its tree holds in order, what is outside of it, what was there before."""
    flow = TextFlow()
    reached: set[NoteId] = set()
    stack: list[tuple[NoteId, bool]] = [(root, False) for root in reversed(space.roots)]
    while stack:
        identity, leaving = stack.pop()
        note = space.objects.get(identity)
        if note is None:
            continue
        if leaving:
            if note.kind == _ROW:
                flow.row_end()
            continue
        if identity in reached:
            continue
        reached.add(identity)
        _enter(note, flow)
        stack.append((identity, True))
        below = [child for name in _BELOW for child in note.objects.get(name, [])]
        stack += [(child, False) for child in reversed(below)]
    told = flow.text()
    lines = [told] if told else []
    lines += [_words(note) for identity, note in space.objects.items() if identity not in reached]
    now = {_words(note) for note in space.objects.values()}
    before = [_words(note) for note in space.earlier]
    lines += [block("earlier", text) for text in dict.fromkeys(before) if text not in now]
    title = _title(space)
    text = "\n".join(line for line in lines if line)
    missing = title and title not in " ".join(text.split())
    return title, f"{title}\n{text}" if missing else text


def _title(space: NoteSpace) -> str:
    for name in (_TITLE, _PAGE_TITLE):
        for note in space.objects.values():
            title = " ".join(_string(note.values.get(name, b"")).split())
            if title:
                return title
    return ""


def _enter(note: NoteObject, flow: TextFlow) -> None:
    if note.kind == _ROW:
        flow.row_start()
    elif note.kind == _CELL:
        flow.cell_start()
    text = _words(note)
    if text:
        flow.literal(text)
        flow.line()


def _files(found: NoteFile, data: bytes) -> Iterator[Child]:
    """Embedded files and pictures, under the names that pages give them."""
    names: dict[bytes, str] = {}
    for space in found.spaces:
        for note in (*space.objects.values(), *space.earlier):
            name = next((_string(note.values[key]) for key in (_FILE_NAME, _PICTURE_NAME) if key in note.values), "")
            for container in (identity for key in _CONTAINERS for identity in note.objects.get(key, [])):
                if container in found.containers and name:
                    names.setdefault(found.containers[container][0], name.replace("\\", "/").rpartition("/")[2])
    extensions = {guid: extension for guid, extension in found.containers.values()}
    for number, (guid, (start, size)) in enumerate(found.files.items(), 1):
        yield Child(names.get(guid) or f"file-{number}{extensions.get(guid, '')}", data[start : start + size])
