"""Test 10: two writers at once, and `kill -9` of one of them at a random moment, again and again: one linear log.

Each writer preserves and appends groups as fast as it can. One is killed while the other goes on; the verifier reads
meanwhile. Then the other is killed as well, in half of the rounds, or comes to its end.
"""

import io
import itertools
import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from bench.reliability import calls
from bench.reliability.calls import Tell
from bench.reliability.claim import Claim
from bench.reliability.row import Row
from bench.reliability.shares import Share, Tally, divided, quick
from bench.reliability.workload import Plan, Site, Step
from bench.section import Place

from govah.errors import GovahError
from govah.model.event import Event, EventType
from govah.preserve.log import Log
from govah.preserve.vault import Vault

ROUNDS = 200
CLAIM = Claim(
    10, "Two writers and a kill: one linear log, each acknowledged entry in it once", f"{ROUNDS} kills, 0 violations"
)
SEED = 1397

_IN_A_LOG = 5
"""Rounds with one log: it grows, and each round reads all of it."""
_LONGEST = 0.12
"""Seconds that two writers have."""
_START = Plan("two writers", (Step((10,), 3),), ())


def run(place: Place, scale: float) -> Iterator[Row]:
    """Two writers, and 200 kills."""
    rounds = max(4, round(ROUNDS * scale))
    with quick(place.work) as folder:
        tally = divided(lambda share: contended(share, rounds), folder)
    outcome = f"{tally.trials} kills, {len(tally.misses)} violations"
    yield CLAIM.tried(tally, outcome, rounds)


def contended(share: Share, rounds: int, change: Callable[[], None] = lambda: None) -> Tally:
    """Rounds with two writers.

    Args:
        share: Of the rounds.
        rounds: In all.
        change: Changes each writer first.
    """
    tally = Tally()
    chance = random.Random(SEED + share.part)
    site = Site(share.folder / "site")
    told: list[str] = []
    for number in range(-(-rounds // share.parts)):
        if number % _IN_A_LOG == 0:
            site.prepare(_START)
            told = []
        try:
            misses = list(_round(site, chance, told, change))
        except (GovahError, OSError) as error:
            misses = [f"{type(error).__name__}: {error}"]
        tally += Tally.of(f"round {number}", misses)
        if share.enough(tally):
            break
        if misses:
            site.prepare(_START)
            told = []
    return tally


def _round(site: Site, chance: random.Random, told: list[str], change: Callable[[], None]) -> Iterator[str]:
    with ExitStack() as stack:
        writers = [stack.enter_context(calls.started(_writer(site, change))) for _ in range(2)]
        for _, line in writers:
            line.sendall(b"!")
        for _, line in writers:
            select.select([line], [], [], 10)  # both are at work
        time.sleep(chance.random() * _LONGEST)
        (first, first_line), (second, second_line) = chance.sample(writers, 2)
        os.kill(first, signal.SIGKILL)
        calls.waited(first)
        meanwhile = site.verify()
        time.sleep(chance.random() * _LONGEST / 2)
        os.kill(second, signal.SIGKILL if chance.random() < 0.5 else signal.SIGTERM)
        lines = [*calls.heard(first_line), *calls.heard(second_line)]
        status = calls.waited(second)
    yield from (f"a writer stopped: {line}" for line in lines if line.startswith(("raised", "ended")))
    if status not in (0, -signal.SIGKILL):
        yield f"a writer ended with {status}"
    yield from _problems(meanwhile, "while the other went on")
    told += lines
    yield from _standing(site, told)


def _standing(site: Site, told: list[str]) -> Iterator[str]:
    """What is wrong with the log after a round, and after the next writer."""
    yield from _problems(site.verify(), "after the kills")
    yield from _counted(site.labels(), told)
    log = Log.open(site.case, site.keyring)
    log.append([Event(EventType.MARK, {"note": "next"})], site.keyring.signer())
    verdict = site.verify()
    yield from _problems(verdict, "after the next writer")
    yield from _counted(site.labels(), told)
    notes = verdict["notes"]
    assert isinstance(notes, list)
    yield from (f"note: {note}" for note in notes if note["where"].startswith("log/"))


def _counted(labels: list[str], told: list[str]) -> Iterator[str]:
    if len(set(labels)) < len(labels):
        yield "an entry is in the log twice"
    if missing := set(told) - set(labels):
        yield f"{len(missing)} acknowledged entries are gone"
    for writer, own in itertools.groupby(sorted(labels, key=lambda label: label.split(".")[0]), _writer_of):
        numbers = [int(label.split(".")[1]) for label in own]
        if numbers != sorted(numbers):
            yield f"entries of writer {writer} are not in their order"


def _writer_of(label: str) -> str:
    return label.split(".")[0]


def _problems(verdict: dict[str, object], when: str) -> Iterator[str]:
    if verdict["verdict"] != "VERIFIED":
        yield f"{when}: {verdict['problems']}"


def _writer(site: Site, change: Callable[[], None]) -> Callable[[Tell], None]:
    def work(tell: Tell) -> None:
        change()
        asked: list[int] = []
        signal.signal(signal.SIGTERM, lambda number, frame: asked.append(number))
        me = os.getpid()
        chance = random.Random(me)
        log, vault, signer = Log.open(site.case, site.keyring), Vault(site.case), site.keyring.signer()
        numbers = itertools.count()
        while not asked:
            events = []
            with vault.group():
                for _ in range(chance.randint(0, 2)):
                    kept = vault.preserve(io.BytesIO(chance.randbytes(200)))
                    fields = {"label": f"{me}.{next(numbers)}", "sha256": kept.sha256, "size": kept.size}
                    events.append(Event(EventType.ADMIT, fields))
            events += [Event(EventType.MARK, {"label": f"{me}.{next(numbers)}"}) for _ in range(chance.randint(1, 5))]
            log.append(events, signer)
            tell("\n".join(str(event.fields["label"]) for event in events))

    return work
