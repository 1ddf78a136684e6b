"""OneNote files as a server keeps them: a stream of data elements. Sources: MS-ONESTORE 2.7, 2.8; MS-FSSHTTPB 2.2."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from govah.read.readers.note_property import NoteFile, NoteId, NoteObject, NoteSpace, note_object

_START = 68
_ELEMENT, _DECLARATION, _DATA, _GROUP_OF, _REVISION, _ROOT = 0x01, 0x18, 0x16, 0x19, 0x1A, 0x0A
_BLOB_DECLARATION, _BLOB_REFERENCE, _BLOB = 0x05, 0x1C, 0x02
_PROPERTIES, _KIND = 1, 4
_MOST_STEPS = 1_000_000
_NULL: NoteId = (bytes(16), 0)


class _EndError(ValueError):
    """The bytes end within a value."""


@dataclass
class _Cursor:
    """A place in bytes, with the values that stand there."""

    data: bytes
    place: int = 0

    def bytes(self, count: int) -> bytes:
        """So many bytes."""
        found = self.data[self.place : self.place + count]
        if len(found) < count:
            raise _EndError("the file ends too early")
        self.place += count
        return found

    def number(self) -> int:
        """A compact unsigned 64-bit integer (MS-FSSHTTPB 2.2.1.1)."""
        first = self.bytes(1)[0]
        if first == 0:
            return 0
        zeros = (first & -first).bit_length() - 1
        if zeros == 7:
            return int.from_bytes(self.bytes(8), "little")
        raw = bytes([first]) + self.bytes(zeros)
        return int.from_bytes(raw, "little") >> (zeros + 1)

    def identity(self) -> NoteId:
        """An extended GUID (2.2.1.7)."""
        first = self.bytes(1)[0]
        if first == 0:
            return _NULL
        if first & 7 == 4:
            value = first >> 3
        elif first & 0x3F == 0x20:
            value = int.from_bytes(bytes([first]) + self.bytes(1), "little") >> 6
        elif first & 0x7F == 0x40:
            value = int.from_bytes(bytes([first]) + self.bytes(2), "little") >> 7
        elif first == 0x80:
            value = int.from_bytes(self.bytes(4), "little")
        else:
            raise _EndError("an identity of an unknown form")
        return self.bytes(16), value

    def identities(self) -> list[NoteId]:
        """An array of extended GUIDs."""
        return [self.identity() for _ in range(min(self.number(), len(self.data)))]


@dataclass
class _Revision:
    """A revision manifest."""

    identity: NoteId
    base: NoteId
    roots: list[NoteId] = field(default_factory=list)
    groups: list[NoteId] = field(default_factory=list)


@dataclass
class _Group:
    """An object group: declarations, and data in their order."""

    declared: list[tuple[NoteId, int]] = field(default_factory=list)
    data: list[tuple[list[NoteId], list[NoteId], bytes]] = field(default_factory=list)


def packaged_store(data: bytes) -> NoteFile:
    """Read a file in the alternative packaging.

    Each revision that no other builds on is a space; which of several is the newest is not asked.
    """
    groups: dict[NoteId, _Group] = {}
    revisions: dict[NoteId, _Revision] = {}
    faults: list[str] = []
    files: dict[bytes, tuple[int, int]] = {}
    containers: dict[NoteId, tuple[bytes, str]] = {}
    element: NoteId = _NULL
    revision: _Revision | None = None
    try:
        for kind, start, content in _objects(data):
            cursor = _Cursor(content)
            if kind == _ELEMENT:
                element, revision = cursor.identity(), None
            elif kind == _DECLARATION:
                groups.setdefault(element, _Group()).declared.append((cursor.identity(), cursor.number()))
            elif kind == _BLOB_DECLARATION:
                name, blob = cursor.identity(), cursor.identity()
                groups.setdefault(element, _Group()).declared.append((name, 0))
                containers[name] = (_packed(blob), "")
            elif kind == _DATA:
                groups.setdefault(element, _Group()).data.append(_object_data(cursor))
            elif kind == _BLOB_REFERENCE:
                groups.setdefault(element, _Group()).data.append(([], [], b""))
            elif kind == _BLOB:
                size = cursor.number()
                files[_packed(element)] = (start + cursor.place, size)
            elif kind == _REVISION:
                revision = _Revision(cursor.identity(), cursor.identity())
                revisions[revision.identity] = revision
            elif kind == _ROOT and revision is not None:
                cursor.identity()
                revision.roots.append(cursor.identity())
            elif kind == _GROUP_OF and revision is not None:
                revision.groups.append(cursor.identity())
    except _EndError as error:
        faults.append(f"the package is damaged ({error})")
    return NoteFile(_spaces(groups, revisions), files, containers, faults)


def _packed(identity: NoteId) -> bytes:
    return identity[0] + struct.pack("<I", identity[1])


def _object_data(cursor: _Cursor) -> tuple[list[NoteId], list[NoteId], bytes]:
    objects = cursor.identities()
    cells = []
    for _ in range(min(cursor.number(), len(cursor.data))):
        cursor.identity()
        cells.append(cursor.identity())
    return objects, cells, cursor.bytes(cursor.number())


def _objects(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind, place and own bytes of each stream object, whatever it stands in (2.2.1.5)."""
    place = _START
    while place + 2 <= len(data):
        first = data[place]
        if first & 1:  # an end
            place += 1 if first & 3 == 1 else 2
            continue
        if first & 3 == 0:
            head = int.from_bytes(data[place : place + 2], "little")
            kind, size = head >> 3 & 0x3F, head >> 9
            place += 2
        else:
            head = int.from_bytes(data[place : place + 4], "little")
            kind, size = head >> 3 & 0x3FFF, head >> 17
            place += 4
            if size == 0x7FFF:
                cursor = _Cursor(data, place)
                size = cursor.number()
                place = cursor.place
        if place + size > len(data):
            raise _EndError("an object is longer than the file")
        yield kind, place, data[place : place + size]
        place += size


def _spaces(groups: dict[NoteId, _Group], revisions: dict[NoteId, _Revision]) -> list[NoteSpace]:
    objects = {name: _group_objects(group) for name, group in groups.items()}
    bases = {revision.base for revision in revisions.values()}
    heads = [revision for revision in revisions.values() if revision.identity not in bases]
    if not heads and revisions:
        heads = [list(revisions.values())[-1]]
    used: set[NoteId] = set()
    found = []
    steps = _MOST_STEPS
    for head in heads:
        current: dict[NoteId, NoteObject] = {}
        earlier: list[NoteObject] = []
        roots: list[NoteId] = []
        passed: set[NoteId] = set()
        revision: _Revision | None = head
        while revision is not None and revision.identity not in passed and steps > 0:
            steps -= 1
            passed.add(revision.identity)
            roots = roots or revision.roots
            for group in revision.groups:
                if group in used:
                    continue
                used.add(group)
                for name, state in objects.get(group, []):
                    if current.setdefault(name, state) is not state:
                        earlier.append(state)
            revision = revisions.get(revision.base)
        found.append(NoteSpace(head.identity, roots, current, earlier))
    rest = [state for name, states in objects.items() if name not in used for state in states]
    if rest:
        found.append(NoteSpace(_NULL, [], dict(rest), []))
    return found


def _group_objects(group: _Group) -> list[tuple[NoteId, NoteObject]]:
    kinds: dict[NoteId, int] = {}
    found = []
    for (name, partition), (objects, _, raw) in zip(group.declared, group.data, strict=False):
        if partition == _KIND and len(raw) >= 4:
            kinds[name] = struct.unpack_from("<I", raw)[0]
        elif partition == _PROPERTIES:
            ids = objects

            def resolve(_: int, at: int, ids: list[NoteId] = ids) -> NoteId | None:
                return ids[at] if at < len(ids) else None

            found.append((name, note_object(kinds.get(name, 0), raw, resolve)))
    return found
