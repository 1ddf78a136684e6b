"""The record of an acquisition: who, when, how and on what grounds, as `acquire` entries say it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govah.case.hash_lists import Digests, ListCompared, Met, compare
from govah.case.lacking import lacking
from govah.case.listing import sealed_status
from govah.case.projection import catch_up
from govah.case.saying import append
from govah.collect.file_times import file_times
from govah.collect.hash_list import HashList
from govah.collect.walk import base_name
from govah.config import version
from govah.errors import NotFoundError, UsageError
from govah.model.acquisition import Acquisition, AcquisitionRecord
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.status import Status

if TYPE_CHECKING:
    from govah.case.case import Case
    from govah.case.view import CaseView


def acquisition_of(view: "CaseView", source: str, *, ocr: bool, record: AcquisitionRecord) -> EntryIndex | None:
    """The acquisition that goes on: the source's last one, unless another record is told now."""
    same = [found for found in view.acquired() if found.source == source and found.ocr == ocr]
    if not same or same[-1].record.completed(record) != same[-1].record:
        return None
    return same[-1].entry


def acquire_event(source: str, roots: Sequence[bytes], *, ocr: bool, record: AcquisitionRecord) -> Event:
    """The event that begins an acquisition."""
    names = [base_name(root) for root in roots]
    times = [file_times(root, name) for root, name in zip(roots, names, strict=True)]
    told: list[Value] = [
        {"root": each.root, "filesystem": each.filesystem, "precision": each.precision, "zone": each.zone}
        for each in times
    ]
    return Event(
        EventType.ACQUIRE,
        {
            "source": source,
            "roots": list(names),
            "ocr": ocr,
            "tool": f"govah/{version()}",
            "file_times": told,
            **record.known,
        },
    )


def _completing(known: Acquisition, fields: Mapping[str, Value]) -> Event:
    tool = f"govah/{version()}"
    told: dict[str, Value] = {"source": known.source, "roots": [], "ocr": known.ocr, "tool": tool}
    return Event(EventType.ACQUIRE, {**told, "completes": known.entry, **fields})


def complete(case: "Case", source: str, record: AcquisitionRecord, entry: int | None = None) -> Acquisition:
    """Complete or put right the record of an acquisition; what the log said before stays there.

    Args:
        source: Whose acquisition.
        record: What is known now.
        entry: Of the acquisition; None for the source's last.

    Raises:
        NotFoundError: There is no such acquisition.
        UsageError: Nothing new is told.
    """
    if not record.known:
        raise UsageError("Nothing was told.", "Say what is known, for instance: --legal-basis TEXT")
    found = [each for each in case.view.acquired() if each.source == source and entry in (None, each.entry)]
    if not found:
        which = f"acquisition {entry} of {source!r}" if entry is not None else f"acquisition of {source!r}"
        raise NotFoundError(f"There is no {which}.", "List them: govah acquisitions")
    known = found[-1]
    if known.record.completed(record) == known.record:
        raise UsageError("The record says that already.", f"See it: govah acquisitions (entry {known.entry}).")
    changed = {name: value for name, value in record.known.items() if known.record.known.get(name) != value}
    append(case, _completing(known, changed))
    return next(each for each in case.view.acquired() if each.entry == known.entry)


def check_hash_lists(
    case: "Case", acquisition: EntryIndex, lists: Sequence[HashList], met: Met
) -> tuple[ListCompared, ...]:
    """Compare what was collected with the acquirer's lists, and keep in the log what came out.

    Nothing is written again where the same list came out the same before.
    """
    if not lists:
        return ()
    catch_up(case.log, case.derived.records)
    digests = Digests(case.vault)
    compared = tuple(compare(each, met, digests) for each in lists)
    known = next(each for each in case.view.acquired() if each.entry == acquisition)
    new: list[Value] = [found.told for found in compared if found.told not in known.hash_lists]
    if new:
        append(case, _completing(known, {"hash_lists": new}))
    return compared


@dataclass(frozen=True, slots=True)
class Tally:
    """What an acquisition came to: `files_in + children` is the sum of `status`.

    Args:
        files_in: Directory entries, as the case knows them.
        children: Members of containers reachable from them.
        status: How many of both have which status.
        sealed: How many of those that are encrypted were sealed here.
    """

    files_in: int
    children: int
    status: Mapping[Status, int]
    sealed: int


def tallies(case: "Case") -> dict[EntryIndex, Tally]:
    """What each acquisition brought, by its entry."""
    records = case.derived.records
    status_of = {row["sha256"]: Status(row["status"]) for row in records.select("reading")}
    members: dict[str, list[str | None]] = defaultdict(list)
    for row in records.select("member"):
        members[row["parent"]].append(row["sha256"])
    brought: dict[int, list[Sha256 | None]] = defaultdict(list)
    wanting = {row["entry"] for row in lacking(records, "acquisition")}
    for row in records.select("occurrence"):
        if row["sha256"] is not None or row["entry"] in wanting:
            brought[row["acquisition"]].append(row["sha256"])
    seals = case.view.seals.by_exhibit()

    def status(sha256: str | None) -> Status:
        if sha256 is None:
            return Status.UNREADABLE
        return sealed_status(seals[sha256]) if sha256 in seals else status_of.get(Sha256(sha256), Status.PENDING)

    found: dict[EntryIndex, Tally] = {}
    for acquisition in case.view.acquired():
        files = brought[acquisition.entry]
        children = _members_below(files, members)
        both = [*files, *children]
        counted = Counter(map(status, both))
        sealed = sum(each in seals and not seals[each].without_bytes for each in both if each is not None)
        found[acquisition.entry] = Tally(len(files), len(children), counted, sealed)
    return found


def _members_below(files: Sequence[str | None], members: Mapping[str, Sequence[str | None]]) -> list[str | None]:
    """Every member that is reachable, each container entered once."""
    entered: set[str] = set()
    children: list[str | None] = []
    waiting = list(files)
    while waiting:
        sha256 = waiting.pop()
        if sha256 is not None and sha256 not in entered:
            entered.add(sha256)
            children += members.get(sha256, ())
            waiting += members.get(sha256, ())
    return children
