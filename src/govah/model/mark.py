"""What a person did to a passage: marked it, or corrected a machine's reading of it."""

from dataclasses import dataclass

from govah.model.identifiers import EntryIndex
from govah.model.passage import Passage, Span

TEXT_FIELDS = frozenset({"text", "digit"})
"""Fields of a correction that change the page's text itself."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that a person marked.

    Args:
        anchored: Its place in today's text; None where it lost its place.
        superseded_by: The later mark or correction that a person made instead of it.
    """

    entry: EntryIndex
    passage: Passage
    note: str | None
    by: str
    at: str
    anchored: Span | None
    superseded_by: EntryIndex | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A passage of which a person said that it stands so; `anchored` as of a mark."""

    entry: EntryIndex
    passage: Passage
    by: str
    at: str
    anchored: Span | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's reading that overrides a machine's.

    Args:
        field: A letter's field by the contract's name, or `text` for the page's text, or `date`, `digit`.
        value: What stands there.
        anchored: Its place in today's text: for a correction of the text, where the words stand that it put there.
            None where it lost its place, or a later correction took it.
        superseded_by: The later correction that took its place, or the later mark or correction that a person made
            instead of it.
        of_picture: Whether the words that it replaced had been read on a picture. Else the file itself says them, and
            what stands there now is a person's word against the file's.
    """

    entry: EntryIndex
    passage: Passage
    field: str
    value: str
    why: str
    by: str
    at: str
    anchored: Span | None
    superseded_by: EntryIndex | None = None
    of_picture: bool = True

    @property
    def changes_text(self) -> bool:
        """Whether it changes the page's text itself, not what a letter's field says."""
        return self.field in TEXT_FIELDS
