"""A letter between offices, as recognised on its pages, and its standing among the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from govah.model.fuzzy_date import FuzzyDate
from govah.model.identifiers import EntryIndex, LetterId, Sha256
from govah.model.minutes import Minutes
from govah.model.outcome import ProposalOutcome
from govah.model.passage import Span
from govah.model.register import RegisterCoverage, RowPlace


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Who wrote or received: a person's name, an office, or both, verbatim."""

    name: str | None
    office: str | None


@dataclass(frozen=True, slots=True)
class Classification:
    """The words on the paper, their level (1 highest to 4, None unmarked) and whose rules they follow."""

    text: str
    level: int | None
    scheme: str | None


class LetterForm(StrEnum):
    """What kind of paper it is."""

    LETTER = "letter"
    MAIL = "mail"
    MINUTES = "minutes"
    SESSION = "session"
    """What a conference platform kept: events, chat, transcript."""


class ReferenceKind(StrEnum):
    """What citing another letter means."""

    REPLY = "reply"
    FOLLOW_UP = "follow_up"
    CITATION = "citation"


class RelationKind(StrEnum):
    """What else two papers are to each other."""

    REMINDER = "reminder"
    FORWARD = "forward"
    VERSION = "version"
    DUPLICATE = "duplicate"
    ATTACHMENT = "attachment"
    SAME_EVENT = "same_event"


class LetterStatus(StrEnum):
    """Whether a letter was answered, as far as the holdings show."""

    ANSWERED = "answered"
    ANSWERED_IN_PART = "answered_in_part"
    ANSWERED_IN_MARGIN = "answered_in_margin"
    REACTED = "reacted"
    NO_ANSWER_IN_HOLDINGS = "no_answer_in_holdings"
    NONE_EXPECTED = "none_expected"


@dataclass(frozen=True, slots=True)
class Reference:
    """A line that cites another letter.

    Args:
        text: The reference's own words.
        number: The cited number, None where none is given.
        date: The cited date.
        kind: What the keyword suggests; `Standing.references` has what direction decided.
        span: Where it stands.
        letter: The cited letter where it is held.
        judged: The entry by which a person said so; None where a machine did.
    """

    text: str
    number: str | None
    date: FuzzyDate | None
    kind: ReferenceKind
    span: Span
    letter: LetterId | None = None
    judged: EntryIndex | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a letter's text that no word says to be a letter's: its words, the day right after it, its place."""

    text: str
    date: FuzzyDate | None
    span: Span


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a letter proposes."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """Another paper and what it is to this one; `judged` is the entry by which a person said so."""

    kind: RelationKind
    letter: LetterId
    judged: EntryIndex | None = None


@dataclass(frozen=True, slots=True)
class MailHeaders:
    """What threads mail: identifiers without their angle brackets."""

    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainJudgement:
    """What a person said of a letter's place among the others; applied where these are settled.

    Args:
        entry: That says it.
        field: `references`, `relations`, `answered_by` or `status`.
        value: As the log has it, see `govah.consolidate.letters.judging`; empty says that there is none.
        span: Where its words stand.
        words: That stand there.
    """

    entry: EntryIndex
    field: str
    value: str
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What was recognised on the pages of one exhibit. A lead, but for the fields in `corrected`.

    `spans` names where a field's words stand, by the contract's field names (`number`, `date`, `from`, `to`,
    `cc`, `subject`, `classification`, `urgency`, `attachments`, `signature`, `margin`).
    """

    id: LetterId
    sha256: Sha256
    span: Span
    method: str
    number: str | None = None
    date: FuzzyDate | None = None
    sender: tuple[Correspondent, ...] = ()
    to: tuple[Correspondent, ...] = ()
    cc: tuple[Correspondent, ...] = ()
    subject: str | None = None
    classification: Classification | None = None
    urgency: str | None = None
    attachments: str | None = None
    references: tuple[Reference, ...] = ()
    reply_expected: bool | None = None
    proposals: tuple[Proposal, ...] = ()
    mail: MailHeaders | None = None
    language: str | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)
    form: LetterForm = LetterForm.LETTER
    scanned: bool = False
    corrected: frozenset[str] = frozenset()
    signatory: Correspondent | None = None
    margin: str | None = None
    judgements: tuple[ChainJudgement, ...] = ()
    minutes: Minutes | None = None
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of an office's outgoing numbers is held, on which a silence rests.

    Args:
        office: Whose outgoing register.
        held: Distinct numbers held.
        span: How many numbers the series has from the lowest to the highest seen; None without a series.
        share: `held / span`, None without a series.
        method: How it was estimated, a sentence.
        search: The search that was made for an answer: queries, in words.
        series: The segment that the numbers share, None without a series.
        low, high: The lowest and the highest number held of it.
        among: How many letters were searched for an answer.
        register: What registers of letters add; None where none that is held tells anything.
    """

    office: str | None
    held: int
    span: int | None
    share: float | None
    method: str
    search: str
    series: str | None = None
    low: int | None = None
    high: int | None = None
    among: int | None = None
    register: RegisterCoverage | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A letter's place among all others: derived over the whole case.

    `judged` has the entries by which persons said the `status` or what it is `answered_by`. `outcomes` are those of its
    proposals, in their order.
    """

    letter: LetterId
    references: tuple[Reference, ...]
    relations: tuple[Relation, ...]
    status: LetterStatus
    answered_by: tuple[LetterId, ...]
    coverage: Coverage | None
    judged: Mapping[str, EntryIndex] = field(default_factory=dict)
    outcomes: tuple[ProposalOutcome, ...] = ()

    @property
    def unanswered(self) -> bool:
        """Whether it has no answer in holdings, and is not a version or second copy of a letter that says so itself."""
        copies = (RelationKind.VERSION, RelationKind.DUPLICATE)
        own = not any(relation.kind in copies for relation in self.relations)
        return own and self.status is LetterStatus.NO_ANSWER_IN_HOLDINGS


@dataclass(frozen=True, slots=True)
class Ghost:
    """A letter that is cited and not held; `registered_at` are the rows of registers that list it too."""

    number: str
    date: FuzzyDate | None
    cited_by: tuple[LetterId, ...]
    registered_at: tuple[RowPlace, ...] = ()
