"""Marking a passage, correcting and confirming what a machine read there."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from govah.case.derivation import settle_letters, write_pages, write_unverified
from govah.case.indexing import index_or_leave, mark_stale
from govah.case.judging import judged_value
from govah.case.judging import letter_of as letter_at_passage
from govah.case.own_words import in_force
from govah.case.passages import passage_value
from govah.case.saying import append
from govah.consolidate.letters.correction import CHAIN_FIELDS, OWN_FIELDS
from govah.errors import UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.letter import Letter
from govah.model.mark import TEXT_FIELDS, Correction, Mark
from govah.model.passage import Passage, Place
from govah.model.text import stored_text

if TYPE_CHECKING:
    from govah.case.case import Case
    from govah.case.view import CaseView

LETTER_FIELDS = (*OWN_FIELDS, *CHAIN_FIELDS)
"""Fields of a letter that a person can correct."""


def mark(case: "Case", place: Place, note: str | None, instead_of: EntryIndex | None) -> tuple[Passage, EntryIndex]:
    """Mark a passage: who, when, and what they noted.

    Raises:
        UsageError: The entry that it is made instead of needs none.
    """
    passage = case.passage(place)
    fields: dict[str, Value] = {"passage": dict(passage_value(passage))}
    if note:
        fields["note"] = stored_text(note)
    _settle(case, instead_of, fields)
    return passage, _append(case, EventType.MARK, fields)


def confirm(case: "Case", place: Place) -> EntryIndex:
    """Confirm that the page's text at a passage is what its picture shows."""
    passage = case.passage(place)
    entry = _append(case, EventType.CONFIRM, {"passage": dict(passage_value(passage))})
    stored = case.derived.results.get("read", passage.sha256)
    if stored is not None:
        with case.derived.records.transaction() as writer:
            write_unverified(passage.sha256, stored["reading"], writer)
    return entry


def correct(
    case: "Case", place: Place, field: str, value: str, why: str, *, clear: bool, instead_of: EntryIndex | None
) -> EntryIndex:
    """Correct a letter's field or the page's text at a passage; all that hangs on it follows.

    Raises:
        UsageError: There is no such field, no reason, or the value cannot be of that field.
        NotFoundError: The value names a letter that is not held.
    """
    _check(field, value, why, clear=clear)
    passage = case.passage(place)
    if field == "digit":
        _check_digit(passage, value, clear=clear)
    elif field not in TEXT_FIELDS:
        with in_force(case.derived.records):
            value = judged_value(case.view, passage, field, value)
    fields: dict[str, Value] = {
        "passage": dict(passage_value(passage)),
        "field": field,
        "value": stored_text(value),
        "why": stored_text(why),
    }
    _settle(case, instead_of, fields)
    entry = _append(case, EventType.CORRECT, fields)
    _derive_again(case, passage.sha256)
    return entry


def letter_of(case: "Case", passage: Passage) -> Letter | None:
    """The letter that a correction of a field at a passage applies to; None where the correction would make one."""
    return letter_at_passage(case.view, passage)


def lost(case: "Case") -> Iterator[Correction | Mark]:
    """As `lost_acts`."""
    return lost_acts(case.view)


def lost_acts(view: "CaseView") -> Iterator[Correction | Mark]:
    """Corrections, then marks, whose words are not found in today's text, until a person settles each.

    What a later correction took the place of is settled; else what a mark or correction was made `instead_of`. Those
    on a sealed exhibit are not lost: nobody can look.
    """
    sealed = view.seals.by_exhibit()
    both: Iterator[Correction | Mark] = chain(view.corrections(), view.marks())
    gone = (each for each in both if each.anchored is None and each.superseded_by is None)
    return (each for each in gone if each.passage.sha256 not in sealed)


def _settle(case: "Case", entry: EntryIndex | None, fields: dict[str, Value]) -> None:
    """Note what an event is made instead of."""
    if entry is None:
        return
    if entry not in {each.entry for each in lost(case)}:
        raise UsageError(f"Entry {entry} is no mark or correction that lost its place.", "See which did: govah status")
    fields["instead_of"] = entry


def _check(field: str, value: str, why: str, *, clear: bool) -> None:
    known = (*LETTER_FIELDS, *sorted(TEXT_FIELDS))
    if field not in known:
        raise UsageError(f"There is no field {field!r} to correct.", f"Name one of: {', '.join(known)}")
    if not why.strip():
        raise UsageError("A correction needs its reason.", "Say why: --why 'the picture shows …'")
    if clear != (not value.strip()):
        if clear:
            raise UsageError("A value and --clear do not go together.", "Leave one of them out.")
        raise UsageError(
            f"The value for the {field} is empty.",
            "Give what stands there: --value '…'; or, if nothing should stand there, say so: --clear",
        )


def _check_digit(passage: Passage, value: str, *, clear: bool) -> None:
    """See that a digit or number takes the place of one: a place counted before another correction points elsewhere."""
    name, (page, start, end) = passage.sha256[:12], passage.span
    if not any(char.isdigit() for char in passage.exact):
        raise UsageError(
            f"No number stands at {name}:{page}:{start}-{end}, but {passage.exact!r}.",
            f"After a correction places move: see where it stands now: govah numbers {name}\n"
            "To put other words there: --field text",
        )
    if not clear and not any(char.isdigit() for char in value):
        raise UsageError(f"{value!r} has no digit.", "Give the number as the picture shows it, or use --field text")


def _append(case: "Case", kind: EventType, fields: dict[str, Value]) -> EntryIndex:
    return append(case, Event(kind, fields))


def _derive_again(case: "Case", sha256: Sha256) -> None:
    stored = case.derived.results.get("read", sha256)
    if stored is None:
        return
    with case.derived.records.transaction() as writer:
        write_pages(sha256, stored["reading"], writer)
        settle_letters(writer)
        writer.put("state", [mark_stale(sha256)])
    index_or_leave(case.log, case.derived)
