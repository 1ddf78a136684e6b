"""A claim: made by a person on a passage, assessed by persons, never edited."""

from dataclasses import dataclass
from enum import StrEnum

from govah.model.identifiers import EntryIndex
from govah.model.passage import Passage


class ClaimKind(StrEnum):
    """Fact and cause are two claims."""

    FACT = "fact"
    CAUSE = "cause"


class ClaimStatus(StrEnum):
    """What a person found of a claim; never "proved", never "true"."""

    ASSERTED = "asserted"
    RUMOUR = "rumour"
    HEARSAY = "hearsay"
    SUPPORTED = "supported"
    CORROBORATED = "corroborated"
    CONTRADICTED = "contradicted"
    REFUTED = "refuted"
    NOT_ESTABLISHED = "not_established"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Assessment:
    """One step of a claim's history."""

    entry: EntryIndex
    at: str
    status: ClaimStatus
    by: str
    why: str
    grounds_for: tuple[Passage, ...]
    grounds_against: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed, where it stands, and what became of it.

    Args:
        id: Index of the entry that made it.
        about: The claim's topic, None where the person named none.
        said_by: Who says so, as the person recorded it.
        passages: Where it is said.
        standard: The standard of proof of the mandate when it was made.
        by: Who made it.
        at: When, RFC 3339.
    """

    id: EntryIndex
    text: str
    about: str | None
    kind: ClaimKind
    said_by: str | None
    passages: tuple[Passage, ...]
    status: ClaimStatus
    standard: str
    by: str
    at: str
    history: tuple[Assessment, ...]
    erased: str | None = None
    """When and under which authority its words were erased, with what they stood on."""

    @property
    def shown(self) -> str:
        """Its words, or that they were erased."""
        return self.text if self.erased is None else f"({self.erased})"
