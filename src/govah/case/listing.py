"""Exhibits as they are listed: some at a time, in constant memory, whatever the case holds."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import merge
from itertools import islice
from typing import Any

from govah.case.paths import Paths, StoredPlaces
from govah.model.exhibit import Exhibit
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.status import Status
from govah.store.records import Records, Row

_BATCH = 500


class SomePlaces:
    """Places of some exhibits, read together; of what holds them, asked of the database one by one.

    Args:
        records: The projection.
        exhibits: Their hashes.
    """

    def __init__(self, records: Records, exhibits: Collection[str]) -> None:
        self._stored = StoredPlaces(records)
        self._occurrences = _by("sha256", records.among("occurrence", "sha256", exhibits), exhibits)
        self._memberships = _by("sha256", records.among("member", "sha256", exhibits), exhibits)

    def occurrences(self, sha256: Sha256) -> Iterable[Row]:
        """As `Places`."""
        found = self._occurrences.get(sha256)
        return self._stored.occurrences(sha256) if found is None else found

    def memberships(self, sha256: Sha256) -> Iterable[Row]:
        """As `Places`."""
        found = self._memberships.get(sha256)
        return self._stored.memberships(sha256) if found is None else found


def statuses(records: Records) -> Mapping[Status, int]:
    """How many there are of each status, what has no bytes among them; counted by the database."""
    counted = {Status(status): number for status, number in records.counted("reading", "status").items()}
    lost = records.count("occurrence", sha256=None) + records.count("member", sha256=None)
    for status, number in ((Status.PENDING, records.count("unread")), (Status.UNREADABLE, lost)):
        counted[status] = counted.get(status, 0) + number
    return {status: counted[status] for status in Status if counted.get(status)}


def listed(records: Records, wanted: Collection[Status] | None = None, skipped: int = 0) -> Iterator[Exhibit]:
    """Exhibits by number; then what has no bytes, by path.

    Args:
        records: The projection.
        wanted: Only of these statuses.
        skipped: How many of them are left out at the beginning.
    """
    held = _numbered(records, wanted, skipped)
    left = skipped
    if wanted is not None:
        while left and (part := list(islice(held, min(left, _BATCH)))):
            left -= len(part)
    else:
        left = max(0, skipped - records.count("exhibit"))
    while part := list(islice(held, _BATCH)):
        if wanted is not None:
            rows = {row["sha256"]: row for row in records.among("exhibit", "sha256", [row["sha256"] for row in part])}
            part = [rows[row["sha256"]] for row in part]
        yield from _with_bytes(records, part)
    if wanted is None or Status.UNREADABLE in wanted:
        yield from islice(sorted(_without_bytes(records), key=lambda exhibit: exhibit.paths), left, None)


def _numbered(records: Records, wanted: Collection[Status] | None, skipped: int) -> Iterator[Row]:
    """Rows with hashes, by number. Numbers have no gaps: where all are wanted the first are passed over at once."""
    if wanted is None:
        return records.ordered("exhibit", "number", after=skipped)
    sources = [records.ordered("reading", "number", status=status.value) for status in Status if status in wanted]
    if Status.PENDING in wanted:
        sources.append(records.ordered("unread", "number"))
    return merge(*sources, key=lambda row: int(row["number"]))


def _with_bytes(records: Records, rows: list[Row]) -> Iterator[Exhibit]:
    hashes = [row["sha256"] for row in rows]
    paths = Paths(SomePlaces(records, hashes))
    readings = {row["sha256"]: row for row in records.among("reading", "sha256", hashes)}
    parents = _by("sha256", records.among("member", "sha256", hashes), hashes)
    children = _by("parent", records.among("member", "parent", hashes), hashes)
    for row in rows:
        sha256 = row["sha256"]
        held = sorted(children[sha256], key=lambda row: int(row["position"]))
        yield exhibit_of(
            row,
            readings.get(sha256),
            paths,
            [member["parent"] for member in parents[sha256]],
            [member["sha256"] for member in held if member["sha256"] is not None],
        )


def _without_bytes(records: Records) -> Iterator[Exhibit]:
    for row in records.select("occurrence", sha256=None):
        raw = {row["path"]: row["path_raw"]} if row["path_raw"] else {}
        yield _unreadable((row["path"],), raw, (), (row["source"],), row["detail"])
    paths = Paths(StoredPlaces(records))
    for member in records.select("member", sha256=None):
        found, sources = paths.of(member["parent"])
        names = tuple(f"{path}/{member['name']}" for path, _ in found)
        yield _unreadable(names, {}, (member["parent"],), tuple(sources), member["detail"])


def _by(column: str, rows: Iterable[Row], keys: Collection[str]) -> Mapping[str, list[Row]]:
    grouped: dict[str, list[Row]] = {key: [] for key in keys}
    for row in rows:
        grouped[row[column]].append(row)
    return grouped


def exhibit_of(row: Row, reading: Row | None, paths: Paths, parents: Any, children: Any) -> Exhibit:
    """An exhibit from its rows."""
    found, sources = paths.of(row["sha256"])
    told: Mapping[str, Any] = reading or {}
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
    )


def _unreadable(
    paths: tuple[str, ...],
    raw: Mapping[str, bytes],
    parents: tuple[Sha256, ...],
    sources: tuple[str, ...],
    detail: str | None,
) -> Exhibit:
    return Exhibit(None, None, paths, raw, None, 0, parents, (), Status.UNREADABLE, detail, sources)
