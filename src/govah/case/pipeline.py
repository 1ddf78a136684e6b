"""The pipeline: what waits is read, its children are admitted, letters recognised, pages indexed, letters settled.

Exhibits are taken by their number and their results are taken over in that order, so that children get the same
numbers however often a run was interrupted.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from govah.case.admission import part_event
from govah.case.derivation import settle_letters, write_reading
from govah.case.derived import Derived
from govah.case.indexing import index_stale
from govah.case.naming import exhibit_names
from govah.case.progress import Progress
from govah.case.projection import catch_up
from govah.case.queue import SLICE, Waiting, count_waiting, next_waiting
from govah.case.rewording import note_words, reword
from govah.case.seals import open_before
from govah.case.stages import DEEPEST, UNTOLD, read_task
from govah.case.tracing import trace
from govah.config import workers
from govah.engine.executor import LocalExecutor
from govah.engine.task import Outcome, Task
from govah.errors import GovahError
from govah.model.identifiers import Sha256
from govah.model.status import Status
from govah.preserve.keys import Signer
from govah.preserve.log import Log
from govah.preserve.vault import Preserved, Vault
from govah.preserve.verifier import GROUP_LIMIT
from govah.read.reading import Part, Reading, open_part
from govah.read.wire import reading_from_json, reading_to_json
from govah.store.records import Row

_BATCH = 200
_BATCH_SECONDS = 5.0
_VERDICTS = {"crashed": Status.CRASHED, "timed_out": Status.TIMED_OUT, "over_memory": Status.OVER_LIMIT}
"""What an engine's verdict means for an exhibit."""


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
        self._admitted: set[str] = set()  # parts that the rows do not show yet
        self._recovered = False
        self.restored: set[Sha256] = set()

    def run(self) -> None:
        """Until nothing waits any more. Afterwards `restored` holds the parts whose stored bytes had been missing.

        Raises:
            IntegrityError: Bytes that were to be read are missing or are not those admitted; no worker saw them.
        """
        self.catch_up()
        note_words(self._derived)
        self._vault.withhold(open_before(self._derived.records))
        done = 0
        with LocalExecutor(workers(), self._scratch, [self._evidence]) as executor:
            while queue := next_waiting(self._derived.records):
                total = done + max(len(queue), count_waiting(self._derived.records))
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
            trace(self._derived, executor, self._checked, self._progress)
        reword(self._derived, self._progress)
        index_stale(self._log, self._derived)
        self._progress("settle", 0, None, "letters")
        self.settle()

    def reuse(self) -> None:
        """Take over results that were kept, as if they had just been read; those of what is erased go."""
        self.catch_up()
        note_words(self._derived)
        for sha256 in list(self._derived.results.exhibits("read")):
            if not self._derived.records.count("exhibit", sha256=sha256):
                self._derived.results.remove(sha256)
        for row in self._numbered():
            if self._derived.results.get("read", row["sha256"]) is not None:
                self._fresh.append(row["sha256"])
            if len(self._fresh) >= _BATCH:
                self.flush()
        self.flush()

    def check(self) -> None:
        """Hash the stored bytes of every exhibit that the log admits and that is not sealed.

        Raises:
            IntegrityError: Some are missing, or are not those admitted.
        """
        total = self._derived.records.count("exhibit")
        sealed = {row["exhibit"] for row in self._derived.records.select("sealing")}
        for done, row in enumerate(self._numbered(), 1):
            if row["sha256"] not in sealed:
                self._vault.check(row["sha256"])
            self._progress("verify", done, total, f"exhibit {row['number']}")

    def _numbered(self) -> Iterator[Row]:
        """Exhibits by number, a slice at a time: between the slices the rows may change."""
        last = 0
        while part := list(self._derived.records.ordered("exhibit", "number", after=last, most=SLICE)):
            yield from part
            last = part[-1]["number"]

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
        self._admitted.clear()
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
            yield read_task(item.sha256, self._checked(item.sha256), item.size, item.settings)

    def _checked(self, sha256: Sha256) -> Path:
        self._vault.check(sha256)
        return self._vault.path(sha256)

    def _take(self, item: Waiting, reading: Reading, scratch: Path) -> None:
        members, held = self._members(reading.children, scratch)
        new = self._new(held)
        events = [
            part_event(item.sha256, part.index, part.name, new.pop(member["sha256"]))
            for part, member in zip(reading.children, members, strict=True)
            if member["sha256"] in new
        ]
        for start in range(0, len(events), GROUP_LIMIT):
            self._log.append(events[start : start + GROUP_LIMIT], self._signer())
        result = {
            "reading": {**reading_to_json(reading), "children": []},
            "members": members,
            "ocr": item.settings.ocr,
            "extensions": list(item.settings.extensions) if reading.media_type.startswith(UNTOLD) else [],
        }
        self._derived.results.put("read", item.settings.key, item.sha256, result)
        self._fresh.append(item.sha256)

    def _members(self, parts: Iterable[Part], scratch: Path) -> tuple[list[dict[str, Any]], dict[str, Preserved]]:
        """Preserve the bytes of parts, durable before anything is said of them."""
        members = []
        held: dict[str, Preserved] = {}
        with self._vault.group():
            for part in parts:
                preserved = None
                if part.file is not None:
                    with open_part(scratch, part) as stream:
                        preserved = self._vault.preserve(stream)
                    held.setdefault(preserved.sha256, preserved)
                sha256 = preserved.sha256 if preserved else None
                raw = part.name_raw.hex() if part.name_raw else None
                member = {"index": part.index, "name": part.name, "name_raw": raw}
                members.append({**member, "sha256": sha256, "detail": part.detail})
        return members, held

    def _new(self, held: dict[str, Preserved]) -> dict[str, Preserved]:
        """Parts that are to be admitted: those that a crash left beyond the checkpoint are admitted already."""
        known = self._known(held)
        if not self._recovered and held.keys() - known:
            self._recovered = True
            self._log.recover(self._signer())
            self.catch_up()
            known = self._known(held)
        self.restored.update(Sha256(sha256) for sha256 in known if held[sha256].new)
        self._admitted |= held.keys() - known
        return {sha256: preserved for sha256, preserved in held.items() if sha256 not in known}

    def _known(self, held: dict[str, Preserved]) -> set[str]:
        known = {row["sha256"] for row in self._derived.records.among("exhibit", "sha256", held)}
        return known | held.keys() & self._admitted


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
