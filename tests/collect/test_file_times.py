"""Times of files, as finely as they are kept."""

import os
import subprocess
from pathlib import Path

import pytest

from govah.collect import file_times as module
from govah.collect.file_times import file_times
from govah.collect.walk import walk


@pytest.mark.parametrize(
    ("nanoseconds", "told"),
    [
        (1_000_000_000_123_456_789, "2001-09-09T01:46:40.123456789Z"),
        (1_000_000_000_120_000_000, "2001-09-09T01:46:40.12Z"),
        (1_000_000_000_000_000_000, "2001-09-09T01:46:40Z"),
        (-1_500_000_000, "1969-12-31T23:59:58.5Z"),
    ],
)
def test_the_fraction_is_the_file_systems(tmp_path: Path, nanoseconds: int, told: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a")
    os.utime(path, ns=(nanoseconds, nanoseconds))
    if path.stat().st_mtime_ns != nanoseconds:
        pytest.skip("this file system keeps coarser times")
    (found,) = walk([os.fsencode(path)])
    assert found.modified == told


def test_the_file_system_of_a_root_is_the_kernels_word(tmp_path: Path) -> None:
    found = file_times(os.fsencode(tmp_path), "leak")
    told = subprocess.run(["findmnt", "-nro", "FSTYPE", "-T", tmp_path], capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip("findmnt is not here")
    assert (found.root, found.filesystem) == ("leak", told.stdout.strip().splitlines()[-1])


MOUNTS = b"""22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 8:17 / /mnt/a\\040stick rw - vfat /dev/sdb1 rw
31 22 8:33 / /mnt/card rw - exfat /dev/sdc1 rw
32 22 11:0 / /mnt/cd ro - iso9660 /dev/sr0 ro
33 22 0:50 / /mnt/share rw - cifs //box/x rw
34 22 0:51 / /mnt/card/over rw shared:1 - xfs /dev/sdd rw
"""


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("/home/x", ("ext4", "1 ns", "UTC")),
        ("/mnt/a stick/leak", ("vfat", "2 s", "local")),
        ("/mnt/card", ("exfat", "10 ms", "local")),
        ("/mnt/card/over/x", ("xfs", "1 ns", "UTC")),
        ("/mnt/cards", ("ext4", "1 ns", "UTC")),
        ("/mnt/cd/leak", ("iso9660", "1 s", "UTC")),
        ("/mnt/share", ("cifs", None, None)),
    ],
)
def test_what_each_file_system_keeps(
    place: str, expected: tuple[str, str | None, str | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mountinfo").write_bytes(MOUNTS)
    monkeypatch.setattr(module, "_MOUNTS", tmp_path / "mountinfo")
    found = file_times(place.encode(), "leak")
    assert (found.filesystem, found.precision, found.zone) == expected


def test_a_kernel_that_tells_nothing_leaves_it_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOUNTS", tmp_path / "absent")
    found = file_times(b"/", "leak")
    assert (found.filesystem, found.precision, found.zone) == (None, None, None)
