"""Test 9: the tests of crashes can fail. The crash rule is broken on purpose, each time in one place; each is noticed.

What the mutants are stands in `mutants.py`. Each is given to the test that must notice it, which ends with the first
violation; one that is not noticed after many trials has survived.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from bench.reliability import calls
from bench.reliability.calls import Tell
from bench.reliability.claim import Claim
from bench.reliability.mutants import MUTANTS, By, Mutant
from bench.reliability.row import Row
from bench.reliability.shares import Share, Tally, divided, quick
from bench.reliability.t06_kill import killed
from bench.reliability.t07_disk_errors import cut_short, persistent, refused
from bench.reliability.t08_power_loss import Recorded, recorded, recoveries, successions
from bench.reliability.t10_two_writers import contended
from bench.reliability.t11_rerun import rerun
from bench.reliability.workload import Site
from bench.section import Place

CLAIM = Claim(9, "Each way to break the crash rule is noticed by the tests above", "all mutants killed")
STATES = 10_000
"""After so many states a mutant has survived."""
_LATER = 10
"""Recoveries, or next writers, that are recorded of each mutant."""


def run(place: Place, scale: float) -> Iterator[Row]:
    """Every mutant; at a smaller scale every so many."""
    if reason := calls.missing():
        yield CLAIM.untried(reason)
        return
    chosen = MUTANTS[:: max(1, round(1 / scale))]
    with quick(place.work) as folder:
        tally = divided(lambda share: _shared(chosen, share), folder)
    killed_ones = tally.trials - len(tally.misses)
    outcome = f"{killed_ones} of {tally.trials} mutants killed"
    yield CLAIM.tried(tally, outcome)


def _shared(chosen: tuple[Mutant, ...], share: Share) -> Tally:
    tally = Tally()
    for number, mutant in enumerate(chosen):
        if share.holds(number):
            seen = noticed(mutant, share.folder / str(number))
            tally += Tally.of(mutant.name, [] if seen else [f"not noticed by a {mutant.by.value}"])
    return tally


def noticed(mutant: Mutant, folder: Path) -> str:
    """What a test says of a mutant; empty if nothing."""
    found = _TESTS[mutant.by](mutant, Share(0, 1, folder, brief=True))
    return found.misses[0] if found.misses else ""


def _work(mutant: Mutant) -> Callable[[Site, Tell], None]:
    def work(site: Site, tell: Tell) -> None:
        mutant.change()
        if mutant.work is not None:
            mutant.work(mutant.plan)(site, tell)
        else:
            site.work(mutant.plan, lambda number: tell(str(number)))

    return work


def _stubborn(mutant: Mutant) -> Callable[[Site, Tell], None]:
    def work(site: Site, tell: Tell) -> None:
        mutant.change()
        persistent(mutant.plan)(site, tell)

    return work


def _judged(works: list[Recorded], share: Share) -> Tally:
    """Judge states until one is wrong."""
    tally = Tally()
    for work in works:
        tally += work.judged(STATES // len(works), share)
        if share.enough(tally):
            break
    return tally


def _by_power(mutant: Mutant, share: Share) -> Tally:
    return _judged([recorded(mutant.plan, share.folder / "site", _work(mutant))], share)


def _by_recovery(mutant: Mutant, share: Share) -> Tally:
    first = recorded(mutant.plan, share.folder / "site")
    return _judged(recoveries(first, _LATER, share.folder, mutant.change), share)


def _by_succession(mutant: Mutant, share: Share) -> Tally:
    return _judged(successions(mutant.plan, _LATER, share.folder, mutant.change), share)


_TESTS: dict[By, Callable[[Mutant, Share], Tally]] = {
    By.POWER: _by_power,
    By.RECOVERY: _by_recovery,
    By.SUCCESSION: _by_succession,
    By.KILL: lambda mutant, share: killed(mutant.plan, share, work=_work(mutant)),
    By.ERROR: lambda mutant, share: refused(mutant.plan, share, 0.2, _stubborn(mutant)),
    By.SHORT: lambda mutant, share: cut_short(mutant.plan, share, 40, _stubborn(mutant)),
    By.WRITERS: lambda mutant, share: contended(share, 10, mutant.change),
    By.RERUN: lambda mutant, share: rerun(share, 60, mutant.change),
}
