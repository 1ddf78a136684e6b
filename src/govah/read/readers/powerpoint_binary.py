"""Presentations of PowerPoint 97 to 2003. Source: MS-PPT 2.1.2, 2.3.1, 2.4.14.3, 2.9."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

import olefile

from govah.model.page import Page
from govah.model.status import Status
from govah.read import media
from govah.read.reader import Item, Limits, Remark
from govah.read.readers.ole_file import file_metadata
from govah.read.readers.text_flow import block, joined
from govah.read.readers.word_binary import packed_children

_CHARS, _BYTES = 0x0FA0, 0x0FA8
_SLIDE, _NOTES, _LIST, _PERSIST = 0x03EE, 0x03F0, 0x0FF0, 0x03F3
_EDIT, _DIRECTORY, _NOTES_ATOM = 0x0FF5, 0x1772, 0x03F1
_MASTER, _SLIDE_ATOM, _TEXT_HEADER, _FREE_TEXT = 0x03F8, 0x03EF, 0x0F9F, 4
_SEPARATE = frozenset({0x0FF1, 0x0FC9, 0x1388, 0x0FA6})
_DEEPEST = 30


class PowerPointBinaryReader:
    """Slides in the order of the show, with the words of their shapes and notes."""

    name = "powerpoint_binary"
    version = "1"
    media = frozenset({media.PPT})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, a page per slide, and files that are packed in."""
        stream.seek(0)
        with olefile.OleFileIO(stream) as file:
            yield from file_metadata(file)
            if not file.exists("PowerPoint Document"):
                raise ValueError("it is not a presentation of PowerPoint 97 or later")
            data = file.openstream("PowerPoint Document").read()
            user = file.openstream("Current User").read() if file.exists("Current User") else b""
            yield from _pages(data, user)
            if not _lists(data)[0]:
                yield Remark(Status.PARTIAL, "the list of slides is damaged; words are given in the file's order")
            yield from packed_children(file)


def _records(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Kind, instance, begin and end of each record's content."""
    place = start
    while place + 8 <= end:
        head, kind, length = struct.unpack_from("<HHI", data, place)
        yield kind, head >> 4, place + 8, min(end, place + 8 + length)
        place += 8 + length


def _is_container(data: bytes, start: int) -> bool:
    return data[start - 8] & 0x0F == 0x0F


def _pages(data: bytes, user: bytes) -> Iterator[Page]:
    places = _persisted(data, user)
    slides, notes, listed = _lists(data)
    masters = {identity: reference for identity, reference, _ in listed}
    if not slides:
        words = _texts(data, 0, len(data))
        if words:
            yield Page(1, "\n".join(dict.fromkeys(words)))
        return
    notes_of = {_slide_of_notes(data, places.get(reference)): reference for _, reference, _ in notes}
    outlines = {reference: words for _, reference, words in notes}
    for number, (identity, reference, outline) in enumerate(slides, 1):
        shown = _texts_of(data, places.get(reference))
        body = "\n".join([*outline, *(text for text in shown if text not in outline)])
        note = notes_of.get(identity)
        told = [*outlines.get(note, []), *_texts_of(data, places.get(note))] if note is not None else []
        around = _texts_of(data, places.get(masters.pop(_master_of(data, places.get(reference)), -1)), free=True)
        blocks = [block("master", "\n".join(around)), block("note", "\n".join(dict.fromkeys(told)))]
        yield Page(number, joined(body, [found for found in blocks if found]))


def _persisted(data: bytes, user: bytes) -> dict[int, int]:
    """Where each persisted object stands, the newest edit's word before older ones'."""
    found: dict[int, int] = {}
    place = struct.unpack_from("<I", user, 16)[0] if len(user) >= 20 else 0
    seen: set[int] = set()
    while place and place not in seen and place + 28 <= len(data):
        seen.add(place)
        if struct.unpack_from("<H", data, place + 2)[0] != _EDIT:
            break
        earlier, directory = struct.unpack_from("<II", data, place + 16)
        if directory + 8 <= len(data) and struct.unpack_from("<H", data, directory + 2)[0] == _DIRECTORY:
            end = min(len(data), directory + 8 + struct.unpack_from("<I", data, directory + 4)[0])
            at = directory + 8
            while at + 4 <= end:
                entry = struct.unpack_from("<I", data, at)[0]
                first, count = entry & 0xFFFFF, entry >> 20
                at += 4
                for step in range(count):
                    if at + 4 > end:
                        break
                    found.setdefault(first + step, struct.unpack_from("<I", data, at)[0])
                    at += 4
        place = earlier
    return found


_Listed = list[tuple[int, int, list[str]]]


def _lists(data: bytes) -> tuple[_Listed, _Listed, _Listed]:
    """Slides, notes and masters: identity, reference, the words of their outline."""
    slides: _Listed = []
    notes: _Listed = []
    masters: _Listed = []
    for kind, _, start, end in _records(data, 0, len(data)):
        if kind != 0x03E8:
            continue
        slides, notes, masters = [], [], []  # the last document container is the newest
        for inner, instance, first, last in _records(data, start, end):
            if inner != _LIST or instance not in (0, 1, 2):
                continue
            target = (slides, masters, notes)[instance]
            for record, _, begin, close in _records(data, first, last):
                if record == _PERSIST and close - begin >= 16:
                    reference, _, _, identity = struct.unpack_from("<4I", data, begin)
                    target.append((identity, reference, []))
                elif target and (text := _text(data, record, begin, close)):
                    target[-1][2].append(text)
    return slides, notes, masters


def _slide_of_notes(data: bytes, place: int | None) -> int:
    if place is None:
        return -1
    for kind, _, start, end in _records(data, place + 8, min(len(data), place + 64)):
        if kind == _NOTES_ATOM and end - start >= 4:
            return int(struct.unpack_from("<I", data, start)[0])
    return -1


def _master_of(data: bytes, place: int | None) -> int:
    """The identity of a slide's master."""
    if place is None:
        return -1
    for kind, _, start, end in _records(data, place + 8, min(len(data), place + 64)):
        if kind == _SLIDE_ATOM and end - start >= 16:
            return int(struct.unpack_from("<I", data, start + 12)[0])
    return -1


def _texts_of(data: bytes, place: int | None, free: bool = False) -> list[str]:
    if place is None or place + 8 > len(data):
        return []
    kind, length = struct.unpack_from("<HI", data, place + 2)
    if kind not in (_SLIDE, _NOTES, _MASTER):
        return []
    return _texts(data, place + 8, min(len(data), place + 8 + length), free=free)


def _texts(data: bytes, start: int, end: int, depth: int = 0, free: bool = False) -> list[str]:
    """The words of all shapes below a container.

    Args:
        data: The stream.
        start: Begin of the container's content.
        end: Its end.
        depth: Containers around it.
        free: Leave out what a master only holds the place for: titles, bodies, and `*` for dates and numbers.
    """
    found = []
    style = _FREE_TEXT
    for kind, _, first, last in _records(data, start, end):
        if _is_container(data, first):
            if depth < _DEEPEST and kind not in _SEPARATE:
                found += _texts(data, first, last, depth + 1, free)
        elif kind == _TEXT_HEADER and last - first >= 4:
            style = struct.unpack_from("<I", data, first)[0]
        elif (text := _text(data, kind, first, last)) and not (free and (style != _FREE_TEXT or text == "*")):
            found.append(text)
    return found


def _text(data: bytes, kind: int, start: int, end: int) -> str:
    if kind == _CHARS:
        text = data[start:end].decode("utf-16-le", "replace")
    elif kind == _BYTES:
        text = data[start:end].decode("latin-1")
    else:
        return ""
    return text.replace("\r", "\n").replace("\x0b", "\n").strip()
