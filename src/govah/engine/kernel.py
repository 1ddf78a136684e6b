"""System calls that Python has no function for, through ctypes."""

import ctypes
import os
from typing import Final

_C: Final = ctypes.CDLL(None, use_errno=True)

_PR_SET_PDEATHSIG: Final = 1
_PR_GET_PDEATHSIG: Final = 2
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_CHILD_SUBREAPER: Final = 36
_PR_SET_SECCOMP: Final = 22


def prctl(option: int, value: int | ctypes.c_void_p = 0, pointer: ctypes.c_void_p | None = None) -> None:
    """Change what the kernel does with this process, see the manual page of that name.

    Raises:
        OSError: The kernel refused.
    """
    first = ctypes.c_ulong(value) if isinstance(value, int) else value
    second = pointer if pointer is not None else ctypes.c_ulong(0)
    if _C.prctl(option, first, second, ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
        _raise("prctl")


def syscall(number: int, *arguments: int | ctypes.c_void_p | None) -> int:
    """Make a call by its number, see the manual page of that name.

    Raises:
        OSError: The kernel refused.
    """
    passed = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    _C.syscall.restype = ctypes.c_long
    result = int(_C.syscall(ctypes.c_long(number), *passed))
    if result < 0:
        _raise("syscall")
    return result


def die_with_parent(signal: int) -> None:
    """Have the kernel send this process a signal when the thread that started it ends."""
    prctl(_PR_SET_PDEATHSIG, signal)


def signal_of_parents_death() -> int:
    """The signal that `die_with_parent` asked for, 0 for none."""
    told = ctypes.c_int(0)
    prctl(_PR_GET_PDEATHSIG, ctypes.cast(ctypes.byref(told), ctypes.c_void_p))
    return told.value


def adopt_orphans() -> None:
    """Become the parent of descendants whose parent ends, so that none is lost sight of."""
    prctl(_PR_SET_CHILD_SUBREAPER, 1)


def refuse_new_privileges() -> None:
    """No program run from here on gains rights by its set-user-id bit."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def filter_calls(program: ctypes.c_void_p) -> None:
    """Install a seccomp filter, a pointer to `struct sock_fprog`."""
    prctl(_PR_SET_SECCOMP, 2, program)


def _raise(what: str) -> None:
    number = ctypes.get_errno()
    raise OSError(number, f"{what}: {os.strerror(number)}")
