"""The vault: takes bytes in, gives them back. That they were admitted is the log's to say."""

import contextlib
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from govah.errors import GovahError, IntegrityError, NotFoundError, RefusedError
from govah.model.identifiers import Sha256
from govah.store import files
from govah.store.digests import Digests, Pending
from govah.store.objects import AlteredError, FolderObjects, Objects, hash_of


@dataclass(frozen=True, slots=True)
class Preserved:
    """Bytes that were taken in.

    Args:
        sha256: Their hash.
        size: How many.
        new: Whether they were not here before.
    """

    sha256: Sha256
    size: int
    new: bool = field(compare=False)
    _others: Pending = field(compare=False, repr=False)

    @property
    def digests(self) -> Digests:
        """MD5 and SHA-1, by which others may know the same bytes."""
        return self._others.result()


class Vault:
    """The preserved bytes of a case.

    Order matters and is the caller's: preserve a group, end the group, and only then append its `admit` events; an
    entry then never names bytes that are not on the disk. Not for use by several threads at once: one vault each.

    Args:
        case: The case folder.
        objects: Another store than the case's folder `exhibits/`.
        named: What people call an exhibit, at the beginning of a sentence; by default by its hash.
        sealed: Whether an exhibit is sealed: its bytes are not given then, not even where they are still here.
    """

    def __init__(
        self,
        case: Path,
        objects: Objects | None = None,
        named: Callable[[Sha256], str] = "Exhibit {}".format,
        sealed: Callable[[Sha256], bool] = lambda sha256: False,
    ) -> None:
        self._objects: Objects = objects if objects is not None else FolderObjects(case / "exhibits")
        self._named = named
        self._sealed = sealed

    def withhold(self, sealed: Container[Sha256]) -> None:
        """Take in none of these any more: they were sealed, and open bytes of them are met and not kept."""
        self._objects.withheld = sealed

    def preserve(self, source: BinaryIO | Path, size: int | None = None) -> Preserved:
        """Take in a file or a stream: one pass, constant memory. No event is written.

        On return the bytes are on the disk; inside of `group()` they are when the group ends.

        Args:
            source: A stream is read to its end.
            size: Bytes that it is thought to have: nothing hangs on it but speed.

        Raises:
            OSError: The source cannot be read.
            IntegrityError: It is here already, and the stored bytes are not those of its name; they stay as they are.
            GovahError: The case's disk is full or cannot be written.
            DurabilityLost: The disk did not keep the bytes; the process ends.
        """
        if isinstance(source, Path):
            with source.open("rb", buffering=0) as stream:
                return self.preserve(stream, size)
        try:
            put = self._objects.put_if_absent(source, size)
        except AlteredError as error:
            raise self._altered(error.sha256) from error
        return Preserved(put.sha256, put.size, put.new, put.others)

    @contextlib.contextmanager
    def group(self) -> Iterator[None]:
        """What is preserved inside is on the disk when this ends: hundreds of files wait for the disk together.

        Keep groups near a second of work, and append their `admit` events after each.
        """
        with self._objects.group():
            yield

    def check(self, sha256: Sha256) -> None:
        """Hash an exhibit's stored bytes again: whoever reads, derives from or publishes them asks this first.

        Raises:
            IntegrityError: They are missing, or not those that were admitted; the message names the exhibit.
            RefusedError: It is sealed.
            GovahError: The disk does not give them.
        """
        self._refuse_sealed(sha256)
        try:
            with self._objects.open(sha256) as stream:
                found = hash_of(stream)
        except NotFoundError as error:
            raise self._missing(sha256) from error
        except OSError as error:
            raise GovahError(
                f"{self._named(sha256)} cannot be read: {error.strerror or error}.",
                "Check the disk, then run govah verify.",
            ) from error
        if found != sha256:
            raise self._altered(sha256)

    def open(self, sha256: Sha256) -> BinaryIO:
        """Read an exhibit; its bytes are not hashed again: `check` does that, and `govah verify` for all of them.

        Raises:
            NotFoundError: It is not here.
            RefusedError: It is sealed.
        """
        self._refuse_sealed(sha256)
        return self._objects.open(sha256)

    def path(self, sha256: Sha256) -> Path:
        """A read-only file with an exhibit's bytes, for sandboxed readers.

        Raises:
            NotFoundError: It is not here.
            RefusedError: It is sealed.
        """
        self._refuse_sealed(sha256)
        return self._objects.path(sha256)

    def exists(self, sha256: Sha256) -> bool:
        """Whether an exhibit's bytes are here."""
        return self._objects.exists(sha256)

    def destroy(self, sha256: Sha256) -> None:
        """Remove an exhibit's bytes, durably; nothing happens where they are gone.

        Only after an entry of the log, of an approved erasure or of a sealing, says why they go.
        """
        self._objects.remove(sha256)

    @classmethod
    def create(cls, case: Path) -> "Vault":
        """Make the folder for a new case's exhibits."""
        files.make_folder(case / "exhibits")
        return cls(case)

    def _refuse_sealed(self, sha256: Sha256) -> None:
        if self._sealed(sha256):
            raise RefusedError(
                f"{self._named(sha256)} is sealed: its bytes are not here in the open.",
                f"Whoever holds the keys can open it: govah unseal {sha256[:12]} --purpose WHY -o FILE",
            )

    def _missing(self, sha256: Sha256) -> IntegrityError:
        return IntegrityError(
            f"{self._named(sha256)} is missing: its file in exhibits/ was deleted or moved away.",
            "Nothing was derived or published. Collect the same paper again (govah collect restores it), or bring the "
            "file back from a backup; then run govah verify.",
        )

    def _altered(self, sha256: Sha256) -> IntegrityError:
        return IntegrityError(
            f"{self._named(sha256)} is not what was admitted: the bytes stored under its name have another SHA-256.",
            "Nothing was overwritten, derived or published. First move the altered file away, out of the case, and "
            f"keep it: {self._objects.path(sha256)}\n"
            "Then collect the same paper again, or put the right file there from a backup (its sha256sum is "
            f"{sha256}); then run govah verify.",
        )
