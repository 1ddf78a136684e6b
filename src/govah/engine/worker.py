"""The worker: runs stages on hostile bytes, having given up whatever it does not need.

It is started as `python -P -m govah.engine.worker`, hears tasks on standard input and answers on standard output,
in the frames of `govah.engine.frames`. Both are moved away at once, so that nothing a parser prints is taken for
an answer.

    parent → {"parent", "folder", "readable"}                        once
    worker → {"ready": true, "protections": [[name, in_force, why], …]}
    parent → {"stage", "arguments", "scratch", "cpu_seconds", "scratch_bytes"}
    worker → {"begun": true}                               the module is loaded, the deadline starts
    worker → {"value": …}  or  {"failed": "Error: words"}
"""

import gc
import importlib
import logging
import os
import resource
import signal
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from govah.engine.confinement import confine
from govah.engine.frames import Frames, packed, unpacked

_CHUNK: Final = 1 << 16
_LONGEST: Final = 1_000


def main() -> None:
    """Serve tasks until the parent closes its end."""
    hears, answers = _move_away()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    frames = Frames()
    told = _hear(hears, frames)
    if told is None:
        return
    readable = told["readable"]
    held = confine(Path(told["folder"]), None if readable is None else [Path(path) for path in readable])
    if os.getppid() != told["parent"]:
        return  # the parent ended before its death could be heard of
    _write(answers, packed({"ready": True, "protections": [[one.name, one.in_force, one.why] for one in held]}))
    warmed: dict[str, Callable[..., Any]] = {}
    while (task := _hear(hears, frames)) is not None:
        _write(answers, _run(task, warmed, answers))
        gc.collect()


def _run(task: dict[str, Any], warmed: dict[str, Callable[..., Any]], answers: int) -> bytes:
    """The answer to a task, as bytes."""
    scratch = Path(task["scratch"])
    try:
        stage = _stage(task["stage"], warmed)
        os.chdir(scratch)
        tempfile.tempdir = os.environ["TMPDIR"] = str(scratch)
        _limit(task["cpu_seconds"], task["scratch_bytes"])
        _write(answers, packed({"begun": True}))
        return packed({"value": stage(task["arguments"], scratch)})
    except BaseException as error:  # the parent is told; a panic in Rust is no Exception
        words = " ".join(str(error).split())[:_LONGEST].encode("utf-8", "replace").decode()
        return packed({"failed": f"{type(error).__name__}: {words}"})


def _stage(name: str, warmed: dict[str, Callable[..., Any]]) -> Callable[..., Any]:
    if name not in warmed:
        module_name, _, function = name.partition(":")
        module = importlib.import_module(module_name)
        warm = getattr(module, "warm", None)
        if warm is not None:
            warm()
        warmed[name] = getattr(module, function)
        gc.freeze()
    return warmed[name]


def _limit(cpu_seconds: float, scratch_bytes: int) -> None:
    """Backstops behind the parent's watch, for this task."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + 2 * cpu_seconds) + 30)
    _lower(resource.RLIMIT_FSIZE, scratch_bytes)


def _lower(limit: int, value: int) -> None:
    """Set the soft limit, within a hard one that somebody may have set on us."""
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _hear(hears: int, frames: Frames) -> dict[str, Any] | None:
    """The next message, None when the parent is gone."""
    while (body := frames.take()) is None:
        data = os.read(hears, _CHUNK)
        if not data:
            return None
        frames.feed(data)
    message: dict[str, Any] = unpacked(body)
    return message


def _write(answers: int, message: bytes) -> None:
    left = memoryview(message)
    while left:
        left = left[os.write(answers, left) :]


def _move_away() -> tuple[int, int]:
    """Standard input and output as descriptors that no child inherits; the numbers 0 and 1 lead nowhere."""
    hears, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return hears, answers


if __name__ == "__main__":
    main()
    os._exit(0)
