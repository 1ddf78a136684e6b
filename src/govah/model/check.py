"""A mechanical check of a document's authenticity: a lead, never a verdict, and never added up to a score."""

from dataclasses import dataclass
from enum import StrEnum

from govah.model.passage import Span


class CheckGroup(StrEnum):
    """What a check looks at."""

    INTERNAL = "internal"
    """The paper's own words, against each other and against its neighbours."""
    FILE = "file"
    """What the file tells of its making."""
    EXTERNAL = "external"
    """What others hold or signed."""
    PROVENANCE = "provenance"
    """The way from the unit to our copy."""


class Outcome(StrEnum):
    """What a check came to."""

    PASS = "pass"  # noqa: S105  # no password
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """How often a check fails on the other letters of the office that the case holds.

    Args:
        failed: Letters on which it fails.
        asked: Letters to which it applies.
    """

    failed: int
    asked: int

    @property
    def told(self) -> str:
        """`1 of 14`."""
        return f"{self.failed} of {self.asked}"


@dataclass(frozen=True, slots=True)
class Check:
    """A check with its outcome.

    Args:
        name: Of the check.
        group: What it looks at.
        outcome: What it came to.
        why: A sentence.
        spans: The places of the document on which it rests.
        false_alarms: None where the office of the document is not known.
        method: Name and version of the check.
    """

    name: str
    group: CheckGroup
    outcome: Outcome
    why: str
    spans: tuple[Span, ...]
    false_alarms: FalseAlarms | None
    method: str
