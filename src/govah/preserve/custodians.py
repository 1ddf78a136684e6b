"""Custodians: who can open what is sealed. Each holds an age key, beside the cases and never in one."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyrage
from pyrage import x25519

from govah.errors import GovahError, NotFoundError, UsageError
from govah.preserve.keys import NAME_LIMIT
from govah.store import files

_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105  # how such a key begins
_KEY_FILE_LIMIT = 1 << 16
_LOCKED = (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")


@dataclass(frozen=True, slots=True)
class Custodian:
    """Somebody who can open.

    Args:
        name: In the case.
        recipient: Public key, `age1…`.
    """

    name: str
    recipient: str


@dataclass(frozen=True, slots=True)
class CustodianKey:
    """A custodian's private key.

    Args:
        recipient: Its public half.
    """

    recipient: str
    identity: x25519.Identity = field(repr=False, compare=False)


class CustodianKeys:
    """The custodians' keys on this account.

    Args:
        folder: From `govah.config.keys_folder()`.
        passphrase: Asked for with a key's name where it is locked; None where nobody can be asked.
    """

    def __init__(self, folder: Path, passphrase: Callable[[str], str] | None = None) -> None:
        self._folder = folder / "custodians"
        self._passphrase = passphrase

    def make(self, name: str, lock: str | None = None) -> tuple[Custodian, Path]:
        """Make a key.

        Args:
            name: Of the custodian.
            lock: A passphrase, for a key that is locked with one.

        Returns:
            The custodian, and the file with the private key, for its owner only.

        Raises:
            UsageError: There is a key of this name, or it cannot be a name.
        """
        check_name(name)
        path = self._path(name)
        if path.exists():
            if _content(files.read(path) or b"") is None:
                raise _damaged(path)
            raise UsageError(
                f"There is a custodian's key for {name} already.",
                f"Use it: govah custodian add {name}; or choose another name.",
            )
        identity = x25519.Identity.generate()
        custodian = Custodian(name, str(identity.to_public()))
        secret = str(identity)
        if lock:
            secret = pyrage.passphrase.encrypt(secret.encode(), lock, armored=True).decode()
        files.make_folder(self._folder)
        for folder in (self._folder.parent, self._folder):
            with files.told(folder):
                folder.chmod(0o700)
        content = {"v": 1, "name": name, "recipient": custodian.recipient, "identity": secret}
        data = json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
        files.replace(path, data, 0o600)
        return custodian, path

    def custodian(self, name: str) -> Custodian:
        """The custodian of a key that is here.

        Raises:
            NotFoundError: There is none of this name.
        """
        found = next((each for each in self.custodians() if each.name == name), None)
        if found is None and (path := self._path(name)) in self.damaged():
            raise _damaged(path)
        if found is None:
            raise NotFoundError(
                f"This account has no custodian's key for {name!r}.",
                f"Make one: govah custodian new {name}; or give theirs: govah custodian add {name} --recipient age1…",
            )
        return found

    def custodians(self) -> Iterator[Custodian]:
        """Whose keys are here, by name; no key is opened for it."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            content = _content(files.read(path) or b"")
            if content is not None:
                found.append(Custodian(content["name"], content["recipient"]))
        yield from sorted(found, key=lambda custodian: custodian.name)

    def damaged(self) -> list[Path]:
        """Files that lie among the keys and hold none that can be read."""
        return [path for path in sorted(self._folder.glob("*.json")) if _content(files.read(path) or b"") is None]

    def damaged_of(self, custodian: Custodian) -> Path | None:
        """The file of a custodian's key, where it is there and cannot be read."""
        path = self._path(custodian.name)
        return path if path in self.damaged() else None

    def key(self, custodian: Custodian) -> CustodianKey | None:
        """A custodian's private key, None where it is not here.

        Raises:
            GovahError: It is locked and nobody can be asked, or the passphrase is wrong.
        """
        data = files.read(self._path(custodian.name))
        content = _content(data) if data is not None else None
        if content is None or content["recipient"] != custodian.recipient:
            return None
        return self._unlocked(content["identity"].encode(), custodian.name)

    def from_file(self, path: Path) -> CustodianKey:
        """A private key from a file: one of ours, or an identity file of age, locked or not.

        Raises:
            NotFoundError: There is no such file.
            GovahError: It holds no key, or is locked and the passphrase is wrong.
        """
        with files.told(path):
            data = path.read_bytes() if path.is_file() else None
        if data is None:
            raise NotFoundError(f"{path} is not a file.", "Name a custodian's key file: --key FILE")
        content = _content(data) if len(data) <= _KEY_FILE_LIMIT else None
        return self._unlocked(content["identity"].encode() if content else data, path.name)

    def _unlocked(self, secret: bytes, name: str) -> CustodianKey:
        if secret.startswith(_LOCKED):
            if self._passphrase is None:
                raise GovahError(
                    f"The custodian's key {name} is locked.", "Run the command where it can ask for the passphrase."
                )
            try:
                secret = pyrage.passphrase.decrypt(secret, self._passphrase(name))
            except pyrage.DecryptError:
                raise GovahError(f"The passphrase does not open the key {name}.", "Try again.") from None
        lines = [line.strip() for line in secret.decode("ascii", "replace").splitlines()]
        keys = [line for line in lines if line.startswith(_SECRET)]
        try:
            (line,) = keys
            identity = x25519.Identity.from_str(line)
        except (ValueError, pyrage.IdentityError):
            # without its cause: it may quote the key
            raise GovahError(
                f"{name} holds no custodian's key, or not exactly one.", "Name a key file of age: --key FILE"
            ) from None
        return CustodianKey(str(identity.to_public()), identity)

    def _path(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"


def check_name(name: str) -> None:
    """See that something can name a custodian or a source.

    Raises:
        UsageError: It is empty, too long, or holds control characters.
    """
    if not name.strip() or len(name) > NAME_LIMIT or not name.isprintable():
        raise UsageError(f"{name!r} cannot be a name.", f"Use 1 to {NAME_LIMIT} printable characters.")


def check_recipient(recipient: str) -> str:
    """A public key as age writes it.

    Raises:
        UsageError: It is none; also when it is a private key, which is then not repeated.
    """
    try:
        return str(x25519.Recipient.from_str(recipient.strip()))
    except pyrage.RecipientError:
        pass
    if recipient.strip().upper().startswith(_SECRET):
        raise UsageError(
            "That is a private key, and must stay with its owner.", "Give the public one, which begins with age1."
        )
    raise UsageError(f"{recipient[:20]!r} is no public key of age.", "It begins with age1; see govah custodian list.")


def _damaged(path: Path) -> GovahError:
    return GovahError(
        f"The custodian's key file {path} cannot be read: it is damaged.",
        "Bring that file back from the copy of your keys; or give the key otherwise: --key FILE",
    )


def _content(data: bytes) -> dict[str, Any] | None:
    """A key file of ours, None where it is none."""
    try:
        content = json.loads(data)
        if all(isinstance(content[name], str) for name in ("name", "recipient", "identity")):
            found: dict[str, Any] = content
            return found
    except (ValueError, KeyError, TypeError):
        pass
    return None
