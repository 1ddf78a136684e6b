"""Test 7: the disk is full, broken or over quota, at each call that changes a file or waits for the disk.

strace lets one call fail. A failed sync must end the process, with nothing acknowledged afterwards; any other failure
is a GovahError, or did not matter; trying again works, in the same process and in a new one. Then the disk stays full
from one call on. Last, files may grow only to a limit, so that a write is cut short before the next one fails.
"""

import errno
import random
import resource
from collections.abc import Callable, Iterator
from functools import partial

from bench.reliability import calls
from bench.reliability.calls import Call, Ended, Tell
from bench.reliability.claim import Claim
from bench.reliability.row import Row
from bench.reliability.shares import Share, Tally, divided, quick
from bench.reliability.workload import FOUNDED, LONG, MANY, PLANS, SEVERAL, SMALL, Plan, Site, judge
from bench.section import Place

from govah.errors import GovahError
from govah.preserve.log import Log
from govah.preserve.vault import Vault

CLAIM = Claim(
    7,
    "Disk full, broken or over quota at any call: no acknowledgement is lost, trying again works",
    "ENOSPC, EIO, EDQUOT at every fsync, rename, write: 0 violations",
)
SEED = 1396
ERRORS = ("ENOSPC", "EIO", "EDQUOT")

_SYNCS = {"fsync", "fdatasync", "syncfs", "sync", "sync_file_range"}
_FILLING = {"write", "pwrite64", "openat", "mkdir", "rename"}
_TRIES = 3
_LIMITS = 120
"""Lengths of files at which writes are cut short, for each plan."""


def run(place: Place, scale: float) -> Iterator[Row]:
    """Let every call fail with each of the errors; at a smaller scale some of them."""
    if reason := calls.missing():
        yield CLAIM.untried(reason)
        return
    with quick(place.work) as folder:
        tally = divided(lambda share: sum((refused(plan, share, scale) for plan in PLANS), Tally()), folder / "one")
        short = divided(lambda share: _short_writes(share, scale), folder / "short")
    whole = tally + short
    outcome = f"{tally.trials} refusals, {short.trials} writes cut short, {len(whole.misses)} violations"
    yield CLAIM.tried(whole, outcome)


def refused(plan: Plan, share: Share, scale: float = 1.0, work: Callable[[Site, Tell], None] | None = None) -> Tally:
    """Let each call of a plan's writer fail that is in a share.

    Args:
        plan: What the writer does.
        share: Of the calls and errors.
        scale: How many of them.
        work: How it does it, if otherwise than by `persistent`.
    """
    whole, site = Site(share.folder / "whole"), Site(share.folder / "site")
    whole.prepare(plan)
    tally = Tally()

    def writing(tell: Tell) -> None:
        (work or persistent(plan))(site, tell)

    site.copy(whole)
    for call, error, always in _trials(calls.calls_of(writing, calls.WRITING), plan, scale, share):
        site.copy(whole)
        ended = calls.refused_at(writing, call, error, always=always)
        what = f"{plan.name}, {error} at {call.name} {call.number}{' and after' if always else ''}"
        misses = [*_ending(ended, call), *judge(site, plan, {int(line) for line in ended.told if _is_number(line)})]
        tally += Tally.of(what, misses)
        if share.enough(tally):
            break
    return tally


def persistent(plan: Plan) -> Callable[[Site, Tell], None]:
    """A writer that tries again what failed: it tells the numbers of groups, and what was refused."""

    def work(site: Site, tell: Tell) -> None:
        if plan.founding:
            if not _tried(lambda: (site.case / "log").exists() or site.found(), tell):
                return
            tell(str(FOUNDED))
        logs: list[Log] = []
        if not _tried(lambda: logs.append(Log.open(site.case, site.keyring)), tell):
            return
        vault = Vault(site.case)
        for number, step in enumerate(plan.steps, len(plan.before)):
            if not _tried(partial(site.perform_rest, number, step, logs[0], vault), tell):
                return
            tell(str(number))

    return work


def _tried(action: Callable[[], object], tell: Tell) -> bool:
    """Whether an action came to its end, after some tries at most."""
    for _ in range(_TRIES):
        try:
            action()
        except GovahError as error:
            tell(f"refused: {type(error).__name__}")
        else:
            return True
    return False


def _trials(found: list[Call], plan: Plan, scale: float, share: Share) -> Iterator[tuple[Call, str, bool]]:
    trials = [(call, error, False) for call in found for error in ERRORS]
    if plan is not SEVERAL:
        trials += [(call, "ENOSPC", True) for call in found if call.name in _FILLING]
    chance = random.Random(SEED)
    chosen = [trial for trial in trials if chance.random() < scale]
    yield from (trial for number, trial in enumerate(chosen) if share.holds(number))


def _ending(ended: Ended, call: Call) -> Iterator[str]:
    """What is wrong with how the process ended."""
    if call.name in _SYNCS:
        if ended.status != 75 or ended.told[-1:] != ("ended: DurabilityLost",):
            yield f"a failed sync did not end the process: {ended}"
    elif ended.status:
        yield f"it ended otherwise than by a GovahError: {ended}"


def _is_number(line: str) -> bool:
    return line.removeprefix("-").isdigit()


def _short_writes(share: Share, scale: float) -> Tally:
    """Limit the length of files: the write that crosses the limit is cut short, the next one fails."""
    return sum((cut_short(plan, share, max(2, round(_LIMITS * scale))) for plan in (SMALL, MANY, LONG)), Tally())


def cut_short(plan: Plan, share: Share, count: int, work: Callable[[Site, Tell], None] | None = None) -> Tally:
    """Do a plan's work while files may grow only to some length.

    Args:
        plan: What the writer does.
        share: Of the lengths.
        count: How many lengths are tried.
        work: How it does it, if otherwise than by `persistent`.
    """
    tally = Tally()
    whole, site = Site(share.folder / "whole"), Site(share.folder / "site")
    whole.prepare(plan)
    site.copy(whole)
    site.work(plan, lambda number: None)
    longest = max(path.stat().st_size for path in site.folder.rglob("*") if path.is_file())
    chance = random.Random(SEED)
    for number in range(count):
        limit = chance.randrange(2000 if chance.random() < 0.2 else longest)
        if share.holds(number):
            site.copy(whole)
            tally += _limited(site, plan, limit, work or persistent(plan))
        if share.enough(tally):
            break
    return tally


def _limited(site: Site, plan: Plan, limit: int, work: Callable[[Site, Tell], None]) -> Tally:
    def working(tell: Tell) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

        def limited(line: str) -> None:
            tell(line)
            if line.startswith("refused"):  # somebody made room
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        work(site, limited)

    ended = calls.plain(working)
    misses = judge(site, plan, {int(line) for line in ended.told if _is_number(line)})
    if ended.status:
        misses.insert(0, f"it ended otherwise than by a GovahError: {ended}")
    what = f"{plan.name}, no file longer than {limit} bytes ({errno.errorcode[errno.EFBIG]})"
    return Tally.of(what, misses)
