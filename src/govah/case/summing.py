"""What a collection came to: every directory entry that was met, and every member reachable from there, counted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from govah.case.hash_lists import ListCompared
from govah.model.identifiers import Sha256
from govah.model.status import Status
from govah.store.records import Records
from govah.store.tally import Tally


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
    hash_lists: tuple[ListCompared, ...] = ()
    """What came out of comparing with the acquirer's lists of hashes."""
    sealed: int = 0
    """Of all that was met: how many are sealed, and were not taken in in the open."""


class Delivered:
    """The directory entries of a run. They may be millions: none is kept in memory.

    Args:
        tally: Empty; the caller closes it.
    """

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self.files_in = 0
        self._without_bytes = 0

    def add(self, hashes: list[Sha256 | None]) -> None:
        """More entries, by the bytes that they had."""
        self.files_in += len(hashes)
        held = [sha256 for sha256 in hashes if sha256 is not None]
        self._without_bytes += len(hashes) - len(held)
        self._tally.add(held)

    def exhibits(self) -> Iterator[set[Sha256]]:
        """All that was delivered, some at a time."""
        for met in self._tally.met():
            yield {Sha256(sha256) for sha256, _ in met}

    def sum(self, records: Records, before: int, restored: int, seconds: float) -> Collected:
        """Count what was met by the statuses that it has now; to be asked once.

        Args:
            records: The projection.
            before: Exhibits that the case held before.
            restored: Exhibits that were brought back.
            seconds: Since the beginning.
        """
        counted: Counter[Status] = Counter()
        if self._without_bytes:
            counted[Status.UNREADABLE] = self._without_bytes
        children, round_, sealed = 0, 0, 0
        more = True
        while more:
            more = False
            for met in self._tally.met(round_):
                if round_ == 0:
                    sealed += _count(counted, dict(met), records)
                for members in _members(records, [sha256 for sha256, _ in met]):
                    children += len(members)
                    held = Counter(sha256 for sha256 in members if sha256 is not None)
                    if len(members) > held.total():
                        counted[Status.UNREADABLE] += len(members) - held.total()
                    sealed += _count(counted, held, records)
                    self._tally.note(held.keys(), round_ + 1)
                    more = True
            round_ += 1
        new = records.count("exhibit") - before
        known = len(self._tally) - new
        return Collected(self.files_in, new, known, children, dict(counted), seconds, restored, sealed=sealed)


def _members(records: Records, parents: list[str]) -> Iterator[list[str | None]]:
    members = [row["sha256"] for row in records.among("member", "parent", parents)]
    if members:
        yield members


def _count(counted: Counter[Status], times: Mapping[str, int], records: Records) -> int:
    """Count exhibits by their status; how often one of them is sealed."""
    sealed = {row["exhibit"] for row in records.among("sealing", "exhibit", times.keys())}
    met_sealed = sum(times[sha256] for sha256 in sealed)
    if sealed:
        counted[Status.ENCRYPTED] += met_sealed
    left = sum(times.values()) - met_sealed
    for row in records.among("reading", "sha256", times.keys() - sealed):
        counted[Status(row["status"])] += times[row["sha256"]]
        left -= times[row["sha256"]]
    if left:
        counted[Status.PENDING] += left
    return met_sealed
