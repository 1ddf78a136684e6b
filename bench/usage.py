"""A command as a process of its own, and what it took."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_LAUNCHER = """
import json, os, resource, subprocess, sys, time
started = time.perf_counter()
with open(sys.argv[1], "wb") as output:
    status = subprocess.call(sys.argv[2:], stdout=output, stdin=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([status, time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss << 10]))
"""
"""Between us and the command: a process's largest memory begins with that of whoever started it."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds on the clock, seconds of the processor, largest resident memory in bytes, and how it ended."""

    seconds: float
    cpu: float
    memory: int
    status: int


def used(command: list[str], output: Path, *, whatever: bool = False) -> Usage:
    """Run a command that must succeed.

    Args:
        command: Program and arguments.
        output: What it writes goes there.
        whatever: It need not succeed.

    Raises:
        RuntimeError: It failed.
    """
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(output), *command]
    done = subprocess.run(launcher, capture_output=True, check=True, stdin=subprocess.DEVNULL)
    status, seconds, cpu, memory = json.loads(done.stdout)
    if status and not whatever:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode('utf-8', 'replace')}")
    return Usage(seconds, cpu, memory, status)
