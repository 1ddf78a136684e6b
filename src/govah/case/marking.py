"""Marking a passage, correcting and confirming what a machine read there."""

from typing import TYPE_CHECKING

from govah.case.derivation import settle_letters, write_pages
from govah.case.indexing import index_or_leave, mark_stale
from govah.case.passages import passage_value
from govah.case.projection import catch_up
from govah.case.text_of_record import TEXT_FIELDS
from govah.consolidate.dates import read_date
from govah.errors import UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.passage import Passage, Place
from govah.model.text import stored_text

if TYPE_CHECKING:
    from govah.case.case import Case

LETTER_FIELDS = ("number", "date", "from", "to", "cc", "subject", "classification", "urgency", "attachments")
"""Fields of a letter that a person can correct."""


def mark(case: "Case", place: Place, note: str | None) -> tuple[Passage, EntryIndex]:
    """Mark a passage: who, when, and what they noted."""
    passage = case.passage(place)
    fields: dict[str, Value] = {"passage": dict(passage_value(passage))}
    if note:
        fields["note"] = stored_text(note)
    return passage, _append(case, EventType.MARK, fields)


def confirm(case: "Case", place: Place) -> EntryIndex:
    """Confirm that the page's text at a passage is what its picture shows."""
    passage = case.passage(place)
    return _append(case, EventType.CONFIRM, {"passage": dict(passage_value(passage))})


def correct(case: "Case", place: Place, field: str, value: str, why: str) -> EntryIndex:
    """Correct a letter's field or the page's text at a passage; all that hangs on it follows.

    Raises:
        UsageError: There is no such field, no reason, or the value cannot be of that field.
    """
    _check(field, value, why)
    passage = case.passage(place)
    fields: dict[str, Value] = {
        "passage": dict(passage_value(passage)),
        "field": field,
        "value": stored_text(value),
        "why": stored_text(why),
    }
    entry = _append(case, EventType.CORRECT, fields)
    _derive_again(case, passage.sha256)
    return entry


def _check(field: str, value: str, why: str) -> None:
    known = (*LETTER_FIELDS, *sorted(TEXT_FIELDS))
    if field not in known:
        raise UsageError(f"There is no field {field!r} to correct.", f"Name one of: {', '.join(known)}")
    if not why.strip():
        raise UsageError("A correction needs its reason.", "Say why: --why 'the picture shows …'")
    if field == "date" and value.strip() and read_date(value) is None:
        raise UsageError(f"{value!r} is not a date.", "Write it as a letter would: 1393/12/05 or 24 February 2015")


def _append(case: "Case", kind: EventType, fields: dict[str, Value]) -> EntryIndex:
    (entry,) = case.log.append([Event(kind, fields)], case.signer)
    catch_up(case.log, case.derived.records)
    return entry


def _derive_again(case: "Case", sha256: Sha256) -> None:
    stored = case.derived.results.get("read", sha256)
    if stored is None:
        return
    with case.derived.records.transaction() as writer:
        write_pages(sha256, stored["reading"], writer)
        settle_letters(writer)
        writer.put("state", [mark_stale(sha256)])
    index_or_leave(case.log, case.derived)
