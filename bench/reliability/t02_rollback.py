"""2: one kept checkpoint shows a history that was rolled back, forked or rewritten, though every key was stolen.

The thief holds the actor's key and the log's, and writes the whole case folder anew, so that nothing in it contradicts
anything else: without the kept checkpoint each forgery must be VERIFIED, or the trial would show nothing. With it
(`--against`), each must be FAILED. The same with packages made of the forged log, and with packages that carry the
true log's hash tiles beside forged proofs. A package that is older than the checkpoint cannot be compared: it gets no
verdict, and those are counted apart.
"""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.reliability.counts import Counts
from bench.reliability.forging import FORGERIES, History, lay_anew, stolen
from bench.reliability.founding import Founded, Held, contents, found
from bench.reliability.row import Row
from bench.reliability.workers import spread, workers
from bench.section import Place

from govah.model.event import Event, EventType
from govah.preserve import proofs, tiles, verifier
from govah.preserve.actors import actor_event
from govah.preserve.keys import Keyring
from govah.preserve.log import Log, new_origin
from govah.preserve.vault import Vault

_TRIALS = 1_200
_ENTRIES = 300
_OTHER = ("checkpoint put back", "another log key", "another log")


@dataclass
class Tally(Counts):
    """What came of some trials."""

    cases: Counter[str] = field(default_factory=Counter)
    packages: int = 0
    refused: int = 0
    true: int = 0


def run(place: Place, scale: float) -> Iterator[Row]:
    """Forge on every core, count."""
    work = place.work / "t02"
    work.mkdir(parents=True)
    jobs = workers(scale)
    tasks = [(work / f"thief{job}", job, max(10, round(_TRIALS * scale / jobs))) for job in range(jobs)]
    total = Tally()
    for tally in spread(trials, tasks, jobs):
        total.add(tally)
    shutil.rmtree(work)
    cases = sum(total.cases.values())
    outcome = (
        f"{cases:,} cases ({', '.join(f'{count} {kind}' for kind, count in sorted(total.cases.items()))}) and "
        f"{total.packages:,} packages, each VERIFIED without the checkpoint: {len(total.misses)} not FAILED with it; "
        f"{total.refused} packages older than it: no verdict; {total.true:,} true continuations: VERIFIED"
    )
    yield Row(
        2,
        "One kept checkpoint shows what was rolled back, forked or rewritten, with every key stolen",
        "all detected",
        cases + total.packages,
        outcome,
        not total.misses,
        tuple(total.misses[:12]),
    )


def trials(work: Path, seed: int, count: int) -> Tally:
    """One thief: a case, and forgeries of it against checkpoints kept at various sizes."""
    chance = random.Random(seed)
    case = found(work)
    case.admit(contents(chance, 8, 1, 300))
    case.note(_ENTRIES - case.log.size)
    true = stolen(case.folder, case.log, case.signer, case.keyring.log_signer(case.log.origin))
    thief = _Thief(work, case, true, chance)
    kinds = [*FORGERIES, *_OTHER]
    for number in range(count):
        thief.trial(kinds[number % len(kinds)])
    return thief.tally


class _Thief:
    """Forges a case again and again."""

    def __init__(self, work: Path, case: Founded, true: History, chance: random.Random) -> None:
        self.work = work
        self.case = case
        self.true = true
        self.chance = chance
        self.tally = Tally()
        self.folder = work / "forged"
        self.pin = work / "kept"

    def trial(self, kind: str) -> None:
        """Forge a case, and every third time a package of it."""
        size = len(self.true.leaves)
        pin = self.chance.choice([size, self.chance.randint(4, size), self.chance.randint(200, size)])
        self.pin.write_bytes(self.true.checkpoint(pin))
        forged = self._forged(kind, pin)
        lay_anew(forged, self.folder)
        if kind == "checkpoint put back":
            self._put_back(self.chance.randint(2, pin - 1))
        self.tally.cases[kind] += 1
        self._ask(self.folder, f"{kind}, kept at {pin}, {len(forged.leaves)} entries")
        turn = sum(self.tally.cases.values())
        if turn % 3 == 0 and kind != "checkpoint put back":
            self._package(forged, kind, pin)
        if turn % 9 == 0:
            self._truth(pin)

    def _put_back(self, size: int) -> None:
        """An older checkpoint with its partial tiles; what came after it then looks like an append that broke off."""
        log = self.folder / "log"
        for path, data in tiles.grow(tiles.EMPTY, list(self.true.leaves[:size])).files.items():
            (log / path).parent.mkdir(parents=True, exist_ok=True)
            (log / path).write_bytes(data)
        (log / "checkpoint").write_bytes(self.true.checkpoint(size))

    def _forged(self, kind: str, pin: int) -> History:
        if kind in FORGERIES:
            return FORGERIES[kind](self.true, pin, self.chance)
        if kind == "checkpoint put back":
            return self.true
        keys = Keyring(self.work / "other keys")
        origin = self.true.origin if kind == "another log key" else new_origin()
        log_signer = keys.make_log(origin)
        fields = {**self.true.events[0].fields, "origin": origin, "log_key": log_signer.public_key.hex()}
        founding = [Event(EventType.SET, fields), actor_event(origin, "sara", self.true.signer)]
        begun = replace(self.true, origin=origin, log_signer=log_signer)
        if kind == "another log key":
            return begun.written([*founding, *range(2, len(self.true.leaves))])
        return begun.written([*founding, *self.true.events[2:]])  # the origin is signed: nothing else can be kept

    def _ask(self, folder: Path, what: str) -> None:
        alone = verifier.verify(folder)
        if alone["verdict"] != "VERIFIED":
            self.tally.misses.append(f"{what}: not well forged, {alone['problems'][:2]}")
            return
        try:
            verdict = verifier.verify(folder, self.pin)
        except verifier.Unusable as error:
            if (
                not verifier.is_package(folder)
                or alone["size"] >= verifier.parse_checkpoint(self.pin.read_bytes()).size
            ):
                self.tally.misses.append(f"{what}: {error.what}")
            self.tally.refused += 1
            return
        if verdict["verdict"] != "FAILED":
            self.tally.misses.append(f"{what}: {verdict['verdict']}")

    def _package(self, forged: History, kind: str, pin: int) -> None:
        """A package of the forged log, made by the product with the stolen keys; every other one with true tiles."""
        out = self._packed(forged, self.folder)
        before = self.tally.refused
        self._ask(out, f"package, {kind}, kept at {pin}")
        self.tally.packages += before == self.tally.refused
        size = len(forged.leaves) + 1
        if before == self.tally.refused and forged.origin == self.true.origin and size <= len(self.true.leaves):
            self._spliced(out, size, f"package with the true tiles, {kind}, kept at {pin}")

    def _packed(self, forged: History, folder: Path) -> Path:
        keys = self.work / "stolen keys"
        shutil.rmtree(keys, ignore_errors=True)
        for own in ("keys", "other keys") if forged.log_signer != self.true.log_signer else ("keys",):
            unseen = shutil.ignore_patterns("seen")  # what the account has seen of the log is left behind
            shutil.copytree(self.work / own, keys, dirs_exist_ok=True, ignore=unseen)
        out = self.work / "package"
        shutil.rmtree(out, ignore_errors=True)
        admitted = [event.fields["sha256"] for event in forged.events if event.type == EventType.ADMIT]
        chosen = [Held(sha256, len(forged.exhibits[sha256])) for sha256 in dict.fromkeys(admitted)][:4]
        keyring = Keyring(keys)
        log = Log.open(folder, keyring)
        Founded(folder, keyring, forged.signer, log, Vault(folder)).pack(out, chosen)
        return out

    def _spliced(self, out: Path, size: int, what: str) -> None:
        """The true log's hash tiles in a forged package, and its lists signed anew."""
        shutil.rmtree(out / "proofs" / "tile")
        for path, data in tiles.grow(tiles.EMPTY, list(self.true.leaves[:size])).files.items():
            if not path.startswith("tile/entries"):
                (out / "proofs" / path).parent.mkdir(parents=True, exist_ok=True)
                (out / "proofs" / path).write_bytes(data)
        for name in ("proofs/package", "tagmanifest-sha256.txt"):
            (out / name).unlink()
        proofs._sign(out, self.true.origin, self.true.signer)
        self.tally.packages += 1
        if verifier.verify(out, self.pin)["verdict"] != "FAILED":
            self.tally.misses.append(what)

    def _truth(self, pin: int) -> None:
        """What really went on after the kept checkpoint is VERIFIED against it, as a case and as a package."""
        lay_anew(self.true, self.folder)
        folders = [self.folder, self._packed(self.true, self.folder)]
        for folder in folders:
            self.tally.true += 1
            verdict = verifier.verify(folder, self.pin)
            if verdict["verdict"] != "VERIFIED":
                self.tally.misses.append(f"the truth, kept at {pin}: {verdict['problems'][:2]}")
