"""Withdrawing an exhibit, and taking that back: both are a person's, with a reason, and neither deletes anything."""

from typing import TYPE_CHECKING

from govah.case.saying import Said, append, settle
from govah.errors import UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.model.text import stored_text

if TYPE_CHECKING:
    from govah.case.case import Case


def withdraw(case: "Case", exhibit: str, why: str) -> Said:
    """Put an exhibit aside: a report grounds nothing on it while that is in force.

    The same reason for an exhibit that is withdrawn is not said again.

    Args:
        case: The case.
        exhibit: Its number (`ex33`) or hash.
        why: In words.

    Raises:
        NotFoundError: There is no such exhibit.
        UsageError: No reason was given, or it is withdrawn for another reason.
    """
    if not why.strip():
        raise UsageError("A withdrawal needs its reason.", "Say why: --why 'the paper fails …'")
    settle(case)
    sha256 = case.view.resolve(exhibit)
    known, reason = case.view.withdrawals.of(sha256), stored_text(why)
    name = f"ex{case.view.exhibit(sha256).number}"
    if known is not None and known.why == reason:
        return Said(known.entry, already=True)
    if known is not None:
        raise UsageError(
            f"{name} is withdrawn already, since entry {known.entry}, by {known.by}: {known.why}",
            f"To give another reason, take that back first: govah reinstate {name} --why WHY",
        )
    fields: dict[str, Value] = {"exhibit": sha256, "why": reason}
    return Said(append(case, Event(EventType.WITHDRAW, fields)), already=False)


def reinstate(case: "Case", exhibit: str, why: str) -> EntryIndex:
    """Take a withdrawal back; the log keeps both.

    Raises:
        NotFoundError: There is no such exhibit.
        UsageError: No reason was given, or it is not withdrawn.
    """
    if not why.strip():
        raise UsageError("Taking a withdrawal back needs its reason.", "Say why: --why WHY")
    settle(case)
    sha256 = case.view.resolve(exhibit)
    known = case.view.withdrawals.of(sha256)
    if known is None:
        name = f"ex{case.view.exhibit(sha256).number}"
        raise UsageError(f"{name} is not withdrawn.", "See which exhibits are: govah withdrawals")
    fields: dict[str, Value] = {"exhibit": sha256, "lifts": known.entry, "why": stored_text(why)}
    return append(case, Event(EventType.WITHDRAW, fields))
