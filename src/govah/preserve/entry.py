"""An event as it is written: a body with salted fields, and the signed leaf that commits to them."""

import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import NamedTuple

from govah.errors import IntegrityError, UsageError
from govah.model.event import Entry, Event, Value
from govah.model.identifiers import EntryIndex
from govah.preserve import verifier
from govah.preserve.keys import Signer

SALT = 32
"""Bytes of a field's salt."""
_LARGEST = 1 << 53
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))
_INNER_REST, _OUTER_REST = b"\x36" * (64 - SALT), b"\x5c" * (64 - SALT)
"""HMAC (RFC 2104) with salts as keys, all of them prepared at once: half the time of a call for each."""
_OWN = frozenset({"type", "at", "day", "group"})
DEPTH = 32
"""Levels that a field's value may nest."""


class Written(NamedTuple):
    """An entry's two halves: the leaf, and the body's line with its LF."""

    leaf: bytes
    body: bytes


def write(
    event: Event, index: int, origin: str, signer: Signer, now: datetime, group: dict[str, Value] | None = None
) -> Written:
    """Compose and sign an entry.

    Args:
        event: What happened.
        index: Its place in the log.
        origin: The log's.
        signer: Who acts.
        now: When, with a time zone.
        group: Where the group began that this entry ends, and its tree hash.

    Raises:
        UsageError: A field's name or value is not what the format can hold.
    """
    at = moment(now)
    own: dict[str, Value] = {"type": str(event.type), "at": at, "day": at[:10]}
    if not event.fields.keys().isdisjoint(_OWN):
        raise UsageError(
            "The log itself adds the fields type, at, day and group.", "Name the event's own fields otherwise."
        )
    values = {**event.fields, **own} if group is None else {**event.fields, **own, "group": group}
    try:
        commitment, body = _committed(values, index)
    except verifier.Broken as error:
        raise UsageError(
            f"This event cannot be written to the log: {error}.", "Fields hold JSON: whole numbers and valid text."
        ) from error
    if len(body) > verifier.LINE_LIMIT:
        raise UsageError("This event is longer than 16 MiB.", "Preserve the long text as an exhibit and name its hash.")
    signature = signer.sign(verifier.actor_message(origin, index, commitment)).hex()
    leaf = f'{{"actor":"{signer.key_id}","commitment":"{commitment}","sig":"{signature}","v":1}}'.encode()
    return Written(leaf, body)


@lru_cache(8)
def moment(now: datetime) -> str:
    """A time as entries write it: RFC 3339, UTC, whole seconds."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _committed(values: Mapping[str, Value], index: int) -> tuple[str, bytes]:
    """Commitment and body of fields. Each value is encoded once: for its digest, and for the body's canonical line.

    Raises:
        Broken: A name or value is not what the format can hold.
    """
    salts = os.urandom(SALT * len(values))
    told, inner, outer = salts.hex(), salts.translate(_INNER), salts.translate(_OUTER)
    sha256 = hashlib.sha256
    fields, digests = [], []
    place = 0
    try:
        for name in _in_order(tuple(values)):
            encoded = _encoded(values[name])
            end = place + SALT
            message = f'["{name}",{encoded}]'.encode()
            digest = sha256(inner[place:end] + _INNER_REST + message).digest()
            digests.append(sha256(outer[place:end] + _OUTER_REST + digest).digest())
            fields.append(f'{{"name":"{name}","salt":"{told[2 * place : 2 * end]}","value":{encoded}}}')
            place = end
        body = f'{{"fields":[{",".join(fields)}],"index":{index},"v":1}}\n'.encode()
    except UnicodeEncodeError as error:
        raise verifier.Broken("half a character") from error
    return verifier.tree_hash(digests).hex(), body


@lru_cache(512)
def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of fields, checked and sorted: once for all events that have the same ones."""
    for name in names:
        if verifier.FIELD.fullmatch(name) is None:
            raise verifier.Broken(f"{name!r} is not the name of a field")
    return tuple(sorted(names))


def _encoded(value: Value) -> str:
    """Canonical JSON of a value; the short way for what most fields hold."""
    if type(value) is str:
        return _quoted(value)
    if type(value) is int and -_LARGEST <= value <= _LARGEST:
        return str(value)
    if type(value) is dict and all(type(part) is str and name.isascii() for name, part in value.items()):
        return "{" + ",".join(f"{_quoted(name)}:{_quoted(value[name])}" for name in sorted(value)) + "}"  # type: ignore[arg-type]
    _check(value)
    return verifier.canonical(value).decode()


def read(index: int, leaf: bytes, line: bytes) -> Entry:
    """An entry as it stands in the log; nothing is verified here.

    Raises:
        IntegrityError: It cannot be read.
    """
    try:
        fields = verifier.decode(line)["fields"]
        values = {field["name"]: field["value"] for field in fields if "name" in field}
        kind, at = values.pop("type"), values.pop("at")
        values.pop("day")
        values.pop("group", None)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise IntegrityError(f"Entry {index} of the log cannot be read.", "Run govah verify.") from error
    erased = len(fields) - sum("name" in field for field in fields)
    return Entry(EntryIndex(index), leaf[10:74].decode("ascii", "replace"), kind, at, values, erased)


def _check(value: object, depth: int = 0) -> None:
    if depth > DEPTH:
        raise verifier.Broken(f"a value nests deeper than {DEPTH} levels")
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int) and abs(value) <= _LARGEST:
        return
    if isinstance(value, list | tuple):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
        for item in value.values():
            _check(item, depth + 1)
    else:
        raise verifier.Broken(f"{type(value).__name__} {str(value)[:40]!r} is not a value that the format knows")
