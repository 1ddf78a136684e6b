"""A single bit that is turned anywhere in case or package is found, and the file is named."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from govah.case.verifying import verify

pytestmark = pytest.mark.xdist_group("example")


def kept_files(case: Path, package: Path) -> list[tuple[Path, str]]:
    """Every file that verify answers for, with the name by which it must be told."""
    found = [
        (path, path.relative_to(case).as_posix()) for part in ("exhibits", "log") for path in (case / part).rglob("*")
    ]
    found += [(path, path.relative_to(package).as_posix()) for path in package.rglob("*")]
    return sorted(
        (path, name) for path, name in found if path.is_file() and path.stat().st_size and path.name != "lock"
    )


def flip(path: Path, chance: random.Random) -> bytes:
    """Turn one bit; the bytes as they were."""
    right = path.read_bytes()
    at, bit = chance.randrange(len(right)), 1 << chance.randrange(8)
    path.chmod(0o644)
    path.write_bytes(right[:at] + bytes([right[at] ^ bit]) + right[at + 1 :])
    return right


def test_a_hundred_flips(own_example: Path) -> None:
    case, package = own_example / "case", own_example / "package"
    files = kept_files(case, package)
    chance = random.Random(20261123)
    for _ in range(100):
        path, name = chance.choice(files)
        right = flip(path, chance)
        told = verify(case if path.is_relative_to(case) else package, None, lambda stage, done, total, what: None)
        assert told["verdict"] == "FAILED", name
        assert name in [problem["where"] for problem in told["problems"]], (name, told["problems"][:3])
        path.write_bytes(right)
    for folder in (case, package):
        assert verify(folder, None, lambda stage, done, total, what: None)["verdict"] == "VERIFIED"


def test_through_the_command_line_and_the_package_itself(own_example: Path) -> None:
    package = Path(shutil.move(own_example / "package", own_example / "elsewhere"))
    (exhibit, *_) = sorted((package / "data" / "exhibits").iterdir())
    flip(exhibit, random.Random(7))
    for command in (
        [sys.executable, "-m", "govah.cli.main", "verify", package],
        [sys.executable, "-I", package / "verify.py"],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 3
        assert exhibit.name in done.stdout
        assert "Traceback" not in done.stderr
