"""Sets of properties of OneNote's objects. Source: MS-ONESTORE 2.6."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

NoteId = tuple[bytes, int]
"""An extended GUID: its 16 bytes and its number."""

_FIXED = {1: 0, 2: 0, 3: 1, 4: 2, 5: 4, 6: 8}
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class NoteObject:
    """An object: what it is, its values, and what it refers to.

    Args:
        kind: Its JCID without flags.
        values: Bytes of properties by their whole id.
        objects: Objects that properties refer to.
        spaces: Object spaces that properties refer to.
    """

    kind: int
    values: dict[int, bytes] = field(default_factory=dict)
    objects: dict[int, list[NoteId]] = field(default_factory=dict)
    spaces: dict[int, list[NoteId]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoteSpace:
    """What is read together: a page, or the section's own list of pages.

    Args:
        identity: Of the object space.
        roots: Objects from which the content is reached.
        objects: The newest state of each object.
        earlier: Older states, in the order of the file.
    """

    identity: NoteId
    roots: list[NoteId]
    objects: dict[NoteId, NoteObject]
    earlier: list[NoteObject]


@dataclass(frozen=True, slots=True)
class NoteFile:
    """What is in the file: spaces in its order, embedded files by GUID, names of these by object, faults."""

    spaces: list[NoteSpace]
    files: dict[bytes, tuple[int, int]]
    containers: dict[NoteId, tuple[bytes, str]]
    faults: list[str]
    encrypted: bool = False


def note_object(kind: int, data: bytes, resolve: Callable[[int, int], NoteId | None]) -> NoteObject:
    """An object from its set of properties; where the set is damaged, what stands before the damage.

    Args:
        kind: Its JCID.
        data: An `ObjectSpaceObjectPropSet`.
        resolve: What a compact id is, given it and its place in the stream of ids.
    """
    found = NoteObject(kind & 0xFFFF)
    try:
        streams, place = _streams(data)
    except struct.error:
        return found
    ids = [[resolve(compact, at) for at, compact in enumerate(stream)] for stream in streams]
    taken = iter(ids[0])
    spaces = iter(ids[1])
    contexts = iter(ids[2])
    try:
        _set(data, place, found, (taken, spaces, contexts), 0)
    except (struct.error, ValueError):
        return found
    return found


def _streams(data: bytes) -> tuple[list[list[int]], int]:
    """Compact ids of objects, object spaces and contexts, and where the properties begin."""
    streams: list[list[int]] = [[], [], []]
    place, follows = 0, True
    for number in range(3):
        if not follows:
            continue
        head = struct.unpack_from("<I", data, place)[0]
        count = min(head & 0xFFFFFF, (len(data) - place - 4) // 4)
        streams[number] = list(struct.unpack_from(f"<{count}I", data, place + 4))
        place += 4 + 4 * count
        if number == 0:
            follows = not head >> 31
            extended = bool(head >> 30 & 1)
            if not follows and not extended:
                break
            if not follows:
                raise struct.error("contexts without spaces")
        elif number == 1:
            follows = bool(head >> 30 & 1)
    return streams, place


_Taken = tuple[Iterator[NoteId | None], Iterator[NoteId | None], Iterator[NoteId | None]]


def _set(data: bytes, place: int, found: NoteObject, taken: _Taken, depth: int) -> int:
    """Read one property set; returns where it ends."""
    if depth > _DEEPEST:
        raise ValueError("sets in sets without end")
    count = struct.unpack_from("<H", data, place)[0]
    names = struct.unpack_from(f"<{count}I", data, place + 2)
    place += 2 + 4 * count
    for name in names:
        kind, name = name >> 26 & 0x1F, name & 0x7FFFFFFF
        if kind in _FIXED:
            size = _FIXED[kind]
            found.values.setdefault(name, data[place : place + size])
            place += size
        elif kind == 7:
            size = struct.unpack_from("<I", data, place)[0]
            if place + 4 + size > len(data):
                raise ValueError("a value that is longer than its set")
            found.values.setdefault(name, data[place + 4 : place + 4 + size])
            place += 4 + size
        elif 8 <= kind <= 13:
            many = 1
            if kind % 2:
                many = struct.unpack_from("<I", data, place)[0]
                place += 4
            source = taken[(kind - 8) // 2]
            target = (found.objects, found.spaces, {})[(kind - 8) // 2]
            listed = target.setdefault(name, [])
            for _ in range(many):
                try:
                    identity = next(source)
                except StopIteration:
                    raise ValueError("more references than ids") from None
                if identity is not None:
                    listed.append(identity)
        elif kind == 16:
            many = struct.unpack_from("<I", data, place)[0]
            place += 8 if many else 4
            for _ in range(many):
                place = _set(data, place, found, taken, depth + 1)
        elif kind == 17:
            place = _set(data, place, found, taken, depth + 1)
        else:
            raise ValueError("a property of an unknown kind")
    return place
