"""How much the archives within an archive promise to unpack to, read from their directories alone.

A few kilobytes of zip in zip in zip unpack to more than any disc holds, and no single layer shows it.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

_DEEPEST: Final = 12
_MOST_OPENED: Final = 2_000
_LARGEST_INNER: Final = 64 << 20
"""Bytes of an inner archive that is opened for its directory."""
_MOST_UNPACKED: Final = 256 << 20
"""Bytes of inner archives that are unpacked in all."""


def promised_bytes(files: Iterable[Path], enough: int) -> int:
    """Bytes that zip files, and the zip files in them, promise; counting ends once it is more than enough.

    Args:
        files: Files of any kind, in member order; those that are no zip promise nothing.
        enough: Where counting may stop.
    """
    count = _Count(enough)
    for file in files:
        with file.open("rb") as stream:
            if stream.read(4) == b"PK\x03\x04":
                count.add(stream, 1)
        if count.is_over():
            break
    return count.promised


class _Count:
    """A sum with its budgets."""

    def __init__(self, enough: int) -> None:
        self.promised = 0
        self._enough = enough
        self._opened = 0
        self._unpacked = 0

    def is_over(self) -> bool:
        return self.promised > self._enough or self._opened > _MOST_OPENED or self._unpacked > _MOST_UNPACKED

    def add(self, stream: BinaryIO, depth: int) -> None:
        self._opened += 1
        try:
            with zipfile.ZipFile(stream) as archive:
                for member in archive.infolist():
                    self.promised += member.file_size
                    if self.is_over() or depth >= _DEEPEST:
                        return
                    self._look_into(archive, member, depth)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, OverflowError):
            return  # a damaged directory promises nothing that its own reading will not find out

    def _look_into(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> None:
        if member.file_size > _LARGEST_INNER or member.flag_bits & 1:
            return
        try:
            with archive.open(member) as inner:
                begun = inner.read(4)
                if begun != b"PK\x03\x04":
                    return
                content = begun + inner.read(_LARGEST_INNER)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error):
            return
        self._unpacked += len(content)
        self.add(io.BytesIO(content), depth + 1)
