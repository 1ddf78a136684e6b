"""OneNote's revision store: lists of nodes that say what each revision of each page holds.

Source: MS-ONESTORE 2.1 to 2.5.
"""

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from govah.read.readers.note_property import NoteFile, NoteId, NoteObject, NoteSpace, note_object

_FRAGMENT = 0xA4567AB1F5F7F4C4
_LIST_ROOT = 172
_MOST_NODES = 2_000_000
_FREE_ROOM = 64 << 20
"""Bytes of objects that may be read, or four times the file: two objects may share bytes, a million may not."""
_FILE_HEADER = uuid.UUID("BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC").bytes_le
_NULL: NoteId = (bytes(16), 0)

_SPACE_LIST, _REVISION_LIST, _GROUP_LIST, _FILE_LIST = 0x008, 0x010, 0x0B0, 0x090
_SPACE_ROOT, _FILE, _KEY = 0x004, 0x094, 0x07C
_REVISION_STARTS = frozenset({0x01B, 0x01E, 0x01F})
_TABLE_STARTS, _TABLE_ENTRIES = frozenset({0x021, 0x022}), frozenset({0x024, 0x025, 0x026})
_OLD_DECLARED, _OLD_REVISED = frozenset({0x02D, 0x02E}), frozenset({0x041, 0x042})
_DECLARED, _FILE_DECLARED = frozenset({0x0A4, 0x0A5, 0x0C4, 0x0C5}), frozenset({0x072, 0x073})


class _Node(NamedTuple):
    """A file node: its kind, where and how long what it refers to is, the rest of its bytes."""

    kind: int
    place: int
    size: int
    content: bytes


@dataclass
class _Revision:
    """One revision of an object space while it is read."""

    identity: NoteId
    base: NoteId
    role: int
    roots: dict[int, NoteId] = field(default_factory=dict)
    objects: dict[NoteId, NoteObject] = field(default_factory=dict)
    table: dict[int, bytes] = field(default_factory=dict)


def revision_store(data: bytes) -> NoteFile:
    """Read a revision store."""
    return _Store(data).read()


class _Store:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = _MOST_NODES
        self._room = max(_FREE_ROOM, 4 * len(data))
        self._visited: set[int] = set()
        self.found = NoteFile([], {}, {}, [])
        self._encrypted = False

    def read(self) -> NoteFile:
        place, size = struct.unpack_from("<QI", self._data.ljust(_LIST_ROOT + 12, b"\x00"), _LIST_ROOT)
        root: NoteId | None = None
        for node in self._nodes(place, size):
            if node.kind == _SPACE_ROOT:
                root = _extended(node.content, 0)
            elif node.kind == _SPACE_LIST:
                self._space(node)
            elif node.kind == _FILE_LIST:
                for file in self._nodes(node.place, node.size):
                    if file.kind == _FILE:
                        self._file(file)
        found = self.found
        spaces = sorted(found.spaces, key=lambda space: space.identity != root)
        return NoteFile(spaces, found.files, found.containers, found.faults, self._encrypted)

    def _fault(self, words: str) -> None:
        if words not in self.found.faults:
            self.found.faults.append(words)

    def _nodes(self, place: int, size: int) -> Iterator[_Node]:
        """Nodes of a list, fragment after fragment; each fragment is read once in all."""
        while size and place < len(self._data):
            if place in self._visited:
                self._fault("a list of nodes that is not whole or runs in a circle")
                return
            self._visited.add(place)
            end = min(place + size, len(self._data)) - 20
            if end < place + 16 or struct.unpack_from("<Q", self._data, place)[0] != _FRAGMENT:
                self._fault(f"a damaged list of nodes at {place}")
                return
            yield from self._fragment(place + 16, end)
            following, size = struct.unpack_from("<QI", self._data, end)
            place = following if following != 0xFFFFFFFFFFFFFFFF else len(self._data)

    def _fragment(self, place: int, end: int) -> Iterator[_Node]:
        while place + 4 <= end:
            head = struct.unpack_from("<I", self._data, place)[0]
            kind, size = head & 0x3FF, head >> 10 & 0x1FFF
            if kind in (0, 0xFF):
                return
            self._left -= 1
            if size < 4 or place + size > end or self._left < 0:
                self._fault(f"a damaged node at {place}")
                return
            content = self._data[place + 4 : place + size]
            base = head >> 27 & 0xF
            at = length = 0
            if base in (1, 2):
                at, length, used = _reference(content, head >> 23 & 3, head >> 25 & 3)
                content = content[used:]
            yield _Node(kind, at, length, content)
            place += size

    def _file(self, node: _Node) -> None:
        start = node.place
        if self._data[start : start + 16] == _FILE_HEADER and len(node.content) >= 16:
            length = struct.unpack_from("<Q", self._data.ljust(start + 24, b"\x00"), start + 16)[0]
            if start + 36 + length > len(self._data):
                self._fault("an embedded file is cut")
            self.found.files[node.content[:16]] = (start + 36, min(length, max(0, len(self._data) - start - 36)))
        else:
            self._fault("an embedded file is damaged")

    def _space(self, reference: _Node) -> None:
        """The newest revisions' lists of an object space; an older list is replaced by a later one."""
        last: _Node | None = None
        for node in self._nodes(reference.place, reference.size):
            if node.kind == _REVISION_LIST:
                last = node
        if last is None:
            return
        revisions: list[_Revision] = []
        by_identity: dict[NoteId, _Revision] = {}
        newest: _Revision | None = None
        for node in self._nodes(last.place, last.size):
            if node.kind in _REVISION_STARTS and len(node.content) >= 44:
                at = 48 if node.kind == 0x01B else 40
                role = struct.unpack_from("<I", node.content.ljust(at + 4, b"\x00"), at)[0]
                context = node.kind == 0x01F and _extended(node.content, 46) != _NULL
                revision = _Revision(_extended(node.content, 0), _extended(node.content, 20), role)
                revisions.append(revision)
                newest = revision if role == 1 and not context else newest
                by_identity[revision.identity] = revision
            elif revisions:
                self._revision(node, revisions[-1], by_identity)
            if node.kind in (0x05C, 0x05D) and len(node.content) >= 24:
                named = by_identity.get(_extended(node.content, 0))
                context = node.kind == 0x05D and _extended(node.content, 24) != _NULL
                if named is not None and not context:
                    named.role = struct.unpack_from("<I", node.content, 20)[0]
                    newest = named if named.role == 1 else newest
        if revisions:
            self.found.spaces.append(_current(_extended(reference.content, 0), revisions, by_identity, newest))

    def _revision(self, node: _Node, revision: _Revision, known: dict[NoteId, _Revision]) -> None:
        if node.kind == _GROUP_LIST:
            table: dict[int, bytes] = {}
            for inner in self._nodes(node.place, node.size):
                if inner.kind in _TABLE_STARTS:
                    table = {}
                self._declaration(inner, revision, table, None)
        elif node.kind in _TABLE_STARTS:
            revision.table = {}
        elif node.kind == 0x059 and len(node.content) >= 8:
            compact, role = struct.unpack_from("<II", node.content)
            identity = _resolved(compact, revision.table)
            if identity is not None:
                revision.roots[role] = identity
        elif node.kind == 0x05A and len(node.content) >= 24:
            revision.roots[struct.unpack_from("<I", node.content, 20)[0]] = _extended(node.content, 0)
        else:
            base = known.get(revision.base)
            self._declaration(node, revision, revision.table, base.table if base else None)

    def _declaration(
        self, node: _Node, revision: _Revision, table: dict[int, bytes], base: dict[int, bytes] | None
    ) -> None:
        content = node.content
        if node.kind in _TABLE_ENTRIES:
            self._left -= _enter(node, table, base)
        elif node.kind == _KEY:
            self._encrypted = True
        elif node.kind in _FILE_DECLARED and len(content) >= 8:
            self._file_object(node, table)
        elif node.kind in _DECLARED | _OLD_DECLARED | _OLD_REVISED and len(content) >= 8:
            compact, kind = struct.unpack_from("<II", content)
            if node.kind in _OLD_DECLARED:
                kind &= 0x3FF
            identity = _resolved(compact, table)
            if identity is None:
                return
            if node.kind in _OLD_REVISED:
                kind = 0
            raw = self._data[node.place : node.place + node.size]
            self._room -= len(raw)
            if self._room < 0:
                self._fault("objects that share their bytes too often")
                return
            revision.objects[identity] = note_object(kind, raw, lambda found, _: _resolved(found, table))

    def _file_object(self, node: _Node, table: dict[int, bytes]) -> None:
        """An object that is a file: `<ifndf>{GUID}` names its bytes in the list of files."""
        compact = struct.unpack_from("<I", node.content)[0]
        place = 9 if node.kind == 0x072 else 12
        words = []
        for _ in range(2):
            count = min(struct.unpack_from("<I", node.content.ljust(place + 4, b"\x00"), place)[0], len(node.content))
            words.append(node.content[place + 4 : place + 4 + 2 * count].decode("utf-16-le", "replace").strip("\x00"))
            place += 4 + 2 * count
        identity = _resolved(compact, table)
        try:
            guid = uuid.UUID(words[0].partition("{")[2].partition("}")[0]).bytes_le
        except ValueError:
            return
        if identity is not None:
            self.found.containers[identity] = (guid, words[1])


def _current(
    identity: NoteId, revisions: list[_Revision], known: dict[NoteId, _Revision], newest: _Revision | None
) -> NoteSpace:
    """The newest state of a space: its newest revision, else the last, and those that it builds on."""
    revision: _Revision | None = newest or revisions[-1]
    roots: dict[int, NoteId] = {}
    objects: dict[NoteId, NoteObject] = {}
    passed: set[NoteId] = set()
    while revision is not None and revision.identity not in passed:
        passed.add(revision.identity)
        roots = {**revision.roots, **roots}
        for name, found in revision.objects.items():
            objects.setdefault(name, found)
        revision = known.get(revision.base)
    kept = {id(found) for found in objects.values()}
    earlier = [found for revision in revisions for found in revision.objects.values() if id(found) not in kept]
    return NoteSpace(identity, [roots[role] for role in sorted(roots)], objects, earlier)


def _extended(content: bytes, place: int) -> NoteId:
    part = content[place : place + 20].ljust(20, b"\x00")
    return part[:16], struct.unpack_from("<I", part, 16)[0]


def _resolved(compact: int, table: dict[int, bytes]) -> NoteId | None:
    guid = table.get(compact >> 8)
    return (guid, compact & 0xFF) if guid is not None else None


def _enter(node: _Node, table: dict[int, bytes], base: dict[int, bytes] | None) -> int:
    """An entry of a table of GUIDs, or entries taken over from the table of the revision before (2.4.3).

    Returns how many entries were looked at.
    """
    content = node.content
    if node.kind == 0x024 and len(content) >= 20:
        table[struct.unpack_from("<I", content)[0]] = content[4:20]
    elif base is not None and node.kind == 0x025 and len(content) >= 8:
        source, target = struct.unpack_from("<II", content)
        if source in base:
            table[target] = base[source]
    elif base is not None and node.kind == 0x026 and len(content) >= 12:
        source, count, target = struct.unpack_from("<III", content)
        many = min(count, len(base) + 1)
        for step in range(many):
            if source + step in base:
                table[target + step] = base[source + step]
        return int(many)
    return 1


def _reference(content: bytes, place_form: int, size_form: int) -> tuple[int, int, int]:
    """Place and size of what a node refers to, and the bytes that say so (2.2.4.2); size 0 for none."""
    widths, sizes = (8, 4, 2, 4), (4, 8, 1, 2)
    wide, long_ = widths[place_form], sizes[size_form]
    raw = content[:wide]
    size = int.from_bytes(content[wide : wide + long_], "little") * (8 if size_form >= 2 else 1)
    place = int.from_bytes(raw, "little") * (8 if place_form >= 2 else 1)
    return (0, 0, wide + long_) if raw == b"\xff" * wide else (place, size, wide + long_)
