"""A copy of what machines derived: the database as it stands between two transactions, and the files beside it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from govah.store import exchange, files

_DATABASE = "case.db"


def snapshot(source: Path, target: Path) -> None:
    """Copy a `derived` folder beside its later place; whoever calls keeps readers of exhibits out meanwhile.

    Raises:
        GovahError: A disk is full, or cannot be read or written.
    """
    fresh = _fresh(target)
    exchange.settle(target, fresh)
    with files.told(target):
        shutil.copytree(source, fresh, ignore=_left)
        if (source / _DATABASE).is_file() and not (source / _DATABASE).is_symlink():
            _copy_database(source / _DATABASE, fresh / _DATABASE)


def _left(folder: str, names: list[str]) -> set[str]:
    """What is not copied: the database, which is copied as a whole, locks, and links, which Govah never makes."""
    found = {name for name in names if Path(folder, name).is_symlink() or name.endswith(".lock")}
    return found | {name for name in names if name == _DATABASE or name.startswith(f"{_DATABASE}-")}


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def put_in_place(target: Path) -> None:
    """Put the snapshot where it belongs."""
    exchange.put_in_place(_fresh(target), target)


def discard(target: Path) -> None:
    """Remove a copy, whole or half made."""
    for place in (target, _fresh(target)):
        shutil.rmtree(place, ignore_errors=True)


def _fresh(target: Path) -> Path:
    return target.with_name(target.name + ".new")
