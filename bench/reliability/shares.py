"""Trials that are divided among processes, one for each processor."""

import multiprocessing
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Tally:
    """Trials and what was wrong.

    Args:
        trials: How many were run.
        misses: What was not as it must be, a line each.
    """

    trials: int = 0
    misses: tuple[str, ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.trials + other.trials, self.misses + other.misses)

    @classmethod
    def of(cls, what: str, found: Sequence[str]) -> "Tally":
        """One trial; of all that was found wrong the first thing is told."""
        return cls(1, (f"{what}: {found[0]}",) if found else ())

    @property
    def shown(self) -> tuple[str, ...]:
        """A handful of the misses."""
        return self.misses[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Share:
    """One process's part.

    Args:
        part: Which, from 0.
        parts: Of how many.
        folder: To work in.
        brief: Whether the first miss is enough.
    """

    part: int
    parts: int
    folder: Path
    brief: bool = False

    def holds(self, number: int) -> bool:
        """Whether a trial is for this process."""
        return number % self.parts == self.part

    def enough(self, tally: Tally) -> bool:
        """Whether nothing more is to be tried."""
        return self.brief and bool(tally.misses)


def divided(work: Callable[[Share], Tally], folder: Path) -> Tally:
    """Let every processor do its share in a process of its own.

    Raises:
        RuntimeError: One of them did not come to its end.
    """
    context = multiprocessing.get_context("fork")
    parts = os.cpu_count() or 1
    running = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads here are of no use to the children
        for part in range(parts):
            receiving, sending = context.Pipe(duplex=False)
            share = Share(part, parts, folder / f"share-{part}")
            process = context.Process(target=_done, args=(work, share, sending))
            process.start()
            sending.close()
            running.append((process, receiving))
    total = Tally()
    for process, receiving in running:
        try:
            total += receiving.recv()
        except EOFError:
            raise RuntimeError("a share of the trials did not come to its end") from None
        process.join()
    return total


def _done(work: Callable[[Share], Tally], share: Share, sending: Connection) -> None:
    share.folder.mkdir(parents=True)
    sending.send(work(share))


@contextmanager
def quick(folder: Path) -> Iterator[Path]:
    """A folder in memory, for what is thrown away thousands of times; beside `folder` where there is none."""
    memory = Path("/dev/shm")  # the folder inside has a name of its own
    place = Path(tempfile.mkdtemp(prefix="govah-", dir=memory if os.access(memory, os.W_OK) else folder))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
