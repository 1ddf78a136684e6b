"""A process under strace: which system calls it makes, killed or refused at one of them."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from govah.store import files

WRITING = [
    "write",
    "pwrite64",
    "writev",
    "pwritev",
    "pwritev2",
    "sendfile",
    "copy_file_range",
    "splice",
    "fallocate",
    "ftruncate",
    "truncate",
    "fsync",
    "fdatasync",
    "syncfs",
    "sync",
    "sync_file_range",
    "msync",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "mknod",
    "mknodat",
    "openat",
    "openat2",
    "open",
    "creat",
    "chmod",
    "fchmod",
    "fchmodat",
    "utimensat",
]
"""Every system call that changes files, or waits until changes are on the disk; opening may make or empty one."""

_OPENED_TO_READ = re.compile(rb"open(at2?)?\([^)]*\bO_RDONLY\b(?![^)]*\bO_(CREAT|TRUNC)\b)")
_CALL = re.compile(rb"(\d+) +(\w+)\(")

Tell = Callable[[str], None]
"""Says something to whoever started the process; what was said is known even when it is killed."""


@dataclass(frozen=True, slots=True)
class Call:
    """The n-th system call of a kind, from 1."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and what it had told before.

    Args:
        status: Exit code, or the negated number of a signal.
        told: Its lines.
    """

    status: int
    told: tuple[str, ...]

    @property
    def killed(self) -> bool:
        """Whether the kill came."""
        return self.status == -signal.SIGKILL


def missing() -> str:
    """Why processes cannot be traced here; empty where they can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    try:
        ended = traced(lambda tell: tell("here"), ["--trace=fsync"])
    except OSError as error:
        return f"strace cannot attach to a process here: {error}"
    return "" if ended.told == ("here",) else "strace cannot attach to a process here"


def traced(work: Callable[[Tell], None], options: list[str], output: Path | None = None) -> Ended:
    """Do some work in a process of its own, with strace attached from its first system call.

    The process is a fork, so what it needs is imported already.

    Args:
        work: What it does.
        options: Of strace.
        output: Where strace writes; by default nowhere.

    Raises:
        OSError: strace could not attach.
    """
    with started(work) as (child, line):
        command = ["strace", "-f", "-o", str(output or os.devnull), *options, "-p", str(child)]
        tracer = subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        assert tracer.stderr is not None
        with tracer.stderr:
            said = tracer.stderr.readline()
            if b"attached" not in said:
                os.kill(child, signal.SIGKILL)
                waited(child)
                raise OSError(said.decode("utf-8", "replace").strip())
            lines = told(line)
            tracer.stderr.read()
        tracer.wait()
        return Ended(waited(child), lines)


def plain(work: Callable[[Tell], None]) -> Ended:
    """Do some work in a process of its own, without strace."""
    with started(work) as (child, line):
        lines = told(line)
        return Ended(waited(child), lines)


def killed_at(work: Callable[[Tell], None], call: Call) -> Ended:
    """Kill the process when it makes a call: it is not carried out."""
    return traced(work, [f"--trace={call.name}", f"--inject={call.name}:signal=KILL:when={call.number}"])


def refused_at(work: Callable[[Tell], None], call: Call, error: str, *, always: bool = False) -> Ended:
    """Let a call fail with an error, and all further ones of its kind if so wanted."""
    when = f"{call.number}+" if always else str(call.number)
    return traced(work, [f"--trace={call.name}", f"--inject={call.name}:error={error}:when={when}"])


def calls_of(work: Callable[[Tell], None], names: list[str]) -> list[Call]:
    """Every call of some kinds that the work's first thread makes, in order, but for opening a file to read it."""
    with tempfile.TemporaryDirectory(prefix="govah-calls-") as folder:
        output = Path(folder) / "calls"
        ended = traced(work, [f"--trace={','.join(f'?{name}' for name in names)}", "-s", "0"], output)
        if ended.status:
            raise RuntimeError(f"the work itself failed: {ended}")
        counted: Counter[str] = Counter()
        calls = []
        lines = output.read_bytes().splitlines()
        first = lines[0].split()[0]  # strace counts for each thread by itself
        for line in lines:
            if (found := _CALL.match(line)) and found[1] == first and (name := found[2].decode()) in names:
                counted[name] += 1
                if not _OPENED_TO_READ.search(line):
                    calls.append(Call(name, counted[name]))
    return calls


@contextlib.contextmanager
def started(work: Callable[[Tell], None]) -> Iterator[tuple[int, socket.socket]]:
    """A child that waits for a word before it works; its id, and the line to it.

    It tells over a socket, so that no call that writes to a file is spent on telling.
    """
    here, there = socket.socketpair()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads here are of no use to the child
        child = os.fork()
    if child == 0:
        here.close()
        _work(work, there)
    there.close()
    with here:
        yield child, here


def _work(work: Callable[[Tell], None], line: socket.socket) -> None:
    status = 70
    try:
        getattr(files, "_DURABLE", set()).clear()  # a writer is a new process, and knows of no folder yet
        if line.recv(1):
            work(lambda text: line.sendall(f"{text}\n".encode()))
            status = 0
    except SystemExit as error:
        line.sendall(f"ended: {type(error).__name__}\n".encode())
        status = 75
    except BaseException as error:
        line.sendall(f"raised: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def told(line: socket.socket) -> tuple[str, ...]:
    """Let the child work, and hear what it tells until it ends; a line that was cut off does not count."""
    line.sendall(b"!")
    return heard(line)


def heard(line: socket.socket) -> tuple[str, ...]:
    """What a child that works already tells until it ends."""
    data = b""
    while piece := line.recv(65536):
        data += piece
    return tuple(text.decode() for text in data.split(b"\n")[:-1])


def waited(child: int) -> int:
    """How a child ended: its exit code, or the negated number of a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
