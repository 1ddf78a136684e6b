"""Messages between parent and worker: four bytes of length, then msgpack that holds JSON's types and nothing else."""

from typing import Final

import msgpack

from govah.engine.task import Json

MOST: Final = 256 << 20
"""Greatest bytes of a message."""
_MOST_ITEMS: Final = 8 << 20
_PREFIX: Final = 4


class FrameError(ValueError):
    """A message is too long or not JSON."""


def packed(value: Json) -> bytes:
    """A message's bytes with their length before them.

    Raises:
        FrameError: The value is not JSON, or too long.
    """
    try:
        body = bytes(msgpack.packb(value, use_bin_type=True, strict_types=True))
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise FrameError(f"not JSON: {error}") from error
    if len(body) > MOST:
        raise FrameError(f"a message of {len(body)} bytes; {MOST} are allowed")
    return len(body).to_bytes(_PREFIX) + body


def unpacked(body: bytes | bytearray) -> Json:
    """The JSON in a message's bytes. No bytes, extensions or keys but text come out of it.

    Raises:
        FrameError: Anything else is in it.
    """
    try:
        return msgpack.unpackb(
            body,
            raw=False,
            strict_map_key=True,
            max_bin_len=0,
            max_ext_len=0,
            max_array_len=_MOST_ITEMS,
            max_map_len=_MOST_ITEMS,
        )
    except (ValueError, TypeError, RecursionError, msgpack.exceptions.UnpackException) as error:
        raise FrameError(f"not JSON: {error}") from error


class Frames:
    """Takes bytes as they come and gives whole messages' bodies."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> None:
        """Add bytes."""
        self._held += data

    def take(self) -> bytes | None:
        """The body of the first whole message, None until there is one.

        Raises:
            FrameError: A message is announced that is too long.
        """
        if len(self._held) < _PREFIX:
            return None
        if self._length() > MOST:
            raise FrameError(f"a message of {self._length()} bytes was announced; {MOST} are allowed")
        if len(self._held) < _PREFIX + self._length():
            return None
        end = _PREFIX + self._length()
        body = bytes(self._held[_PREFIX:end])
        del self._held[:end]
        return body

    def _length(self) -> int:
        return int.from_bytes(self._held[:_PREFIX])
