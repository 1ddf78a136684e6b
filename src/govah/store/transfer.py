"""Preserved bytes from one case folder to another: what is there already is not copied again.

Both sides name files by the SHA-256 of their bytes, in two-digit folders (`ab/ab12…`). One folder is held in memory at
a time, whatever the number of exhibits.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from govah.model.identifiers import Sha256
from govah.store import files
from govah.store.objects import PIECE, AlteredError, hash_of

_NAME = re.compile("[0-9a-f]{64}")
_GROUP_FILES = 1024
_GROUP_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder whose files are named by the hash of their bytes.

    Args:
        folder: It may be missing.
    """

    folder: Path

    def place(self, name: str) -> Path:
        """Where a file of this name stands."""
        return self.folder / name[:2] / name

    def holds(self, name: str) -> bool:
        """Whether something stands under a name."""
        return self.place(name).is_file()

    def hash_at(self, name: str) -> str:
        """SHA-256 in hex of the bytes that stand under a name.

        Raises:
            GovahError: They cannot be read.
        """
        place = self.place(name)
        with files.told(place), _opened(place) as stream:
            return hash_of(stream)

    def discard(self, names: Sequence[str]) -> None:
        """Remove what stands under names, durably."""
        places = [self.place(name) for name in names]
        files.remove(places)
        touched = {place.parent for place in places} | {self.folder} if places else set()
        files.sync_folders({folder for folder in touched if folder.is_dir()})


class Compared(NamedTuple):
    """A two-digit folder of both sides.

    Args:
        missing: Size by name of what the target does not have.
        differing: Names of what has another size there.
        same: Names of what is on both sides, with the same size.
        spare: Names of what only the target has.
    """

    missing: dict[str, int]
    differing: list[str]
    same: list[str]
    spare: list[str]


def compare(source: Shelf, target: Shelf) -> Iterator[Compared]:
    """Both sides, two-digit folder by folder; by names and sizes, nothing is read."""
    for part in (f"{number:02x}" for number in range(256)):
        here, there = _listed(source.folder / part), _listed(target.folder / part)
        shared = sorted(here.keys() & there.keys())
        yield Compared(
            {name: here[name] for name in sorted(here.keys() - there.keys())},
            [name for name in shared if here[name] != there[name]],
            [name for name in shared if here[name] == there[name]],
            sorted(there.keys() - here.keys()),
        )


def copy(source: Shelf, target: Shelf, told: Callable[[str, int], None], stays: Callable[[str], bool]) -> None:
    """Copy what the target does not have, each hashed on its way, durable in groups. One copier at a time.

    What vanishes from the source meanwhile (it was erased or sealed) is passed over: its absence is the caller's to
    judge by the log.

    Args:
        source: Is only read.
        target: Made where it is missing.
        told: Called with each name and its size when it was copied.
        stays: Whether a name may be copied.

    Raises:
        AlteredError: Bytes at the source are not what their name says; nothing of their group was kept.
        GovahError: A disk is full, or does not give or take the bytes.
        DurabilityLost: The disk did not keep the bytes; the process ends.
    """
    files.make_folder(target.folder)
    entrance = target.folder / ".tmp"
    shutil.rmtree(entrance, ignore_errors=True)  # of a copy that was broken off
    try:
        for compared in compare(source, target):
            wanted = {name: size for name, size in compared.missing.items() if stays(name)}
            for group in _groups(wanted):
                files.make_folder(entrance)
                _copy_group(source, target, entrance, group, told)
    finally:
        shutil.rmtree(entrance, ignore_errors=True)


def _copy_group(
    source: Shelf, target: Shelf, entrance: Path, group: dict[str, int], told: Callable[[str, int], None]
) -> None:
    waiting: list[Path] = []
    for name, size in group.items():
        fresh = entrance / name
        if _copied(source.place(name), fresh, name):
            waiting.append(fresh)
            told(name, size)
    if not waiting:
        return
    files.sync_files(waiting)
    touched: set[Path] = set()
    for fresh in waiting:
        place = target.place(fresh.name)
        files.make_folder(place.parent)
        with files.told(place):
            fresh.rename(place)
        touched.add(place.parent)
    files.sync_folders(touched)


def _copied(place: Path, fresh: Path, name: str) -> bool:
    """Copy one file; False where it is not there any more."""
    try:
        stream = _opened(place)
    except FileNotFoundError:
        return False
    except OSError as error:
        with files.told(place):
            raise error
    digest = hashlib.sha256()
    with stream, files.told(fresh):
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o444)
        with os.fdopen(handle, "wb", buffering=0) as target:
            while piece := _piece(stream, place):
                digest.update(piece)
                left = memoryview(piece)
                while left:
                    left = left[target.write(left) or 0 :]
    if digest.hexdigest() != name:
        raise AlteredError(Sha256(name))
    return True


def _piece(stream: BinaryIO, place: Path) -> bytes:
    with files.told(place):
        return stream.read(PIECE)


def _listed(folder: Path) -> dict[str, int]:
    """Size by name of the files in a folder that are named by a hash."""
    found: dict[str, int] = {}
    if not folder.is_dir():
        return found
    with files.told(folder), os.scandir(folder) as listing:
        for item in listing:
            if _NAME.fullmatch(item.name) and item.is_file(follow_symlinks=False):
                found[item.name] = item.stat(follow_symlinks=False).st_size
    return found


def _groups(wanted: dict[str, int]) -> Iterator[dict[str, int]]:
    group: dict[str, int] = {}
    size = 0
    for name, length in wanted.items():
        group[name] = length
        size += length
        if len(group) >= _GROUP_FILES or size >= _GROUP_BYTES:
            yield group
            group, size = {}, 0
    if group:
        yield group


def _opened(place: Path) -> BinaryIO:
    return os.fdopen(os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb", buffering=0)
