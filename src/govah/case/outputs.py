"""Where answers may be written: anywhere but among the evidence, and packages nowhere in the case folder."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from govah.errors import GovahError, UsageError

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
