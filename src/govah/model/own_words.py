"""Words of the genre that a person added for one case: a state's marks of secrecy, an office's way to cite a letter."""

from dataclasses import dataclass

from govah.model.identifiers import EntryIndex


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Rows that were added to a table of words.

    Args:
        entry: The `words` entry.
        table: Name of the table.
        rows: Each as its cells; the last holds words with `|` between them.
        why: In words: where they are known from.
        by: Name of the actor.
        at: RFC 3339, our own clock.
        ended: How they were taken back; None while they are in force.
    """

    entry: EntryIndex
    table: str
    rows: tuple[tuple[str, ...], ...]
    why: str
    by: str
    at: str
    ended: "WordsEnd | None" = None


@dataclass(frozen=True, slots=True)
class WordsEnd:
    """That words were taken back, in which entry, why, by whom, when."""

    entry: EntryIndex
    why: str
    by: str
    at: str
