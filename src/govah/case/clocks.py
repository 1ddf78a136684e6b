"""By whose clock the entries of a case were there: what the log holds of witnesses and time-stamps, checked."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from govah.model.event import Entry, EventType
from govah.model.identifiers import EntryIndex
from govah.preserve.verifier import Broken, Clocks, Findings, History, LogKeys, Outside

if TYPE_CHECKING:
    from govah.case.case import Case

_OUTSIDE = (EventType.SET, EventType.COSIGN, EventType.TIMESTAMP)
SOON = timedelta(days=90)
"""So long before a time-stamp's certificates end, a new one is advised."""


def state(case: "Case", key: str) -> Any:
    """What the projection keeps under a key; None where there is nothing."""
    row = next(case.derived.records.select("state", key=key), None)
    return None if row is None else row["value"]


def _entries(case: "Case") -> Iterator[Entry]:
    """Entries with policies and others' signatures, in their order."""
    rows = case.derived.records.select("landmark")
    for index in sorted(row["entry"] for row in rows if row["type"] in _OUTSIDE):
        yield case.log.entry(EntryIndex(index))


def log_keys(case: "Case") -> LogKeys:
    """The keys that sign the log's checkpoints."""
    keys = LogKeys(bytes.fromhex(str(case.log.entry(EntryIndex(0)).fields["log_key"])))
    for index in case.log.log_key_entries():
        keys.rotate(case.log.entry(index).fields, case.log.origin, index)
    return keys


def clocks_of(case: "Case") -> Clocks:
    """Whose clock says when the entries were there; what does not hold is for `govah verify` to tell."""
    found = Findings()
    outside = Outside(found)
    keys = log_keys(case)
    for entry in _entries(case):
        outside.take(entry.index, {**entry.fields, "type": entry.type}, "log")
    log = case.log
    history = History(log.origin, log.size, log.root, keys.at, keys.all)
    return outside.settle(history, datetime.now(UTC), "log")


def told_clocks(case: "Case") -> Mapping[str, Any]:
    """For `govah status`: whose clock, how far witnesses have come, and what to do about time-stamps."""
    try:
        clocks = clocks_of(case)
    except Broken as error:
        return {"time": None, "witnessed": None, "clocks": [], "advice": f"Run govah verify: {error}."}
    witnessed = clocks.witnessed if clocks.asked else None
    return {"time": clocks.time, "witnessed": witnessed, "clocks": clocks.clocks, "advice": _advice(clocks)}


def _advice(clocks: Clocks) -> str | None:
    """Time-stamps end with their certificates; a new one in time covers the old one, which is an entry."""
    ends: dict[str, datetime] = {}
    for clock in clocks.clocks:
        if clock["kind"] == "timestamp":
            until = datetime.fromisoformat(clock["until"])
            ends[clock["name"]] = max(until, ends.get(clock["name"], until))
    if not ends:
        return None
    name, last = max(ends.items(), key=lambda item: item[1])
    if last - datetime.now(UTC) > SOON:
        return None
    return (
        f"The certificates of the newest time-stamp ({name}) end on {last:%Y-%m-%d}. Stamp the log again before that: "
        "the new stamp covers the older ones. govah timestamp URL"
    )
