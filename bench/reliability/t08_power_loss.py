"""Test 8: the power fails. Every state that a disk may then be in leads back to a case that is whole.

What a writer does to its files is recorded call by call, with all bytes. `disk.py` models what a disk may hold after
each call: nothing beyond what a completed sync covers need be there, in any order and torn at any place. Each distinct
state is written to a folder of its own and judged as in test 6. Recoveries are recorded as well: the power may fail
again while the next writer is at work, and what a killed writer did not sync may be lost under the next one.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.reliability import calls
from bench.reliability.calls import Tell
from bench.reliability.claim import Claim
from bench.reliability.disk import Disk, materialised
from bench.reliability.power import State, states
from bench.reliability.recording import record
from bench.reliability.row import Row
from bench.reliability.shares import Share, Tally, divided, quick
from bench.reliability.workload import BOUNDARY, FOUNDING, LONG, MANY, SEVERAL, SMALL, Plan, Site, judge
from bench.section import Place

STATES = 50_000
CLAIM = Claim(
    8,
    "After a power cut everything acknowledged is there and the next writer goes on",
    f"≥ {STATES:,} distinct states, 0 violations",
)
SEED = 1394

_COUNTS = {SMALL: 0.33, MANY: 0.12, LONG: 0.05, FOUNDING: 0.15, BOUNDARY: 0.02, SEVERAL: 0.004}
"""Shares of the states, by what a state costs; the rest are recoveries."""
_SPARE = 1.05
"""So many are asked for, for some works have fewer states than their share."""
_CHOICE = 6000
"""States from which those are chosen whose recovery is recorded."""
_HEAVY = 0.01
"""The share of those recoveries that cost most."""
_RECOVERIES = {SMALL: 10, MANY: 3, FOUNDING: 3, BOUNDARY: 2}
_SUCCESSIONS = {SMALL: 8, MANY: 10, FOUNDING: 6, BOUNDARY: 4}
"""How many recoveries are recorded, and how many writers after a killed one."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A piece of work whose every system call is known.

    Args:
        name: What it is.
        plan: Whose case it is done to.
        disk: The history of the folder.
        acknowledged: Groups that were acknowledged before.
    """

    name: str
    plan: Plan
    disk: Disk
    acknowledged: frozenset[int] = frozenset()

    def judged(self, count: int, share: Share) -> Tally:
        """Judge a share of its states."""
        tally = Tally()
        site = Site(share.folder / "state")
        for number, state in enumerate(states(self.disk, SEED, count)):
            if share.holds(number):
                shutil.rmtree(site.folder, ignore_errors=True)
                materialised(state.tree, site.folder)
                found = judge(site, self.plan, self.acknowledged | set(map(int, state.told)))
                tally += Tally.of(f"{self.name}, after call {state.now}", found)
                if share.enough(tally):
                    break
        return tally


def run(place: Place, scale: float) -> Iterator[Row]:
    """Record, and judge 50,000 states."""
    if reason := calls.missing():
        yield CLAIM.untried(reason)
        return
    with quick(place.work) as folder:
        tally = divided(_judging(_works(folder, scale), scale), folder)
    outcome = f"{tally.trials:,} distinct states, {len(tally.misses)} violations"
    yield CLAIM.tried(tally, outcome, STATES * scale)


def _judging(works: list[tuple[Recorded, int]], scale: float) -> Callable[[Share], Tally]:
    def judging(share: Share) -> Tally:
        tally = Tally()
        for work, count in works:
            tally += work.judged(count, share)
        return tally

    return judging


def _works(folder: Path, scale: float) -> list[tuple[Recorded, int]]:
    """What is recorded, and how many states of each are judged."""
    total = STATES * scale * _SPARE
    works = [(recorded(plan, folder / "site"), int(total * part) + 1) for plan, part in _COUNTS.items()]
    few = min(1.0, scale * 20)
    later: list[Recorded] = []
    for work, _ in works:
        if work.plan in _RECOVERIES:
            later += recoveries(work, max(1, int(_RECOVERIES[work.plan] * few)), folder)
            later += successions(work.plan, max(1, int(_SUCCESSIONS[work.plan] * few)), folder)
    heavy = [work for work in later if work.plan is BOUNDARY]
    light = [work for work in later if work.plan is not BOUNDARY]
    works += [(work, int(total * _HEAVY / len(heavy)) + 1) for work in heavy]
    rest = total * (1 - sum(_COUNTS.values()) - _HEAVY)
    return works + [(work, int(rest / len(light)) + 1) for work in light]


def recorded(plan: Plan, folder: Path, work: Callable[[Site, Tell], None] | None = None) -> Recorded:
    """Record a plan's steps.

    Args:
        plan: What is done.
        folder: Where; it may exist.
        work: How, if otherwise than by `Site.work`.
    """
    site = Site(folder)
    site.prepare(plan)
    disk = Disk(folder)
    disk.play(record(_writing(site, plan) if work is None else partial(work, site)))
    return Recorded(plan.name, plan, disk)


def recoveries(work: Recorded, wanted: int, folder: Path, change: Callable[[], None] = lambda: None) -> list[Recorded]:
    """Record how the next writer goes on, from states that differ in what it then does.

    Args:
        work: What was broken off.
        wanted: How many.
        folder: To work in.
        change: Changes the next writer's process first.
    """
    possible = list(states(work.disk, SEED + 1, _CHOICE))
    holed = [state for state in possible if _has_holes(state)]
    half = -(-wanted // 2)
    return [
        *_differing(work, _sample(holed, 6 * half), half, folder, change),
        *_differing(work, _sample(possible, 3 * half), wanted - half, folder, change),
    ]


def _differing(
    work: Recorded, possible: list[State], wanted: int, folder: Path, change: Callable[[], None]
) -> list[Recorded]:
    """Record recoveries from states, and keep some that differ in what they rename and remove.

    Those that set torn entries aside come first: the places of these entries are taken by others.
    """
    found: dict[tuple[str, ...], tuple[bool, Recorded]] = {}
    site = Site(folder / "site")
    for state in possible:
        shutil.rmtree(site.folder, ignore_errors=True)
        materialised(state.tree, site.folder)
        disk = Disk(site.folder)
        operations = record(_changed(change, _resuming(site, work.plan)))
        kind = tuple(f"{op.name} {_kind(op.texts)}" for op in operations if op.name.startswith(("rename", "unlink")))
        name = f"recovery of {work.name} after call {state.now}"
        told = frozenset(map(int, state.told))
        torn = any(piece.read_bytes().strip(b"\0") for piece in (site.case / "log").glob("torn/*.entries"))
        if kind not in found or (torn and not found[kind][0]):
            found[kind] = torn, Recorded(name, work.plan, disk.play(operations), told)
    first = [recording for torn, recording in found.values() if torn][: -(-wanted // 2)]
    rest = [recording for _, recording in found.values() if recording not in first]
    return [*first, *rest[:: max(1, len(rest) // max(1, wanted - len(first)))]][:wanted]


def _sample(possible: list[State], count: int) -> list[State]:
    return random.Random(SEED).sample(possible, min(len(possible), count))


def _has_holes(state: State) -> bool:
    """Whether a tile or a bundle has blocks that never reached the disk."""
    return any(
        path.startswith("case/log/tile/") and content is not None and bytes(64) in content
        for path, content in state.tree.items()
    )


def successions(plan: Plan, wanted: int, folder: Path, change: Callable[[], None] = lambda: None) -> list[Recorded]:
    """Record a writer that is killed and the next one: what the first did not sync may still be lost.

    Args:
        plan: What the first does.
        wanted: How many kills.
        folder: To work in.
        change: Changes both processes first.
    """
    found = []
    for number in range(wanted):
        site = Site(folder / f"killed-{number}")
        site.prepare(plan)
        disk = Disk(site.folder)
        writing = _changed(change, _writing(site, plan))
        possible = calls.calls_of(writing, calls.WRITING)
        call = possible[(2 * number + 1) * len(possible) // (2 * wanted)]
        site.prepare(plan)
        disk = Disk(site.folder)
        disk.play(record(writing, call)).play(record(_changed(change, _resuming(site, plan))))
        found.append(Recorded(f"after {plan.name} was killed at {call.name} {call.number}", plan, disk))
    return found


def _writing(site: Site, plan: Plan) -> Callable[[Tell], None]:
    return lambda tell: site.work(plan, lambda number: tell(str(number)))


def _changed(change: Callable[[], None], work: Callable[[Tell], None]) -> Callable[[Tell], None]:
    def changed(tell: Tell) -> None:
        change()
        work(tell)

    return changed


def _resuming(site: Site, plan: Plan) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        site.resume(plan)
        for number in range(len(plan.before) + len(plan.steps)):
            tell(str(number))

    return work


def _kind(texts: tuple[bytes, ...]) -> str:
    return b" ".join(text.rsplit(b"/", 2)[-2] for text in texts if b"/" in text).decode("utf-8", "replace")
