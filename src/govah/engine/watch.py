"""What a worker costs, looked at from outside while it works."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import psutil

from govah.engine.task import State, Task

_STARTING_SECONDS: Final = 60.0
_WARMING_SECONDS: Final = 120.0
_SCRATCH_LOOK: Final = 1.0


class OverrunError(Exception):
    """A task cost more than it may."""

    def __init__(self, state: State, words: str) -> None:
        super().__init__(words)
        self.state = state


class Starting:
    """Waits for a worker to be ready."""

    def __init__(self) -> None:
        self._until = time.monotonic() + _STARTING_SECONDS

    def look(self) -> None:
        """See whether it takes too long.

        Raises:
            OverrunError: It does.
        """
        if time.monotonic() > self._until:
            raise OverrunError(State.TIMED_OUT, f"it said nothing for {_STARTING_SECONDS:.0f} seconds")


class Watch:
    """What one task has cost so far.

    Args:
        worker: The process that runs it; the programs it runs count as well.
        task: Whose limits hold.
        scratch: The task's folder.
        warming: The stage is only being loaded, on the house.
    """

    def __init__(self, worker: psutil.Process, task: Task, scratch: Path, warming: bool) -> None:
        self._worker = worker
        self._limits = task.limits
        self._scratch = scratch
        self._cpu = _WARMING_SECONDS if warming else task.limits.cpu_seconds
        self._wall = _WARMING_SECONDS * 10 if warming else task.limits.wall_seconds
        self._began = time.monotonic()
        self._used_before = self._used(_family(worker))
        self._next_scratch = self._began + _SCRATCH_LOOK

    def look(self) -> None:
        """Compare with the limits.

        Raises:
            OverrunError: One is passed.
        """
        family = _family(self._worker)
        now = time.monotonic()
        if self._used(family) - self._used_before > self._cpu:
            raise OverrunError(State.TIMED_OUT, f"it took more than {self._cpu:g} CPU seconds")
        if now - self._began > self._wall:
            raise OverrunError(State.TIMED_OUT, f"it took more than {self._wall:g} seconds")
        if sum(_resident(process) for process in family) > self._limits.memory_bytes:
            raise OverrunError(State.OVER_MEMORY, f"it took more than {self._limits.memory_bytes} bytes of memory")
        if now > self._next_scratch:
            spent = time.monotonic()
            self._look_at_scratch()
            # A folder of very many files is looked at less often.
            self._next_scratch = now + _SCRATCH_LOOK + 20 * (time.monotonic() - spent)

    def _look_at_scratch(self) -> None:
        if bytes_in(self._scratch) > self._limits.scratch_bytes:
            most = self._limits.scratch_bytes
            raise OverrunError(State.OVER_MEMORY, f"it wrote more than {most} bytes to its scratch folder")

    def _used(self, family: Sequence[psutil.Process]) -> float:
        return sum(_cpu(process) for process in family)


def _family(worker: psutil.Process) -> list[psutil.Process]:
    if _is_childless(worker.pid):
        return [worker]
    try:
        return [worker, *worker.children(recursive=True)]
    except psutil.Error:
        return [worker]


def _is_childless(pid: int) -> bool:
    """Whether the kernel says so at little cost; asking psutil reads the whole process table."""
    try:
        return not any(file.read_bytes() for file in Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:
        return False


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def bytes_in(folder: Path) -> int:
    """Bytes of the plain files in a folder, following no link."""
    total = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    total += bytes_in(Path(entry.path))
                elif entry.is_file(follow_symlinks=False):
                    total += entry.stat(follow_symlinks=False).st_size
    except OSError:
        return total
    return total
