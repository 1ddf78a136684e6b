"""Backing a case up while others work in it."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from govah.case.apart import check_apart
from govah.case.opening import check_seen, open_log
from govah.case.pace import Pace
from govah.case.progress import Progress
from govah.config import keys_folder
from govah.errors import BusyError
from govah.preserve.backup_folder import claimed
from govah.preserve.duplicate import Duplicated, duplicate
from govah.preserve.keys import Keyring
from govah.preserve.log import Log
from govah.preserve.seen import WentFurtherError
from govah.preserve.strangers import beside
from govah.store import derived_copy
from govah.store.lease import lease


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that stands.

    Args:
        out: Its folder.
        made: What was copied.
        derived: Whether what machines derived is in it.
        strange: Names beside the evidence that no backup wrote, and that were left alone.
        seconds: How long it took.
        doubt: That the case ends before what this account has seen of it; None where it does not.
    """

    out: Path
    made: Duplicated
    derived: bool
    strange: Sequence[str]
    seconds: float
    doubt: str | None = None


def back_up(folder: Path, out: Path, progress: Progress, *, derived: bool = False, check: bool = False) -> BackedUp:
    """Make or renew a backup; needs no key, and changes nothing in the case.

    Args:
        folder: The case folder.
        out: A new folder, or that of an earlier backup of this case.
        progress: Told of every file, with the time left.
        derived: Copy also what machines derived.
        check: Hash what the backup holds already.

    Raises:
        UsageError: `out` holds something else, or lies inside of the case.
        IntegrityError: The case or the earlier backup is not what its log says, or they contradict each other or what
            this account has seen; the earlier backup stays as it was.
        BusyError: Another backup is being made there, or with `derived` the case is being read.
        GovahError: A disk is full, or cannot be read or written.
    """
    started = time.monotonic()
    check_apart(folder, out)
    log = open_log(folder)
    doubt = _doubt(log)
    with claimed(out, log.origin):
        derived_copy.discard(out / "derived")  # of an earlier state: it may hold what was erased since
        if derived:
            _snapshot(folder, out)
        made = duplicate(folder, out, Pace(progress, "copy"), check=check)
        if derived:
            derived_copy.put_in_place(out / "derived")
        place = Path(os.path.realpath(out))
        Keyring(keys_folder()).remember_backup(log.origin, place, made.head.data, folder.absolute())
    return BackedUp(out, made, derived, beside(out), time.monotonic() - started, doubt)


def _doubt(log: Log) -> str | None:
    """What is to be said of a case that is an older copy: it may be backed up all the same."""
    try:
        check_seen(log)
    except WentFurtherError as error:
        return error.what
    return None


def _snapshot(folder: Path, out: Path) -> None:
    with lease(folder / "derived" / "processing.lock") as held:
        if not held:
            raise BusyError("Another process is reading this case.", "Wait until it has ended, or leave derived out.")
        derived_copy.snapshot(folder / "derived", out / "derived")
