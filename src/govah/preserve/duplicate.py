"""A case's evidence from one folder to another, as far as a checkpoint covers it: backups and what is restored of them.

The order keeps the older state whole until the end: preserved bytes first (what no entry admits so far harms nothing),
then the log, built apart and put in place in one step, and only then do plaintexts go that were erased or sealed.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from govah.errors import BusyError, GovahError, IntegrityError
from govah.model.event import EventType
from govah.preserve import strangers, tiles, verifier
from govah.preserve.gone import Gone, gone_by, telling, went
from govah.preserve.log import Log
from govah.preserve.log_copy import Head, copy_log, read_head
from govah.store import exchange, files, transfer
from govah.store.objects import AlteredError
from govah.store.transfer import Shelf

KEPT = ("exhibits", "sealed")
"""Folders whose files are named by the hash of their bytes."""
MADE = (*KEPT, "log", "log.new", "log.old", "going.txt", "going.txt.new")
"""Names at the top of a folder that a copy may leave there, whole or broken off."""
_ROOM = 64 << 20
"""Bytes that a disk must have free besides what is copied."""
_TRIES = 3
_GOING = "going.txt"
"""Names of plaintexts that go when the new log stands; there only while that is done."""

Told = Callable[[int, int, int, int], None]
"""Files done, files in all, bytes done, bytes in all."""


@dataclass(slots=True)
class Duplicated:
    """What a copy came to.

    Args:
        head: Where its log ends.
        begun: Entries that the older copy had.
        copied: Files of preserved bytes that were copied.
        bytes: Their bytes.
        kept: Files that were there before.
        removed: Plaintexts that were erased or sealed since, and went here too.
        left_out: Plaintexts that were not copied, because they were erased or sealed since.
        missing: Names that the copy holds and the source should: its files are gone.
    """

    head: Head
    begun: int
    copied: int = 0
    bytes: int = 0
    kept: int = 0
    removed: int = 0
    left_out: int = 0
    missing: list[str] = field(default_factory=list)


class _ChangedMeanwhileError(Exception):
    """Something was erased or sealed while it was copied."""


def duplicate(case: Path, target: Path, told: Told, *, also: Sequence[Path] = (), check: bool = False) -> Duplicated:
    """Bring `target` to the state of the case at its checkpoint, while others may go on writing to the case.

    Args:
        case: The case folder whose log is copied; nothing is changed in it.
        target: A folder with an earlier copy, or with nothing of a case.
        told: Told of every file.
        also: Further folders of the same log with preserved bytes that `case` may lack.
        check: Hash what the target holds already.

    Raises:
        IntegrityError: Target and case contradict each other, or the case's evidence is not what its log says. The
            target's older state stays.
        GovahError: A disk is full, or cannot be read or written.
        DurabilityLost: The disk did not keep the bytes; the process ends.
    """
    exchange.settle(target / "log", target / "log.new")
    for _ in range(_TRIES):
        try:
            return _duplicate(case, target, told, also, check=check)
        except _ChangedMeanwhileError:
            exchange.settle(target / "log", target / "log.new")
    raise BusyError("Exhibits are being erased or sealed in this case.", "Run the command again when that is done.")


def _duplicate(case: Path, target: Path, told: Told, also: Sequence[Path], *, check: bool) -> Duplicated:
    log = Log.open(case)
    head = _signed_head(log)
    begun = read_head(target / "log")
    if begun is not None:
        _extends(log, head, begun, target)
    strangers.refuse(target, begun.checkpoint.size if begun else 0)
    gone = gone_by(log, head.checkpoint.size, [target, *also])
    gone.surely.update(_unfinished(target))
    done = Duplicated(head, begun.checkpoint.size if begun else 0)
    spare = _bytes([case, *also], target, gone, done, told, check=check)
    going = {base: sorted(name for name in names if not _stays(base, name, gone)) for base, names in spare.items()}
    if going["exhibits"]:  # once the log stands, these hashes are in no entry any more
        files.replace(target / _GOING, "".join(f"{name}\n" for name in going["exhibits"]).encode())
    _the_log(log, head, begun, target, gone)
    for base, names in going.items():
        _shelf(target, base).discard(names)
        done.removed += len(names)
    files.remove([target / _GOING])
    left = {name for base, names in spare.items() for name in names if _stays(base, name, gone)}
    done.missing = sorted(left - gone.perhaps)
    return done


def _shelf(case: Path, base: str) -> Shelf:
    return Shelf(case / base)


def _stays(base: str, name: str, gone: Gone) -> bool:
    """Whether a copy may hold a file: no exhibit that is gone, and no ciphertext that the log does not name."""
    return name in gone.seals if base == "sealed" else name not in gone.surely


def _unfinished(target: Path) -> list[str]:
    """Plaintexts that were to go when an earlier run was broken off."""
    return (files.read(target / _GOING) or b"").decode("ascii", "replace").split()


def _signed_head(log: Log) -> Head:
    head = read_head(log.folder)
    if head is None:
        raise tiles.damaged("log/checkpoint is missing")
    try:
        _log_keys(log, head.checkpoint.size).check(head.checkpoint)
    except verifier.Broken as error:
        raise tiles.damaged(f"log/checkpoint is {error}") from error
    return head


def _log_keys(log: Log, size: int) -> verifier.LogKeys:
    """The keys that sign the log's checkpoints, by what its entries say.

    Raises:
        Broken: A later key does not hold.
    """
    first = log.entry(0).fields.get("log_key")
    if not isinstance(first, str):
        raise tiles.damaged("its first entry does not tell the log's key")
    keys = verifier.LogKeys(bytes.fromhex(first))
    for index, values in telling(log, 0, size, (b'"key-rotate"',)):
        if values.get("type") == EventType.KEY_ROTATE and values.get("kind") == "log":
            keys.rotate(values, log.origin, index)
    return keys


def _extends(log: Log, head: Head, begun: Head, target: Path) -> None:
    """Refuse a target whose log is not a beginning of this one.

    Raises:
        IntegrityError: It is of another case, goes further, or contradicts this log.
    """
    old, new = begun.checkpoint, head.checkpoint
    if old.origin != new.origin:
        raise IntegrityError(
            f"{target} holds another case: the log {old.origin}, not {new.origin}.",
            "Nothing was changed. Name another folder.",
        )
    if old.size > new.size:
        raise IntegrityError(
            f"{target} went further than this case: it has {old.size} log entries, the case {new.size}.",
            "Nothing was changed. Entries were taken away from the case, or it is an older copy itself: run govah "
            "verify on both.",
        )
    if log.root(old.size) != old.root:
        raise IntegrityError(
            f"{target} holds another history of this case: its first {old.size} log entries are not those of the case.",
            "Nothing was changed. One of both was rewritten, or two copies went on apart: run govah verify on both, "
            "and keep both.",
        )


def _bytes(
    sources: Sequence[Path], target: Path, gone: Gone, done: Duplicated, told: Told, *, check: bool
) -> dict[str, list[str]]:
    """Copy the preserved bytes that the target does not have; by folder the names that only the target has."""
    files_in_all, bytes_in_all = 0, 0
    spare: dict[str, list[str]] = {base: [] for base in KEPT}
    for source, base in ((source, base) for source in sources for base in KEPT):
        here, there = _shelf(source, base), _shelf(target, base)
        for compared in transfer.compare(here, there):
            wanted = [size for name, size in compared.missing.items() if _stays(base, name, gone)]
            files_in_all += len(wanted)
            bytes_in_all += sum(wanted)
            done.left_out += len(compared.missing) - len(wanted)
            if source is sources[0]:
                done.kept += len(compared.same)
                spare[base] += compared.spare
            for name in [*compared.differing, *(compared.same if check else [])]:
                _compare_bytes(here, there, name)
    _check_room(target, bytes_in_all)

    def copied(name: str, size: int) -> None:
        done.copied += 1
        done.bytes += size
        told(done.copied, files_in_all, done.bytes, bytes_in_all)

    for source, base in ((source, base) for source in sources for base in KEPT if (source / base).is_dir()):
        try:
            stays = partial(_stays, base, gone=gone)
            transfer.copy(_shelf(source, base), _shelf(target, base), copied, stays)
        except AlteredError as error:
            raise _altered(_shelf(source, base), error.sha256) from error
    return spare


def _compare_bytes(source: Shelf, target: Shelf, name: str) -> None:
    if target.hash_at(name) != name:
        raise IntegrityError(
            f"{target.place(name)} is not what was admitted: its bytes have another SHA-256.",
            "Nothing was changed. Move that file away and run the command again (it is copied anew), or make a new "
            "backup in another folder.",
        )
    if source.hash_at(name) != name:
        raise _altered(source, name)


def _altered(source: Shelf, name: str) -> IntegrityError:
    return IntegrityError(
        f"{source.place(name)} is not what was admitted: its bytes have another SHA-256.",
        "It was not copied, and an earlier copy stays as it was. Run govah verify; bring the file back from a backup "
        "that has it.",
    )


def _check_room(target: Path, wanted: int) -> None:
    free = shutil.disk_usage(target).free
    if free < wanted + _ROOM:
        raise GovahError(
            f"The disk of {target} has {free >> 20} MiB free; {(wanted + _ROOM) >> 20} MiB are needed.",
            "Nothing was copied. Free some space there, or name a folder on another disk.",
        )


def _the_log(log: Log, head: Head, begun: Head | None, target: Path, gone: Gone) -> None:
    """Build the log apart, see that all that its new entries name is there, and put it in place."""
    absent: list[tuple[int, str]] = []

    def seen(index: int, values: dict[str, Any]) -> None:
        for base, part, kind in (("exhibits", "sha256", EventType.ADMIT), ("sealed", "sealed", EventType.SEAL)):
            name = values.get(part)
            asked = values.get("type") == kind and isinstance(name, str) and name not in gone.perhaps
            if asked and _stays(base, str(name), gone) and not _shelf(target, base).holds(str(name)):
                absent.append((index, str(name)))

    building = target / "log.new"
    copy_log(log.folder, head, target / "log", begun, building, seen)
    if went(log, head.checkpoint.size, log.size):
        raise _ChangedMeanwhileError
    if absent:
        index, name = absent[0]
        shutil.rmtree(building, ignore_errors=True)
        raise IntegrityError(
            f"Exhibit {name} is missing, although entry {index} admits it ({len(absent)} in all).",
            "An earlier copy stays as it was. Run govah verify; collect the same papers again, or bring the files "
            "back from a backup that has them.",
        )
    exchange.put_in_place(building, target / "log")
