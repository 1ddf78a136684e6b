"""Keys: who acts, and what signs a log's checkpoints. They live beside the cases, never in one."""

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from govah.errors import GovahError, NotFoundError, UsageError
from govah.preserve import verifier
from govah.preserve.seen import SeenLog, rewritten
from govah.store import files

NAME_LIMIT = 100
"""Code points of an actor's name."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs.

    Args:
        name: The actor's name, or a log's origin.
        key_id: SHA-256 of the raw public key, hex: the actor's id in the log.
        public_key: 32 bytes.
    """

    name: str
    key_id: str
    public_key: bytes
    _private: Ed25519PrivateKey = field(repr=False, compare=False)

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes (RFC 8032)."""
        return self._private.sign(message)


class Keyring:
    """The private keys of this account, and the largest checkpoint that it has seen of each log.

    Args:
        folder: From `govah.config.keys_folder()`; made with the first key, for its owner only.
        passphrase: Asked for with a key's name when a key is written or is found encrypted; None: keys are plain.
    """

    def __init__(self, folder: Path, passphrase: Callable[[str], str] | None = None) -> None:
        self._folder = folder
        self._passphrase = passphrase

    def exists(self) -> bool:
        """Whether there is a default key."""
        return (self._folder / "default").is_file()

    def make(self, name: str) -> Signer:
        """Make an actor's key; the first becomes the default.

        Raises:
            UsageError: The name is taken, empty, or holds control characters.
        """
        if not name.strip() or len(name) > NAME_LIMIT or not name.isprintable():
            raise UsageError(
                f"{name!r} cannot name an actor.",
                f"Use 1 to {NAME_LIMIT} printable characters, for instance --as sara.",
            )
        path = self._path("actors", name)
        if path.exists():
            raise UsageError(
                f"There is a key for {name} already.", f"Act with it: --as {name!r}; or choose another name."
            )
        signer = self._make(path, name)
        if not self.exists():
            try:
                files.replace(self._folder / "default", f"{name}\n".encode(), 0o600)
            except BaseException:
                files.remove([path])  # else its name would be taken, by a key that nobody acts with
                raise
        return signer

    def signer(self, name: str | None = None) -> Signer:
        """An actor's key; None is the default, made at the first `govah init`.

        Raises:
            NotFoundError: There is no such key on this account.
            GovahError: It cannot be read, or the passphrase is wrong.
        """
        if name is None:
            data = files.read(self._folder / "default")
            if data is None:
                raise NotFoundError(
                    f"There is no key in {self._folder}.", "Make one with govah init, or set GOVAH_KEYS to its folder."
                )
            name = data.decode().removesuffix("\n")
        return self._load(
            self._path("actors", name),
            name,
            f"This account has no key for {name!r}.",
            "Leave out --as and GOVAH_ACTOR to act with the default key, or set GOVAH_KEYS to the right folder.",
        )

    def make_log(self, origin: str) -> Signer:
        """Make the key that signs a new log's checkpoints."""
        return self._make(self._path("logs", origin), origin)

    def forget_log(self, origin: str) -> None:
        """Remove what was made for a log that was never founded."""
        files.remove([self._path("logs", origin)])
        self.memory(origin).forget()

    def forget_first(self, name: str) -> None:
        """Remove the first actor's key, where nothing was ever signed with it that stands."""
        files.remove([self._folder / "default", self._path("actors", name)])

    def log_signer(self, origin: str) -> Signer:
        """The key that signs a log's checkpoints.

        Raises:
            NotFoundError: This account did not make the log and was not given its key.
        """
        return self._load(
            self._path("logs", origin),
            origin,
            f"This account does not hold the key of the log {origin}.",
            "Only the account that made the case can add to it: set GOVAH_KEYS to its keys, or ask its owner.",
        )

    def successor(self, name: str) -> "Successor":
        """The key that shall follow an actor's."""
        return Successor(self, self._path("actors", name), name, kept=True)

    def log_successor(self, origin: str) -> "Successor":
        """The key that shall follow a log's."""
        return Successor(self, self._path("logs", origin), origin, kept=False)

    def former(self, name: str, key_id: str) -> Signer | None:
        """A key that an actor had before, None where it is not on this account."""
        found = next((path for path in self._formers(name) if self._tells(path, key_id)), None)
        return None if found is None else self._load(found, name, "", "")

    def has_former(self, name: str) -> bool:
        """Whether an actor had another key before, on this account."""
        return bool(self._formers(name))

    def _formers(self, name: str) -> list[Path]:
        path = self._path("actors", name)
        return sorted(path.parent.glob(f"{path.stem}.*.former"))

    def following(self, name: str) -> Iterator[Signer]:
        """Keys that may follow an actor's: the next one, and the one in its place since another case exchanged it."""
        if (following := self.successor(name).found()) is not None:
            yield following
        if self.place(name).is_file():
            yield self.signer(name)

    def place(self, name: str) -> Path:
        """The file of an actor's key, whether there is one or not."""
        return self._path("actors", name)

    def load(self, path: Path) -> Signer:
        """An actor's key from a file that is not on this account: a stick, another person's folder.

        Raises:
            NotFoundError: It is not there.
            GovahError: It cannot be read, or the passphrase is wrong.
        """
        data = files.read(path)
        try:
            name = str(json.loads(data or b"null")["name"])
        except (ValueError, KeyError, TypeError) as error:
            raise NotFoundError(f"{path} is not the file of a key.", "Name a file of an actor's key.") from error
        return self._load(path, name, f"{path} is not there.", "Name a file of an actor's key.")

    def holds(self, key_id: str) -> bool:
        """Whether this account has an actor's private key."""
        return any(self._tells(path, key_id) for path in sorted((self._folder / "actors").glob("*.json")))

    @staticmethod
    def _tells(path: Path, key_id: str) -> bool:
        """Whether a file of a key is that of this id; it need not be unlocked for that."""
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return verifier.key_id(bytes.fromhex(json.loads(files.read(path) or b"")["public_key"])) == key_id
        return False

    def remembered(self, origin: str) -> bytes | None:
        """The largest checkpoint that this account has seen of a log, None where it has seen none."""
        return self.memory(origin).checkpoint_bytes()

    def memory(self, origin: str) -> SeenLog:
        """What this account has seen of a log."""
        return SeenLog(self._path("seen", origin), origin)

    def memory_for(self, case: Path) -> SeenLog | None:
        """What this account has seen of a case folder's log; None where the folder names none."""
        try:
            with (case / "log" / "checkpoint").open("rb") as stream:
                return self.memory(stream.readline(1024).decode("utf-8", "replace").removesuffix("\n"))
        except OSError:
            return None  # the verifier says what is wrong with the folder

    def remember(self, origin: str, checkpoint: bytes, case: Path | None = None) -> None:
        """Keep a checkpoint if it is larger than the one remembered.

        Args:
            origin: The log's.
            checkpoint: As it is written.
            case: The folder in which it was seen, for later messages.

        Raises:
            IntegrityError: One of the same size with another root is remembered: the history was rewritten.
        """
        new = verifier.parse_checkpoint(checkpoint)
        old = self.seen(origin)
        if old is not None and old.size >= new.size:
            if old.size == new.size and old.root != new.root:
                raise rewritten(origin, self.memory(origin).folder())
            return
        self._make_folder("seen")
        self.memory(origin).keep(checkpoint, case)

    def remember_backup(self, origin: str, folder: Path, checkpoint: bytes, case: Path) -> None:
        """Keep how a backup ends, and that the case was seen so; nothing where this account has no keys at all.

        Raises:
            IntegrityError: Another history of this length was seen before.
        """
        if self._folder.is_dir():
            self.remember(origin, checkpoint, case)
            self._make_folder("seen")
            self.memory(origin).keep_backup(folder, checkpoint)

    def seen(self, origin: str) -> verifier.Checkpoint | None:
        """The remembered checkpoint, read.

        Raises:
            GovahError: It cannot be read.
        """
        data = self.remembered(origin)
        try:
            return None if data is None else verifier.parse_checkpoint(data)
        except verifier.Broken as error:
            raise GovahError(
                f"The remembered checkpoint of {origin} cannot be read: {error}.",
                f"Verify the case against a checkpoint kept elsewhere, then delete {self._path('seen', origin)}.",
            ) from error

    def _path(self, kind: str, name: str) -> Path:
        return self._folder / kind / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"

    def _make_folder(self, kind: str) -> None:
        files.make_folder(self._folder / kind)
        for folder in (self._folder, self._folder / kind):
            with files.told(folder):
                folder.chmod(0o700)

    def _make(self, path: Path, name: str) -> Signer:
        self._make_folder(path.parent.name)
        private = Ed25519PrivateKey.generate()
        signer = _signer(name, private)
        encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if self._passphrase is not None and (phrase := self._passphrase(name)):
            encryption = serialization.BestAvailableEncryption(phrase.encode())
        pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
        content = {"v": 1, "name": name, "public_key": signer.public_key.hex(), "private_key": pem.decode()}
        data = json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
        files.replace(path, data, 0o600)
        return signer

    def _load(self, path: Path, name: str, what: str, remedy: str) -> Signer:
        data = files.read(path)
        if data is None:
            raise NotFoundError(what, remedy)
        phrase = None
        try:
            content = json.loads(data)
            pem = content["private_key"].encode()
            if b"ENCRYPTED" in pem:
                if self._passphrase is None:
                    raise GovahError(
                        f"The key of {name!r} is locked.", "Run the command where it can ask for the passphrase."
                    )
                phrase = self._passphrase(name).encode()
            private = serialization.load_pem_private_key(pem, phrase)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if phrase is None:
                raise GovahError(
                    f"The key file {path} cannot be read: it is damaged.",
                    "Bring that file back from the copy of your keys.",
                ) from error
            raise GovahError(
                f"The key file {path} cannot be opened: the passphrase is wrong, or the file is damaged.",
                "Give the right passphrase, or bring the file back from the copy of your keys.",
            ) from error
        if not isinstance(private, Ed25519PrivateKey):
            raise GovahError(f"The key file {path} holds another kind of key.", "Bring the file back from a backup.")
        return _signer(name, private)


class Successor:
    """The key that shall follow another: it lies beside that one until it takes its place.

    Args:
        keyring: That makes and reads keys.
        path: Of the key that it follows.
        name: The actor's, or the log's origin.
        kept: Whether the key that it follows is kept aside: an actor's, for other cases know only that.
    """

    def __init__(self, keyring: Keyring, path: Path, name: str, *, kept: bool) -> None:
        self._kept = kept
        self._keyring = keyring
        self._path = path
        self._next = path.with_suffix(".next")
        self._name = name

    def make(self) -> Signer:
        """Make it."""
        return self._keyring._make(self._next, self._name)

    def found(self) -> Signer | None:
        """The key, None where there is none."""
        return self._keyring._load(self._next, self._name, "", "") if self._next.is_file() else None

    def promote(self) -> None:
        """Let it take the place of the key before it, which is kept aside or gone then."""
        if self._kept and (data := files.read(self._path)) is not None:
            mark = hashlib.sha256(data).hexdigest()[:16]
            files.replace(self._path.with_suffix(f".{mark}.former"), data, 0o600)
        with files.told(self._path):
            self._next.replace(self._path)
        files.sync_folder(self._path.parent)

    def discard(self, new: Signer) -> None:
        """Remove it, when it is sure that no log took it; nothing where another has made his meanwhile."""
        if f'"{new.public_key.hex()}"'.encode() in (files.read(self._next) or b""):
            files.remove([self._next])
            files.sync_folder(self._path.parent)


def _signer(name: str, private: Ed25519PrivateKey) -> Signer:
    public = private.public_key().public_bytes_raw()
    return Signer(name, verifier.key_id(public), public, private)
