"""Checkpoints that a log had before: answers about them come days later, by post."""

from collections.abc import Iterator

from govah.preserve import verifier
from govah.preserve.keys import Keyring
from govah.preserve.log import Log


def past_checkpoints(log: Log, keyring: Keyring) -> Iterator[bytes]:
    """The checkpoint of now and those that this account remembers, the newest first, byte for byte as they were.

    Ed25519 signs the same text alike each time (RFC 8032): so they are made again rather than kept. Those before the
    log's key was exchanged are not among them, for that key is gone.

    Raises:
        NotFoundError: This account does not hold the log's key.
    """
    yield log.checkpoint_bytes()
    signer = keyring.log_signer(log.origin)
    size = log.size
    since = max(log.log_key_entries(), default=-1)
    for head in reversed(keyring.memory(log.origin).heads()):
        if max(0, since) < head.size < size and log.root(head.size) == head.root:
            text = verifier.checkpoint_text(log.origin, head.size, head.root)
            yield verifier.signed_note(text, log.origin, signer.public_key, signer.sign(text))
