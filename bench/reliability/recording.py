"""A record of what a process does to files, system call by system call, with all bytes that it writes."""

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.reliability.calls import WRITING, Call, Tell, traced

_RECORDED = [
    "openat",
    "open",
    "creat",
    "close",
    "write",
    "pwrite64",
    "lseek",
    "fsync",
    "fdatasync",
    "syncfs",
    "sync",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "ftruncate",
    "dup",
    "fcntl",
    "sendto",
]
_ASIDE = ["chmod", "fchmod", "fchmodat", "utimensat"]
"""Calls that change neither bytes nor names."""

_UNTOLD = [name for name in WRITING if name not in {*_RECORDED, *_ASIDE}] + ["dup2", "dup3"]
"""Calls that change files and that the record cannot tell of: one of them stops everything."""

_LINE = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Operation:
    """A system call that succeeded.

    Args:
        name: Of the call.
        words: Its arguments as strace writes them, texts left empty.
        texts: Its texts: paths, or bytes that were written.
        result: What it returned.
    """

    name: str
    words: tuple[str, ...]
    texts: tuple[bytes, ...]
    result: int


def record(work: Callable[[Tell], None], killed_at: Call | None = None) -> list[Operation]:
    """Do some work in a process of its own and record what it does.

    Args:
        work: What it does.
        killed_at: The process is killed when it makes this call.

    Raises:
        RuntimeError: The work failed, or did what the record cannot tell of.
    """
    names = ",".join(f"?{name}" for name in [*_RECORDED, *_UNTOLD, *_ASIDE])
    with tempfile.TemporaryDirectory(prefix="govah-record-") as place:
        output = Path(place) / "calls"
        kill = [] if killed_at is None else [f"--inject={killed_at.name}:signal=KILL:when={killed_at.number}"]
        ended = traced(work, [f"--trace={names}", "-xx", "-s", str(1 << 26), *kill], output)
        if ended.killed if killed_at is None else not ended.killed:
            raise RuntimeError(f"the work ended otherwise than it should, {killed_at}: {ended}")
        if ended.status > 0:
            raise RuntimeError(f"the work itself failed: {ended}")
        return list(_operations(output.read_text("ascii")))


def _operations(text: str) -> Iterator[Operation]:
    for line in _whole_lines(text):
        if (found := _LINE.match(line)) is None or int(found[3]) < 0 or found[1] in _ASIDE:
            continue
        if found[1] in _UNTOLD:
            raise RuntimeError(f"the record cannot tell of {found[1]}")
        texts = tuple(bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(found[2]))
        words = tuple(word.strip() for word in _TEXT.sub('""', found[2]).split(","))
        yield Operation(found[1], words, texts, int(found[3]))


def _whole_lines(text: str) -> Iterator[str]:
    """strace's lines; a call during which another thread was heard of is put together again, at its end."""
    begun: dict[str, str] = {}
    for line in text.splitlines():
        thread = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[thread] = line.removesuffix("<unfinished ...>")
        elif " resumed>" in line:
            yield begun.pop(thread) + line.split(" resumed>", 1)[1]
        else:
            yield line
