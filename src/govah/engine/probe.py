"""A stage that tries what a worker must not be able to do, and reports what held."""

import errno
import os
import signal
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from govah.engine import kernel


def what_holds(arguments: Mapping[str, Any], scratch: Path) -> dict[str, bool]:
    """Try each thing once.

    Args:
        arguments: `outside`: a folder where this user may write and a worker must not.
        scratch: Where it must be able to write.

    Returns:
        By protection's name, whether it held.
    """
    (scratch / "mine").write_bytes(b"mine")
    return {
        "network": _is_refused(_open_socket) and _is_refused(_open_raw),
        "files": _is_refused(lambda: _write(Path(arguments["outside"]))),
        "dies with its parent": kernel.signal_of_parents_death() == signal.SIGKILL,
    }


def _is_refused(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except OSError as error:
        return error.errno in {errno.EPERM, errno.EACCES}
    return False


def _open_socket() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def _open_raw() -> None:
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()


def _write(outside: Path) -> None:
    place = outside / f"probe-{os.getpid()}"
    place.write_bytes(b"")
    place.unlink()
