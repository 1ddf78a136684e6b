"""MD5 and SHA-1 beside SHA-256: no evidence, but what the lists of others hold. Computed on another core."""

import hashlib
import os
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import NamedTuple, Self

_HANDED_OVER = 512 << 10
"""Bytes that are handed to the other thread at once: waking it costs as much as hashing some kilobytes."""
_AHEAD = 16
"""Such portions that may wait for it: memory stays constant."""


class Digests(NamedTuple):
    """Digests in hex that others may have of the same bytes."""

    md5: str
    sha1: str


_MD5 = 16
"""Bytes of an MD5."""


class _Apart:
    """MD5 and SHA-1 of the same bytes, one behind the other: where OpenSSL does not know them as one digest."""

    def __init__(self) -> None:
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha1 = hashlib.sha1(usedforsecurity=False)

    def update(self, piece: bytes) -> None:
        self._md5.update(piece)
        self._sha1.update(piece)

    def digest(self) -> bytes:
        return self._md5.digest() + self._sha1.digest()


def _together() -> "Callable[[], hashlib._Hash | _Apart]":
    """Begins both digests. As one they need the interpreter half as often, which the other thread wants too."""
    try:
        return hashlib.new("md5-sha1", usedforsecurity=False).copy
    except ValueError:
        return _Apart


_begin = _together()


class Pending:
    """Digests that are being computed.

    Args:
        owner: Whose thread works on them.
    """

    __slots__ = ("_both", "_lazy", "_owner", "_portion")

    def __init__(self, owner: "DigestThread") -> None:
        self._owner = owner
        self._both = _begin()
        self._portion: _Portion | None = None
        self._lazy = b""

    def feed(self, piece: bytes) -> None:
        """More of the bytes."""
        self._portion = self._owner.take(self, piece)

    def feed_when_asked(self, piece: bytes) -> None:
        """All of the bytes, which nobody may ask for."""
        self._lazy = piece

    def digest(self, piece: bytes) -> None:
        """Hash a piece now; in order, each once."""
        self._both.update(piece)

    def result(self) -> Digests:
        """Wait for all that was fed."""
        if self._lazy:
            self.digest(self._lazy)
            self._lazy = b""
        if self._portion is not None:
            self._owner.await_portion(self._portion)
            self._portion = None
        both = self._both.digest()
        return Digests(both[:_MD5].hex(), both[_MD5:].hex())


class _Portion:
    """Pieces that are hashed one after the other."""

    __slots__ = ("done", "pieces", "size")

    def __init__(self) -> None:
        self.pieces: list[tuple[Pending, bytes]] = []
        self.size = 0
        self.done = threading.Event()

    def work(self) -> None:
        for pending, piece in self.pieces:
            pending.digest(piece)
        self.pieces = []


class DigestThread:
    """Hashes on a thread of its own what is worth it, the rest on the caller's. For one caller at a time."""

    def __init__(self) -> None:
        self._open = _Portion()
        self._ahead: deque[_Portion] = deque()
        self._queue: SimpleQueue[_Portion | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None
        self._alone = len(os.sched_getaffinity(0)) < 2

    def begin(self) -> Pending:
        """Digests of bytes that are still to be fed."""
        return Pending(self)

    def take(self, pending: Pending, piece: bytes) -> _Portion:
        """Put a piece with others; they are handed over when they are enough. For `Pending`."""
        portion = self._open
        portion.pieces.append((pending, piece))
        portion.size += len(piece)
        if portion.size >= _HANDED_OVER:
            self._hand_over()
        return portion

    def await_portion(self, portion: _Portion) -> None:
        """Wait until pieces are hashed. For `Pending`."""
        if portion is self._open:
            self._open = _Portion()
            self._await_all()  # earlier pieces of the same bytes come first
            portion.work()
            portion.done.set()
        if not portion.done.is_set():
            portion.done.wait()
        if self._error is not None:  # of this portion or an earlier one with pieces of the same bytes
            raise self._error

    def _hand_over(self) -> None:
        portion, self._open = self._open, _Portion()
        if self._alone:
            portion.work()
            portion.done.set()
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="govah-digests", daemon=True)
            self._thread.start()
        while len(self._ahead) >= _AHEAD:
            self._ahead.popleft().done.wait()
        self._ahead.append(portion)
        self._queue.put(portion)

    def _await_all(self) -> None:
        while self._ahead:
            self._ahead.popleft().done.wait()

    def _work(self) -> None:
        while (portion := self._queue.get()) is not None:
            try:
                if self._error is None:
                    portion.work()
            except BaseException as error:  # raised again where a result is asked for
                self._error = error
            portion.done.set()

    def close(self) -> None:
        """End the thread when it has done what it was handed."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
            self._ahead.clear()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """End the thread."""
        self.close()
