"""Full-text search: found in the index, highlighted at our own offsets in the text of record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from govah.case.paths import Paths, StoredPlaces
from govah.consolidate.dates import read_date
from govah.consolidate.folding import folded
from govah.consolidate.search.highlight import closest, found_by_term, highlight, matches, snippet, united
from govah.consolidate.search.hints import query_hints
from govah.consolidate.search.index import Filters, Place
from govah.consolidate.search.query import Query, Words, leaves, parse_query
from govah.consolidate.search.quoting import quoted_places
from govah.errors import UsageError
from govah.model.hit import Hit
from govah.model.identifiers import Sha256
from govah.model.passage import Span

_BESIDE = 30
"""Code points shown on both sides of words that were looked for."""

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
    """Hits in order of closeness, and how many pages there are in all.

    Args:
        hints: Sentences about what in the request may not mean what it seems to.
    """

    total: int
    hits: tuple[Hit, ...]
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A place of an exhibit where words stand, and a line of text around it."""

    span: Span
    around: str


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
    if filters.after and filters.before and filters.after > filters.before:
        raise UsageError(
            f"Nothing is after {request.after} and before {request.before}.", "Give the earlier day to --after."
        )
    hints = (*query_hints(request.query), *_unknown(case, request))
    index = case.derived.index
    if request.source is None:
        found = index.search(query, request.limit, request.offset, filters)
        return Found(found.total, tuple(_hits(case, query, found.places)), hints)
    delivered = _Delivered(case, request.source)
    every = index.search(query, max(1, index.count()), 0, filters)
    places = [place for place in every.places if delivered.holds(place.sha256)]
    shown = places[request.offset : request.offset + request.limit]
    return Found(len(places), tuple(_hits(case, query, shown)), hints)


def _unknown(case: "Case", request: SearchRequest) -> Iterator[str]:
    """What is asked for that nothing here is of."""
    records = case.derived.records
    if request.source is not None:
        known = deliverers(case)
        if request.source not in known:
            yield f"Nothing was delivered by {request.source!r}. Deliverers: {', '.join(known) or 'none yet'}."
    if request.language is not None and not any(True for _ in records.select("page", language=request.language)):
        spoken = sorted({row["language"] for row in records.select("page") if row["language"]})
        yield f"No page is in {request.language!r}. Languages of this case: {', '.join(spoken) or 'none told yet'}."


def deliverers(case: "Case") -> list[str]:
    """Names of all sources that delivered something, sorted."""
    return sorted({str(row["source"]) for row in case.derived.records.select("acquisition")})


def _day(written: str | None, *, first: bool) -> date | None:
    if written is None:
        return None
    found = read_date(written)
    day = None if found is None else (found.earliest if first else found.latest)
    if day is None:
        raise UsageError(f"{written!r} is not a date.", "Write 1393/12/05, 2015-02-24 or 5 Esfand 1393.")
    return day


class _Delivered:
    """What a source delivered, itself or in a container; asked for each exhibit that was found."""

    def __init__(self, case: "Case", source: str) -> None:
        self._paths = Paths(StoredPlaces(case.derived.records))
        self._source = source
        self._known: dict[Sha256, bool] = {}

    def holds(self, sha256: Sha256) -> bool:
        """Whether the source delivered an exhibit."""
        if sha256 not in self._known:
            self._known[sha256] = self._source in self._paths.of(sha256)[1]
        return self._known[sha256]


def _hits(case: "Case", query: Query, places: "list[Place] | tuple[Place, ...]") -> Iterator[Hit]:
    view = case.view
    for place in places:
        if view.seals.holds(place.sha256):
            continue  # sealed a moment ago; its index entries go with the sealing
        text = view.page(place.sha256, place.page).text
        terms = found_by_term(query, text)
        spans = united(span for found in terms for span in found)
        shown = closest(terms, text)
        words, begin = snippet(text, () if shown is None else (shown,))
        yield Hit(place.sha256, place.page, spans, words, begin, place.score, shown)


def named_so(case: "Case", written: str, most: int) -> list[tuple[int, str]]:
    """Numbers and paths of exhibits whose file name is what a query asks for, at most so many.

    Names are compared one by one; they are not in the index.

    Raises:
        UsageError: The query cannot be read.
    """
    query = parse_query(written)
    needles = [leaf.parts[0] if isinstance(leaf, Words) else "" for leaf in leaves(query)]
    records = case.derived.records
    named: dict[str, None] = {}
    for table, column in (("occurrence", "path"), ("member", "name")):
        for row in records.select(table):
            if row[column] is None:
                continue  # sealed before anybody saw its name here
            name = str(row[column]).rpartition("/")[2]
            plain = folded(name)  # the quick look: most names have none of the words
            if row["sha256"] and any(needle in plain for needle in needles) and matches(query, name):
                named.setdefault(row["sha256"])
    view = case.view
    found = [view.exhibit(Sha256(sha256)) for sha256 in named if not view.seals.holds(sha256)][:most]
    return sorted((exhibit.number or 0, exhibit.paths[0]) for exhibit in found)


def quoted(case: "Case", sha256: Sha256, words: str) -> list[Quoted]:
    """Where on an exhibit's pages words stand, as a person types them.

    Raises:
        RefusedError: It is sealed.
    """
    case.view.refuse_sealed(sha256)
    found = []
    for page in case.view.pages(sha256):
        for start, end in quoted_places(words, page.text):
            around, _ = snippet(page.text, ((start, end),), end - start + 2 * _BESIDE)
            found.append(Quoted(Span(page.number, start, end), around))
    return found


def places_of(query: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a query stand in a text; nowhere where the query cannot be read."""
    try:
        return highlight(parse_query(query), text)
    except UsageError:
        return ()
