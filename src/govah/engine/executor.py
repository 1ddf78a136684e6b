"""Executors: run tasks somewhere and give their outcomes in the tasks' order."""

import queue
import shutil
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from govah.engine.confinement import Protection
from govah.engine.process import StageError, WorkerEndedError, WorkerProcess
from govah.engine.task import Outcome, State, Task
from govah.engine.watch import OverrunError, bytes_in

_TASKS_PER_WORKER: Final = 200
_MOST_GROWTH: Final = 1 << 30
"""Bytes of resident memory by which a worker may have grown before it is replaced."""
_LOOK_AHEAD: Final = 64
"""Tasks per worker that may be begun or done before the oldest one's outcome is taken."""
_MOST_HELD: Final = 2 << 30
"""Bytes of outcomes that wait for an older one; beyond it no younger task is begun."""
_BYTES_PER_ANSWER_BYTE: Final = 8
"""Of a packed answer's objects in memory, about."""

_DEATHS: Final = frozenset({State.CRASHED, State.OVER_MEMORY})


class Executor(Protocol):
    """Runs tasks. What a stage returns must not depend on which executor, worker or order it ran in."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Outcomes in the order of the tasks, which are pulled lazily, in the caller's thread.

        An outcome's scratch folder is there until the next outcome is asked for.
        """

    def close(self) -> None:
        """End all workers."""


class LocalExecutor:
    """Sandboxed worker processes on this machine, kept warm.

    Args:
        workers: How many.
        scratch: A folder for workers to write in; made where it is absent. One of its own is made within.
        readable: What workers may read besides Python and the system; None leaves reading as it is.
    """

    def __init__(self, workers: int, scratch: Path, readable: Sequence[Path] | None = None) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self._workers = workers
        self._scratch = Path(tempfile.mkdtemp(prefix="workers-", dir=scratch.resolve()))
        self._readable = None if readable is None else [path.resolve() for path in readable]
        self._idle: queue.SimpleQueue[WorkerProcess | None] = queue.SimpleQueue()
        for _ in range(workers):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="govah-worker")
        self._closed = threading.Event()
        self._lock = threading.Condition()
        self._started = 0
        self._ran = 0
        self._queued = 0
        self._protections: tuple[Protection, ...] = ()
        self._held: dict[int, int] = {}

    def __enter__(self) -> Self:
        """The executor itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close, whatever happened."""
        self.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Outcomes in the order of the tasks; at most `64 × workers` tasks are ahead of the one asked for.

        Raises:
            WorkerError: Workers do not start on this machine.
        """
        waiting: deque[tuple[int, Future[Outcome]]] = deque()
        source = iter(tasks)
        try:
            self._look_ahead(source, waiting)
            while waiting:
                number, future = waiting.popleft()
                outcome = future.result()
                self._look_ahead(source, waiting)
                try:
                    yield outcome
                finally:
                    shutil.rmtree(outcome.scratch, ignore_errors=True)
                    self._let_go(number)
                self._look_ahead(source, waiting)
        finally:
            for _, future in waiting:
                future.cancel()

    def _look_ahead(self, source: Iterator[Task], waiting: deque[tuple[int, Future[Outcome]]]) -> None:
        """Queue tasks while there are any and few wait. A source that grows by an outcome is asked again."""
        while len(waiting) < _LOOK_AHEAD * self._workers:
            task = next(source, None)
            if task is None:
                return
            with self._lock:
                self._queued += 1
                number = self._queued
                self._held[number] = 0
            waiting.append((number, self._threads.submit(self._attend, task, number)))

    def _hold(self, number: int, outcome: Outcome, answered: int) -> None:
        with self._lock:
            self._held[number] = _BYTES_PER_ANSWER_BYTE * answered + bytes_in(outcome.scratch)

    def _let_go(self, number: int) -> None:
        with self._lock:
            self._held.pop(number, None)
            self._lock.notify_all()

    def _wait_for_room(self, number: int) -> None:
        """Outcomes that are held cost memory and disc; the oldest task is always begun."""
        with self._lock:
            self._lock.wait_for(
                lambda: self._closed.is_set() or number == min(self._held) or sum(self._held.values()) < _MOST_HELD
            )

    def close(self) -> None:
        """End all workers and delete what they wrote."""
        if self._closed.is_set():
            return
        with self._lock:
            self._closed.set()
            self._lock.notify_all()
        self._threads.shutdown(wait=True, cancel_futures=True)
        while not self._idle.empty():
            worker = self._idle.get()
            if worker is not None:
                worker.end()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def protections(self) -> tuple[Protection, ...]:
        """What the newest worker says it gave up; nothing before the first is started."""
        return self._protections

    def _attend(self, task: Task, number: int) -> Outcome:
        """Run a task in a free worker; once more in a fresh one if the worker died of it.

        A worker that served others before may have died of what they left behind, so only a second death, in a
        worker that knew nothing else, is the task's own.
        """
        self._wait_for_room(number)
        worker = self._idle.get()
        try:
            outcome, answered, worker = self._attempt(task, worker)
            if outcome.state in _DEATHS and worker is None and not self._closed.is_set():
                shutil.rmtree(outcome.scratch, ignore_errors=True)
                outcome, answered, worker = self._attempt(task, None)
            self._hold(number, outcome, answered)
            return outcome
        finally:
            self._idle.put(worker)

    def _attempt(self, task: Task, worker: WorkerProcess | None) -> tuple[Outcome, int, WorkerProcess | None]:
        """One outcome, the bytes of its answer, and the worker where it may serve on."""
        if worker is None:
            worker = self._spawn()
        scratch = self._scratch_of(worker)
        began = time.monotonic()

        def ended(state: State, value: object, detail: str | None) -> Outcome:
            return Outcome(task.key, state, value, detail, time.monotonic() - began, scratch)

        try:
            value = worker.run(task, scratch)
        except StageError as error:
            return ended(State.CRASHED, None, str(error)), 0, self._fit(worker)
        except OverrunError as error:
            return ended(error.state, None, str(error)), 0, None
        except WorkerEndedError as error:
            return ended(State.CRASHED, None, str(error)), 0, None
        return ended(State.DONE, value, None), worker.answered, self._fit(worker)

    def _spawn(self) -> WorkerProcess:
        with self._lock:
            self._started += 1
            number = self._started
        worker = WorkerProcess(self._scratch / f"{number:06d}", self._readable, self._closed.is_set)
        self._protections = worker.protections
        return worker

    def _scratch_of(self, worker: WorkerProcess) -> Path:
        with self._lock:
            self._ran += 1
            number = self._ran
        scratch = worker.folder / f"{number:09d}"
        scratch.mkdir(mode=0o700)
        return scratch

    def _fit(self, worker: WorkerProcess) -> WorkerProcess | None:
        """The worker, or None where it has served long enough or grown too large."""
        if worker.tasks < _TASKS_PER_WORKER and worker.grown() < _MOST_GROWTH:
            return worker
        worker.end()
        return None
