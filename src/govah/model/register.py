"""A register of letters: what an office's book says that it sent and received. Its rows are mentions, never letters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from enum import StrEnum

from govah.model.fuzzy_date import FuzzyDate
from govah.model.identifiers import LetterId, Sha256, span_id
from govah.model.passage import Span


class Way(StrEnum):
    """Which way a letter went, as its register sees it."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


class Ground(StrEnum):
    """Why a row looks like an answer."""

    ANSWERED_BY = "answered_by"
    """The letter's own row names the number that answers it."""
    CITES_NUMBER = "cites_number"
    """The row names the letter's number."""
    SUBJECT = "subject"
    """Same parties, a later day, and most words of the subject."""
    PARTIES = "parties"
    """Same parties, a later day."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of a register.

    Args:
        sha256: The exhibit.
        span: Of the row.
        number: Of the letter.
        entry: Under which the register's office filed it, where that is another number.
        date: Of the letter.
        entered: When it was entered.
        way: Which way it went, None where nothing says so.
        sender, to: As the cells have them; None where a cell is empty or the register has no such column.
        subject, remarks: Likewise.
        noted: Numbers that the remarks name.
        answers: Numbers of letters that it answers or cites.
        answered_by: Numbers of letters that answer it.
        spans: Where the cells stand, by the names of these fields.
    """

    sha256: Sha256
    span: Span
    number: str | None = None
    entry: str | None = None
    date: FuzzyDate | None = None
    entered: FuzzyDate | None = None
    way: Way | None = None
    sender: str | None = None
    to: str | None = None
    subject: str | None = None
    remarks: str | None = None
    noted: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The row as a mention: 16 hex digits of its place."""
        return span_id(self.sha256, *self.span, "register_row")

    @property
    def place(self) -> "RowPlace":
        """Where it stands."""
        return RowPlace(self.sha256, self.span)

    @property
    def day(self) -> Day | None:
        """The day of the letter, else the day on which it was entered."""
        days = (each.earliest for each in (self.date, self.entered) if each is not None)
        return next((day for day in days if day is not None), None)


@dataclass(frozen=True, slots=True)
class Register:
    """A table of letters that an office keeps.

    Args:
        sha256: The exhibit.
        span: Of the row with the columns' names.
        label: Of its sheet.
        office: Whose register it says it is; None where it does not say.
        way: Of all its letters, None where it has both or does not say.
        columns: Names of columns, by what they hold.
        rows: In order.
        method: Name and version of the rules that found it.
    """

    sha256: Sha256
    span: Span
    label: str | None
    office: str | None
    way: Way | None
    columns: Mapping[str, str]
    rows: tuple[RegisterRow, ...]
    method: str

    @property
    def id(self) -> str:
        """16 hex digits of its place."""
        return span_id(self.sha256, *self.span, "register")

    @property
    def days(self) -> tuple[Day, Day] | None:
        """The first and the last day of its rows; None where none has a date."""
        days = [day for row in self.rows if (day := row.day) is not None]
        return (min(days), max(days)) if days else None


@dataclass(frozen=True, slots=True)
class RegisterStanding:
    """What a register comes to beside the letters that are held.

    Args:
        office: Whose it is: as it says, else whose letters its rows are.
        inferred: The office was told by the letters that its rows stand for.
        letters: The letter that is held, by the id of the row.
        cited: Ids of rows whose letter is not held and is cited by one that is.
    """

    office: str | None
    inferred: bool
    letters: Mapping[str, LetterId]
    cited: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class RowPlace:
    """Where a row stands."""

    sha256: Sha256
    span: Span


@dataclass(frozen=True, slots=True)
class AnswerLead:
    """A row of a register that looks like an answer to a letter. It decides nothing.

    Args:
        place: Of the row.
        ground: Why.
        number: Of the answer, as the register has it.
        date: Likewise.
        letter: The answer where it is held.
        method: Name and version of the rules.
    """

    place: RowPlace
    ground: Ground
    number: str | None
    date: FuzzyDate | None
    letter: LetterId | None
    method: str


@dataclass(frozen=True, slots=True)
class RegisterCoverage:
    """What registers add to the coverage that a silence rests on.

    Args:
        registers: Ids of the addressee's outgoing registers.
        listed: Distinct numbers that they list.
        held: How many of these are held.
        later: How many they list from the letter's day on; None where that is not known.
        later_held: How many of these are held.
        first, last: The days that they cover.
        covers: Whether the letter's day is not after their last; None where a day is not known.
        received: Where a register of the addressee lists the letter itself.
        sent: Where another register lists it.
        leads: Rows that look like its answer, those first that say most.
        more: How many rows of the same parties and a later day are left out.
    """

    registers: tuple[str, ...] = ()
    listed: int = 0
    held: int = 0
    later: int | None = None
    later_held: int | None = None
    first: Day | None = None
    last: Day | None = None
    covers: bool | None = None
    received: tuple[RowPlace, ...] = ()
    sent: tuple[RowPlace, ...] = ()
    leads: tuple[AnswerLead, ...] = ()
    more: int = 0
