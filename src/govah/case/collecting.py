"""Collecting: bytes are preserved before anything reads them, then what was preserved is read."""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from govah.case import processing
from govah.case.admission import found_event
from govah.case.gutted import forget_gutted
from govah.case.progress import Progress
from govah.case.projection import catch_up
from govah.collect.walk import Found, base_name, open_found, walk
from govah.config import version
from govah.errors import NotFoundError, UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.status import Status
from govah.model.text import stored_text
from govah.preserve.vault import Preserved, Vault

if TYPE_CHECKING:
    from govah.case.case import Case

_GROUP_FILES = 256
_GROUP_BYTES = 64 << 20
_GROUP_SECONDS = 0.8


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection came to. `files_in + children` is the sum of `status`."""

    files_in: int
    exhibits_new: int
    exhibits_known: int
    children: int
    status: Mapping[Status, int]
    seconds: float
    restored: int = 0
    """Exhibits whose stored bytes had been missing and were brought back."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A directory entry of this run and the bytes that it had."""

    sha256: Sha256 | None


def collect(
    case: "Case", paths: Sequence[Path], source: str, *, process: bool, ocr: bool, progress: Progress
) -> Collected:
    """Preserve everything under `paths`, then process it. Again, or after a crash, adds nothing twice.

    What is known already is compared with its stored copy, which is hashed for it: about 1 s per GB. A copy that is
    missing is brought back, also one of a part of a known container; that container is then read again.

    Raises:
        IntegrityError: A stored copy is not what was admitted; it stays as it is.
        NotFoundError: A path is not there.
        UsageError: No source was named, or the case itself would be collected.
    """
    started = time.monotonic()
    source = stored_text(source)
    _check(case, paths, source)
    before = case.derived.records.count("exhibit")
    preserving = _Preserving(case, source, ocr, progress)
    seen = preserving.run(os.fsencode(path) for path in paths)
    restored = preserving.restored
    catch_up(case.log, case.derived.records)
    if process:
        delivered = {entry.sha256 for entry in seen if entry.sha256 is not None}
        while forget_gutted(case.derived.records, case.vault, delivered):
            back = processing.process(case, progress)
            restored |= back
            if not back:
                break
        restored |= processing.process(case, progress)
    return replace(_summary(case, seen, before, time.monotonic() - started), restored=len(restored))


def _check(case: "Case", paths: Sequence[Path], source: str) -> None:
    if not source.strip():
        raise UsageError("No source was named.", "Say who delivered this: --source NAME")
    if not paths:
        raise UsageError("Nothing was named to collect.", "Name a file or a folder: govah collect FOLDER --source NAME")
    own = Path(os.path.realpath(case.folder))
    for path in paths:
        if not os.path.lexists(path):
            raise NotFoundError(f"{path} is not there.", "Check the path; nothing was collected.")
        there = Path(os.path.realpath(path))  # Path.resolve raises on links that lead to themselves
        if there == own or own in there.parents or there in own.parents:
            raise UsageError(
                f"{path} and the case folder {case.folder} lie inside each other.",
                "Collect from a folder apart from the case.",
            )


class _Preserving:
    """One run over what was delivered, in groups that are made durable together."""

    def __init__(self, case: "Case", source: str, ocr: bool, progress: Progress) -> None:
        catch_up(case.log, case.derived.records)
        self._case = case
        self._source = source
        self._ocr = ocr
        self._progress = progress
        self._acquisition: EntryIndex | None = None
        self._admitted = {row["sha256"] for row in case.derived.records.select("exhibit")}
        self.restored: set[Sha256] = set()
        view = case.view
        self._known = {(seen.path, seen.path_raw, seen.sha256) for seen in view.occurrences(source)}
        for row in view.acquisitions():
            if row["source"] == source and row["ocr"] == ocr:
                self._acquisition = EntryIndex(row["entry"])

    def run(self, paths: Iterable[bytes]) -> list[_Seen]:
        """Preserve and admit; everything that was met, in order."""
        seen: list[_Seen] = []
        roots = list(paths)
        if self._acquisition is None:
            self._acquire(roots)
        group: list[Found] = []
        size, opened = 0, time.monotonic()
        for found in walk(roots):
            group.append(found)
            size += found.size
            if len(group) >= _GROUP_FILES or size >= _GROUP_BYTES or time.monotonic() - opened > _GROUP_SECONDS:
                seen += self._admit(group)
                self._progress("preserve", len(seen), None, found.path)
                group, size, opened = [], 0, time.monotonic()
        seen += self._admit(group)
        return seen

    def _acquire(self, roots: list[bytes]) -> None:
        names = [base_name(root) for root in roots]
        fields: dict[str, Value] = {
            "source": self._source,
            "roots": list(names),
            "ocr": self._ocr,
            "tool": f"govah/{version()}",
        }
        (self._acquisition,) = self._case.log.append([Event(EventType.ACQUIRE, fields)], self._case.signer)

    def _admit(self, group: list[Found]) -> list[_Seen]:
        events: list[Event] = []
        seen: list[_Seen] = []
        with self._case.vault.group():
            for entry in group:
                found, preserved = _preserved(self._case.vault, entry)
                sha256, size = (preserved.sha256, preserved.size) if preserved else (None, 0)
                seen.append(_Seen(sha256))
                if preserved and preserved.new and sha256 in self._admitted:
                    self.restored.add(preserved.sha256)
                key = (found.path, found.path_raw, sha256)
                if key not in self._known:
                    self._known.add(key)
                    assert self._acquisition is not None  # noqa: S101  # made before the first group
                    events.append(found_event(found, self._source, self._acquisition, sha256, size))
        if events:
            self._case.log.append(events, self._case.signer)
        return seen


def _preserved(vault: Vault, found: Found) -> tuple[Found, Preserved | None]:
    """Preserve one entry's bytes; what cannot be read becomes an entry with a problem."""
    if found.problem is not None:
        return found, None
    try:
        handle = open_found(found.location)
    except OSError as error:
        return replace(found, problem=f"cannot be opened: {error.strerror}"), None
    with os.fdopen(handle, "rb") as stream:
        try:
            return found, vault.preserve(stream)
        except OSError as error:
            return replace(found, problem=f"cannot be read to its end: {error.strerror}"), None


def _summary(case: "Case", seen: Sequence[_Seen], before: int, seconds: float) -> Collected:
    """Count what was met: directory entries, and the members of every container reachable from them."""
    records = case.derived.records
    status_of = {row["sha256"]: Status(row["status"]) for row in records.select("reading")}
    members: dict[str, list[str | None]] = defaultdict(list)
    for row in records.select("member"):
        members[row["parent"]].append(row["sha256"])
    counted: Counter[Status] = Counter()

    def count(sha256: str | None) -> None:
        counted[Status.UNREADABLE if sha256 is None else status_of.get(sha256, Status.PENDING)] += 1

    pending: list[str | None] = []
    for entry in seen:
        count(entry.sha256)
        pending.append(entry.sha256)
    entered: set[str] = set()
    children = 0
    while pending:
        sha256 = pending.pop()
        if sha256 is None or sha256 in entered:
            continue
        entered.add(sha256)
        for member in members[sha256]:
            children += 1
            count(member)
            pending.append(member)
    new = records.count("exhibit") - before
    return Collected(len(seen), new, len(entered) - new, children, dict(counted), seconds)
