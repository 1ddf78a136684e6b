"""A term of office: who held it from when to when, as a person entered it from a list that they name."""

from dataclasses import dataclass
from datetime import date

from govah.model.identifiers import EntryIndex


@dataclass(frozen=True, slots=True)
class Term:
    """A holder of an office.

    Args:
        entry: The `term` entry.
        office: As letters write it.
        holder: A person's name, as letters write it.
        since: First day, None where unknown.
        until: Last day, None while in post or unknown.
        why: Where it is known from.
        by: Name of the actor who entered it.
        at: RFC 3339, our own clock.
    """

    entry: EntryIndex
    office: str
    holder: str
    since: date | None
    until: date | None
    why: str
    by: str
    at: str

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
