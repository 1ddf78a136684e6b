"""What stands in a copy of a case and does not belong there: a backup holds an exact set of files, by its checkpoint.

Whatever stands among the evidence makes `govah verify` fail, so a backup is not renewed over it: its log is exchanged
as a whole, and what somebody laid into it would vanish unseen. What lies beside the evidence is told and left alone.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from govah.errors import IntegrityError
from govah.preserve import tiles, verifier
from govah.preserve.verifier import WIDTH
from govah.store import files

_AT_TOP = frozenset({"exhibits", "sealed", "log", "derived", "BACKUP.txt", "going.txt", "govah.toml"})
_PASSING = (".new", ".old")
"""Ends of names that stand at the top while a backup is made, or after one was broken off."""
_TORN = re.compile(r"(\d{1,16})\.\d{1,6}\.(?:entries|bodies)", re.ASCII)
_PLACED = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}")
_TOLD = 3


def beside(folder: Path) -> list[str]:
    """Names at the top of a case or backup that no Govah wrote."""
    with files.told(folder):
        names = sorted(item.name for item in folder.iterdir())
    return [name for name in names if name not in _AT_TOP and not _passing(name)]


def _passing(name: str) -> bool:
    return any(name.endswith(end) and name.removesuffix(end) in _AT_TOP for end in _PASSING)


def within(folder: Path, size: int) -> list[str]:
    """Paths among the evidence that are none of it: not what a log of `size` entries asks for, no file named by a hash.

    Raises:
        GovahError: A folder cannot be read.
    """
    log = (f"log/{path}" for path in _strange_in_log(folder / "log", size))
    kept = (f"{base}/{path}" for base in ("exhibits", "sealed") for path in _strange_in_shelf(folder / base))
    return sorted([*log, *kept])


def refuse(target: Path, size: int) -> None:
    """Refuse to renew a backup among whose evidence something stands that no backup wrote.

    Raises:
        IntegrityError: There is something.
    """
    if found := within(target, size):
        raise IntegrityError(
            f"{target} holds what no backup wrote, among its evidence: {listed(found)}.",
            "Nothing was changed. See where it came from and move it away, then run the command again; or make a new "
            "backup in another folder.",
        )


def listed(paths: Iterable[str]) -> str:
    """The first of some paths, and how many more there are."""
    some = list(paths)
    more = f" and {len(some) - _TOLD} more" if len(some) > _TOLD else ""
    return ", ".join(some[:_TOLD]) + more


def _strange_in_log(log: Path, size: int) -> Iterator[str]:
    wanted = _log_files(size)
    for path, item in _walk(log):
        if not item.is_file(follow_symlinks=False):
            yield path
        elif path in wanted or (path == "lock" and item.stat(follow_symlinks=False).st_size == 0):
            continue
        else:
            torn = _TORN.fullmatch(path.removeprefix("torn/")) if path.startswith("torn/") else None
            if torn is None or int(torn[1]) >= size:  # verify compares it with what a recovery set aside
                yield path


def _log_files(size: int) -> set[str]:
    """Files of a log of `size` entries."""
    wanted = {"checkpoint", *(verifier.bodies_path(number) for number in range(-(-size // WIDTH)))}
    for level, total in tiles.totals(size):
        last, width = divmod(total, WIDTH)
        wanted.update(verifier.tile_path(level, number) for number in range(last))
        if width:
            wanted.add(verifier.tile_path(level, last, width))
    return wanted


def _strange_in_shelf(folder: Path) -> Iterator[str]:
    for path, item in _walk(folder):
        if path.startswith(".tmp/") or (_PLACED.fullmatch(path) and item.is_file(follow_symlinks=False)):
            continue
        yield path


def _walk(folder: Path) -> "Iterator[tuple[str, os.DirEntry[str]]]":
    """All but folders under a folder, by path; links are not followed."""
    waiting = [""]
    while waiting:
        place = waiting.pop()
        if not (folder / place).is_dir():
            continue
        with files.told(folder / place), os.scandir(folder / place) as listing:
            for item in listing:
                path = f"{place}/{item.name}" if place else item.name
                if item.is_dir(follow_symlinks=False):
                    waiting.append(path)
                else:
                    yield path, item
