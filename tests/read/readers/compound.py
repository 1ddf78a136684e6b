"""OLE compound files (MS-CFB, version 3) made by hand: what a test puts in is what is in it."""

import struct
from collections.abc import Mapping

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A file with these streams, by path (`BodyText/Section0`)."""
    tree: dict[str, list[str]] = {"": []}
    for path in streams:
        parts = path.split("/")
        for depth in range(len(parts)):
            above, here = "/".join(parts[:depth]), "/".join(parts[: depth + 1])
            if here not in tree.setdefault(above, []):
                tree[above].append(here)
    order = ["", *(path for below in tree.values() for path in below)]
    numbers = {path: number for number, path in enumerate(order)}
    sectors: list[bytes] = []
    fat: list[int] = []
    small, mini_fat = bytearray(), []

    def chain(data: bytes) -> int:
        """Put data into sectors of the file; where it begins."""
        if not data:
            return END
        first = len(sectors)
        pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        sectors.extend(pieces)
        fat.extend([*range(first + 1, first + len(pieces)), END])
        return first

    starts: dict[str, int] = {}
    for path, data in streams.items():
        if len(data) >= CUTOFF:
            starts[path] = chain(data)
        elif data:
            starts[path] = len(mini_fat)
            count = -(-len(data) // MINI)
            mini_fat.extend([*range(len(mini_fat) + 1, len(mini_fat) + count), END])
            small.extend(data.ljust(count * MINI, b"\0"))
    starts[""] = chain(bytes(small))
    mini_start = chain(struct.pack(f"<{len(mini_fat)}I", *mini_fat))
    entries = []
    for path in order:
        siblings = next((below for below in tree.values() if path in below), [])
        at = siblings.index(path) if path else -1
        following = siblings[at + 1] if path and at + 1 < len(siblings) else None
        below = tree.get(path, [])
        name = (path.rpartition("/")[2] or "Root Entry").encode("utf-16-le") + b"\0\0"
        kind = 5 if not path else 2 if path in streams else 1
        size = len(small) if not path else len(streams.get(path, b""))
        entries.append(
            name.ljust(64, b"\0")
            + struct.pack("<HBB", len(name), kind, 1)
            + struct.pack("<3I", FREE, numbers[following] if following else FREE, numbers[below[0]] if below else FREE)
            + bytes(36)
            + struct.pack("<IQ", starts.get(path, END), size)
        )
    directory = chain(b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0"))
    count = -(-(len(fat) + 1) // (SECTOR // 4 - 1))
    places = list(range(len(sectors), len(sectors) + count))
    fat.extend([FAT_SECTOR] * count)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(count * SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    header += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6).ljust(20, b"\0")
    header += struct.pack("<8I", count, directory, 0, CUTOFF, mini_start, -(-len(mini_fat) // 128), END, 0)
    header += struct.pack("<109I", *places, *[FREE] * (109 - len(places)))
    assert len(header) == SECTOR
    return header + b"".join(sectors) + table


def properties(values: Mapping[int, tuple[int, bytes]]) -> bytes:
    """A stream with one property set (MS-OLEPS 2.21): type and bytes by identifier."""
    head, body = b"", b""
    first = 8 + 8 * len(values)
    for identifier, (kind, value) in values.items():
        head += struct.pack("<II", identifier, first + len(body))
        body += struct.pack("<I", kind) + value.ljust(-(-len(value) // 4) * 4, b"\0")
    section = struct.pack("<II", first + len(body), len(values)) + head + body
    return struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0, bytes(16), 1, bytes(16), 48) + section
