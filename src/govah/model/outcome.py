"""What became of a proposal, as far as the holdings show."""

from dataclasses import dataclass
from enum import StrEnum

from govah.model.identifiers import EntryIndex, LetterId, Sha256
from govah.model.passage import Span


class OutcomeKind(StrEnum):
    """What became of it."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    OVERTAKEN = "overtaken"
    NOT_IN_SENT_LETTER = "not_in_sent_letter"
    """A draft has it, and the letter that was sent does not."""
    CONTRADICTORY = "contradictory"
    """Papers say different things."""
    NONE_FOUND = "none_found"


class OutcomeGround(StrEnum):
    """Why a passage is taken to tell of a proposal."""

    ORDINAL = "ordinal"
    """It names the proposal by its place in the list."""
    WORDING = "wording"
    """It has the proposal's words."""
    WHOLE = "whole"
    """It speaks of all the proposals."""
    MARGIN = "margin"
    """It is the note in the letter's own margin."""
    STEP = "step"
    """It answers a letter that takes this one proposal up."""
    VERSION = "version"
    """It is the list of the letter that was sent."""


@dataclass(frozen=True, slots=True)
class OutcomeLead:
    """A passage that tells what became of a proposal. It decides nothing.

    Args:
        kind: What it says.
        letter: The paper in which it stands.
        sha256, span: Where.
        quotation: Its words, on one line.
        ground: Why it is about this proposal.
        via: The letter that took the proposal up, for `STEP`.
        method: Name and version of the rules.
    """

    kind: OutcomeKind
    letter: LetterId
    sha256: Sha256
    span: Span
    quotation: str
    ground: OutcomeGround
    via: LetterId | None
    method: str


@dataclass(frozen=True, slots=True)
class ProposalOutcome:
    """What became of one proposal of a letter.

    Args:
        kind: As a person said; else what all leads say, the last of them where they go on from each other.
        leads: In order of time.
        kept_as: Of a draft's or a copy's proposal, the letter that stands for it and the place in its list from 1.
        judged: The entry by which a person said the kind; None where a machine did.
        decided_in: The letter that the person names for it.
    """

    kind: OutcomeKind
    leads: tuple[OutcomeLead, ...] = ()
    kept_as: tuple[LetterId, int] | None = None
    judged: EntryIndex | None = None
    decided_in: LetterId | None = None
