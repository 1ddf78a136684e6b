"""The `derived/` folder: stage results, the projection's database and the index. All of it can be made again."""

from contextlib import ExitStack
from pathlib import Path
from typing import Self

from govah.consolidate.search.index import SearchIndex
from govah.consolidate.search.tantivy_index import TantivyIndex
from govah.errors import NotFoundError
from govah.store.media import lockable
from govah.store.records import Records
from govah.store.results import StageResults
from govah.store.schema import SCHEMA
from govah.store.sqlite_records import SqliteRecords

_DATABASE = "case.db"


class Derived:
    """Everything that machines derived, opened.

    Args:
        folder: `derived` of a case.
        results: Each stage's result under its key.
        records: The projection.
    """

    def __init__(self, folder: Path, results: StageResults, records: Records) -> None:
        self.folder = folder
        self.results = results
        self.records = records
        self._index: SearchIndex | None = None
        self._stack = ExitStack()

    @classmethod
    def create(cls, folder: Path, pages: Path | None = None) -> Self:
        """Make it empty; `pages` are stage results kept from before."""
        folder.mkdir(parents=True, exist_ok=True)
        records = SqliteRecords(folder / _DATABASE, create=True)
        with records.transaction() as writer:
            writer.put("state", [{"key": "schema", "value": SCHEMA}, {"key": "log_size", "value": 0}])
        return cls(folder, StageResults(pages or folder / "pages"), records)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open it.

        Raises:
            NotFoundError: It was thrown away, or made by another version.
        """
        if not (folder / _DATABASE).is_file():
            raise NotFoundError(
                "What machines derived from this case (derived/) is not there.",
                "Nothing is lost. Derive it again: govah rebuild",
            )
        records = SqliteRecords(folder / _DATABASE)
        schema = next(records.select("state", key="schema"), None)
        if schema is None or schema["value"] != SCHEMA:
            records.close()
            raise NotFoundError(
                "What machines derived from this case was made by another version of Govah.",
                "Derive it again, keeping the pages that were read: govah rebuild --keep-pages",
            )
        return cls(folder, StageResults(folder / "pages"), records)

    @property
    def index(self) -> SearchIndex:
        """The search index, opened at its first use.

        Raises:
            NotFoundError: It was thrown away: an empty one would answer that nothing is found.
        """
        if self._index is None:
            if not (self.folder / "index" / "meta.json").is_file() and self.records.count("page"):
                raise NotFoundError(
                    "The search index of this case is not there.",
                    "Make it again from the pages that were read: govah rebuild --keep-pages",
                )
            self._index = TantivyIndex(lockable(self.folder / "index", self._stack))
        return self._index

    @property
    def log_size(self) -> int:
        """How many log entries the projection reflects."""
        row = next(self.records.select("state", key="log_size"))
        return int(row["value"])

    def close(self) -> None:
        """Let go of the database."""
        self.records.close()
        self._stack.close()
