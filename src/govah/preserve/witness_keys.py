"""Keys of witnesses (C2SP tlog-cosignature): who watches other people's logs and signs that they only grow."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from govah.errors import GovahError, MissingExtraError, NotFoundError, UsageError
from govah.preserve import verifier
from govah.preserve.verifier import Checkpoint, Cosignature, VerifierKey
from govah.store import files

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey


@dataclass(frozen=True, slots=True)
class WitnessSigner:
    """A witness's key.

    Args:
        key: Its public half, as policies write it.
    """

    key: VerifierKey
    _private: "Ed25519PrivateKey | MLDSA44PrivateKey" = field(repr=False, compare=False)

    def cosign(self, head: Checkpoint, at: int | None = None) -> Cosignature:
        """Sign a checkpoint; whether it may be signed is the caller's to know.

        Args:
            head: The checkpoint.
            at: POSIX seconds; None for now.
        """
        at = int(time.time()) if at is None else at
        signature = self._private.sign(verifier.cosigned_message(self.key, at, head))
        return Cosignature(self.key.name, self.key.id, at, signature)


class WitnessKeys:
    """The witnesses' keys of this account: files of its owner alone, in `witnesses/` beside the actors' keys.

    Args:
        folder: From `govah.config.keys_folder()`.
        passphrase: Asked for with a key's name when a key is written or is found encrypted; None: keys are plain.
    """

    def __init__(self, folder: Path, passphrase: Callable[[str], str] | None = None) -> None:
        self._folder = folder / "witnesses"
        self._passphrase = passphrase

    def make(self, name: str, *, ml_dsa: bool = False) -> WitnessSigner:
        """Make a key.

        Raises:
            UsageError: The name is taken, or cannot stand in a signed note.
            MissingExtraError: This machine's `cryptography` makes no ML-DSA keys.
        """
        if not verifier.is_key_name(name):
            raise UsageError(
                f"{name!r} cannot name a witness.",
                "Use a name without spaces and plus signs, at best one that nobody else has: bar.example/w1",
            )
        path = self._path(name)
        if path.exists():
            raise UsageError(
                f"There is a witness {name} already.", "Use it: govah witness list; or choose another name."
            )
        private = _new_ml_dsa() if ml_dsa else Ed25519PrivateKey.generate()
        kind = verifier.ML_DSA_44_COSIGNATURE if ml_dsa else verifier.ED25519_COSIGNATURE
        key = VerifierKey(name, kind, private.public_key().public_bytes_raw())
        encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if self._passphrase is not None and (phrase := self._passphrase(name)):
            encryption = serialization.BestAvailableEncryption(phrase.encode())
        pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
        content = {"v": 1, "key": key.text, "private_key": pem.decode()}
        files.make_folder(self._folder)
        for folder in (self._folder.parent, self._folder):
            with files.told(folder):
                folder.chmod(0o700)
        files.replace(path, json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n", 0o600)
        return WitnessSigner(key, private)

    def keys(self) -> list[VerifierKey]:
        """Public halves of all keys, by name; asks for no passphrase."""
        return sorted(key for key, _ in self._read_all())

    def signer(self, name: str | None = None) -> WitnessSigner:
        """A witness's key.

        Args:
            name: Which; None for the only one.

        Raises:
            NotFoundError: There is none of that name, or none at all.
            UsageError: There are several and none was named.
            GovahError: It cannot be read, or the passphrase is wrong.
        """
        if name is None:
            names = [key.name for key in self.keys()]
            if len(names) > 1:
                raise UsageError(f"There are several witnesses here: {', '.join(names)}.", "Say which: --witness NAME")
            if not names:
                raise NotFoundError("There is no witness's key on this account.", "Make one: govah witness new NAME")
            name = names[0]
        data = files.read(self._path(name))
        if data is None:
            raise NotFoundError(f"There is no witness {name} on this account.", "See govah witness list.")
        key, pem = _read(self._path(name), data)
        return WitnessSigner(key, self._private(key, pem, self._path(name)))

    def _private(self, key: VerifierKey, pem: bytes, path: Path) -> "Ed25519PrivateKey | MLDSA44PrivateKey":
        phrase = None
        if b"ENCRYPTED" in pem:
            if self._passphrase is None:
                raise GovahError(
                    f"The key of the witness {key.name} is locked.",
                    "Run the command where it can ask for the passphrase.",
                )
            phrase = self._passphrase(key.name).encode()
        try:
            private = serialization.load_pem_private_key(pem, phrase)
        except UnsupportedAlgorithm as error:
            raise _too_old() from error
        except (ValueError, TypeError) as error:
            raise GovahError(
                f"The key file {path} cannot be read: {error}.",
                "Give the right passphrase, or bring the file back from a backup.",
            ) from error
        if not hasattr(private, "sign") or private.public_key().public_bytes_raw() != key.public_key:  # type: ignore[union-attr]
            raise GovahError(f"The key file {path} holds another key than it says.", "Bring it back from a backup.")
        return private  # type: ignore[return-value]

    def _path(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"

    def _read_all(self) -> Iterator[tuple[VerifierKey, bytes]]:
        for path in sorted(self._folder.glob("*.json")):
            data = files.read(path)
            if data is not None:
                yield _read(path, data)


def _read(path: Path, data: bytes) -> tuple[VerifierKey, bytes]:
    try:
        content = json.loads(data)
        return verifier.parse_verifier_key(content["key"]), content["private_key"].encode()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GovahError(f"The key file {path} cannot be read: {error}.", "Bring it back from a backup.") from error


def _new_ml_dsa() -> "MLDSA44PrivateKey":
    try:
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

        return MLDSA44PrivateKey.generate()
    except (ImportError, UnsupportedAlgorithm) as error:
        raise _too_old() from error


def _too_old() -> MissingExtraError:
    return MissingExtraError(
        "The cryptography package of this machine knows no ML-DSA.",
        "Install version 48 or later (pip install -U cryptography), or use a witness with an Ed25519 key.",
    )
