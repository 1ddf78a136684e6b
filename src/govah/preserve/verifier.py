"""Verify a Govah case or package offline: Python's standard library and `cryptography`, nothing else.

A package carries a copy of this file as `verify.py`; without arguments it verifies the folder that it stands in.
It shows that nothing changed since admission, at a time by the case's own clock. It never shows that a leaked
document is genuine. It reads and never writes. Exit code 0: VERIFIED; 3: FAILED; 2 or 4: nothing was verified, for
what was named cannot be compared (2) or is not there (4).

The formats (docs/log-format.md): C2SP tlog-tiles, tlog-checkpoint and signed-note; RFC 6962 hashing; RFC 8785 JSON;
RFC 8493 (BagIt). Everything read is compared, byte for byte, with its canonical re-encoding, and the set of files must
be exact.
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
from collections.abc import Callable, Iterator, Mapping
from json import encoder
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

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

    def at(self, size: int) -> bytes:
        """The key for a checkpoint of `size` entries."""
        return next(key for since, key in reversed(self._keys) if since <= size)

    def check(self, head: Checkpoint) -> None:
        """Check a checkpoint's signature by the key of its size.

        Raises:
            Broken: That key did not sign it.
        """
        check_checkpoint(head, self.at(head.size))


# --- Verdicts


class Findings:
    """Problems and notes, as they are found."""

    def __init__(self) -> None:
        self.problems: list[dict[str, str]] = []
        self.notes: list[dict[str, str]] = []
        self._seen: set[tuple[str, str]] = set()
        self._places: set[str] = set()

    def problem(self, what: str, where: str) -> None:
        """Note what is wrong with a file."""
        if (what, where) not in self._seen:
            self._seen.add((what, where))
            self._places.add(where)
            self.problems.append({"what": what, "where": _shown(where)})

    def note(self, what: str, where: str) -> None:
        """Note what a reader should know and what is not wrong."""
        self.notes.append({"what": what, "where": _shown(where)})

    def bad(self, where: str) -> bool:
        """Whether a problem of this file is known."""
        return where in self._places


def _shown(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _verdict(found: Findings, size: int, root: bytes | None, counts: Mapping[str, int]) -> dict[str, Any]:
    failed = bool(found.problems)
    if failed:
        meaning = (
            "Something was changed, added or taken away since admission, or cannot be read: see problems. "
            "What is not named there was found unchanged, as far as it could be checked."
        )
    else:
        sealed = f", the ciphertexts of {counts['SEALED']} sealed" if counts.get("SEALED") else ""
        meaning = (
            f"Nothing has changed since admission: {counts['VERIFIED']} exhibits{sealed} and {size} log entries are "
            "byte for byte what was signed, at times stated by the case's own clock and by no other. "
            "This does not show that a leaked document is genuine."
        )
        if counts.get("ERASED"):
            meaning += (
                f" {counts['ERASED']} exhibits were erased by two keys under an authority that the log names; the "
                "proof of what stood in their places still holds."
            )
    return {
        "verdict": "FAILED" if failed else "VERIFIED",
        "meaning": meaning,
        "size": size,
        "root": root.hex() if root is not None else None,
        "time": "own clock",
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
        command = [sys.executable, "-I", "-B", os.path.abspath(__file__), "--crew"]  # noqa: PTH100
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
        try:
            while (job := self._next()) is not None:
                answer = _asked(process, self._order(job))
                with self._turn:
                    self._done[job] = answer
                    self._turn.notify_all()
        except (OSError, EOFError):
            process.kill()
            with self._turn:
                if job is not None:
                    self._taken.discard(job)  # done by whoever asks for it
                self._turn.notify_all()
        finally:
            _dismiss(process)

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


def _asked(process: "subprocess.Popen[bytes]", order: bytes) -> bytes | None:
    assert process.stdin is not None  # noqa: S101  # both are pipes
    assert process.stdout is not None  # noqa: S101
    process.stdin.write(order)
    process.stdin.flush()
    length = process.stdout.read(8)
    if len(length) < 8:
        raise EOFError
    if (size := int.from_bytes(length, "big")) == _NO_SIZE:
        return None
    answer = process.stdout.read(size)
    if len(answer) < size:
        raise EOFError
    return answer


def _crew_member() -> int:
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

    def __init__(self, folder: Path, found: Findings, *, every_signature: bool = False) -> None:
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
            f"entry {index}: {len(erasure.exhibits)} exhibits were erased on {values['day']} under this authority: "
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
        """Files of bodies beyond the checkpoint may exist within one group."""
        in_order = number <= self.size // WIDTH or bodies_path(number - 1) in self.files
        if path != bodies_path(number) or not self.within_group(number * WIDTH) or not in_order:
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
            place = f"sealed/{name.hex()}"
            whole = right.get(name) == seal.size
            if name.hex() not in there:
                self.found.problem("missing, although it was sealed", place)
            elif name in right and not whole:
                self.found.problem(f"sealed with {seal.size} bytes, holds {right[name]}", place)
            if seal.admitted or (seal.exhibit is not None and self.was_admitted(seal.exhibit)):
                counts["SEALED" if whole and seal.sound else "FAILED"] += 1
        for name in sorted(right.keys() - self.seals.keys()):
            self.found.note("sealed, and named by no entry: nothing opens it", f"sealed/{name.hex()}")

    def sealed_files(self, there: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        """Ciphertexts that hold the bytes of their name, with their sizes."""
        for path in sorted(there):
            place = f"sealed/{path}"
            if path.startswith(".tmp/"):
                self.found.note("bytes on their way in, or left over from a crash", place)
            elif not _is_hash(path):
                self.found.problem("a file that the format does not know", place)
            else:
                try:
                    digest, size = hash_file(self.folder / place)
                except OSError as error:
                    self.found.problem(f"cannot be read: {error.strerror}", place)
                    continue
                if digest == path:
                    yield path, size
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
        if head.origin != case.origin:
            raise Broken(_OTHER_LOG)
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
_OLDER_COPY = "or this is an older copy of the case"


def verify_case(
    folder: Path,
    against: Path | None = None,
    remembered: bytes | None = None,
    progress: Callable[[int, int], None] | None = None,
    remembered_in: str | None = None,
    *,
    every_signature: bool = False,
) -> dict[str, Any]:
    """Verify a case folder; reads only.

    Args:
        folder: The case folder.
        against: A file with a checkpoint that was kept elsewhere.
        remembered: The largest checkpoint that this account has seen, None where it has seen none.
        progress: Called with (entries and exhibits done, in all) now and then.
        remembered_in: The folder in which that was seen.
        every_signature: Check each entry's own signature also where that of its group stands for it.

    Returns:
        The contract's object for `govah verify`, and `notes`: what is there and is not wrong.

    Raises:
        Unusable: The folder is no case, or `against` no checkpoint.
    """
    if kind_of(folder) != "case":
        raise Unusable(f"{_quoted(folder)} is a package, not a case.", "Verify it as a package.")
    pin = None if against is None else _read_pin(against)
    found = Findings()
    case = _Case(folder, found, every_signature=every_signature)
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
    return _verdict(found, case.size, case.root, counts)


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

    def __init__(self, folder: Path, found: Findings) -> None:
        self.folder = folder
        self.found = found
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
            f"{len(erasure.exhibits)} exhibits of the case were erased on {proof.values.get('day')} under this "
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
        if head.origin != package.origin:
            raise Broken(_OTHER_LOG)
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
    folder: Path, against: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Verify a package folder; reads only.

    Args:
        folder: The bag.
        against: A file with a checkpoint of the same log that was kept elsewhere.
        progress: Called with (files done, files in all) now and then.

    Returns:
        The contract's object for `govah verify`, and `notes`; `size` and `root` are those of the packaged checkpoint.

    Raises:
        Unusable: The folder is no package, or `against` no checkpoint that can be compared with it.
    """
    kind_of(folder)
    pin = None if against is None else _read_pin(against)
    found = Findings()
    package = _Package(folder, found)
    package.hash_all(progress)
    package.keys()
    package.tiles(_package_pins(package, pin))
    erased = package.erased()
    counts = {**package.exhibits(), "ERASED": erased}
    package.published()
    package.share()
    package.manifests()
    return _verdict(found, package.size, package.root, counts)


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


def verify(folder: Path, against: Path | None = None) -> dict[str, Any]:
    """Verify a case or a package, whichever stands there.

    Raises:
        Unusable: There is neither, or `against` cannot be compared with it.
    """
    return verify_package(folder, against) if is_package(folder) else verify_case(folder, against)


def _quoted(path: Path) -> str:
    return _plain(_shown(str(path)))


def main(arguments: list[str] | None = None) -> int:
    """The program `verify.py`: 0 when VERIFIED, 3 when FAILED, 2 or 4 when there is nothing to verify."""
    parser = argparse.ArgumentParser(description="Verify a Govah case or package, offline.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--against", type=Path, metavar="CHECKPOINT", help="a checkpoint that you kept elsewhere")
    parser.add_argument("--json", action="store_true", help="the verdict as one JSON object")
    parser.add_argument("--crew", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.crew:
        return _crew_member()
    try:
        result = verify(options.folder, options.against)
    except Unusable as error:
        sys.stderr.write(f"verify.py: {_plain(error.what)}\n           {_plain(error.remedy)}\n")
        return 4 if error.absent else 2
    out = sys.stdout
    if options.json:
        out.write(json.dumps(result, ensure_ascii=False) + "\n")
    else:
        counts = ", ".join(f"{count} {kind}" for kind, count in result["exhibits"].items() if count)
        out.write(f"{result['verdict']}\n{result['meaning']}\n")
        root = f"root {result['root']}" if result["root"] else "no root that its key signed"
        out.write(f"Exhibits: {counts or 'none'}. Log: {result['size']} entries, {root}.\n")
        for problem in result["problems"]:
            # A path is a stranger's text: control characters must not reach the terminal.
            out.write(f"  {_plain(problem['where'])}: {_plain(problem['what'])}\n")
        for note in result["notes"]:
            out.write(f"  note: {_plain(note['where'])}: {_plain(note['what'])}\n")
        if result["verdict"] == "VERIFIED":
            out.write("Compare the root with one that you had from the sender by another way (--against CHECKPOINT).\n")
    return 0 if result["verdict"] == "VERIFIED" else 3


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


if __name__ == "__main__":
    sys.exit(main())
