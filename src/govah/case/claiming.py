"""Claims: made on passages, assessed on passages for and against."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from govah.case.passages import passage_value
from govah.case.saying import append
from govah.errors import UsageError
from govah.model.claim import Claim, ClaimKind, ClaimStatus
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.model.passage import Place
from govah.model.text import stored_text

if TYPE_CHECKING:
    from govah.case.case import Case


def add(
    case: "Case", places: Sequence[Place], text: str, kind: ClaimKind, said_by: str | None, about: str | None
) -> Claim:
    """Make a claim.

    Raises:
        UsageError: It says nothing or stands nowhere.
    """
    if not text.strip():
        raise UsageError("A claim says something.", "Give its words: --text '…'")
    if not places:
        raise UsageError("A claim stands on a passage.", "Name where it is said: --at SHA:PAGE:START-END")
    fields: dict[str, Value] = {
        "text": stored_text(text),
        "kind": kind.value,
        "passages": _passages(case, places),
        "standard": case.view.standard,
    }
    if said_by:
        fields["said_by"] = stored_text(said_by)
    if about:
        fields["about"] = stored_text(about)
    entry = append(case, Event(EventType.CLAIM, fields))
    return case.view.claim(entry)


def assess(
    case: "Case",
    claim: EntryIndex,
    status: ClaimStatus,
    grounds_for: Iterable[Place],
    grounds_against: Iterable[Place],
    why: str,
) -> Claim:
    """Assess a claim; the history keeps every step.

    Raises:
        NotFoundError: There is no such claim.
        UsageError: No reason was given.
    """
    if not why.strip():
        raise UsageError("An assessment needs its reasons.", "Say why: --why '…'")
    case.view.claim(claim)
    fields: dict[str, Value] = {
        "claim": claim,
        "status": status.value,
        "for": _passages(case, grounds_for),
        "against": _passages(case, grounds_against),
        "why": stored_text(why),
    }
    append(case, Event(EventType.ASSESS, fields))
    return case.view.claim(claim)


def _passages(case: "Case", places: Iterable[Place]) -> list[Value]:
    return [dict(passage_value(case.passage(place))) for place in places]
