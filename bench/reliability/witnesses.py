"""Witnesses and a policy for cases of the numbered tests, and what they signed, as the commands would add it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.reliability.founding import Founded

from govah.case.policing import easy_policy, set_event
from govah.model.event import Event, EventType, Value
from govah.preserve import verifier
from govah.preserve.log import Log
from govah.preserve.witness import Cosigned, Request, Witnessed
from govah.preserve.witness_keys import WitnessKeys, WitnessSigner


@dataclass(frozen=True)
class OutsideWitness:
    """A witness with its memory, on a machine of its own.

    Args:
        name: In policies.
        folder: Of its keys.
        signer: Its key.
    """

    name: str
    folder: Path
    signer: WitnessSigner

    def cosign(self, log: Log, key: verifier.VerifierKey | None = None, old: int | None = None) -> Cosigned:
        """Cosign a log as it stands, with the proof that it asks for."""
        memory = Witnessed(self.folder, self.signer)
        if old is None:
            seen = memory.seen(log.origin)
            old = seen.size if seen else 0
        checkpoint = log.checkpoint_bytes()
        head = verifier.parse_checkpoint(checkpoint)
        path = log.consistency(old, head.size) if old <= head.size else []
        return memory.cosign(Request(old, path, head, checkpoint), key)


def outside_witness(folder: Path, name: str, *, ml_dsa: bool = False) -> OutsideWitness:
    """A new witness."""
    return OutsideWitness(name, folder, WitnessKeys(folder).make(f"{name}.example/w", ml_dsa=ml_dsa))


def policy_of(witnesses: Sequence[OutsideWitness], quorum: int) -> str:
    """A policy that asks for some of them."""
    return easy_policy([f"{each.name}={each.signer.key.text}" for each in witnesses], quorum)


def policy_event(policy: str, authorities: dict[str, bytes] | None = None) -> Event:
    """The event that sets it."""
    return set_event(policy, authorities or {})


def log_key_of(case: Founded) -> verifier.VerifierKey:
    """The log's key, as witnesses are told it."""
    key = case.keyring.log_signer(case.log.origin).public_key
    return verifier.VerifierKey(case.log.origin, verifier.ED25519_NOTE, key)


def cosign_event(checkpoint: bytes, signatures: str) -> Event:
    """The event that keeps cosignatures."""
    head = verifier.parse_checkpoint(checkpoint)
    fields: dict[str, Value] = {
        "size": head.size,
        "root": head.root.hex(),
        "checkpoint": checkpoint.decode(),
        "signatures": signatures,
    }
    return Event(EventType.COSIGN, fields)


def stamp_event(checkpoint: bytes, token: bytes) -> Event:
    """The event that keeps a time-stamp."""
    head = verifier.parse_checkpoint(checkpoint)
    fields: dict[str, Value] = {
        "size": head.size,
        "root": head.root.hex(),
        "checkpoint": checkpoint.decode(),
        "token": verifier.base64_text(token),
    }
    return Event(EventType.TIMESTAMP, fields)


def witnessed(case: Founded, witnesses: Sequence[OutsideWitness]) -> None:
    """Have the log as it stands cosigned, and keep that."""
    checkpoint = case.log.checkpoint_bytes()
    signed = [each.cosign(case.log, log_key_of(case)).signed.text for each in witnesses]
    case.append([cosign_event(checkpoint, line) for line in signed])
