"""Identities of sources: sealed from memory, opened into memory. Nothing of them is ever on the disk in clear.

No room that makes packages imports this (a contract of the build): what it cannot see, it cannot pack.
"""

import hashlib
import io
from pathlib import Path

from govah.errors import IntegrityError, UsageError
from govah.model.identifiers import Sha256
from govah.preserve.envelope import LABEL_REACH, DataKey, Target, label_of
from govah.store.ciphertexts import Ciphertexts

IDENTITY_LIMIT = 1 << 20
"""Bytes of an identity."""


def seal_identity(case: Path, identity: bytes, key: DataKey) -> tuple[Sha256, int]:
    """Seal an identity; on return its ciphertext is on the disk.

    Args:
        case: The case folder.
        identity: What is known of who a source is.
        key: Made for it alone.

    Returns:
        Hash and size of the ciphertext. The size tells nothing below four kilobytes, and little above.

    Raises:
        UsageError: It is empty or longer than a megabyte.
    """
    if not identity.strip():
        raise UsageError("The identity is empty.", "Give a text: --identity FILE, or - to type or pipe it in.")
    if len(identity) > IDENTITY_LIMIT:
        raise UsageError("The identity is longer than a megabyte.", "Seal papers with govah collect --sealed.")
    store = Ciphertexts(case / "sealed")
    with store.group():
        return store.put(lambda target: _encrypt(key, identity, target))


def open_identity(case: Path, sealed: Sha256, key: DataKey) -> bytes:
    """Open an identity in memory.

    Raises:
        NotFoundError: Its ciphertext is not here.
        IntegrityError: It is not what was sealed.
    """
    opened = io.BytesIO()
    with Ciphertexts(case / "sealed").open(sealed) as ciphertext:
        key.decrypt(ciphertext, opened)
    content = opened.getvalue()
    label = label_of(content[-LABEL_REACH:], len(content))
    identity = content[: label["size"]]
    if label.get("what") != "identity" or hashlib.sha256(identity).hexdigest() != label["sha256"]:
        raise IntegrityError("What was sealed here is no identity.", "Run govah verify.")
    return identity


def _encrypt(key: DataKey, identity: bytes, target: Target) -> None:
    key.encrypt(io.BytesIO(identity), {"what": "identity"}, target)
