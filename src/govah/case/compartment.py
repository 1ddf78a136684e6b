"""Collecting into a compartment: bytes come in sealed and were never open in the case.

Each file is a new object, also where the case holds the same bytes: that two sources gave one paper would link them.
Name, place, hash and size stand inside of the envelope. Because nothing outside tells what is inside, a second run
cannot know what the first took in: it takes all in again.
"""

import os
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from govah.case.collecting import UNTOLD, check_collection
from govah.case.grouping import grouped
from govah.case.progress import Progress
from govah.case.projection import catch_up
from govah.case.seal_terms import Terms, agreed
from govah.case.summing import Collected
from govah.collect.walk import Found, open_found, walk
from govah.config import version
from govah.model.acquisition import AcquisitionRecord
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.model.status import Status
from govah.model.text import stored_text
from govah.preserve.envelope import DataKey
from govah.store.ciphertexts import Ciphertexts, HashingWriter

if TYPE_CHECKING:
    from govah.case.case import Case

_GROUP_FILES = 256


@dataclass(frozen=True, slots=True)
class SealedTo:
    """To whom a compartment is sealed.

    Args:
        custodians: Names in the case.
        two_keys: Two of them are needed.
        why: In words.
        record: What is known of the acquisition; it stands in the log in clear.
    """

    custodians: Sequence[str]
    two_keys: bool
    why: str = "collected sealed"
    record: AcquisitionRecord = UNTOLD


def collect_sealed(
    case: "Case", paths: Sequence[Path], source: str, sealed_to: SealedTo, progress: Progress
) -> Collected:
    """Seal everything under `paths` as it comes in. Nothing is read, and nothing is recognised.

    Raises:
        NotFoundError: A path or a custodian is not there.
        UsageError: No source was named, not enough custodians, or the case itself would be collected.
    """
    started = time.monotonic()
    source = stored_text(source)
    check_collection(case, paths, source)
    terms = agreed(case, sealed_to.custodians, sealed_to.why, two_keys=sealed_to.two_keys)
    taking = _Taking(case, source, terms, sealed_to.record)
    done = taking.run([os.fsencode(path) for path in paths], progress)
    catch_up(case.log, case.derived.records)
    counted = {Status.ENCRYPTED: done - taking.without_bytes, Status.UNREADABLE: taking.without_bytes}
    statuses = {status: count for status, count in counted.items() if count}
    return Collected(done, done, 0, 0, statuses, time.monotonic() - started, sealed=done - taking.without_bytes)


class _Taking:
    """One run over what was delivered, in groups that are made durable together."""

    def __init__(self, case: "Case", source: str, terms: Terms, record: AcquisitionRecord) -> None:
        self._case = case
        self._source = source
        self._terms = terms
        self._store = Ciphertexts(case.folder / "sealed")
        self.without_bytes = 0
        fields: dict[str, Value] = {
            "source": source,
            "roots": [],  # their names are sealed with what lay in them
            "ocr": None,
            "compartment": source,
            "tool": f"govah/{version()}",
            **record.known,
        }
        (self._acquisition,) = case.log.append([Event(EventType.ACQUIRE, fields)], case.signer)

    def run(self, roots: Sequence[bytes], progress: Progress) -> int:
        """Seal and admit; how many directory entries there were."""
        done = 0
        for group in grouped(walk(roots), _GROUP_FILES):
            events: list[Event] = []
            with self._store.group():
                for found in group:
                    events += self._sealed(found)
            self._case.log.append(events, self._case.signer)
            done += len(group)
            progress("seal", done, None, "")
        return done

    def _sealed(self, found: Found) -> list[Event]:
        """Seal one entry: the `seal` event first, so that no admission stands without its keys after a crash."""
        key = DataKey()
        sealed, size, whole = self._ciphertext(found, key)
        of: dict[str, Value] = {"source": self._source, "compartment": self._source}
        if not whole:
            of["without_bytes"] = True
            self.without_bytes += 1
        admit = _admission(sealed, size, self._source, self._acquisition)
        return [self._terms.seal("exhibit", sealed, size, key, **of), Event(EventType.ADMIT, admit)]

    def _ciphertext(self, found: Found, key: DataKey) -> tuple[str, int, bool]:
        """The ciphertext of an entry; whether its bytes are in it, or only what is known of the entry."""
        if found.problem is None:
            try:
                with os.fdopen(open_found(found.location), "rb") as stream:
                    label = _label(found)
                    return *self._store.put(lambda target: _into(key, stream, label, target)), True
            except OSError as error:
                found = found._replace(problem=f"cannot be read: {error.strerror}")
        with Path(os.devnull).open("rb") as nothing:
            label = _label(found)
            return *self._store.put(lambda target: _into(key, nothing, label, target)), False


def _admission(sealed: str, size: int, source: str, acquisition: EntryIndex) -> dict[str, Value]:
    return {"sealed": sealed, "size": size, "source": source, "acquisition": acquisition}


def _into(key: DataKey, stream: BinaryIO, label: dict[str, Value], target: HashingWriter) -> None:
    key.encrypt(stream, label, target)


def _label(found: Found) -> dict[str, Value]:
    """What is sealed beside the bytes."""
    label: dict[str, Value] = {"what": "exhibit", "path": found.path}
    if found.path_raw is not None:
        label["path_raw"] = b64encode(found.path_raw).decode()
    if found.modified is not None:
        label["modified"] = found.modified
    if found.problem is not None:
        label["detail"] = found.problem
    return label
