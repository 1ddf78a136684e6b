"""Log to rows: what people did and said, as tables. Pure but for the rows that it writes."""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from govah.case.doubts import doubt, doubt_source
from govah.errors import NotFoundError
from govah.model.acquisition import RECORD_FIELDS
from govah.model.event import Entry, EventType
from govah.model.identifiers import EntryIndex
from govah.preserve.actors import ABOUT_KEYS, Landmarks
from govah.preserve.log import Log
from govah.preserve.verifier import Broken, key_id, parse_cosignatures
from govah.store.records import Records, Row, Writer

_BATCH = 4096
"""Entries that are projected together: what they say of known exhibits is looked up in one go."""


def catch_up(log: Log, records: Records, appended: Sequence[Entry] = ()) -> int:
    """Project the entries that the database does not reflect yet, in one transaction.

    Args:
        log: Opened.
        records: The database.
        appended: Entries that were just appended; where nothing else is missing, they are not read back.

    Returns:
        How many log entries the database reflects now.

    Raises:
        ErasedSinceError: Something was erased that the database still holds.
    """
    size = _reflected(records)
    if log.checkpoint().size <= size:
        return size
    with records.transaction() as writer:
        size = int(next(iter(writer.select("state", key="log_size")))["value"])
        known = appended if appended and appended[0].index == size else None
        entries = _Counted(log.entries(EntryIndex(size)) if known is None else known, size)
        project(entries, writer, lambda: erased_numbers(log))
        writer.put("state", [{"key": "log_size", "value": entries.reached}])
    return entries.reached


def landmarks(records: Records) -> Landmarks:
    """Where keys were added or exchanged, among the entries that the database reflects."""
    upto = _reflected(records)  # first: what another process adds meanwhile only makes the list longer
    found = (row["entry"] for kind in ABOUT_KEYS for row in records.select("landmark", type=kind))
    return Landmarks(upto, tuple(sorted(entry for entry in found if entry < upto)))


def _reflected(records: Records) -> int:
    return int(next(records.select("state", key="log_size"))["value"])


class _Counted:
    """Entries as they pass, and how far they reached."""

    def __init__(self, entries: Iterable[Entry], reached: int) -> None:
        self._entries = entries
        self._fresh = reached == 0
        self.reached = reached

    def __iter__(self) -> Iterator[Entry]:
        for entry in self._entries:
            if entry.type == EventType.ERASE_DONE and not self._fresh:
                raise ErasedSinceError
            self.reached = entry.index + 1
            yield entry


class ErasedSinceError(NotFoundError):
    """What was derived still holds what was erased since."""

    def __init__(self) -> None:
        super().__init__(
            "Exhibits were erased from this case since it was derived.",
            "Derive again what is left: govah rebuild --keep-pages",
        )


def erased_numbers(log: Log) -> Mapping[int, Row]:
    """Rows of erased exhibits, by the entry that had admitted them."""
    rows: dict[int, Row] = {}
    for approval in log.entries_of(EventType.ERASE_APPROVE):
        asked = log.entry(int(cast(int, approval.fields["request"])))
        for item in cast(list[dict[str, int]], approval.fields["exhibits"]):
            rows[item["entry"]] = {**item, "at": approval.at, "authority": str(asked.fields["authority"])}
    return rows


def project(entries: Iterable[Entry], writer: Writer, erased: Callable[[], Mapping[int, Row]] = dict) -> None:
    """Write the rows of entries that follow those projected before. Unknown types leave no rows.

    Args:
        entries: In order.
        writer: Of a transaction.
        erased: Gives the rows of erased exhibits, by their first admission; asked when there are such entries.
    """
    source = iter(entries)
    while batch := list(islice(source, _BATCH)):
        gone = erased() if any(entry.erased for entry in batch) else {}
        _project(batch, writer, gone)


def _project(batch: list[Entry], writer: Writer, erased: Mapping[int, Row]) -> None:
    rows: _Rows = defaultdict(list)
    admits = [entry for entry in batch if entry.type == EventType.ADMIT]
    _admit(admits, rows, writer, erased)
    for entry in batch:
        if entry.type == EventType.ADMIT:
            continue
        if entry.type == EventType.ACQUIRE and entry.fields.get("completes") is None:
            doubt_source(str(entry.fields["source"]), bool(entry.fields["ocr"]), writer)
        projector = (_ERASED if entry.erased else _PROJECTORS).get(entry.type)
        if projector is not None:
            projector(entry, entry.fields, rows)
        rows["named"] += ({"sha256": sha256, "entry": entry.index} for sha256 in sorted(_named(entry.fields)))
    for table, found in rows.items():
        writer.put(table, found)
    if rows["sealing"]:
        writer.delete_among("unread", "sha256", [row["exhibit"] for row in rows["sealing"] if row["exhibit"]])
    _name_openings(rows["unsealing"], writer)
    met = (row["sha256"] for row in rows["occurrence"] if row["sha256"] is not None and row["path"] is not None)
    doubt(met, writer, unless=rows["unread"])


def _named(value: Any) -> set[str]:
    """Every exhibit that an event names."""
    found: set[str] = set()
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("sha256", "parent", "exhibit", "sealed") and isinstance(part, str) and len(part) == 64:
                found.add(part)
            else:
                found |= _named(part)
    elif isinstance(value, list):
        for part in value:
            found |= _named(part)
    return found


_Rows = dict[str, list[Row]]
"""Rows to write, by table."""


def _set(entry: Entry, fields: Any, rows: _Rows) -> None:
    rows["state"] += ({"key": f"set:{name}", "value": value} for name, value in fields.items())
    if "policy" in fields or "authorities" in fields:
        _landmark(entry, fields, rows)


def _cosign(entry: Entry, fields: Any, rows: _Rows) -> None:
    _landmark(entry, fields, rows)
    try:
        lines = parse_cosignatures(fields["signatures"])
    except Broken:  # which `govah verify` tells
        return
    for line in lines:
        value = {"size": fields["size"], "time": line.time, "entry": entry.index}
        rows["state"].append({"key": cosigned_key(line.name, line.id), "value": value})


def cosigned_key(name: str, key_id: bytes) -> str:
    """Where the projection keeps what a witness cosigned last."""
    return f"cosigned:{name}+{key_id.hex()}"


def _actor(entry: Entry, fields: Any, rows: _Rows) -> None:
    key = key_id(bytes.fromhex(fields["public_key"]))
    rows["actor"].append({"key": key, "name": fields["name"], "entry": entry.index})
    _landmark(entry, fields, rows)


def _exchange(entry: Entry, fields: Any, rows: _Rows) -> None:
    if fields.get("kind") == "actor":
        _actor(entry, fields, rows)
    else:
        _landmark(entry, fields, rows)


def _landmark(entry: Entry, _fields: Any, rows: _Rows) -> None:
    rows["landmark"].append({"entry": entry.index, "type": entry.type})


def _acquire(entry: Entry, fields: Any, rows: _Rows) -> None:
    row = {"entry": entry.index, "source": fields["source"], "at": entry.at, "by": entry.actor, "ocr": fields["ocr"]}
    rows["acquisition"].append({**row, **_record(fields)})


def _record(fields: Any) -> dict[str, Any]:
    """What an entry says of an acquisition: of its own, or of the one that it completes."""
    return {
        "completes": fields.get("completes"),
        "roots": fields.get("roots") or [],
        "record": {name: fields[name] for name in RECORD_FIELDS if fields.get(name) is not None},
        "hash_lists": fields.get("hash_lists") or [],
        "file_times": fields.get("file_times") or [],
    }


def _admit(admits: list[Entry], rows: _Rows, writer: Writer, erased: Mapping[int, Row]) -> None:
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
        if fields.get("sealed") is not None:
            number += _admit_sealed(entry, fields, number + 1, rows)
            continue
        sha256, parent = fields.get("sha256"), fields.get("parent")
        if entry.erased and sha256 is None:
            if entry.index in erased:
                number += 1
                rows["erased"].append(erased[entry.index])
            continue
        if parent is None and "path" in fields:
            rows["occurrence"].append(_occurrence(entry, fields))
        elif parent is not None:
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


def _admit_sealed(entry: Entry, fields: Any, number: int, rows: _Rows) -> int:
    """An exhibit that came in sealed: named by its ciphertext, found at a place that is sealed too."""
    sha256 = fields["sealed"]
    row = {"sha256": sha256, "number": number, "size": fields["size"], "entry": entry.index, "depth": 0}
    rows["exhibit"].append({**row, "parent": None, "name": None})
    rows["occurrence"].append(_occurrence(entry, {**fields, "sha256": sha256, "path": None}))
    rows["named"].append({"sha256": sha256, "entry": entry.index})
    return 1


def _occurrence(entry: Entry, fields: Any) -> Row:
    return {
        "entry": entry.index,
        "ordinal": 0,
        "source": fields["source"],
        "acquisition": fields.get("acquisition"),
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


def _withdraw(entry: Entry, fields: Any, rows: _Rows) -> None:
    data = {name: fields[name] for name in ("why", "lifts") if name in fields}
    data |= {"by": entry.actor, "at": entry.at}
    rows["withdrawal"].append({"entry": entry.index, "sha256": fields["exhibit"], "data": data})


def _term(entry: Entry, fields: Any, rows: _Rows) -> None:
    rows["term"].append({"entry": entry.index, "data": {**fields, "by": entry.actor, "at": entry.at}})


def _words(entry: Entry, fields: Any, rows: _Rows) -> None:
    rows["words"].append({"entry": entry.index, "data": {**fields, "by": entry.actor, "at": entry.at}})


def _seek(entry: Entry, fields: Any, rows: _Rows) -> None:
    data = {name: value for name, value in fields.items() if name != "exhibit"} | {"by": entry.actor, "at": entry.at}
    rows["seeking"].append({"entry": entry.index, "sha256": fields["exhibit"], "data": data})


def _claim(entry: Entry, fields: Any, rows: _Rows) -> None:
    rows["claim"].append({"id": entry.index, "data": {**fields, "by": entry.actor, "at": entry.at}})


def _assess(entry: Entry, fields: Any, rows: _Rows) -> None:
    data = {**fields, "by": entry.actor, "at": entry.at}
    rows["assessment"].append({"entry": entry.index, "claim": fields["claim"], "data": data})


def _publish(entry: Entry, fields: Any, rows: _Rows) -> None:
    rows["publication"].append({"entry": entry.index, "data": {**fields, "by": entry.actor, "at": entry.at}})


def _access(entry: Entry, fields: Any, rows: _Rows) -> None:
    row = {"entry": entry.index, "sha256": fields["exhibit"], "at": entry.at, "by": entry.actor}
    rows["access"].append({**row, **{name: fields.get(name) for name in ("page", "face", "what")}})


def _rate(entry: Entry, fields: Any, rows: _Rows) -> None:
    if isinstance(fields.get("source"), str):
        row = {"pseudonym": fields["source"], "reliability": fields.get("reliability")}
        rows["source"].append({**row, "entry": entry.index, "at": entry.at})


def _custodian(entry: Entry, fields: Any, rows: _Rows) -> None:
    rows["custodian"].append({"name": fields["name"], "recipient": fields["recipient"], "entry": entry.index})


def _seal(entry: Entry, fields: Any, rows: _Rows) -> None:
    exhibit = fields.get("exhibit") or (fields["sealed"] if fields["what"] == "exhibit" else None)
    data = {
        "what": fields["what"],
        "size": fields["size"],
        "to": sorted(fields["to"]),
        "two_keys": bool(fields.get("two_keys")),
        "one_account": bool(fields.get("one_account")),
        "without_bytes": bool(fields.get("without_bytes")),
        "why": fields.get("why") or "",
        "by": entry.actor,
        "at": entry.at,
    }
    row = {"entry": entry.index, "sealed": fields["sealed"], "exhibit": exhibit, "source": fields.get("source")}
    rows["sealing"].append({**row, "open_before": fields.get("exhibit") is not None, "data": data})


def _unseal(entry: Entry, fields: Any, rows: _Rows) -> None:
    data = {
        "purpose": fields["purpose"],
        "custodians": fields["by"],
        "one_account": bool(fields.get("one_account")),
        "asked": fields.get("asked") or [],
        "by": entry.actor,
        "at": entry.at,
    }
    rows["unsealing"].append({"entry": entry.index, "seal": fields["seal"], "data": data})


def _name_openings(openings: list[Row], writer: Writer) -> None:
    """Openings name a seal, and by that an exhibit."""
    if not openings:
        return
    seals = writer.among("sealing", "entry", {row["seal"] for row in openings})
    exhibits = {row["entry"]: row["exhibit"] for row in seals if row["exhibit"] is not None}
    found = ({"sha256": exhibits[row["seal"]], "entry": row["entry"]} for row in openings if row["seal"] in exhibits)
    writer.put("named", found)


_PROJECTORS: dict[str, Callable[[Entry, Any, _Rows], None]] = {
    EventType.SET: _set,
    EventType.ACTOR_ADD: _actor,
    EventType.KEY_ROTATE: _exchange,
    EventType.ACQUIRE: _acquire,
    EventType.MARK: _on_passage("mark"),
    EventType.CORRECT: _on_passage("correction"),
    EventType.CONFIRM: _on_passage("confirmation"),
    EventType.WITHDRAW: _withdraw,
    EventType.TERM: _term,
    EventType.WORDS: _words,
    EventType.SEEK: _seek,
    EventType.CLAIM: _claim,
    EventType.ASSESS: _assess,
    EventType.PUBLISH: _publish,
    EventType.HOLD: _landmark,
    EventType.ERASE_REQUEST: _landmark,
    EventType.ERASE_APPROVE: _landmark,
    EventType.ERASE_DONE: _landmark,
    EventType.ACCESS: _access,
    EventType.RATE: _rate,
    EventType.CUSTODIAN_ADD: _custodian,
    EventType.SEAL: _seal,
    EventType.UNSEAL: _unseal,
    EventType.COSIGN: _cosign,
    EventType.TIMESTAMP: _landmark,
}

_ERASED: dict[str, Callable[[Entry, Any, _Rows], None]] = {
    EventType.ACQUIRE: _acquire,
    EventType.CLAIM: _claim,
    EventType.ASSESS: _assess,
    EventType.PUBLISH: _publish,
}
"""What is still projected of an entry from which fields were erased."""
