"""A filter of system calls: no network, no other process's memory, no new namespaces (seccomp(2), unprivileged)."""

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass
from typing import Final

from govah.engine import kernel

_LOAD_WORD: Final = 0x20
_JUMP_EQUAL: Final = 0x15
_JUMP_AT_LEAST: Final = 0x35
_RETURN: Final = 0x06
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
_REFUSE: Final = 0x00050000 | errno.EPERM
_AT_NUMBER: Final = 0
_AT_ARCHITECTURE: Final = 4
_X32: Final = 0x40000000


@dataclass(frozen=True, slots=True)
class _Architecture:
    audit: int
    calls: dict[str, int]


_SHARED: Final = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "pidfd_getfd": 438,
    "process_madvise": 440,
    "mount_setattr": 442,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsmount": 432,
}
"""Numbers since Linux 5.1 are the same everywhere. io_uring opens sockets without `socket`."""

_ARCHITECTURES: Final = {
    "x86_64": _Architecture(
        0xC000003E,
        {
            "socket": 41,
            "connect": 42,
            "accept": 43,
            "bind": 49,
            "listen": 50,
            "accept4": 288,
            "ptrace": 101,
            "process_vm_readv": 310,
            "process_vm_writev": 311,
            "mount": 165,
            "umount2": 166,
            "pivot_root": 155,
            "chroot": 161,
            "unshare": 272,
            "setns": 308,
            "keyctl": 250,
            "add_key": 248,
            "request_key": 249,
            "bpf": 321,
            "perf_event_open": 298,
            "userfaultfd": 323,
            "open_by_handle_at": 304,
            "kexec_load": 246,
            "init_module": 175,
            "finit_module": 313,
        },
    ),
    "aarch64": _Architecture(
        0xC00000B7,
        {
            "socket": 198,
            "connect": 203,
            "accept": 202,
            "bind": 200,
            "listen": 201,
            "accept4": 242,
            "ptrace": 117,
            "process_vm_readv": 270,
            "process_vm_writev": 271,
            "mount": 40,
            "umount2": 39,
            "pivot_root": 41,
            "chroot": 51,
            "unshare": 97,
            "setns": 268,
            "keyctl": 219,
            "add_key": 217,
            "request_key": 218,
            "bpf": 280,
            "perf_event_open": 241,
            "userfaultfd": 282,
            "open_by_handle_at": 265,
            "kexec_load": 104,
            "init_module": 105,
            "finit_module": 273,
        },
    ),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def is_known_architecture() -> bool:
    """Whether the numbers of this machine's calls are known here."""
    return platform.machine() in _ARCHITECTURES


def refuse_calls() -> None:
    """Refuse the calls from here on, in this process and every program it runs. It cannot be undone.

    `socketpair` stays: it reaches nobody outside. A call of another architecture's numbering ends the process.

    Raises:
        OSError: The kernel has no seccomp filters.
        KeyError: The architecture is not known here.
    """
    code = _instructions(_ARCHITECTURES[platform.machine()])
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(held, ctypes.c_void_p))
    kernel.refuse_new_privileges()
    kernel.filter_calls(ctypes.cast(ctypes.byref(program), ctypes.c_void_p))


def _instructions(architecture: _Architecture) -> bytes:
    """Classic BPF over `struct seccomp_data`: check architecture, then each number, then allow."""
    numbers = sorted({*architecture.calls.values(), *_SHARED.values()})
    rows = [
        (_LOAD_WORD, 0, 0, _AT_ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD_WORD, 0, 0, _AT_NUMBER),
        (_JUMP_AT_LEAST, len(numbers) + 1, 0, _X32),
    ]
    rows += [(_JUMP_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    rows += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("=HBBI", *row) for row in rows)
