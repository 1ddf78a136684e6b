"""A person searches for what may answer a letter; that it was done, and what was found then, is kept in the log."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govah.case.judging import finding
from govah.case.saying import append, settle
from govah.case.searching import Found, SearchRequest, search
from govah.case.seekings import LIMITS
from govah.errors import UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.model.text import stored_text

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found, and the entry that tells of the search."""

    found: Found
    entry: EntryIndex


def seek(case: "Case", letter: str, request: SearchRequest, note: str = "") -> Sought:
    """Search for an answer to a letter, and keep that in the log.

    Every search is an act of its own, also with the same words: what is held may have grown since.

    Args:
        case: The case.
        letter: Its id, `ex6` or `ex6.1`.
        request: What is searched for.
        note: What the person says of what was found.

    Raises:
        NotFoundError: There is no such letter.
        UsageError: The query or a date cannot be read, or the letter is not named clearly.
    """
    query = stored_text(request.query)
    if not query.strip():
        raise UsageError("A search needs its words.", "Write what an answer would say: its number, its subject …")
    settle(case)
    place = finding(case.view)(letter)
    found = search(case, request)
    fields: dict[str, Value] = {
        "exhibit": case.view.numbered(place.exhibit),
        "page": place.page,
        "query": query,
        "found": found.total,
        "among": case.derived.records.count("page"),
    }
    fields |= {name: stored_text(value) for name in LIMITS if (value := getattr(request, name))}
    if note.strip():
        fields["note"] = stored_text(note)
    return Sought(found, append(case, Event(EventType.SEEK, fields)))
