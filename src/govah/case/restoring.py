"""Bringing a case back from a backup: copied, verified whole, and only then called restored."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govah.case.apart import check_apart
from govah.case.opening import open_log
from govah.case.pace import Pace
from govah.case.progress import Progress
from govah.config import keys_folder
from govah.errors import IntegrityError, NotFoundError, UsageError
from govah.preserve import strangers
from govah.preserve.duplicate import MADE, Duplicated, duplicate
from govah.preserve.keys import Keyring
from govah.preserve.log import Log
from govah.preserve.verifier import verify_case
from govah.store import derived_copy
from govah.store.filling import filled


@dataclass(frozen=True, slots=True)
class Restored:
    """A case that was brought back.

    Args:
        folder: Of the case.
        made: What was copied.
        found: What the verifier says of it.
        newer: Entries that were taken from a newer copy's log.
        erased: Exhibits of the backup that were left out, because the newer log says that they were erased or sealed.
        seen: Entries of the largest checkpoint that this account has seen, and where; None where it has seen none.
        seen_in: The folder of that.
        has_key: Whether this account can add to the case.
        derived: Whether what machines derived came with the backup.
        strange: Paths in the backup that do not belong to it, and were not copied.
        unadmitted: Paths in the case of bytes that came with the backup and that no entry admits.
        seconds: How long it took.
    """

    folder: Path
    made: Duplicated
    found: Mapping[str, Any]
    newer: int
    erased: int
    seen: int | None
    seen_in: Path | None
    has_key: bool
    derived: bool
    strange: Sequence[str]
    unadmitted: Sequence[str]
    seconds: float


def restore(backup: Path, folder: Path, progress: Progress, *, newer: Path | None = None) -> Restored:
    """Copy a backup into a new folder and verify all of it; needs no key.

    Where that fails, what was copied goes again; only what is whole and does not verify is kept, to be looked at.

    Args:
        backup: A backup, or any copy of a case.
        folder: A new or empty folder.
        progress: Told of every file, with the time left, then while it is verified.
        newer: Another copy of the same log that went further: its log is taken, so that what was erased after the
            backup stays erased.

    Raises:
        UsageError: The folder holds something, or folders lie inside each other.
        NotFoundError: There is no backup.
        IntegrityError: Backup and newer copy contradict each other, or what was copied does not hold.
        GovahError: A disk is full, or cannot be read or written.
    """
    started = time.monotonic()
    check_apart(backup, folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"{folder} is not empty.",
            "Name a new folder for the restored case. If restoring was killed there, delete that folder first.",
        )
    held = _opened(backup)
    further = None if newer is None else _further(held, newer)
    leading, also = (backup, []) if newer is None else (newer, [backup])
    derived = newer is None and (backup / "derived" / "case.db").is_file()
    with filled(folder, (*MADE, "derived", "derived.new")):
        if derived:
            derived_copy.snapshot(backup / "derived", folder / "derived")
        made = duplicate(leading, folder, Pace(progress, "copy"), also=also)
        found = verify_case(folder, progress=lambda done, total: progress("verify", done, total, ""))
    if found["verdict"] != "VERIFIED":
        first = found["problems"][0]
        raise IntegrityError(
            f"What was restored does not hold: {first['where']}: {first['what']} ({len(found['problems'])} problems "
            "in all).",
            f"It lies in {folder} to be looked at: govah verify {folder} tells all that is wrong. Do not work in it; "
            "try another backup in another folder, then delete this one.",
        )
    if derived:
        derived_copy.put_in_place(folder / "derived")
    more = further.size - held.size if further is not None else 0
    strange = [*strangers.beside(backup), *strangers.within(backup, held.size)]
    return _restored(folder, made, found, more, derived, strange, time.monotonic() - started)


def _opened(backup: Path) -> Log:
    if not backup.is_dir():
        raise NotFoundError(f"{backup} is not there.", "Name the folder that govah backup made.")
    if not (backup / "log" / "checkpoint").is_file():
        raise NotFoundError(
            f"{backup} holds no whole backup: it has no log.",
            "If a first backup was broken off there, run it again; else name another backup.",
        )
    return open_log(backup)


def _further(held: Log, newer: Path) -> Log:
    """The log of a copy that went further, which must begin with the backup's.

    Raises:
        IntegrityError: It does not.
        UsageError: It ends before the backup.
    """
    other = _opened(newer)
    if other.origin != held.origin:
        raise IntegrityError(f"{newer} is of another case.", "Name a copy of the same case, or leave --newer out.")
    size = held.size
    if other.size < size:
        raise UsageError(f"{newer} ends at {other.size} log entries, before the backup ({size}).", "Leave --newer out.")
    if other.root(size) != held.root(size):
        raise IntegrityError(
            f"{newer} does not begin with what the backup holds: two copies of the case went on apart, or one was "
            "rewritten.",
            "Run govah verify on both and keep both; restore without --newer only when you know which one is right.",
        )
    return other


def _restored(
    folder: Path,
    made: Duplicated,
    found: Mapping[str, Any],
    newer: int,
    derived: bool,
    strange: Sequence[str],
    seconds: float,
) -> Restored:
    origin = made.head.checkpoint.origin
    keyring = Keyring(keys_folder())
    seen = keyring.seen(origin)
    seen_in = keyring.memory(origin).folder() if seen else None
    try:
        keyring.log_signer(origin)
        has_key = True
    except NotFoundError:
        has_key = False
    return Restored(
        folder.absolute(),
        made,
        found,
        newer,
        made.left_out,
        seen.size if seen else None,
        seen_in,
        has_key,
        derived,
        strange,
        list(_unadmitted(found)),
        seconds,
    )


def _unadmitted(found: Mapping[str, Any]) -> Iterator[str]:
    """Bytes that were copied and are not wrong, but that no entry asks for: the verifier notes them."""
    for note in found["notes"]:
        if note["where"].startswith(("exhibits/", "sealed/")):
            yield note["where"]
