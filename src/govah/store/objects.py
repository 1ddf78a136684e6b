"""Preserved bytes, named by their SHA-256: written once, never changed."""

# Paths are text where one is made for each of a million small files.
# ruff: noqa: PTH102, PTH104, PTH108, PTH116, PTH123

import contextlib
import hashlib
import os
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from govah.errors import IntegrityError, NotFoundError
from govah.model.identifiers import Sha256
from govah.store import files
from govah.store.digests import DigestThread, Pending
from govah.store.entrance import Entrance, clear_abandoned
from govah.store.writeback import Writeback

PIECE = 1 << 20
"""Bytes that are read at once: memory stays constant, whatever an exhibit's size."""

_LOOK = 1 << 12
"""Bytes that are asked for to see whether a stream has ended."""

_NAME = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Put:
    """Bytes that were taken in.

    Args:
        sha256: Their hash.
        size: How many.
        new: Whether they were not here before.
        others: Their other digests; waiting for them ends the overlap with what is taken in next.
    """

    sha256: Sha256
    size: int
    new: bool
    others: Pending = field(compare=False, repr=False)


class AlteredError(IntegrityError):
    """A stored file does not hold the bytes of its name.

    Args:
        sha256: The name.
    """

    def __init__(self, sha256: Sha256) -> None:
        super().__init__(
            f"Exhibit {sha256} is not what was admitted: the bytes stored under its name have another SHA-256.",
            f"Run govah verify, and bring the file back from a backup whose sha256sum is {sha256}.",
        )
        self.sha256 = sha256


def hash_of(stream: BinaryIO) -> str:
    """SHA-256 in hex of what is left of a stream."""
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


class Objects(Protocol):
    """A store of preserved bytes.

    Attributes:
        withheld: Bytes that are hashed where they are met, and not taken in.
    """

    withheld: Container[Sha256]

    def put_if_absent(self, source: BinaryIO, size: int | None = None) -> Put:
        """Take in a stream. Durable when the group ends, or at once outside of a group.

        Args:
            source: Read to its end.
            size: Bytes that it is thought to have: nothing hangs on it but memory.

        Raises:
            AlteredError: It is here already, and the stored bytes are others.
        """

    def group(self) -> contextlib.AbstractContextManager[None]:
        """What is put inside becomes durable together, when the group ends."""

    def open(self, sha256: Sha256) -> BinaryIO:
        """Read bytes back.

        Raises:
            NotFoundError: They are not here.
        """

    def path(self, sha256: Sha256) -> Path:
        """A file with the bytes, for readers in another process.

        Raises:
            NotFoundError: They are not here.
        """

    def exists(self, sha256: Sha256) -> bool:
        """Whether the bytes are here."""

    def iterate(self) -> Iterator[Sha256]:
        """All hashes, sorted."""

    def remove(self, sha256: Sha256) -> None:
        """Remove bytes, durably; nothing happens where they are gone."""


class FolderObjects:
    """Bytes as read-only files `ab/ab12…` in a folder.

    Bytes go to a temporary file, and only when they are on the disk do they get their name: a file with a hash for its
    name is whole. In a group the waiting for the disk is shared: all contents, then all names.

    Args:
        folder: `exhibits/` of a case; made at the first write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = str(folder)
        self.withheld: Container[Sha256] = frozenset()
        self._waiting: dict[Sha256, str] = {}
        self._touched: set[str] = set()
        self._durable: set[str] = set()
        self._depth = 0
        self._digests = DigestThread()
        self._writeback = Writeback(self._base)
        self._entrance: Entrance | None = None
        self._taken = 0
        self._sound: set[Sha256] = set()

    def put_if_absent(self, source: BinaryIO, size: int | None = None) -> Put:
        """Take in a stream, hashing it once; where it is here already, the stored bytes are hashed too.

        Outside of a group the bytes are on the disk on return; inside, when the group ends.

        Raises:
            AlteredError: It is here already, and the stored bytes are others; they stay as they are.
            GovahError: The disk is full or cannot be written.
            DurabilityLost: The disk did not keep the bytes.
        """
        if self._depth == 0:
            with self.group():
                put = self.put_if_absent(source, size)
                put.others.result()
                return put
        first = source.read(PIECE if size is None else min(size + 1, PIECE))
        second = source.read(_LOOK)  # a short read is not yet the end
        if second:
            return self._put_long(first, second, source)
        sha256 = Sha256(hashlib.sha256(first).hexdigest())
        others = self._digests.begin()
        if self._known(sha256, len(first)):
            others.feed_when_asked(first)
            return Put(sha256, len(first), False, others)
        others.feed(first)
        waiting = self._new_path()
        files.create_unsynced(waiting, first)
        self._writeback.written(len(first))
        self._waiting[sha256] = waiting
        return Put(sha256, len(first), True, others)

    def _put_long(self, first: bytes, second: bytes, source: BinaryIO) -> Put:
        digest, others = hashlib.sha256(), self._digests.begin()
        size = 0
        waiting = self._new_path()
        with files.told(waiting):
            handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o444)
        with os.fdopen(handle, "wb", buffering=0) as target:
            piece, following = first, second
            while piece:
                others.feed(piece)
                digest.update(piece)
                size += len(piece)
                left = memoryview(piece)
                with files.told(waiting):
                    while left:
                        left = left[target.write(left) or 0 :]
                self._writeback.written(len(piece))
                piece, following = following, source.read(PIECE)
        sha256 = Sha256(digest.hexdigest())
        known = self._known(sha256, size)
        if known:
            os.unlink(waiting)
        else:
            self._waiting[sha256] = waiting
        return Put(sha256, size, not known, others)

    def _known(self, sha256: Sha256, size: int) -> bool:
        """Whether the bytes are here or on their way; a crashed writer's names may still need their folder's sync."""
        if sha256 in self._waiting or sha256 in self.withheld:
            return True
        folder = f"{self._base}/{sha256[:2]}"
        place = f"{folder}/{sha256}"
        if not os.access(place, os.F_OK):  # the usual case: an error that is caught takes longer
            return False
        try:
            kept = os.stat(place).st_size
        except FileNotFoundError:
            return False
        if kept != size:
            raise AlteredError(sha256)
        if sha256 not in self._sound:
            with files.told(place), open(place, "rb", buffering=0) as stored:
                if hash_of(stored) != sha256:
                    raise AlteredError(sha256)
            self._sound.add(sha256)
        self._touch(folder)
        return True

    def _touch(self, folder: str) -> None:
        """A name in a folder must reach the disk; so must the folder's own, which a killed writer may have left."""
        self._touched.add(folder)
        if folder not in self._durable:
            self._touched.add(self._base)

    @contextlib.contextmanager
    def group(self) -> Iterator[None]:
        """Everything put inside becomes durable when the outermost group ends."""
        self._depth += 1
        try:
            yield
            if self._depth == 1:
                self._settle()
        finally:
            self._depth -= 1
            if not self._depth:
                try:
                    self._writeback.end()
                finally:
                    self._leave()

    def flush(self) -> None:
        """Make durable what the open group holds so far."""
        self._settle()

    def _settle(self) -> None:
        self._writeback.end()
        with self._entrance.watching() if self._entrance else contextlib.nullcontext():
            self._keep()

    def _keep(self) -> None:
        if self._waiting:
            files.sync_files(list(self._waiting.values()))
        for sha256, waiting in self._waiting.items():
            folder = f"{self._base}/{sha256[:2]}"
            place = f"{folder}/{sha256}"
            with files.told(place):
                try:
                    os.rename(waiting, place)  # over an equal file at most, when two writers bring the same bytes
                except FileNotFoundError:
                    with contextlib.suppress(FileExistsError):
                        os.mkdir(folder)
                    os.rename(waiting, place)
            self._touch(folder)
        if self._touched:
            files.sync_folders(self._touched)
            self._durable |= self._touched
        self._waiting.clear()
        self._touched.clear()

    def _new_path(self) -> str:
        if self._entrance is None:
            self._entrance = Entrance(self._folder)
        self._taken += 1
        return f"{self._entrance.folder}/{self._taken}"

    def _leave(self) -> None:
        self._digests.close()
        self._sound.clear()
        self._waiting.clear()
        self._touched.clear()
        if self._entrance is not None:
            self._entrance.leave()
            self._entrance = None

    def _place(self, sha256: Sha256) -> Path:
        if not _NAME.fullmatch(sha256):
            raise NotFoundError(f"{sha256!r} is not the hash of an exhibit.", "See govah exhibits.")
        return self._folder / sha256[:2] / sha256

    def path(self, sha256: Sha256) -> Path:
        """The file with an exhibit's bytes.

        Raises:
            NotFoundError: They are not here.
        """
        waiting = self._waiting.get(sha256)
        place = self._place(sha256) if waiting is None else Path(waiting)
        if not place.is_file():
            raise NotFoundError(f"There is no exhibit {sha256}.", "See govah exhibits, and run govah verify.")
        return place

    def open(self, sha256: Sha256) -> BinaryIO:
        """Read an exhibit's bytes back; they are not hashed again, `govah verify` does that.

        Raises:
            NotFoundError: They are not here.
        """
        place = self.path(sha256)
        with files.told(place):
            return place.open("rb")

    def exists(self, sha256: Sha256) -> bool:
        """Whether the bytes are here."""
        return sha256 in self._waiting or self._place(sha256).is_file()

    def iterate(self) -> Iterator[Sha256]:
        """All hashes, sorted."""
        if not self._folder.is_dir():
            return
        for folder in sorted(self._folder.iterdir()):
            if len(folder.name) == 2 and folder.is_dir():
                names = sorted(item.name for item in folder.iterdir())
                yield from (Sha256(name) for name in names if _NAME.fullmatch(name))

    def remove(self, sha256: Sha256) -> None:
        """Remove an exhibit's file, durably, and whatever writers that are gone have left of any."""
        place = Path(self._place(sha256))
        with files.told(place):
            place.unlink(missing_ok=True)
        if place.parent.is_dir():
            files.sync_folder(place.parent)
        clear_abandoned(self._folder)
