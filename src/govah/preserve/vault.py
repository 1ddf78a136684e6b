"""The vault: takes bytes in, gives them back. That they were admitted is the log's to say."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from govah.model.identifiers import Sha256
from govah.store import files
from govah.store.objects import FolderObjects, Objects


@dataclass(frozen=True, slots=True)
class Preserved:
    """Bytes that were taken in.

    Args:
        sha256: Their hash.
        size: How many.
    """

    sha256: Sha256
    size: int


class Vault:
    """The preserved bytes of a case.

    Order matters and is the caller's: preserve a group, end the group, and only then append its `admit` events; an
    entry then never names bytes that are not on the disk. Not for use by several threads at once: one vault each.

    Args:
        case: The case folder.
        objects: Another store than the case's folder `exhibits/`.
    """

    def __init__(self, case: Path, objects: Objects | None = None) -> None:
        self._objects: Objects = objects if objects is not None else FolderObjects(case / "exhibits")

    def preserve(self, source: BinaryIO | Path) -> Preserved:
        """Take in a file or a stream: one pass, constant memory. No event is written.

        On return the bytes are on the disk; inside of `group()` they are when the group ends.

        Raises:
            OSError: The source cannot be read.
            IntegrityError: Bytes with this hash are here already, with another size.
            GovahError: The case's disk is full or cannot be written.
            DurabilityLost: The disk did not keep the bytes; the process ends.
        """
        if isinstance(source, Path):
            with source.open("rb", buffering=0) as stream:
                return Preserved(*self._objects.put_if_absent(stream))
        return Preserved(*self._objects.put_if_absent(source))

    @contextlib.contextmanager
    def group(self) -> Iterator[None]:
        """What is preserved inside is on the disk when this ends: hundreds of files wait for the disk together.

        Keep groups near a second of work, and append their `admit` events after each.
        """
        with self._objects.group():
            yield

    def open(self, sha256: Sha256) -> BinaryIO:
        """Read an exhibit; its bytes are not hashed again, `govah verify` does that.

        Raises:
            NotFoundError: It is not here.
        """
        return self._objects.open(sha256)

    def path(self, sha256: Sha256) -> Path:
        """A read-only file with an exhibit's bytes, for sandboxed readers.

        Raises:
            NotFoundError: It is not here.
        """
        return self._objects.path(sha256)

    def exists(self, sha256: Sha256) -> bool:
        """Whether an exhibit's bytes are here."""
        return self._objects.exists(sha256)

    @classmethod
    def create(cls, case: Path) -> "Vault":
        """Make the folder for a new case's exhibits."""
        files.make_folder(case / "exhibits")
        return cls(case)
