"""An event as it is written: a body with salted fields, and the signed leaf that commits to them."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from govah.errors import IntegrityError, UsageError
from govah.model.event import Entry, Event, Value
from govah.model.identifiers import EntryIndex
from govah.preserve import verifier
from govah.preserve.keys import Signer

SALT = 32
"""Bytes of a field's salt."""
DEPTH = 32
"""Levels that a field's value may nest."""


@dataclass(frozen=True, slots=True)
class Written:
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
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    own: dict[str, Value] = {"type": str(event.type), "at": at, "day": at[:10]}
    if not event.fields.keys().isdisjoint((*own, "group")):
        raise UsageError(
            "The log itself adds the fields type, at, day and group.", "Name the event's own fields otherwise."
        )
    values = {**event.fields, **own} if group is None else {**event.fields, **own, "group": group}
    salts = os.urandom(SALT * len(values))
    fields = []
    digests = []
    try:
        for place, (name, value) in enumerate(sorted(values.items())):
            if verifier.FIELD.fullmatch(name) is None:
                raise verifier.Broken(f"{name!r} is not the name of a field")
            _check(value)
            salt = salts[place * SALT : (place + 1) * SALT]
            digests.append(verifier.field_digest(salt, name, value))
            fields.append({"name": name, "salt": salt.hex(), "value": value})
        commitment = verifier.tree_hash(digests).hex()
        body = verifier.canonical({"v": 1, "index": index, "fields": fields}) + b"\n"
    except verifier.Broken as error:
        raise UsageError(
            f"This event cannot be written to the log: {error}.", "Fields hold JSON: whole numbers and valid text."
        ) from error
    if len(body) > verifier.LINE_LIMIT:
        raise UsageError("This event is longer than 16 MiB.", "Preserve the long text as an exhibit and name its hash.")
    signature = signer.sign(verifier.actor_message(origin, index, commitment)).hex()
    leaf = verifier.canonical({"v": 1, "actor": signer.key_id, "commitment": commitment, "sig": signature})
    return Written(leaf, body)


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
    if isinstance(value, int) and abs(value) <= 1 << 53:
        return
    if isinstance(value, list | tuple):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
        for item in value.values():
            _check(item, depth + 1)
    else:
        raise verifier.Broken(f"{type(value).__name__} {str(value)[:40]!r} is not a value that the format knows")
