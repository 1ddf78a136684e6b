"""Killed at random moments, then run again: the same listing as a run that nobody interrupted."""

import json
import math
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.section import Place, Section, table

from govah import Case

_KILLS = 5
_SMALL = 400
_SOONEST = 0.7  # seconds: the program has started


def run(place: Place) -> Iterator[Section]:
    """The demo's leak and 400 small files, `kill -9` five times."""
    leak = place.work / "interrupted leak"
    shutil.copytree(place.example / "leak", leak, symlinks=True)
    for number in range(_SMALL):
        (leak / f"small {number:03}.txt").write_text(f"small file {number}\n", encoding="utf-8")
    seconds, whole = _collected(place, leak, "whole")
    chance = random.Random(1394)
    rows = []
    Case.create(place.work / "broken", "Broken").close()
    command = place.command("--case", place.work / "broken", "collect", leak, "--source", "s", "--json")
    for attempt in range(1, _KILLS + 1):
        wait = math.exp(chance.uniform(math.log(_SOONEST), math.log(seconds)))  # most of the log is written early
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
        with Case(place.work / "broken") as case:
            rows.append((attempt, f"{wait:.1f} s", case.log.checkpoint().size, case.view.exhibit_count))
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    same = _listing(place, place.work / "broken") == whole
    with Case(place.work / "broken") as case:
        verdict = case.verify()["verdict"]
    body = table(("kill", "after", "log entries", "exhibits"), rows)
    body += f"\n\nThen again: listing {'identical' if same else 'DIFFERENT'} ({len(whole)} lines), {verdict}."
    yield Section("Killed five times", body, same and verdict == "VERIFIED")


def _collected(place: Place, leak: Path, name: str) -> tuple[float, list[object]]:
    Case.create(place.work / name, name).close()
    started = time.monotonic()
    command = place.command("--case", place.work / name, "collect", leak, "--source", "s", "--json")
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return time.monotonic() - started, _listing(place, place.work / name)


def _listing(place: Place, case: Path) -> list[object]:
    done = subprocess.run(place.command("--case", case, "exhibits", "--json"), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]
