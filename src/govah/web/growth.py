"""What was added to a verified log, checked alone: a person's act costs no whole verification."""

from pathlib import Path

from govah.model.event import EventType
from govah.preserve import verifier
from govah.preserve.log import Log
from govah.preserve.seen import Head
from govah.preserve.vault import Vault

MOST = 1000
"""Entries; a log that grew by more is verified whole."""


def verify_growth(folder: Path, log: Log, known: Head, head: verifier.Checkpoint) -> None:
    """Check that `head` continues `known`, and every entry between them with the exhibit that it admits.

    What `known` covers is not read again: a whole verification does that now and then.

    Args:
        folder: Of the case.
        log: Of the case.
        known: Verified before.
        head: The checkpoint that stands now, of a longer log.

    Raises:
        Broken: It does not hold.
        GovahError: The log cannot be read.
        OSError: An exhibit cannot be read.
        ValueError: An entry is not what the format says.
    """
    verifier.check_checkpoint(head, bytes.fromhex(str(log.entry(0).fields["log_key"])))
    last = known.size - 1
    _lead_to(log, last, known)
    actors = log.actors()
    vault = Vault(folder)
    for index in range(known.size, head.size):
        _lead_to(log, index, Head(head.size, head.root))
        leaf = verifier.parse_leaf(log.leaf(index))
        if leaf.actor not in actors:
            raise verifier.Broken(f"entry {index} is signed by nobody whom the log knows")
        message = verifier.actor_message(log.origin, index, leaf.commitment)
        verifier.check_signature(actors[leaf.actor].public_key, bytes.fromhex(leaf.sig), message)
        body = verifier.parse_body(log.body(index), index)
        if body.commitment != leaf.commitment:
            raise verifier.Broken(f"the body of entry {index} is not what its actor signed")
        admitted = body.values.get("sha256") if body.values.get("type") == EventType.ADMIT else None
        if admitted is not None and verifier.hash_file(vault.path(admitted))[0] != admitted:
            raise verifier.Broken(f"the bytes of {str(admitted)[:12]} are not those admitted")


def _lead_to(log: Log, index: int, head: Head) -> None:
    """Raise where an entry's proof does not lead to a root."""
    leaf = verifier.leaf_hash(log.leaf(index))
    if verifier.root_from_proof(index, head.size, leaf, log.proof(index, head.size)) != head.root:
        raise verifier.Broken(f"entry {index} does not lead to the root of {head.size} entries")
