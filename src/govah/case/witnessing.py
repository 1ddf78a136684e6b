"""Witnesses of a case: which count, what they are asked, and what they answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govah.case import frames
from govah.case.clocks import log_keys, state
from govah.case.opening import check_seen
from govah.case.policing import policy_of
from govah.case.projection import catch_up, cosigned_key
from govah.config import keys_folder
from govah.errors import IntegrityError, MissingExtraError, UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.preserve import verifier
from govah.preserve.keys import Keyring
from govah.preserve.past import past_checkpoints
from govah.preserve.verifier import Broken, Checkpoint, Cosignature, Policy, VerifierKey
from govah.preserve.witness import write_request

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to a witness.

    Args:
        text: To be carried to the witness.
        old: Entries that the witness has cosigned, as this log knows.
        size: Entries of the checkpoint.
        root: Of the checkpoint, hex.
        log: The log's key, which the witness asks for at the first time.
    """

    text: bytes
    old: int
    size: int
    root: str
    log: VerifierKey


@dataclass(frozen=True, slots=True)
class Added:
    """Cosignatures that the log took in.

    Args:
        entry: The `cosign` entry.
        size: Entries of the cosigned checkpoint.
        root: Of it, hex.
        witnesses: Name in the policy and time of each.
        unknown: Names of those whom the policy does not know; their lines were left out.
    """

    entry: EntryIndex
    size: int
    root: str
    witnesses: Sequence[tuple[str, str]]
    unknown: Sequence[str]


def log_key(case: "Case") -> VerifierKey:
    """The key that signs the log's checkpoints now, as others write it."""
    return VerifierKey(case.log.origin, verifier.ED25519_NOTE, log_keys(case).at(case.log.size))


def last_cosigned(case: "Case", key: VerifierKey) -> int:
    """Entries that a witness has cosigned, as far as the log knows."""
    known = state(case, cosigned_key(key.name, key.id))
    return int(known["size"]) if isinstance(known, Mapping) else 0


def request(case: "Case", witness: str | None = None, old: int | None = None) -> Asked:
    """Ask for a cosignature of the checkpoint of now.

    Args:
        witness: Name in the policy.
        old: Entries that the witness says it has cosigned, where the log does not know.

    Raises:
        UsageError: The policy has no such witness, or several and none was named; or the log was never that long.
    """
    check_seen(case.log)
    if old is None:
        old = _known_size(case, witness)
    checkpoint = case.log.checkpoint_bytes()
    head = verifier.parse_checkpoint(checkpoint)
    text = write_request(old, case.log.consistency(old, head.size), checkpoint)
    return Asked(text, old, head.size, head.root.hex(), log_key(case))


def _known_size(case: "Case", witness: str | None) -> int:
    policy = policy_of(case)
    witnesses = policy.witnesses if policy is not None else {}
    if witness is not None:
        if witness not in witnesses:
            raise UsageError(
                f"The policy of this case knows no witness {witness}.",
                f"It knows {', '.join(witnesses) or 'none'}. See govah policy; or say what was cosigned: --old N",
            )
        return last_cosigned(case, witnesses[witness])
    sizes = {last_cosigned(case, key) for key in witnesses.values()} or {0}
    if len(sizes) > 1:
        raise UsageError(
            "The witnesses have cosigned different sizes.", f"Say whom to ask: --for {next(iter(witnesses))}"
        )
    return sizes.pop()


def add(case: "Case", reply: bytes) -> Added:
    """Check a witness's reply and take it into the log.

    Args:
        reply: A signed note, its lines alone, or the numbered parts of QR codes.

    Raises:
        UsageError: It is none, does not hold, or is by nobody whom the policy knows.
        IntegrityError: It is of a history that is not this log's.
        MissingExtraError: This machine cannot check its kind of signature.
    """
    policy = policy_of(case)
    if policy is None or not policy.witnesses:
        raise UsageError(
            "This case has no witnesses.",
            "Say which count, and how many: govah policy set --witness NAME=KEY --quorum 1",
        )
    data = frames.join(reply)
    head, checkpoint, lines = _taken_apart(case, data, policy)
    by_id = {(key.name, key.id): (name, key) for name, key in policy.witnesses.items()}
    good = [(by_id[line.name, line.id][0], line) for line in lines if (line.name, line.id) in by_id]
    unknown = [line.name for line in lines if (line.name, line.id) not in by_id]
    if not good:
        raise UsageError(
            f"The policy of this case does not know {', '.join(unknown)} with this key.",
            "Have the witness tell its key (govah witness list), then: govah policy set --witness NAME=KEY",
        )
    for name, line in good:
        _check(name, by_id[line.name, line.id][1], line, head)
    fields: dict[str, Value] = {
        "size": head.size,
        "root": head.root.hex(),
        "checkpoint": checkpoint.decode(),
        "signatures": "".join(line.text for _, line in good),
    }
    told = [(name, verifier.posix_utc(line.time)) for name, line in good]
    entry = _known_entry(case, head.size, [line for _, line in good])
    if entry is None:
        entry = case.log.append([Event(EventType.COSIGN, fields)], case.signer)[0]
        catch_up(case.log, case.derived.records)
    return Added(entry, head.size, head.root.hex(), told, unknown)


def _check(name: str, key: VerifierKey, line: Cosignature, head: Checkpoint) -> None:
    try:
        verifier.check_cosignature(key, line, head)
    except Broken as error:
        raise UsageError(
            f"The cosignature of {name} is {error}.", "Nothing was written. Have the reply brought again, unchanged."
        ) from error
    except verifier.Uncheckable as error:
        raise MissingExtraError(
            f"The cosignature of {name} {error}.", "Nothing was written. Update it: pip install -U cryptography"
        ) from error


def _taken_apart(case: "Case", data: bytes, policy: Policy) -> tuple[Checkpoint, bytes, list[Cosignature]]:
    """The log's checkpoint in a reply, as it is written, and the lines of others under it."""
    try:
        if data.startswith("— ".encode()):
            lines = verifier.parse_cosignatures(data.decode())
            checkpoint = _cosigned_before(case, policy, lines)
        else:
            checkpoint = verifier.log_signed(data)
            _, _, below = data.partition(b"\n\n")
            others = [line for line in below.splitlines(keepends=True) if line not in checkpoint]
            lines = verifier.parse_cosignatures(b"".join(others).decode())
        head = verifier.parse_checkpoint(checkpoint)
        if head.origin != case.log.origin:
            raise UsageError(f"This reply is about another log: {head.origin}.", "Name the case that it belongs to.")
        log_keys(case).check(head)
    except ValueError as error:
        raise UsageError(
            f"This is not a witness's reply: {error}.",
            "Have it brought again, and see that nothing was lost on the way.",
        ) from error
    if not 0 < head.size <= case.log.size or case.log.root(head.size) != head.root:
        raise IntegrityError(
            f"The witness signed {head.size} entries of this log that are not those that stand here.",
            "Nothing was written. Run govah verify; either this copy is an older one, or its history was rewritten.",
        )
    return head, checkpoint, lines


def _cosigned_before(case: "Case", policy: Policy, lines: Sequence[Cosignature]) -> bytes:
    """The checkpoint that lines without one belong to, among those that the log had."""
    keys = {(key.name, key.id): key for key in policy.witnesses.values()}
    first = next((line for line in lines if (line.name, line.id) in keys), None)
    if first is not None:
        for checkpoint in past_checkpoints(case.log, Keyring(keys_folder())):
            try:
                head = verifier.parse_checkpoint(checkpoint)
                verifier.check_cosignature(keys[first.name, first.id], first, head)
            except Broken:
                continue
            return checkpoint
    raise UsageError(
        "These signature lines belong to no checkpoint that this account remembers of the log.",
        "Bring the whole reply, with the checkpoint above the witness's line.",
    )


def _known_entry(case: "Case", size: int, lines: Sequence[Cosignature]) -> EntryIndex | None:
    """The entry that holds these lines already."""
    entries = set()
    for line in lines:
        known = state(case, cosigned_key(line.name, line.id))
        same = isinstance(known, Mapping) and (known["size"], known["time"]) == (size, line.time)
        entries.add(known["entry"] if isinstance(known, Mapping) and same else None)
    (entry,) = entries if len(entries) == 1 else (None,)
    return None if entry is None else EntryIndex(entry)
