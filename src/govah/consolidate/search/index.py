"""What the house asks of a search engine: one small contract over our own query tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from govah.consolidate.search.query import Query
from govah.model.identifiers import Sha256


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """A page as it is handed to the index.

    Args:
        text: Its text of record. It is analysed and not kept.
        language: ISO 639-1 code, None where undecided.
        sources: Deliverers of its exhibit.
        earliest: First possible day of what the page is, None where unknown.
        latest: Last possible day.
    """

    sha256: Sha256
    page: int
    text: str
    language: str | None = None
    sources: tuple[str, ...] = ()
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a page must be besides; None asks nothing. Pages without a date are not found between dates.

    Args:
        after: The page may be of this day or later.
        before: The page may be of this day or earlier.
    """

    language: str | None = None
    source: str | None = None
    after: date | None = None
    before: date | None = None


class Place(NamedTuple):
    """A page that was found. `score` is greater for closer and comparable within one search only."""

    sha256: Sha256
    page: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """How many pages there are in all, and those that were asked for: by score, then by hash and page."""

    total: int
    places: tuple[Place, ...]


class SearchIndex(Protocol):
    """One writer, many readers. What was written is found after `commit`; nothing acknowledged is lost by a crash."""

    def upsert(self, pages: Iterable[IndexedPage]) -> int:
        """Put pages in, each in the place of what stood under its hash and number; how many changed.

        Raises:
            BusyError: Another process writes.
        """

    def delete(self, sha256: Sha256) -> None:
        """Take out all pages of an exhibit.

        Raises:
            BusyError: Another process writes.
        """

    def commit(self) -> None:
        """Make what was written durable and visible, and let the next writer in."""

    def count(self) -> int:
        """How many pages can be found."""

    def search(self, query: Query, limit: int = 20, offset: int = 0, filters: Filters | None = None) -> Found:
        """Find pages. Totals are exact; there is no ceiling on `limit` and `offset`."""
