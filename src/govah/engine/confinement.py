"""What a worker gives up before it opens the first file."""

import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govah.engine import kernel, landlock, seccomp

_OPEN_FILES: Final = 512

_SYSTEM: Final = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/opt",
    "/nix/store",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/ld.so.preload",
    "/etc/libreoffice",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/nsswitch.conf",
    "/etc/passwd",
    "/etc/group",
    "/proc",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup",
    "/var/cache/fontconfig",
)
_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


@dataclass(frozen=True, slots=True)
class Protection:
    """Something that a worker cannot do.

    Args:
        name: What is protected.
        in_force: Whether it is.
        why: How it is done, or why it is not.
    """

    name: str
    in_force: bool
    why: str


def confine(folder: Path, readable: Sequence[Path] | None) -> list[Protection]:
    """Give up the network, other files and other processes; say what could be given up.

    Args:
        folder: The worker's own folder, the only one it may write in.
        readable: What it may read besides the system and Python; None for everything.
    """
    _limit_resources()
    return [
        _attempt("dies with its parent", "PR_SET_PDEATHSIG", _die_with_parent),
        _attempt("files", f"Landlock version {landlock.version()}", lambda: _confine_files(folder, readable)),
        _attempt("network", "seccomp filter", _refuse_calls),
    ]


def _attempt(name: str, means: str, take: Callable[[], None]) -> Protection:
    try:
        take()
    except (OSError, KeyError) as error:
        return Protection(name, False, f"{means}: {error}")
    return Protection(name, True, means)


def _limit_resources() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    os.umask(0o077)
    # Where memory runs out all the same, the kernel should take the worker and not its parent.
    Path("/proc/self/oom_score_adj").write_text("700", encoding="ascii")


def _die_with_parent() -> None:
    kernel.die_with_parent(signal.SIGKILL)
    kernel.adopt_orphans()


def _confine_files(folder: Path, readable: Sequence[Path] | None) -> None:
    if landlock.version() == 0:
        raise OSError("this kernel offers no Landlock, or it is switched off")
    allowed = None if readable is None else [*_python(), *map(Path, _SYSTEM), *readable]
    landlock.confine(allowed, [folder, *map(Path, _DEVICES)])


def _python() -> list[Path]:
    """Where Python, its packages and recognition data are."""
    places = [sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path, str(Path(__file__).parents[2])]
    data = os.environ.get("TESSDATA_PREFIX")
    executable = str(Path(sys.executable).resolve().parents[1])
    return [Path(place) for place in dict.fromkeys([*places, executable, *([data] if data else [])]) if place]


def _refuse_calls() -> None:
    if not seccomp.is_known_architecture():
        raise OSError("the numbers of this architecture's calls are not known")
    seccomp.refuse_calls()
