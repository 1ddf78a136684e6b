"""7-Zip archives: every file in them is a child."""

from collections.abc import Iterator
from typing import BinaryIO

import py7zr
from py7zr.exceptions import ArchiveError, PasswordRequired

from govah.model.status import Status
from govah.read import media
from govah.read.reader import Child, Item, Limits, Remark

_PASSWORD = "needs a password"  # noqa: S105


class SevenZipReader:
    """Members are opened into the task's own folder under numbers: their names never become paths."""

    name = "7z"
    version = "1"
    media = frozenset({media.SEVEN_ZIP})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield a child per file."""
        stream.seek(0)
        try:
            with py7zr.SevenZipFile(stream, "r") as archive:
                yield from _members(archive, limits)
        except PasswordRequired:
            yield Remark(Status.ENCRYPTED, _PASSWORD)


def _members(archive: py7zr.SevenZipFile, limits: Limits) -> Iterator[Item]:
    files = [info for info in archive.list() if not info.is_directory]
    if archive.needs_password():
        for info in files:
            yield Child(info.filename, None, detail=_PASSWORD)
        yield Remark(Status.ENCRYPTED, _PASSWORD)
        return
    factory = _Spools(limits)
    fault = ""
    try:
        archive.extract(targets=None, factory=factory)
    except _TooLargeError:
        fault = f"more than {factory.most} bytes come out of this file"
    except (ArchiveError, OSError, EOFError, ValueError) as error:
        fault = str(error) or type(error).__name__
    for info in files:
        spool = factory.spools.get(info.filename)
        if info.is_symlink:
            target = bytes(spool.read_back(4096)).decode("utf-8", "replace") if spool else "an unknown place"
            yield Child(info.filename, None, detail=f"a symbolic link to {target}")
        elif spool is None:
            yield Child(info.filename, b"" if not info.uncompressed else None, detail=fault or None)
        elif spool.size() < (info.uncompressed or 0):
            yield Child(info.filename, None, detail=fault or "its bytes end too early")
        else:
            yield Child(info.filename, spool.opened())
            spool.remove()
    if fault:
        status = Status.OVER_LIMIT if fault.startswith("more than") else Status.PARTIAL
        yield Remark(status, fault)


class _TooLargeError(Exception):
    pass


class _Spool(py7zr.io.Py7zIO):
    """One opened member in the task's folder."""

    def __init__(self, owner: "_Spools", number: int) -> None:
        self._path = owner.folder / f"7z-{number:06d}"
        self._owner = owner
        self._path.touch(exist_ok=False)
        self._file: BinaryIO | None = None

    def _open(self) -> BinaryIO:
        if self._file is None:
            self._file = self._path.open("r+b")
        return self._file

    def write(self, s: bytes | bytearray) -> int:
        """Add bytes."""
        self._owner.count(len(s))
        return self._open().write(s)

    def read(self, size: int | None = None) -> bytes:
        """Bytes, as py7zr asks for when it checks them."""
        return self._open().read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move."""
        return self._open().seek(offset, whence)

    def flush(self) -> None:
        """Write out what waits."""
        self._open().flush()

    def size(self) -> int:
        """Bytes so far."""
        if self._file is not None:
            self._file.flush()
        return self._path.stat().st_size

    def close(self) -> None:
        """Let go of the file, of which a process may hold only so many."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def read_back(self, most: int) -> bytes:
        """The first bytes."""
        self.seek(0)
        return self.read(most)

    def opened(self) -> BinaryIO:
        """The member from its beginning."""
        self.seek(0)
        return self._open()

    def remove(self) -> None:
        """Give the room back."""
        self.close()
        self._path.unlink(missing_ok=True)


class _Spools(py7zr.io.WriterFactory):
    """Makes a spool for each member, and counts their bytes together."""

    def __init__(self, limits: Limits) -> None:
        self.folder = limits.scratch
        self.most = limits.bytes_out
        self.spools: dict[str, _Spool] = {}
        self._bytes = 0

    def create(self, filename: str, mode: str = "wb") -> _Spool:
        """A spool for a member."""
        self.spools[filename] = spool = _Spool(self, len(self.spools))
        return spool

    def count(self, more: int) -> None:
        """Count bytes.

        Raises:
            _TooLargeError: They are too many.
        """
        self._bytes += more
        if self._bytes > self.most:
            raise _TooLargeError
