"""How far copying has come, and how long it will take."""

import time

from govah.case.progress import Progress

_SURE = 2.0
"""Seconds before which no time is told, for it would be a guess."""


class Pace:
    """Tells progress in files, with the bytes and the time left in words.

    Args:
        progress: Who is told.
        stage: Of the progress.
    """

    def __init__(self, progress: Progress, stage: str) -> None:
        self._progress = progress
        self._stage = stage
        self._began = time.monotonic()

    def __call__(self, done: int, total: int, done_bytes: int, total_bytes: int) -> None:
        """Files and bytes done, and in all."""
        passed = time.monotonic() - self._began
        told = f"{done_bytes >> 20} of {total_bytes >> 20} MiB"
        if passed > _SURE and done_bytes:
            told += f", {_duration(passed * (total_bytes - done_bytes) / done_bytes)} left"
        self._progress(self._stage, done, total, told)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"about {seconds:.0f} s"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"
