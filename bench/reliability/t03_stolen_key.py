"""3: a thief of every key of a case rewrites its history; the witnesses' quorum shows it.

The thief holds the log's key and the actor's, and forges the history before what the witnesses cosigned, in the ways of
test 2. What the log holds of the witnesses he treats in each way that is open to him: leave it, sign the cosigned heads
anew, leave the cosignatures out, put a policy without witnesses or with witnesses of his own in the place of the
case's, or exchange the log's key. A receiver brings the policy along (`--policy`): each forgery must be FAILED, as a
case and as a package. Where the forged log does not contradict itself it must be VERIFIED without that policy, or the
trial would show nothing; where the true cosignatures are still in it, it must be FAILED without it too. And each time
the thief asks the true witnesses to cosign the forgery, with any proof: none may sign.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.reliability.forging import FORGERIES, History, Line, lay_anew, stolen
from bench.reliability.founding import Founded, Held, contents, found
from bench.reliability.row import Row
from bench.reliability.witnesses import (
    cosign_event,
    outside_witness,
    policy_event,
    policy_of,
    witnessed,
)
from bench.section import Place

from govah.errors import GovahError
from govah.model.event import Event, EventType
from govah.preserve import verifier
from govah.preserve.actors import log_key_event
from govah.preserve.keys import Keyring
from govah.preserve.log import Log
from govah.preserve.vault import Vault

_TRIALS = 630
_ENTRIES = 280


def run(place: Place, scale: float) -> Iterator[Row]:
    """Forge, ask, count."""
    work = place.work / "t03"
    work.mkdir(parents=True)
    thief = _Thief(work)
    for number in range(max(len(FORGERIES) * len(_WAYS), round(_TRIALS * scale))):
        thief.trial(number)
    thief.truth()
    tally = thief.tally
    shutil.rmtree(work)
    cases = sum(tally.ways.values())
    told = ", ".join(f"{count} {way}" for way, count in sorted(tally.ways.items()))
    yield Row(
        3,
        "A thief of the log's and all actors' keys rewrites history: the witnesses' quorum fails",
        "all detected",
        cases + tally.packages,
        f"{cases:,} forged cases ({told}) and {tally.packages:,} packages under the receiver's policy: "
        f"{len(tally.misses)} not FAILED; {tally.alone:,} FAILED without it too, {tally.silent:,} could only be told "
        f"by it; witnesses asked {tally.asked:,} times, signed {tally.signed}; the truth: VERIFIED",
        not tally.misses and not tally.signed,
        tuple(tally.misses[:12]),
    )


@dataclass
class Tally:
    """What came of the trials."""

    ways: Counter[str] = field(default_factory=Counter)
    packages: int = 0
    alone: int = 0
    silent: int = 0
    asked: int = 0
    signed: int = 0
    misses: list[str] = field(default_factory=list)


class _Thief:
    """Steals the keys of one case, and forges it again and again."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.chance = random.Random(3)
        self.case = found(work)
        self.witnesses = [outside_witness(work / name, name) for name in ("amal", "bar", "court")]
        text = policy_of(self.witnesses, 2)
        self.pinned = work / "policy"
        self.pinned.write_text(text)
        self.case.append([policy_event(text)])
        self.case.admit(contents(self.chance, 8, 1, 300))
        self.case.note(_ENTRIES // 2)
        witnessed(self.case, self.witnesses[:2])
        self.case.note(_ENTRIES - self.case.log.size)
        self.size = self.case.log.size
        witnessed(self.case, self.witnesses[1:])
        self.case.note(5)
        self.true = self.stolen()
        self.own = [outside_witness(work / f"own {name}", name) for name in ("amal", "bar")]
        self.folder = work / "forged"
        self.tally = Tally()

    def stolen(self) -> History:
        """All that the thief carries off."""
        signer = self.case.keyring.log_signer(self.case.log.origin)
        return stolen(self.case.folder, self.case.log, self.case.signer, signer)

    def trial(self, number: int) -> None:
        """One forgery in one way."""
        kind = list(FORGERIES)[number % len(FORGERIES)]
        way = list(_WAYS)[number // len(FORGERIES) % len(_WAYS)]
        # what both cosigned: the quorum of 2 covers the first head of the two
        pin = next(event.fields["size"] for event in self.true.events if event.type == EventType.COSIGN)
        assert isinstance(pin, int)
        forged = _WAYS[way](self, FORGERIES[kind](self.true, pin, self.chance))
        what = f"{kind}, {way}"
        lay_anew(forged, self.folder)
        self.tally.ways[way] += 1
        self._judge(self.folder, what, forged, way)
        if number % 3 == 0:
            self.tally.packages += 1
            self._judge(self._packed(forged), f"package, {what}", forged, way)
        self._ask(what)

    def _judge(self, folder: Path, what: str, forged: History, way: str) -> None:
        alone = verifier.verify(folder)["verdict"]
        holds_cosignatures = way in _BETRAYED and any(event.type == EventType.COSIGN for event in forged.events)
        if alone == "FAILED":
            self.tally.alone += 1
        else:
            self.tally.silent += 1
        if holds_cosignatures != (alone == "FAILED") and not verifier.is_package(folder):
            self.tally.misses.append(f"{what}: {alone} without the policy")
        under = verifier.verify(folder, None, self.pinned)
        reasons = " ".join(problem["what"] for problem in under["problems"])
        if under["verdict"] != "FAILED" or not any(word in reasons for word in _REASONS):
            self.tally.misses.append(f"{what}: {under['verdict']} under the policy: {reasons[:80]}")

    def _packed(self, forged: History) -> Path:
        keys, out = self.work / "stolen keys", self.work / "package"
        for old in (keys, out):
            shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(self.work / "keys", keys, ignore=shutil.ignore_patterns("seen"))
        if forged.log_signer != self.true.log_signer:
            shutil.rmtree(keys / "logs")
            shutil.copytree(self.work / "next keys" / "logs", keys / "logs")
        log = Log.open(self.folder, Keyring(keys))
        admitted = [event.fields["sha256"] for event in forged.events if event.type == EventType.ADMIT]
        chosen = [Held(sha256, len(forged.exhibits[sha256])) for sha256 in dict.fromkeys(admitted)][:4]
        Founded(self.folder, Keyring(keys), forged.signer, log, Vault(self.folder)).pack(out, chosen)
        return out

    def _ask(self, what: str) -> None:
        """Every witness, with every size from which a proof may be tried."""
        log = Log.open(self.folder)
        for witness in self.witnesses:
            for old in {0, 1, log.size - 1, log.size, self.size}:
                self.tally.asked += 1
                try:
                    witness.cosign(log, old=old)
                except GovahError:
                    continue
                self.tally.signed += 1
                self.tally.misses.append(f"{what}: {witness.name} signed, asked from {old}")

    def truth(self) -> None:
        """What the witnesses saw is VERIFIED under the policy, and they sign its true continuation."""
        out = self.work / "true package"
        self.case.pack(out, self.case.exhibits)
        witnessed(self.case, self.witnesses)
        for folder in (self.case.folder, out):
            verdict = verifier.verify(folder, None, self.pinned)
            if verdict["verdict"] != "VERIFIED":
                self.tally.misses.append(f"the truth: {verdict['problems'][:2]}")


def _changed(history: History, change: Callable[[Event], Event | None]) -> History:
    """The history with some events replaced or left out."""
    lines: list[Line] = []
    for index, event in enumerate(history.events):
        new = change(event)
        if new is not None:
            lines.append(index if new is event else new)
    return history.written(lines)


def _left(thief: _Thief, history: History) -> History:
    return history


def _signed_anew(thief: _Thief, history: History) -> History:
    """The heads that the witnesses cosigned, signed anew for what is written now."""
    for index, event in enumerate(history.events):
        if event.type == EventType.COSIGN:
            size, signatures = event.fields["size"], event.fields["signatures"]
            assert isinstance(size, int)
            assert isinstance(signatures, str)
            anew = cosign_event(history.checkpoint(min(size, index)), signatures)
            lines: list[Line] = [*range(index), anew, *range(index + 1, len(history.events))]
            history = history.written(lines)
    return history


def _left_out(thief: _Thief, history: History) -> History:
    true = next(event for event in thief.true.events if "policy" in event.fields)

    def change(event: Event) -> Event | None:
        if "policy" in event.fields:
            return event if event.fields == true.fields else true
        return None if event.type == EventType.COSIGN else event

    return _changed(history, change)


def _nobody_asked(thief: _Thief, history: History) -> History:
    none = policy_event("quorum none\n")
    return _changed(_left_out(thief, history), lambda event: none if "policy" in event.fields else event)


def _own_witnesses(thief: _Thief, history: History) -> History:
    own = policy_event(policy_of(thief.own, 2))
    history = _changed(_left_out(thief, history), lambda event: own if "policy" in event.fields else event)
    for witness in thief.own:
        checkpoint = history.checkpoint(len(history.leaves))
        line = witness.signer.cosign(verifier.parse_checkpoint(checkpoint)).text
        history = history.written([*range(len(history.leaves)), cosign_event(checkpoint, line)])
    return history


def _key_exchanged(thief: _Thief, history: History) -> History:
    """The log is released to a key of the thief's, whom the witnesses do not know."""
    history = _own_witnesses(thief, history)
    folder = thief.work / "next keys"
    keys = Keyring(folder)
    new = keys.log_signer(history.origin) if folder.exists() else keys.make_log(history.origin)
    event = log_key_event(history.origin, history.log_signer, new, "moved")
    return replace(history.written([*range(len(history.leaves)), event]), log_signer=new)


_WAYS: Mapping[str, Callable[[_Thief, History], History]] = {
    "cosignatures left": _left,
    "cosigned heads signed anew": _signed_anew,
    "cosignatures left out": _left_out,
    "nobody asked": _nobody_asked,
    "witnesses of his own": _own_witnesses,
    "log key exchanged": _key_exchanged,
}
_BETRAYED = ("cosignatures left", "cosigned heads signed anew")
"""Ways in which the log itself tells, whatever policy is asked for."""
_REASONS = (
    "history was rewritten",
    "the cosignature of",
    "the quorum of witnesses is met for no entry",
    "not witnessed",
)
