"""Files inside the case folder: appended, replaced atomically, locked, made durable.

Every write of evidence goes through here. Nothing returns before its bytes are on the disk, except where the name says
`unsynced`; a failed fsync ends the process, because after it nobody can know which bytes are on the disk (the kernel
may have dropped them, and a second fsync would then report success).
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import platform
import stat
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from govah.errors import BusyError, GovahError

PATIENCE = 60.0
"""Seconds that a writer waits for another's group before it gives up."""

_LOCKS_MISSING = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}

_DURABLE: set[str] = set()
"""Folders whose names this process has seen reach the disk."""


class DurabilityLost(SystemExit):
    """The disk refused to keep what was written. Ends the process; never caught to go on."""


def append(path: Path, data: bytes) -> None:
    """Append to a file, making it where it is missing, and wait until the bytes are on the disk.

    Raises:
        GovahError: The disk is full or the file cannot be written.
        DurabilityLost: The disk did not keep the bytes.
    """
    named = append_unsynced(path, data)
    sync_files([path])
    if named:
        sync_folder(path.parent)


def append_unsynced(path: Path, data: bytes) -> bool:
    """Append to a file, making it where it is missing; on the disk only after `sync_files`.

    Returns:
        Whether its name may be new, so that its folder is to be synced, too.

    Raises:
        GovahError: The disk is full or the file cannot be written.
    """
    began = path.exists() and path.stat().st_size > 0  # an empty one may be a crash's, whose name nobody synced
    _write(path, os.O_APPEND | os.O_CREAT, data, 0o644, sync=False)
    return not began


def create(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet, and wait until it is on the disk; its folder is the caller's to sync.

    Raises:
        GovahError: It exists, the disk is full, or it cannot be written.
        DurabilityLost: The disk did not keep the bytes.
    """
    _write(path, os.O_CREAT | os.O_EXCL, data, 0o644)


def create_unsynced(path: Path | str, data: bytes, mode: int = 0o444) -> None:
    """Write a file that does not exist yet, read-only if not told otherwise; on the disk only after `sync_files`.

    Raises:
        GovahError: It exists, the disk is full, or it cannot be written.
    """
    _write(path, os.O_CREAT | os.O_EXCL, data, mode, sync=False)


def replace(path: Path, data: bytes, mode: int = 0o644, via: Path | None = None) -> None:
    """Replace a file's content as a whole: after a crash there is the old or the new content, nothing between.

    Args:
        path: The file.
        data: Its new content.
        mode: Its permissions where it is new.
        via: The temporary file, on the same file system; by default beside `path`, with `.new` at its end.

    Raises:
        GovahError: The disk is full or the file cannot be written.
        DurabilityLost: The disk did not keep the bytes.
    """
    new = via or path.with_name(path.name + ".new")
    _write(new, os.O_CREAT | os.O_TRUNC, data, mode)
    with told(path):
        new.rename(path)
    sync_folder(path.parent)


def truncate(path: Path, size: int) -> None:
    """Cut a file off after `size` bytes, and wait until that is on the disk."""
    with told(path):
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
        try:
            os.ftruncate(handle, size)
            _sync(handle, path)
        finally:
            os.close(handle)


def read(path: Path) -> bytes | None:
    """A file's content, None where there is no such file.

    Raises:
        GovahError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, error) from error


def first_line(path: Path) -> bytes | None:
    """How a file of strangers begins, at most 1,024 bytes; None where it cannot be read, or is no file."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        begins = os.read(handle, 1024) if stat.S_ISREG(os.fstat(handle).st_mode) else None
    except OSError:
        return None
    finally:
        os.close(handle)
    return None if begins is None else begins.partition(b"\n")[0]


def remove(paths: Iterable[Path]) -> None:
    """Remove files that may be missing already; folders that become empty go with them."""
    for path in paths:
        with told(path):
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # not empty: other partial tiles live there
            path.parent.rmdir()


def make_folder(path: Path) -> None:
    """Make a folder and its parents, durably.

    Where it exists, its name is made durable all the same, once in a process: it may be a killed writer's.
    """
    key = os.fspath(path)
    if path.is_dir():
        if key in _DURABLE:
            return
    else:
        make_folder(path.parent)
        with told(path), contextlib.suppress(FileExistsError):
            path.mkdir()
    sync_folder(path.parent)
    _DURABLE.add(key)


def sync_folder(path: Path | str) -> None:
    """Wait until the names in a folder are on the disk.

    Raises:
        DurabilityLost: The disk did not keep them.
    """
    with told(path):
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _sync(handle, path, names=True)
        finally:
            os.close(handle)


def sync_files(files: Sequence[Path | str]) -> None:
    """Wait until the content of many files of one file system is on the disk.

    One `syncfs` where that is quicker than an fsync for each and reports errors (Linux 5.8 and later).

    Raises:
        DurabilityLost: The disk did not keep them.
    """
    if len(files) > 8 and sync_file_system(files[0]):
        return
    for path in files:
        with told(path):
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                _sync(handle, path)
            finally:
                os.close(handle)


def sync_folders(folders: Collection[Path | str]) -> None:
    """Wait until the names in several folders of one file system are on the disk.

    Raises:
        DurabilityLost: The disk did not keep them.
    """
    if len(folders) > 8 and sync_file_system(next(iter(folders))):
        return
    for folder in folders:
        sync_folder(folder)


@contextlib.contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the one writer's lock; it is released when the process ends, however it ends.

    Args:
        path: The lock file, made where it is missing; it stays, and means nothing by being there.
        patience: Seconds to wait for another writer.

    Raises:
        BusyError: Another writer held it longer than `patience`.
        GovahError: The file system has no locks.
    """
    with told(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        _await_lock(handle, path, patience)
        with watching(handle):
            yield
    finally:
        os.close(handle)


def _await_lock(handle: int, path: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise BusyError(
                    f"Another program has been writing to this case for {patience:.0f} seconds.",
                    "Wait until it has ended, or end it, then run the command again.",
                ) from None
            time.sleep(0.002)
        except OSError as error:
            if error.errno in _LOCKS_MISSING:
                raise _no_locks(path, os.strerror(error.errno)) from error
            raise _unusable(path, error) from error


def check_locks(path: Path) -> None:
    """Show that a second writer would be kept out here.

    Args:
        path: The lock file, made where it is missing.

    Raises:
        GovahError: The file system has no locks, or they keep nobody out.
    """
    with locked(path), told(path):
        second = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            os.close(second)
    raise _no_locks(path, "a second lock was granted while the first was held")


def _no_locks(path: Path, why: str) -> GovahError:
    return GovahError(
        f"The file system of {path.parent} has no working locks ({why}): two writers could damage the log.",
        "Keep the case on a local disk, or mount the share with locking (for NFS: a lock manager, no 'nolock').",
    )


def _write(path: Path | str, flags: int, data: bytes, mode: int, *, sync: bool = True) -> None:
    with told(path):
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC | flags, mode)
        try:
            written = os.write(handle, data)
            while written < len(data):
                written += os.write(handle, memoryview(data)[written:])
            if sync:
                _sync(handle, path)
        finally:
            os.close(handle)


def _sync(handle: int, path: Path | str, *, names: bool = False) -> None:
    """Wait for the disk; fdatasync promises data, and a folder's names need not be any (ext4 of older kernels)."""
    try:
        (os.fsync if names else os.fdatasync)(handle)
    except OSError as error:
        raise _lost(path, error) from error


def _lost(path: Path | str, error: OSError) -> DurabilityLost:
    return DurabilityLost(
        f"The disk did not keep what was written to {path}: {error.strerror}.\n"
        "Nothing after the last acknowledged entry is lost that was acknowledged. Check the disk (dmesg, SMART), then "
        "run the command again: it goes on where it stopped."
    )


def _libc_syncfs() -> "ctypes._NamedFuncPointer | None":
    release = platform.release().split(".")
    numbers = [int(part) if part.isdigit() else 0 for part in release[:2]]
    if platform.system() != "Linux" or numbers < [5, 8]:  # older kernels do not report write errors through syncfs
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


_SYNCFS = _libc_syncfs()


def sync_file_system(path: Path | str) -> bool:
    """Wait until all that was written to the file system of a path is on the disk; False where that cannot be had.

    Raises:
        DurabilityLost: The disk did not keep it.
    """
    if _SYNCFS is None:
        return False
    with told(path):
        handle = os.open(path, os.O_RDONLY)
        device = os.fstat(handle).st_dev
    watch = next((each for each in _WATCHES.handles if os.fstat(each).st_dev == device), handle)
    try:
        if _SYNCFS(watch) == 0:
            return True
        code = ctypes.get_errno()
        if code in (errno.ENOSYS, errno.EPERM):
            return False
        raise _lost(path, OSError(code, os.strerror(code)))
    finally:
        os.close(handle)


class _Watches(threading.local):
    """Open files of each thread through which the disk's errors are asked for, the first opened first."""

    def __init__(self) -> None:
        self.handles: list[int] = []


_WATCHES = _Watches()


@contextlib.contextmanager
def watching(handle: int) -> Iterator[None]:
    """Ask for the disk's errors through this open file: it is to be opened before anything is written.

    `syncfs` tells an error to each file that was open when it happened; to one opened later only while nobody else has
    asked, and any other program may have.
    """
    _WATCHES.handles.append(handle)
    try:
        yield
    finally:
        _WATCHES.handles.remove(handle)


class told:  # reads as a verb: with told(path)
    """Turn the system's errors into sentences. A class, for it is entered several times for every small file.

    Args:
        path: Of what.

    Raises:
        GovahError: The system refused; what it said, and what to do.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path | str) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing yet."""

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        """Say what the system said."""
        if isinstance(error, OSError):
            raise _unusable(self._path, error) from error


def _unusable(path: Path | str, error: OSError) -> GovahError:
    remedies = {
        errno.ENOSPC: "Free some space on that disk, then run the command again: it goes on where it stopped.",
        errno.EDQUOT: "Your quota on that disk is used up: free some space, then run the command again.",
        errno.EACCES: "Check who owns the case folder and its permissions, then run the command again.",
        errno.EROFS: "The disk is mounted read-only: remount it for writing, or copy the case to another disk.",
    }
    remedy = remedies.get(error.errno or 0, "Check the disk and the folder, then run the command again.")
    return GovahError(f"{path}: {error.strerror or error}.", remedy)
