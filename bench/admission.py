"""The cost of taking in one more file, beside a bare loop that reads, hashes, writes and syncs per group."""

# The bare loop is to be as quick as Python can make it, so its paths are text.
# ruff: noqa: PTH123, PTH208

import ctypes
import hashlib
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.section import Place, Section, table

from govah import Case

FEW, MANY = 10_000, 20_000
SIZE = 30_000
ROUNDS = 5
_GROUP = 4_096
"""Files in a group of ours: as many, or 128 MiB, or some seconds of work."""
_CPU, _WALL = 2.0, 1.5
_THREE = ("md5", "sha1", "sha256")
_LOOPS = {"late": (_THREE, True), "same": (_THREE, False), "plain": (("sha256",), False)}
"""Digests of each bare loop, and whether its files are synced one by one."""
_EACH = 1_000
"""Files for the loop that syncs each by itself, which is slow."""


class Cost(NamedTuple):
    """Seconds on the clock, and of the processor (user and system, all threads)."""

    wall: float
    cpu: float


def leaks(place: Place) -> list[Path]:
    """Two folders of small files that no file system can compress, made once."""
    chance = random.Random(7)
    made = []
    for count in (FEW, MANY):
        leak = place.work / f"files {count}"
        made.append(leak)
        if not leak.is_dir():
            leak.mkdir()
            for number in range(count):
                (leak / f"{number:05}.bin").write_bytes(chance.randbytes(SIZE))
    return made


def case_of(place: Place, leak: Path) -> Path:
    """The case that the first round made of a folder."""
    return place.work / f"case 0 {leak.name}"


def run(place: Place) -> Iterator[Section]:
    """What each of the second 10,000 files costs; nothing is deleted in between, for that slows the next round."""
    folders = leaks(place)
    costs: dict[str, list[list[Cost]]] = {name: [] for name in ("ours", *_LOOPS)}
    for number in range(ROUNDS):
        for name, (kinds, singly) in _LOOPS.items():
            tries = [(leak, place.work / f"{name} {number} {leak.name}") for leak in folders]
            costs[name].append([_bare(leak, target, kinds, singly=singly) for leak, target in tries])
        costs["ours"].append([_ours(leak, place.work / f"case {number} {leak.name}") for leak in folders])
    more = {name: _more(rounds) for name, rounds in costs.items()}
    each = _bare(folders[0], place.work / "each", _THREE, group=1, most=_EACH, singly=True)
    mine, late = more["ours"], more["late"]
    rows = [
        _row("Govah: `govah collect --no-process`", mine, mine),
        _row("bare: the same three digests, fsync of the group's files at its end", mine, late),
        _row("bare: the same three digests, one syncfs a group", mine, more["same"]),
        _row("bare: SHA-256 only, one syncfs a group", mine, more["plain"]),
        _row(
            "bare: the same three digests, fsync of each file at once",
            mine,
            Cost(each.wall / _EACH, each.cpu / _EACH),
        ),
    ]
    ok = mine.cpu <= _CPU * late.cpu and mine.wall <= _WALL * late.wall
    words = ("what", "µs a file, clock", "µs a file, processor", "Govah takes, clock", "Govah takes, processor")
    told = (
        f"{MANY - FEW:,} more files of {SIZE // 1000} KB, by the difference between {MANY:,} and {FEW:,} of them, "
        f"least of {ROUNDS} rounds: {1 / mine.wall:,.0f} files/s. Wanted beside a bare loop of the same work (read, "
        f"MD5, SHA-1 and SHA-256, write, and fsync at the end of each group): processor ≤ × {_CPU}, clock ≤ × {_WALL}. "
        "The loops with one syncfs for a group, which fewer programs know of, are given beside it."
    )
    yield Section("Speed of admission", f"{told}\n\n{table(words, rows)}", ok)


def _row(what: str, mine: Cost, other: Cost) -> Sequence[str]:
    ratios = (f"× {mine.wall / other.wall:.2f}", f"× {mine.cpu / other.cpu:.2f}")
    return (what, f"{other.wall * 1e6:.0f}", f"{other.cpu * 1e6:.0f}", *(ratios if mine is not other else ("", "")))


def _more(rounds: list[list[Cost]]) -> Cost:
    """What one file more costs."""
    few, many = (Cost(min(c.wall for c in column), min(c.cpu for c in column)) for column in zip(*rounds, strict=True))
    return Cost((many.wall - few.wall) / (MANY - FEW), (many.cpu - few.cpu) / (MANY - FEW))


def _ours(leak: Path, folder: Path) -> Cost:
    with Case.create(folder, leak.name) as case:
        return _cost(lambda: case.collect([leak], "s", process=False))


def _bare(
    leak: Path,
    target: Path,
    names: Sequence[str],
    group: int = _GROUP,
    most: int | None = None,
    *,
    singly: bool = False,
) -> Cost:
    target.mkdir()
    return _cost(lambda: _copied(leak, target, names, group, most, singly=singly))


def _copied(leak: Path, target: Path, names: Sequence[str], group: int, most: int | None, *, singly: bool) -> None:
    base, aim = os.fspath(leak), os.fspath(target)
    folder = os.open(aim, os.O_RDONLY)
    written: list[str] = []
    for number, name in enumerate(sorted(os.listdir(base))[:most], 1):
        with open(f"{base}/{name}", "rb", buffering=0) as source:
            data = source.read()
        digests = [hashlib.new(kind, data, usedforsecurity=False).hexdigest() for kind in names]
        path = f"{aim}/{digests[-1]}"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
        os.write(handle, data)
        os.close(handle)
        if singly:
            written.append(path)
        if number % group == 0:
            _sync(folder, written)
    _sync(folder, written)
    os.close(folder)


_SYNCFS = getattr(ctypes.CDLL(None), "syncfs", None)


def _sync(folder: int, files: list[str]) -> None:
    """Wait for the disk: by one call for all, or by one for each of `files`, which are forgotten then."""
    if not files and (_SYNCFS is None or _SYNCFS(folder)):
        os.sync()
    for path in files:
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    if files:
        os.fsync(folder)
    files.clear()


def _cost(work: Callable[[], object]) -> Cost:
    os.sync()
    before, started = os.times(), time.perf_counter()
    work()
    after = os.times()
    return Cost(time.perf_counter() - started, after.user + after.system - before.user - before.system)
