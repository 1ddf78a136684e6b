"""What the head of a letter gives, as it is gathered."""

from dataclasses import dataclass, field, replace

from govah.consolidate.letters.labels import Label
from govah.consolidate.letters.numbers import written_number
from govah.consolidate.letters.sheet import Sheet
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import Classification, Correspondent
from govah.model.passage import Span


@dataclass(slots=True)
class Header:
    """What the head of a letter gives. Spans by the contract's field names; `taken` in the folded first page.

    `compliments`: it is a note verbale; `minutes`: a record of a meeting; `numbered_alone`: its number stands without a
    label, beside its date.
    """

    number: str | None = None
    date: FuzzyDate | None = None
    sender: tuple[Correspondent, ...] = ()
    to: tuple[Correspondent, ...] = ()
    subject: str | None = None
    classification: Classification | None = None
    urgency: str | None = None
    attachments: str | None = None
    labels: list[Label] = field(default_factory=list)
    cited: list[Label] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    taken: list[tuple[int, int]] = field(default_factory=list)
    body: int = 0
    labelled: set[str] = field(default_factory=set)
    compliments: bool = False
    minutes: bool = False
    numbered_alone: bool = False
    language: str | None = None

    def number_at(self, sheet: Sheet, start: int, end: int) -> None:
        """Take a stretch of the folded page as the letter's number."""
        self.number = written_number(sheet.words(start, end))
        self.spans["number"] = sheet.span(start, end)

    def date_at(self, sheet: Sheet, start: int, end: int, date: FuzzyDate) -> None:
        """Take a stretch of the folded page, read as a date, as the letter's."""
        self.date = replace(date, text=sheet.words(start, end))
        self.spans["date"] = sheet.span(start, end)
