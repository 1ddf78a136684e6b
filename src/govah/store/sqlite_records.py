"""Rows in SQLite, with a write-ahead log so that readers never wait for the writer."""

import json
import logging
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection, CursorResult, Select, bindparam, create_engine, event, false, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from govah.errors import BusyError, GovahError, NotFoundError
from govah.store.records import Row, Writer
from govah.store.schema import metadata

_BATCH = 500
_WAIT = 60
"""Seconds that a writer waits for another."""
_DAMAGED = ("not a database", "malformed", "no such table", "no such column", "corrupt", "disk I/O")
_ROOM = 1 << 20
"""Bytes that a disk has left at least where it is not why SQLite cannot write."""
_LARGEST = 1 << 63
_CACHE_KB = 32 << 10
"""Of the database in memory: hashes come in no order, so every insertion falls on another page of a large index."""


def _query(table: str, where: dict[str, object]) -> Select[Any]:
    target = metadata.tables[table]
    query = select(target)
    for column, value in where.items():
        within = not isinstance(value, int) or -_LARGEST <= value < _LARGEST
        query = query.where(target.c[column] == value if within else false())
    return query.order_by(*target.primary_key.columns)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the database's errors into sentences.

    Args:
        path: Of the database.

    Raises:
        BusyError: Another writer holds the database for more than a minute.
        NotFoundError: What is there is no database of ours.
        GovahError: The disk refused.
    """
    try:
        yield
    except DatabaseError as error:
        said = str(error.orig)
        if "locked" in said:
            raise BusyError(
                "Another process is writing to this case.", "Wait until it has ended and try again."
            ) from error
        if "is full" in said or ("disk I/O" in said and _full(path)):
            raise GovahError(
                f"{path}: no space is left on that disk.",
                "Nothing is damaged. Free some space, then run the command again.",
            ) from error
        if any(sign in said for sign in _DAMAGED):
            raise NotFoundError(
                f"What machines derived from this case is damaged: {said}.",
                "Nothing is lost. Derive it again: govah rebuild",
            ) from error
        raise GovahError(
            f"The case's database cannot be used: {said}.",
            "Check the disk and the permissions of derived/, then run the command again.",
        ) from error


def _full(path: Path) -> bool:
    """Whether the disk has no room for what a database writes beside itself."""
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < _ROOM or (disk.f_files > 0 and disk.f_favail == 0)


class _Insertion(NamedTuple):
    """How rows are put into a table.

    Args:
        statement: With a place for each column.
        columns: Their names.
        bound: What SQLite takes for a cell, by the place of the column, where it is not the cell itself.
    """

    statement: str
    columns: tuple[str, ...]
    bound: tuple[tuple[int, Callable[[Any], Any]], ...]

    def cells(self, row: Row) -> tuple[Any, ...]:
        """A row as SQLite takes it."""
        cells = [row.get(column) for column in self.columns]
        for place, bind in self.bound:
            cells[place] = bind(cells[place])
        return tuple(cells)


@cache
def _insertion(table: str) -> _Insertion:
    """Worked out once a table: composing a statement for every row cost more than inserting it."""
    target = metadata.tables[table]
    dialect = sqlite.dialect()
    columns = tuple(column.name for column in target.columns)
    binders = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in target.columns]
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    statement = f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608  # names of our own schema
    bound = tuple((place, binder) for place, binder in enumerate(binders) if binder is not None)
    return _Insertion(statement, columns, bound)


def _rows(result: CursorResult[Any]) -> Iterator[Row]:
    columns = tuple(result.keys())
    for part in result.partitions(_BATCH):
        for row in part:
            yield dict(zip(columns, row, strict=True))


@cache
def _wanted(table: str, column: str) -> Select[Any]:
    """Rows whose cell is in a list that is handed over as JSON: one statement, however long the list."""
    target = metadata.tables[table]
    values = func.json_each(bindparam("values")).table_valued("value")
    return select(target).where(target.c[column].in_(select(values.c.value)))


def _among(connection: Connection, table: str, column: str, values: Collection[object]) -> Iterator[Row]:
    if values:
        yield from _rows(connection.execute(_wanted(table, column), {"values": json.dumps(list(values))}))


class SqliteWriter:
    """One transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows, each replacing the one of the same primary key."""
        insertion = _insertion(table)
        source = map(insertion.cells, rows)
        while part := list(islice(source, _BATCH)):
            self._connection.exec_driver_sql(insertion.statement, part)

    def delete(self, table: str, **where: object) -> None:
        """Remove the rows whose columns equal the values."""
        target = metadata.tables[table]
        statement = target.delete()
        for column, value in where.items():
            statement = statement.where(target.c[column] == value)
        self._connection.execute(statement)

    def delete_among(self, table: str, column: str, values: Collection[object]) -> None:
        """Remove the rows whose cell is one of the values."""
        if values:
            target = metadata.tables[table]
            statement = f'DELETE FROM "{target.name}" WHERE "{target.c[column].name}" = ?'  # noqa: S608  # our own names
            self._connection.exec_driver_sql(statement, [(value,) for value in values])

    def select(self, table: str, **where: object) -> Iterator[Row]:
        """As `SqliteRecords.select`."""
        yield from _rows(self._connection.execute(_query(table, where)))

    def among(self, table: str, column: str, values: Collection[object]) -> Iterator[Row]:
        """As `SqliteRecords.among`."""
        yield from _among(self._connection, table, column, values)


class SqliteRecords:
    """The projection in one file.

    Args:
        path: Of the database; made where it is absent and `create` is given.
        create: Make the tables.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._path = path
        self._engine = _engine(path)
        if create:
            with _told(path):
                metadata.create_all(self._engine)

    @contextmanager
    def transaction(self) -> Iterator[Writer]:
        """All of it happens or nothing.

        Raises:
            BusyError: Another writer holds the database for more than a minute.
        """
        with _told(self._path), self._engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield SqliteWriter(connection)

    def select(self, table: str, **where: object) -> Iterator[Row]:
        """Rows by primary key."""
        with _told(self._path), self._engine.connect() as connection:
            yield from _rows(connection.execution_options(yield_per=_BATCH).execute(_query(table, where)))

    def among(self, table: str, column: str, values: Collection[object]) -> Iterator[Row]:
        """Rows whose cell is one of the values, in no order."""
        with _told(self._path), self._engine.connect() as connection:
            yield from _among(connection, table, column, values)

    def ordered(
        self, table: str, column: str, *, after: object = None, most: int | None = None, **where: object
    ) -> Iterator[Row]:
        """Rows by an indexed column."""
        sought = metadata.tables[table].c[column]
        query = _query(table, where).order_by(None).order_by(sought).limit(most)
        if after is not None:
            query = query.where(sought > after)
        with _told(self._path), self._engine.connect() as connection:
            yield from _rows(connection.execution_options(yield_per=_BATCH).execute(query))

    def beginning(self, table: str, column: str, prefix: str) -> Iterator[Row]:
        """Rows whose text begins so, found through the index."""
        sought = metadata.tables[table].c[column]
        query = select(metadata.tables[table]).where(sought >= prefix, sought < prefix + "\U0010ffff").order_by(sought)
        with _told(self._path), self._engine.connect() as connection:
            yield from _rows(connection.execution_options(yield_per=_BATCH).execute(query))

    def count(self, table: str, **where: object) -> int:
        """How many rows."""
        query = _query(table, where).with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        with _told(self._path), self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def counted(self, table: str, column: str) -> Mapping[Any, int]:
        """How many there are of each value of an indexed column."""
        grouped = metadata.tables[table].c[column]
        with _told(self._path), self._engine.connect() as connection:
            return {
                value: number for value, number in connection.execute(select(grouped, func.count()).group_by(grouped))
            }

    def tables(self) -> tuple[str, ...]:
        """Names of all tables, sorted."""
        return tuple(sorted(metadata.tables))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


class _Interruptions(logging.Filter):
    """The pool logs with a traceback what breaks off its closing of a connection; Ctrl+C is no fault of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is to be told: the interruption itself goes on, and is told by whoever ends for it."""
        error = record.exc_info[1] if record.exc_info else None
        return error is None or isinstance(error, Exception)


_INTERRUPTIONS = _Interruptions()


def _engine(path: Path) -> Engine:
    engine = _connecting(path)
    logging.getLogger(f"{NullPool.__module__}.{NullPool.__qualname__}").addFilter(_INTERRUPTIONS)
    return engine


def _connecting(path: Path) -> Engine:
    if path.exists() and not os.access(path.parent, os.W_OK):
        # read-only media: there is no writer, and SQLite must not ask for its shared memory
        address = f"file:{quote(str(path.absolute()))}?immutable=1"
        return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT}, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _configure(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # our own BEGIN IMMEDIATE
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
        cursor.close()

    return engine
