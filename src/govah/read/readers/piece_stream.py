"""Opened bytes as a stream that gives what is sound and remembers what was not."""

import io
import lzma
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol

PIECE = 1 << 18
"""Greatest length of one opened piece, so that a bomb never stands in memory."""


class DamagedBytesError(ValueError):
    """Packed bytes that do not open, or do not give what they should. The message is one sentence."""


class PieceStream(io.RawIOBase):
    """A stream over pieces that are made while it is read.

    Where making them fails the stream ends, and `fault` says why: what came before is still evidence.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.fault: str | None = None

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer, as `io.RawIOBase` asks."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._rest:
            try:
                self._rest = memoryview(next(self._pieces))
            except StopIteration:
                return 0
            except (DamagedBytesError, zlib.error, lzma.LZMAError, EOFError, OSError) as error:
                self.fault = str(error) or type(error).__name__
                self._pieces = iter(())
                return 0
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def span(stream: BinaryIO, place: int, left: int) -> Iterator[bytes]:
    """Bytes of a stream in pieces, as many as there are where it ends too early."""
    while left > 0:
        stream.seek(place)
        data = stream.read(min(left, PIECE))
        if not data:
            return
        place, left = place + len(data), left - len(data)
        yield data


class Opener(Protocol):
    """What bzip2 and LZMA decompressors of the standard library have in common."""

    @property
    def eof(self) -> bool:
        """Whether the end of the compressed bytes was seen."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes without more input."""

    @property
    def unused_data(self) -> bytes:
        """What followed the end."""

    def decompress(self, data: bytes, /, max_length: int = -1) -> bytes:
        """Open more of it."""


class Inflater:
    """Deflate with the manners of the other decompressors.

    Args:
        window: As `zlib.decompressobj` takes it: -15 raw, 15 zlib, 31 gzip.
    """

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the end of the compressed bytes was seen."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """What followed the end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, /, max_length: int = PIECE) -> bytes:
        """Open more of it, `max_length` bytes at most."""
        out = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = not self._inner.unconsumed_tail and len(out) < max_length
        return out


def expanded(packed: Iterable[bytes], inner: Opener) -> Iterator[bytes]:
    """Opened bytes until the end mark, or the end of what there is.

    Raises:
        OSError: It is damaged (bzip2).
        lzma.LZMAError: It is damaged (LZMA).
        zlib.error: It is damaged (deflate).
    """
    for block in packed:
        data = block
        while not inner.eof:
            out = inner.decompress(data, PIECE)
            if out:
                yield out
            data = b""
            if inner.needs_input:
                break
        if inner.eof:
            return
