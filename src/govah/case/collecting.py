"""Collecting: bytes are preserved before anything reads them, then what was preserved is read."""

import gc
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from govah.case import processing
from govah.case.acquiring import acquire_event, acquisition_of, check_hash_lists
from govah.case.admission import found_event
from govah.case.grouping import grouped
from govah.case.gutted import forget_gutted
from govah.case.hash_lists import Held, held_of
from govah.case.own_copies import check_no_copies
from govah.case.progress import Progress
from govah.case.projection import catch_up
from govah.case.saying import settle
from govah.case.sealing import finish
from govah.case.seals import open_before
from govah.case.summing import Collected, Delivered
from govah.collect.hash_list import read_hash_list
from govah.collect.walk import Found, open_found, walk
from govah.errors import NotFoundError, UsageError
from govah.model.acquisition import AcquisitionRecord
from govah.model.event import Event
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.text import stored_text
from govah.preserve.vault import Preserved, Vault
from govah.preserve.verifier import GROUP_LIMIT
from govah.store.tally import Tally

if TYPE_CHECKING:
    from govah.case.case import Case

UNTOLD = AcquisitionRecord()
"""Nothing is told of the acquisition."""


def collect(
    case: "Case",
    paths: Sequence[Path],
    source: str,
    *,
    process: bool,
    ocr: bool,
    progress: Progress,
    record: AcquisitionRecord = UNTOLD,
    hashes: Sequence[Path] = (),
) -> Collected:
    """Preserve everything under `paths`, then process it. Again, or after a crash, adds nothing twice.

    What is known already is compared with its stored copy, which is hashed for it: about 1 s per GB. A copy that is
    missing is brought back, also one of a part of a known container; that container is then read again.

    Args:
        paths: Files and folders.
        source: Who delivered them, a pseudonym.
        process: Read, recognise and index what was preserved.
        ocr: Recognise scans and pictures.
        progress: Told of every group.
        record: What is known of the acquisition; where it differs from what was known, a new one begins.
        hashes: Lists of hashes that the acquirer made, to compare with.

    Raises:
        IntegrityError: A stored copy is not what was admitted; it stays as it is.
        NotFoundError: A path is not there.
        UsageError: No source was named, or the case itself would be collected.
    """
    started = time.monotonic()
    source = stored_text(source)
    check_collection(case, paths, source)
    finish(case, progress)
    lists = [read_hash_list(path) for path in hashes]
    records = case.derived.records
    before = records.count("exhibit")
    with Tally() as tally:
        delivered = Delivered(tally)
        preserving = _Preserving(case, source, ocr, progress, record, met={} if lists else None)
        acquisition = preserving.run((os.fsencode(path) for path in paths), delivered)
        compared = check_hash_lists(case, acquisition, lists, preserving.met or {})
        restored = preserving.restored
        if process:
            while forget_gutted(records, case.vault, delivered.exhibits()):
                back = processing.process(case, progress)
                restored |= back
                if not back:
                    break
            restored |= processing.process(case, progress)
        done = delivered.sum(records, before, len(restored), time.monotonic() - started)
        return replace(done, hash_lists=compared)


def check_collection(case: "Case", paths: Sequence[Path], source: str) -> None:
    """See that there is something to collect, apart from the case.

    Raises:
        NotFoundError: A path is not there.
        UsageError: No source or path was named, or the case itself or a copy of it would be collected.
    """
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
    check_no_copies(case.log.origin, paths)


_Pair = tuple[Found, Preserved | None]
"""What was found, and its bytes where they could be had."""


class _Preserving:
    """One run over what was delivered, in groups that are made durable together."""

    def __init__(
        self,
        case: "Case",
        source: str,
        ocr: bool,
        progress: Progress,
        record: AcquisitionRecord,
        met: dict[str, Held | None] | None,
    ) -> None:
        settle(case)
        case.vault.withhold(open_before(case.derived.records))
        self._case = case
        self._source = source
        self._ocr = ocr
        self._progress = progress
        self._record = record
        self.met = met
        self.restored: set[Sha256] = set()

    def run(self, paths: Iterable[bytes], delivered: Delivered) -> EntryIndex:
        """Preserve and admit; everything that was met goes to `delivered`, in order. The acquisition's entry."""
        with _rarely_collected():
            return self._run(paths, delivered)

    def _run(self, paths: Iterable[bytes], delivered: Delivered) -> EntryIndex:
        roots = list(paths)
        acquisition = acquisition_of(self._case.view, self._source, ocr=self._ocr, record=self._record)
        if acquisition is None:
            event = acquire_event(self._source, roots, ocr=self._ocr, record=self._record)
            appended = self._case.log.append_entries([event], self._case.signer)
            catch_up(self._case.log, self._case.derived.records, appended)
            acquisition = appended[0].index
        for group in grouped(walk(roots), GROUP_LIMIT):
            delivered.add(self._admit(group, acquisition))
            self._progress("preserve", delivered.files_in, None, group[-1].path)
        return acquisition

    def _admit(self, group: list[Found], acquisition: EntryIndex) -> list[Sha256 | None]:
        """Preserve the bytes of a group, then say so in the log; what they were."""
        with self._case.vault.group():
            pairs = [_preserved(self._case.vault, entry) for entry in group]
            self._note_restored(preserved for _, preserved in pairs if preserved and preserved.new)
            events = list(self._events(pairs, acquisition))
            if self.met is not None:
                self.met |= {found.path: held_of(preserved) for found, preserved in pairs}
        if events:
            appended = self._case.log.append_entries(events, self._case.signer)
            catch_up(self._case.log, self._case.derived.records, appended)
        return [preserved.sha256 if preserved else None for _, preserved in pairs]

    def _note_restored(self, new: Iterable[Preserved]) -> None:
        hashes = {preserved.sha256 for preserved in new}
        self.restored |= {row["sha256"] for row in self._case.derived.records.among("exhibit", "sha256", hashes)}

    def _events(self, pairs: list[_Pair], acquisition: EntryIndex) -> Iterator[Event]:
        """Admissions of what this source did not deliver before, under this path and with these bytes."""
        rows = self._case.derived.records.among("occurrence", "path", {found.path for found, _ in pairs})
        known = {(row["path"], row["path_raw"], row["sha256"]) for row in rows if row["source"] == self._source}
        for found, preserved in pairs:
            key = (found.path, found.path_raw, preserved.sha256 if preserved else None)
            if key not in known:
                known.add(key)
                yield found_event(found, self._source, acquisition, preserved)


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Groups make many objects and no cycles: looking for cycles after each seven hundred costs a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _preserved(vault: Vault, found: Found) -> _Pair:
    """Preserve one entry's bytes; what cannot be read becomes an entry with a problem."""
    if found.problem is not None:
        return found, None
    try:
        handle = open_found(found.location)
    except OSError as error:
        return found._replace(problem=f"cannot be opened: {error.strerror}"), None
    with FileIO(handle) as stream:
        try:
            return found, vault.preserve(stream, found.size)
        except OSError as error:
            return found._replace(problem=f"cannot be read to its end: {error.strerror}"), None
