"""The crash rule, broken on purpose in one place at a time: what the tests of crashes must notice.

A mutant changes the functions of the process that works, and of no other. Which call a sync is spared for is told by
the path of the open file, so that a mutant means the same however the code is arranged.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import ModuleType

from bench.reliability.calls import Tell
from bench.reliability.workload import BOUNDARY, FOUNDING, LONG, MANY, SMALL, Plan, Site

from govah.errors import GovahError
from govah.preserve import tiles
from govah.preserve.log import Log
from govah.preserve.vault import Vault
from govah.store import files
from govah.store.objects import FolderObjects

Work = Callable[[Site, Tell], None]


class By(Enum):
    """The test that must notice a mutant."""

    POWER = "power cut"
    RECOVERY = "power cut in a recovery"
    SUCCESSION = "power cut after a kill and the next writer"
    KILL = "kill"
    ERROR = "error of the disk"
    SHORT = "short write"
    WRITERS = "two writers"
    RERUN = "collected again"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One way to break the rule.

    Args:
        name: What is left out or done otherwise.
        by: The test that must notice.
        change: Changes this process.
        plan: On which work it shows.
        work: How the plan is then carried out, if otherwise than as always.
    """

    name: str
    by: By
    change: Callable[[], None] = lambda: None
    plan: Plan = SMALL
    work: Callable[[Plan], Work] | None = None


def unsynced(pattern: str) -> Callable[[], None]:
    """No fsync and no fdatasync of files and folders whose path matches; no syncfs at all, but each by itself."""
    spared = re.compile(pattern)

    def change() -> None:
        _set(files, "_SYNCFS", None)
        for name in ("fsync", "fdatasync"):
            real = getattr(os, name)

            def sync(handle: int, real: Callable[[int], None] = real) -> None:
                if spared.search(os.readlink(f"/proc/self/fd/{handle}")) is None:  # noqa: PTH115  # may be deleted
                    real(handle)

            _set(os, name, sync)

    return change


def _set(module: ModuleType | type, name: str, value: object) -> None:
    if not hasattr(module, name):
        raise AttributeError(f"a mutant changes {name}, which is not there any more")
    setattr(module, name, value)


def _syncfs_promises() -> None:
    _set(files, "_SYNCFS", lambda handle: 0)


def _checkpoint_before_tiles() -> None:
    write, waiting = tiles.write_group, []
    _set(tiles, "write_group", lambda *arguments: waiting.append(arguments))
    real = files.replace

    def replace(path: Path, data: bytes, mode: int = 0o644, via: Path | None = None) -> None:
        real(path, data, mode, via)
        while _is_head(path) and waiting:
            write(*waiting.pop())

    _set(files, "replace", replace)


def _stale_tiles_first() -> None:
    real = files.replace

    def replace(path: Path, data: bytes, mode: int = 0o644, via: Path | None = None) -> None:
        if _is_head(path):
            for folder in path.parent.glob("tile/*/*.p"):
                *stale, widest = sorted(folder.iterdir(), key=lambda item: int(item.name))
                files.remove([*stale, widest] if folder.with_suffix("").exists() else stale)
                if folder.is_dir():
                    files.sync_folder(folder)
        real(path, data, mode, via)

    _set(files, "replace", replace)


def _checkpoint_in_place() -> None:
    real = files.replace

    def replace(path: Path, data: bytes, mode: int = 0o644, via: Path | None = None) -> None:
        if not _is_head(path):
            real(path, data, mode, via)
            return
        with path.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        files.sync_folder(path.parent)

    _set(files, "replace", replace)


def _is_head(path: Path) -> bool:
    return path.name == "checkpoint" and path.parent.name in ("log", "log.new")


def _acknowledged_before_checkpoint(plan: Plan) -> Work:
    def work(site: Site, tell: Tell) -> None:
        numbers = iter(range(len(plan.before), len(plan.before) + len(plan.steps)))
        real = files.replace

        def replace(path: Path, data: bytes, mode: int = 0o644, via: Path | None = None) -> None:
            if _is_head(path):
                tell(str(next(numbers)))
            real(path, data, mode, via)

        _set(files, "replace", replace)
        site.work(plan, lambda number: None)

    return work


def _admitted_before_durable(plan: Plan) -> Work:
    def work(site: Site, tell: Tell) -> None:
        log, vault = Log.open(site.case, site.keyring), Vault(site.case)
        for number, step in enumerate(plan.steps, len(plan.before)):
            with vault.group():
                site.perform(number, step, log, vault)
            tell(str(number))

    return work


def _sync_errors_ignored() -> None:
    for name in ("fsync", "fdatasync"):
        real = getattr(os, name)

        def sync(handle: int, real: Callable[[int], None] = real) -> None:
            try:
                real(handle)
            except OSError:
                return

        _set(os, name, sync)


def _sync_errors_are_ordinary() -> None:
    _set(files, "DurabilityLost", lambda what: GovahError(what, "Try again."))


def _short_writes_taken_for_whole() -> None:
    real = os.write

    def write(handle: int, data: bytes) -> int:
        real(handle, data)
        return len(data)

    _set(os, "write", write)


@contextmanager
def _unlocked(path: Path, patience: float = 0.0) -> Iterator[None]:
    yield


def _no_lock() -> None:
    _set(files, "locked", _unlocked)


def _folders_taken_for_durable() -> None:
    _set(FolderObjects, "_touch", lambda objects, folder: objects._touched.add(folder))


def _nothing_recovered_first() -> None:
    _set(Log, "recover", lambda log, signer: None)


MUTANTS = (
    Mutant("no fdatasync of bodies", By.POWER, unsynced(r"/bodies/\d+\.jsonl$")),
    Mutant("no fsync of the folder of bodies", By.POWER, unsynced("/bodies$"), BOUNDARY),
    Mutant("no fdatasync of bundles", By.POWER, unsynced(r"/tile/entries/.*\d$")),
    Mutant("no fdatasync of tiles of hashes", By.POWER, unsynced(r"/tile/\d/.*\d$")),
    Mutant("no fsync of folders of bundles", By.POWER, unsynced(r"/tile/entries(/\d+\.p)?$")),
    Mutant("no fsync of folders of tiles", By.POWER, unsynced(r"/tile/\d(/\d+\.p)?$")),
    Mutant("no fdatasync of the checkpoint before its renaming", By.POWER, unsynced(r"/checkpoint\.new$")),
    Mutant("no fsync of the log's folder after the renaming", By.POWER, unsynced("/log$")),
    Mutant("no fdatasync of exhibits", By.POWER, unsynced(r"/\.tmp/\w+/\d+$"), MANY),
    Mutant("no fdatasync of long exhibits", By.POWER, unsynced(r"/\.tmp/\w+/\d+$"), LONG),
    Mutant("no fsync of folders of exhibits", By.POWER, unsynced("/exhibits/[0-9a-f]{2}$"), MANY),
    Mutant("no fsync of the folder exhibits/", By.POWER, unsynced("/exhibits$"), MANY),
    Mutant("a syncfs that did nothing", By.POWER, _syncfs_promises, MANY),
    Mutant("checkpoint before tiles", By.POWER, _checkpoint_before_tiles),
    Mutant("checkpoint before tiles, killed", By.KILL, _checkpoint_before_tiles),
    Mutant("stale tiles removed before the checkpoint", By.POWER, _stale_tiles_first),
    Mutant("stale tiles removed before the checkpoint, killed", By.KILL, _stale_tiles_first, BOUNDARY),
    Mutant("checkpoint written in place", By.POWER, _checkpoint_in_place),
    Mutant("checkpoint written in place, killed", By.KILL, _checkpoint_in_place),
    Mutant("acknowledged before the checkpoint", By.POWER, work=_acknowledged_before_checkpoint),
    Mutant("acknowledged before the checkpoint, killed", By.KILL, work=_acknowledged_before_checkpoint),
    Mutant("admitted before the exhibits are durable", By.POWER, plan=MANY, work=_admitted_before_durable),
    Mutant("admitted before the exhibits are durable, killed", By.KILL, plan=MANY, work=_admitted_before_durable),
    Mutant("a founded case whose folder is not synced", By.POWER, unsynced("/case$"), FOUNDING),
    Mutant("no fsync of keys", By.POWER, unsynced("/keys"), FOUNDING),
    Mutant("no fsync of the folder torn/", By.RECOVERY, unsynced("/torn$")),
    Mutant("no fdatasync of what is set aside", By.RECOVERY, unsynced(r"/checkpoint\.new$")),
    Mutant(
        "torn tiles stay while others take their places", By.RECOVERY, lambda: _set(tiles, "remove_beyond", _ignore)
    ),
    Mutant("folders of a killed writer are taken for durable", By.SUCCESSION, _folders_taken_for_durable, MANY),
    Mutant("errors of syncs are ignored", By.ERROR, _sync_errors_ignored),
    Mutant("after an error of a sync it goes on", By.ERROR, _sync_errors_are_ordinary),
    Mutant("a short write taken for a whole one", By.SHORT, _short_writes_taken_for_whole),
    Mutant("no lock", By.WRITERS, _no_lock),
    Mutant("nothing is recovered before it is compared", By.RERUN, _nothing_recovered_first),
)


def _ignore(log: Path, size: int, numbers: int) -> None:
    """Remove nothing."""
