"""What a person did to a passage: marked it, or corrected a machine's reading of it."""

from dataclasses import dataclass

from govah.model.identifiers import EntryIndex
from govah.model.passage import Passage, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that a person marked. `anchored` is its place in today's text, None where it lost its place."""

    entry: EntryIndex
    passage: Passage
    note: str | None
    by: str
    at: str
    anchored: Span | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's reading that overrides a machine's.

    Args:
        field: A letter's field by the contract's name, or `text` for the page's text, or `date`, `digit`.
        value: What stands there.
        anchored: Its place in today's text; None where it lost its place.
    """

    entry: EntryIndex
    passage: Passage
    field: str
    value: str
    why: str
    by: str
    at: str
    anchored: Span | None
