"""Minutes of a meeting: who was there, what was to be spoken of, what was decided, who is to do it by when."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from govah.model.fuzzy_date import FuzzyDate
from govah.model.passage import Span


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody whom minutes name as present or absent, verbatim.

    Args:
        name: Of a person.
        office: Of the person, or that was represented.
        present: False where they were absent or excused.
        note: What stands beside: the part in the meeting, the excuse.
        span: Where it stands.
    """

    name: str | None
    office: str | None
    present: bool
    note: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """What was to be spoken of."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided.

    Args:
        text: Without owner and day.
        span: Where that stands.
        owner: Who is to do it, verbatim.
        due: By when; words that are no day («مستمر») have no ends.
        spans: Where `owner` and `due` stand.
    """

    text: str
    span: Span
    owner: str | None = None
    due: FuzzyDate | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Minutes:
    """What minutes record. A lead.

    Args:
        attendees: In order.
        agenda: Likewise.
        decisions: Likewise.
        spans: Where the heading of each part stands: `present`, `absent`, `agenda`, `decisions`.
        method: Name and version of the rules.
    """

    attendees: tuple[Attendee, ...]
    agenda: tuple[AgendaItem, ...]
    decisions: tuple[Decision, ...]
    spans: Mapping[str, Span]
    method: str
