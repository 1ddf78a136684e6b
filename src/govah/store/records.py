"""Rows of the projection: what a database must be able to do for us, and nothing more."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

Row: TypeAlias = Mapping[str, Any]
"""Column name to cell: str, int, bool, bytes, None, or JSON in the columns that say so."""


class Rows(Protocol):
    """Rows that can be looked up."""

    def select(self, table: str, **where: object) -> Iterator[Row]:
        """Rows whose columns equal the values, by primary key, in constant memory."""

    def among(self, table: str, column: str, values: Collection[object]) -> Iterator[Row]:
        """Rows whose cell in an indexed column is one of the values, in no order; cheaper than a look-up for each."""


class Writer(Rows, Protocol):
    """Writing inside one transaction. It sees its own writes."""

    def put(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows, each replacing the one of the same primary key."""

    def delete(self, table: str, **where: object) -> None:
        """Remove rows whose columns equal the values; all of the table where none is given."""

    def delete_among(self, table: str, column: str, values: Collection[object]) -> None:
        """Remove the rows whose cell is one of the values."""


class Records(Rows, Protocol):
    """Tables of rows with transactions."""

    def transaction(self) -> AbstractContextManager[Writer]:
        """All of it happens or nothing. One writer at a time; a second waits."""

    def beginning(self, table: str, column: str, prefix: str) -> Iterator[Row]:
        """Rows whose text in an indexed column begins so, byte for byte, in order of the column."""

    def ordered(
        self, table: str, column: str, *, after: object = None, most: int | None = None, **where: object
    ) -> Iterator[Row]:
        """Rows by an indexed column, in constant memory.

        Args:
            table: Which.
            column: Whose cells are all different.
            after: Only rows whose cell is greater.
            most: No more rows than these.
            where: Only rows whose columns equal the values.
        """

    def count(self, table: str, **where: object) -> int:
        """How many there are."""

    def counted(self, table: str, column: str) -> Mapping[Any, int]:
        """How many there are of each value of an indexed column."""

    def tables(self) -> tuple[str, ...]:
        """Names of all tables, sorted."""

    def close(self) -> None:
        """Let go of the database."""
