"""A withdrawal: a person puts an exhibit aside, so that nothing is grounded on it. It removes support, and no more."""

from dataclasses import dataclass

from govah.model.identifiers import EntryIndex, Sha256


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An exhibit that a person withdrew, as the log has it.

    Args:
        entry: The `withdraw` entry.
        sha256: The exhibit.
        why: In words.
        by: Name of the actor.
        at: RFC 3339, our own clock.
        ended: How it was taken back; None while it is in force.
    """

    entry: EntryIndex
    sha256: Sha256
    why: str
    by: str
    at: str
    ended: "Reinstatement | None" = None

    @property
    def told(self) -> str:
        """One line: since when, by whom, why."""
        return f"withdrawn on {self.at[:10]} by {self.by}: {self.why}"


@dataclass(frozen=True, slots=True)
class Reinstatement:
    """That a withdrawal was taken back, in which entry, why, by whom, when."""

    entry: EntryIndex
    why: str
    by: str
    at: str
