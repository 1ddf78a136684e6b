"""Walking what was delivered: every directory entry that is not a directory, once, in a fixed order.

Paths are bytes throughout, for names need not be text; `pathlib` knows no such paths.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Found:
    """A directory entry.

    Args:
        location: Where it is on this machine.
        path: Relative to the collected folder's parent, as people see it.
        path_raw: The bytes of that path where they are not UTF-8.
        problem: Why no bytes can be had; None where they can be tried.
        modified: RFC 3339 UTC time of last change.
        size: Bytes, as the file system says.
    """

    location: bytes
    path: str
    path_raw: bytes | None
    problem: str | None
    modified: str | None
    size: int


def shown(raw: bytes) -> tuple[str, bytes | None]:
    """A path as people see it, bytes that are not UTF-8 as `%DF`, and those bytes where there are any."""
    text = raw.decode("utf-8", "surrogateescape")
    escaped = _UNDECODED.sub(lambda match: f"%{ord(match.group()) - 0xDC00:02X}", text)
    return escaped, raw if escaped != text else None


def base_name(root: bytes) -> str:
    """What a collected root is called."""
    return shown(os.path.basename(os.path.abspath(root)))[0]


def walk(roots: Iterable[bytes]) -> Iterator[Found]:
    """Entries of every root in byte order of their names, folders entered where they stand.

    A root may be a file. Links are followed only to a regular file inside their own root. A folder that cannot be
    listed is an entry with a problem, so that what is in it is not silently missing.
    """
    for root in roots:
        location = os.path.abspath(root)
        base = os.path.basename(location) or b"root"
        real = os.path.realpath(location)
        if os.path.isdir(real):
            yield from _folder(real, base, real)
        else:
            yield _entry(real, base, real)


def _folder(location: bytes, path: bytes, root: bytes) -> Iterator[Found]:
    pending = [(location, path)]
    while pending:
        location, path = pending.pop()
        try:
            mode = os.lstat(location).st_mode
            if not stat.S_ISDIR(mode):
                yield _entry(location, path, root)
                continue
            names = sorted(os.listdir(location), reverse=True)
        except OSError as error:
            yield _missing(location, path, f"this folder cannot be listed: {error.strerror}")
            continue
        pending.extend((os.path.join(location, name), path + b"/" + name) for name in names)


def _entry(location: bytes, path: bytes, root: bytes) -> Found:
    try:
        state = os.lstat(location)
        if stat.S_ISLNK(state.st_mode):
            target, problem = _link(location, root)
            if problem is not None:
                return _missing(location, path, problem)
            location, state = target, os.stat(target)
    except OSError as error:
        return _missing(location, path, f"cannot be looked at: {error.strerror}")
    kind = _SPECIAL.get(stat.S_IFMT(state.st_mode))
    if kind is not None:
        return _missing(location, path, f"{kind}, not a file")
    text, raw = shown(path)
    modified = datetime.fromtimestamp(state.st_mtime, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Found(location, text, raw, None, modified, state.st_size)


_SPECIAL = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a block device",
    stat.S_IFCHR: "a character device",
    stat.S_IFDIR: "a folder",
}


def _link(location: bytes, root: bytes) -> tuple[bytes, str | None]:
    told, _ = shown(os.readlink(location))
    target = os.path.realpath(location)
    if not os.path.exists(target):
        return target, f"a link to {told}, which is not there"
    if os.path.isdir(target):
        return target, f"a link to the folder {told}, not followed"
    if os.path.commonpath([target, root]) != root:
        return target, f"a link to {told}, outside what was collected, not followed"
    return target, None


def _missing(location: bytes, path: bytes, problem: str) -> Found:
    text, raw = shown(path)
    return Found(location, text, raw, problem, None, 0)
