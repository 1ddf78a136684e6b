"""4: every one-bit flip of a proof, of a cosigned note, of a time-stamp and of a policy: no semantic acceptance.

Each bit of each file is turned, one at a time, and the result is read and checked as the verifier does it. Either it is
rejected, or what was accepted says the same as before: the same entry with the same fields under the same root; the
same size, root, witness and time; the same time, imprint, authority, certificate and end. A bit outside of what is
signed (an unsigned attribute, a second copy of a certificate) may change without changing what is said; those are
counted apart. A policy stands in a package under its entry's commitment, and is turned there; a bare text of a policy
is protected by nothing but its owner: there only its keys are checked, and how many texts are other policies is told.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.reliability.authority import Authority, Kind
from bench.reliability.founding import contents, found
from bench.reliability.row import Row
from bench.reliability.witnesses import (
    OutsideWitness,
    log_key_of,
    outside_witness,
    policy_event,
    policy_of,
    stamp_event,
    witnessed,
)
from bench.reliability.workers import spread, workers
from bench.section import Place

from govah.preserve import verifier

_PIECE = 4_000
"""Bits that one worker turns at a time."""


@dataclass(frozen=True)
class Target:
    """Something to turn bits of.

    Args:
        kind: What it is.
        name: Which one.
        data: Its bytes.
        context: What reading it takes.
    """

    kind: str
    name: str
    data: bytes
    context: Mapping[str, Any]


def run(place: Place, scale: float) -> Iterator[Row]:
    """Turn every bit at scale 1, one in so many at a smaller one."""
    work = place.work / "t04"
    work.mkdir(parents=True)
    step = max(1, round(1 / scale))
    jobs = [
        (target, range(start, min(start + _PIECE * step, len(target.data) * 8), step))
        for target in targets(work)
        for start in range(0, len(target.data) * 8, _PIECE * step)
    ]
    counts: Counter[tuple[str, str]] = Counter()
    misses: list[str] = []
    for counted, missed in spread(turn, jobs, workers(scale)):
        counts += counted
        misses += missed
    shutil.rmtree(work)
    kinds = sorted({kind for kind, _ in counts})
    told = "; ".join(f"{kind}: {_told(counts, kind)}" for kind in kinds)
    yield Row(
        4,
        "A turned bit of a proof, a cosigned note, a time-stamp or a policy is never accepted as saying something else",
        "every bit",
        sum(counts.values()),
        f"{told}. Said something else: {len(misses)}",
        not misses,
        tuple(misses[:12]),
    )


def _told(counts: Counter[tuple[str, str]], kind: str) -> str:
    return ", ".join(
        f"{counts[kind, what]:,} {what}"
        for what in ("rejected", "same meaning", "another policy")
        if counts[kind, what]
    )


def targets(work: Path) -> Iterator[Target]:
    """A package with everything in it, and each of its parts."""
    chance = random.Random(4)
    case = found(work)
    witnesses = [outside_witness(work / "w1", "amal"), outside_witness(work / "w2", "bar", ml_dsa=True)]
    kinds = {
        "rsa": Kind(binding="sha1", depth=1),
        "ec": Kind(key="ec"),
        "rsa-384": Kind(binding="sha384", digest="sha512"),
    }
    authorities = {name: Authority(work / name, name, kind) for name, kind in kinds.items()}
    roots = {name: authority.root for name, authority in authorities.items()}
    policy = policy_of(witnesses, 2)
    case.append([policy_event(policy, {"ec": roots["ec"]})])
    case.admit(contents(chance, 3, 1, 300))
    case.note(40)
    witnessed(case, witnesses)
    stamped = case.log.checkpoint_bytes()
    case.append([stamp_event(stamped, authorities["ec"].stamp(stamped))])
    case.pack(work / "package", case.exhibits)
    yield from _proofs(work / "package")
    yield from _notes(case.log.checkpoint_bytes(), log_key_of(case).public_key, witnesses)
    for name, authority in authorities.items():
        token = authority.stamp(stamped)
        yield Target("time-stamp", name, token, {"stamped": stamped, "authorities": {name: roots[name]}})
    yield Target("bare policy", "policy", policy.encode(), {})


def _proofs(package: Path) -> Iterator[Target]:
    head = verifier.parse_checkpoint((package / "proofs/checkpoint").read_bytes())
    chosen = [next((package / f"proofs/{folder}").glob("*.json")) for folder in ("exhibits", "actors", "timestamp")]
    chosen += sorted((package / "proofs/cosign").glob("*.json"))
    chosen += [package / f"proofs/{name}.json" for name in ("policy", "log", "share")]
    for path in chosen:
        kind = "policy in a package" if path.name == "policy.json" else "packaged proof"
        context = {"size": head.size, "root": head.root}
        yield Target(kind, path.relative_to(package).as_posix(), path.read_bytes(), context)


def _notes(checkpoint: bytes, log: bytes, witnesses: list[OutsideWitness]) -> Iterator[Target]:
    head = verifier.parse_checkpoint(checkpoint)
    for witness in witnesses:
        note = checkpoint + witness.signer.cosign(head).text.encode()
        context = {"key": witness.signer.key.text, "log": log}
        yield Target("cosigned note", witness.name, note, context)


def turn(target: Target, bits: range) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Turn bits one at a time, and see what is made of each."""
    read = _READ[target.kind]
    before = read(target.data, target.context)
    counts: Counter[tuple[str, str]] = Counter()
    misses = []
    for bit in bits:
        turned = bytearray(target.data)
        turned[bit // 8] ^= 1 << bit % 8
        try:
            after = read(bytes(turned), target.context)
        except verifier.Broken:
            counts[target.kind, "rejected"] += 1
            continue
        if after == before:
            counts[target.kind, "same meaning"] += 1
        elif target.kind == "bare policy":
            counts[target.kind, "another policy"] += 1
            if {key.text for key in after.witnesses.values()} != {key.text for key in before.witnesses.values()}:
                misses.append(f"{target.name}: bit {bit} makes another key")
        else:
            counts[target.kind, "accepted"] += 1
            misses.append(f"{target.kind} {target.name}: bit {bit} of byte {bit // 8} says something else")
    return counts, misses


def _read_proof(data: bytes, context: Mapping[str, Any]) -> Any:
    proof = verifier.parse_proof(data, context["size"])
    if proof.root != context["root"]:
        raise verifier.Broken("another root")
    return proof


def _read_note(data: bytes, context: Mapping[str, Any]) -> Any:
    """What a case takes from a reply: the head that its log signed, and the witness's word on it."""
    key = verifier.parse_verifier_key(context["key"])
    try:
        own = verifier.log_signed(data)
        head = verifier.parse_checkpoint(own)
        lines = verifier.parse_cosignatures(data.removeprefix(own).decode())
    except UnicodeDecodeError as error:
        raise verifier.Broken("not text") from error
    verifier.check_checkpoint(head, context["log"])
    theirs = [line for line in lines if (line.name, line.id) == (key.name, key.id)]
    if not theirs:
        raise verifier.Broken("by nobody whom the policy knows")
    for line in theirs:
        verifier.check_cosignature(key, line, head)
    return head, [(line.name, line.time) for line in theirs]


def _read_stamp(data: bytes, context: Mapping[str, Any]) -> Any:
    return verifier.check_time_stamp(data, context["stamped"], context["authorities"])


_READ: Mapping[str, Callable[[bytes, Mapping[str, Any]], Any]] = {
    "packaged proof": _read_proof,
    "policy in a package": _read_proof,
    "cosigned note": _read_note,
    "time-stamp": _read_stamp,
    "bare policy": lambda data, context: verifier.parse_policy(data),
}
