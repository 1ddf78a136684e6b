"""Terms of office: who held which office when, entered by a person from a list that they name."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from govah.case.saying import append, settle
from govah.consolidate.dates import read_date
from govah.errors import NotFoundError, UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.model.term import Term
from govah.model.text import stored_text
from govah.store.records import Row

if TYPE_CHECKING:
    from govah.case.case import Case


def term_of(row: Row, actor: Callable[[str], str]) -> Term:
    """The term of a row."""
    data = row["data"]
    since, until = (date.fromisoformat(data[name]) if data.get(name) else None for name in ("since", "until"))
    entry, by = EntryIndex(row["entry"]), actor(data["by"])
    return Term(entry, data["office"], data["holder"], since, until, data["why"], by, data["at"])


def add(case: "Case", office: str, holder: str, since: str | None, until: str | None, why: str) -> EntryIndex:
    """Enter a term; its entry, an earlier one where the same stands there already.

    Args:
        case: The case.
        office: As letters write it.
        holder: The person's name, as letters write it.
        since: First day, in any calendar; None where it is not known.
        until: Last day; None while in post, or where it is not known.
        why: Where it is known from.

    Raises:
        UsageError: Something is empty or no day, or the term ends before it begins.
    """
    words = {"office": stored_text(office).strip(), "holder": stored_text(holder).strip()}
    words["why"] = stored_text(why).strip()
    for name, value in words.items():
        if not value:
            raise UsageError(f"A term of office needs its {name}.", "Name office and holder, and say --why WHERE-FROM.")
    first, last = _day(since, first=True), _day(until, first=False)
    if first is not None and last is not None and last < first:
        raise UsageError(f"The term ends on {last}, before it begins on {first}.", "Give --from before --until.")
    fields: dict[str, Value] = dict(words)
    fields |= {name: day.isoformat() for name, day in (("since", first), ("until", last)) if day is not None}
    settle(case)
    for known in case.view.terms():
        days = (known.since, known.until)
        if (known.office, known.holder, known.why, *days) == (
            words["office"],
            words["holder"],
            words["why"],
            first,
            last,
        ):
            return known.entry
    return append(case, Event(EventType.TERM, fields))


def remove(case: "Case", entry: int, why: str) -> EntryIndex:
    """Take a term back that was entered wrongly; the log keeps both.

    Raises:
        NotFoundError: No term of that entry is in force.
        UsageError: No reason was given.
    """
    if not why.strip():
        raise UsageError("Taking a term back needs its reason.", "Say why: --why WHY")
    settle(case)
    if all(known.entry != entry for known in case.view.terms()):
        raise NotFoundError(f"Entry {entry} is no term that is in force.", "See them: govah terms")
    return append(case, Event(EventType.TERM, {"lifts": entry, "why": stored_text(why)}))


def _day(written: str | None, *, first: bool) -> date | None:
    if written is None or not written.strip():
        return None
    found = read_date(written)
    day = None if found is None else found.earliest if first else found.latest
    if day is None:
        raise UsageError(f"{written!r} is not a date.", "Write 1393/12/05, 2015-02-24 or 5 Esfand 1393.")
    return day
