"""What stands in the log already is not said a second time: a log never forgets, and its readers count."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govah.case.projection import catch_up
from govah.model.event import Entry, Event, EventType, Value
from govah.model.identifiers import EntryIndex

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the log says.

    Args:
        entry: That says it.
        already: It stood there before, and nothing was added.
    """

    entry: EntryIndex
    already: bool


def settle(case: "Case") -> None:
    """Bring the case to the log's end, with what a crash left beyond it: by this, what is new is told from what stands.

    Raises:
        As `Log.append`.
    """
    case.log.recover(case.signer)
    catch_up(case.log, case.derived.records)


def newest_first(case: "Case", kind: EventType) -> Iterator[Entry]:
    """Entries of a type that the projection finds quickly."""
    indices = sorted((row["entry"] for row in case.derived.records.select("landmark", type=kind)), reverse=True)
    return (case.log.entry(index) for index in indices)


def holds(entry: Entry, fields: Mapping[str, Value]) -> bool:
    """Whether an entry says all of this, whatever else it says."""
    return all(entry.fields.get(name) == value for name, value in fields.items())


def append(case: "Case", event: Event) -> EntryIndex:
    """Append one event, and let the projection follow.

    Raises:
        As `Log.append`.
    """
    (index,) = case.log.append([event], case.signer)
    catch_up(case.log, case.derived.records)
    return index


def say(case: "Case", event: Event, same: Callable[[Entry], bool]) -> Said:
    """Append an event, unless an entry says the same already.

    Args:
        case: The case; it was settled.
        event: Of a type that the projection finds quickly.
        same: Whether an entry of this type says it.
    """
    for entry in newest_first(case, event.type):
        if same(entry):
            return Said(entry.index, already=True)
    return Said(append(case, event), already=False)
