"""Who opened which exhibit when."""

from dataclasses import dataclass
from typing import Final

from govah.model.identifiers import EntryIndex, Sha256

OFF: Final = "off"
EXHIBITS: Final = "exhibits"
"""What a case logs of openings: nothing, or each opening of an exhibit's content."""


@dataclass(frozen=True, slots=True)
class Access:
    """An opening, as the log tells it.

    Args:
        entry: The `access` entry.
        at: When, by our own clock.
        by: Name of who opened it.
        sha256: The exhibit.
        page: The page that was asked for first; None where none was.
        face: `web` or `cli`.
        what: `open`.
    """

    entry: EntryIndex
    at: str
    by: str
    sha256: Sha256
    page: int | None
    face: str
    what: str
