"""The pipeline: what waits is read, its children are admitted, letters recognised, pages indexed, letters settled.

Exhibits are taken by their number and their results are taken over in that order, so that children get the same
numbers however often a run was interrupted.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govah.case.admission import part_event
from govah.case.derivation import settle_letters, write_reading
from govah.case.derived import Derived
from govah.case.indexing import index_stale
from govah.case.naming import exhibit_names
from govah.case.progress import Progress
from govah.case.projection import catch_up
from govah.case.stages import DEEPEST, UNTOLD, ReadSettings, extension, read_task
from govah.config import workers
from govah.engine.executor import LocalExecutor
from govah.engine.task import Outcome, Task
from govah.errors import GovahError
from govah.model.event import Event
from govah.model.identifiers import Sha256
from govah.model.status import Status
from govah.preserve.keys import Signer
from govah.preserve.log import Log
from govah.preserve.vault import Vault
from govah.read.reading import Part, Reading, open_part
from govah.read.wire import reading_from_json, reading_to_json
from govah.store.records import Records, Row

_BATCH = 200
_BATCH_SECONDS = 5.0
_VERDICTS = {"crashed": Status.CRASHED, "timed_out": Status.TIMED_OUT, "over_memory": Status.OVER_LIMIT}
"""What an engine's verdict means for an exhibit."""
_RECOGNISABLE = ("image/", "application/pdf")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An exhibit that is to be read, and how."""

    sha256: Sha256
    number: int
    size: int
    depth: int
    settings: ReadSettings


def waiting(records: Records) -> list[Waiting]:
    """Exhibits that were not read yet, or not as they should be now, by number."""
    ocr_sources = {row["source"] for row in records.select("acquisition") if row["ocr"]}
    names: dict[str, set[str]] = defaultdict(set)
    roots: dict[str, bool] = defaultdict(bool)
    parents: dict[str, set[str]] = defaultdict(set)
    for row in records.select("occurrence"):
        names[row["sha256"]].add(extension(row["path"]))
        roots[row["sha256"]] |= row["source"] in ocr_sources
    for row in records.select("member"):
        names[row["sha256"]].add(extension(row["name"]))
        parents[row["sha256"]].add(row["parent"])
    readings = {row["sha256"]: row for row in records.select("reading")}
    found = []
    for row in sorted(records.select("exhibit"), key=lambda row: int(row["number"])):
        sha256 = row["sha256"]
        if row["parent"] is not None:
            parents[sha256].add(row["parent"])
            names[sha256].add(extension(row["name"]))
        ocr = roots[sha256] = roots[sha256] or any(roots[parent] for parent in parents[sha256])
        extensions = tuple(sorted(names[sha256] - {""}))
        settings = ReadSettings(ocr, extensions)
        if _due(readings.get(sha256), settings):
            found.append(Waiting(sha256, row["number"], row["size"], row["depth"], settings))
    return found


def _due(reading: Row | None, settings: ReadSettings) -> bool:
    if reading is None:
        return True
    media = reading["media_type"] or ""
    if settings.ocr and not reading["ocr"] and media.startswith(_RECOGNISABLE):
        return True
    return media.startswith(UNTOLD) and tuple(reading["extensions"]) != settings.extensions


class Pipeline:
    """Brings the derived state up to what the log holds.

    Args:
        folder: Of the case.
        log: Opened; appended to when containers give up their parts.
        derived: Where results go.
        signer: Gives who answers for the admission of parts; asked only when there are new ones.
        scratch: A folder for the workers.
        progress: Told after every exhibit.
    """

    def __init__(
        self, folder: Path, log: Log, derived: Derived, signer: Callable[[], Signer], scratch: Path, progress: Progress
    ) -> None:
        self._evidence = folder / "exhibits"
        self._log = log
        self._vault = Vault(folder, named=exhibit_names(lambda: derived.records))
        self._derived = derived
        self._signer = signer
        self._scratch = scratch
        self._progress = progress
        self._fresh: list[Sha256] = []
        self._flushed = time.monotonic()
        self._admitted: set[str] = set()
        self.restored: set[Sha256] = set()

    def run(self) -> None:
        """Until nothing waits any more. Afterwards `restored` holds the parts whose stored bytes had been missing.

        Raises:
            IntegrityError: Bytes that were to be read are missing or are not those admitted; no worker saw them.
        """
        self.catch_up()
        done = 0
        with LocalExecutor(workers(), self._scratch, [self._evidence]) as executor:
            while queue := waiting(self._derived.records):
                self._admitted = {row["sha256"] for row in self._derived.records.select("exhibit")}
                total = done + len(queue)
                for item in queue:
                    if item.depth > DEEPEST:
                        self._take(item, _too_deep(), self._scratch)
                readable = {item.sha256: item for item in queue if item.depth <= DEEPEST}
                for outcome in executor.run(self._tasks(readable.values())):
                    item = readable[Sha256(outcome.key)]
                    self._take(item, outcome_reading(outcome), outcome.scratch)
                    done += 1
                    self._progress("read", done, total, f"exhibit {item.number}")
                    if len(self._fresh) >= _BATCH or time.monotonic() - self._flushed > _BATCH_SECONDS:
                        self.flush()
                self.flush()
        self._progress("settle", 0, None, "letters")
        self.settle()

    def reuse(self) -> None:
        """Take over results that were kept, as if they had just been read."""
        self.catch_up()
        for row in sorted(self._derived.records.select("exhibit"), key=lambda row: int(row["number"])):
            if self._derived.results.get("read", row["sha256"]) is not None:
                self._fresh.append(row["sha256"])
            if len(self._fresh) >= _BATCH:
                self.flush()
        self.flush()

    def check(self) -> None:
        """Hash the stored bytes of every exhibit that the log admits.

        Raises:
            IntegrityError: Some are missing, or are not those admitted.
        """
        rows = sorted(self._derived.records.select("exhibit"), key=lambda row: int(row["number"]))
        for done, row in enumerate(rows, 1):
            self._vault.check(row["sha256"])
            self._progress("verify", done, len(rows), f"exhibit {row['number']}")

    def catch_up(self) -> None:
        """Project the log entries that the database does not reflect yet."""
        catch_up(self._log, self._derived.records)

    def settle(self) -> None:
        """Settle letters among themselves."""
        with self._derived.records.transaction() as writer:
            settle_letters(writer)

    def flush(self) -> None:
        """Index what was read since the last flush, then let the database say so."""
        if not self._fresh:
            return
        fresh, self._fresh = self._fresh, []
        self.catch_up()
        with self._derived.records.transaction() as writer:
            index = self._derived.index
            for sha256 in fresh:
                pages = write_reading(self._derived, sha256, writer)
                index.delete(sha256)
                index.upsert(pages)
            index.commit()
        index_stale(self._log, self._derived)
        self._flushed = time.monotonic()

    def _tasks(self, queue: Iterable[Waiting]) -> Iterator[Task]:
        for item in queue:
            self._vault.check(item.sha256)
            yield read_task(item.sha256, self._vault.path(item.sha256), item.size, item.settings)

    def _take(self, item: Waiting, reading: Reading, scratch: Path) -> None:
        members = self._members(reading.children, scratch)
        events: list[Event] = []
        for part, member in zip(reading.children, members, strict=True):
            sha256 = member["sha256"]
            if sha256 is not None and sha256 not in self._admitted:
                self._admitted.add(sha256)
                events.append(part_event(item.sha256, part.index, part.name, sha256, part.size))
        if events:
            self._log.append(events, self._signer())
        result = {
            "reading": {**reading_to_json(reading), "children": []},
            "members": members,
            "ocr": item.settings.ocr,
            "extensions": list(item.settings.extensions) if reading.media_type.startswith(UNTOLD) else [],
        }
        self._derived.results.put("read", item.settings.key, item.sha256, result)
        self._fresh.append(item.sha256)

    def _members(self, parts: Iterable[Part], scratch: Path) -> list[dict[str, Any]]:
        """Preserve the bytes of parts, durable before anything is said of them."""
        members = []
        with self._vault.group():
            for part in parts:
                sha256 = None
                if part.file is not None:
                    with open_part(scratch, part) as stream:
                        preserved = self._vault.preserve(stream)
                    sha256 = preserved.sha256
                    if preserved.new and sha256 in self._admitted:
                        self.restored.add(sha256)
                raw = part.name_raw.hex() if part.name_raw else None
                member = {"index": part.index, "name": part.name, "name_raw": raw}
                members.append({**member, "sha256": sha256, "detail": part.detail})
        return members


_NO_TYPE = "application/octet-stream"


def _too_deep() -> Reading:
    return Reading(_NO_TYPE, None, Status.OVER_LIMIT, f"nested deeper than {DEEPEST} levels: kept, not opened")


def outcome_reading(outcome: Outcome) -> Reading:
    """The validated reading, or what the engine says instead of one."""
    if outcome.state != "done":
        detail = outcome.detail or f"the reader {outcome.state.replace('_', ' ')}"
        return Reading(_NO_TYPE, None, _VERDICTS[outcome.state], detail)
    try:
        return reading_from_json(outcome.value)
    except GovahError as error:
        return Reading(_NO_TYPE, None, Status.CRASHED, error.what)
