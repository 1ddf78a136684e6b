"""The log's tiles on disk (C2SP tlog-tiles): its edge, and the files that a group of entries adds."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from govah.errors import IntegrityError
from govah.preserve import verifier
from govah.preserve.verifier import WIDTH
from govah.store import files


def damaged(what: str) -> IntegrityError:
    """The log on disk is not what its checkpoint says."""
    return IntegrityError(
        f"The log is damaged: {what}.", "Run govah verify; it names every file. Bring those back from a backup."
    )


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a log ends.

    Args:
        size: Entries.
        levels: For each level of tiles the hashes of its last, partial tile (level n counts in units of 256 to the n).
        bundle: Bytes of the last, partial bundle of entries.
    """

    size: int
    levels: tuple[tuple[bytes, ...], ...]
    bundle: bytes

    @property
    def root(self) -> bytes:
        """The tree's root."""
        return verifier.fold_levels([list(level) for level in self.levels])


EMPTY = Edge(0, ((),), b"")


class Grown(NamedTuple):
    """What a group adds: the new edge, and every file to write, by path under the log."""

    edge: Edge
    files: dict[str, bytes]


def load_edge(log: Path, size: int) -> Edge:
    """Read the edge of a log of `size` entries.

    Raises:
        IntegrityError: A tile is missing or has the wrong length.
    """
    levels: list[tuple[bytes, ...]] = []
    level = 0
    while level == 0 or size >> (8 * level):
        number, width = divmod(size >> (8 * level), WIDTH)
        levels.append(tuple(hashes(log, level, number, width)) if width else ())
        level += 1
    number, width = divmod(size, WIDTH)
    bundle = first_entries(log, number, width) if width else b""
    return Edge(size, tuple(levels), bundle)


def hashes(log: Path, level: int, number: int, width: int) -> list[bytes]:
    """The first `width` hashes of a tile, from whichever file of it is there.

    Raises:
        IntegrityError: There is none that long.
    """
    data = widest(log, level, number, width)
    if data is None or len(data) < 32 * width:
        raise damaged(f"{verifier.tile_path(level, number, width)} is missing or too short")
    return [data[at : at + 32] for at in range(0, 32 * width, 32)]


def widest(log: Path, level: int | str, number: int, width: int) -> bytes | None:
    """A tile of at least `width`: a reader without a lock may find that its partial tile has grown meanwhile."""
    for _ in range(8):
        for candidate in (width, WIDTH):
            data = files.read(log / verifier.tile_path(level, number, candidate))
            if data is not None:
                return data
        for wider in sorted(widths(log, level, number), reverse=True):
            data = files.read(log / verifier.tile_path(level, number, wider)) if wider > width else None
            if data is not None:
                return data
    return None


def widths(log: Path, level: int | str, number: int) -> list[int]:
    """Widths of the partial tiles that are there."""
    folder = log / f"tile/{level}/{verifier.number_path(number)}.p"
    try:
        names = [item.name for item in folder.iterdir()]
    except FileNotFoundError:
        return []
    return [int(name) for name in names if name.isdecimal() and 0 < int(name) < WIDTH]


def first_entries(log: Path, number: int, width: int) -> bytes:
    """Bytes of the first `width` entries of a bundle, from whichever file of it is there.

    Raises:
        IntegrityError: There is none that long.
    """
    entries, _ = verifier.split_bundle(widest(log, "entries", number, width) or b"")
    if len(entries) < width:
        raise damaged(f"{verifier.tile_path('entries', number, width)} is missing or too short")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries[:width])


def grow(edge: Edge, leaves: list[bytes]) -> Grown:
    """The edge after more leaves, and the tiles and bundles to write: pure."""
    written: dict[str, bytes] = {}
    bundle = edge.bundle
    number, width = divmod(edge.size, WIDTH)
    at = 0
    while at < len(leaves):
        part = leaves[at : at + WIDTH - width]
        bundle += b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in part)
        at += len(part)
        width += len(part)
        written[verifier.tile_path("entries", number, width)] = bundle
        if width == WIDTH:
            number, width, bundle = number + 1, 0, b""
    levels = [list(level) for level in edge.levels]
    added = [verifier.leaf_hash(leaf) for leaf in leaves]
    level = 0
    while added:
        if level == len(levels):
            levels.append([])
        number = (edge.size >> (8 * level)) // WIDTH
        held = levels[level] + added
        added = []
        while len(held) >= WIDTH:
            tile, held = held[:WIDTH], held[WIDTH:]
            written[verifier.tile_path(level, number)] = b"".join(tile)
            added.append(verifier.fold(tile))
            number += 1
        if held:
            written[verifier.tile_path(level, number, len(held))] = b"".join(held)
        levels[level] = held
        level += 1
    grown = Edge(edge.size + len(leaves), tuple(tuple(level) for level in levels), bundle)
    return Grown(grown, written)


def write_group(log: Path, written: dict[str, bytes], scratch: Path) -> None:
    """Write a group's files and wait until they are on the disk: bundles first, then tiles of hashes.

    Args:
        log: The log's folder.
        written: Content by path.
        scratch: Temporary file for those that a broken group has left in the way.

    Raises:
        DurabilityLost: The disk did not keep the bytes.
    """
    bundles = {path: data for path, data in written.items() if path.startswith("tile/entries/")}
    tiles = {path: data for path, data in written.items() if path not in bundles}
    for kind in (bundles, tiles):  # a tile of hashes without its bundle is nothing that a crash may leave
        _write(log, kind, scratch)


def _write(log: Path, written: dict[str, bytes], scratch: Path) -> None:
    paths = []
    folders: set[Path] = set()
    for path, data in written.items():
        place = log / path
        files.make_folder(place.parent.parent)
        if not place.parent.is_dir():
            files.make_folder(place.parent)
        if place.exists():
            files.replace(place, data, via=scratch)
            continue
        files.create_unsynced(place, data, 0o644)
        paths.append(place)
        folders.update((place.parent, place.parent.parent))
    files.sync_files(paths)
    files.sync_folders(folders)


def totals(size: int) -> list[tuple[int | str, int]]:
    """For a log of `size` entries: how many there are in the bundles, and of hashes on each level of tiles."""
    return [("entries", size), *((level, size >> (8 * level)) for level in range(6))]


def _reach(level: int | str, numbers: int) -> int:
    """So many bundles, and tiles of their hashes, are one tile of any higher level or parts of two."""
    return numbers if level in ("entries", 0) else 1


def expected_near(size: int, numbers: int) -> dict[str, set[str]]:
    """For a log of `size` entries: the names that may stand near its edge, by folder of partial tiles.

    Args:
        size: Entries.
        numbers: How many bundles before and after the last to look at, and the tiles over them.
    """
    near: dict[str, set[str]] = {}
    for level, total in totals(size):
        last, width = divmod(total, WIDTH)
        reach = _reach(level, numbers)
        for number in range(max(0, last - reach), last + reach + 1):
            names = {str(width)} if number == last and width else set()
            near[f"tile/{level}/{verifier.number_path(number)}.p"] = names
    return near


def remove_stale(log: Path, size: int, numbers: int) -> None:
    """Remove partial tiles that the checkpoint does not ask for, and whole ones beyond it."""
    for folder, names in expected_near(size, numbers).items():
        try:
            stale = [item for item in (log / folder).iterdir() if item.name not in names]
        except FileNotFoundError:
            continue
        files.remove(stale)
    for level, total in totals(size):
        for number in range(total // WIDTH, total // WIDTH + _reach(level, numbers) + 1):
            place = log / verifier.tile_path(level, number)
            if place.exists():
                files.remove([place])


def remove_beyond(log: Path, size: int, numbers: int) -> None:
    """Remove tiles wider than a log of `size` entries asks for, durably: those of hashes first, then the bundles.

    Args:
        log: The log's folder.
        size: Entries that stand there whole.
        numbers: How many bundles after the last to look at, and the tiles over them.
    """
    bundles, *levels = totals(size)
    for level, total in [*levels, bundles]:
        last, width = divmod(total, WIDTH)
        beyond = [log / verifier.tile_path(level, last, other) for other in widths(log, level, last) if other > width]
        for number in range(last, last + _reach(level, numbers) + 1):
            if number > last:
                beyond += [log / verifier.tile_path(level, number, other) for other in widths(log, level, number)]
            beyond += [place for place in [log / verifier.tile_path(level, number)] if place.exists()]
        files.remove(beyond)
        for folder in {place.parent for place in beyond}:
            files.sync_folder(folder if folder.is_dir() else folder.parent)
