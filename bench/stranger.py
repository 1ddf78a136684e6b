"""The example's package at a stranger's: an empty environment with only `cryptography`, and no network."""

import json
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

from bench.section import Place, Section, table


def run(place: Place) -> Iterator[Section]:
    """Make the environment, cut the network, verify; then turn a bit and verify again."""
    package = place.work / "received"
    shutil.copytree(place.example / "package", package)
    clean = place.work / "clean"
    venv.create(clean, with_pip=True)
    python = clean / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "cryptography"], check=True)
    listed = subprocess.run([python, "-m", "pip", "list", "--format", "json"], check=True, capture_output=True)
    installed = ", ".join(f"{item['name']} {item['version']}" for item in json.loads(listed.stdout))
    cut = ["unshare", "--map-root-user", "--net"]
    if subprocess.run([*cut, "true"], check=False, capture_output=True).returncode:
        yield Section("The package at a stranger's", "No process can be cut off from the network here.", None)
        return
    rows = []
    right = _verified(cut, python, package, rows, "as it was received")
    exhibit = sorted((package / "data" / "exhibits").iterdir())[0]
    data = exhibit.read_bytes()
    exhibit.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    wrong = _verified(cut, python, package, rows, "one bit of an exhibit turned")
    body = f"Python {sys.version.split()[0]}; installed: {installed}. Without any network.\n\n"
    body += table(("package", "exit", "verdict", "exhibits", "seconds"), rows)
    yield Section("The package at a stranger's", body, (right, wrong) == (0, 3))


def _verified(cut: list[str], python: Path, package: Path, rows: list[tuple[object, ...]], what: str) -> int:
    started = time.monotonic()
    command = [*cut, python, "-I", package / "verify.py", "--json"]
    done = subprocess.run(command, cwd=package, check=False, capture_output=True)
    told = json.loads(done.stdout)
    counts = ", ".join(f"{count} {kind}" for kind, count in told["exhibits"].items() if count)
    rows.append((what, done.returncode, told["verdict"], counts, f"{time.monotonic() - started:.1f}"))
    return done.returncode
