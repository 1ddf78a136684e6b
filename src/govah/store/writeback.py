"""Writing to the disk while more is taken in, so that the wait at a group's end is short."""

import threading

from govah.store import files

_AHEAD = 16 << 20
"""Bytes that wait before the disk is asked to begin."""


class Writeback:
    """Begins what `files.sync_files` ends: nothing counts as kept because of it.

    The kernel tells a lost write once, to whoever asks first. That may be this thread: what it was told is raised
    again in `end`, or a later sync would call lost bytes kept.

    Args:
        folder: On the file system that is meant; there before anything is written.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._waiting = 0
        self._thread: threading.Thread | None = None
        self._told: BaseException | None = None

    def written(self, size: int) -> None:
        """So many bytes more were written."""
        self._waiting += size
        if self._waiting >= _AHEAD and not (self._thread and self._thread.is_alive()):
            self.end()
            self._thread = threading.Thread(target=self._sync, name="govah-writeback", daemon=True)
            self._thread.start()

    def _sync(self) -> None:
        try:
            files.sync_file_system(self._folder)
        except BaseException as error:  # raised again by whoever waits
            self._told = error

    def end(self) -> None:
        """Wait for the disk as far as it was asked.

        Raises:
            DurabilityLost: It did not keep the bytes.
        """
        self._waiting = 0
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._told is not None:
            raise self._told
