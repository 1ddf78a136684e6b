"""A search that a person made for what may answer a letter: what a silence rests on, beside what machines sought."""

from dataclasses import dataclass

from govah.model.identifiers import EntryIndex, Sha256


@dataclass(frozen=True, slots=True)
class Seeking:
    """A search for an answer, as the log has it.

    Args:
        entry: The `seek` entry.
        sha256: The exhibit that holds the letter.
        page: Where the letter begins, from 1.
        query: As the person wrote it.
        limits: What narrowed it, by the names of the search (`language`, `source`, `after`, `before`).
        pages: How many pages were found.
        among: How many pages were searched.
        note: What the person says of what was found, empty where nothing.
        by: Name of the actor.
        at: RFC 3339, our own clock.
    """

    entry: EntryIndex
    sha256: Sha256
    page: int
    query: str
    limits: dict[str, str]
    pages: int
    among: int
    note: str
    by: str
    at: str
