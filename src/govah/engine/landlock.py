"""Which files a worker may touch (Landlock, Linux 5.13 and later; landlock(7))."""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from govah.engine import kernel

_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_VERSION_FLAG: Final = 1
_PATH_BENEATH: Final = 1

_EXECUTE: Final = 1 << 0
_WRITE_FILE: Final = 1 << 1
_READ_FILE: Final = 1 << 2
_READ_DIR: Final = 1 << 3
_CHANGES: Final = sum(1 << bit for bit in range(4, 13))
"""Remove and make files of every kind."""
_REFER: Final = 1 << 13
_TRUNCATE: Final = 1 << 14
_IOCTL_DEVICE: Final = 1 << 15
_OF_FILES: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_TCP: Final = 0b11
_SCOPES: Final = 0b11


def version() -> int:
    """The kernel's Landlock version, 0 where it has none or it is off."""
    try:
        return kernel.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def confine(readable: Iterable[Path] | None, writable: Iterable[Path]) -> None:
    """Confine this process and every program it runs. It cannot be undone.

    TCP, signals to others and abstract sockets of others are refused as well where the kernel offers that
    (versions 4 and 6).

    Args:
        readable: Files and folders that may be read and run; None leaves reading as it is.
        writable: Files and folders that may be read and written; nothing in them may be run.

    Raises:
        OSError: The kernel has no Landlock.
    """
    offered = version()
    handled = _handled(offered, reading=readable is not None)
    network = _TCP if offered >= 4 else 0
    scopes = _SCOPES if offered >= 6 else 0
    attributes = struct.pack("=QQQ", handled, network, scopes)[: 8 if offered < 4 else 16 if offered < 6 else 24]
    held = ctypes.create_string_buffer(attributes, len(attributes))
    ruleset = kernel.syscall(_CREATE_RULESET, ctypes.cast(held, ctypes.c_void_p), len(attributes), 0)
    try:
        for path in readable or ():
            _allow(ruleset, path, handled & (_EXECUTE | _READ_FILE | _READ_DIR))
        for path in writable:
            _allow(ruleset, path, handled & ~_EXECUTE)
        kernel.refuse_new_privileges()
        kernel.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _handled(offered: int, reading: bool) -> int:
    rights = _WRITE_FILE | _CHANGES
    rights |= _REFER if offered >= 2 else 0
    rights |= _TRUNCATE if offered >= 3 else 0
    rights |= _IOCTL_DEVICE if offered >= 5 else 0
    return rights | (_EXECUTE | _READ_FILE | _READ_DIR if reading else 0)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    """Add a rule; a path that is not there needs none."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return
    try:
        allowed = rights if path.is_dir() else rights & _OF_FILES
        rule = struct.pack("=Qi", allowed, place)
        held = ctypes.create_string_buffer(rule, len(rule))
        if allowed:
            kernel.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.cast(held, ctypes.c_void_p), 0)
    finally:
        os.close(place)
