"""Rows of the projection: what a database must be able to do for us, and nothing more."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

Row: TypeAlias = Mapping[str, Any]
"""Column name to cell: str, int, bool, bytes, None, or JSON in the columns that say so."""


class Writer(Protocol):
    """Writing inside one transaction. It sees its own writes."""

    def put(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows, each replacing the one of the same primary key."""

    def delete(self, table: str, **where: object) -> None:
        """Remove rows whose columns equal the values; all of the table where none is given."""

    def select(self, table: str, **where: object) -> Iterator[Row]:
        """As `Records.select`."""


class Records(Protocol):
    """Tables of rows with transactions."""

    def transaction(self) -> AbstractContextManager[Writer]:
        """All of it happens or nothing. One writer at a time; a second waits."""

    def select(self, table: str, **where: object) -> Iterator[Row]:
        """Rows whose columns equal the values, by primary key."""

    def beginning(self, table: str, column: str, prefix: str) -> Iterator[Row]:
        """Rows whose text in an indexed column begins so, byte for byte, in order of the column."""

    def count(self, table: str, **where: object) -> int:
        """How many there are."""

    def tables(self) -> tuple[str, ...]:
        """Names of all tables, sorted."""

    def close(self) -> None:
        """Let go of the database."""
