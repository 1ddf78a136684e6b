"""What the file systems of collected folders keep of times: how fine, and in which zone."""

import os
from dataclasses import dataclass
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")

_NANOSECONDS = ("ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "ramfs", "apfs", "bcachefs", "nilfs2", "jfs", "erofs")
_KNOWN: dict[str, tuple[str | None, str | None]] = {
    **dict.fromkeys(_NANOSECONDS, ("1 ns", "UTC")),
    **dict.fromkeys(("ntfs", "ntfs3"), ("100 ns", "UTC")),
    **dict.fromkeys(("ext2", "ext3", "hfsplus", "squashfs"), ("1 s", "UTC")),
    **dict.fromkeys(("vfat", "msdos", "fat"), ("2 s", "local")),
    "exfat": ("10 ms", "local"),
    "hfs": ("1 s", "local"),
    "iso9660": ("1 s", "UTC"),
    "udf": ("1 us", "UTC"),
}
"""By type: the finest step of a last change, and whether it is kept in UTC or in a local time of an unknown zone."""


@dataclass(frozen=True, slots=True)
class FileTimes:
    """What is known of the times of a collected root.

    Args:
        root: Its name.
        filesystem: Type, as the kernel names it; None where it does not tell.
        precision: Finest step of a last change; None where that is not known (shares, overlays, FUSE).
        zone: `UTC`; `local` for a local time of an unknown zone; None where that is not known.
    """

    root: str
    filesystem: str | None
    precision: str | None
    zone: str | None


def file_times(location: bytes, root: str) -> FileTimes:
    """What is known of the file system on which a root lies.

    Args:
        location: Where the root is on this machine.
        root: What it is called.
    """
    kind = _file_system(os.path.realpath(location))
    precision, zone = _KNOWN.get(kind or "", (None, None))
    return FileTimes(root, kind, precision, zone)


def _file_system(real: bytes) -> str | None:
    """Type of the file system that is mounted nearest above a path."""
    best, kind = b"", None
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return None
    for line in lines:
        before, _, after = line.partition(b" - ")
        parts = before.split(b" ")
        if len(parts) < 5 or not after:
            continue
        point = _unescaped(parts[4])
        inside = real == point or real.startswith(point.rstrip(b"/") + b"/")
        if inside and len(point) >= len(best):  # of two on one point the later one covers the other
            best, kind = point, after.split(b" ")[0].decode("ascii", "replace")
    return kind


def _unescaped(point: bytes) -> bytes:
    r"""A mount point; the kernel writes blanks as `\040`."""
    for code in (b"040", b"011", b"012", b"134"):
        point = point.replace(b"\\" + code, bytes([int(code, 8)]))
    return point
