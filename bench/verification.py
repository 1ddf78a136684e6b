"""The cost of verifying, beside a bare loop that opens, reads and hashes."""

import hashlib
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.section import Place, Section, table
from bench.usage import used

from bench import admission
from govah import Case
from govah.case.verifying import verify

_LARGE, _LARGE_SIZE = 200, 2_000_000
_ROUNDS = 3
_GROWTH = 16 << 20
"""Bytes by which twice as many exhibits may need more memory."""


def run(place: Place) -> Iterator[Section]:
    """Exhibits of two megabytes, and of 30 KB; the largest memory for 10,000 and for 20,000 of these."""
    few, many = admission.leaks(place)
    cases = [_collected(place, leak) for leak in (_large(place), few, many)]
    rows, ok = [], True
    for case, wanted in ((cases[0], 0.8), (cases[2], 0.6)):
        objects = sorted(path for path in (case / "exhibits").rglob("*") if path.is_file())
        size = sum(path.stat().st_size for path in objects)
        pairs = [
            (
                _timed(lambda objects=objects: _hashed(objects)),  # type: ignore[misc]
                _timed(lambda case=case: verify(case, None, lambda stage, done, total, what: None)),  # type: ignore[misc]
            )
            for _ in range(_ROUNDS)
        ]
        bare, spent = (min(column) for column in zip(*pairs, strict=True))
        ok &= bare >= wanted * spent
        what = f"{len(objects):,} exhibits of {size / len(objects) / 1000:,.0f} KB"
        rows.append(
            (what, f"× {bare / spent:.2f} (wanted ≥ × {wanted})", f"{size / spent / 1e6:,.0f} MB/s, {spent:.1f} s")
        )
    said = place.work / "said"
    memory = [used(place.command("--case", case, "verify", "--json"), said).memory for case in cases[1:]]
    ok &= memory[1] - memory[0] < _GROWTH
    rows.append(("largest memory", f"{memory[1] / 1e6:.0f} MB", f"{memory[0] / 1e6:.0f} MB for half as many"))
    words = ("what", "speed beside a bare loop of open, read and SHA-256", "that is")
    yield Section("Speed of verification", table(words, rows), ok)


def _large(place: Place) -> Path:
    chance = random.Random(8)
    leak = place.work / "large files"
    leak.mkdir()
    for number in range(_LARGE):
        (leak / f"{number}.bin").write_bytes(chance.randbytes(_LARGE_SIZE))
    return leak


def _collected(place: Place, leak: Path) -> Path:
    folder = admission.case_of(place, leak)
    if not folder.is_dir():
        with Case.create(folder, leak.name) as case:
            case.collect([leak], "s", process=False)
    return folder


def _hashed(objects: list[Path]) -> None:
    for path in objects:
        with path.open("rb", buffering=0) as stream:
            digest = hashlib.sha256()
            while piece := stream.read(1 << 20):
                digest.update(piece)
            digest.hexdigest()


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
