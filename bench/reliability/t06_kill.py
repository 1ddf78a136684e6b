"""Test 6: a writer is killed at each system call that changes a file or waits for the disk, one after the other.

strace kills the process when it enters the call, so each state between two calls is seen. What is left is judged as
`workload.judge` says: no problem, nothing acknowledged is gone, and the next writer makes it whole. Then the next
writer is killed at each of its calls too: after a kill, and after power cuts that tore files (as test 8 models them).
"""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.reliability import calls, power, t08_power_loss
from bench.reliability.calls import Call, Tell
from bench.reliability.claim import Claim
from bench.reliability.disk import materialised
from bench.reliability.row import Row
from bench.reliability.shares import Share, Tally, divided, quick
from bench.reliability.workload import PLANS, SEVERAL, SMALL, Plan, Site, judge
from bench.section import Place

CLAIM = Claim(
    6,
    "Killed at any system call that writes: the log is whole, and nothing acknowledged is gone",
    "every write-type call, 0 violations",
)
SEED = 1395

_AGAIN = {plan: 6 for plan in PLANS} | {SMALL: 14, SEVERAL: 1}
"""After how many first kills of each plan the recovery is killed at each of its calls."""
_TORN = 12
"""After how many power cuts."""


def run(place: Place, scale: float) -> Iterator[Row]:
    """Kill at every call; at a smaller scale at some of them."""
    if reason := calls.missing():
        yield CLAIM.untried(reason)
        return
    with quick(place.work) as folder:
        first = divided(lambda share: sum((killed(plan, share, scale) for plan in PLANS), Tally()), folder / "first")
        again = divided(lambda share: _killed_again(share, scale), folder / "again")
    whole = first + again
    outcome = f"{first.trials} kills of writers, {again.trials} of recoveries, {len(whole.misses)} violations"
    yield CLAIM.tried(whole, outcome)


def killed(plan: Plan, share: Share, scale: float = 1.0, work: Callable[[Site, Tell], None] | None = None) -> Tally:
    """Kill a plan's writer at each call of a share.

    Args:
        plan: What the writer does.
        share: Of the calls.
        scale: At which part of them.
        work: How it does it, if otherwise than by `Site.work`.
    """
    whole, site = Site(share.folder / "whole"), Site(share.folder / "site")
    whole.prepare(plan)
    tally = Tally()

    def writing(tell: Tell) -> None:
        if work is not None:
            work(site, tell)
        else:
            site.work(plan, lambda number: tell(str(number)))

    site.copy(whole)
    for call in _some(calls.calls_of(writing, calls.WRITING), scale, share):
        site.copy(whole)
        tally += _killed_at(writing, call, site, plan, set(), plan.name)
        if share.enough(tally):
            break
    return tally


def _some(found: Sequence[Call], scale: float, share: Share) -> list[Call]:
    chance = random.Random(SEED)
    chosen = [call for call in found if chance.random() < scale]
    return [call for number, call in enumerate(chosen) if share.holds(number)]


def _killed_at(
    work: Callable[[Tell], None], call: Call, site: Site, plan: Plan, acknowledged: set[int], what: str
) -> Tally:
    ended = calls.killed_at(work, call)
    if not ended.killed:
        return Tally.of(what, [f"no kill came at {call.name} {call.number}: {ended}"])
    found = judge(site, plan, acknowledged | set(map(int, ended.told)))
    return Tally.of(f"{what}, killed at {call.name} {call.number}", found)


def _killed_again(share: Share, scale: float) -> Tally:
    """Kill the next writer too."""
    tally = Tally()
    number = 0
    for plan in PLANS:
        whole, site = Site(share.folder / "whole"), Site(share.folder / "site")
        whole.prepare(plan)
        site.copy(whole)
        writing = _writing(site, plan)
        found = calls.calls_of(writing, calls.WRITING)
        for call in random.Random(SEED).sample(found, min(len(found), _count(_AGAIN[plan], scale))):
            number += 1
            if share.holds(number):
                site.copy(whole)
                told = set(map(int, calls.killed_at(writing, call).told))
                name = f"{plan.name}, killed at {call.name} {call.number}"
                tally += _recovery_killed(site, plan, told, name, scale)
    return tally + _killed_after_power_cut(share, scale)


def _killed_after_power_cut(share: Share, scale: float) -> Tally:
    tally = Tally()
    site = Site(share.folder / "torn")
    recorded = t08_power_loss.recorded(SMALL, share.folder / "recorded")
    cuts = list(power.states(recorded.disk, SEED, 6000))
    for number, state in enumerate(random.Random(SEED).sample(cuts, min(len(cuts), _count(_TORN, scale)))):
        if share.holds(number):
            shutil.rmtree(site.folder, ignore_errors=True)
            materialised(state.tree, site.folder)
            tally += _recovery_killed(site, SMALL, set(map(int, state.told)), f"power cut after {state.now}", scale)
    return tally


def _recovery_killed(site: Site, plan: Plan, acknowledged: set[int], name: str, scale: float) -> Tally:
    """Kill a recovery at each of its calls."""
    broken = Site(site.folder.with_name("broken"))
    broken.copy(site)
    tally = Tally()

    def resuming(tell: Tell) -> None:
        site.resume(plan)

    found = calls.calls_of(resuming, calls.WRITING)
    for call in _some(found, min(1.0, scale * 2), Share(0, 1, Path())):
        site.copy(broken)
        tally += _killed_at(resuming, call, site, plan, acknowledged, f"{name}, recovery")
    return tally


def _writing(site: Site, plan: Plan) -> Callable[[Tell], None]:
    return lambda tell: site.work(plan, lambda number: tell(str(number)))


def _count(whole: int, scale: float) -> int:
    return max(1, round(whole * min(1.0, scale * 2)))
