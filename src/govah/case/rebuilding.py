"""Throwing away what machines derived, deriving it again, and saying whether anything came out differently."""

import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govah.case.derived import Derived
from govah.case.opening import actor_signer, open_log
from govah.case.pipeline import Pipeline
from govah.case.progress import Progress
from govah.case.seals import remove_open_copies
from govah.errors import BusyError, NotFoundError
from govah.model.identifiers import Sha256
from govah.model.status import Status
from govah.preserve.vault import Vault
from govah.store.lease import lease
from govah.store.records import Records, Row
from govah.store.swap import discard, replace_derived

_LIMITS = frozenset({Status.TIMED_OUT, Status.OVER_LIMIT, Status.CRASHED})
_STAGE_OF = {
    **dict.fromkeys(("reading", "member", "page"), "read"),
    **dict.fromkeys(("letter", "register"), "recognise"),
    "trace": "trace",
}
_UNCOMPARED = frozenset({"state", "unread", "doubtful"})
"""Bookkeeping of this machine: leases, what is still to be read or indexed, how far the log was read."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An exhibit that came out differently at a stage, and why: `version`, `limit` or `other`."""

    sha256: Sha256
    stage: str
    why: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild came to.

    Args:
        identical: Nothing changed but by limits; None where there was nothing to compare with.
        digest: SHA-256 over the projection's rows in canonical order.
    """

    identical: bool | None
    changed: tuple[Changed, ...]
    digest: str


def rebuild(folder: Path, actor: str | None, keep_pages: bool, progress: Progress, *, checked: bool = True) -> Rebuilt:
    """Derive everything again from exhibits and log; with `keep_pages` from the pages that were read before.

    What was sealed is not derived, and what a sealing that broke off left of it in the open is removed. Without
    `checked` the stored bytes are not hashed.

    Before anything is derived, the stored bytes of every exhibit are hashed (about 1 s per GB); what was derived
    before stays as it is until all of the new stands.

    Raises:
        IntegrityError: An exhibit is missing or was changed.
        NotFoundError: The folder is no case, or there are no pages to keep.
        BusyError: Another process is reading the case.
    """
    folder = folder.absolute()  # workers have another working folder
    log = open_log(folder)
    there = folder / "derived"
    if keep_pages and not (there / "pages").is_dir():
        raise NotFoundError("There are no pages to keep.", "Derive everything again: govah rebuild")
    there.mkdir(exist_ok=True)
    fresh = folder / "derived.new"
    with lease(there / "processing.lock") as held, tempfile.TemporaryDirectory(prefix="govah-") as scratch:
        if not held:
            raise BusyError("Another process is reading this case.", "Wait until it has ended and try again.")
        discard(fresh)
        new = Derived.create(fresh, pages=there / "pages" if keep_pages else None)
        try:
            pipeline = Pipeline(folder, log, new, lambda: actor_signer(actor), Path(scratch), progress)
            pipeline.catch_up()
            remove_open_copies(Vault(folder), new)
            if checked:
                pipeline.check()
            if keep_pages:
                pipeline.reuse()
            pipeline.run()
            digest = _digest(new.records)
            identical, changed = _compare(there, new.records)
        except BaseException:
            new.close()
            discard(fresh)
            raise
        new.close()
        replace_derived(there, fresh, keep_pages=keep_pages)
    return Rebuilt(identical, changed, digest)


def _digest(records: Records) -> str:
    digest = hashlib.sha256()
    for table in records.tables():
        if table not in _UNCOMPARED:
            for row in records.select(table):
                digest.update(_canonical([table, dict(row)]))
    return digest.hexdigest()


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=bytes.hex)
    return text.encode() + b"\n"


def _compare(there: Path, new: Records) -> tuple[bool | None, tuple[Changed, ...]]:
    try:
        old = Derived.open(there)
        return _compared(old, new)
    except NotFoundError:
        return None, ()


def _compared(old: Derived, new: Records) -> tuple[bool, tuple[Changed, ...]]:
    with_readings = {row["sha256"] for row in old.records.select("reading")}
    changed = tuple(_changes(old.records, new, with_readings))
    same = all(change.why == "limit" for change in changed)
    if same and not changed and len(with_readings) == new.count("reading"):
        same = _digest(old.records) == _digest(new)
    old.close()
    return same, changed


def _changes(old: Records, new: Records, compared: set[str]) -> Iterator[Changed]:
    before = {row["sha256"]: row for row in old.select("reading")}
    after = {row["sha256"]: row for row in new.select("reading")}
    told: set[tuple[str, str]] = set()
    for table, stage in _STAGE_OF.items():
        first, second = _grouped(old, table), _grouped(new, table)
        for sha256 in sorted(compared):
            if first.get(sha256) != second.get(sha256) and (sha256, stage) not in told:
                told.add((sha256, stage))
                yield Changed(Sha256(sha256), stage, _why(before[sha256], after.get(sha256)))


def _grouped(records: Records, table: str) -> dict[str, list[bytes]]:
    grouped: dict[str, list[bytes]] = defaultdict(list)
    column = "parent" if table == "member" else "sha256"
    for row in records.select(table):
        grouped[row[column]].append(_canonical(dict(row)))
    return grouped


def _why(before: Row, after: Row | None) -> str:
    if after is None:
        return "other"
    if before["reader"] != after["reader"] and before["reader"] and after["reader"]:
        return "version"
    return "limit" if before["status"] in _LIMITS or after["status"] in _LIMITS else "other"
