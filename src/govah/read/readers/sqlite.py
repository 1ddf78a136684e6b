"""SQLite databases: a table is a sheet."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from govah.model.status import Status
from govah.read import media
from govah.read.paging import sheet_pages
from govah.read.reader import Child, Item, Limits, Remark
from govah.read.readers.charset import decode
from govah.read.readers.sheet_cell import cell_text

_LARGE_VALUE = 1 << 16
_MOST_FILES = 10_000
_LONGEST = 256 << 20
"""Bytes of one value; a schema can compute longer ones out of nothing."""


class SqliteReader:
    """Tables as they stand; views, triggers and virtual tables are not run."""

    name = "sqlite"
    version = "1"
    media = frozenset({media.SQLITE})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield a sheet per table with its column names on top; large values are children."""
        with tempfile.TemporaryDirectory(dir=limits.scratch) as folder:
            copy = Path(folder) / "database"
            stream.seek(0)
            with copy.open("wb") as file:
                while data := stream.read(1 << 20):
                    file.write(data)
            with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as database:
                yield from _tables(database)


def _text(data: bytes) -> str:
    """Text as SQLite means it, or as a program of old wrote it in a code page."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data).text


def _tables(database: sqlite3.Connection) -> Iterator[Item]:
    database.text_factory = _text
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    database.execute("PRAGMA trusted_schema=OFF")
    database.execute("PRAGMA cell_size_check=ON")
    try:
        found = database.execute("SELECT name, sql FROM sqlite_master WHERE type='table' ORDER BY rowid").fetchall()
    except UnicodeDecodeError as error:  # SQLite's own message quotes the damaged name
        raise ValueError("the list of its tables is damaged") from error
    number, files = 1, 0
    for name, sql in found:
        if (sql or "").upper().lstrip().startswith("CREATE VIRTUAL"):
            yield Remark(Status.PARTIAL, f"virtual table {name} was not read")
            continue
        large: list[Child] = []
        try:
            for page in sheet_pages(_rows(database, name, large), name, number):
                yield page
                number = page.number + 1
                for child in large:
                    files += 1
                    if files <= _MOST_FILES:
                        yield child
                large.clear()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            yield Remark(Status.PARTIAL, f"table {name} is damaged ({error})")
        except MemoryError:  # lengths that are lies; the other tables may be sound
            yield Remark(Status.PARTIAL, f"table {name} asks for more memory than there is")
        yield from large
    if files > _MOST_FILES:
        yield Remark(Status.OVER_LIMIT, f"large values beyond {_MOST_FILES} were not read")


def _rows(database: sqlite3.Connection, name: str, large: list[Child]) -> Iterator[tuple[int, Sequence[str]]]:
    columns, cursor = _opened(database, name)
    yield 1, columns
    for number, row in enumerate(cursor, 2):
        cells = []
        for column, value in zip(columns, row, strict=True):
            if isinstance(value, bytes):
                cells.append(f"[{len(value)} bytes]")
                if len(value) > 64:
                    large.append(Child(f"{name}/{column}/{number - 1:06d}", value))
            else:
                cells.append(cell_text(value)[:_LARGE_VALUE])
        yield number, cells


def _opened(database: sqlite3.Connection, name: str) -> tuple[list[str], sqlite3.Cursor]:
    """A table's columns and rows. SQLite has no parameter for a table's name, so it is quoted."""
    quoted = name.replace('"', '""')
    try:
        cursor = database.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608
        return [column[0] for column in cursor.description], cursor
    except UnicodeDecodeError:  # columns named in an old code page: asked as values, names are decoded as these are
        asked = database.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 1", (name,))
        columns = [str(row[0]) for row in asked]
        plain = ", ".join(f"column_{number}" for number in range(len(columns)))
        rows = f'WITH "{quoted}_"({plain}) AS (SELECT * FROM "{quoted}") SELECT * FROM "{quoted}_"'  # noqa: S608
        return columns, database.execute(rows)
