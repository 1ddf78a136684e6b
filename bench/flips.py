"""A thousand single bits turned over exhibits, log and package; 60 of them through the command line."""

import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.section import Place, Section, table

from govah.case.verifying import verify

_FLIPS = 1000
_THROUGH_COMMAND = 60


def run(place: Place) -> Iterator[Section]:
    """Each in a copy, undone afterwards."""
    folder = place.work / "flips"
    shutil.copytree(place.example, folder, symlinks=True)
    case, package = folder / "case", folder / "package"
    files = [(path, case) for part in ("exhibits", "log") for path in (case / part).rglob("*")]
    files += [(path, package) for path in package.rglob("*")]
    files = sorted((p, home) for p, home in files if p.is_file() and p.stat().st_size and p.name != "lock")
    chance = random.Random(20261123)
    found: Counter[str] = Counter()
    turned: Counter[str] = Counter()
    missed = []
    for number in range(_FLIPS):
        path, home = chance.choice(files)
        name = path.relative_to(home).as_posix()
        part = "package" if home == package else name.partition("/")[0]
        right = path.read_bytes()
        at, bit = chance.randrange(len(right)), 1 << chance.randrange(8)
        path.chmod(0o644)
        path.write_bytes(right[:at] + bytes([right[at] ^ bit]) + right[at + 1 :])
        named = _by_command(place, home) if number < _THROUGH_COMMAND else _here(home)
        path.write_bytes(right)
        turned[part] += 1
        found[part] += name in named
        if name not in named:
            missed.append(f"{part}: {name}, byte {at}, bit {bit}")
    rows = [(part, count, found[part]) for part, count in sorted(turned.items())]
    body = table(("where", "bits turned", "found, file named"), rows)
    body += f"\n\n{_THROUGH_COMMAND} of them through `govah verify`, exit 3 each time."
    body += "".join(f"\n- {line}" for line in missed)
    yield Section("A thousand bits turned", body, not missed)


def _here(home: Path) -> list[str]:
    told = verify(home, None, lambda stage, done, total, what: None)
    return [problem["where"] for problem in told["problems"]] if told["verdict"] == "FAILED" else []


def _by_command(place: Place, home: Path) -> list[str]:
    done = subprocess.run(place.command("verify", home, "--json"), capture_output=True, check=False)
    return [problem["where"] for problem in json.loads(done.stdout)["problems"]] if done.returncode == 3 else []
