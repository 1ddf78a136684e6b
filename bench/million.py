"""A million small exhibits: what opening, listing and adding to such a case costs."""

import json
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.section import Place, Section, table
from bench.usage import used

from govah import Case
from govah.case.projection import catch_up
from govah.model.event import Event, EventType, Value
from govah.preserve.verifier import GROUP_LIMIT

COUNT = 1_000_000
_ADDED = 10
_OPEN, _COLLECT = 1.0, 2.0
"""Seconds that opening may take beyond starting, and collecting some more files."""
_GROWTH = 64 << 20
"""Bytes by which a command may take more memory on the large case than on the small one."""


def run(place: Place) -> Iterator[Section]:
    """Commands on a case of a million exhibits beside the same on a case of one."""
    leak = place.work / "ten"
    leak.mkdir()
    for number in range(_ADDED):
        (leak / f"{number}.txt").write_bytes(f"new paper {number}".encode())
    small, large = place.work / "small case", place.work / "large case"
    fill(small, 1)
    made = fill(large, COUNT)
    rows = [(f"appending and projecting {COUNT:,} admissions", f"{made:.0f} s ({COUNT / made:,.0f}/s)", "", "", "")]
    ok = True
    for name, words, limit in _commands(leak):
        output = place.work / "output"
        costs = [used(place.command("--case", case, *words), output) for case in (small, large)]
        with output.open("rb") as stream:
            lines = sum(1 for _ in stream)
        growth = costs[1].memory - costs[0].memory
        ok &= growth < _GROWTH and (limit is None or costs[1].seconds < costs[0].seconds + limit)
        rows.append(
            (
                name,
                f"{costs[1].seconds:.2f} s ({costs[0].seconds:.2f} s)",
                f"{costs[1].cpu:.2f} s ({costs[0].cpu:.2f} s)",
                f"{costs[1].memory / 1e6:.0f} MB ({costs[0].memory / 1e6:.0f} MB)",
                f"{lines:,}",
            )
        )
    first = _first_line(place, large)
    rows.append(("`govah exhibits --json`, until its first line", f"{first:.2f} s", "", "", ""))
    words = (
        "What is done; in brackets the same on a case of one exhibit",
        "clock",
        "processor",
        "largest memory",
        "lines",
    )
    yield Section(
        f"A case of {COUNT:,} exhibits",
        "Each is a process of its own, started anew; nothing was read of the "
        "exhibits, and their bytes are not there.\n\n" + table(words, rows),
        ok,
    )


def _commands(leak: Path) -> Iterator[tuple[str, list[str], float | None]]:
    """What is run, and how many seconds more than on the small case it may take."""
    yield "`govah text` of one exhibit that was not read", ["text", "ex1"], _OPEN
    yield "`govah status --json`", ["status", "--json"], _OPEN
    collect = ["collect", str(leak), "--source", "second", "--no-process", "--json"]
    yield f"`govah collect --no-process` of {_ADDED} new files", collect, _COLLECT
    yield f"the same {_ADDED} again", collect, _COLLECT
    yield "`govah exhibits --json`", ["exhibits", "--json"], None


def fill(folder: Path, count: int) -> float:
    """Found a case and admit exhibits in full groups; their bytes are nowhere. Returns seconds."""
    chance = random.Random(count)
    with Case.create(folder, "Large") as case:
        (acquisition,) = case.log.append([Event(EventType.ACQUIRE, _acquisition())], case.signer)
        started = time.perf_counter()
        for start in range(0, count, GROUP_LIMIT):
            numbers = range(start, min(count, start + GROUP_LIMIT))
            events = [Event(EventType.ADMIT, _admission(chance, acquisition, number)) for number in numbers]
            case.log.append(events, case.signer)
            catch_up(case.log, case.derived.records)
        return time.perf_counter() - started


def _acquisition() -> dict[str, Value]:
    return {"source": "first", "roots": ["leak"], "ocr": False, "tool": "bench"}


def _admission(chance: random.Random, acquisition: int, number: int) -> dict[str, Value]:
    told = chance.randbytes(68).hex()
    return {
        "sha256": told[:64],
        "size": 30,
        "digests": {"md5": told[64:96], "sha1": told[96:136]},
        "source": "first",
        "acquisition": acquisition,
        "path": f"leak/{number // 1000:04}/{number % 1000:03}.txt",
        "modified": "2026-01-01T00:00:00Z",
    }


def _first_line(place: Place, case: Path) -> float:
    started = time.perf_counter()
    with subprocess.Popen(
        place.command("--case", case, "exhibits", "--json"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        json.loads(process.stdout.readline())
        seconds = time.perf_counter() - started
        process.kill()
    return seconds
