"""An exhibit: bytes that were preserved, and every place where they were found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from govah.model.identifiers import EntryIndex, Sha256
from govah.model.sealing import Sealing
from govah.model.status import Status
from govah.model.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A directory entry that was collected.

    Args:
        path: Relative to the collected folder's parent; bytes that are not UTF-8 as `%DF`.
        path_raw: The bytes of the path where they are not UTF-8.
        source: Name of the deliverer.
        sha256: The exhibit, None where no bytes could be had.
        detail: Why not.
        modified: RFC 3339 time of last change as the file system told it.
    """

    path: str
    path_raw: bytes | None
    source: str
    sha256: Sha256 | None
    detail: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a container: the pair (parent exhibit, member).

    Args:
        parent: The container.
        index: Order in the container, from 0.
        name: As paths show it (`scan.pdf#2` for the second of a name).
        sha256: The part's bytes as an exhibit, None where no bytes could be had.
        detail: Why not.
        name_raw: The bytes of the name where they are not UTF-8.
    """

    parent: Sha256
    index: int
    name: str
    sha256: Sha256 | None
    detail: str | None = None
    name_raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What the case knows of preserved bytes.

    Args:
        number: The case's own number, from 1, in order of admission; None for what has no bytes.
        sha256: None where no bytes could be had (`status` unreadable).
        paths: All of them, occurrences and through every parent, sorted by code point.
        path_raw: The bytes of those paths that are not UTF-8, by path.
        media_type: Told from content, None while pending.
        parents: Containers that hold it.
        children: Exhibits it holds, in member order, each once.
        sources: All deliverers, sorted.
        reader: Name and version of the reader, None where none was found.
        metadata: What the reader found (title, author, dates), words as they stand.
        pages: How many.
        language: Of most of its text.
        entry: The log entry that admitted it.
        sealing: How it is sealed, None where it is open.
        withdrawal: That a person withdrew it, None where nobody did or it was taken back.
    """

    number: int | None
    sha256: Sha256 | None
    paths: tuple[str, ...]
    path_raw: Mapping[str, bytes]
    media_type: str | None
    size: int
    parents: tuple[Sha256, ...]
    children: tuple[Sha256, ...]
    status: Status
    detail: str | None
    sources: tuple[str, ...]
    reader: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    pages: int = 0
    language: str | None = None
    entry: EntryIndex | None = None
    sealing: Sealing | None = None
    withdrawal: Withdrawal | None = None
