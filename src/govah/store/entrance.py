"""The entrance of a store: a folder of one's own where files wait until their bytes are on the disk."""

import contextlib
import fcntl
import os
import secrets
import shutil
from pathlib import Path

from govah.errors import BusyError
from govah.store import files

_TRIES = 100


class Entrance:
    """A folder in `.tmp` of a store, locked for as long as its writer lives.

    Whoever makes one clears away those whose writers are gone.

    Args:
        store: Folder of the store; made where it is not there.

    Attributes:
        folder: Where this writer's files wait: text, for a path is made for each of a million small files.

    Raises:
        BusyError: Other writers come and go all the time.
        GovahError: The disk is full or cannot be written.
    """

    def __init__(self, store: Path) -> None:
        self._base = store / ".tmp"
        for _ in range(_TRIES):
            files.make_folder(self._base)
            place = self._base / secrets.token_hex(8)
            with files.told(place):
                lock = _entered(self._base, place)
            if lock is not None:
                self.folder, self._lock = str(place), lock
                return
        raise BusyError(f"Other writers come and go in {self._base} all the time.", "Run the command again.")

    def watching(self) -> contextlib.AbstractContextManager[None]:
        """Syncs within hear of every error of the disk since this was made (`files.watching`)."""
        return files.watching(self._lock)

    def leave(self) -> None:
        """Remove the folder with all that still waits in it."""
        shutil.rmtree(self.folder, ignore_errors=True)  # what stays is cleared by the next writer
        os.close(self._lock)
        with contextlib.suppress(OSError):  # another writer is inside
            self._base.rmdir()


def clear_abandoned(store: Path) -> None:
    """Remove what writers that are gone have left in a store."""
    for left in (store / ".tmp").glob("*"):
        _clear_if_abandoned(left)


def _entered(base: Path, place: Path) -> int | None:
    """A lock on a new temporary folder; None where another writer took it, or `base`, for left behind meanwhile."""
    try:
        for old in list(base.iterdir()):
            _clear_if_abandoned(old)
        place.mkdir()
        lock = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with contextlib.suppress(BlockingIOError, FileNotFoundError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if place.stat().st_ino == os.fstat(lock).st_ino:
            return lock
    os.close(lock)
    return None


def _clear_if_abandoned(folder: Path) -> None:
    """Remove a temporary folder unless its writer still holds the lock on it."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return  # gone meanwhile, or not a folder: verify names it
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(handle)
