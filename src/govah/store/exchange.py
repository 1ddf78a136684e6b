"""Putting a folder that was built apart in the place of another, so that at every moment one of both stands there."""

import ctypes
import errno
import os
import platform
import shutil
from pathlib import Path

from govah.store import files

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_UNKNOWN = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}
"""What kernels and file systems say that cannot exchange two names."""


def put_in_place(fresh: Path, there: Path) -> None:
    """Put `fresh` in the place of `there`, whether that exists or not; what stood there is removed.

    Linux exchanges the two names in one step. Where the file system cannot (some memory sticks and shares), the old
    folder is moved aside first: what is interrupted between those two steps is put right by `settle`.

    Raises:
        GovahError: The system refused.
        DurabilityLost: The disk did not keep the names.
    """
    aside = _aside(there)
    with files.told(there):
        if not there.exists():
            fresh.rename(there)
        elif _exchanged(fresh, there):
            files.sync_folder(there.parent)
            fresh.rename(aside)
        else:
            there.rename(aside)
            fresh.rename(there)
    files.sync_folder(there.parent)
    shutil.rmtree(aside, ignore_errors=True)  # what stays is removed by the next `settle`


def settle(there: Path, fresh: Path) -> None:
    """Put right what an interruption left: the old folder comes back where none stands, half-built ones go."""
    aside = _aside(there)
    with files.told(there):
        if not there.exists() and aside.exists():
            aside.rename(there)
            files.sync_folder(there.parent)
    shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(fresh, ignore_errors=True)


def _aside(there: Path) -> Path:
    return there.with_name(there.name + ".old")


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the kernel exchanged the two names."""
    if platform.system() != "Linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), os.fspath(other))
