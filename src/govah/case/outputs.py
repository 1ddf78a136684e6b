"""Where answers may be written: new files, anywhere but among the evidence; packages nowhere in the case folder."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from govah.errors import GovahError, UsageError
from govah.store import files

_KEPT = ("exhibits", "log", "sealed", "derived")


def check_output(case_folder: Path, out: Path) -> None:
    """Keep reports and packages out of what a case keeps: verify would take them for a stranger's.

    Raises:
        UsageError: `out` lies in such a folder.
    """
    there = Path(os.path.realpath(out))
    for name in _KEPT:
        if there.is_relative_to(os.path.realpath(case_folder / name)):
            raise UsageError(f"{out} lies in {name}/ of the case folder.", "Name a place apart from it: -o OUT")


@contextlib.contextmanager
def room_told(out: Path) -> Iterator[None]:
    """Name what was being written where a disk was full, for the system does not.

    Raises:
        GovahError: It was.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT) or error.filename is not None:
            raise
        raise GovahError(f"{out}: {error.strerror}.", "Free some space on that disk, then run it again.") from error


def check_package(case_folder: Path, out: Path) -> None:
    """Keep packages out of the whole case folder: no backup takes them along, and they are made to be given away.

    Raises:
        UsageError: `out` is the case folder or lies in it.
    """
    check_output(case_folder, out)
    if Path(os.path.realpath(out)).is_relative_to(os.path.realpath(case_folder)):
        raise UsageError(f"{out} lies in the case folder.", "Name a new folder apart from it: -o OUT")


def check_new(out: Path, option: str) -> None:
    """See that no file of anybody's would be replaced.

    Args:
        out: The file to be written.
        option: As its name is given: `-o OUT`.

    Raises:
        UsageError: `out` exists, or its folder does not.
    """
    if os.path.lexists(out):
        raise UsageError(f"{out} exists.", f"Name a new file: {option}")
    if not out.parent.is_dir():
        raise UsageError(f"{out.parent} is not a folder.", f"Make it, or name another place: {option}")


def write_new(out: Path, data: bytes, option: str, mode: int = 0o644) -> None:
    """Write a new file, durably; nothing of it stays where that fails.

    Raises:
        UsageError: `out` exists, or its folder does not.
        GovahError: It cannot be written.
    """
    check_new(out, option)
    with files.told(out):
        try:
            os.close(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode))
        except FileExistsError as error:
            raise UsageError(f"{out} exists.", f"Name a new file: {option}") from error
    try:
        files.append(out, data)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
