"""Walking what was delivered: every directory entry that is not a directory, once, in a fixed order.

Paths are bytes throughout, for names need not be text; `pathlib` knows no such paths.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

_UNDECODED = re.compile("[\udc80-\udcff]")
UNLISTED = "this folder cannot be listed"
"""How the problem of a folder begins whose entries are not known."""
_LONGEST = 4000
"""Bytes of a path that the kernel takes at once, a little below PATH_MAX; a longer one is reached in steps."""


class Found(NamedTuple):
    """A directory entry.

    Args:
        location: Where it is on this machine.
        path: Relative to the collected folder's parent, as people see it.
        path_raw: The bytes of that path where they are not UTF-8.
        problem: Why no bytes can be had; None where they can be tried.
        modified: RFC 3339 UTC time of last change, as finely as the file system tells it (up to nanoseconds).
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
    try:
        return raw.decode(), None
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "surrogateescape")
    escaped = _UNDECODED.sub(lambda match: f"%{ord(match.group()) - 0xDC00:02X}", text)
    return escaped, raw


def base_name(root: bytes) -> str:
    """What a collected root is called."""
    return shown(_base(os.path.abspath(root)))[0]


def open_found(location: bytes) -> int:
    """Open what was found, however long its path is; links and pipes are neither followed nor waited for.

    Args:
        location: `Found.location`.

    Returns:
        A file descriptor for reading; the caller closes it.

    Raises:
        OSError: It cannot be opened.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    if len(location) <= _LONGEST:
        return os.open(location, flags)
    with _reached(location) as (folder, rest):
        return os.open(rest, flags, dir_fd=folder)


def walk(roots: Iterable[bytes]) -> Iterator[Found]:
    """Entries of every root in byte order of their names, folders entered where they stand.

    A root may be a file; one that is named twice is walked once. Links are followed only to a regular file inside
    their own root. A folder that cannot be listed is an entry with a problem, so that what is in it is not silently
    missing.
    """
    done: set[tuple[bytes, bytes]] = set()
    for root in roots:
        location = os.path.abspath(root)
        base = _base(location)
        real = os.path.realpath(location)
        if (real, base) in done:
            continue
        done.add((real, base))
        if os.path.isdir(real):
            yield from _folder(real, base, real)
        else:
            yield _entry(real if os.path.lexists(real) else location, base, real)


def _base(location: bytes) -> bytes:
    return os.path.basename(location) or b"root"


@contextmanager
def _reached(location: bytes) -> Iterator[tuple[int | None, bytes]]:
    """The handle of a folder, and the path from there that is short enough to be used with it."""
    folder: int | None = None
    try:
        while len(location) > _LONGEST:
            cut = location.rindex(b"/", 0, _LONGEST)
            inner = os.open(location[:cut], os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
            if folder is not None:
                os.close(folder)
            folder, location = inner, location[cut + 1 :]
        yield folder, location
    finally:
        if folder is not None:
            os.close(folder)


def _state(location: bytes) -> os.stat_result:
    if len(location) <= _LONGEST:
        return os.lstat(location)
    with _reached(location) as (folder, rest):
        return os.stat(rest, dir_fd=folder, follow_symlinks=False)


def _names(location: bytes) -> list[bytes]:
    """Names in a folder; a link that took the folder's place in the meantime is not followed."""
    with _reached(location) as (folder, rest):
        handle = os.open(rest, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    try:
        return [os.fsencode(name) for name in os.listdir(handle)]
    finally:
        os.close(handle)


def _folder(location: bytes, path: bytes, root: bytes) -> Iterator[Found]:
    pending = [(location, path)]
    while pending:
        location, path = pending.pop()
        try:
            state = _state(location)
        except OSError as error:
            yield _missing(location, path, f"cannot be looked at: {error.strerror}")
            continue
        if not stat.S_ISDIR(state.st_mode):
            yield _entry(location, path, root, state)
            continue
        try:
            names = sorted(_names(location), reverse=True)
        except OSError as error:
            yield _missing(location, path, f"{UNLISTED}: {error.strerror}")
            continue
        pending.extend((os.path.join(location, name), path + b"/" + name) for name in names)


def _entry(location: bytes, path: bytes, root: bytes, state: os.stat_result | None = None) -> Found:
    try:
        state = state or _state(location)
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
    return Found(location, text, raw, None, _time(state.st_mtime_ns), state.st_size)


def _time(nanoseconds: int) -> str | None:
    """RFC 3339; None for a time that no calendar has, for a file system may say anything.

    The fraction stands without its last zeros, and not at all where it is nought: what a coarse file system never
    kept is not made up.
    """
    seconds, fraction = divmod(nanoseconds, 1_000_000_000)
    try:
        whole = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").removesuffix("+00:00")
    except (ValueError, OverflowError, OSError):
        return None
    return whole + (f".{fraction:09d}".rstrip("0") if fraction else "") + "Z"


_SPECIAL = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a block device",
    stat.S_IFCHR: "a character device",
    stat.S_IFDIR: "a folder",
}


def _link(location: bytes, root: bytes) -> tuple[bytes, str | None]:
    if len(location) > _LONGEST:
        return location, "a link, too deep to be followed"
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
