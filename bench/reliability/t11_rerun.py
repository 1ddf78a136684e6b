"""Test 11: `govah collect --no-process` is killed, then run again: nothing is in the case twice.

It is killed whenever it waits for the disk, at other system calls that write, of every kind and spread over the whole
run, and at random moments; some runs are killed twice. Then it runs to its end. The listing of exhibits must be that of
a run that nobody interrupted, the log must hold each path, source and content once, and the case must be VERIFIED.
"""

import contextlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.reliability import calls
from bench.reliability.calls import Call, Tell
from bench.reliability.claim import Claim
from bench.reliability.row import Row
from bench.reliability.shares import Share, Tally, divided, quick
from bench.reliability.workload import Site
from bench.section import Place

from govah import Case
from govah.cli.main import main
from govah.preserve import verifier
from govah.preserve.keys import Keyring
from govah.preserve.log import Log

TRIALS = 240
CLAIM = Claim(
    11,
    "Collected again after a crash: nothing is in the case twice, the listing is the same",
    f"{TRIALS} crashes, 0 duplicates",
)
SEED = 1398

_FILES = 40
_OF_EACH_KIND = 30
"""So many calls of each kind are chosen from, evenly."""
_TWICE = 0.25
_AT_RANDOM = 0.25


def run(place: Place, scale: float) -> Iterator[Row]:
    """Kill and collect again, 240 times."""
    if reason := calls.missing():
        yield CLAIM.untried(reason)
        return
    count = max(4, round(TRIALS * scale))
    with quick(place.work) as folder:
        tally = divided(lambda share: rerun(share, count), folder)
    outcome = f"{tally.trials} crashes, {len(tally.misses)} violations"
    yield CLAIM.tried(tally, outcome, count)


def rerun(share: Share, count: int, change: Callable[[], None] = lambda: None) -> Tally:
    """Crashes of one process's share.

    Args:
        share: Of the crashes.
        count: In all.
        change: Changes the process that runs first after the crash.
    """
    case = _Collecting(share.folder, change)
    chance = random.Random(SEED)
    syncs = [(call, 0.5, call) for call in chance.sample(case.syncs, len(case.syncs))]
    others = [(chance.choice(case.calls), chance.random(), chance.choice(case.calls)) for _ in range(count)]
    trials = [*syncs, *others][:count]
    tally = Tally()
    for number, (call, kind, again) in enumerate(trials):
        if share.holds(number):
            if kind < _AT_RANDOM:
                misses = case.after([], kind / _AT_RANDOM)
            else:
                misses = case.after([call, again] if kind > 1 - _TWICE else [call])
            what = f"killed {'at a random moment' if kind < _AT_RANDOM else f'at {call.name} {call.number}'}"
            tally += Tally.of(what, misses)
        if share.enough(tally):
            break
    return tally


class _Collecting:
    """A delivery, an empty case, and how the case is when nobody interrupts."""

    def __init__(self, folder: Path, change: Callable[[], None]) -> None:
        self._change = change
        self._site, self._empty = Site(folder / "site"), Site(folder / "empty")
        self._leak = folder / "leak"
        _deliver(self._leak)
        os.environ["GOVAH_KEYS"] = str(self._empty.folder / "keys")
        Case.create(self._empty.case, "Rerun").close()
        self._site.copy(self._empty)
        os.environ["GOVAH_KEYS"] = str(self._site.folder / "keys")
        found = calls.calls_of(self._collect, calls.WRITING)
        self.calls = _spread(found)
        self.syncs = [call for call in found if call.name in ("fsync", "fdatasync", "syncfs")]
        self._site.copy(self._empty)
        started = time.monotonic()
        calls.plain(self._collect)
        self._seconds = time.monotonic() - started
        self._listing = self._listed()

    def after(self, crashes: list[Call], moment: float | None = None) -> list[str]:
        """What is wrong after some crashes and a run to the end."""
        self._site.copy(self._empty)
        if moment is not None:
            self._killed_after(moment * self._seconds)
        for place, call in enumerate(crashes):
            ended = calls.killed_at(self._collect if not place else self._changed, call)
            if not ended.killed and not place:
                return [f"no kill came: {ended}"]
        ended = calls.plain(self._changed)
        if ended.status:
            return [f"the next run did not come to its end: {ended}"]
        return list(self._misses())

    def _misses(self) -> Iterator[str]:
        if self._listed() != self._listing:
            yield "the listing is another than that of a run that nobody interrupted"
        admitted = Counter(
            (entry.fields["path"], entry.fields["source"], entry.fields["sha256"])
            for entry in Log.open(self._site.case).entries()
            if entry.type == "admit"
        )
        if twice := [key for key, count in admitted.items() if count > 1]:
            yield f"{len(twice)} admissions are in the log twice"
        remembered = Keyring(self._site.folder / "keys").memory_for(self._site.case)
        verdict = verifier.verify_case(self._site.case, remembered=remembered and remembered.checkpoint_bytes())
        if verdict["verdict"] != "VERIFIED":
            yield str(verdict["problems"])

    def _collect(self, tell: Tell) -> None:
        """`govah collect`, in this process."""
        _govah("--case", self._site.case, "collect", self._leak, "--source", "s", "--no-process", "--json")

    def _changed(self, tell: Tell) -> None:
        self._change()
        self._collect(tell)

    def _killed_after(self, seconds: float) -> None:
        with calls.started(self._collect) as (child, line):
            line.sendall(b"!")
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
            calls.waited(child)

    def _listed(self) -> list[object]:
        output = self._site.folder / "listing"
        calls.plain(lambda tell: _govah("--case", self._site.case, "exhibits", "--json", output=output))
        return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def _govah(*words: object, output: Path = Path(os.devnull)) -> None:
    """The command line as it is called from a shell, in this process."""
    sys.argv = ["govah", *map(str, words)]
    with (
        output.open("w", encoding="utf-8") as stream,
        Path(os.devnull).open("w", encoding="utf-8") as silent,
        contextlib.redirect_stdout(stream),
        contextlib.redirect_stderr(silent),
    ):
        try:
            main()
        except SystemExit as ended:
            if ended.code:
                raise


def _deliver(folder: Path) -> None:
    """Small files in folders, some of them copies of others."""
    for number in range(_FILES):
        place = folder / f"box {number % 5}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"paper {number:03}.txt").write_text(f"paper {number % 32}\n", encoding="utf-8")


def _spread(found: list[Call]) -> list[Call]:
    """Calls of each kind, evenly over the run."""
    kinds: dict[str, list[Call]] = defaultdict(list)
    for call in found:
        kinds[call.name].append(call)
    return [call for kind in kinds.values() for call in kind[:: -(-len(kind) // _OF_EACH_KIND)]]
