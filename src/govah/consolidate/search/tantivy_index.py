"""The search index of one machine: tantivy, which sees our tokens joined by spaces and keeps no text.

A folder that tantivy made stays readable through a kill at any moment: what was committed is there, what was not is
gone. It is derived; when its shape or the analysis changes (`VERSION`), it is made again.
"""

import hashlib
import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from govah.consolidate.search.index import Filters, Found, IndexedPage, Place
from govah.consolidate.search.names import name_stream
from govah.consolidate.search.query import AllOf, AnyOf, Name, Query, Without, Words
from govah.consolidate.search.words import Streams, streams
from govah.errors import BusyError, GovahError
from govah.model.identifiers import Sha256

VERSION = 1
"""Of the analysis and the fields. Part of a field's name, so that an older index is noticed on opening."""

_JOINED, _PARTS, _NAMES = f"joined_{VERSION}", "parts", "names"
_WRITER_MEMORY = 64_000_000
_WAIT = 30.0
_REBUILD = "Make it again: govah rebuild --keep-pages"
_SPECIAL = re.compile(r"([\\.+*?()|\[\]{}^$#&~-])")


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for words in (_JOINED, _PARTS, _NAMES):
        builder.add_text_field(words, tokenizer_name="govah", index_option="position")
    for word in ("id", "digest"):
        builder.add_text_field(word, stored=True, tokenizer_name="raw", index_option="basic")
    for word in ("sha256", "language", "source"):
        builder.add_text_field(word, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("order", fast=True)
    builder.add_unsigned_field("page", fast=True)
    builder.add_integer_field("earliest", indexed=True)
    builder.add_integer_field("latest", indexed=True)
    return builder.build()


class TantivyIndex:
    """A `SearchIndex` in a folder.

    Args:
        folder: Made where it is absent.
        wait: Seconds to wait for another writer.

    Raises:
        GovahError: The folder holds an index of another version, or a damaged one.
    """

    def __init__(self, folder: Path, *, wait: float = _WAIT) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._wait = wait
        self._schema = _schema()
        try:
            self._index = tantivy.Index(self._schema, str(folder))
        except ValueError as error:
            raise GovahError(f"The search index cannot be opened: {error}", _REBUILD) from error
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("govah", analyzer)
        self._index.config_reader("manual")
        self._writer: Any = None
        self._touched: set[str] = set()

    def upsert(self, pages: Iterable[IndexedPage]) -> int:
        """Put pages in; one that stands there unchanged is left alone. See `SearchIndex`."""
        self._index.reload()
        searcher = self._index.searcher()
        latest: dict[str, tuple[IndexedPage, str]] = {
            f"{page.sha256}:{page.page}": (page, _digest(page)) for page in pages
        }
        changed = 0
        for key, (page, digest) in latest.items():
            if not self._touched & {key, page.sha256} and self._stands(searcher, key, digest):
                continue
            writer = self._writing()
            writer.delete_documents_by_term("id", key)
            writer.add_document(_document(page, key, digest))
            self._touched.add(key)
            changed += 1
        return changed

    def delete(self, sha256: Sha256) -> None:
        """Take out all pages of an exhibit."""
        self._writing().delete_documents_by_term("sha256", sha256)
        self._touched.add(sha256)

    def commit(self) -> None:
        """Make it durable and visible, and free the lock."""
        if self._writer is None:
            return
        writer, self._writer = self._writer, None
        self._touched.clear()
        writer.commit()
        writer.wait_merging_threads()

    def count(self) -> int:
        """How many pages can be found."""
        self._index.reload()
        return int(self._index.searcher().num_docs)

    def search(self, query: Query, limit: int = 20, offset: int = 0, filters: Filters | None = None) -> Found:
        """Find pages. Ties are broken by hash and page, so that pages of results never overlap or skip."""
        self._index.reload()
        searcher = self._index.searcher()
        engine_query = self._filtered(self._translated(query), filters or Filters())
        try:
            total = int(searcher.search(engine_query, limit=1).count)  # type: ignore[attr-defined]  # absent from the stub
            hits = self._first(searcher, engine_query, total, offset + limit)
        except ValueError as error:
            raise GovahError(
                f"The search failed: {error}", "Ask for longer beginnings of words, or rebuild."
            ) from error
        order = searcher.fast_field_values("order", [address for _, address in hits])
        pages = searcher.fast_field_values("page", [address for _, address in hits])
        ranked = sorted(range(len(hits)), key=lambda at: (-hits[at][0], order[at], pages[at]))
        places = []
        for at in ranked[offset : offset + limit]:
            score, address = hits[at]
            sha256, _, page = str(searcher.doc(address).get_first("id")).partition(":")
            places.append(Place(Sha256(sha256), int(page), score))
        return Found(total, tuple(places))

    def _stands(self, searcher: Any, key: str, digest: str) -> bool:
        """Whether exactly this page is in the index as committed."""
        known = searcher.search(self._term("id", key), limit=1).hits
        return bool(known) and searcher.doc(known[0][1]).get_first("digest") == digest

    def _first(self, searcher: Any, query: Any, total: int, wanted: int) -> Sequence[tuple[float, Any]]:
        """At least the first `wanted` hits, with all that tie with the last of them."""
        reach = min(total, wanted + 100)
        while True:
            hits: Sequence[tuple[float, Any]] = searcher.search(query, limit=max(1, reach), count=False).hits
            if reach >= total or hits[-1][0] < hits[wanted - 1][0]:
                return hits
            reach = min(total, reach * 4)

    def _writing(self) -> Any:
        """The writer, holding tantivy's lock; the system frees it when the process dies."""
        deadline = time.monotonic() + self._wait
        while self._writer is None:
            try:
                self._writer = self._index.writer(_WRITER_MEMORY, 1)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise GovahError(f"The search index cannot be written: {error}", _REBUILD) from error
                if time.monotonic() >= deadline:
                    raise BusyError("Another process writes the search index.", "Try again when it is done.") from error
                time.sleep(0.05)
        return self._writer

    def _term(self, name: str, value: str) -> Any:
        return tantivy.Query.term_query(self._schema, name, value, "basic")

    def _translated(self, query: Query) -> Any:
        """Our tree as tantivy's."""
        must, must_not, should = tantivy.Occur.Must, tantivy.Occur.MustNot, tantivy.Occur.Should
        if isinstance(query, AllOf):
            return tantivy.Query.boolean_query([(must, self._translated(branch)) for branch in query.of])
        if isinstance(query, AnyOf):
            return tantivy.Query.boolean_query([(should, self._translated(branch)) for branch in query.of])
        if isinstance(query, Without):
            pair = [(must, self._translated(query.wanted)), (must_not, self._translated(query.unwanted))]
            return tantivy.Query.boolean_query(pair)
        if isinstance(query, Name):
            orders = {query.keys, query.keys[::-1]}
            return tantivy.Query.disjunction_max_query([self._side_by_side(_NAMES, keys) for keys in sorted(orders)])
        # a page without compounds has the stream of parts only, so the joined spelling is looked for in both
        ways = [self._words(_JOINED, query.joined, query), self._words(_PARTS, query.parts, query)]
        if query.joined != query.parts:
            ways.append(self._words(_PARTS, query.joined, query))
        return tantivy.Query.disjunction_max_query(ways)

    def _words(self, name: str, words: tuple[str, ...], query: Words) -> Any:
        if not query.prefix:
            return self._side_by_side(name, words)
        patterns: list[str | tuple[int, str]] = [_SPECIAL.sub(r"\\\1", word) for word in words]
        patterns[-1] = f"{patterns[-1]}.*"
        if len(patterns) == 1:
            return tantivy.Query.regex_query(self._schema, name, str(patterns[0]))
        return tantivy.Query.regex_phrase_query(self._schema, name, patterns)

    def _side_by_side(self, name: str, words: tuple[str, ...]) -> Any:
        if len(words) == 1:
            return tantivy.Query.term_query(self._schema, name, words[0], "freq")
        return tantivy.Query.phrase_query(self._schema, name, list(words))

    def _filtered(self, query: Any, filters: Filters) -> Any:
        needs = []
        if filters.language is not None:
            needs.append(self._term("language", filters.language))
        if filters.source is not None:
            needs.append(self._term("source", filters.source))
        integer = tantivy.FieldType.Integer
        if filters.after is not None:
            day = filters.after.toordinal()
            needs.append(tantivy.Query.range_query(self._schema, "latest", integer, lower_bound=day))
        if filters.before is not None:
            day = filters.before.toordinal()
            needs.append(tantivy.Query.range_query(self._schema, "earliest", integer, upper_bound=day))
        if not needs:
            return query
        # a filter must not change the score
        silent = [(tantivy.Occur.Must, tantivy.Query.const_score_query(need, 0.0)) for need in needs]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *silent])


def _digest(page: IndexedPage) -> str:
    described = repr((page.text, page.language, sorted(page.sources), page.earliest, page.latest))
    return hashlib.sha256(described.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _document(page: IndexedPage, key: str, digest: str) -> Any:
    document = tantivy.Document()
    both = streams(page.text)
    parts = " ".join(token.text for token in both.parts)
    joined = " ".join(token.text for token in both.joined)
    document.add_text(_PARTS, parts)
    if joined != parts:
        document.add_text(_JOINED, joined)
    document.add_text(_NAMES, _names_field(both))
    for name, value in (("id", key), ("digest", digest), ("sha256", page.sha256)):
        document.add_text(name, value)
    if page.language is not None:
        document.add_text("language", page.language)
    for source in page.sources:
        document.add_text("source", source)
    document.add_unsigned("order", int(page.sha256[:16], 16))
    document.add_unsigned("page", page.page)
    if page.earliest is not None and page.latest is not None:
        document.add_integer("earliest", page.earliest.toordinal())
        document.add_integer("latest", page.latest.toordinal())
    return document


def _names_field(both: Streams) -> str:
    """Name keys as they stand and, after a gap that no phrase bridges, without written-on articles."""
    ways = (False, True) if any(token.text.startswith("ال") for token in both.joined) else (False,)
    return " | | ".join(" ".join(key.text for key in name_stream(both, bare=way)) for way in ways)
