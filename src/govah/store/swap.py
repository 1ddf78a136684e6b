"""Putting freshly derived state in the place of the old."""

import shutil
from pathlib import Path

_DATABASE = "case.db"


def discard(folder: Path) -> None:
    """Remove what an interrupted rebuild left."""
    shutil.rmtree(folder, ignore_errors=True)


def discard_database(there: Path) -> None:
    """Remove the database of `there`: what is left is told as "not there" until it is derived again."""
    for name in (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm"):
        (there / name).unlink(missing_ok=True)


def discard_derived(there: Path) -> None:
    """Remove database, index and pictures of `there`; what was read stays, and all else can be derived from it."""
    discard_database(there)
    for name in ("index", "pictures"):
        shutil.rmtree(there / name, ignore_errors=True)


def replace_derived(there: Path, fresh: Path, *, keep_pages: bool) -> None:
    """Replace database, index and pages of `there` by those of `fresh`.

    The database goes first and comes last: what is interrupted between is told as "not there", never as half of it.
    """
    discard_database(there)
    for name in ("index", "pictures") if keep_pages else ("index", "pictures", "pages"):
        shutil.rmtree(there / name, ignore_errors=True)
        if (fresh / name).exists():
            (fresh / name).rename(there / name)
    (fresh / _DATABASE).rename(there / _DATABASE)
    shutil.rmtree(fresh, ignore_errors=True)
