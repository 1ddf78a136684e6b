"""The parent's side of one worker: start it, hand it a task, watch what it costs, end it."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Final

import psutil

from govah.engine.confinement import Protection
from govah.engine.frames import FrameError, Frames, packed, unpacked
from govah.engine.task import Json, Task
from govah.engine.watch import OverrunError, Starting, Watch
from govah.errors import GovahError

_FIRST_LOOK: Final = 0.02
_LAST_LOOK: Final = 0.1
_CHUNK: Final = 1 << 20
_KEPT_ENVIRONMENT: Final = ("PATH", "PYTHONPATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "TZ")


class WorkerError(GovahError):
    """A worker does not start."""


class WorkerEndedError(Exception):
    """The worker died or spoke what is no answer. The words say how."""


class StageError(Exception):
    """The stage raised. The words are its own."""


class WorkerProcess:
    """One warm worker.

    `tasks` counts what it was handed, `answered` is the size of its last answer in bytes.

    Args:
        folder: The only folder that it may write in; made here.
        readable: What it may read besides the system; None for everything.
        is_closed: Asked while waiting; once true, the wait ends in `WorkerEndedError`.

    Raises:
        WorkerError: It does not start.
    """

    def __init__(self, folder: Path, readable: Sequence[Path] | None, is_closed: Callable[[], bool]) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.tasks = 0
        self.answered = 0
        self._is_closed = is_closed
        self._frames = Frames()
        self._log = folder.with_suffix(".log")
        self._process = _start(folder, self._log)
        self._tell, self._answers = _pipes(self._process)
        self._seen = psutil.Process(self._process.pid)
        self._at_ready = 0
        self.protections = self._greet(readable)

    def run(self, task: Task, scratch: Path) -> Json:
        """Run a task; its scratch folder is in this worker's.

        Raises:
            StageError: The stage raised.
            OverrunError: It cost too much; the worker was ended.
            WorkerEndedError: The worker died; so did everything it had started.
        """
        self.tasks += 1
        limits = task.limits
        self._send(
            {
                "stage": task.stage,
                "arguments": dict(task.arguments),
                "scratch": str(scratch),
                "cpu_seconds": limits.cpu_seconds,
                "scratch_bytes": limits.scratch_bytes,
            }
        )
        begun = self._hear(Watch(self._seen, task, scratch, warming=True))
        if begun != {"begun": True}:
            return self._value(begun)
        return self._value(self._hear(Watch(self._seen, task, scratch, warming=False)))

    def grown(self) -> int:
        """Bytes of resident memory more than when it was ready."""
        try:
            return int(self._seen.memory_info().rss) - self._at_ready
        except psutil.Error:
            return 0

    def end(self) -> None:
        """Kill the worker and everything it started."""
        _end(self._process, self._seen)
        self._log.unlink(missing_ok=True)

    def _greet(self, readable: Sequence[Path] | None) -> tuple[Protection, ...]:
        places = None if readable is None else [str(path) for path in readable]
        try:
            self._send({"parent": os.getpid(), "folder": str(self.folder), "readable": places})
            hello = self._hear(Starting())
            self._at_ready = int(self._seen.memory_info().rss)
            return tuple(Protection(str(name), bool(held), str(why)) for name, held, why in hello["protections"])
        except (WorkerEndedError, OverrunError, KeyError, TypeError, ValueError, psutil.Error) as error:
            said = self._log.read_text("utf-8", "replace")[-800:] if self._log.exists() else ""
            self.end()
            raise WorkerError(
                f"A worker process does not start: {error}. {said}".strip(),
                "See that Govah's Python runs in this environment: python -m govah.engine.worker </dev/null",
            ) from error

    def _send(self, message: dict[str, Json]) -> None:
        try:
            self._tell.write(packed(message))
            self._tell.flush()
        except BrokenPipeError as error:
            words = self._death()
            self.end()
            raise WorkerEndedError(words) from error

    def _hear(self, watch: Watch | Starting) -> dict[str, Any]:
        """The worker's next message, looking at its costs while waiting.

        Every way out but an answer ends the worker.
        """
        pipe = self._answers.fileno()
        pause = _FIRST_LOOK
        try:
            while (body := self._frames.take()) is None:
                ready, _, _ = select.select([pipe], [], [], pause)
                if ready:
                    self._feed(pipe)
                else:
                    pause = min(_LAST_LOOK, pause * 1.5)
                watch.look()
                if self._is_closed():
                    raise WorkerEndedError("the run was closed")
            self.answered = len(body)
            answer = unpacked(body)
            if not isinstance(answer, dict):
                raise FrameError("not an object")
        except FrameError as error:
            self.end()
            raise WorkerEndedError(f"its answer is none: {error}") from error
        except BaseException:
            self.end()
            raise
        return answer

    def _feed(self, pipe: int) -> None:
        data = os.read(pipe, _CHUNK)
        if not data:
            raise WorkerEndedError(self._death())
        self._frames.feed(data)

    def _value(self, answer: dict[str, Any]) -> Json:
        if set(answer) == {"value"}:
            return answer["value"]
        if set(answer) == {"failed"} and isinstance(answer["failed"], str):
            raise StageError(answer["failed"][:2_000])
        self.end()
        raise WorkerEndedError("its answer is none: neither a value nor a failure")

    def _death(self) -> str:
        """How the worker ended, in words that are the same each time."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "it closed its pipe"
        if code >= 0:
            return f"it ended by itself with code {code}"
        try:
            return f"it was ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"it was ended by signal {-code}"


def _start(folder: Path, log: Path) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    environment |= {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
    }
    with log.open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "govah.engine.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("the worker was started without pipes")
    return process.stdin, process.stdout


def _end(process: subprocess.Popen[bytes], seen: psutil.Process) -> None:
    """Stop the worker first, so that it starts nothing while its descendants are counted."""
    if process.poll() is None:
        try:
            seen.suspend()
            descendants = seen.children(recursive=True)
        except psutil.Error:
            descendants = []
        for descendant in descendants:
            _kill(descendant)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.poll()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            _close(pipe)
    process.wait()


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # what was still to be written to the dead has no reader


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return
