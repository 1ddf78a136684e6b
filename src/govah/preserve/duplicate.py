"""A case's evidence from one folder to another, as far as a checkpoint covers it: backups and what is restored of them.

The order keeps the older state whole until the end: preserved bytes first (what no entry admits so far harms nothing),
then the log, built apart and put in place in one step, and only then do plaintexts go that were erased or sealed.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from govah.errors import BusyError, GovahError, IntegrityError
from govah.model.event import EventType
from govah.preserve import tiles, verifier
from govah.preserve.log import Log
from govah.preserve.log_copy import Head, copy_log, read_head
from govah.preserve.verifier import WIDTH
from govah.store import exchange, files, transfer
from govah.store.objects import AlteredError

KEPT = ("exhibits", "sealed")
"""Folders whose files are named by the hash of their bytes."""
_ROOM = 64 << 20
"""Bytes that a disk must have free besides what is copied."""
_TRIES = 3
_GOING = "going.txt"
"""Names of plaintexts that go when the new log stands; there only while that is done."""
_GOES = (b'"erase-approve"', b'"erase-done"', b'"seal"')

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
    gone = gone_by(log, head.checkpoint.size, [target, *also])
    gone.surely.update(_unfinished(target))
    done = Duplicated(head, begun.checkpoint.size if begun else 0)
    spare = _bytes([case, *also], target, gone.surely, done, told, check=check)
    going = sorted(name for name in spare if name in gone.surely)
    if going:  # once the log stands, these hashes are in no entry any more
        files.replace(target / _GOING, "".join(f"{name}\n" for name in going).encode())
    _the_log(log, head, begun, target, gone.surely | gone.perhaps)
    if going:
        transfer.discard(target / "exhibits", going)
        files.remove([target / _GOING])
    done.removed = len(going)
    done.missing = sorted(name for name in spare if name not in gone.surely | gone.perhaps)
    return done


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
    for index, values in _telling(log, 0, size, (b'"key-rotate"',)):
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
    sources: Sequence[Path], target: Path, gone: set[str], done: Duplicated, told: Told, *, check: bool
) -> list[str]:
    """Copy the preserved bytes that the target does not have; the names that only the target has."""
    files_in_all, bytes_in_all, spare = 0, 0, []
    for source, base in ((source, base) for source in sources for base in KEPT):
        for compared in transfer.compare(source / base, target / base):
            wanted = [size for name, size in compared.missing.items() if name not in gone]
            files_in_all += len(wanted)
            bytes_in_all += sum(wanted)
            done.left_out += len(compared.missing) - len(wanted)
            if source is sources[0]:
                done.kept += len(compared.same)
                spare += compared.spare
            for name in [*compared.differing, *(compared.same if check else [])]:
                _compare_bytes(source / base, target / base, name)
    _check_room(target, bytes_in_all)

    def copied(name: str, size: int) -> None:
        done.copied += 1
        done.bytes += size
        told(done.copied, files_in_all, done.bytes, bytes_in_all)

    for source, base in ((source, base) for source in sources for base in KEPT if (source / base).is_dir()):
        try:
            transfer.copy(source / base, target / base, copied, leave=gone)
        except AlteredError as error:
            raise _altered(source / base, error.sha256) from error
    return spare


def _compare_bytes(source: Path, target: Path, name: str) -> None:
    if transfer.hash_at(target, name) != name:
        raise IntegrityError(
            f"{target / name[:2] / name} is not what was admitted: its bytes have another SHA-256.",
            "Nothing was changed. Move that file away and run the command again (it is copied anew), or make a new "
            "backup in another folder.",
        )
    if transfer.hash_at(source, name) != name:
        raise _altered(source, name)


def _altered(source: Path, name: str) -> IntegrityError:
    return IntegrityError(
        f"{source / name[:2] / name} is not what was admitted: its bytes have another SHA-256.",
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


def _the_log(log: Log, head: Head, begun: Head | None, target: Path, gone: set[str]) -> None:
    """Build the log apart, see that all that its new entries admit is there, and put it in place."""
    absent: list[tuple[int, str]] = []

    def seen(index: int, values: dict[str, Any]) -> None:
        name = values.get("sha256")
        if values.get("type") != EventType.ADMIT or not isinstance(name, str) or name in gone:
            return
        if not transfer.holds(target / "exhibits", name):
            absent.append((index, name))

    building = target / "log.new"
    copy_log(log.folder, head, target / "log", begun, building, seen)
    if any(True for _ in _telling(log, head.checkpoint.size, log.size, _GOES)):
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


@dataclass(frozen=True, slots=True)
class Gone:
    """Exhibits whose plaintext the log gives up.

    Args:
        surely: Hashes of what was erased, or sealed after it had stood open: never copied, and removed from copies.
        perhaps: Hashes of what an erasure that has not ended may have taken away already.
    """

    surely: set[str]
    perhaps: set[str]


def gone_by(log: Log, size: int, others: Sequence[Path]) -> Gone:
    """What is gone by the log's word.

    Args:
        log: The log that says so.
        size: Of its entries, how many to ask.
        others: Folders with older copies of the log: what was erased is named there still, by its admission.
    """
    held = [log, *(Log.open(folder) for folder in others if (folder / "log" / "checkpoint").is_file())]
    surely: set[str] = set()
    approved: dict[int, set[str]] = {}
    for index, values in _telling(log, 0, size, _GOES):
        match values.get("type"):
            case EventType.SEAL if isinstance(values.get("exhibit"), str):
                surely.add(values["exhibit"])
            case EventType.ERASE_APPROVE:
                erased = [item.get("entry") for item in values.get("exhibits") or () if isinstance(item, dict)]
                named = (_admitted(copy, entry) for entry in erased for copy in held)
                approved[index] = {sha256 for sha256 in named if sha256 is not None}
            case EventType.ERASE_DONE:
                surely |= approved.pop(values.get("approve", -1), set())
    return Gone(surely, set().union(*approved.values()))


def _admitted(log: Log, index: object) -> str | None:
    """The exhibit that an entry admits, where its hash still stands there."""
    if not isinstance(index, int) or index >= log.size:
        return None
    sha256 = _values(log.body(index)).get("sha256")
    return sha256 if isinstance(sha256, str) else None


def _telling(log: Log, start: int, end: int, words: tuple[bytes, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Entries with one of these words, by index with their fields; the search for the words comes before parsing."""
    for number in range(start // WIDTH, -(-end // WIDTH)):
        data = files.read(log.folder / verifier.bodies_path(number)) or b""
        if not any(word in data for word in words):
            continue
        for index, line in enumerate(data.split(b"\n")[: end - number * WIDTH], number * WIDTH):
            if index >= start and any(word in line for word in words):
                yield index, _values(line)


def _values(line: bytes) -> dict[str, Any]:
    """Fields of a body that are not erased."""
    try:
        fields = verifier.decode(line)["fields"]
        return {field["name"]: field["value"] for field in fields if "name" in field}
    except (ValueError, KeyError, TypeError) as error:
        raise tiles.damaged("a body cannot be read") from error
