"""Who may sign in a log, and which entries say so: keys that were added, exchanged, and the log's own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from govah.model.event import Entry, Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.preserve import verifier
from govah.preserve.keys import Signer

ABOUT_KEYS = (EventType.ACTOR_ADD, EventType.KEY_ROTATE)
"""Types of entries that say something about keys."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody whose key the log holds.

    Args:
        name: As it was added.
        key_id: What entries name them by.
        public_key: 32 bytes, Ed25519.
        added: The entry that added this key.
        until: The entry that put another key in its place; None while it is in use.
    """

    name: str
    key_id: str
    public_key: bytes
    added: EntryIndex
    until: EntryIndex | None = None


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Where the entries stand that add or exchange keys, as somebody noted who read the log before.

    Args:
        upto: Entries that were read.
        entries: Indexes among them, in order.
    """

    upto: int
    entries: tuple[int, ...]


class Actors:
    """The keys of a log as far as it was read; entries about keys are learned in order."""

    def __init__(self) -> None:
        self._actors: dict[str, Actor] = {}
        self._log_keys: list[EntryIndex] = []
        self.upto = 0

    def of(self, key_id: str) -> Actor | None:
        """Whose key it is or was."""
        return self._actors.get(key_id)

    def all(self) -> Mapping[str, Actor]:
        """Everybody, by key id."""
        return dict(self._actors)

    def in_use(self) -> dict[str, bytes]:
        """Public keys that may sign the next entry, by key id."""
        return {actor.key_id: actor.public_key for actor in self._actors.values() if actor.until is None}

    def log_key_entries(self) -> Sequence[EntryIndex]:
        """Entries that put another key in the place of the log's."""
        return tuple(self._log_keys)

    def learn(self, found: Entry) -> None:
        """Learn from an entry; one that is not about keys says nothing."""
        if found.type == EventType.KEY_ROTATE and found.fields.get("kind") == "log":
            self._log_keys.append(found.index)
            return
        actor = added_by(found)
        if actor is None:
            return
        old = self._actors.get(str(found.fields.get("old")))
        if found.type == EventType.KEY_ROTATE and old is not None:
            self._actors[old.key_id] = replace(old, until=found.index)
        self._actors.setdefault(actor.key_id, actor)

    def follow(self, told: Landmarks, verified: Callable[[int], Entry]) -> None:
        """Learn from the entries that somebody noted, instead of looking for them.

        Args:
            told: Where they stand.
            verified: Reads an entry and verifies it.
        """
        for index in told.entries:
            self.learn(verified(index))
        self.upto = told.upto


def added_by(found: Entry) -> Actor | None:
    """The actor whose key an entry adds, None where it adds none."""
    name, public = found.fields.get("name"), found.fields.get("public_key")
    if found.type not in ABOUT_KEYS or not isinstance(name, str) or not isinstance(public, str):
        return None
    key = bytes.fromhex(public)
    return Actor(name, verifier.key_id(key), key, found.index)


def actor_event(origin: str, name: str, new: Signer) -> Event:
    """The event that adds an actor, with the new key's countersignature."""
    public = new.public_key.hex()
    proof = new.sign(verifier.possession_message(origin, public)).hex()
    return Event(EventType.ACTOR_ADD, {"name": name, "public_key": public, "possession": proof})


def exchange_event(origin: str, old: Actor, new: Signer, why: str) -> Event:
    """The event that puts a new key in the place of an actor's."""
    public = new.public_key.hex()
    proof = new.sign(verifier.possession_message(origin, public)).hex()
    fields: dict[str, Value] = {"kind": "actor", "old": old.key_id, "name": old.name, "why": why}
    return Event(EventType.KEY_ROTATE, {**fields, "public_key": public, "possession": proof})


def log_key_event(origin: str, old: Signer, new: Signer, why: str) -> Event:
    """The event that puts a new key in the place of the log's."""
    public = new.public_key.hex()
    fields: dict[str, Value] = {
        "kind": "log",
        "log_key": public,
        "release": old.sign(verifier.release_message(origin, public)).hex(),
        "possession": new.sign(verifier.log_possession_message(origin, public)).hex(),
        "why": why,
    }
    return Event(EventType.KEY_ROTATE, fields)
