"""Exhibits as they are listed: some at a time, in constant memory, whatever the case holds."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import merge
from itertools import islice
from typing import Any

from govah.case.lacking import lacking
from govah.case.paths import Paths, StoredPlaces
from govah.model.exhibit import Exhibit
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.sealing import Sealing
from govah.model.status import Status
from govah.store.records import Records, Row

_BATCH = 500


NOT_READ = frozenset(Status) - {Status.OK, Status.EMPTY}
"""Statuses of what was not read, or not whole."""
_Seals = Mapping[str, Sealing]


class SomePlaces:
    """Places of some exhibits, read together; of what holds them, asked of the database one by one.

    Args:
        records: The projection.
        rows: Their rows.
    """

    def __init__(self, records: Records, rows: Collection[Row]) -> None:
        exhibits = [row["sha256"] for row in rows]
        self._stored = StoredPlaces(records)
        self._occurrences = _by("sha256", records.among("occurrence", "sha256", exhibits), exhibits)
        self._memberships = _by("sha256", records.among("member", "sha256", exhibits), exhibits)
        for row in rows:
            if row["parent"] and not self._memberships[row["sha256"]]:  # its container was not read, or is sealed
                self._memberships[row["sha256"]] = [row]

    def occurrences(self, sha256: Sha256) -> Iterable[Row]:
        """As `Places`."""
        found = self._occurrences.get(sha256)
        return self._stored.occurrences(sha256) if found is None else found

    def memberships(self, sha256: Sha256) -> Iterable[Row]:
        """As `Places`."""
        found = self._memberships.get(sha256)
        return self._stored.memberships(sha256) if found is None else found


def statuses(records: Records, seals: _Seals) -> Mapping[Status, int]:
    """How many there are of each status, what has no bytes among them; counted by the database."""
    counted = Counter({Status(status): number for status, number in records.counted("reading", "status").items()})
    counted.subtract(Status(row["status"]) for row in records.among("reading", "sha256", seals))
    counted.update(map(sealed_status, seals.values()))
    counted[Status.PENDING] += records.count("unread")
    counted[Status.UNREADABLE] += sum(1 for _ in lacking(records)) + records.count("member", sha256=None)
    counted[Status.UNREADABLE] += records.count("erased")
    return {status: counted[status] for status in Status if counted[status]}


def count_sealed(seals: _Seals) -> int:
    """How many are sealed with their bytes; their status is `encrypted`."""
    return sum(sealed_status(seal) is Status.ENCRYPTED for seal in seals.values())


def count_unread(records: Records, seals: _Seals) -> int:
    """How many were not read whole; sealed and erased ones apart, for nobody can read those."""
    counted = statuses(records, seals)
    return sum(counted.get(status, 0) for status in NOT_READ) - len(seals) - records.count("erased")


def listed(
    records: Records, seals: _Seals, wanted: Collection[Status] | None = None, skipped: int = 0
) -> Iterator[Exhibit]:
    """Exhibits by number, erased ones among them; then what never had bytes, by path.

    Args:
        records: The projection.
        seals: Of sealed exhibits, by hash.
        wanted: Only of these statuses.
        skipped: How many of them are left out at the beginning.
    """
    held = _numbered(records, seals, wanted, skipped)
    left = skipped
    if wanted is not None:
        while left and (part := list(islice(held, min(left, _BATCH)))):
            left -= len(part)
    else:
        left = max(0, skipped - records.count("exhibit") - records.count("erased"))
    while part := list(islice(held, _BATCH)):
        yield from _exhibits(records, seals, part)
    if wanted is None or Status.UNREADABLE in wanted:
        yield from islice(sorted(_without_bytes(records), key=lambda exhibit: exhibit.paths), left, None)


def _numbered(records: Records, seals: _Seals, wanted: Collection[Status] | None, skipped: int) -> Iterator[Row]:
    """Rows with numbers, in their order: of exhibits by hash, of erased ones with an authority.

    Numbers of both together have no gaps: where all are wanted the first are passed over at once.
    """
    if wanted is None:
        sources = [records.ordered(table, "number", after=skipped) for table in ("exhibit", "erased")]
        return merge(*sources, key=_number)
    read = [records.ordered("reading", "number", status=status.value) for status in Status if status in wanted]
    sources = [(row for row in rows if row["sha256"] not in seals) for rows in read]
    if Status.PENDING in wanted:
        sources.append(records.ordered("unread", "number"))
    if Status.UNREADABLE in wanted:
        sources.append(records.ordered("erased", "number"))
    sealed = [sha256 for sha256, seal in seals.items() if sealed_status(seal) in wanted]
    sources.append(iter(sorted(records.among("exhibit", "sha256", sealed), key=_number)))
    return merge(*sources, key=_number)


def _number(row: Row) -> int:
    return int(row["number"])


def sealed_status(seal: Sealing) -> Status:
    """The status of a sealed exhibit."""
    return Status.UNREADABLE if seal.without_bytes else Status.ENCRYPTED


def _exhibits(records: Records, seals: _Seals, part: list[Row]) -> Iterator[Exhibit]:
    """Exhibits of rows with numbers, in their order."""
    hashes = [row["sha256"] for row in part if "sha256" in row]
    rows = {row["sha256"]: row for row in records.among("exhibit", "sha256", hashes)}
    paths = Paths(SomePlaces(records, list(rows.values())))
    readings = {row["sha256"]: row for row in records.among("reading", "sha256", hashes)}
    parents = _by("sha256", records.among("member", "sha256", hashes), hashes)
    children = _by("parent", records.among("member", "parent", hashes), hashes)
    for row in part:
        sha256 = row.get("sha256")
        if sha256 is None:
            yield _erased(row)
        elif sha256 in rows:
            held = sorted(children[sha256], key=lambda row: int(row["position"]))
            yield exhibit_of(
                rows[sha256],
                readings.get(sha256),
                paths,
                [member["parent"] for member in parents[sha256]],
                [member["sha256"] for member in held if member["sha256"] is not None],
                seals.get(sha256),
            )


def _without_bytes(records: Records) -> Iterator[Exhibit]:
    for row in lacking(records):
        raw = {row["path"]: row["path_raw"]} if row["path_raw"] else {}
        yield _unreadable((row["path"],), raw, (), (row["source"],), row["detail"])
    paths = Paths(StoredPlaces(records))
    for member in records.select("member", sha256=None):
        found, sources = paths.of(member["parent"])
        names = tuple(f"{path}/{member['name']}" for path, _ in found)
        yield _unreadable(names, {}, (member["parent"],), tuple(sources), member["detail"])


def _by(column: str, rows: Iterable[Row], keys: Collection[str]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {key: [] for key in keys}
    for row in rows:
        grouped[row[column]].append(row)
    return grouped


def exhibit_of(
    row: Row, reading: Row | None, paths: Paths, parents: Any, children: Any, sealing: Sealing | None
) -> Exhibit:
    """An exhibit from its rows."""
    found, sources = paths.of(row["sha256"])
    told: Mapping[str, Any] = reading or {}
    if sealing is not None:
        told = {"status": sealed_status(sealing), "detail": sealing.told}
    return Exhibit(
        number=row["number"],
        sha256=row["sha256"],
        paths=tuple(path for path, _ in found),
        path_raw={path: raw for path, raw in found if raw is not None},
        media_type=told.get("media_type"),
        size=row["size"],
        parents=tuple(sorted(set(parents))),
        children=tuple(dict.fromkeys(children)),
        status=Status(told.get("status", Status.PENDING)),
        detail=told.get("detail"),
        sources=tuple(sources),
        reader=told.get("reader"),
        metadata=told.get("metadata") or {},
        pages=told.get("pages", 0),
        language=told.get("language"),
        entry=EntryIndex(row["entry"]),
        sealing=sealing,
    )


def _erased(row: Row) -> Exhibit:
    detail = f"erased on {row['at'][:10]} under this authority: {row['authority']}"
    entry = EntryIndex(row["entry"])
    return Exhibit(row["number"], None, (), {}, None, 0, (), (), Status.UNREADABLE, detail, (), entry=entry)


def _unreadable(
    paths: tuple[str, ...],
    raw: Mapping[str, bytes],
    parents: tuple[Sha256, ...],
    sources: tuple[str, ...],
    detail: str | None,
) -> Exhibit:
    return Exhibit(None, None, paths, raw, None, 0, parents, (), Status.UNREADABLE, detail, sources)
