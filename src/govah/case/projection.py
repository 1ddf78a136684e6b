"""Log to rows: what people did and said, as tables. Pure but for the rows that it writes."""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from govah.case.doubts import doubt, doubt_source
from govah.model.event import Entry, EventType
from govah.model.identifiers import EntryIndex
from govah.preserve.log import Landmarks, Log
from govah.preserve.verifier import key_id
from govah.store.records import Records, Row, Writer

_BATCH = 4096
"""Entries that are projected together: what they say of known exhibits is looked up in one go."""


def catch_up(log: Log, records: Records) -> int:
    """Project the entries that the database does not reflect yet, in one transaction.

    Returns:
        How many log entries the database reflects now.
    """
    size = _reflected(records)
    if log.checkpoint().size <= size:
        return size
    with records.transaction() as writer:
        size = int(next(iter(writer.select("state", key="log_size")))["value"])
        entries = _Counted(log.entries(EntryIndex(size)), size)
        project(entries, writer)
        writer.put("state", [{"key": "log_size", "value": entries.reached}])
    return entries.reached


def landmarks(records: Records) -> Landmarks:
    """Where keys were added or changed, among the entries that the database reflects."""
    upto = _reflected(records)  # first: what another process adds meanwhile only makes the list longer
    return Landmarks(upto, tuple(row["entry"] for row in records.select("landmark") if row["entry"] < upto))


def _reflected(records: Records) -> int:
    return int(next(records.select("state", key="log_size"))["value"])


class _Counted:
    """Entries as they pass, and how far they reached."""

    def __init__(self, entries: Iterable[Entry], reached: int) -> None:
        self._entries = entries
        self.reached = reached

    def __iter__(self) -> Iterator[Entry]:
        for entry in self._entries:
            self.reached = entry.index + 1
            yield entry


def project(entries: Iterable[Entry], writer: Writer) -> None:
    """Write the rows of entries that follow those projected before. Unknown types leave no rows."""
    source = iter(entries)
    while batch := list(islice(source, _BATCH)):
        _project(batch, writer)


def _project(batch: list[Entry], writer: Writer) -> None:
    rows: _Rows = defaultdict(list)
    admits = [entry for entry in batch if entry.type == EventType.ADMIT]
    _admit(admits, rows, writer)
    for entry in batch:
        if entry.type == EventType.ADMIT:
            continue
        if entry.type == EventType.ACQUIRE:
            doubt_source(str(entry.fields["source"]), bool(entry.fields["ocr"]), writer)
        projector = _PROJECTORS.get(entry.type)
        if projector is not None:
            projector(entry, entry.fields, rows)
        rows["named"] += ({"sha256": sha256, "entry": entry.index} for sha256 in sorted(_named(entry.fields)))
    for table, found in rows.items():
        writer.put(table, found)
    doubt((row["sha256"] for row in rows["occurrence"] if row["sha256"] is not None), writer, unless=rows["unread"])


def _named(value: Any) -> set[str]:
    """Every exhibit that an event names."""
    found: set[str] = set()
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("sha256", "parent", "exhibit") and isinstance(part, str) and len(part) == 64:
                found.add(part)
            else:
                found |= _named(part)
    elif isinstance(value, list):
        for part in value:
            found |= _named(part)
    return found


_Rows = dict[str, list[Row]]
"""Rows to write, by table."""


def _set(_entry: Entry, fields: Any, rows: _Rows) -> None:
    rows["state"] += ({"key": f"set:{name}", "value": value} for name, value in fields.items())


def _actor(entry: Entry, fields: Any, rows: _Rows) -> None:
    key = key_id(bytes.fromhex(fields["public_key"]))
    rows["actor"].append({"key": key, "name": fields["name"], "entry": entry.index})
    _landmark(entry, fields, rows)


def _landmark(entry: Entry, _fields: Any, rows: _Rows) -> None:
    rows["landmark"].append({"entry": entry.index, "type": entry.type})


def _acquire(entry: Entry, fields: Any, rows: _Rows) -> None:
    row = {"entry": entry.index, "source": fields["source"], "at": entry.at, "by": entry.actor, "ocr": fields["ocr"]}
    rows["acquisition"].append(row)


def _admit(admits: list[Entry], rows: _Rows, writer: Writer) -> None:
    """Number what is new among admissions; note where each was found."""
    if not admits:
        return
    wanted = {entry.fields[name] for entry in admits for name in ("sha256", "parent") if entry.fields.get(name)}
    known = {row["sha256"]: row for row in writer.among("exhibit", "sha256", wanted)}
    changed: dict[str, Row] = {}
    admitted = next(iter(writer.select("state", key="admitted")), None)
    number = before = int(admitted["value"]) if admitted else 0
    for entry in admits:
        fields: Any = entry.fields
        sha256, parent = fields.get("sha256"), fields.get("parent")
        if parent is None:
            rows["occurrence"].append(_occurrence(entry, fields))
        else:
            rows["named"].append({"sha256": parent, "entry": entry.index})
        if sha256 is None:
            continue
        depth = 0 if parent is None else known[parent]["depth"] + 1 if parent in known else 1
        exhibit = known.get(sha256)
        if exhibit is None:
            number += 1
            row = {"sha256": sha256, "number": number, "size": fields["size"], "entry": entry.index, "depth": depth}
            known[sha256] = changed[sha256] = {**row, "parent": parent, "name": fields.get("name")}
            rows["unread"].append({"number": number, "sha256": sha256})
            continue
        if depth < exhibit["depth"]:
            known[sha256] = changed[sha256] = {**exhibit, "depth": depth}
        if parent is not None:
            rows["named"].append({"sha256": sha256, "entry": entry.index})
    rows["exhibit"] += (changed[sha256] for sha256 in sorted(changed))  # in order of the index that they go into
    if number != before:
        rows["state"].append({"key": "admitted", "value": number})


def _occurrence(entry: Entry, fields: Any) -> Row:
    return {
        "entry": entry.index,
        "ordinal": 0,
        "source": fields["source"],
        "path": fields["path"],
        "path_raw": b64decode(fields["path_raw"]) if fields.get("path_raw") else None,
        "sha256": fields.get("sha256"),
        "detail": fields.get("detail"),
        "modified": fields.get("modified"),
    }


def _on_passage(table: str) -> "Callable[[Entry, Any, _Rows], None]":
    def projector(entry: Entry, fields: Any, rows: _Rows) -> None:
        data = {**fields, "by": entry.actor, "at": entry.at}
        rows[table].append({"entry": entry.index, "sha256": fields["passage"]["sha256"], "data": data})

    return projector


def _claim(entry: Entry, fields: Any, rows: _Rows) -> None:
    rows["claim"].append({"id": entry.index, "data": {**fields, "by": entry.actor, "at": entry.at}})


def _assess(entry: Entry, fields: Any, rows: _Rows) -> None:
    data = {**fields, "by": entry.actor, "at": entry.at}
    rows["assessment"].append({"entry": entry.index, "claim": fields["claim"], "data": data})


def _publish(entry: Entry, fields: Any, rows: _Rows) -> None:
    rows["publication"].append({"entry": entry.index, "data": {**fields, "by": entry.actor, "at": entry.at}})


_PROJECTORS: dict[str, Callable[[Entry, Any, _Rows], None]] = {
    EventType.SET: _set,
    EventType.ACTOR_ADD: _actor,
    EventType.KEY_ROTATE: _landmark,
    EventType.ACQUIRE: _acquire,
    EventType.MARK: _on_passage("mark"),
    EventType.CORRECT: _on_passage("correction"),
    EventType.CONFIRM: _on_passage("confirmation"),
    EventType.CLAIM: _claim,
    EventType.ASSESS: _assess,
    EventType.PUBLISH: _publish,
}
