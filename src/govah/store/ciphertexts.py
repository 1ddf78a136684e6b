"""Ciphertexts, named by their SHA-256: written once, read-only, durable before anybody names them."""

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from govah.errors import NotFoundError
from govah.model.identifiers import Sha256
from govah.store import files
from govah.store.entrance import Entrance
from govah.store.objects import AlteredError, hash_of

_NAME = re.compile("[0-9a-f]{64}")


class HashingWriter:
    """A file that is hashed as it is written. What the system refused is kept, for other languages' code loses it.

    Args:
        handle: Open for writing.
    """

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._digest = hashlib.sha256()
        self.size = 0
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write all of it."""
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self._handle, left) :]
        except OSError as error:
            self.error = error
            raise
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    @property
    def sha256(self) -> Sha256:
        """Of what was written so far."""
        return Sha256(self._digest.hexdigest())


class Ciphertexts:
    """The folder `sealed/` of a case: files `ab/ab12…`, as in `exhibits/`.

    What comes in waits in a folder of its own until its bytes are on the disk, and only then gets its name.

    Args:
        folder: Made at the first write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entrance: Entrance | None = None
        self._waiting: dict[Sha256, Path] = {}

    @contextlib.contextmanager
    def group(self) -> Iterator[None]:
        """What is put inside becomes durable together, when this ends.

        Raises:
            DurabilityLost: The disk did not keep the bytes; the process ends.
        """
        self._entrance = Entrance(self._folder)
        try:
            yield
            with self._entrance.watching():
                self._settle()
        finally:
            self._waiting.clear()
            self._entrance.leave()
            self._entrance = None

    def put(self, write: Callable[[HashingWriter], None]) -> tuple[Sha256, int]:
        """Take in what `write` writes; inside of a group.

        Returns:
            Its hash and its size.

        Raises:
            GovahError: The disk is full or cannot be written.
            OSError: Where `write` cannot read what it writes.
        """
        assert self._entrance is not None  # noqa: S101  # the caller's group
        place = Path(self._entrance.folder, str(len(self._waiting)))
        with files.told(place):
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o444)
        writer = HashingWriter(handle)
        try:
            write(writer)
        except BaseException:
            place.unlink(missing_ok=True)
            if writer.error is not None:
                with files.told(place):
                    raise writer.error from None
            raise
        finally:
            os.close(handle)
        self._waiting[writer.sha256] = place
        return writer.sha256, writer.size

    def path(self, sha256: Sha256) -> Path:
        """The file of a ciphertext.

        Raises:
            NotFoundError: It is not here.
        """
        if not _NAME.fullmatch(sha256) or not (place := self._place(sha256)).is_file():
            raise NotFoundError(
                f"The sealed file {sha256[:12]} is not here.",
                "Bring sealed/ back from a backup, then run govah verify.",
            )
        return place

    def open(self, sha256: Sha256) -> BinaryIO:
        """Read a ciphertext whose bytes are hashed first.

        Raises:
            NotFoundError: It is not here.
            AlteredError: Its bytes are not those of its name.
        """
        place = self.path(sha256)
        with files.told(place):
            stream = place.open("rb")
            if hash_of(stream) != sha256:
                stream.close()
                raise AlteredError(sha256)
            stream.seek(0)
        return stream

    def remove(self, sha256: str) -> None:
        """Remove a ciphertext, durably; nothing happens where it is gone. Only after an entry of the log says why."""
        if _NAME.fullmatch(sha256) and (place := self._place(sha256)).exists():
            with files.told(place):
                place.unlink(missing_ok=True)
            files.sync_folder(place.parent)

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _settle(self) -> None:
        if not self._waiting:
            return
        files.sync_files(list(self._waiting.values()))
        for sha256, waiting in self._waiting.items():
            place = self._place(sha256)
            files.make_folder(place.parent)
            with files.told(place):
                waiting.rename(place)
        files.sync_folders({self._place(sha256).parent for sha256 in self._waiting})
