"""Full-text search: found in the index, highlighted at our own offsets in the text of record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from govah.case.paths import LoadedPlaces, Paths
from govah.consolidate.dates import read_date
from govah.consolidate.search.highlight import highlight, snippet
from govah.consolidate.search.index import Filters, Place
from govah.consolidate.search.query import Query, parse_query
from govah.errors import UsageError
from govah.model.hit import Hit
from govah.model.identifiers import Sha256

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is searched for.

    Args:
        query: As a person writes it, see `govah.consolidate.search.query`.
        limit: Hits to return.
        offset: Hits to pass over.
        language: ISO 639-1 code of the page.
        source: Name of a deliverer.
        after: A date in any calendar: the letter may be of that day or later.
        before: Likewise, or earlier.
    """

    query: str
    limit: int = 20
    offset: int = 0
    language: str | None = None
    source: str | None = None
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Hits in order of closeness, and how many pages there are in all."""

    total: int
    hits: tuple[Hit, ...]


def search(case: "Case", request: SearchRequest) -> Found:
    """Search.

    Raises:
        UsageError: The query, a date or a number cannot be read.
    """
    if request.limit < 0 or request.offset < 0:
        raise UsageError("Limit and offset count from 0.", "Give whole numbers that are not negative.")
    query = parse_query(request.query)
    filters = Filters(
        language=request.language, after=_day(request.after, first=True), before=_day(request.before, first=False)
    )
    index = case.derived.index
    if request.source is None:
        found = index.search(query, request.limit, request.offset, filters)
        return Found(found.total, tuple(_hits(case, query, found.places)))
    delivered = _delivered(case, request.source)
    every = index.search(query, max(1, index.count()), 0, filters)
    places = [place for place in every.places if place.sha256 in delivered]
    shown = places[request.offset : request.offset + request.limit]
    return Found(len(places), tuple(_hits(case, query, shown)))


def _day(written: str | None, *, first: bool) -> date | None:
    if written is None:
        return None
    found = read_date(written)
    day = None if found is None else (found.earliest if first else found.latest)
    if day is None:
        raise UsageError(f"{written!r} is not a date.", "Write 1393/12/05, 2015-02-24 or 5 Esfand 1393.")
    return day


def _delivered(case: "Case", source: str) -> set[Sha256]:
    records = case.derived.records
    paths = Paths(LoadedPlaces(records))
    return {row["sha256"] for row in records.select("exhibit") if source in paths.of(row["sha256"])[1]}


def _hits(case: "Case", query: Query, places: "list[Place] | tuple[Place, ...]") -> Iterator[Hit]:
    view = case.view
    for place in places:
        text = view.page(place.sha256, place.page).text
        spans = tuple(highlight(query, text))
        words, begin = snippet(text, spans)
        yield Hit(place.sha256, place.page, spans, words, begin, place.score)


def places_of(query: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a query stand in a text; nowhere where the query cannot be read."""
    try:
        return highlight(parse_query(query), text)
    except UsageError:
        return ()
