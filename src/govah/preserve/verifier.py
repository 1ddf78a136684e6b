"""Verify a Govah case or package offline: Python's standard library and `cryptography`, nothing else.

A package carries a copy of this file as `verify.py`; without arguments it verifies the folder that it stands in.
It shows that nothing changed since admission; times are those of the case's own clock where no witness and no
time-stamp says more. It never shows that a leaked document is genuine. It reads and never writes. Exit code 0:
VERIFIED; 3: FAILED; 2 or 4: nothing was verified, for what was named cannot be compared (2) or is not there (4).

The formats (docs/log-format.md): C2SP tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature and tlog-policy;
RFC 6962 hashing; RFC 8785 JSON; RFC 8493 (BagIt); RFC 3161 time-stamps. Everything read is compared, byte for byte,
with its canonical re-encoding, and the set of files must be exact.
"""

import argparse
import base64
import binascii
import contextlib
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import UTC, datetime
from json import encoder
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.hashes import HashAlgorithm

WIDTH = 256
"""Hashes in a full tile, entries in a full bundle, bodies in a full file."""
GROUP_LIMIT = 4096
"""Events that one group may hold; no more than this may stand beyond the checkpoint after a crash."""
RECOVERY_SLACK = 64
"""`recover` entries that repeated crashes of the recovery itself may add to such a group."""
SECTOR = 512
"""Bytes that a disk writes as a whole: a crash leaves zeros where such a piece never reached it."""
LINE_LIMIT = 1 << 24
"""Bytes of a body's line."""
PACKAGE_HEADER = "govah package v1\n"
BAGIT_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_HEX64 = re.compile(r"[0-9a-f]{64}")
_HEX128 = re.compile(r"[0-9a-f]{128}")
FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_ORIGIN = re.compile(r"[^\s+\x00-\x20]{1,255}")
_TILE = re.compile(r"tile/(entries|[0-5])/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)
_BODIES = re.compile(r"bodies/((?:x\d{3}/)*\d{3})\.jsonl", re.ASCII)
_TORN = re.compile(r"torn/(\d{1,16})\.\d{1,6}\.(?:entries|bodies)(\.new)?", re.ASCII)


_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Broken(ValueError):
    """What was read is not what the format says."""


class Unusable(ValueError):
    """What was named cannot be verified or compared with: no verdict, for it says nothing of the evidence.

    Args:
        what: A sentence.
        remedy: What to do next.
        absent: Nothing of the kind is there.
    """

    def __init__(self, what: str, remedy: str, *, absent: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.absent = absent


# --- Encoding: RFC 8785 over JSON without fractions


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > 1 << 53:
        raise Broken("an integer beyond 2^53")
    return int(text)


def _refuse(text: str) -> Any:
    raise Broken(f"the number {text[:20]}, which the format does not know")


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_refuse, parse_constant=_refuse)
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def _by_utf16(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _by_utf16(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_by_utf16(item) for item in value] if isinstance(value, list) else value


_UNSORTED = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """JSON as RFC 8785 writes it, for values without fractions.

    Raises:
        Broken: The value nests too deep or holds a lone surrogate.
    """
    try:
        text = _ENCODER.encode(value)
        if not text.isascii() and _ASTRAL.search(text):  # only then do code points and UTF-16 sort differently
            text = _UNSORTED.encode(_by_utf16(value))
        return text.encode()
    except (RecursionError, UnicodeEncodeError) as error:
        raise Broken("a value that canonical JSON cannot hold: nested too deep, or half a character") from error


def decode(data: bytes) -> Any:
    """Read JSON without fractions, canonical or not.

    Raises:
        ValueError: It is not that.
    """
    return _DECODER.decode(data.decode())


def parse(data: bytes) -> Any:
    """Read canonical JSON.

    Raises:
        Broken: It is not JSON, or not byte for byte its canonical re-encoding.
    """
    try:
        value = decode(data)
    except Broken:
        raise
    except (ValueError, RecursionError) as error:
        raise Broken("not JSON") from error
    if canonical(value) != data:
        raise Broken("not in canonical form")
    return value


# --- RFC 6962 hashing


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: list[bytes]) -> bytes:
    """Tree hash over nodes that stand side by side; only the last may be smaller than the others."""
    sha256 = hashlib.sha256
    if not hashes:
        return sha256(b"").digest()
    while len(hashes) > 1:
        paired = [
            sha256(b"\x01" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=False)
        ]
        if len(hashes) % 2:
            paired.append(hashes[-1])
        hashes = paired
    return hashes[0]


def tree_hash(leaves: list[bytes]) -> bytes:
    """Merkle tree hash of leaves (RFC 6962, 2.1)."""
    sha256 = hashlib.sha256
    waiting: list[bytes] = []  # whole subtrees, the largest first
    for count, leaf in enumerate(leaves, 1):
        node = sha256(b"\x00" + leaf).digest()
        while not count & 1:
            node = sha256(b"\x01" + waiting.pop() + node).digest()
            count >>= 1
        waiting.append(node)
    root = waiting.pop() if waiting else sha256(b"").digest()
    while waiting:
        root = sha256(b"\x01" + waiting.pop() + root).digest()
    return root


def fold_levels(levels: list[list[bytes]]) -> bytes:
    """Root of a tree whose edge is `levels`: the hashes of the last tile of each level (a level is a power of 256)."""
    edge: list[bytes] = []
    for hashes in levels:
        if hashes:
            edge = [fold(hashes + edge)]
    return edge[0] if edge else fold([])


def root_from_proof(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2).

    Args:
        index: Of the entry, from 0.
        size: Of the tree.
        leaf: The entry's leaf hash.
        path: Hashes from the leaf upwards.

    Raises:
        Broken: The path is too long, too short, or the index is not in the tree.
    """
    if not 0 <= index < size:
        raise Broken("an index outside the log")
    place, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise Broken("an inclusion proof that is too long")
        if place % 2 or place == last:
            root = node_hash(sibling, root)
            while not place % 2 and place:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise Broken("an inclusion proof that is too short")
    return root


def check_consistency(old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: list[bytes]) -> None:
    """Check that a tree begins with the whole of an older one (RFC 9162, 2.1.4.2).

    Args:
        old_size: Entries of the older tree; every tree begins with the empty one, and that takes no path.
        new_size: Entries of the newer tree.
        old_root: Of the older tree.
        new_root: Of the newer tree.
        path: Hashes of the consistency proof, in their order.

    Raises:
        Broken: The path is too long, too short, does not lead to both roots, or the sizes are not in order.
    """
    if not 0 <= old_size <= new_size:
        raise Broken("a consistency proof between sizes that are not in order")
    if old_size in (0, new_size):
        empty = fold([])
        if path or (old_size == new_size and old_root != new_root) or (not old_size and old_root != empty):
            raise Broken("a consistency proof that does not lead to both roots")
        return
    place, last = old_size - 1, new_size - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    hashes = path if place else [old_root, *path]  # a whole older tree is itself the first node
    if not hashes:
        raise Broken("a consistency proof that is too short")
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise Broken("a consistency proof that is too long")
        if place % 2 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place % 2 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise Broken("a consistency proof that is too short")
    if old != old_root or new != new_root:
        raise Broken("a consistency proof that does not lead to both roots")


# --- C2SP: names of tiles, signed notes, checkpoints


def number_path(number: int) -> str:
    """A tile's number as path elements of three digits: 1234067 is `x001/x234/067`."""
    path = f"{number % 1000:03d}"
    while number := number // 1000:
        path = f"x{number % 1000:03d}/{path}"
    return path


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """Path of a tile under the log; level `entries` for bundles; a width below 256 is a partial tile."""
    return f"tile/{level}/{number_path(number)}" + ("" if width == WIDTH else f".p/{width}")


def bodies_path(number: int) -> str:
    """Path of a file of bodies under the log."""
    return f"bodies/{number_path(number)}.jsonl"


def _number(path: str) -> int:
    return int(path.replace("x", "").replace("/", ""))


class Checkpoint(NamedTuple):
    """The signed head of a log. `text` is what is signed, `signature` the log key's."""

    origin: str
    size: int
    root: bytes
    text: bytes
    signature: bytes


def key_hash(name: str, public_key: bytes) -> bytes:
    """Four bytes that name an Ed25519 key in a signed note."""
    return hashlib.sha256(name.encode() + b"\n\x01" + public_key).digest()[:4]


def checkpoint_text(origin: str, size: int, root: bytes) -> bytes:
    """What the log's key signs."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()


def signed_note(text: bytes, name: str, public_key: bytes, signature: bytes) -> bytes:
    """A signed note with one signature."""
    stamp = base64.b64encode(key_hash(name, public_key) + signature).decode()
    return text + f"\n— {name} {stamp}\n".encode()


def parse_checkpoint(data: bytes) -> Checkpoint:
    """Read a checkpoint; `check_checkpoint` then checks its signature.

    Raises:
        Broken: It is not, byte for byte, a checkpoint with one signature.
    """
    try:
        lines = data.decode().split("\n")
        origin, size, root, blank, signature, end = lines
        dash, name, stamp = signature.split(" ")
        if blank or end or dash != "—" or name != origin or not _ORIGIN.fullmatch(origin):
            raise Broken("not a checkpoint")
        if not re.fullmatch("0|[1-9][0-9]{0,15}", size):
            raise Broken("a checkpoint without a size")
        head = Checkpoint(
            origin,
            int(size),
            base64.b64decode(root, validate=True),
            checkpoint_text(origin, int(size), base64.b64decode(root, validate=True)),
            base64.b64decode(stamp, validate=True),
        )
    except (ValueError, binascii.Error) as error:
        raise Broken("not a checkpoint with one signature") from error
    if len(head.root) != 32 or len(head.signature) != 68:
        raise Broken("a checkpoint with a root or signature of the wrong length")
    if head.text + f"\n— {origin} {base64.b64encode(head.signature).decode()}\n".encode() != data:
        raise Broken("a checkpoint that is not in canonical form")
    return head


def log_signed(data: bytes) -> bytes:
    """A checkpoint with its log's signature alone, where those of others stand under it as well.

    Raises:
        Broken: It has no line of the name of its log.
    """
    origin = data.partition(b"\n")[0]
    text, blank, lines = data.partition(b"\n\n")
    own = [line for line in lines.splitlines(keepends=True) if line.startswith("— ".encode() + origin + b" ")]
    if not blank or not own:
        raise Broken("not a checkpoint")
    return text + blank + own[0]


def check_checkpoint(head: Checkpoint, log_key: bytes) -> None:
    """Check a checkpoint's signature.

    Raises:
        Broken: The log's key did not sign it.
    """
    if head.signature[:4] != key_hash(head.origin, log_key):
        raise Broken("signed by another key than the log's")
    check_signature(log_key, head.signature[4:], head.text)


# --- Statements of actors


def ed25519(public_key: bytes) -> "Ed25519PublicKey":
    """A key that checks signatures; `cryptography` is needed here and not before.

    Raises:
        Broken: It is no Ed25519 key.
        Unusable: The package `cryptography` is not installed.
    """
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise Unusable(
            "Signatures cannot be checked: Python's package cryptography is not installed.",
            "Install it: python3 -m pip install cryptography",
        ) from error
    try:
        return Ed25519PublicKey.from_public_bytes(public_key)
    except ValueError as error:
        raise Broken("not an Ed25519 key") from error


def holds(key: "Ed25519PublicKey", signature: bytes, message: bytes) -> bool:
    """Whether a signature is by this key over this message."""
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def check_signature(public_key: bytes, signature: bytes, message: bytes) -> None:
    """Check an Ed25519 signature.

    Raises:
        Broken: It is not by this key over this message.
    """
    if not holds(ed25519(public_key), signature, message):
        raise Broken("a signature that does not hold")


def key_id(public_key: bytes) -> str:
    """An actor's id: SHA-256 of the raw public key, in hex."""
    return hashlib.sha256(public_key).hexdigest()


def actor_message(origin: str, index: int, commitment: str) -> bytes:
    """What an actor signs for an entry: bound to this log and to this place in it."""
    return f"govah/v1 entry\n{origin}\n{index}\n{commitment}\n".encode()


def possession_message(origin: str, public_key: str) -> bytes:
    """What a new actor's key signs, to show that its holder wants it in this log."""
    return f"govah/v1 possession\n{origin}\n{public_key}\n".encode()


def log_possession_message(origin: str, public_key: str) -> bytes:
    """What a log's new key signs, to show that its holder has it."""
    return f"govah/v1 log possession\n{origin}\n{public_key}\n".encode()


def release_message(origin: str, public_key: str) -> bytes:
    """What a log's old key signs, to release the log to a new key."""
    return f"govah/v1 release\n{origin}\n{public_key}\n".encode()


def package_message(digest: str) -> bytes:
    """What an actor signs for a package's list of files; `digest` is the list's SHA-256 in hex."""
    return f"govah/v1 package\n{digest}\n".encode()


_INNER, _OUTER = (bytes(octet ^ pad for octet in range(256)) for pad in (0x36, 0x5C))


def _hmac(salt: bytes, message: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104) with a key of 32 bytes: half the time of the library's, for each field of a million."""
    key = salt.ljust(64, b"\x00")
    inner = hashlib.sha256(key.translate(_INNER) + message).digest()
    return hashlib.sha256(key.translate(_OUTER) + inner).digest()


def field_digest(salt: bytes, name: str, value: Any) -> bytes:
    """Salted digest of one field of a body; a salt has 32 bytes."""
    return _hmac(salt, canonical([name, value]))


class Leaf(NamedTuple):
    """What the tree holds of an entry."""

    actor: str
    commitment: str
    sig: str


_LEAF = re.compile(rb'\{"actor":"([0-9a-f]{64})","commitment":"([0-9a-f]{64})","sig":"([0-9a-f]{128})","v":1\}')


def parse_leaf(data: bytes) -> Leaf:
    """Read a leaf: version 1 has one spelling, of fixed length.

    Raises:
        Broken: It is not one of version 1 in canonical form.
    """
    found = _LEAF.fullmatch(data)
    if found is None:
        return leaf_of(parse(data))  # which says what is wrong with it
    return Leaf(found[1].decode(), found[2].decode(), found[3].decode())


def leaf_of(value: Any) -> Leaf:
    """A leaf from its JSON object.

    Raises:
        Broken: Keys or values are not those of version 1.
    """
    if not isinstance(value, dict) or value.keys() != {"v", "actor", "commitment", "sig"} or not _is_one(value["v"]):
        raise Broken("not a leaf of version 1")
    leaf = Leaf(value["actor"], value["commitment"], value["sig"])
    if not (_is_hash(leaf.actor) and _is_hash(leaf.commitment) and _is_hex(leaf.sig, _HEX128)):
        raise Broken("a leaf with a malformed hash or signature")
    return leaf


def _is_hex(value: Any, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_one(value: Any) -> bool:
    return type(value) is int and value == 1  # True equals 1 in Python, not in the format


def _is_hash(value: Any) -> bool:
    return _is_hex(value, _HEX64)


class Fields(NamedTuple):
    """Opened fields of an entry, the commitment over all of them, and how many stand as a digest only."""

    values: dict[str, Any]
    commitment: str
    closed: int = 0


def _written(value: Any) -> str:
    """Canonical text of one value."""
    if type(value) is str:
        return encoder.encode_basestring(value)
    return str(value) if type(value) is int else canonical(value).decode()


def _checked_name(name: Any, last: str) -> str:
    if not isinstance(name, str) or name <= last or not (name in _NAMES or FIELD.fullmatch(name)):
        raise Broken("fields that are not in order of name")
    if len(_NAMES) < 1000:  # most names come again with every entry
        _NAMES.add(name)
    return name


_NAMES: set[str] = set()


def open_fields(fields: Any) -> tuple[Fields, str]:
    """Open a list of fields, of which some may stand as their digest only; with their canonical text.

    Raises:
        Broken: A field is malformed, or they are not in order of name.
    """
    if type(fields) is not list or not fields:
        raise Broken("no list of fields")
    values: dict[str, Any] = {}
    texts: list[str] = []
    digests: list[bytes] = []
    last = ""
    for field in fields:
        if type(field) is not dict:
            raise Broken("a field that is not an object")
        if field.keys() == _CLOSED and _is_hash(field["digest"]):
            texts.append(f'{{"digest":"{field["digest"]}"}}')
            digests.append(bytes.fromhex(field["digest"]))
            continue
        if field.keys() != _OPEN or not isinstance(salt := field["salt"], str) or len(salt) != 64:
            raise Broken("a field without name, salt and value")
        last = name = _checked_name(field["name"], last)
        try:
            key = bytes.fromhex(salt)
        except ValueError as error:
            raise Broken("a salt that is not hexadecimal") from error
        if key.hex() != salt:
            raise Broken("a salt in another spelling than the format's")
        value = values[name] = field["value"]
        text = _written(value)
        texts.append(f'{{"name":"{name}","salt":"{salt}","value":{text}}}')
        digests.append(_hmac(key, f'["{name}",{text}]'.encode()))
    opened = Fields(values, tree_hash(digests).hex(), len(digests) - len(values))
    return opened, "[" + ",".join(texts) + "]"


_OPEN = {"name", "salt", "value"}
_CLOSED = {"digest"}


def parse_body(line: bytes, index: int) -> Fields:
    """Read a body's line (without its LF). Fields that were erased stand as their digest only.

    Raises:
        Broken: It is not the body of entry `index` in canonical form.
    """
    try:
        text = line.decode()
        body, end = _DECODER.raw_decode(text)
    except Broken:
        raise
    except (ValueError, RecursionError) as error:
        raise Broken("not JSON") from error
    if type(body) is not dict or body.keys() != {"v", "index", "fields"} or not _is_one(body["v"]):
        raise Broken("not a body of version 1")
    if type(body["index"]) is not int or body["index"] != index:
        raise Broken(f"the body of another entry than {index}")
    try:
        fields, written = open_fields(body["fields"])
    except UnicodeEncodeError as error:
        raise Broken("half a character, which canonical JSON cannot hold") from error
    if end != len(text) or f'{{"fields":{written},"index":{index},"v":1}}' != text:
        raise Broken("not in canonical form")
    return fields


def split_bundle(data: bytes) -> tuple[list[bytes], bytes]:
    """Entries of a bundle (each after its length, two bytes, big-endian) and what remains after the last whole one."""
    entries: list[bytes] = []
    at = 0
    while at + 2 <= len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            break
        entries.append(data[at + 2 : end])
        at = end
    return entries, data[at:]


def _public_key(values: Mapping[str, Any], origin: str) -> bytes:
    public = values.get("public_key")
    proof = values.get("possession")
    if not _is_hash(public) or not _is_hex(proof, _HEX128):
        raise Broken("an actor without key and proof of possession")
    key = bytes.fromhex(str(public))
    check_signature(key, bytes.fromhex(str(proof)), possession_message(origin, str(public)))
    return key


def rotated_log_key(values: Mapping[str, Any], origin: str, old: bytes) -> bytes:
    """The log key that a `key-rotate` of kind `log` puts in the place of `old`.

    Raises:
        Broken: The old key does not release it, or its holder does not show that he has it.
    """
    public, release, proof = values.get("log_key"), values.get("release"), values.get("possession")
    if not _is_hash(public) or not _is_hex(release, _HEX128) or not _is_hex(proof, _HEX128):
        raise Broken("a log key without release and proof of possession")
    key = bytes.fromhex(str(public))
    check_signature(old, bytes.fromhex(str(release)), release_message(origin, str(public)))
    check_signature(key, bytes.fromhex(str(proof)), log_possession_message(origin, str(public)))
    return key


class LogKeys:
    """The keys that sign a log's checkpoints, one after the other.

    Args:
        first: From entry 0.
    """

    def __init__(self, first: bytes) -> None:
        self._keys: list[tuple[int, bytes]] = [(0, first)]

    def rotate(self, values: Mapping[str, Any], origin: str, index: int) -> None:
        """Take in a `key-rotate` of kind `log`, entry `index`: it holds for checkpoints that cover it.

        Raises:
            Broken: It does not hold.
        """
        self._keys.append((index + 1, rotated_log_key(values, origin, self._keys[-1][1])))

    @property
    def all(self) -> tuple[bytes, ...]:
        """Every key, the first one first."""
        return tuple(key for _, key in self._keys)

    def at(self, size: int) -> bytes:
        """The key for a checkpoint of `size` entries."""
        return next(key for since, key in reversed(self._keys) if since <= size)

    def check(self, head: Checkpoint) -> None:
        """Check a checkpoint's signature by the key of its size.

        Raises:
            Broken: That key did not sign it.
        """
        check_checkpoint(head, self.at(head.size))


# --- Witnesses: C2SP verifier keys, cosignatures, policies


ED25519_NOTE, ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE = 1, 4, 6
"""Signature types of C2SP signed-note: of a log, and of a witness."""
_KEY_BYTES = {ED25519_NOTE: 32, ED25519_COSIGNATURE: 32, ML_DSA_44_COSIGNATURE: 1312}
_COSIGNATURE_BYTES = {ED25519_COSIGNATURE: 64, ML_DSA_44_COSIGNATURE: 2420}
_KEY_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]{1,255}")
_MOST_SIGNATURES = 64
"""Signature lines under a checkpoint; far more than a policy has witnesses."""


class Uncheckable(ValueError):
    """A signature of a kind that this machine's `cryptography` does not know: it counts neither way."""


class VerifierKey(NamedTuple):
    """A public key with its name, as C2SP signed-note writes them (a vkey)."""

    name: str
    kind: int
    public_key: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that, with the name, say which key signed."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public_key).digest()[:4]

    @property
    def text(self) -> str:
        """As it is written: name, id and key with a plus between them."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public_key).decode()}"


def base64_text(data: bytes) -> str:
    """Base64 as it is written everywhere here: with padding, on one line."""
    return base64.b64encode(data).decode()


def base64_bytes(text: str) -> bytes:
    """Read base64.

    Raises:
        Broken: It is none, or not the canonical spelling of its bytes.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise Broken("not base64") from error
    if base64_text(data) != text:
        raise Broken("base64 that is not in canonical form")
    return data


def is_key_name(name: str) -> bool:
    """Whether a signed note can name a key so."""
    return _KEY_NAME.fullmatch(name) is not None and name.isprintable() and len(name.encode("utf-8", "replace")) <= 255


def parse_verifier_key(text: str) -> VerifierKey:
    """Read a vkey.

    Raises:
        Broken: It is malformed, of an unknown type, or its id is not that of its name and key.
    """
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise Broken("not a key of the form name+id+key")
    data = base64_bytes(parts[2])
    key = VerifierKey(parts[0], data[0] if data else 0, data[1:])
    if not is_key_name(key.name):
        raise Broken("a key whose name cannot stand in a signed note")
    if len(key.public_key) != _KEY_BYTES.get(key.kind):
        raise Broken("a key of a type or length that this version does not know")
    if key.text != text:
        raise Broken("a key whose id is not that of its name and key: it was garbled, or is another")
    return key


class Cosignature(NamedTuple):
    """A witness's line under a checkpoint: who, at what time by their clock (POSIX seconds), and the signature."""

    name: str
    id: bytes
    time: int
    signature: bytes

    @property
    def text(self) -> str:
        """The signature line, with its LF."""
        stamp = self.id + self.time.to_bytes(8, "big") + self.signature
        return f"— {self.name} {base64.b64encode(stamp).decode()}\n"


def parse_cosignatures(text: str) -> list[Cosignature]:
    """Read signature lines; whose they are is not known yet.

    Raises:
        Broken: One is malformed, or shorter than any timestamped signature.
    """
    lines = text.split("\n")
    if lines.pop() or not lines or len(lines) > _MOST_SIGNATURES:
        raise Broken("not a list of signature lines")
    found = []
    for line in lines:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "—" or not is_key_name(parts[1]):
            raise Broken("a malformed signature line")
        data = base64_bytes(parts[2])
        if len(data) <= 12:
            raise Broken("a signature without a time")
        found.append(Cosignature(parts[1], data[:4], int.from_bytes(data[4:12], "big"), data[12:]))
    return found


def cosigned_message(key: VerifierKey, time: int, head: Checkpoint) -> bytes:
    """What a witness signs (C2SP tlog-cosignature): that the log began with this head, and was no longer, at a time."""
    if key.kind == ED25519_COSIGNATURE:
        return f"cosignature/v1\ntime {time}\n".encode() + head.text
    name, origin = key.name.encode(), head.origin.encode()
    if len(name) > 255 or len(origin) > 255:
        raise Broken("a name longer than a cosignature can hold")
    return b"".join(
        (
            b"subtree/v1\n\x00",
            bytes([len(name)]) + name,
            time.to_bytes(8, "big"),
            bytes([len(origin)]) + origin,
            (0).to_bytes(8, "big"),
            head.size.to_bytes(8, "big"),
            head.root,
        )
    )


def check_cosignature(key: VerifierKey, signed: Cosignature, head: Checkpoint) -> None:
    """Check a witness's signature over a checkpoint.

    Raises:
        Broken: It is not by this key over this checkpoint, or names no time.
        Uncheckable: This machine's `cryptography` does not know signatures of its kind.
    """
    if (signed.name, signed.id) != (key.name, key.id) or len(signed.signature) != _COSIGNATURE_BYTES.get(key.kind):
        raise Broken("a cosignature by another key")
    if not 0 < signed.time < 1 << 37:  # until the year 6325; C2SP lets a cosignature without a time be zero
        raise Broken("a cosignature without a time")
    message = cosigned_message(key, signed.time, head)
    if key.kind == ED25519_COSIGNATURE:
        check_signature(key.public_key, signed.signature, message)
    else:
        _check_ml_dsa_44(key.public_key, signed.signature, message)


def _check_ml_dsa_44(public_key: bytes, signature: bytes, message: bytes) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

        key = MLDSA44PublicKey.from_public_bytes(public_key)
    except (ImportError, UnsupportedAlgorithm) as error:
        raise Uncheckable("needs cryptography ≥ 48 to check this ML-DSA signature") from error
    except ValueError as error:
        raise Broken("not an ML-DSA-44 key") from error
    try:
        key.verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise Broken("a signature that does not hold") from error


class Policy(NamedTuple):
    """Which witnesses count, and how many are enough (C2SP tlog-policy).

    Args:
        logs: The logs that it knows; none where it says nothing of them.
        witnesses: By the policy's own names for them.
        groups: Threshold and members by name, in the order of definition: members come before their group.
        quorum: A witness, a group, or `none`.
    """

    logs: tuple[VerifierKey, ...]
    witnesses: dict[str, VerifierKey]
    groups: dict[str, tuple[int, tuple[str, ...]]]
    quorum: str

    def met_by(self, witnesses: Set[str]) -> bool:
        """Whether cosignatures of these witnesses are enough."""
        met = {name: name in witnesses for name in self.witnesses}
        for name, (least, members) in self.groups.items():
            met[name] = sum(met[member] for member in members) >= least
        return self.quorum == "none" or met[self.quorum]


def parse_policy(data: bytes) -> Policy:
    """Read a policy.

    Raises:
        Broken: It is not, by the letter, one of C2SP tlog-policy; the line is named.
    """
    if len(data) > 1 << 20 or not data.endswith(b"\n"):
        raise Broken("a policy that is too long, or whose last line has no end")
    reading = _PolicyReading()
    for number, line in enumerate(data[:-1].split(b"\n"), 1):
        try:
            if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line):
                raise Broken("a control character")
            words = [word.decode("utf-8", "surrogateescape") for word in re.split(rb"[ \t]+", line.strip(b" \t"))]
            if words[0] and not words[0].startswith("#"):
                reading.line(words)
        except Broken as error:
            raise Broken(f"line {number} of the policy: {error}") from error
    if reading.quorum is None:
        raise Broken("a policy without a quorum line")
    return Policy(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum)


class _PolicyReading:
    """A policy as far as it was read."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.quorum: str | None = None
        self.members: set[str] = set()

    def line(self, words: list[str]) -> None:
        match words:
            case ["log", key, *url] if len(url) < 2:
                self.logs.append(self.key(key, self.logs, (ED25519_NOTE, ML_DSA_44_COSIGNATURE)))
            case ["witness", name, key, *url] if len(url) < 2:
                kinds = (ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE)
                known = self.key(key, self.witnesses.values(), kinds)
                self.witnesses[self.new(name)] = known
            case ["group", name, least, *members] if members:
                self.group(name, least, tuple(members))
            case ["quorum", name]:
                if self.quorum is not None:
                    raise Broken("a second quorum")
                self.quorum = name if name == "none" else self.known(name)
            case _:
                raise Broken("not a line that a policy knows: log, witness, group or quorum with what belongs to it")

    def key(self, text: str, others: Iterable[VerifierKey], kinds: tuple[int, ...]) -> VerifierKey:
        key = parse_verifier_key(text)
        if key.kind not in kinds:
            raise Broken("a key of a type that does not belong here")
        if any(key.public_key == other.public_key for other in others):
            raise Broken("a key that stands there already")
        return key

    def new(self, name: str) -> str:
        if name == "none" or name in self.witnesses or name in self.groups:
            raise Broken(f"the name {name} is taken")
        return name

    def known(self, name: str) -> str:
        if name not in self.witnesses and name not in self.groups:
            raise Broken(f"{name} was not defined before")
        return name

    def group(self, name: str, least: str, members: tuple[str, ...]) -> None:
        for member in members:
            if self.known(member) in self.members:
                raise Broken(f"{member} is a member already: each counts once")
            self.members.add(member)
        if least not in ("all", "any") and not re.fullmatch("[1-9][0-9]{0,5}", least):
            raise Broken("no threshold: all, any or a number")
        needed = {"all": len(members), "any": 1}.get(least) or int(least)
        if needed > len(members):
            raise Broken(f"asks for {needed} of {len(members)} members")
        self.groups[self.new(name)] = (needed, members)


# --- Time-stamps: DER (X.690), RFC 3161 in CMS (RFC 5652)


class Der(NamedTuple):
    """A value in DER: its tag, its content, and all of its bytes."""

    tag: int
    body: bytes
    raw: bytes


_INTEGER, _BIT_STRING, _OCTETS, _OID, _UTF8, _TIME, _SEQUENCE, _SET = 0x02, 0x03, 0x04, 0x06, 0x0C, 0x18, 0x30, 0x31


def read_der(data: bytes) -> list[Der]:
    """The values that stand side by side; what they contain is read by whoever asks, so that nothing can nest too deep.

    Raises:
        Broken: A tag of several bytes, an indefinite or longer than minimal length, or bytes that are missing.
    """
    values: list[Der] = []
    at = 0
    while at < len(data):
        begin = at
        head = data[at : at + 2]
        at += 2
        if len(head) < 2 or head[0] & 0x1F == 0x1F:
            raise Broken("not DER: a tag that is broken off or too long")
        length = head[1]
        if length >= 0x80:
            count = length & 0x7F
            written = data[at : at + count]
            length = int.from_bytes(written, "big")
            at += count
            if not 1 <= count <= 4 or len(written) < count or not written[0] or length < 0x80:
                raise Broken("not DER: a length that is not minimal and definite")
        if len(data) - at < length:
            raise Broken("not DER: a value that is broken off")
        at += length
        values.append(Der(head[0], data[at - length : at], data[begin:at]))
    return values


class _Values:
    """The values inside of one, taken in their order."""

    def __init__(self, data: bytes, what: str) -> None:
        self._left = read_der(data)[::-1]
        self._what = what

    def next(self, *tags: int) -> Der:
        if not self._left or self._left[-1].tag not in tags:
            raise Broken(f"{self._what} without a part that belongs there")
        return self._left.pop()

    def maybe(self, tag: int) -> Der | None:
        return self._left.pop() if self._left and self._left[-1].tag == tag else None

    def inside(self, tag: int, what: str) -> "_Values":
        return _Values(self.next(tag).body, what)

    def rest(self) -> list[Der]:
        left, self._left = self._left[::-1], []
        return left

    def end(self) -> None:
        if self._left:
            raise Broken(f"{self._what} with a part that does not belong there")


def _der_integer(value: Der) -> int:
    body = value.body
    if not body or (len(body) > 1 and (body[0], body[1] >> 7) in ((0, 0), (0xFF, 1))):
        raise Broken("not DER: an integer that is not minimal")
    return int.from_bytes(body, "big", signed=True)


def _der_oid(value: Der) -> str:
    body = value.body
    if not 0 < len(body) <= 64 or body[-1] >= 0x80:
        raise Broken("not DER: an object identifier that is broken off")
    arcs, arc, fresh = [], 0, True
    for byte in body:
        if fresh and byte == 0x80:
            raise Broken("not DER: an object identifier that is not minimal")
        arc, fresh = arc << 7 | byte & 0x7F, byte < 0x80
        if fresh:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def _algorithm(value: Der) -> tuple[str, bytes]:
    """An AlgorithmIdentifier: its OID and the DER of its parameters; NULL and absent are the same."""
    parts = _Values(value.body, "an algorithm")
    oid = _der_oid(parts.next(_OID))
    rest = parts.rest()
    if len(rest) > 1:
        raise Broken("an algorithm with more than its parameters")
    return oid, b"" if not rest or rest[0].raw == b"\x05\x00" else rest[0].raw


_DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_SHA256_OID = "2.16.840.1.101.3.4.2.1"
_RSA, _RSA_PSS, _MGF1, _ED25519 = (
    "1.2.840.113549.1.1.1",
    "1.2.840.113549.1.1.10",
    "1.2.840.113549.1.1.8",
    "1.3.101.112",
)
_RSA_WITH = {f"1.2.840.113549.1.1.{last}": name for last, name in ((11, "sha256"), (12, "sha384"), (13, "sha512"))}
_ECDSA_WITH = {f"1.2.840.10045.4.3.{last}": name for last, name in ((2, "sha256"), (3, "sha384"), (4, "sha512"))}
_SIGNED_DATA, _TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_SIGNING_CERTIFICATE, _SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_MOST_CERTIFICATES = 32
_GENERALIZED = re.compile(r"(\d{14})(?:\.(\d{0,5}[1-9]))?Z", re.ASCII)


def _digest_name(value: Der) -> str:
    oid, parameters = _algorithm(value)
    if oid not in _DIGESTS or parameters:
        raise Broken("a digest that is not SHA-256, SHA-384 or SHA-512")
    return _DIGESTS[oid]


def utc(moment: datetime) -> str:
    """A time as this project writes it: RFC 3339, UTC, with a fraction only where there is one."""
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else "") + "Z"


class TimeStampInfo(NamedTuple):
    """What a time-stamp says (TSTInfo).

    Args:
        policy: Object identifier of the authority's rules.
        digest: Name of the imprint's algorithm.
        imprint: Digest of what was stamped.
        serial: The authority's number for it.
        at: The time.
        accuracy: Microseconds by which the time may be off; None where the authority does not say.
        nonce: That of the request, None where there was none.
    """

    policy: str
    digest: str
    imprint: bytes
    serial: int
    at: datetime
    accuracy: int | None
    nonce: int | None


def _time_stamp_info(data: bytes) -> TimeStampInfo:
    whole = _Values(data, "a time-stamp")
    parts = whole.inside(_SEQUENCE, "a time-stamp")
    whole.end()
    if _der_integer(parts.next(_INTEGER)) != 1:
        raise Broken("a time-stamp of another version than 1")
    policy = _der_oid(parts.next(_OID))
    imprint = parts.inside(_SEQUENCE, "an imprint")
    digest, hashed = _digest_name(imprint.next(_SEQUENCE)), imprint.next(_OCTETS).body
    imprint.end()
    serial = _der_integer(parts.next(_INTEGER))
    at = _generalized_time(parts.next(_TIME))
    accuracy = parts.maybe(_SEQUENCE)
    if (ordering := parts.maybe(0x01)) is not None and ordering.body != b"\xff":
        raise Broken("not DER: a truth value that is not minimal")
    nonce = parts.maybe(_INTEGER)
    if (authority := parts.maybe(0xA0)) is not None:
        read_der(authority.body)
    extensions = parts.maybe(0xA1)
    parts.end()
    for extension in read_der(extensions.body) if extensions is not None else []:
        if any(part.tag == 0x01 for part in read_der(extension.body)):
            raise Broken("a time-stamp with a critical extension, which this version does not know")
    return TimeStampInfo(
        policy,
        digest,
        hashed,
        serial,
        at,
        None if accuracy is None else _accuracy(accuracy),
        None if nonce is None else _der_integer(nonce),
    )


def _generalized_time(value: Der) -> datetime:
    match = _GENERALIZED.fullmatch(value.body.decode("latin-1"))
    try:
        if match is None:
            raise ValueError
        moment = datetime.strptime(match[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise Broken("a time that is none") from error
    return moment.replace(microsecond=int((match[2] or "").ljust(6, "0")))


def _accuracy(value: Der) -> int:
    parts = _Values(value.body, "an accuracy")
    total = 0
    for tag, unit in ((_INTEGER, 1_000_000), (0x80, 1000), (0x81, 1)):
        if (part := parts.maybe(tag)) is not None:
            number = _der_integer(part)
            if number < 0 or (tag != _INTEGER and not 1 <= number <= 999):
                raise Broken("an accuracy that is none")
            total += number * unit
    parts.end()
    return total


class _Signer(NamedTuple):
    """A CMS SignerInfo: whose certificate, and what is signed how."""

    issuer_serial: tuple[bytes, int] | None
    key_id: bytes | None
    digest: str
    attributes: dict[str, Der]
    signed: bytes
    algorithm: tuple[str, bytes]
    signature: bytes


class _Token(NamedTuple):
    """A TimeStampToken, taken apart and not believed yet."""

    content: bytes
    info: TimeStampInfo
    certificates: "list[Certificate]"
    signer: _Signer


def _token(data: bytes) -> _Token:
    whole = _Values(data, "a time-stamp token")
    outer = whole.inside(_SEQUENCE, "a time-stamp token")
    whole.end()
    if _der_oid(outer.next(_OID)) != _SIGNED_DATA:
        raise Broken("not signed data")
    wrapped = outer.inside(0xA0, "signed data")
    outer.end()
    parts = wrapped.inside(_SEQUENCE, "signed data")
    wrapped.end()
    if _der_integer(parts.next(_INTEGER)) not in (1, 3, 4, 5):
        raise Broken("signed data of an unknown version")
    parts.next(_SET)  # the digests' names once more; the signer's own counts
    content = parts.inside(_SEQUENCE, "the signed content")
    if _der_oid(content.next(_OID)) != _TST_INFO:
        raise Broken("signed data that is not a time-stamp")
    inner = content.inside(0xA0, "the signed content")
    content.end()
    info = inner.next(_OCTETS).body
    inner.end()
    certificates = parts.maybe(0xA0)
    parts.maybe(0xA1)  # lists of revoked certificates: not looked at, as the documentation says
    signers = read_der(parts.next(_SET).body)
    parts.end()
    if len(signers) != 1 or signers[0].tag != _SEQUENCE:
        raise Broken("not a time-stamp with one signer")
    # Debian's openssl writes this set unsorted, against DER's letter; its order means nothing
    listed = [item.raw for item in read_der(certificates.body if certificates else b"") if item.tag == _SEQUENCE]
    if len(listed) > _MOST_CERTIFICATES:
        raise Broken("a time-stamp with too many certificates")
    return _Token(info, _time_stamp_info(info), [read_certificate(item) for item in listed], _signer(signers[0].body))


def _signer(data: bytes) -> _Signer:
    parts = _Values(data, "a signer")
    version = _der_integer(parts.next(_INTEGER))
    named = parts.next(_SEQUENCE, 0x80)
    issuer_serial = None
    if named.tag == _SEQUENCE:
        issuer = _Values(named.body, "a signer's name")
        issuer_serial = (issuer.next(_SEQUENCE).raw, _der_integer(issuer.next(_INTEGER)))
        issuer.end()
    if version != (1 if issuer_serial else 3):
        raise Broken("a signer of another version")
    digest = _digest_name(parts.next(_SEQUENCE))
    signed = parts.next(0xA0)
    algorithm = _algorithm(parts.next(_SEQUENCE))
    signature = parts.next(_OCTETS).body
    parts.maybe(0xA1)
    parts.end()
    attributes: dict[str, Der] = {}
    for item in read_der(signed.body):
        attribute = _Values(item.body, "a signed attribute")
        oid, values = _der_oid(attribute.next(_OID)), read_der(attribute.next(_SET).body)
        attribute.end()
        if item.tag != _SEQUENCE or oid in attributes or len(values) != 1:
            raise Broken("a signed attribute that stands there twice")
        attributes[oid] = values[0]
    return _Signer(
        issuer_serial,
        None if issuer_serial else named.body,
        digest,
        attributes,
        bytes([_SET]) + signed.raw[1:],
        algorithm,
        signature,
    )


class Certificate(NamedTuple):
    """What matters here of an X.509 certificate.

    Args:
        der: All of it.
        name: What its holder is called, for people.
        subject: The holder's name in DER.
        issuer: The issuer's name in DER.
        serial: The issuer's number for it.
        key_id: Identifier of its key; None where it has none.
        since: From when on it is valid.
        until: When it ends.
        unknown: It has a critical extension that this version does not know.
        issues: It may sign other certificates.
        path_length: How many issuers may stand below it; None where it does not say.
        purposes: What its key is for, as object identifiers; None where it does not say.
        stamps: It is for time-stamps and nothing else, and says so critically (RFC 3161, 2.3).
        parsed: The same for `cryptography`.
    """

    der: bytes
    name: str
    subject: bytes
    issuer: bytes
    serial: int
    key_id: bytes | None
    since: datetime
    until: datetime
    unknown: bool
    issues: bool
    path_length: int | None
    purposes: tuple[str, ...] | None
    stamps: bool
    parsed: "x509.Certificate"


_TIME_STAMPING, _ANY_PURPOSE = "1.3.6.1.5.5.7.3.8", "2.5.29.37.0"


def read_certificate(data: bytes) -> Certificate:
    """Read a certificate in DER.

    Raises:
        Broken: It is none, or one that cannot be understood.
    """
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    if _serial_number(data) <= 0:  # RFC 5280 forbids it, and versions of `cryptography` differ on it
        raise Broken("a certificate without a positive serial number")
    bad = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension)
    try:
        return _certificate_facts(data, x509.load_der_x509_certificate(data))
    except (*bad, x509.UnsupportedGeneralNameType) as error:
        raise Broken(f"a certificate that cannot be read: {error}") from error


_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----\s+(.+?)\s+-----END CERTIFICATE-----", re.DOTALL)


def read_certificates(data: bytes) -> list[Certificate]:
    """Certificates of a file: one in DER, or any number in PEM.

    Raises:
        Broken: It holds none, or one that cannot be read.
    """
    written = [b"".join(match[1].split()) for match in _PEM.finditer(data)]
    found = [read_certificate(base64_bytes(text.decode("latin-1"))) for text in written]
    return found or [read_certificate(data)]


def _serial_number(data: bytes) -> int:
    whole = _Values(data, "a certificate")
    signed = whole.inside(_SEQUENCE, "a certificate").inside(_SEQUENCE, "a certificate")
    whole.end()
    signed.maybe(0xA0)
    return _der_integer(signed.next(_INTEGER))


def _certificate_facts(data: bytes, parsed: "x509.Certificate") -> Certificate:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    found: dict[type[Any], Any] = {type(item.value): item.value for item in parsed.extensions}
    known = {x509.BasicConstraints, x509.KeyUsage, x509.ExtendedKeyUsage, x509.SubjectAlternativeName}
    critical = {type(item.value) for item in parsed.extensions if item.critical}
    constraints, usage = found.get(x509.BasicConstraints), found.get(x509.KeyUsage)
    extended, key_id = found.get(x509.ExtendedKeyUsage), found.get(x509.SubjectKeyIdentifier)
    purposes = None if extended is None else tuple(item.dotted_string for item in extended)
    common = parsed.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    parsed.public_key()  # which may be of a kind that cannot be understood
    return Certificate(
        der=data,
        name=str(common[0].value) if common else parsed.subject.rfc4514_string(),
        subject=parsed.subject.public_bytes(),
        issuer=parsed.issuer.public_bytes(),
        serial=parsed.serial_number,
        key_id=None if key_id is None else key_id.digest,
        since=parsed.not_valid_before_utc,
        until=parsed.not_valid_after_utc,
        unknown=bool(critical - known),
        issues=constraints is not None and constraints.ca and (usage is None or usage.key_cert_sign),
        path_length=None if constraints is None else constraints.path_length,
        purposes=purposes,
        stamps=purposes == (_TIME_STAMPING,)
        and x509.ExtendedKeyUsage in critical
        and (usage is None or usage.digital_signature or usage.content_commitment),
        parsed=parsed,
    )


class Untrusted(Broken):
    """A time-stamp in order, whose certificate leads to no authority that is trusted here."""


class Stamp(NamedTuple):
    """A time-stamp that holds.

    Args:
        info: What it says.
        authority: The name under which the certificate is trusted that its own leads to.
        signer: Whom the signing certificate names.
        certificate: SHA-256 of the signing certificate, hex.
        until: When the first certificate of the chain ends: from then on only a later stamp speaks for this one.
    """

    info: TimeStampInfo
    authority: str
    signer: str
    certificate: str
    until: datetime

    @property
    def at(self) -> datetime:
        """The time."""
        return self.info.at


def check_time_stamp(token: bytes, stamped: bytes, authorities: Mapping[str, bytes], nonce: int | None = None) -> Stamp:
    """Check a time-stamp of RFC 3161 over bytes; whether its certificates were revoked is not asked.

    Args:
        token: TimeStampToken, DER.
        stamped: What it must be a stamp of.
        authorities: Certificates that are trusted for time-stamps, DER, by name.
        nonce: The request's, None where there is none to compare.

    Raises:
        Broken: It is malformed, of other bytes, wrongly signed, or signed with a certificate that may not stamp times.
        Untrusted: Only its authority is not known here.
    """
    read = _token(token)
    info = read.info
    if hashlib.new(info.digest, stamped).digest() != info.imprint:
        raise Broken("a time-stamp of something else: its imprint is another")
    if nonce is not None and info.nonce != nonce:
        raise Broken("an answer to another request: its nonce is another")
    anchors = {name: read_certificate(data) for name, data in authorities.items()}
    signer = _signing_certificate(read, [*read.certificates, *anchors.values()])
    _check_attributes(read, signer)
    _check_cms_signature(signer, read.signer)
    if not signer.stamps:
        raise Broken(f"the certificate of {signer.name} is not one for time-stamps alone")
    authority, until = _chain(signer, read.certificates, anchors, info.at)
    return Stamp(info, authority, signer.name, hashlib.sha256(signer.der).hexdigest(), until)


def _signing_certificate(read: _Token, candidates: list[Certificate]) -> Certificate:
    named = read.signer
    for certificate in candidates:
        if named.key_id is None:
            if (certificate.issuer, certificate.serial) == named.issuer_serial:
                return certificate
        elif certificate.key_id == named.key_id:
            return certificate
    raise Untrusted("the signer's certificate is neither in the time-stamp nor known here")


def _check_attributes(read: _Token, signer: Certificate) -> None:
    attributes = read.signer.attributes
    kind, digest = attributes.get(_CONTENT_TYPE), attributes.get(_MESSAGE_DIGEST)
    if kind is None or kind.tag != _OID or _der_oid(kind) != _TST_INFO:
        raise Broken("the signature does not say that it signs a time-stamp")
    if digest is None or digest.tag != _OCTETS or hashlib.new(read.signer.digest, read.content).digest() != digest.body:
        raise Broken("what was signed is not what the time-stamp says")
    bound = [name for name in (_SIGNING_CERTIFICATE, _SIGNING_CERTIFICATE_V2) if name in attributes]
    if not bound:
        raise Broken("the signature names no certificate that it was made with")
    for name in bound:
        lists = _Values(attributes[name].body, "the signing certificate")
        first = _Values(lists.inside(_SEQUENCE, "the signing certificate").next(_SEQUENCE).body, "its hash")
        algorithm = "sha1"
        if name == _SIGNING_CERTIFICATE_V2:
            written = first.maybe(_SEQUENCE)
            algorithm = "sha256" if written is None else _digest_name(written)
        # RFC 2634 knows only SHA-1 here; the signature itself holds under this certificate's key as well
        if hashlib.new(algorithm, signer.der, usedforsecurity=False).digest() != first.next(_OCTETS).body:
            raise Broken("made with another certificate than the signature names")


def _check_cms_signature(certificate: Certificate, signer: _Signer) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key, (oid, parameters), hashed = certificate.parsed.public_key(), signer.algorithm, _hash(signer.digest)
    try:
        if isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048:
            key.verify(signer.signature, signer.signed, _rsa_padding(oid, parameters, signer.digest), hashed)
        elif isinstance(key, ec.EllipticCurvePublicKey) and _ECDSA_WITH.get(oid) == signer.digest and not parameters:
            key.verify(signer.signature, signer.signed, ec.ECDSA(hashed))
        elif isinstance(key, Ed25519PublicKey) and oid == _ED25519 and not parameters:
            key.verify(signer.signature, signer.signed)
        else:
            raise Broken("signed with an algorithm, or a key, that is unknown, too weak, or not its certificate's")
    except (InvalidSignature, UnsupportedAlgorithm) as error:
        raise Broken("the authority's signature does not hold") from error


def _hash(name: str) -> "HashAlgorithm":
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

    return {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}[name]


def _rsa_padding(oid: str, parameters: bytes, digest: str) -> "padding.AsymmetricPadding":
    from cryptography.hazmat.primitives.asymmetric import padding

    if oid != _RSA_PSS:
        if parameters or _RSA_WITH.get(oid, digest if oid == _RSA else None) != digest:
            raise Broken("signed with an algorithm that is unknown or too weak")
        return padding.PKCS1v15()
    parts = _Values(parameters, "PSS").inside(_SEQUENCE, "PSS")
    hashed, mask, salt = parts.inside(0xA0, "PSS"), parts.inside(0xA1, "PSS"), parts.inside(0xA2, "PSS")
    oid, inner = _algorithm(mask.next(_SEQUENCE))
    named = _Values(inner, "PSS").next(_SEQUENCE)
    if _digest_name(hashed.next(_SEQUENCE)) != digest or oid != _MGF1 or _digest_name(named) != digest:
        raise Broken("signed with an algorithm that is unknown or too weak")
    length = _der_integer(salt.next(_INTEGER))
    if not 0 <= length <= 64 or parts.rest():
        raise Broken("signed with an algorithm that is unknown or too weak")
    return padding.PSS(padding.MGF1(_hash(digest)), length)


_MOST_STEPS = 256


def _chain(
    signer: Certificate, pool: list[Certificate], anchors: Mapping[str, Certificate], at: datetime
) -> tuple[str, datetime]:
    """The authority that a certificate leads to, and when the chain ends; of several chains the longest-lived."""
    found: list[tuple[datetime, str]] = []
    refused: list[str] = []
    waiting = [[signer]]
    for _ in range(_MOST_STEPS):
        if not waiting:
            break
        path = waiting.pop()
        if (why := _unfit(path, at)) is not None:
            refused.append(why)
            continue
        last = path[-1]
        trusted = next((name for name, anchor in anchors.items() if anchor.der == last.der), None)
        if trusted is not None:
            found.append((min(item.until for item in path), trusted))
            continue
        passed = {item.der for item in path}
        waiting += [[*path, new] for new in (*pool, *anchors.values()) if new.der not in passed and _issued(last, new)]
    if found:
        until, name = max(found)
        return name, until
    if refused:
        raise Broken(refused[0])
    raise Untrusted(f"the certificate of {signer.name} leads to no authority that is trusted here")


def _issued(certificate: Certificate, issuer: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    if certificate.issuer != issuer.subject:
        return False
    try:
        hashed = certificate.parsed.signature_hash_algorithm
        if hashed is not None and hashed.name not in _DIGESTS.values():
            return False
        certificate.parsed.verify_directly_issued_by(issuer.parsed)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _unfit(path: list[Certificate], at: datetime) -> str | None:
    """Why the last certificate of a path cannot stand there; None where it can."""
    last = path[-1]
    if not last.since <= at <= last.until:
        return f"the certificate of {last.name} was not valid at the stamped time"
    if last.unknown:
        return f"the certificate of {last.name} has a critical extension that this version does not know"
    if len(path) == 1:
        return None
    if not last.issues:
        return f"the certificate of {last.name} may not issue others"
    if last.path_length is not None and len(path) - 2 > last.path_length:
        return f"the certificate of {last.name} may not issue so long a chain"
    if last.purposes is not None and not {_TIME_STAMPING, _ANY_PURPOSE} & set(last.purposes):
        return f"the certificate of {last.name} may not issue certificates for time-stamps"
    return None


def imprint_of(token: bytes) -> tuple[str, bytes]:
    """Digest's name and imprint of a time-stamp that nobody has checked: to find what it is of.

    Raises:
        Broken: It is no time-stamp.
    """
    info = _token(token).info
    return info.digest, info.imprint


def digest_of(name: str, data: bytes) -> bytes:
    """The digest of that name, one of those that time-stamps may have."""
    return hashlib.new(name, data).digest()


def token_of_response(data: bytes) -> bytes:
    """The token inside of an authority's answer (TimeStampResp); a bare token is taken too.

    Raises:
        Broken: The authority refused, and why as far as it says; or this is no answer.
    """
    whole = _Values(data, "an answer")
    parts = whole.inside(_SEQUENCE, "an answer")
    whole.end()
    if parts.maybe(_OID) is not None:
        return data
    status = parts.inside(_SEQUENCE, "an answer's status")
    number = _der_integer(status.next(_INTEGER))
    said = status.maybe(_SEQUENCE)
    texts = [item.body.decode("utf-8", "replace") for item in read_der(said.body)] if said is not None else []
    failure = status.maybe(_BIT_STRING)
    status.end()
    token = parts.maybe(_SEQUENCE)
    parts.end()
    if number not in (0, 1) or token is None:
        bits = failure.body[1:] if failure is not None else b""
        words = [word for bit, word in _FAILURES.items() if bit // 8 < len(bits) and bits[bit // 8] & 0x80 >> bit % 8]
        raise Broken(
            f"the authority refused (status {number}): " + (", ".join([*words, *texts]) or "it does not say why")
        )
    return token.raw


_FAILURES = {
    0: "an algorithm that it does not know",
    2: "a request that it does not allow",
    5: "data in the wrong form",
    14: "its clock is not available",
    15: "rules that it does not know",
    16: "an extension that it does not know",
    17: "more information than is available",
    25: "a failure of its own",
}


def time_stamp_query(stamped: bytes, nonce: int, digest: str = "sha256") -> bytes:
    """A request for a time-stamp (TimeStampReq), with the certificates in the answer.

    Args:
        stamped: What to stamp; only its digest goes into the request.
        nonce: A positive number that was never used before.
        digest: `sha256`, `sha384` or `sha512`.
    """
    oid = next(oid for oid, name in _DIGESTS.items() if name == digest)
    algorithm = write_der(_SEQUENCE, write_der(_OID, _oid_body(oid)) + b"\x05\x00")
    imprint = write_der(_SEQUENCE, algorithm + write_der(_OCTETS, hashlib.new(digest, stamped).digest()))
    number = nonce.to_bytes(nonce.bit_length() // 8 + 1, "big")
    return write_der(_SEQUENCE, b"\x02\x01\x01" + imprint + write_der(_INTEGER, number) + b"\x01\x01\xff")


def query_imprint(data: bytes) -> tuple[str, bytes, int | None]:
    """Digest's name, imprint and nonce of a request.

    Raises:
        Broken: It is not a request for a time-stamp.
    """
    whole = _Values(data, "a request")
    parts = whole.inside(_SEQUENCE, "a request")
    whole.end()
    if _der_integer(parts.next(_INTEGER)) != 1:
        raise Broken("a request of another version than 1")
    imprint = parts.inside(_SEQUENCE, "an imprint")
    name, hashed = _digest_name(imprint.next(_SEQUENCE)), imprint.next(_OCTETS).body
    parts.maybe(_OID)
    nonce = parts.maybe(_INTEGER)
    return name, hashed, None if nonce is None else _der_integer(nonce)


def write_der(tag: int, body: bytes) -> bytes:
    """A value in DER."""
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def _oid_body(oid: str) -> bytes:
    first, second, *others = map(int, oid.split("."))
    body = b""
    for arc in (40 * first + second, *others):
        part = bytes([arc & 0x7F])
        while arc := arc >> 7:
            part = bytes([0x80 | arc & 0x7F]) + part
        body += part
    return body


# --- Verdicts


class Findings:
    """Problems and notes, as they are found."""

    def __init__(self) -> None:
        self.problems: list[dict[str, str]] = []
        self.notes: list[dict[str, str]] = []
        self.lacking: list[str] = []
        self._seen: set[tuple[str, str]] = set()
        self._lacks: set[tuple[str, str]] = set()
        self._places: set[str] = set()

    def problem(self, what: str, where: str) -> None:
        """Note what is wrong with a file."""
        if (what, where) not in self._seen:
            self._seen.add((what, where))
            self._places.add(where)
            self.problems.append({"what": what, "where": _shown(where)})

    def lack(self, what: str, where: str, said: str) -> None:
        """Note a problem that is no sign of a change: what whoever verifies asked for, and does not find.

        Args:
            what: What is missing.
            where: The file to name.
            said: The same for the verdict's sentence.
        """
        self.problem(what, where)
        if said not in self.lacking:
            self.lacking.append(said)
        self._lacks.add((what, where))

    @property
    def changed(self) -> bool:
        """Whether any problem may come from a change."""
        return bool(self._seen - self._lacks)

    def note(self, what: str, where: str) -> None:
        """Note what a reader should know and what is not wrong."""
        self.notes.append({"what": what, "where": _shown(where)})

    def bad(self, where: str) -> bool:
        """Whether a problem of this file is known."""
        return where in self._places


def _shown(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _verdict(
    found: Findings,
    size: int,
    root: bytes | None,
    counts: Mapping[str, int],
    clocks: "Clocks",
    pin: tuple[bytes, str] | None = None,
) -> dict[str, Any]:
    failed = bool(found.problems)
    if failed and not found.changed:
        meaning = (
            f"Nothing was found changed in what is here. It fails for another reason: {'; '.join(found.lacking)}. "
            "See problems."
        )
    elif failed:
        meaning = (
            "Something was changed, added or taken away since admission, or cannot be read: see problems. "
            "What is not named there was found unchanged, as far as it could be checked."
        )
    else:
        sealed = f", the ciphertexts of {counts['SEALED']} sealed" if counts.get("SEALED") else ""
        times = ", at times stated by the case's own clock and by no other."
        if not clocks.time.startswith(OWN_CLOCK):
            times = f". Whose clock says when: {clocks.time}."
        meaning = (
            f"Nothing has changed since admission: {_counted(counts['VERIFIED'], 'exhibit')}{sealed} and {size} log "
            f"entries are byte for byte what was signed{times} This does not show that a leaked document is genuine."
        )
        if clocks.unstamped:
            meaning += " No time-stamp in it counts by the authorities that were named for this check."
        if counts.get("ERASED"):
            meaning += (
                f" {_were(counts['ERASED'], 'exhibit')} erased by two keys under an authority that the log names; the "
                "proof of what stood there still holds."
            )
    return {
        "verdict": "FAILED" if failed else "VERIFIED",
        "meaning": meaning,
        "size": size,
        "root": root.hex() if root is not None else None,
        "agrees_with": None if failed or pin is None else parse_checkpoint(pin[0]).size,
        "time": clocks.time,
        "clocks": clocks.clocks,
        "exhibits": {kind: counts.get(kind, 0) for kind in ("VERIFIED", "SEALED", "ERASED", "FAILED")},
        "problems": found.problems,
        "notes": found.notes,
    }


def _walk(folder: Path, found: Findings, prefix: str = "") -> dict[str, int]:
    """Regular files under a folder with their sizes; links and special files are problems and are not followed."""
    files: dict[str, int] = {}
    waiting = [""]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(folder / place) as listing:
                for item in listing:
                    path = f"{place}/{item.name}" if place else item.name
                    if item.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    elif item.is_file(follow_symlinks=False):
                        files[path] = item.stat(follow_symlinks=False).st_size
                    else:
                        found.problem("a link or special file, which the format does not know", prefix + path)
        except FileNotFoundError:
            if not place:
                found.problem("missing", prefix.rstrip("/") or str(folder))
        except OSError as error:
            found.problem(f"cannot be read: {error.strerror}", prefix + place)
    return files


def hash_file(path: Path | str) -> tuple[str, int]:
    """SHA-256 in hex and size of a file, read in pieces.

    Raises:
        OSError: It cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise OSError(0, "not a regular file")
        digest, size = hashlib.sha256(), 0
        expected = min(state.st_size, _PIECE)
        while piece := os.read(handle, expected + 1):
            digest.update(piece)
            size += len(piece)
            if size == state.st_size and len(piece) <= expected:  # shorter than asked for: its end
                break
    finally:
        os.close(handle)
    return digest.hexdigest(), size


_PIECE = (1 << 18) - 1


class Tree:
    """Rebuilds a log's tree from its leaf hashes, bundle by bundle, and compares every tile."""

    def __init__(self, read: Callable[[str], bytes | None], problem: Callable[[str, str], None]) -> None:
        self._read = read
        self._problem = problem
        self._levels: list[list[bytes]] = [[]]
        self._numbers: list[int] = [0]
        self.expected: set[str] = set()

    def stored(self, level: int, number: int, width: int) -> list[bytes]:
        """Hashes of a stored tile; fewer than `width` where it is damaged, which is noted."""
        path = tile_path(level, number, width)
        self.expected.add(path)
        data = self._read(path)
        if data is None:
            return []
        if len(data) != 32 * width:
            self._problem(f"a tile of {len(data)} bytes instead of {32 * width}", path)
        return [data[at : at + 32] for at in range(0, min(len(data) // 32, width) * 32, 32)]

    def root_with(self, hashes: list[bytes]) -> bytes:
        """Root if the log ended after these leaf hashes of the next bundle."""
        return fold_levels([hashes, *self._levels[1:]])

    def push(self, hashes: list[bytes]) -> None:
        """Add a bundle's leaf hashes, whose own tile was compared by the caller."""
        self._levels[0] = hashes
        level = 0
        while len(self._levels[level]) == WIDTH:
            if level:
                self._compare(level)
            full = fold(self._levels[level])
            self._levels[level] = []
            self._numbers[level] += 1
            level += 1
            if level == len(self._levels):
                self._levels.append([])
                self._numbers.append(0)
            self._levels[level].append(full)

    def finish(self) -> bytes:
        """Compare the partial tiles and return the root."""
        for level in range(1, len(self._levels)):
            if self._levels[level]:
                self._compare(level)
        return fold_levels(self._levels)

    def _compare(self, level: int) -> None:
        hashes = self._levels[level]
        path = tile_path(level, self._numbers[level], len(hashes))
        if self.stored(level, self._numbers[level], len(hashes)) != hashes:
            self._problem("a tile that does not follow from the entries below it", path)


# --- Work for every core: bodies and exhibits are checked by processes beside this one

_RECORD = 73
"""Bytes that say of one body: its commitment (32), what it is (1), and of an admission SHA-256 (32) and size (8)."""
_LOOK, _ADMITS, _OTHER = range(3)
"""What a body is: to be looked at by whoever verifies the log; a plain admission; of no meaning to the verifier."""
_MEANT = frozenset(
    (
        "actor-add",
        "admit",
        "recover",
        "key-rotate",
        "hold",
        "erase-request",
        "erase-approve",
        "erase-done",
        "seal",
        "set",
        "cosign",
        "timestamp",
    )
)
"""Types that the verifier reads."""
_NO_SIZE = (1 << 64) - 1
_AHEAD = 4
"""Orders that a process of the crew has before it."""


def _told(values: Mapping[str, Any]) -> bool:
    """Whether a body tells type, time and day as it must."""
    at = values.get("at")
    return isinstance(values.get("type"), str) and _is_hex(at, _AT) and values.get("day") == str(at)[:10]


def _packed_admission(values: Mapping[str, Any]) -> bytes:
    size: Any = values.get("size")
    packed = size if type(size) is int and size >= 0 else _NO_SIZE
    return bytes.fromhex(values["sha256"]) + int(packed).to_bytes(8, "big")


def _record(line: bytes, index: int) -> bytes:
    """What a body says, in `_RECORD` bytes."""
    try:
        if not line.endswith(b"\n"):
            return bytes(_RECORD)
        fields = parse_body(line[:-1], index)
    except Broken:
        return bytes(_RECORD)
    values = fields.values
    if fields.closed or not _told(values) or "group" in values:
        return bytes(_RECORD)
    commitment = bytes.fromhex(fields.commitment)
    if values["type"] == "admit" and _is_hash(values.get("sha256")):
        return commitment + bytes([_ADMITS]) + _packed_admission(values)
    return commitment + bytes([_LOOK if values["type"] in _MEANT else _OTHER]) + bytes(40)


def check_bodies(path: Path, number: int, width: int) -> bytes | None:
    """A `_RECORD` for each body of a file, and a byte that says whether the file goes on; None where it ends early."""
    try:
        with path.open("rb") as stream:
            lines = [stream.readline(LINE_LIMIT + 1) for _ in range(width)]
            more = bool(stream.read(1))
    except OSError:
        return None
    if not all(lines):
        return None
    return b"".join(_record(line, number * WIDTH + place) for place, line in enumerate(lines)) + bytes([more])


def check_exhibits(path: Path) -> bytes | None:
    """Name (32 bytes) and size (8) of each file of a folder of exhibits; None where one is not what its name says."""
    found = bytearray()
    folder = path.name
    try:
        with os.scandir(path) as listing:
            for item in listing:
                name = item.name
                if not _is_hash(name) or name[:2] != folder or not item.is_file(follow_symlinks=False):
                    return None
                digest, size = hash_file(item.path)
                if digest != name:
                    return None
                found += bytes.fromhex(name) + size.to_bytes(8, "big")
    except OSError:
        return None
    return bytes(found)


class Crew:
    """Processes beside this one that check folders of exhibits and files of bodies.

    What they cannot vouch for is left to the caller, who looks again and says what is wrong. Without any process, or
    when one ends early, everything is done here: the answers are the same.

    Args:
        folder: Of the case.
        bodies: Number and width of each bundle.
    """

    def __init__(self, folder: Path, bodies: list[tuple[int, int]]) -> None:
        self._folder = folder
        self._waiting: deque[str] = deque()
        self._bodies = deque(number for number, _ in bodies)
        self._widths = dict(bodies)
        self._turn = threading.Condition()
        self._taken: set[str | int] = set()
        self._done: dict[str | int, bytes | None] = {}
        self._hands: list[tuple[threading.Thread, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> "Crew":
        """The crew, with nobody in it so far."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Send everybody home."""
        with self._turn:
            self._waiting.clear()
            self._bodies.clear()
        for thread, process in self._hands:
            if exception[0] is not None:
                process.kill()
            thread.join()

    def enlist(self) -> None:
        """Take on a process for every other core."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        here = Path(os.path.abspath(__file__))  # noqa: PTH100
        # imported, not run: what was compiled before need not be compiled again
        program = f"import sys; sys.path.insert(0, {str(here.parent)!r}); import {here.stem}; {here.stem}.crew_member()"
        command = [sys.executable, "-I", "-B", "-c", program]
        while sys.executable and len(self._hands) < cores - 1:
            try:
                process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
            except OSError:
                return
            thread = threading.Thread(target=self._drive, args=(process,), daemon=True)
            self._hands.append((thread, process))
            thread.start()

    def expect(self, folders: list[str]) -> None:
        """Say which folders of exhibits are to be checked; they go before bodies."""
        with self._turn:
            self._waiting.extend(folders)

    def _drive(self, process: "subprocess.Popen[bytes]") -> None:
        asked: deque[str | int] = deque()
        try:
            while self._ask(process, asked):
                answer = _answered(process)
                with self._turn:
                    self._done[asked.popleft()] = answer
                    self._turn.notify_all()
        except (OSError, EOFError):
            process.kill()
            with self._turn:
                self._taken.difference_update(asked)  # done by whoever asks for it
                self._turn.notify_all()
        finally:
            _dismiss(process)

    def _ask(self, process: "subprocess.Popen[bytes]", asked: "deque[str | int]") -> bool:
        """Keep a few orders ahead, so that the other process never waits for this one; whether any are open."""
        assert process.stdin is not None  # noqa: S101  # it is a pipe
        while len(asked) < _AHEAD and (job := self._next()) is not None:
            asked.append(job)
            process.stdin.write(self._order(job))
        process.stdin.flush()
        return bool(asked)

    def _next(self) -> str | int | None:
        with self._turn:
            while self._waiting:
                if (folder := self._waiting.pop()) not in self._taken:
                    self._taken.add(folder)
                    return folder
            while self._bodies:
                if (number := self._bodies.pop()) in self._taken:
                    return None  # whoever verifies the log has come so far
                self._taken.add(number)
                return number
            return None

    def _order(self, job: str | int) -> bytes:
        if isinstance(job, str):
            words = ["exhibits", os.fsencode(self._folder / "exhibits" / job).hex()]
        else:
            path = os.fsencode(self._folder / "log" / bodies_path(job)).hex()
            words = ["bodies", path, str(job), str(self._widths[job])]
        return " ".join(words).encode() + b"\n"

    def _had(self, job: str | int) -> tuple[bool, bytes | None]:
        """Whether somebody did it or is about to, and the answer; otherwise it is the caller's."""
        with self._turn:
            while job in self._taken and job not in self._done:
                self._turn.wait()
            if job in self._done:
                return True, self._done.pop(job)
            self._taken.add(job)
            return False, None

    def bodies(self, number: int, width: int) -> bytes | None:
        """As `check_bodies`, of a file that is asked for in its turn."""
        done, answer = self._had(number)
        return answer if done else check_bodies(self._folder / "log" / bodies_path(number), number, width)

    def exhibits(self, folder: str) -> bytes | None:
        """As `check_exhibits`, of a folder that is asked for in its turn."""
        done, answer = self._had(folder)
        return answer if done else check_exhibits(self._folder / "exhibits" / folder)


def _dismiss(process: "subprocess.Popen[bytes]") -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # it ended before it had read everything
                pipe.close()
    process.wait()


def _answered(process: "subprocess.Popen[bytes]") -> bytes | None:
    assert process.stdout is not None  # noqa: S101  # it is a pipe
    length = process.stdout.read(8)
    if len(length) < 8:
        raise EOFError
    if (size := int.from_bytes(length, "big")) == _NO_SIZE:
        return None
    answer = process.stdout.read(size)
    if len(answer) < size:
        raise EOFError
    return answer


def crew_member() -> int:
    """What a process of the crew does: a line asks for a check, an answer has its length before it."""
    for line in sys.stdin.buffer:
        what, place, *numbers = line.split()
        path = Path(os.fsdecode(bytes.fromhex(place.decode())))
        answer = check_exhibits(path) if what == b"exhibits" else check_bodies(path, int(numbers[0]), int(numbers[1]))
        sys.stdout.buffer.write((_NO_SIZE if answer is None else len(answer)).to_bytes(8, "big") + (answer or b""))
        sys.stdout.buffer.flush()
    return 0


# --- Erasures


class Erasure(NamedTuple):
    """An erasure that was approved: by which entries, of which admissions, and what is gone for it."""

    request: int
    one_account: bool
    exhibits: set[int]
    fields: dict[int, set[str]]
    torn: set[str]


class Erasures:
    """What the log says of holds and erasures, and whether what is gone was rightly erased."""

    def __init__(self) -> None:
        self.held: dict[int, set[int]] = {}
        self.requests: dict[int, tuple[str, set[int], str]] = {}
        self.approved: dict[int, Erasure] = {}
        self.done: dict[int, int] = {}

    def hold(self, values: Mapping[str, Any], index: int) -> None:
        """An exhibit is held, or a hold is lifted.

        Raises:
            Broken: It names neither.
        """
        if "lifts" in values:
            if self.held.pop(values["lifts"], None) is None:
                raise Broken("lifts a hold that there is not")
        else:
            self.held[index] = _indices(values.get("exhibits"), index)

    def request(self, values: Mapping[str, Any], index: int, actor: str) -> None:
        """Somebody asks for an erasure.

        Raises:
            Broken: It does not say of what.
        """
        self.requests[index] = actor, _indices(values.get("exhibits"), index), str(values.get("authority"))

    def approve(self, values: Mapping[str, Any], index: int, actor: str) -> None:
        """Somebody else agrees; from here on what it names may be gone.

        Raises:
            Broken: There is no such request, the same key asked for it, it is held, or goes beyond the request.
        """
        asked = self.requests.get(values.get("request", -1))
        if asked is None:
            raise Broken("approves an erasure that nobody asked for")
        if asked[0] == actor:
            raise Broken("an erasure approved by the key that asked for it")
        exhibits = _indices([item.get("entry") for item in _objects(values.get("exhibits"))], index)
        if not exhibits <= asked[1]:
            raise Broken("an erasure of more than was asked for")
        if any(exhibits & held for held in self.held.values()):
            raise Broken("an erasure of what is under a hold")
        fields: dict[int, set[str]] = {}
        for item in _objects(values.get("fields", [])):
            (entry,) = _indices([item.get("entry")], index)
            names = item.get("names")
            if not isinstance(names, list) or not all(_is_hex(name, FIELD) for name in names):
                raise Broken("an erasure that does not name the fields")
            fields[entry] = set(names)
        torn = values.get("torn", [])
        if not isinstance(torn, list) or not all(isinstance(name, str) for name in torn):
            raise Broken("an erasure that does not name the pieces")
        self.approved[index] = Erasure(
            values["request"], values.get("one_account") is True, exhibits, fields, {f"torn/{name}" for name in torn}
        )

    def finish(self, values: Mapping[str, Any], index: int) -> Erasure:
        """What was approved is gone.

        Raises:
            Broken: It was not approved.
        """
        approved = self.approved.get(values.get("approve", -1))
        if approved is None or approved.request != values.get("request"):
            raise Broken("an erasure without its request and approval")
        self.done[values["approve"]] = index
        return approved

    def authority(self, erasure: Erasure) -> str:
        """Under which authority, in words."""
        return self.requests[erasure.request][2]

    def fields(self) -> dict[int, set[str]]:
        """Names of the fields of each entry that may be gone."""
        gone: dict[int, set[str]] = {}
        for erasure in self.approved.values():
            for entry, names in erasure.fields.items():
                gone.setdefault(entry, set()).update(names)
        return gone

    def exhibits(self, *, done: bool) -> set[int]:
        """Admissions of what was erased, or only of what is gone for sure."""
        chosen = [erasure for index, erasure in self.approved.items() if not done or index in self.done]
        return set().union(*(erasure.exhibits for erasure in chosen))


def _objects(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Broken("a list of something else than objects")
    return value


def _indices(value: Any, below: int) -> set[int]:
    """Indices of entries before `below`.

    Raises:
        Broken: It is no list of such.
    """
    if not isinstance(value, list) or not all(type(item) is int and 0 <= item < below for item in value):
        raise Broken("a list of entries that are not there")
    return set(value)


# --- Whose clock: what others signed of the log


def root_of_tiles(read: Callable[[str], bytes | None], size: int, total: int) -> bytes | None:
    """The root that a log had at a size, from its hash tiles; None where one is missing or too short.

    Args:
        read: Gives a tile by its path.
        size: Entries then.
        total: Entries now, for the names of partial tiles.
    """
    levels: list[list[bytes]] = []
    while size >> (8 * len(levels)):
        level = len(levels)
        number, width = divmod(size >> (8 * level), WIDTH)
        stored = min(WIDTH, (total >> (8 * level)) - number * WIDTH)
        data = read(tile_path(level, number, stored)) if width else b""
        if data is None or len(data) < 32 * width:
            return None
        levels.append([data[at : at + 32] for at in range(0, 32 * width, 32)])
    return fold_levels(levels)


class History(NamedTuple):
    """A log as far as it was checked, for comparing with what others signed of it.

    Args:
        origin: Its name.
        size: Entries.
        root_at: Its root at a size; None where that cannot be told, which is a problem of its own.
        key_at: The key that signed its checkpoints of a size; None where it is unknown.
        keys: All keys that ever signed its checkpoints.
    """

    origin: str
    size: int
    root_at: Callable[[int], bytes | None]
    key_at: Callable[[int], bytes | None]
    keys: tuple[bytes, ...]

    @classmethod
    def of(cls, origin: str, size: int, tile: Callable[[str], bytes | None], keys: LogKeys | None) -> "History":
        """A log by its checked tiles and the keys that signed it, if they are known."""
        return cls(
            origin,
            size,
            lambda at: root_of_tiles(tile, at, size),
            lambda at: None if keys is None else keys.at(at),
            () if keys is None else keys.all,
        )


class Clocks(NamedTuple):
    """By whose clock the entries of a log were there.

    Args:
        time: In words.
        clocks: An object each: `kind` (`witness`, `timestamp`, `own`), `name`, `at`, `size`, and what else is known.
        unchecked: Cosignatures that this machine could not check, in words for the end of a sentence; or nothing.
        asked: Whether a policy asks for witnesses.
        witnessed: The first so many entries are witnessed by the policy's quorum.
        unstamped: Whoever verifies named authorities, and no time-stamp counts by them.
    """

    time: str
    clocks: list[dict[str, Any]]
    unchecked: str
    asked: bool
    witnessed: int
    unstamped: bool


OWN_CLOCK = "own clock"


class _Stamped(NamedTuple):
    """A time-stamp in its place in the log."""

    entry: int
    size: int
    stamp: Stamp


class _Quorum(NamedTuple):
    size: int
    at: int
    names: tuple[str, ...]


class Outside:
    """What a log holds of others: policies, cosignatures, time-stamps.

    Args:
        found: Where problems and notes go.
        pinned: A policy that whoever verifies brought along; it decides instead of the log's own.
        trusted: Authorities that whoever verifies trusts for time-stamps, instead of those that the log names.
    """

    def __init__(
        self, found: Findings, pinned: Policy | None = None, trusted: Mapping[str, bytes] | None = None
    ) -> None:
        self._found = found
        self._pinned = pinned
        self._trusted = trusted
        self._policies: list[Policy | None] = []
        self._authorities: dict[str, bytes] = {}
        self._cosigned: list[tuple[int, Mapping[str, Any], str]] = []
        self._stamped: list[tuple[int, Mapping[str, Any], str]] = []
        self._unchecked = 0

    def take(self, index: int, values: Mapping[str, Any], where: str) -> None:
        """Take what an entry says, in the order of the log; anything else than these types is left alone."""
        match values.get("type"):
            case "cosign":
                self._cosigned.append((index, values, where))
            case "timestamp":
                self._stamped.append((index, values, where))
            case "set":
                try:
                    if "policy" in values:
                        text = values["policy"]
                        self._policies.append(None if text is None else parse_policy(_text(text).encode()))
                    if "authorities" in values:
                        self._authorities = parse_authorities(values["authorities"])
                except Broken as error:
                    self._found.problem(f"entry {index}: {error}", where)

    @property
    def pinned(self) -> bool:
        """Whether whoever verifies brought a policy along."""
        return self._pinned is not None

    @property
    def policy(self) -> Policy | None:
        """The policy that decides: the one brought along, or the newest of the log."""
        return self._pinned or (self._policies[-1] if self._policies else None)

    def settle(self, log: History, now: datetime, where: str) -> Clocks:
        """Compare all of it with the log.

        Args:
            log: What was verified of it.
            now: By the clock of whoever verifies; only the expiry of time-stamps asks for it.
            where: The file to name for what the log as a whole lacks.
        """
        policy = self.policy
        if policy is not None and policy.logs and not self._knows(policy, log):
            self._found.lack("the policy does not know this log", where, "the policy is of another log")
        seen = self._cosignatures(log, policy)
        stamps = self._valid(self._stamps(log), now)
        asked = policy is not None and policy.quorum != "none"
        quorum = _quorum(policy, seen) if policy is not None and asked else None
        if asked and quorum is None:
            what = "the quorum of witnesses is met for no entry"
            if self._pinned is not None:
                what += ": nobody whom the given policy trusts vouches for this history"
                said = f"the witnesses whom the given policy asks for are not there{self._left_unchecked()}"
                self._found.lack(what + self._left_unchecked(), where, said)
            else:
                self._found.note(what + self._left_unchecked(), where)
        return Clocks(
            _in_words(log.size, seen, quorum, stamps),
            [
                *_witness_clocks(seen),
                *_stamp_clocks(stamps),
                {"kind": "own", "name": OWN_CLOCK, "at": None, "size": log.size},
            ],
            self._left_unchecked(),
            asked,
            quorum.size if quorum is not None else 0,
            self._trusted is not None and not stamps,
        )

    def _left_unchecked(self) -> str:
        """What to add where cosignatures are missed, so that nobody takes an old `cryptography` for a forgery."""
        if not self._unchecked:
            return ""
        return f" ({_counted(self._unchecked, 'cosignature')} could not be checked here: see the notes)"

    def _knows(self, policy: Policy, log: History) -> bool:
        kinds = {(key.name, key.public_key) for key in policy.logs if key.kind == ED25519_NOTE}
        return any((log.origin, key) in kinds for key in log.keys)

    def _head(self, entry: tuple[int, Mapping[str, Any], str], log: History, whom: str) -> Checkpoint | None:
        """The checkpoint that somebody signed, if it is one of this log."""
        index, values, where = entry
        try:
            head = parse_checkpoint(_text(values.get("checkpoint")).encode())
            if type(values.get("size")) is not int or (head.size, head.root.hex()) != (
                values["size"],
                values.get("root"),
            ):
                raise Broken("names another size or root than its checkpoint")
            if head.origin != log.origin or not 0 < head.size <= index:
                raise Broken("a checkpoint of another log, or of entries that came later")
            key = log.key_at(head.size)
            if key is not None:
                check_checkpoint(head, key)
        except Broken as error:
            self._found.problem(f"entry {index}: {error}", where)
            return None
        root = log.root_at(head.size)
        if root is not None and root != head.root:
            what = f"the log's first {head.size} entries are not those that {whom} saw: history was rewritten"
            self._found.problem(f"entry {index}: {what}", where)
        return head if root == head.root else None

    def _cosignatures(self, log: History, policy: Policy | None) -> dict[str, list[tuple[int, int]]]:
        """Sizes and times that each witness of the policy vouches for, by the policy's name for them."""
        known: dict[tuple[str, bytes], tuple[str, VerifierKey]] = {}
        for each in (*self._policies, self._pinned):
            if each is not None:
                known |= {(key.name, key.id): (name, key) for name, key in each.witnesses.items()}
        names = {key.public_key: name for name, key in policy.witnesses.items()} if policy is not None else {}
        seen: dict[str, list[tuple[int, int]]] = {}
        for entry in self._cosigned:
            index, values, where = entry
            try:
                lines = parse_cosignatures(_text(values.get("signatures")))
            except Broken as error:
                self._found.problem(f"entry {index}: {error}", where)
                continue
            theirs = [(line, *known[line.name, line.id]) for line in lines if (line.name, line.id) in known]
            whom = ", ".join(name for _, name, _ in theirs) or ", ".join(line.name for line in lines)
            head = self._head(entry, log, f"witness {whom}")
            if not theirs:
                self._found.note(f"entry {index}: cosigned by nobody whom a policy names", where)
            if head is None:
                continue
            for line, name, key in theirs:
                try:
                    check_cosignature(key, line, head)
                except Broken as error:
                    self._found.problem(f"entry {index}: the cosignature of {name}: {error}", where)
                except Uncheckable as error:
                    self._unchecked += 1
                    self._found.note(f"entry {index}: the cosignature of {name} {error}; it was not counted", where)
                else:
                    if key.public_key in names:
                        seen.setdefault(names[key.public_key], []).append((head.size, line.time))
        return seen

    def _stamps(self, log: History) -> list[_Stamped]:
        """Time-stamps that were right when they were made."""
        right = []
        for entry in self._stamped:
            index, values, where = entry
            head = self._head(entry, log, "the time-stamp's authority")
            if head is None:
                continue
            try:
                token = base64_bytes(_text(values.get("token")))
                authorities = self._authorities if self._trusted is None else self._trusted
                stamp = check_time_stamp(token, values["checkpoint"].encode(), authorities)
                right.append(_Stamped(index, head.size, stamp))
            except Untrusted as error:
                self._found.note(f"entry {index}: {error}; the time-stamp was not counted", where)
            except Broken as error:
                self._found.problem(f"entry {index}: {error}", where)
        return right

    def _valid(self, stamps: list[_Stamped], now: datetime) -> list[_Stamped]:
        """Those that count today: by certificates in force, or by a later stamp made while theirs were (RFC 4998)."""
        valid: list[_Stamped] = []
        for each in reversed(stamps):
            until = each.stamp.until
            if until > now or any(later.size > each.entry and later.stamp.at < until for later in valid):
                valid.append(each)
            else:
                what = (
                    f"entry {each.entry}: the certificates of this time-stamp ended on {utc(until)[:10]} and no later "
                    "stamp covers it: it counts no longer"
                )
                self._found.note(what, next(where for index, _, where in self._stamped if index == each.entry))
        return valid[::-1]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Broken("a field that is missing or not text")
    return value


def parse_authorities(value: Any) -> dict[str, bytes]:
    """Certificates in DER by name, from the field `authorities`.

    Raises:
        Broken: It is malformed, or two have one name.
    """
    found: dict[str, bytes] = {}
    for item in value if isinstance(value, list) else [None]:
        if not isinstance(item, dict) or item.keys() != {"name", "certificate"} or _text(item["name"]) in found:
            raise Broken("not a list of authorities with name and certificate")
        found[item["name"]] = base64_bytes(_text(item["certificate"]))
        read_certificate(found[item["name"]])
    return found


def _quorum(policy: Policy, seen: Mapping[str, list[tuple[int, int]]]) -> _Quorum | None:
    """The largest size that enough witnesses have cosigned (a later one covers an earlier), and by when they had."""
    for size in sorted({size for each in seen.values() for size, _ in each}, reverse=True):
        first = {
            name: min(time for reached, time in each if reached >= size)
            for name, each in seen.items()
            if any(reached >= size for reached, _ in each)
        }
        enough: set[str] = set()
        for time, name in sorted((time, name) for name, time in first.items()):
            enough.add(name)
            if policy.met_by(enough):
                return _Quorum(size, time, tuple(sorted(enough)))
    return None


def posix_utc(time: int) -> str:
    """A time of a cosignature, in POSIX seconds, as this project writes it."""
    return utc(datetime.fromtimestamp(time, UTC))


def _witness_clocks(seen: Mapping[str, list[tuple[int, int]]]) -> list[dict[str, Any]]:
    return [
        {"kind": "witness", "name": name, "at": posix_utc(time), "size": size}
        for name, each in sorted(seen.items())
        for size, time in [max(each, key=lambda pair: (pair[0], -pair[1]))]
    ]


def _stamp_clocks(stamps: list[_Stamped]) -> list[dict[str, Any]]:
    return [
        {
            "kind": "timestamp",
            "name": each.stamp.authority,
            "at": utc(each.stamp.at),
            "size": each.size,
            "until": utc(each.stamp.until),
            "certificate": each.stamp.certificate,
        }
        for each in stamps
    ]


def _in_words(
    size: int, seen: Mapping[str, list[tuple[int, int]]], quorum: _Quorum | None, stamps: list[_Stamped]
) -> str:
    told, reached = [], 0
    if quorum is not None:
        reached, count = quorum.size, len(quorum.names)
        witnesses = f"{count} witness{'es' if count > 1 else ''} ({', '.join(quorum.names)})"
        told.append(f"{witnesses} by {posix_utc(quorum.at)} for the first {quorum.size} entries")
    newest = {each.stamp.authority: each for each in stamps}
    for name, each in sorted(newest.items()):
        reached = max(reached, each.size)
        told.append(f"time-stamp of {name} at {utc(each.stamp.at)} for the first {each.size} entries")
    if reached < size:
        told.append(f"{OWN_CLOCK} for later entries" if told else OWN_CLOCK)
    if seen and quorum is None:
        told.append(f"cosigned by {', '.join(sorted(seen))}, fewer than the policy asks for")
    return "; ".join(told)


# --- A case


class _Actor(NamedTuple):
    """A key that signs entries, and from which entry on it does so no longer."""

    key: "Ed25519PublicKey"
    until: int | None = None


class _Unsigned(NamedTuple):
    """An entry whose signature is still to be checked, by itself or with its group."""

    place: int
    leaf: Leaf
    hashed: bytes
    path: str
    spot: tuple[int, int] | None


class _Lines:
    """Lines of a file of bodies, asked for by place, forwards."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._at = 0

    def line(self, place: int) -> bytes | None:
        """The line at a place, None where the file ends before it."""
        found = None
        while self._at <= place:
            found = next(self._lines, None)
            self._at += 1
        return found

    def close(self) -> None:
        """Close the file."""
        self._lines.close()  # type: ignore[attr-defined]


class _Seal(NamedTuple):
    """A ciphertext: its size; the exhibit in it that was open before; whether it came in sealed; whether all holds."""

    size: Any
    exhibit: bytes | None
    admitted: bool
    sound: bool


class _Case:
    """One verification of a case folder; problems name paths relative to it."""

    def __init__(
        self, folder: Path, found: Findings, *, every_signature: bool = False, outside: Outside | None = None
    ) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.found = found
        self.every_signature = every_signature
        self.files: dict[str, int] = {}
        self.edge: dict[str, bytes] = {}
        self.origin = ""
        self.first_key: bytes | None = None
        self.log_keys: LogKeys | None = None
        self.presumed: LogKeys | None = None
        self.actors: dict[str, _Actor] = {}
        self.unknown: set[str] = set()
        self.size = 0
        self.root: bytes | None = None
        self.pins: dict[int, list[tuple[bytes, str]]] = {}
        self.torn: dict[str, tuple[str, int]] = {}
        self.abandoned: dict[tuple[int, str], int] = {}
        self.admitted = [bytearray() for _ in range(256)]
        self.unsigned: list[_Unsigned] = []
        self.erasures = Erasures()
        self.closed: dict[int, tuple[int, frozenset[str], str]] = {}
        self.seals: dict[bytes, _Seal] = {}
        self.sealed_open: set[bytes] = set()
        self.outside = outside or Outside(found)

    # The snapshot: what stands there while the checkpoint does not move.

    def problem(self, what: str, path: str) -> None:
        """Note a problem of a file under log/."""
        self.found.problem(what, "log/" + path)

    def snapshot(self) -> bytes:
        """List the log and read its edge so that both belong to one checkpoint, even while somebody appends."""
        before = b""
        for _ in range(50):
            before = self._checkpoint_bytes()
            listing = Findings()
            self.files = _walk(self.log, listing, "log/")
            self.edge = {}
            for path in [path for path in self.files if ".p/" in path]:
                data = self._from_disk(path)
                if data is None:
                    del self.files[path]
                else:
                    self.edge[path] = data
            if self._checkpoint_bytes() == before:
                break
        for problem in listing.problems:
            self.found.problem(problem["what"], problem["where"])
        return before

    def _checkpoint_bytes(self) -> bytes:
        try:
            with (self.log / "checkpoint").open("rb") as stream:
                return stream.read(4096)
        except OSError:
            return b""

    def _from_disk(self, path: str) -> bytes | None:
        try:
            if self.files.get(path, 0) > WIDTH * 65537:
                self.problem("a file far longer than any of its kind", path)
                return None
            return (self.log / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self.problem(f"cannot be read: {error.strerror}", path)
            return None

    def read(self, path: str) -> bytes | None:
        """Bytes of a file that must be there."""
        data = self.edge.get(path) if path in self.edge else (self._from_disk(path) if path in self.files else None)
        if data is None:
            self.problem("missing", path)
        return data

    def lines(self, number: int) -> Iterator[bytes]:
        """Lines of a file of bodies, with their LF, one after the other."""
        path = bodies_path(number)
        if path not in self.files:
            return
        try:
            with (self.log / path).open("rb") as stream:
                while line := stream.readline(LINE_LIMIT + 1):
                    yield line
        except OSError as error:
            self.problem(f"cannot be read: {error.strerror}", path)

    # Founding: the log's key and the first actor stand in the first two entries.

    def found_keys(self) -> None:
        """Learn the log's origin, its key and the first actor from the first two bodies."""
        bodies: list[Fields | None] = []
        with contextlib.closing(self.lines(0)) as lines:  # type: ignore[type-var]
            for index, line in zip(range(2), lines, strict=False):
                try:
                    bodies.append(parse_body(line.removesuffix(b"\n"), index))
                except Broken:
                    bodies.append(None)
        first = bodies[0] if bodies else None
        if first is None or not _is_hash(first.values.get("log_key")):
            self.problem("the first entry does not tell the log's key", bodies_path(0))
        else:
            self.first_key = bytes.fromhex(first.values["log_key"])
            self.log_keys = LogKeys(self.first_key)
            self.origin = str(first.values.get("origin", ""))
        second = bodies[1] if len(bodies) > 1 else None
        if second is None or second.values.get("type") != "actor-add":
            self.problem("the second entry does not add the first actor", bodies_path(0))
        else:
            try:
                self.add_actor(second.values)
            except Broken as error:
                self.problem(str(error), bodies_path(0))

    def add_actor(self, values: Mapping[str, Any]) -> None:
        """Accept an actor's key from an opened `actor-add`.

        Raises:
            Broken: Its holder does not show that he has it.
        """
        key = _public_key(values, self.origin)
        self.actors.setdefault(key_id(key), _Actor(ed25519(key)))

    def rotate(self, values: Mapping[str, Any], index: int) -> None:
        """A key takes the place of another: an actor's, or the log's.

        Raises:
            Broken: It does not hold.
        """
        if values.get("kind") == "log":
            if self.log_keys is None:
                raise Broken("the log's key is unknown")
            self.log_keys.rotate(values, self.origin, index)
            return
        old = self.actors.get(str(values.get("old")))
        if values.get("kind") != "actor" or old is None or old.until is not None:
            raise Broken("exchanges a key that is not in use")
        self.add_actor(values)
        self.actors[str(values["old"])] = old._replace(until=index)

    def presume_keys(self) -> LogKeys | None:
        """The log's keys as the bodies tell them, before any of it is verified; looked for only when needed."""
        if self.presumed is None and self.first_key is not None:
            self.presumed = LogKeys(self.first_key)
            for path in sorted(path for path in self.files if _BODIES.fullmatch(path)):
                if b'"key-rotate"' not in (self._from_disk(path) or b""):
                    continue
                number = _number(_BODIES.fullmatch(path)[1])  # type: ignore[index]
                for place, line in enumerate(self.lines(number)):
                    if b'"key-rotate"' in line:
                        with contextlib.suppress(Broken):  # told when the entry's turn comes
                            index = number * WIDTH + place
                            values = parse_body(line.removesuffix(b"\n"), index).values
                            if values.get("type") == "key-rotate" and values.get("kind") == "log":
                                self.presumed.rotate(values, self.origin, index)
        return self.presumed

    def check_head(self, head: Checkpoint) -> None:
        """Check the signature of one of this log's heads, now or earlier.

        Raises:
            Broken: The log's key of that size did not sign it.
        """
        if self.first_key is None:
            raise Broken("its signature cannot be checked, for the log's key is unknown")
        try:
            check_checkpoint(head, self.first_key)
        except Broken:
            keys = self.presume_keys()
            if keys is None or keys.at(head.size) == self.first_key:
                raise
            keys.check(head)

    def head(self, data: bytes) -> None:
        """Check the checkpoint and learn how long the log is."""
        on_disk = self.available()
        try:
            head = parse_checkpoint(data)
            self.size, self.root = head.size, head.root
            self.check_head(head)
            if head.origin != self.origin:
                raise Broken("the checkpoint of another log")
        except Broken as error:
            self.problem(str(error), "checkpoint")
            if self.size != on_disk:  # a size that nobody signed must not make every other file look wrong
                self.size, self.root = on_disk, None
        else:
            self.signed_head = head
        if self.size > on_disk:
            self.problem(f"the log ends at {on_disk} entries, its checkpoint says {self.size}", "checkpoint")

    signed_head: Checkpoint | None = None

    def head_by_its_key(self) -> None:
        """When every entry was read: the head must be signed by the key that the log's own entries name for it."""
        if self.signed_head is not None and self.log_keys is not None:
            try:
                self.log_keys.check(self.signed_head)
            except Broken as error:
                self.problem(str(error), "checkpoint")

    def available(self) -> int:
        """Entries that the names of bundles promise."""
        most = 0
        for path in self.files:
            named = _TILE.fullmatch(path)
            if named and named[1] == "entries":
                most = max(most, _number(named[2]) * WIDTH + min(int(named[3] or WIDTH), WIDTH))
        return most

    # Entries

    def bundles(self) -> list[tuple[int, int]]:
        """Number and width of each bundle."""
        count = -(-self.size // WIDTH)
        return [(number, min(WIDTH, self.size - number * WIDTH)) for number in range(count)]

    def entries(self, crew: Crew, progress: Callable[[int, int], None] | None) -> None:
        """Check every entry, body and tile up to the checkpoint, and the root."""
        tree = Tree(self.read, self.problem)
        missing = 0
        for number, width in self.bundles():
            hashes, whole = self.bundle(tree, number, width, crew)
            missing = 0 if whole else missing + 1
            if missing > 64:
                break
            for pin in [pin for pin in self.pins if number * WIDTH < pin <= number * WIDTH + width]:
                self.compare_pin(pin, tree.root_with(hashes[: pin - number * WIDTH]))
            tree.push(hashes)
            if progress is not None:
                progress(number * WIDTH + width, 2 * self.size)
        self.check_unsigned()
        root = tree.finish()  # compares tiles, also where no checkpoint says what the root should be
        if self.root is not None and root != self.root:
            self.problem("the entries do not lead to the checkpoint's root", "checkpoint")
        self.head_by_its_key()
        self.gone()
        self.leftovers(tree.expected)

    def compare_pin(self, size: int, root: bytes) -> None:
        """Compare the log's root at a pinned size with what was pinned."""
        for pinned, whence in self.pins[size]:
            if pinned != root:
                what = (
                    f"the log's first {size} entries are not those of {whence}: history was rewritten, or two copies "
                    "of the case went on apart from each other"
                )
                self.problem(what + self.abandoning(size, pinned), "checkpoint")

    def abandoning(self, size: int, root: bytes) -> str:
        """What the log itself says of a head that it does not have."""
        entry = self.abandoned.get((size, root.hex()))
        return "" if entry is None else f"; entry {entry} says that the case was gone on with without it, and why"

    def compare_longer(self, pins: list[tuple[int, bytes, str]], cause: str) -> None:
        """Heads beyond the log's end: entries are missing here."""
        for size, root, whence in pins:
            self.problem(
                f"the log ends at {self.size} entries, {whence} has {size}: entries were taken away, {cause}"
                + self.abandoning(size, root),
                "checkpoint",
            )

    def bundle(self, tree: Tree, number: int, width: int, crew: Crew) -> tuple[list[bytes], bool]:
        """Check a bundle, its bodies and its tile; the leaf hashes to build on, and whether the bundle was there."""
        path = tile_path("entries", number, width)
        tree.expected.update((path, bodies_path(number)))
        data = self.read(path)
        raws, rest = split_bundle(data or b"")
        if data is not None and (len(raws) != width or rest):
            self.problem(f"{len(raws)} entries and {len(rest)} bytes instead of {width} entries", path)
        raws = raws[:width]
        made = [leaf_hash(raw) for raw in raws]
        stored = tree.stored(0, number, width)
        sound = self.bundle_entries(number, width, raws, made, stored, crew)
        if made == stored and len(made) == width and all(sound):
            return made, True
        hashes: list[bytes] = []
        for place in range(width):
            kept = stored[place] if place < len(stored) else None
            own = made[place] if place < len(made) else None
            if own is not None and kept != own and sound[place]:
                if kept is not None:
                    self.problem("a tile that does not follow from the entries", tile_path(0, number, width))
                hashes.append(own)
            else:
                hashes.append(kept or own or bytes(32))
        return hashes, data is not None

    def bundle_entries(
        self, number: int, width: int, raws: list[bytes], made: list[bytes], stored: list[bytes], crew: Crew
    ) -> list[bool]:
        """Check entries with their bodies; True where an entry itself is sound."""
        sound = [False] * width
        path, bodies = tile_path("entries", number, width), bodies_path(number)
        checked = crew.bodies(number, width) if bodies in self.files else None
        reader = _Lines(self.lines(number))
        for place in range(width):
            index = number * WIDTH + place
            leaf = None
            agreed = place < len(stored) and place < len(made) and stored[place] == made[place]
            if place < len(raws):
                try:
                    leaf = self.leaf(raws[place], index)
                    if not agreed:
                        self.check_signature(index, leaf)
                    sound[place] = True
                except Broken as error:
                    leaf = None
                    self.problem(f"entry {index}: {error}", path)
            record = checked[place * _RECORD : (place + 1) * _RECORD] if checked is not None else bytes(_RECORD)
            spot = group = None
            try:
                if record[32] == _LOOK:
                    spot, group = self.body(reader.line(place), index, leaf)
                elif leaf is not None and record[:32].hex() != leaf.commitment:
                    raise Broken("the body is not what its actor signed")
                elif record[32] == _ADMITS:
                    spot = self.admit(record[33:], leaf is not None)
            except Broken as error:
                self.problem(f"entry {index}: {error}", bodies)
            if leaf is not None and agreed:
                self.unsigned.append(_Unsigned(index, leaf, made[place], path, spot))
                if group is not None:
                    self.close_group(group)
                elif self.every_signature or len(self.unsigned) > GROUP_LIMIT + RECOVERY_SLACK:
                    self.check_unsigned()
        more = bool(checked[-1]) if checked is not None else reader.line(width) is not None
        reader.close()
        if more and (number + 1) * WIDTH <= self.size:
            self.problem("more than 256 lines", bodies)
        elif more:
            self.found.note("bodies beyond the checkpoint: an append is going on or was broken off", "log/" + bodies)
        return sound

    # Signatures of actors: of each entry, or of the group that it was written with

    def leaf(self, raw: bytes, index: int) -> Leaf:
        """Check a leaf's form, and that its actor may sign here."""
        leaf = parse_leaf(raw)
        actor = self.actors.get(leaf.actor)
        if actor is None:
            if leaf.actor in self.unknown:
                raise Broken("signed by an actor whose key the log does not hold")
            self.unknown.add(leaf.actor)
            raise Broken(f"signed by {leaf.actor[:16]}, whose key the log does not hold")
        if actor.until is not None and index > actor.until:
            raise Broken(f"signed with a key that was exchanged for another at entry {actor.until}")
        return leaf

    def check_signature(self, index: int, leaf: Leaf) -> None:
        """Check an entry's own signature.

        Raises:
            Broken: It does not hold.
        """
        message = actor_message(self.origin, index, leaf.commitment)
        if not holds(self.actors[leaf.actor].key, bytes.fromhex(leaf.sig), message):
            raise Broken("its actor's signature does not hold")

    def close_group(self, group: Any) -> None:
        """The last entry of a group names the group's tree hash: its signature stands for those of all of it."""
        last = self.unsigned[-1]
        start = group.get("from") if isinstance(group, dict) else None
        root = group.get("root") if isinstance(group, dict) else None
        if self.every_signature or type(start) is not int or not _is_hash(root):
            self.check_unsigned()
            return
        members = [item for item in self.unsigned[:-1] if item.place >= start]
        whole = len(members) == last.place - start and fold([item.hashed for item in members]).hex() == root
        others = [item for item in self.unsigned[:-1] if item.place < start]
        self.unsigned = others + [item for item in members if not whole or item.leaf.actor != last.leaf.actor] + [last]
        if not self.check_unsigned():
            self.unsigned = members  # the last one itself is not sound, and stands for nobody
            self.check_unsigned()

    def check_unsigned(self) -> bool:
        """Check what waits, each entry by itself; whether the last of them holds."""
        waiting, self.unsigned = self.unsigned, []
        sound = True
        for item in waiting:
            sound = True
            try:
                self.check_signature(item.place, item.leaf)
            except Broken as error:
                sound = False
                self.problem(f"entry {item.place}: {error}", item.path)
                if item.spot is not None:
                    self.admitted[item.spot[0]][item.spot[1] + 40] = 0
        return sound

    # Bodies

    def body(self, line: bytes | None, index: int, leaf: Leaf | None) -> tuple[tuple[int, int] | None, Any]:
        """Check a body against its leaf (None where that is broken), and take from it what verifying needs.

        Returns:
            Where an admission was noted, and the group that the entry closes; None for neither.

        Raises:
            Broken: It is not what it should be.
        """
        if line is None:
            raise Broken("its body is missing")
        if not line.endswith(b"\n"):
            raise Broken("a line without its end")
        fields = parse_body(line[:-1], index)
        if leaf is not None and fields.commitment != leaf.commitment:
            raise Broken("the body is not what its actor signed")
        values = fields.values
        if not _told(values):
            raise Broken("no type, time or day")
        if fields.closed:
            self.closed[index] = fields.closed, frozenset(values), values["type"]
        spot = self.meaning(values, index, leaf)
        return spot, values.get("group")

    def meaning(self, values: Mapping[str, Any], index: int, leaf: Leaf | None) -> tuple[int, int] | None:
        """Take from a body what verifying needs."""
        actor = leaf.actor if leaf is not None else ""
        match values["type"]:
            case "actor-add" if index > 1:
                self.add_actor(values)
            case "admit" if _is_hash(values.get("sha256")):
                return self.admit(_packed_admission(values), leaf is not None)
            case "admit" if _is_hash(values.get("sealed")):
                self.admit_sealed(values, leaf is not None)
            case "seal" if _is_hash(values.get("sealed")):
                self.seal(values, leaf is not None)
            case "recover":
                self.recover(values, index)
            case "key-rotate":
                self.rotate(values, index)
            case "hold":
                self.erasures.hold(values, index)
            case "erase-request":
                self.erasures.request(values, index, actor)
            case "erase-approve":
                self.erasures.approve(values, index, actor)
            case "erase-done":
                self.erased(values, index)
            case "set" | "cosign" | "timestamp" if leaf is not None:
                self.outside.take(index, values, "log/" + bodies_path(index // WIDTH))
        return None

    def admit(self, packed: bytes, sound: bool) -> tuple[int, int]:
        """Keep the hash and size of an admitted exhibit, packed: 32 bytes, 8 bytes, 1 byte; where it is kept."""
        bucket = self.admitted[packed[0]]
        spot = packed[0], len(bucket)
        bucket += packed + bytes([sound])
        return spot

    def seal(self, values: Mapping[str, Any], sound: bool) -> None:
        """Keep which ciphertext there must be, and which exhibit lies in it."""
        exhibit = values.get("exhibit")
        if _is_hash(exhibit):
            self.sealed_open.add(bytes.fromhex(str(exhibit)))
        counts = values.get("what") == "exhibit"
        opened = bytes.fromhex(str(exhibit)) if _is_hash(exhibit) and counts else None
        self.seals[bytes.fromhex(values["sealed"])] = _Seal(values.get("size"), opened, False, sound)

    def admit_sealed(self, values: Mapping[str, Any], sound: bool) -> None:
        """An exhibit that came in sealed: its `seal` entry stands before it.

        Raises:
            Broken: There is none, or of another size.
        """
        name = bytes.fromhex(values["sealed"])
        known = self.seals.get(name)
        if known is None or known.size != values.get("size"):
            raise Broken("admits a ciphertext that no entry before it sealed")
        self.seals[name] = known._replace(admitted=True, sound=known.sound and sound)

    def recover(self, values: Mapping[str, Any], index: int) -> None:
        """Keep what a recovery says that it set aside."""
        torn = values.get("torn")
        for piece in torn if isinstance(torn, list) else []:
            if isinstance(piece, dict) and _is_hash(piece.get("sha256")) and isinstance(piece.get("file"), str):
                size = piece.get("size")
                self.torn["torn/" + piece["file"]] = (piece["sha256"], size if isinstance(size, int) else -1)
        if "missing" in values:
            self.resumed(values["missing"], values.get("from"), str(values.get("why")), index)

    def resumed(self, missing: Any, begin: Any, why: str, index: int) -> None:
        """Tell of entries that were seen once, and that the case was gone on with without."""
        root = missing.get("root") if isinstance(missing, dict) else None
        size = missing.get("size") if root is not None else None
        if type(size) is not int or type(begin) is not int or not begin < size or begin > index or not _is_hash(root):
            raise Broken("does not tell which entries it goes on without")
        self.abandoned[size, str(root)] = index
        self.found.note(
            f"entry {index}: the case was gone on with without entries {begin} to {size - 1}, which its keys had "
            f"signed in another copy; its reason: {why}",
            "log/" + bodies_path(index // WIDTH),
        )

    def erased(self, values: Mapping[str, Any], index: int) -> None:
        """Take in an erasure, and tell of it."""
        erasure = self.erasures.finish(values, index)
        one = "; both keys were on one account: that is one person" if erasure.one_account else ""
        self.found.note(
            f"entry {index}: {_were(len(erasure.exhibits), 'exhibit')} erased on {values['day']} under this authority: "
            f"{self.erasures.authority(erasure)}{one}",
            "log/" + bodies_path(index // WIDTH),
        )

    def gone(self) -> None:
        """Fields that stand as a digest only must be those that an erasure names, and the other way round."""
        named = self.erasures.fields()
        for index, (count, names, _) in sorted(self.closed.items()):
            erased = named.get(index, set())
            if len(erased) != count or erased & names:
                self.problem(f"entry {index}: fields are gone that no erasure names", bodies_path(index // WIDTH))
        for approval, erasure in self.erasures.approved.items():
            path = bodies_path(approval // WIDTH)
            if approval not in self.erasures.done:
                self.found.note(
                    f"entry {approval}: this erasure was approved and has not ended: govah erase finish", "log/" + path
                )
                continue
            for index in sorted(erasure.fields.keys() - self.closed.keys()):
                self.problem(f"entry {index}: fields are there that were erased", bodies_path(index // WIDTH))

    def erased_count(self) -> int:
        """Exhibits whose admission was erased, rightly."""
        closed = self.closed
        return sum(entry in closed and closed[entry][2] == "admit" for entry in self.erasures.exhibits(done=False))

    def admitted_bytes(self) -> int:
        """How much there is to hash, by what was admitted."""
        spots = ((bucket, at) for bucket in self.admitted for at in range(32, len(bucket), 41))
        sizes = (int.from_bytes(bucket[at : at + 8], "big") for bucket, at in spots)
        return sum(size for size in sizes if size != _NO_SIZE)

    # What others signed

    def clocks(self) -> Clocks:
        """Compare what others signed with the log that was read."""
        log = History.of(self.origin, self.size, self.sound_tile, self.log_keys)
        clocks = self.outside.settle(log, datetime.now(UTC), "log/checkpoint")
        if clocks.asked and 0 < clocks.witnessed < self.size:
            self.found.note(
                f"entries {clocks.witnessed} to {self.size - 1} are not witnessed by the quorum so far",
                "log/checkpoint",
            )
        return clocks

    def sound_tile(self, path: str) -> bytes | None:
        """A tile that nothing was found wrong with: a damaged one must not look like another history."""
        return None if self.found.bad("log/" + path) else self.read(path)

    # Files that the checkpoint does not ask for

    def leftovers(self, expected: set[str]) -> None:
        """Every other file under log/: what a crash may leave is checked and noted, anything else is a problem."""
        for path in sorted(self.files.keys() - expected):
            if path == "checkpoint" or (path == "lock" and self.files[path] == 0):
                continue
            if path == "checkpoint.new":
                self.found.note("left over from a crash; the next writing removes it", "log/" + path)
            elif named := _TILE.fullmatch(path):
                self.spare_tile(path, named[1], _number(named[2]), int(named[3] or WIDTH))
            elif named := _BODIES.fullmatch(path):
                self.spare_bodies(path, _number(named[1]))
            elif named := _TORN.fullmatch(path):
                self.torn_file(path, int(named[1]), bool(named[2]))
            else:
                self.problem("a file that the format does not know", path)
        erased = set().union(*(erasure.torn for erasure in self.erasures.approved.values()))
        for path in self.torn.keys() - self.files.keys() - erased:
            self.problem("missing, although a recovery set it aside", path)

    def torn_file(self, path: str, size: int, unfinished: bool) -> None:
        """A piece that was set aside must be the one that its `recover` entry names."""
        if path not in self.torn:
            if size == self.size:
                self.found.note("set aside by a recovery that has not ended", "log/" + path)
            else:
                self.problem("set aside by no recovery that the log knows", path)
        elif unfinished or _hash_or_none(self.log / path) != self.torn[path]:
            self.problem("not what the recovery set aside", path)

    def spare_bodies(self, path: str, number: int) -> None:
        """Files of bodies beyond the checkpoint may exist within one group, whichever of them reached the disk."""
        if path != bodies_path(number) or not self.within_group(number * WIDTH):
            self.problem("a file of bodies that no entry asks for", path)
        else:
            self.found.note("bodies beyond the checkpoint: an append is going on or was broken off", "log/" + path)

    def within_group(self, index: int) -> bool:
        """Whether an index may stand beyond the checkpoint after a crash."""
        return self.size <= index < self.size + GROUP_LIMIT + RECOVERY_SLACK

    def spare_tile(self, path: str, level: str, number: int, width: int) -> None:
        """A stale partial tile must be the beginning of the right one; a newer one must begin with it."""
        if width > WIDTH or path != tile_path(level, number, width):
            self.problem("a file that the format does not know", path)
            return
        total = self.size if level == "entries" else self.size >> (8 * int(level))
        known = max(0, min(WIDTH, total - number * WIDTH))
        spare = self.read(path)
        right = self.read(tile_path(level, number, known)) if known else b""
        if spare is None or right is None:
            return
        if width < known:
            count = len(split_bundle(spare)[0]) if level == "entries" else len(spare) // 32
            if not right.startswith(spare) or count != width:
                self.problem("a stale partial tile that is not the beginning of the right one", path)
            else:
                self.found.note("a stale partial tile; the next writing removes it", "log/" + path)
            return
        reach = 1 if level == "entries" else 1 << (8 * int(level))
        last = (number * WIDTH + width) * reach - 1
        if not self.within_group(max(self.size, last)) or not self.in_order(level, number, reach):
            self.problem("a tile beyond what one broken group can leave", path)
        elif not _as_far_as_written(spare, right):
            self.problem("a tile beyond the checkpoint that contradicts it", path)
        else:
            if level == "0":
                self.unacknowledged_hashes(path, spare, number)
            if level == "entries":
                self.unacknowledged(path, split_bundle(spare[len(right) :])[0], number * WIDTH + known)
            self.found.note("beyond the checkpoint: an append is going on or was broken off", "log/" + path)

    def in_order(self, level: str, number: int, reach: int) -> bool:
        """Whether the bundles that a writer makes before this tile are there, by their names."""
        return level == "entries" or self.available() >= (number * WIDTH + 1) * reach

    def unacknowledged(self, path: str, raws: list[bytes], start: int) -> None:
        """Whole entries beyond the checkpoint must be rightly signed."""
        for index, raw in enumerate(raws, start):
            if b"\x00" in raw or not raw:
                return  # blocks that never reached the disk
            try:
                self.leaf(raw, index)
            except Broken as error:
                self.problem(f"entry {index}, beyond the checkpoint: {error}", path)

    def unacknowledged_hashes(self, path: str, spare: bytes, number: int) -> None:
        """A tile beyond the checkpoint must follow from the entries beyond it, as far as both reached the disk."""
        bundles = [name for name in self.files if name.startswith(tile_path("entries", number))]
        raws = max((split_bundle(self.read(name) or b"")[0] for name in bundles), key=len, default=[])
        torn = next((at for at, raw in enumerate(raws) if not raw or b"\x00" in raw), len(raws))
        if not _as_far_as_written(spare, b"".join(map(leaf_hash, raws[:torn]))):
            self.problem("a tile beyond the checkpoint that does not follow from the entries", path)

    # Exhibits

    def exhibits(self, there: set[str], crew: Crew, progress: Callable[[int, int], None] | None) -> dict[str, int]:
        """Hash every exhibit; missing, changed and unknown files are problems."""
        counts = {"VERIFIED": 0, "FAILED": 0}
        total = self.size + sum(len(bucket) // 41 for bucket in self.admitted)
        done = self.size
        for first, bucket in enumerate(self.admitted):
            wanted = _wanted(bucket)
            for exhibit in self.sealed_open & wanted.keys():
                del wanted[exhibit]
            name = f"{first:02x}"
            listed: set[bytes] = set()
            right = crew.exhibits(name) if name in there else b""
            if right is None:
                listed = self.exhibits_one_by_one(name, wanted, counts)
            else:
                for at in range(0, len(right), 40):
                    exhibit = right[at : at + 32]
                    listed.add(exhibit)
                    self.right_exhibit(exhibit, int.from_bytes(right[at + 32 : at + 40], "big"), wanted, counts)
            for exhibit in sorted(wanted.keys() - listed):
                counts["FAILED"] += 1
                self.found.problem("missing, although it was admitted", f"exhibits/{name}/{exhibit.hex()}")
            done += len(listed)
            if progress is not None and listed:
                progress(done, max(done, total))
        return counts

    def exhibits_one_by_one(
        self, folder: str, wanted: "Mapping[bytes, tuple[int | None, bool]]", counts: dict[str, int]
    ) -> set[bytes]:
        """Look at each file of a folder in which not everything is right."""
        listed: set[bytes] = set()
        for name in sorted(_walk(self.folder / "exhibits" / folder, self.found, f"exhibits/{folder}/")):
            place = f"exhibits/{folder}/{name}"
            if not _is_hash(name) or name[:2] != folder:
                self.found.problem("a file that the format does not know", place)
                continue
            exhibit = bytes.fromhex(name)
            listed.add(exhibit)
            try:
                digest, size = hash_file(self.folder / place)
            except OSError as error:
                self.found.problem(f"cannot be read: {error.strerror}", place)
            else:
                if digest == name:
                    self.right_exhibit(exhibit, size, wanted, counts)
                    continue
                self.found.problem(f"its bytes are not those admitted: their SHA-256 is {digest}", place)
            counts["FAILED"] += exhibit in wanted
        return listed

    def right_exhibit(
        self, exhibit: bytes, size: int, wanted: "Mapping[bytes, tuple[int | None, bool]]", counts: dict[str, int]
    ) -> None:
        """Compare a file that holds the bytes of its name with its admission."""
        known = wanted.get(exhibit)
        if known is None:
            name = exhibit.hex()
            told = "preserved, and admitted by no entry so far"
            if exhibit in self.sealed_open:
                told = "sealed, and its open bytes are still here: a sealing was broken off; govah rebuild ends it"
            self.found.note(told, f"exhibits/{name[:2]}/{name}")
            return
        admitted_size, sound = known
        if admitted_size is not None and admitted_size != size:
            name = exhibit.hex()
            self.found.problem(f"admitted with {admitted_size} bytes, holds {size}", f"exhibits/{name[:2]}/{name}")
            sound = False
        counts["VERIFIED" if sound else "FAILED"] += 1

    def sealed(self, counts: dict[str, int]) -> None:
        """Hash every ciphertext; missing, changed and unknown files are problems. Nothing is decrypted."""
        counts["SEALED"] = 0
        base = self.folder / "sealed"
        there = _walk(base, self.found, "sealed/") if os.path.lexists(base) else {}
        right = {bytes.fromhex(name): size for name, size in self.sealed_files(there)}
        for name, seal in self.seals.items():
            place = f"sealed/{name.hex()[:2]}/{name.hex()}"
            whole = right.get(name) == seal.size
            if place.removeprefix("sealed/") not in there:
                self.found.problem("missing, although it was sealed", place)
            elif name in right and not whole:
                self.found.problem(f"sealed with {seal.size} bytes, holds {right[name]}", place)
            if seal.admitted or (seal.exhibit is not None and self.was_admitted(seal.exhibit)):
                counts["SEALED" if whole and seal.sound else "FAILED"] += 1
        for name in sorted(right.keys() - self.seals.keys()):
            self.found.note("sealed, and named by no entry: nothing opens it", f"sealed/{name.hex()[:2]}/{name.hex()}")

    def sealed_files(self, there: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        """Ciphertexts that hold the bytes of their name, with their sizes."""
        for path in sorted(there):
            place = f"sealed/{path}"
            if path.startswith(".tmp/"):
                self.found.note("bytes on their way in, or left over from a crash", place)
            elif not _is_hash(path[3:]) or path[:3] != f"{path[3:5]}/":
                self.found.problem("a file that the format does not know", place)
            else:
                try:
                    digest, size = hash_file(self.folder / place)
                except OSError as error:
                    self.found.problem(f"cannot be read: {error.strerror}", place)
                    continue
                if digest == path[3:]:
                    yield digest, size
                else:
                    self.found.problem(f"its bytes are not those sealed: their SHA-256 is {digest}", place)

    def was_admitted(self, exhibit: bytes) -> bool:
        """Whether an entry that holds admitted an exhibit."""
        bucket = self.admitted[exhibit[0]]
        return any(bucket[at : at + 32] == exhibit and bucket[at + 40] for at in range(0, len(bucket), 41))

    def exhibit_folders(self) -> set[str]:
        """The two-digit folders; anything else beside them is a problem."""
        folders: set[str] = set()
        try:
            items = sorted((self.folder / "exhibits").iterdir())
        except OSError as error:
            self.found.problem(f"cannot be read: {error.strerror}", "exhibits")
            return folders
        for item in items:
            place = f"exhibits/{item.name}"
            if item.is_symlink() or not item.is_dir():
                if os.path.lexists(item):  # else a writer has just left, and took its folder with it
                    self.found.problem("a file that the format does not know", place)
            elif item.name == ".tmp":
                for left in _walk(item, self.found, "exhibits/.tmp/"):
                    self.found.note("bytes on their way in, or left over from a crash", f"{place}/{left}")
            elif re.fullmatch("[0-9a-f]{2}", item.name):
                folders.add(item.name)
            else:
                self.found.problem("a folder that the format does not know", place)
        return folders


def _wanted(bucket: bytearray) -> dict[bytes, tuple[int | None, bool]]:
    """Admitted exhibits of one folder: size, None where it is not known, and whether the admission is sound."""
    wanted: dict[bytes, tuple[int | None, bool]] = {}
    for at in range(0, len(bucket), 41):
        exhibit = bytes(bucket[at : at + 32])
        size = int.from_bytes(bucket[at + 32 : at + 40], "big")
        sound = bool(bucket[at + 40]) and wanted.get(exhibit, (None, True))[1]
        wanted[exhibit] = (None if size == _NO_SIZE else size, sound)
    return wanted


def _as_far_as_written(spare: bytes, right: bytes) -> bool:
    """Whether a file begins with what it should, but for sectors that never reached the disk and are zeros."""
    reach = min(len(spare), len(right))
    return all(
        spare[at : min(at + SECTOR, reach)] == right[at : min(at + SECTOR, reach)] or not any(spare[at : at + SECTOR])
        for at in range(0, reach, SECTOR)
    )


def _hash_or_none(path: Path) -> tuple[str, int] | None:
    try:
        return hash_file(path)
    except OSError:
        return None


def _pin(case: _Case, data: bytes, whence: str) -> list[tuple[int, bytes, str]]:
    """Hold a case to a checkpoint that was seen before; what is longer than the log is returned."""
    try:
        head = parse_checkpoint(data)
        if case.origin and head.origin != case.origin:
            case.found.lack(f"{whence} cannot be compared: {_OTHER_LOG}", "log/checkpoint", _said_of_another(whence))
            return []
        if case.first_key is not None:
            case.check_head(head)
    except Broken as error:
        case.problem(f"{whence} cannot be compared: {error}", "checkpoint")
        return []
    if head.size > case.size:
        return [(head.size, head.root, whence)]
    if head.size:
        case.pins.setdefault(head.size, []).append((head.root, whence))
    return []


_WORTH_A_CREW = 1024
"""Entries from which on other processes are worth their start."""
_MUCH = 64 << 20
"""Bytes of exhibits from which on they are, whatever the log's length."""
_OTHER_LOG = "it is of another log; either it was kept of another case, or this whole log is another than it was"


def _said_of_another(whence: str) -> str:
    return f"{whence} is of another log; if you kept it of this very case, this is no longer that case"


_OLDER_COPY = "or this is an older copy of the case"


def verify_case(
    folder: Path,
    against: Path | None = None,
    remembered: bytes | None = None,
    progress: Callable[[int, int], None] | None = None,
    remembered_in: str | None = None,
    *,
    every_signature: bool = False,
    policy: Path | None = None,
    authorities: Sequence[Path] = (),
) -> dict[str, Any]:
    """Verify a case folder; reads only.

    Args:
        folder: The case folder.
        against: A file with a checkpoint that was kept elsewhere.
        remembered: The largest checkpoint that this account has seen, None where it has seen none.
        progress: Called with (entries and exhibits done, in all) now and then.
        remembered_in: The folder in which that was seen.
        every_signature: Check each entry's own signature also where that of its group stands for it.
        policy: A file that says which witnesses are enough, instead of the log's own policy; they must be there.
        authorities: Files with certificates that are trusted for time-stamps, instead of those that the log names.

    Returns:
        The contract's object for `govah verify`, and `notes`: what is there and is not wrong.

    Raises:
        Unusable: The folder is no case, `against` no checkpoint, or `policy` none.
    """
    if kind_of(folder) != "case":
        raise Unusable(f"{_quoted(folder)} is a package, not a case.", "Verify it as a package.")
    pin = None if against is None else _read_pin(against)
    found = Findings()
    outside = Outside(found, _read_policy(policy), _read_authorities(authorities))
    case = _Case(folder, found, every_signature=every_signature, outside=outside)
    data = case.snapshot()
    case.found_keys()
    case.head(data)
    longer = [] if pin is None else _pin(case, *pin)
    place = "" if remembered_in is None else f" (seen in {remembered_in})"
    further = [] if remembered is None else _pin(case, remembered, f"the checkpoint that this account remembers{place}")
    with Crew(folder, case.bundles()) as crew:
        folders = case.exhibit_folders()
        crew.expect(sorted(folders))
        if case.size >= _WORTH_A_CREW:
            crew.enlist()
        case.entries(crew, progress)
        case.compare_longer(longer, _OLDER_COPY)
        case.compare_longer(
            further,
            f"{_OLDER_COPY}. Work on in the copy that went further; if that is gone for good: govah resume --why WHY",
        )
        if case.size < _WORTH_A_CREW and case.admitted_bytes() > _MUCH:
            crew.enlist()
        counts = case.exhibits(folders, crew, progress)
        case.sealed(counts)
    counts["ERASED"] = case.erased_count()
    return _verdict(found, case.size, case.root, counts, case.clocks(), pin)


def _read_pin(path: Path) -> tuple[bytes, str]:
    """Bytes of a checkpoint that was kept, and what it is called.

    Raises:
        Unusable: It is not there, or not a checkpoint.
    """
    remedy = "Name a checkpoint that you kept: a text of five lines, like log/checkpoint or proofs/checkpoint."
    try:
        with path.open("rb") as stream:
            data = stream.read(1 << 16)
        parse_checkpoint(data)
    except FileNotFoundError as error:
        raise Unusable(f"{_quoted(path)} is not there.", remedy, absent=True) from error
    except OSError as error:
        raise Unusable(f"{_quoted(path)} cannot be read: {error.strerror}.", remedy, absent=True) from error
    except Broken as error:
        raise Unusable(f"{_quoted(path)} is not a checkpoint: {error}.", remedy) from error
    return data, f"the checkpoint {path.name}"


def _read_policy(path: Path | None) -> Policy | None:
    """A policy that whoever verifies brought along.

    Raises:
        Unusable: It is not there, or not a policy.
    """
    if path is None:
        return None
    remedy = "Name a policy as C2SP tlog-policy writes it: lines of witnesses and groups, and one of the quorum."
    try:
        with path.open("rb") as stream:
            return parse_policy(stream.read(1 << 21))
    except OSError as error:
        raise Unusable(f"{_quoted(path)} cannot be read: {error.strerror}.", remedy, absent=True) from error
    except Broken as error:
        raise Unusable(f"{_quoted(path)} is not a policy: {error}.", remedy) from error


def _read_authorities(paths: Sequence[Path]) -> dict[str, bytes] | None:
    """Certificates that whoever verifies trusts for time-stamps, by their names; None where none were named.

    Raises:
        Unusable: A file is not there, or holds no certificate.
    """
    found: dict[str, bytes] = {}
    remedy = "Name the authority's root certificate, PEM or DER."
    for path in paths:
        try:
            with path.open("rb") as stream:
                certificates = read_certificates(stream.read(1 << 20))
        except OSError as error:
            raise Unusable(f"{_quoted(path)} cannot be read: {error.strerror}.", remedy, absent=True) from error
        except Broken as error:
            raise Unusable(f"{_quoted(path)} is not a certificate: {error}.", remedy) from error
        for certificate in certificates:
            found.setdefault(certificate.name, certificate.der)
    return found if paths else None


# --- A package


class Proof(NamedTuple):
    """An entry as a package carries it: its leaf, the opened fields, its place in the log."""

    place: int
    leaf: Leaf
    values: dict[str, Any]
    root: bytes


def parse_proof(data: bytes, size: int) -> Proof:
    """Read a proof and compute the root that it leads to.

    Raises:
        Broken: It is malformed or its fields are not those that the leaf commits to.
    """
    if not data.endswith(b"\n"):
        raise Broken("a proof without its last line end")
    value = parse(data[:-1])
    if not isinstance(value, dict) or value.keys() != {"v", "index", "leaf", "fields", "inclusion"}:
        raise Broken("not a proof")
    index, path = value["index"], value["inclusion"]
    if not _is_one(value["v"]) or not isinstance(index, int) or isinstance(index, bool):
        raise Broken("not a proof of version 1")
    if not isinstance(path, list) or not all(_is_hash(item) for item in path):
        raise Broken("a malformed inclusion proof")
    leaf = leaf_of(value["leaf"])
    fields, _ = open_fields(value["fields"])
    if fields.commitment != leaf.commitment:
        raise Broken("fields that are not those which were signed")
    hashes = [bytes.fromhex(item) for item in path]
    return Proof(index, leaf, fields.values, root_from_proof(index, size, leaf_hash(canonical(value["leaf"])), hashes))


class _PackedActor(NamedTuple):
    """A key that a package holds: the entry that added it, the key, and the entry that exchanged it for another."""

    added: int
    key: bytes
    until: int | None = None


class _Package:
    """One verification of a package folder; problems name paths relative to it."""

    def __init__(self, folder: Path, found: Findings, outside: Outside | None = None) -> None:
        self.folder = folder
        self.found = found
        self.outside = outside or Outside(found)
        self.proved: list[int] = []
        self.unwitnessed = False
        self.actual: dict[str, tuple[str, int]] = {}
        self.origin = ""
        self.log_keys: LogKeys | None = None
        self.size = 0
        self.root: bytes | None = None
        self.actors: dict[str, _PackedActor] = {}
        self.erasures = Erasures()

    def hash_all(self, progress: Callable[[int, int], None] | None) -> None:
        """Hash every file once."""
        files = _walk(self.folder, self.found)
        for done, path in enumerate(sorted(files)):
            try:
                self.actual[path] = hash_file(self.folder / path)
            except OSError as error:
                self.found.problem(f"cannot be read: {error.strerror}", path)
            if progress is not None and done % 256 == 0:
                progress(done, len(files))

    def read(self, path: str) -> bytes | None:
        """Bytes of a tag file that must be there."""
        try:
            if path in self.actual and self.actual[path][1] <= 1 << 28:
                return (self.folder / path).read_bytes()
            self.found.problem("missing" if path not in self.actual else "too long", path)
        except OSError as error:
            self.found.problem(f"cannot be read: {error.strerror}", path)
        return None

    def proof(self, path: str) -> Proof | None:
        """A proof that holds: form, commitment, inclusion and its actor's signature."""
        data = self.read(path)
        if data is None:
            return None
        try:
            proof = parse_proof(data, self.size)
            if proof.root != self.root:
                raise Broken("an inclusion proof that does not lead to the checkpoint")
            actor = self.actors.get(proof.leaf.actor)
            if actor is None:
                if (own := f"proofs/actors/{proof.leaf.actor}.json") not in self.actual:
                    self.found.problem("missing: the key of an actor", own)
                raise Broken("signed by an actor whose key the package does not hold")
            if actor.added > max(1, proof.place):
                raise Broken("signed by an actor who was added later")
            if actor.until is not None and proof.place > actor.until:
                raise Broken(f"signed with a key that was exchanged for another at entry {actor.until}")
            check_signature(
                actor.key, bytes.fromhex(proof.leaf.sig), actor_message(self.origin, proof.place, proof.leaf.commitment)
            )
        except Broken as error:
            self.found.problem(str(error), path)
            return None
        return proof

    def keys(self) -> None:
        """The checkpoint, the log's key from entry 0, and the actors from their `actor-add` entries."""
        head = None
        try:
            head = parse_checkpoint(self.read("proofs/checkpoint") or b"")
            self.origin, self.size, self.root = head.origin, head.size, head.root
        except Broken as error:
            self.found.problem(str(error), "proofs/checkpoint")
        self.learn_actors()
        founding = self.proof("proofs/log.json")
        if founding is None or head is None:
            return
        values = founding.values
        if founding.place != 0 or values.get("type") != "set" or not _is_hash(values.get("log_key")):
            self.found.problem("not the entry that founded the log", "proofs/log.json")
            return
        self.log_keys = LogKeys(bytes.fromhex(values["log_key"]))
        for proof, path in self.proofs_in_order("proofs/keys/", "key-rotate"):
            try:
                self.log_keys.rotate(proof.values, self.origin, proof.place)
            except Broken as error:
                self.found.problem(str(error), path)
        try:
            self.log_keys.check(head)
            if values.get("origin") != head.origin:
                raise Broken("the checkpoint of another log")
        except Broken as error:
            self.found.problem(str(error), "proofs/checkpoint")

    def proofs_in_order(self, folder: str, *types: str) -> "list[tuple[Proof, str]]":
        """Proofs under a folder, named by their entries, that hold and are of these types; in order of entries."""
        proofs: list[tuple[Proof, str]] = []
        for path in sorted(path for path in self.actual if path.startswith(folder)):
            proof = self.proof(path)
            if proof is None:
                continue
            if proof.values.get("type") not in types or path != f"{folder}{proof.place}.json":
                self.found.problem("not the proof that its name says", path)
                continue
            proofs.append((proof, path))
        return sorted(proofs, key=lambda pair: pair[0].place)

    def learn_actors(self) -> None:
        """Public keys of actors; then each `actor-add` must itself be signed by an actor who was there before."""
        paths = [path for path in sorted(self.actual) if path.startswith("proofs/actors/")]
        exchanged: dict[str, int] = {}
        for path in paths:
            try:
                proof = parse_proof(self.read(path) or b"", self.size)
                key = _public_key(proof.values, self.origin)
                rotated = (proof.values.get("type"), proof.values.get("kind")) == ("key-rotate", "actor")
                if path != f"proofs/actors/{key_id(key)}.json" or not (
                    rotated or proof.values.get("type") == "actor-add"
                ):
                    raise Broken("not the entry that added this actor")
                if rotated:
                    exchanged[str(proof.values.get("old"))] = proof.place
                self.actors[key_id(key)] = _PackedActor(proof.place, key)
            except Broken as error:
                self.found.problem(str(error), path)
        for old, index in exchanged.items():
            if old in self.actors:
                self.actors[old] = self.actors[old]._replace(until=index)
        for path in paths:
            proof_ = self.proof(path)
            if proof_ is None:
                continue
            own = path == f"proofs/actors/{proof_.leaf.actor}.json"
            if own != (proof_.place == 1) or (not own and self.actors[proof_.leaf.actor].added >= proof_.place):
                self.found.problem("an actor who was added by nobody with the right to", path)

    def erased(self) -> int:
        """Erasures that are announced, each with its request and approval; how many exhibits they took."""
        verbs: dict[str, Callable[[Proof], None]] = {
            "erase-request": lambda proof: self.erasures.request(proof.values, proof.place, proof.leaf.actor),
            "erase-approve": lambda proof: self.erasures.approve(proof.values, proof.place, proof.leaf.actor),
            "erase-done": lambda proof: self.erasure(proof),
        }
        for proof, path in self.proofs_in_order("proofs/erasures/", *verbs):
            try:
                verbs[proof.values["type"]](proof)
            except Broken as error:
                self.found.problem(str(error), path)
        return len(self.erasures.exhibits(done=True))

    def erasure(self, proof: Proof) -> None:
        """Tell of an erasure that ended."""
        erasure = self.erasures.finish(proof.values, proof.place)
        self.found.note(
            f"{_were(len(erasure.exhibits), 'exhibit of the case')} erased on {proof.values.get('day')} under this "
            f"authority: {self.erasures.authority(erasure)}",
            f"proofs/erasures/{proof.place}.json",
        )

    def tiles(self, pins: Mapping[int, list[tuple[bytes, str]]]) -> None:
        """The log's hash tiles must lead to the checkpoint's root, and to every pinned root before it."""
        if self.root is None:
            return
        prefix = "proofs/"
        tree = Tree(lambda path: self.read(prefix + path), lambda what, path: self.found.problem(what, prefix + path))
        for number in range(-(-self.size // WIDTH)):
            width = min(WIDTH, self.size - number * WIDTH)
            hashes = tree.stored(0, number, width)
            if len(hashes) != width:
                return
            for pin in [pin for pin in pins if number * WIDTH < pin <= number * WIDTH + width]:
                for root, whence in pins[pin]:
                    if tree.root_with(hashes[: pin - number * WIDTH]) != root:
                        what = f"the log's first {pin} entries are not those of {whence}: history was rewritten"
                        self.found.problem(what, "proofs/checkpoint")
            tree.push(hashes)
        if tree.finish() != self.root:
            self.found.problem("the tiles do not lead to the checkpoint's root", "proofs/tile")
        for path in self.actual:
            if path.startswith("proofs/tile/") and path.removeprefix(prefix) not in tree.expected:
                self.found.problem("a tile that the checkpoint does not ask for", path)

    def exhibits(self) -> dict[str, int]:
        """Every exhibit has a proof, every proof its exhibit, and both agree."""
        counts = {"VERIFIED": 0, "FAILED": 0}
        names = {path.removeprefix("data/exhibits/") for path in self.actual if path.startswith("data/exhibits/")}
        erased = self.erasures.exhibits(done=True)
        proved = {path[16:-5] for path in self.actual if re.fullmatch(r"proofs/exhibits/.*\.json", path)}
        for name in sorted(names | proved):
            place = f"data/exhibits/{name}"
            digest, size = self.actual.get(place, ("", -1))
            proof = self.proof(f"proofs/exhibits/{name}.json")
            right = digest == name
            if not right:
                self.found.problem("missing" if not digest else f"its SHA-256 is {digest}, not its name", place)
            if proof is not None and not (
                proof.values.get("type") == "admit"
                and proof.values.get("sha256") == name
                and (not right or proof.values.get("size") in (size, None))
            ):
                self.found.problem("not the entry that admitted this exhibit", f"proofs/exhibits/{name}.json")
                proof = None
            if proof is not None and proof.place in erased:
                self.found.problem("an exhibit that was erased", place)
                proof = None
            if proof is not None:
                self.proved.append(proof.place)
            counts["VERIFIED" if right and proof is not None else "FAILED"] += 1
        return counts

    def published(self) -> None:
        """Every file of the report was published by an entry of the log."""
        needed: set[str] = set()
        for path, (digest, _) in sorted(self.actual.items()):
            if not path.startswith("data/report/"):
                continue
            needed.add(f"proofs/published/{digest}.json")
            if f"proofs/published/{digest}.json" not in self.actual:
                self.found.problem("not what was published: no entry of the log has its hash", path)
                continue
            proof = self.proof(f"proofs/published/{digest}.json")
            if proof is not None and (proof.values.get("type"), proof.values.get("sha256")) != ("publish", digest):
                self.found.problem("not the entry that published this file", f"proofs/published/{digest}.json")
            elif proof is not None:
                self.proved.append(proof.place)
        for path in self.actual:
            if path.startswith("proofs/published/") and path not in needed:
                self.found.problem("proves a file that is not in the package", path)

    def signed_list(self) -> dict[str, str] | None:
        """The signed list of tag files, None where it does not hold."""
        data = self.read("proofs/package")
        if data is None:
            return None
        try:
            return parse_package(data, {actor: item.key for actor, item in self.actors.items()}, self.origin)
        except Broken as error:
            self.found.problem(str(error), "proofs/package")
            return None

    def manifests(self) -> None:
        """Every file is covered by a signature: payload by the manifest, the manifest and all tag files by the list."""
        listed = self.signed_list()
        covered = {path for path in self.actual if not path.startswith("data/")} - {
            "proofs/package",
            "tagmanifest-sha256.txt",
        }
        if listed is not None:
            for path in sorted(covered | listed.keys()):
                if path not in listed:
                    self.found.problem("a file that the package's list does not know", path)
                elif path not in self.actual:
                    self.found.problem("missing", path)
                elif self.actual[path][0] != listed[path]:
                    self.found.problem("not the file that was signed", path)
        self.manifest(
            "manifest-sha256.txt", {path for path in self.actual if path.startswith("data/")}, signed=listed is not None
        )
        self.manifest("tagmanifest-sha256.txt", covered | {"proofs/package"}, signed=False)
        if self.read("bagit.txt") not in (BAGIT_TXT, None):
            self.found.problem("not the declaration of a bag", "bagit.txt")

    def manifest(self, name: str, paths: set[str], *, signed: bool) -> None:
        """Compare a BagIt manifest with what stands there; one that is signed is believed more than the files."""
        data = self.read(name)
        if data is None:
            return
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        listed = {decode_bag_path(line[66:]): line[:64] for line in lines[:-1]}
        if lines[-1] or data != bag_manifest(listed):
            self.found.problem("not a manifest in canonical form", name)
        right = {path: self.actual[path][0] for path in paths if path in self.actual}
        differing = [path for path in right.keys() | listed.keys() if right.get(path) != listed.get(path)]
        doubted = self.found.bad(name)
        for path in sorted(differing):
            if self.found.bad(path):
                continue
            if signed and not doubted:
                self.found.problem(f"its bytes are not those that {name} lists", path)
            else:
                self.found.problem("does not list the files that are there", name)

    def share(self) -> None:
        """The `share` entry names the manifest of the payload."""
        proof = self.proof("proofs/share.json")
        if proof is None or "manifest-sha256.txt" not in self.actual:
            return
        if proof.values.get("type") != "share":
            self.found.problem("not the entry that shared this package", "proofs/share.json")
        elif proof.values.get("manifest") != self.actual["manifest-sha256.txt"][0]:
            self.found.problem("not the manifest of what was shared", "manifest-sha256.txt")
        self.unwitnessed = proof.values.get("unwitnessed") is True

    def clocks(self) -> Clocks:
        """What others signed of the log, and whether it covers what the package proves."""
        signed = self.proofs_in_order("proofs/cosign/", "cosign") + self.proofs_in_order(
            "proofs/timestamp/", "timestamp"
        )
        if "proofs/policy.json" in self.actual and (policy := self.proof("proofs/policy.json")) is not None:
            if policy.values.get("type") != "set":
                self.found.problem("not an entry that sets a policy", "proofs/policy.json")
            signed.append((policy, "proofs/policy.json"))
        for proof, path in sorted(signed, key=lambda pair: pair[0].place):
            self.outside.take(proof.place, proof.values, path)
        log = History.of(self.origin, self.size, self.sound_tile, self.log_keys)
        clocks = self.outside.settle(log, datetime.now(UTC), "proofs/checkpoint")
        late = [place for place in self.proved if place >= clocks.witnessed]
        if clocks.asked and late:
            what = (
                f"{len(late)} of the {len(self.proved)} entries that it proves "
                f"{'is' if len(late) == 1 else 'are'} not witnessed: the quorum covers "
                f"the first {clocks.witnessed} entries of the log, the first of these is entry {min(late)}"
                f"{clocks.unchecked}"
            )
            if self.unwitnessed and not self.outside.pinned:
                self.found.note(
                    f"packed before the witnesses had been asked, as its sender says: {what}", "proofs/cosign"
                )
            else:
                said = "not all that it proves has been seen by the witnesses whom the policy asks for"
                self.found.lack(what, "proofs/cosign", said)
        return clocks

    def sound_tile(self, path: str) -> bytes | None:
        """A tile that nothing was found wrong with: a damaged one must not look like another history."""
        return None if self.found.bad("proofs/" + path) else self.read("proofs/" + path)


def decode_bag_path(path: str) -> str:
    """A path as a BagIt manifest writes it (RFC 8493, 2.1.3), decoded."""
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def bag_manifest(hashes: Mapping[str, str]) -> bytes:
    """A BagIt manifest in canonical form: a line for each path, in order of code points."""
    lines = []
    for path in sorted(hashes):
        written = path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
        lines.append(f"{hashes[path]}  {written}\n")
    return "".join(lines).encode("utf-8", "surrogateescape")


def package_text(origin: str, actor: str, hashes: Mapping[str, str]) -> bytes:
    """What a package's list says, before its signature."""
    return f"{PACKAGE_HEADER}{origin}\n{actor}\n".encode() + bag_manifest(hashes)


def parse_package(data: bytes, actors: Mapping[str, bytes], origin: str) -> dict[str, str]:
    """Read the signed list of a package: path to SHA-256 of every tag file but itself and the tag manifest.

    Raises:
        Broken: It is not canonical, or its signature does not hold.
    """
    try:
        lines = data.decode().split("\n")
    except ValueError as error:
        raise Broken("not a list of files") from error
    if len(lines) < 5 or lines[-1] or not lines[-2].startswith("sig "):
        raise Broken("not a list of files")
    actor, signature = lines[2], lines[-2][4:]
    listed = {decode_bag_path(line[66:]): line[:64] for line in lines[3:-2]}
    text = package_text(origin, actor, listed)
    if text + f"sig {signature}\n".encode() != data or not _is_hex(signature, _HEX128):
        raise Broken("a list of files that is not in canonical form")
    if actor not in actors:
        raise Broken("signed by an actor whose key the package does not hold")
    check_signature(actors[actor], bytes.fromhex(signature), package_message(hashlib.sha256(text).hexdigest()))
    return listed


def _package_pins(package: _Package, pin: tuple[bytes, str] | None) -> dict[int, list[tuple[bytes, str]]]:
    """The root that a kept checkpoint asks for.

    Raises:
        Unusable: It is of the same log, and newer than the package.
    """
    if pin is None:
        return {}
    data, whence = pin
    try:
        head = parse_checkpoint(data)
        if package.origin and head.origin != package.origin:
            what = f"{whence} cannot be compared: {_OTHER_LOG}"
            package.found.lack(what, "proofs/checkpoint", _said_of_another(whence))
            return {}
        if package.log_keys is None:
            raise Broken("the log's key is not in the package")
        package.log_keys.check(head)
    except Broken as error:
        package.found.problem(f"{whence} cannot be compared: {error}", "proofs/checkpoint")
        return {}
    if head.size > package.size:
        raise Unusable(
            f"This package cannot be compared with {whence}: it was made at {package.size} entries of the log, before "
            f"that checkpoint ({head.size} entries). Nothing speaks against it, and nothing was verified.",
            "Verify the package without --against, and ask its sender for the root at "
            f"{package.size} entries or for a package made since.",
        )
    return {head.size: [(head.root, whence)]}


def verify_package(
    folder: Path,
    against: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    policy: Path | None = None,
    authorities: Sequence[Path] = (),
) -> dict[str, Any]:
    """Verify a package folder; reads only.

    Args:
        folder: The bag.
        against: A file with a checkpoint of the same log that was kept elsewhere.
        progress: Called with (files done, files in all) now and then.
        policy: A file that says which witnesses are enough, instead of the log's own policy; they must have cosigned
            all that the package proves.
        authorities: Files with certificates that are trusted for time-stamps, instead of those that the log names.

    Returns:
        The contract's object for `govah verify`, and `notes`; `size` and `root` are those of the packaged checkpoint.

    Raises:
        Unusable: The folder is no package, `against` no checkpoint that can be compared with it, or `policy` none.
    """
    kind_of(folder)
    pin = None if against is None else _read_pin(against)
    found = Findings()
    package = _Package(folder, found, Outside(found, _read_policy(policy), _read_authorities(authorities)))
    package.hash_all(progress)
    package.keys()
    package.tiles(_package_pins(package, pin))
    erased = package.erased()
    counts = {**package.exhibits(), "ERASED": erased}
    package.published()
    package.share()
    package.manifests()
    return _verdict(found, package.size, package.root, counts, package.clocks(), pin)


_OF_A_PACKAGE = (
    "bagit.txt",
    "proofs/checkpoint",
    "proofs/package",
    "proofs/log.json",
    "proofs/tile",
    "proofs/exhibits",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "data/exhibits",
    "data/report",
    "data/index.csv",
)
_OF_A_CASE = ("log/checkpoint", "log/tile", "log/bodies", "exhibits", "govah.toml", "derived/case.db", "derived/pages")


def kind_of(folder: Path) -> str:
    """What stands in a folder, by whatever is left of it: `case` or `package`.

    Raises:
        Unusable: Nothing of either does.
    """
    remedy = "Name the folder of a case (with log/ and exhibits/) or of a package (with bagit.txt and proofs/)."
    if not os.path.isdir(folder):  # noqa: PTH112  # Path.is_dir raises where a folder may not be entered
        absent = "is not a folder" if os.path.lexists(folder) else "is not there"
        raise Unusable(f"{_quoted(folder)} {absent}.", remedy, absent=True)
    if any(os.path.lexists(folder / name) for name in _OF_A_PACKAGE[:3]):
        return "package"  # before the other: a whole case laid into a package must not stand for it
    if any(os.path.lexists(folder / name) for name in _OF_A_CASE):
        return "case"
    if any(os.path.lexists(folder / name) for name in _OF_A_PACKAGE[3:]):
        return "package"
    raise Unusable(f"{_quoted(folder)} is neither a case nor a package.", remedy, absent=True)


def is_package(folder: Path) -> bool:
    """Whether a folder is a package rather than a case.

    Raises:
        Unusable: It is neither.
    """
    return kind_of(folder) == "package"


def verify(
    folder: Path,
    against: Path | None = None,
    policy: Path | None = None,
    authorities: Sequence[Path] = (),
    *,
    every_signature: bool = False,
) -> dict[str, Any]:
    """Verify a case or a package, whichever stands there; a package's signatures are all checked in any case.

    Raises:
        Unusable: There is neither, or `against`, `policy` or an authority's certificate cannot be used.
    """
    if is_package(folder):
        return verify_package(folder, against, policy=policy, authorities=authorities)
    return verify_case(folder, against, policy=policy, authorities=authorities, every_signature=every_signature)


def _quoted(path: Path) -> str:
    return _plain(_shown(str(path)))


def main(arguments: list[str] | None = None) -> int:
    """The program `verify.py`: 0 when VERIFIED, 3 when FAILED, 2 or 4 when there is nothing to verify."""
    parser = argparse.ArgumentParser(description="Verify a Govah case or package, offline.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--against", type=Path, metavar="CHECKPOINT", help="a checkpoint that you kept elsewhere")
    parser.add_argument("--policy", type=Path, help="witnesses whom you trust, and how many are enough")
    parser.add_argument(
        "--authority",
        type=Path,
        action="append",
        metavar="CERT.pem",
        help="trust its time-stamps, and not those of the log's own choice; repeatable",
    )
    parser.add_argument(
        "--every-signature",
        action="store_true",
        help="of a case, also check each entry's signature where that of its group stands for it",
    )
    parser.add_argument("--json", action="store_true", help="the verdict as one JSON object")
    options = parser.parse_args(arguments)
    try:
        result = verify(
            options.folder,
            options.against,
            options.policy,
            options.authority or (),
            every_signature=options.every_signature,
        )
    except Unusable as error:
        sys.stderr.write(f"verify.py: {_plain(error.what)}\n           {_plain(error.remedy)}\n")
        return 4 if error.absent else 2
    out = sys.stdout
    if options.json:
        out.write(json.dumps(result, ensure_ascii=False) + "\n")
    else:
        counts = ", ".join(f"{count} {kind}" for kind, count in result["exhibits"].items() if count)
        out.write(f"{result['verdict']}\n{_plain(result['meaning'])}\n")
        root = f"root {result['root']}" if result["root"] else "no root that its key signed"
        out.write(f"Exhibits: {counts or 'none'}. Log: {result['size']} entries, {root}.\n")
        for problem in result["problems"]:
            # A path is a stranger's text: control characters must not reach the terminal.
            out.write(f"  {_plain(problem['where'])}: {_plain(problem['what'])}\n")
        for note in result["notes"]:
            out.write(f"  note: {_plain(note['where'])}: {_plain(note['what'])}\n")
        if result["agrees_with"] is not None:
            size = result["agrees_with"]
            out.write(f"It agrees with the checkpoint of {size} {'entry' if size == 1 else 'entries'}.\n")
        elif result["verdict"] == "VERIFIED":
            out.write("Compare the root with one that you had from the sender by another way (--against CHECKPOINT).\n")
    return 0 if result["verdict"] == "VERIFIED" else 3


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _were(count: int, noun: str) -> str:
    """That something was done to so many; of several words the first is counted: `2 exhibits of the case were`."""
    first, *rest = noun.split(" ", 1)
    return " ".join([_counted(count, first), *rest, "was" if count == 1 else "were"])


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


if __name__ == "__main__":
    sys.exit(main())
