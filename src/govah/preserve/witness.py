"""A witness at work: checks that a log only grew since it last looked, remembers what it saw, then signs that.

Pure files and keys: no case is needed, and no network. The exchange is that of C2SP tlog-witness (`add-checkpoint`),
carried by hand: a request in, a signed note out. What was seen lies in `witnessed/` beside the keys; a witness that
forgets it signs whatever it is shown, so it is on the disk before a signature is given out.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from govah.errors import GovahError, IntegrityError, NotFoundError, UsageError
from govah.preserve import verifier
from govah.preserve.verifier import Broken, Checkpoint, Cosignature, VerifierKey
from govah.preserve.witness_keys import WitnessSigner
from govah.store import files

_MOST_HASHES = 63
_MOST_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Request:
    """What a witness is asked to sign.

    Args:
        old: Entries that the witness has cosigned, as far as the asker knows.
        path: Consistency proof from there.
        head: The checkpoint.
        checkpoint: The same as it is written, signed by its log.
    """

    old: int
    path: list[bytes]
    head: Checkpoint
    checkpoint: bytes


def write_request(old: int, path: list[bytes], checkpoint: bytes) -> bytes:
    """The body of an `add-checkpoint` (C2SP tlog-witness)."""
    proof = "".join(f"{verifier.base64_text(item)}\n" for item in path)
    return f"old {old}\n{proof}\n".encode() + checkpoint


def read_request(data: bytes) -> Request:
    """Read a request.

    Raises:
        UsageError: It is not one, byte for byte.
    """
    try:
        before, blank, checkpoint = data.partition(b"\n\n")
        first, *lines = before.decode("ascii").split("\n")
        match = re.fullmatch(r"old (0|[1-9][0-9]{0,15})", first)
        if not match or not blank or len(lines) > _MOST_HASHES or len(data) > _MOST_BYTES:
            raise Broken("no line with the old size, or no empty line before the checkpoint")
        path = [verifier.base64_bytes(line) for line in lines]
        if any(len(item) != 32 for item in path):
            raise Broken("a line of the proof that is no hash")
        # signatures of others may follow the log's: they are not for this witness to judge
        head = verifier.parse_checkpoint(own := verifier.log_signed(checkpoint))
        return Request(int(match[1]), path, head, own)
    except ValueError as error:
        raise UsageError(
            f"This is not a request to a witness: {error}.",
            "Have it made again with govah witness request, and see that nothing was lost or changed on the way.",
        ) from error


@dataclass(frozen=True, slots=True)
class Seen:
    """What a witness has cosigned of a log.

    Args:
        log: The key that it holds the log to.
        size: Entries of the newest checkpoint that it cosigned; 0 before the first.
        root: Of that, hex; empty before the first.
    """

    log: VerifierKey
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Cosigned:
    """What a witness gives out.

    Args:
        head: Of the log.
        signed: The witness's line.
        note: The log's checkpoint with the witness's line under it: a signed note.
        before: Entries of the checkpoint that was cosigned before; 0 at the first time.
        log: The key that the log is held to.
        met: This witness saw the log's key for the first time, or was given another one.
    """

    head: Checkpoint
    signed: Cosignature
    note: bytes
    before: int
    log: VerifierKey
    met: bool


class Witnessed:
    """What a witness remembers, a file for each log.

    Args:
        folder: From `govah.config.keys_folder()`.
        signer: The witness.
    """

    def __init__(self, folder: Path, signer: WitnessSigner) -> None:
        self._folder = folder / "witnessed"
        self._signer = signer

    def seen(self, origin: str) -> Seen | None:
        """What was cosigned of a log, None where it is not known at all.

        Raises:
            GovahError: What is remembered cannot be read.
        """
        path = self._path(origin)
        data = files.read(path)
        if data is None:
            return None
        try:
            content = json.loads(data)
            log = verifier.parse_verifier_key(content["log"])
            size, root = content["size"], content["root"]
            if type(size) is not int or not re.fullmatch("[0-9a-f]{64}" if size else "", root):
                raise ValueError("no size and root")
            return Seen(log, size, root)
        except (ValueError, KeyError, TypeError) as error:
            raise GovahError(
                f"What this witness remembers of the log {origin} cannot be read: {error}.",
                f"Bring {path} back from a backup. Without it this witness cannot know what it signed.",
            ) from error

    def cosign(self, request: Request, log: VerifierKey | None = None) -> Cosigned:
        """Check a request against what was seen, remember it, then sign.

        Args:
            request: What is asked.
            log: The log's key, by another way than the request; needed at the first time and when it changed.

        Raises:
            NotFoundError: The log, or the key that signed, is not known to this witness.
            UsageError: The proof begins elsewhere than where this witness stopped; or the key given is another log's.
            IntegrityError: The log's signature does not hold, or its history was rolled back or rewritten.
        """
        head = request.head
        files.make_folder(self._folder)
        with files.told(self._folder):
            self._folder.chmod(0o700)
        with files.locked(self._path(head.origin).with_suffix(".lock")):
            before = self.seen(head.origin)
            key = self._log_key(before, head, log)
            self._check_growth(before, request)
            self._remember(head, key)
            signed = self._signer.cosign(head)
        met = before is None or before.log != key
        return Cosigned(head, signed, request.checkpoint + signed.text.encode(), before.size if before else 0, key, met)

    def _log_key(self, before: Seen | None, head: Checkpoint, given: VerifierKey | None) -> VerifierKey:
        if given is not None and (given.name != head.origin or given.kind != verifier.ED25519_NOTE):
            raise UsageError(
                f"The key given is that of {given.name}; the request is of the log {head.origin}.",
                "Ask the log's owner for its key: govah witness request prints it.",
            )
        key = given or (before.log if before else None)
        if key is None:
            raise NotFoundError(
                f"This witness does not know the log {head.origin}.",
                "Ask its owner for the log's key by another way than the request, then: govah witness cosign --log KEY "
                "REQUEST. It is kept, and asked for no more.",
            )
        if head.signature[:4] != key.id:
            if given is not None:
                raise UsageError("The request is not signed with the key given.", "Ask the log's owner for its key.")
            raise NotFoundError(
                f"The log {head.origin} is signed with another key than the one that this witness holds it to.",
                "Either its owner has changed the key, or somebody else made this request. Ask the owner, by another "
                "way than the request. If it was changed: govah witness cosign --log NEW-KEY REQUEST.",
            )
        try:
            verifier.check_checkpoint(head, key.public_key)
        except Broken as error:
            raise IntegrityError(
                f"The request's checkpoint has {error}: the log did not sign this.",
                "Nothing was signed. Have the request made again, and see that nothing changed on the way.",
            ) from error
        return key

    def _check_growth(self, before: Seen | None, request: Request) -> None:
        head = request.head
        size, root = (before.size, before.root) if before else (0, "")
        if head.size < size:
            raise IntegrityError(
                f"This log has {head.size} entries; this witness has cosigned {size} of it. It was rolled back, or the "
                "request is an old one.",
                "Nothing was signed. Ask for a request over the log as it stands now; if that is shorter too, entries "
                "were taken away.",
            )
        if head.size == size and size and head.root.hex() != root:
            raise _rewritten(size)
        if size and head.size == size:
            return  # the same head once more: the reply was lost on its way, and saying it again says nothing new
        if request.old != size:
            raise UsageError(
                f"The proof begins at {request.old} entries; this witness has cosigned {size} of this log.",
                f"Have the request made for that: govah witness request --old {size}",
            )
        if not head.size:
            raise UsageError("The log is empty.", "Ask again when it has entries.")
        try:
            old_root = bytes.fromhex(root) if size else verifier.fold([])
            verifier.check_consistency(size, head.size, old_root, head.root, request.path)
        except Broken as error:
            if size:
                raise _rewritten(size) from error
            raise UsageError(f"A first request holds {error}.", "Have it made again.") from error

    def _remember(self, head: Checkpoint, key: VerifierKey) -> None:
        content = {
            "v": 1,
            "witness": self._signer.key.name,
            "log": key.text,
            "size": head.size,
            "root": head.root.hex(),
        }
        data = json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
        files.replace(self._path(head.origin), data, 0o600)

    def _path(self, origin: str) -> Path:
        name = hashlib.sha256(f"{self._signer.key.text}\n{origin}".encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"


def _rewritten(size: int) -> IntegrityError:
    return IntegrityError(
        f"This log does not begin with the {size} entries that this witness has cosigned: its history was rewritten, "
        "or the request was changed on the way.",
        "Nothing was signed. Have the request made again; if it is refused again, keep it: it is evidence.",
    )
