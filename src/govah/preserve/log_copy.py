"""A copy of a log up to a checkpoint, made without a key and without the writers' lock.

A log only grows, so what a checkpoint covers can be read while others append. The copy is built apart, each new entry
compared with its body and all of them with the signed root; only then does it take the place of an older copy.
"""

import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govah.errors import GovahError, IntegrityError
from govah.preserve import tiles, verifier
from govah.preserve.tiles import damaged
from govah.preserve.verifier import WIDTH
from govah.store import files

_TORN = re.compile(r"(\d{1,16})\.\d{1,6}\.(?:entries|bodies)", re.ASCII)
_TOGETHER = 16
"""Bundles whose files wait for the disk together."""

Seen = Callable[[int, dict[str, Any]], None]
"""Told of every new entry: its index, and its fields that are not erased."""


@dataclass(frozen=True, slots=True)
class Head:
    """A log's checkpoint, as it is written and read."""

    data: bytes
    checkpoint: verifier.Checkpoint


def read_head(log: Path) -> Head | None:
    """The checkpoint of a log's folder; None where there is none.

    Raises:
        IntegrityError: It cannot be read.
    """
    data = files.read(log / "checkpoint")
    if data is None:
        return None
    try:
        return Head(data, verifier.parse_checkpoint(data))
    except verifier.Broken as error:
        raise damaged(f"{log / 'checkpoint'} is {error}") from error


def copy_log(source: Path, head: Head, older: Path, begun: Head | None, building: Path, seen: Seen) -> None:
    """Build the log up to `head` in a folder of its own.

    Args:
        source: The log's folder, which others may append to.
        head: Where the copy ends.
        older: A copy that ends earlier, whose unchanged files are taken over.
        begun: Its checkpoint; None where there is no older copy.
        building: A folder that is not there yet, on the older copy's disk.
        seen: Told of the entries that the older copy does not have.

    Raises:
        IntegrityError: The source's entries, bodies or tiles do not lead to `head`, or the older copy is damaged.
        GovahError: A disk is full or cannot be read.
        DurabilityLost: The disk did not keep the bytes; the process ends.
    """
    files.make_folder(building)
    size = begun.checkpoint.size if begun else 0
    edge = tiles.load_edge(older, size) if begun else tiles.EMPTY
    if begun and edge.root != begun.checkpoint.root:
        raise IntegrityError(
            f"The log in {older} is damaged: its last tiles do not lead to its checkpoint's root.",
            "Verify that backup with govah verify; make a new one in another folder.",
        )
    fresh = _Fresh(building)
    _take_over(older, size, fresh)
    _bodies_again(source, older, size, fresh)
    end = head.checkpoint.size
    for number in range(size // WIDTH, -(-end // WIDTH)):
        edge = _bundle(source, older, number, edge, end, fresh, seen)
        if number % _TOGETHER == 0:
            fresh.settle()
    if edge.root != head.checkpoint.root:
        raise damaged("its entries do not lead to the root of its checkpoint")
    fresh.write_all(_edge_files(edge))
    _torn(source, end, fresh)
    fresh.write("checkpoint", head.data)
    fresh.settle()
    files.sync_folders({folder for folder in building.rglob("*") if folder.is_dir()} | {building})


class _Fresh:
    """Files of the copy, some of which still wait for the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: list[Path] = []
        self._made: set[Path] = set()

    def write(self, path: str, data: bytes) -> None:
        """Write one file."""
        place = self._place(path)
        files.create_unsynced(place, data, 0o644)
        self._waiting.append(place)

    def write_all(self, content: dict[str, bytes]) -> None:
        """Write files by path."""
        for path, data in content.items():
            self.write(path, data)

    def take(self, path: str, source: Path) -> None:
        """Take over a file that never changes: the same file under a second name, else its bytes."""
        place = self._place(path)
        with files.told(source):
            try:
                os.link(source, place, follow_symlinks=False)
                return
            except FileNotFoundError as error:
                raise damaged(f"{source} is missing") from error
            except OSError:  # no second names on this file system, or the source is another's
                shutil.copyfile(source, place, follow_symlinks=False)
        self._waiting.append(place)

    def settle(self) -> None:
        """Wait until all that was written is on the disk."""
        if self._waiting:
            files.sync_files(self._waiting)
        self._waiting = []

    def _place(self, path: str) -> Path:
        place = self._folder / path
        if place.parent not in self._made:
            with files.told(place):
                place.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(place.parent)
        return place


def _take_over(older: Path, size: int, fresh: _Fresh) -> None:
    """The older copy's full tiles and bundles."""
    for level, total in tiles.totals(size):
        for number in range(total // WIDTH):
            path = verifier.tile_path(level, number)
            fresh.take(path, older / path)


def _bodies_again(source: Path, older: Path, size: int, fresh: _Fresh) -> None:
    """Full files of bodies: the older copy's, but for those in which fields were erased since.

    An erased field is always shorter than the field was, so the length tells.
    """
    for number in range(size // WIDTH):
        path = verifier.bodies_path(number)
        held, now = older / path, source / path
        if held.is_file() and now.is_file() and held.stat().st_size == now.stat().st_size:
            fresh.take(path, held)
            continue
        leaves, _ = verifier.split_bundle(tiles.first_entries(older, number, WIDTH))
        _sound(older, number, leaves)
        lines = _lines(source, number, WIDTH)
        for place, (leaf, line) in enumerate(zip(leaves, lines, strict=True)):
            _opened(number * WIDTH + place, leaf, line)
        fresh.write(path, b"".join(lines))


def _bundle(
    source: Path, older: Path, number: int, edge: tiles.Edge, end: int, fresh: _Fresh, seen: Seen
) -> tiles.Edge:
    """Copy a bundle with its bodies as far as the checkpoint covers it."""
    width = min(WIDTH, end - number * WIDTH)
    leaves, _ = verifier.split_bundle(tiles.first_entries(source, number, width))
    lines = _lines(source, number, width)
    for place, (leaf, line) in enumerate(zip(leaves, lines, strict=True)):
        index = number * WIDTH + place
        values = _opened(index, leaf, line)
        if index >= edge.size:
            seen(index, values)
    fresh.write(verifier.bodies_path(number), b"".join(lines))
    known = edge.size - number * WIDTH
    if known:
        _sound(older, number, leaves[:known])
    if known and b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves[:known]) != edge.bundle:
        raise damaged(f"{verifier.tile_path('entries', number, width)} does not begin as the backup of it does")
    grown = tiles.grow(edge, leaves[known:])
    fresh.write_all({path: data for path, data in grown.files.items() if ".p/" not in path})
    return grown.edge


def _sound(older: Path, number: int, leaves: Sequence[bytes]) -> None:
    """The older copy's bodies must be what was signed: altered ones are not silently put right, for that hides it."""
    try:
        for place, (leaf, line) in enumerate(zip(leaves, _lines(older, number, len(leaves)), strict=True)):
            _opened(number * WIDTH + place, leaf, line)
    except GovahError as error:
        raise IntegrityError(
            f"The log of the backup was altered: {verifier.bodies_path(number)} in {older}. Nothing in it was changed.",
            "See what with govah verify; keep it as it is, and make a new backup in another folder.",
        ) from error


def _lines(source: Path, number: int, width: int) -> list[bytes]:
    path = source / verifier.bodies_path(number)
    with files.told(path), path.open("rb") as stream:
        lines = [stream.readline(verifier.LINE_LIMIT + 1) for _ in range(width)]
    for place, line in enumerate(lines):
        if not line.endswith(b"\n"):
            raise damaged(f"the body of entry {number * WIDTH + place} is missing")
    return lines


def _opened(index: int, leaf: bytes, line: bytes) -> dict[str, Any]:
    """The fields of a body that are not erased; the body must be the one that its leaf commits to."""
    try:
        found = verifier.parse_body(line[:-1], index)
        if found.commitment != verifier.parse_leaf(leaf).commitment:
            raise verifier.Broken("its body is not what its actor signed")
    except verifier.Broken as error:
        raise damaged(f"entry {index}: {error}") from error
    return found.values


def _edge_files(edge: tiles.Edge) -> dict[str, bytes]:
    """Partial tiles and the partial bundle at the end of a log."""
    written: dict[str, bytes] = {}
    for level, hashes in enumerate(edge.levels):
        if hashes:
            written[verifier.tile_path(level, (edge.size >> (8 * level)) // WIDTH, len(hashes))] = b"".join(hashes)
    if edge.size % WIDTH:
        written[verifier.tile_path("entries", edge.size // WIDTH, edge.size % WIDTH)] = edge.bundle
    return written


def _torn(source: Path, end: int, fresh: _Fresh) -> None:
    """What recoveries before the checkpoint set aside: a `recover` entry names each."""
    folder = source / "torn"
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        named = _TORN.fullmatch(path.name)
        if named and int(named[1]) < end and not path.is_symlink():
            fresh.write(f"torn/{path.name}", files.read(path) or b"")
