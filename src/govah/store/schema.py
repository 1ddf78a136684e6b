"""The tables of the projection. There are no migrations: another shape means that all of it is derived again."""

import hashlib

from sqlalchemy import JSON, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

STATE = Table("state", metadata, Column("key", String, primary_key=True), Column("value", JSON))

ACTOR = Table(
    "actor", metadata, Column("key", String, primary_key=True), Column("name", Text), Column("entry", Integer)
)

ACQUISITION = Table(
    "acquisition",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("source", Text),
    Column("at", String),
    Column("by", Text),
    Column("ocr", Boolean),
    Column("roots", JSON),
    Column("record", JSON),
    Column("hash_lists", JSON),
    Column("file_times", JSON),
    Column("completes", Integer),
)

LANDMARK = Table("landmark", metadata, Column("entry", Integer, primary_key=True), Column("type", String, index=True))
"""Entries that whoever appends must know: those that add or change keys."""

EXHIBIT = Table(
    "exhibit",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("number", Integer, unique=True),
    Column("size", Integer),
    Column("entry", Integer),
    Column("depth", Integer),
    Column("parent", String(64)),
    Column("name", Text),
    sqlite_with_rowid=False,
)

UNREAD = Table("unread", metadata, Column("number", Integer, primary_key=True), Column("sha256", String(64)))
"""Exhibits without a reading."""

DOUBTFUL = Table("doubtful", metadata, Column("number", Integer, primary_key=True), Column("sha256", String(64)))
"""Exhibits of which something became known that may ask for another reading: a name, a container, a deliverer."""

ERASED = Table(
    "erased",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("entry", Integer, unique=True),
    Column("at", String),
    Column("authority", Text),
)

OCCURRENCE = Table(
    "occurrence",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("source", Text),
    Column("acquisition", Integer),
    Column("path", Text),
    Column("path_raw", LargeBinary),
    Column("sha256", String(64)),
    Column("detail", Text),
    Column("modified", String),
    Index("occurrence_exhibit", "sha256"),
    Index("occurrence_path", "path"),
    sqlite_with_rowid=False,
)

READING = Table(
    "reading",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("media_type", String),
    Column("reader", String),
    Column("number", Integer),
    Column("status", String),
    Column("detail", Text),
    Column("language", String),
    Column("metadata", JSON),
    Column("pages", Integer),
    Column("ocr", Boolean),
    Column("extensions", JSON),
    Index("reading_status", "status", "number"),
)

MEMBER = Table(
    "member",
    metadata,
    Column("parent", String(64), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text),
    Column("name_raw", LargeBinary),
    Column("sha256", String(64)),
    Column("detail", Text),
    Index("member_exhibit", "sha256"),
)

PAGE = Table(
    "page",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("label", Text),
    Column("origin", String),
    Column("language", String),
    Column("length", Integer),
    Column("digest", String(64)),
    Column("remark", Text),
)

UNVERIFIED = Table(
    "unverified",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("numbers", JSON),
)
"""Pages with numbers that a machine read on a picture and no person confirmed: start, end, whether it is doubted."""

LETTER = Table(
    "letter",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("sha256", String(64), index=True),
    Column("data", JSON),
    Column("text", Text),
    Column("starts", JSON),
    Column("media_type", String),
)
"""Letters; `starts` is where each page of their exhibit begins in the text."""

TRACE = Table("trace", metadata, Column("sha256", String(64), primary_key=True), Column("data", JSON))
"""What the bytes of a letter's file tell of its making."""

STANDING = Table("standing", metadata, Column("letter", String(16), primary_key=True), Column("data", JSON))

GHOST = Table(
    "ghost", metadata, Column("position", Integer, primary_key=True), Column("number", Text), Column("data", JSON)
)

REGISTER = Table(
    "register",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("sha256", String(64), index=True),
    Column("data", JSON),
)
"""Registers of letters with their rows."""

REGISTERED = Table("registered", metadata, Column("register", String(16), primary_key=True), Column("data", JSON))
"""What each register comes to beside the letters that are held."""

MARK = Table(
    "mark",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("sha256", String(64), index=True),
    Column("data", JSON),
)

CORRECTION = Table(
    "correction",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("sha256", String(64), index=True),
    Column("data", JSON),
)

CONFIRMATION = Table(
    "confirmation",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("sha256", String(64), index=True),
    Column("data", JSON),
)

WITHDRAWAL = Table(
    "withdrawal",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("sha256", String(64), index=True),
    Column("data", JSON),
)
"""Exhibits that persons withdrew, and withdrawals that they took back."""

SEEKING = Table(
    "seeking",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("sha256", String(64), index=True),
    Column("data", JSON),
)
"""Searches that persons made for answers to letters."""

TERM = Table("term", metadata, Column("entry", Integer, primary_key=True), Column("data", JSON))

WORDS = Table("words", metadata, Column("entry", Integer, primary_key=True), Column("data", JSON))
"""Words of the genre that persons added, and those that they took back."""

CLAIM = Table("claim", metadata, Column("id", Integer, primary_key=True), Column("data", JSON))

ASSESSMENT = Table(
    "assessment",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("claim", Integer, index=True),
    Column("data", JSON),
)

PUBLICATION = Table("publication", metadata, Column("entry", Integer, primary_key=True), Column("data", JSON))

ACCESS = Table(
    "access",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("sha256", String(64), index=True),
    Column("at", String),
    Column("by", Text),
    Column("page", Integer),
    Column("face", String),
    Column("what", String),
)

NAMED = Table(
    "named",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("entry", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
"""Entries that name an exhibit, but for those that admitted it."""

CUSTODIAN = Table(
    "custodian", metadata, Column("name", Text, primary_key=True), Column("recipient", Text), Column("entry", Integer)
)

SOURCE = Table(
    "source",
    metadata,
    Column("pseudonym", Text, primary_key=True),
    Column("reliability", String),
    Column("entry", Integer),
    Column("at", String),
)

SEALING = Table(
    "sealing",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("sealed", String(64), index=True),
    Column("exhibit", String(64), index=True),
    Column("source", Text),
    Column("open_before", Boolean),
    Column("data", JSON),
)

UNSEALING = Table(
    "unsealing",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("seal", Integer, index=True),
    Column("data", JSON),
)


def _shape() -> str:
    """A short digest of all tables, columns and indexes."""
    tables = metadata.sorted_tables
    parts = sorted(f"{table.name}.{column.name} {column.type!r}" for table in tables for column in table.columns)
    parts += sorted(f"{table.name} {index.name}" for table in tables for index in table.indexes)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


SCHEMA = _shape()
"""Names this shape of the tables; a database says which one it has."""
