"""The envelope of what is sealed: content under a key of its own, and that key wrapped for custodians (age).

Inside of the ciphertext stand: the content; zero bytes; one line of canonical JSON that says what it is and how long;
the length of that line in four bytes, big-endian. The zero bytes bring the whole to a length that many other contents
have (Padmé, at most 12 % more), so that a size does not tell which paper lies here. Format: docs/log-format.md.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, BinaryIO, Protocol

import pyrage
from pyrage import x25519

from govah.errors import IntegrityError, NotFoundError, UsageError
from govah.model.event import Entry, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256
from govah.preserve import verifier
from govah.preserve.custodians import Custodian

PIECE = 1 << 20
"""Bytes that are read at once."""
LEAST = 4096
"""Bytes of the shortest content with its padding: names and telephone numbers all look alike."""
_LABEL_LIMIT = 1 << 20


class Target(Protocol):
    """Where a ciphertext is written."""

    def write(self, data: bytes) -> int:
        """Write all of it."""

    def flush(self) -> None:
        """Nothing is held back."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """The data key, for one custodian or for two.

    Args:
        to: Names; the last one opens first.
        age: An age file that holds the key, or for two custodians another age file with it.
    """

    to: tuple[str, ...]
    age: bytes

    @property
    def value(self) -> Value:
        """As a `seal` entry has it."""
        return {"to": list(self.to), "age": base64.b64encode(self.age).decode()}


class DataKey:
    """The key of one content.

    Args:
        identity: Of age; made new unless it was unwrapped.
    """

    def __init__(self, identity: x25519.Identity | None = None) -> None:
        self._identity = identity if identity is not None else x25519.Identity.generate()

    def wrapped(self, custodians: Sequence[Custodian], *, two_keys: bool) -> tuple[Wrap, ...]:
        """This key for each custodian alone, or for each two of them in either order.

        Raises:
            UsageError: There are not enough custodians, or one is named twice.
        """
        names = [custodian.name for custodian in custodians]
        if len(set(names)) < len(names) or len({custodian.recipient for custodian in custodians}) < len(names):
            raise UsageError("A custodian is named twice.", "Name each custodian once: --to NAME --to OTHER")
        if len(custodians) < (2 if two_keys else 1):
            needed = "Two keys need two custodians at least" if two_keys else "Nobody was named who could open it"
            raise UsageError(f"{needed}.", "Name them: --to NAME --to OTHER; see govah custodian list")
        secret = str(self._identity).encode()
        if not two_keys:
            return tuple(Wrap((each.name,), _to(each, secret)) for each in custodians)
        pairs = permutations(custodians, 2)  # both ways round: whoever has the case opens last
        return tuple(Wrap((inner.name, outer.name), _to(outer, _to(inner, secret))) for inner, outer in pairs)

    def encrypt(self, source: BinaryIO, label: Mapping[str, Value], target: Target) -> tuple[Sha256, int]:
        """Encrypt a stream in constant memory.

        Args:
            source: The content.
            label: What stands sealed beside it; its hash and its size are added.
            target: Receives the ciphertext.

        Returns:
            SHA-256 and size of the content.

        Raises:
            OSError: The source cannot be read, or the target cannot be written.
        """
        content = _Content(source, label)
        try:
            pyrage.encrypt_io(content, target, [self._identity.to_public()])
        except pyrage.EncryptError:
            if content.error is not None:
                raise content.error from None
            raise
        return content.sha256, content.size

    def decrypt(self, ciphertext: BinaryIO, target: Target) -> None:
        """Decrypt a stream in constant memory; what stands in `target` before this returns must not be believed.

        Raises:
            IntegrityError: The ciphertext is cut off, changed, or is of another key.
        """
        try:
            pyrage.decrypt_io(ciphertext, target, [self._identity])
        except (pyrage.DecryptError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise IntegrityError(
                "The sealed bytes cannot be decrypted: they are cut off, changed, or sealed with another key.",
                "Nothing was kept of them. Run govah verify, and bring sealed/ back from a backup.",
            ) from error


def unwrap(wraps: Iterable[Wrap], keys: Mapping[str, x25519.Identity]) -> tuple[DataKey, tuple[str, ...]] | None:
    """The data key, and whose keys opened it, the outer first; None where these keys are not enough.

    Args:
        wraps: Of a `seal` entry.
        keys: Identities by the names of custodians.

    Raises:
        IntegrityError: A wrap is not what its entry says.
    """
    for wrap in wraps:
        order = tuple(reversed(wrap.to))
        if order and all(name in keys for name in order):
            return open_layers(wrap, [keys[name] for name in order]), order
    return None


def open_layers(wrap: Wrap, identities: Sequence[x25519.Identity]) -> DataKey:
    """The data key, after all layers were opened.

    Raises:
        IntegrityError: The wrap is not what its entry says.
    """
    inner = wrap.age
    for identity in identities:
        inner = open_layer(inner, identity)
    return data_key(inner)


def open_layer(age: bytes, identity: x25519.Identity) -> bytes:
    """What lies under one layer.

    Raises:
        IntegrityError: This key does not open it.
    """
    try:
        opened: bytes = pyrage.decrypt(age, [identity])
    except pyrage.DecryptError as error:
        raise IntegrityError(
            "A key that should open this seal does not: the key file or the wrapped key is not the right one.",
            "Bring the custodian's key file back from a backup; see govah custodian list.",
        ) from error
    return opened


def data_key(secret: bytes) -> DataKey:
    """The data key from what the innermost layer held.

    Raises:
        IntegrityError: It is no key.
    """
    try:
        return DataKey(x25519.Identity.from_str(secret.decode("ascii")))
    except (pyrage.IdentityError, UnicodeDecodeError):
        # without its cause: what was read may be half a secret
        raise IntegrityError("The wrapped key is no key.", "Run govah verify.") from None


def wraps_of(value: Any) -> tuple[Wrap, ...]:
    """The wraps of a `seal` entry.

    Raises:
        NotFoundError: They were erased.
        IntegrityError: They cannot be read.
    """
    if value is None:
        raise NotFoundError("The keys of this seal were erased.", "What it sealed is gone for good; see govah verify.")
    try:
        return tuple(Wrap(tuple(map(str, wrap["to"])), base64.b64decode(wrap["age"], validate=True)) for wrap in value)
    except (KeyError, TypeError, ValueError) as error:
        raise IntegrityError("The keys of this seal cannot be read.", "Run govah verify.") from error


def key_fields(entries: Iterable[Entry], sealed: Sha256) -> list[tuple[EntryIndex, str]]:
    """Fields of the log that hold keys of a ciphertext: once they are erased, nothing opens it any more."""
    return [
        (entry.index, "wraps")
        for entry in entries
        if entry.type == EventType.SEAL and entry.fields.get("sealed") == sealed and "wraps" in entry.fields
    ]


def ciphertexts_of(entries: Iterable[Entry], exhibits: Iterable[str]) -> set[str]:
    """Ciphertexts in which exhibits lie: those that were open before, and those that came in sealed."""
    sought = set(exhibits)
    return {
        str(entry.fields["sealed"])
        for entry in entries
        if entry.type == EventType.SEAL and {entry.fields.get("exhibit"), entry.fields.get("sealed")} & sought
        if isinstance(entry.fields.get("sealed"), str)
    }


def label_of(tail: bytes, total: int) -> dict[str, Any]:
    """What the last bytes of a decrypted envelope say of its content.

    Args:
        tail: The last bytes, up to a megabyte of them.
        total: How many bytes there are in all.

    Raises:
        IntegrityError: This is no envelope.
    """
    length = int.from_bytes(tail[-4:], "big")
    try:
        if len(tail) < 4 or length > min(_LABEL_LIMIT, len(tail) - 4):
            raise verifier.Broken("no label")
        label = verifier.parse(tail[-4 - length : -4])
        size = label["size"]
        if not isinstance(size, int) or not 0 <= size <= total - 4 - length or not isinstance(label["sha256"], str):
            raise verifier.Broken("a label that does not fit")
    except (verifier.Broken, KeyError, TypeError) as error:
        raise IntegrityError("What was decrypted is no envelope of Govah.", "Run govah verify.") from error
    found: dict[str, Any] = label
    return found


LABEL_REACH = _LABEL_LIMIT + 4
"""So many last bytes hold the label."""


def padded(length: int) -> int:
    """The length that something of `length` bytes is brought to (Padmé: Nikitin et al., PETS 2019)."""
    length = max(length, LEAST)
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


class _Content:
    """A stream as it is sealed: content, zeros, label, length of the label."""

    def __init__(self, source: BinaryIO, label: Mapping[str, Value]) -> None:
        self._source = source
        self._label = label
        self._digest = hashlib.sha256()
        self._held = b""
        self._zeros = 0
        self._tail = b""
        self._ended = False
        self.size = 0
        self.error: OSError | None = None

    @property
    def sha256(self) -> Sha256:
        """Of the content, once all of it was read."""
        return Sha256(self._digest.hexdigest())

    def read(self, count: int) -> bytes:
        """The next bytes, at most `count`; none at the end."""
        while not self._held and not self._ended:
            self._take()
        if self._held:
            given, self._held = self._held[:count], self._held[count:]
            return given
        if self._zeros:
            given = bytes(min(count, self._zeros))
            self._zeros -= len(given)
            return given
        given, self._tail = self._tail[:count], self._tail[count:]
        return given

    def _take(self) -> None:
        try:
            piece = self._source.read(PIECE)
        except OSError as error:
            self.error = error
            raise
        if piece:
            self._digest.update(piece)
            self.size += len(piece)
            self._held = piece
            return
        self._ended = True
        label = verifier.canonical({**self._label, "sha256": self.sha256, "size": self.size, "v": 1})
        self._tail = label + len(label).to_bytes(4, "big")
        self._zeros = padded(self.size + len(self._tail)) - self.size - len(self._tail)


def _to(custodian: Custodian, secret: bytes) -> bytes:
    encrypted: bytes = pyrage.encrypt(secret, [x25519.Recipient.from_str(custodian.recipient)])
    return encrypted
