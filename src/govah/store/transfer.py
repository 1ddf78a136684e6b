"""Preserved bytes from one case folder to another: what is there already is not copied again.

Both folders name files by their SHA-256 (`ab/ab12…`). One two-digit folder is held in memory at a time, whatever the
number of exhibits.
"""

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from govah.model.identifiers import Sha256
from govah.store import files
from govah.store.objects import AlteredError, FolderObjects, hash_of

_NAME = re.compile("[0-9a-f]{64}")
_GROUP_FILES = 256
_GROUP_BYTES = 64 << 20


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


def compare(source: Path, target: Path) -> Iterator[Compared]:
    """Both sides, two-digit folder by folder; by names and sizes, nothing is read."""
    for number in range(256):
        folder = f"{number:02x}"
        here, there = _listed(source / folder), _listed(target / folder)
        shared = sorted(here.keys() & there.keys())
        yield Compared(
            {name: here[name] for name in sorted(here.keys() - there.keys())},
            [name for name in shared if here[name] != there[name]],
            [name for name in shared if here[name] == there[name]],
            sorted(there.keys() - here.keys()),
        )


def copy(source: Path, target: Path, told: Callable[[str, int], None], leave: Collection[str] = frozenset()) -> None:
    """Copy what the target does not have, each hashed on its way, durable in groups.

    What vanishes from the source meanwhile (it was erased or sealed) is passed over: its absence is the caller's to
    judge by the log.

    Args:
        source: A folder of preserved bytes.
        target: Likewise; made where it is missing.
        told: Called with each name and its size when it was copied.
        leave: Names that are not to be copied.

    Raises:
        AlteredError: Bytes at the source are not what their name says; nothing of their group was kept.
        GovahError: A disk is full, or does not give or take the bytes.
        DurabilityLost: The disk did not keep the bytes; the process ends.
    """
    files.make_folder(target)
    objects = FolderObjects(target)
    for compared in compare(source, target):
        wanted = {name: size for name, size in compared.missing.items() if name not in leave}
        for group in _groups(wanted):
            with objects.group():
                for name, size in group.items():
                    if _copied(source, objects, name):
                        told(name, size)


def _copied(source: Path, objects: FolderObjects, name: str) -> bool:
    place = source / name[:2] / name
    if not place.exists():
        return False
    with files.told(place), _opened(place) as stream:
        put = objects.put_if_absent(stream)
    if put.sha256 != name:
        raise AlteredError(Sha256(name))
    return True


def hash_at(folder: Path, name: str) -> str:
    """SHA-256 in hex of the bytes that stand under a name.

    Raises:
        GovahError: They cannot be read.
    """
    place = folder / name[:2] / name
    with files.told(place), _opened(place) as stream:
        return hash_of(stream)


def holds(folder: Path, name: str) -> bool:
    """Whether something stands under a name."""
    return (folder / name[:2] / name).is_file()


def discard(folder: Path, names: Sequence[str]) -> None:
    """Remove what stands under names, durably; its folder goes with the last of them."""
    files.remove(folder / name[:2] / name for name in names)
    touched = {folder / name[:2] for name in names} | {folder} if names else set()
    files.sync_folders({place for place in touched if place.is_dir()})


def _listed(folder: Path) -> dict[str, int]:
    """Size by name of the files in a two-digit folder that are named by a hash."""
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
