"""Log to rows: what people did and said, as tables. Pure but for the rows that it writes."""

from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from govah.model.event import Entry, EventType
from govah.model.identifiers import EntryIndex
from govah.preserve.log import Log
from govah.preserve.verifier import key_id
from govah.store.records import Records, Writer


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
    for entry in entries:
        projector = _PROJECTORS.get(entry.type)
        if projector is not None:
            projector(entry, entry.fields, writer)
        writer.put("named", ({"sha256": sha256, "entry": entry.index} for sha256 in sorted(_named(entry.fields))))


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


def _set(entry: Entry, fields: Any, writer: Writer) -> None:
    writer.put("state", ({"key": f"set:{name}", "value": value} for name, value in fields.items()))


def _actor(entry: Entry, fields: Any, writer: Writer) -> None:
    key = key_id(bytes.fromhex(fields["public_key"]))
    writer.put("actor", [{"key": key, "name": fields["name"], "entry": entry.index}])


def _acquire(entry: Entry, fields: Any, writer: Writer) -> None:
    row = {"entry": entry.index, "source": fields["source"], "at": entry.at, "by": entry.actor, "ocr": fields["ocr"]}
    writer.put("acquisition", [row])


def _admit(entry: Entry, fields: Any, writer: Writer) -> None:
    sha256, parent = fields.get("sha256"), fields.get("parent")
    if sha256 is not None:
        _exhibit(entry, fields, writer)
    if parent is None:
        row = {
            "entry": entry.index,
            "ordinal": 0,
            "source": fields["source"],
            "path": fields["path"],
            "path_raw": b64decode(fields["path_raw"]) if fields.get("path_raw") else None,
            "sha256": sha256,
            "detail": fields.get("detail"),
            "modified": fields.get("modified"),
        }
        writer.put("occurrence", [row])


def _exhibit(entry: Entry, fields: Any, writer: Writer) -> None:
    depth = 0
    if fields.get("parent") is not None:
        parent = next(writer.select("exhibit", sha256=fields["parent"]), None)
        depth = parent["depth"] + 1 if parent else 1
    known = next(writer.select("exhibit", sha256=fields["sha256"]), None)
    if known is not None:
        if depth < known["depth"]:
            writer.put("exhibit", [{**known, "depth": depth}])
        return
    admitted = next(writer.select("state", key="admitted"), None)
    number = (admitted["value"] if admitted else 0) + 1
    writer.put("state", [{"key": "admitted", "value": number}])
    row = {"sha256": fields["sha256"], "number": number, "size": fields["size"], "entry": entry.index, "depth": depth}
    writer.put("exhibit", [{**row, "parent": fields.get("parent"), "name": fields.get("name")}])


def _on_passage(table: str) -> "Callable[[Entry, Any, Writer], None]":
    def projector(entry: Entry, fields: Any, writer: Writer) -> None:
        data = {**fields, "by": entry.actor, "at": entry.at}
        writer.put(table, [{"entry": entry.index, "sha256": fields["passage"]["sha256"], "data": data}])

    return projector


def _claim(entry: Entry, fields: Any, writer: Writer) -> None:
    writer.put("claim", [{"id": entry.index, "data": {**fields, "by": entry.actor, "at": entry.at}}])


def _assess(entry: Entry, fields: Any, writer: Writer) -> None:
    data = {**fields, "by": entry.actor, "at": entry.at}
    writer.put("assessment", [{"entry": entry.index, "claim": fields["claim"], "data": data}])


def _publish(entry: Entry, fields: Any, writer: Writer) -> None:
    writer.put("publication", [{"entry": entry.index, "data": {**fields, "by": entry.actor, "at": entry.at}}])


_PROJECTORS: dict[str, Callable[[Entry, Any, Writer], None]] = {
    EventType.SET: _set,
    EventType.ACTOR_ADD: _actor,
    EventType.ACQUIRE: _acquire,
    EventType.ADMIT: _admit,
    EventType.MARK: _on_passage("mark"),
    EventType.CORRECT: _on_passage("correction"),
    EventType.CONFIRM: _on_passage("confirmation"),
    EventType.CLAIM: _claim,
    EventType.ASSESS: _assess,
    EventType.PUBLISH: _publish,
}
