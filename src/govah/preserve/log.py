"""The log: what people did and said, appended, signed, never edited (C2SP tlog-tiles; docs/log-format.md)."""

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from govah import config
from govah.errors import NotFoundError, UsageError
from govah.model.event import Entry, Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.preserve import entry, recovery, tiles, verifier
from govah.preserve.keys import Keyring, Signer, rewritten
from govah.preserve.tiles import damaged
from govah.preserve.verifier import GROUP_LIMIT, WIDTH
from govah.store import files


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody whose key the log holds.

    Args:
        name: As it was added.
        key_id: What entries name them by.
        public_key: 32 bytes, Ed25519.
        added: The entry that added them.
    """

    name: str
    key_id: str
    public_key: bytes
    added: EntryIndex


def new_origin() -> str:
    """A name for a new log that says nothing of its case, for it stands in every package."""
    return f"govah/{secrets.token_hex(16)}"


class Log:
    """The log of a case. Reading takes no lock and changes nothing; appending recovers first, under the lock.

    Args:
        case: The case folder.
        keyring: For appending; None for this account's own.

    Raises:
        NotFoundError: There is no log.
        IntegrityError: Its checkpoint cannot be read.
    """

    def __init__(self, case: Path, keyring: Keyring | None = None) -> None:
        self._log = case / "log"
        self._keyring = keyring
        self._actors: dict[str, Actor] = {}
        self._actors_read = 0
        self._body_end: tuple[int, int] | None = None
        self._origin = self.checkpoint().origin

    @classmethod
    def open(cls, case: Path, keyring: Keyring | None = None) -> "Log":
        """Open a case's log; takes no lock and changes nothing."""
        return cls(case, keyring)

    @classmethod
    def create(cls, case: Path, origin: str, keyring: Keyring, signer: Signer, fields: Mapping[str, Value]) -> "Log":
        """Found a log: entry 0 sets the case's name, mandate, standard; entry 1 adds the first actor.

        Args:
            case: The case folder.
            origin: `new_origin()`.
            keyring: Receives the log's own key.
            signer: The first actor.
            fields: Of the `set` event; `origin` and `log_key` are added.

        Raises:
            UsageError: There is a log already.
            GovahError: The file system has no working locks, or cannot be written.
        """
        if (case / "log").exists():
            raise UsageError(f"{case} has a log already.", "Choose another folder for a new case.")
        building = case / "log.new"
        shutil.rmtree(building, ignore_errors=True)  # of a founding that a crash broke off
        files.make_folder(building)
        files.check_locks(building / "lock")
        log_signer = keyring.make_log(origin)
        founding = Event(EventType.SET, {**fields, "origin": origin, "log_key": log_signer.public_key.hex()})
        events = [founding, actor_event(origin, signer.name, signer)]
        _write_group(building, tiles.EMPTY, origin, events, signer, log_signer)
        with files.told(building):
            building.rename(case / "log")
        files.sync_folder(case)
        made = cls(case, keyring)
        keyring.remember(origin, made.checkpoint_bytes())
        return made

    @property
    def origin(self) -> str:
        """The log's name: stands in its checkpoints and in every signature."""
        return self._origin

    @property
    def folder(self) -> Path:
        """Where its files are: `log/` of the case."""
        return self._log

    @property
    def size(self) -> int:
        """Entries up to the checkpoint."""
        return self.checkpoint().size

    def checkpoint_bytes(self) -> bytes:
        """The checkpoint as it is written: a signed note.

        Raises:
            NotFoundError: There is no log.
        """
        data = files.read(self._log / "checkpoint")
        if data is None:
            raise NotFoundError(
                f"{self._log.parent} is not a case: it has no log.",
                "Name the case folder with --case, or make one: govah init.",
            )
        return data

    def checkpoint(self) -> verifier.Checkpoint:
        """The newest checkpoint; its signature is checked by `govah verify` and before appending.

        Raises:
            NotFoundError: There is no log.
            IntegrityError: It cannot be read.
        """
        try:
            return verifier.parse_checkpoint(self.checkpoint_bytes())
        except verifier.Broken as error:
            raise damaged(f"log/checkpoint is {error}") from error

    def append(self, events: Sequence[Event], signer: Signer) -> list[EntryIndex]:
        """Append one group, after recovering from a crash if there was one.

        On return all of it is on the disk and under a signed checkpoint; if this raises, none of it is acknowledged.

        Args:
            events: At most `GROUP_LIMIT`.
            signer: Who acts; the log knows the key.

        Raises:
            UsageError: Too many events, or one that cannot be written.
            NotFoundError: This account does not hold the log's key, or the log does not know the actor.
            BusyError: Another writer holds the lock too long.
            IntegrityError: What is on the disk contradicts its checkpoint.
            DurabilityLost: The disk did not keep the bytes; the process ends.
        """
        if len(events) > GROUP_LIMIT:
            raise UsageError(f"A group holds at most {GROUP_LIMIT} events.", "Append in smaller groups.")
        keyring = self._keyring or Keyring(config.keys_folder())
        log_signer = keyring.log_signer(self._origin)
        with files.locked(self._log / "lock"):
            edge = self._recovered(signer, log_signer, keyring)
            grown = self._group(edge, events, signer, log_signer) if events else edge
            keyring.remember(self._origin, self.checkpoint_bytes())
        return [EntryIndex(index) for index in range(edge.size, grown.size)]

    def add_actor(self, name: str, new: Signer, signer: Signer) -> EntryIndex:
        """Add an actor: signed by one whom the log knows, and countersigned by the new key.

        Raises:
            UsageError: The key is in the log, or another actor has the name.
        """
        actors = self.actors()
        if new.key_id in actors or any(actor.name == name for actor in actors.values()):
            raise UsageError(f"{name} or this key is in the log already.", "Choose another name; see govah status.")
        return self.append([actor_event(self._origin, name, new)], signer)[0]

    def actors(self) -> Mapping[str, Actor]:
        """Everybody whose key the log holds, by key id."""
        self._read_actors(self.size)
        return dict(self._actors)

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """Entries from `start` up to the checkpoint that stands when this is called.

        Raises:
            IntegrityError: The log ends before its checkpoint says, or cannot be read.
        """
        return self._entries(start, self.size)

    def entry(self, index: int) -> Entry:
        """One entry.

        Raises:
            NotFoundError: The log is shorter.
        """
        return entry.read(index, self.leaf(index), self.body(index))

    def leaf(self, index: int) -> bytes:
        """An entry's leaf, as the tree holds it."""
        size = self._within(index)
        return self._bundle(index // WIDTH, size)[index % WIDTH]

    def body(self, index: int) -> bytes:
        """An entry's body: a line of JSON without its LF."""
        self._within(index)
        line = recovery.body_line(self._log, index)
        if not line.endswith(b"\n"):
            raise damaged(f"the body of entry {index} is missing")
        return line[:-1]

    def proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Inclusion proof of an entry (RFC 9162, 2.1.3.1): hashes from the leaf upwards.

        Args:
            index: Of the entry.
            size: Of the tree; None for the checkpoint's.
        """
        newest = self._within(index)
        size = newest if size is None else size
        if not index < size <= newest:
            raise UsageError(f"No proof of entry {index} in {size} entries.", "Ask for a size that the log has had.")
        return self._path(index, 0, size)

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        if index < middle:
            return [*self._path(index, start, middle), self._range(middle, end)]
        return [*self._path(index, middle, end), self._range(start, middle)]

    def _range(self, start: int, end: int) -> bytes:
        """Tree hash of the entries `start` to `end` (a power of two wide, or at the end of the tree)."""
        width = end - start
        if width & (width - 1):
            middle = start + (1 << ((width - 1).bit_length() - 1))
            return verifier.node_hash(self._range(start, middle), self._range(middle, end))
        level = (width.bit_length() - 1) // 8
        number, first = divmod(start >> (8 * level), WIDTH)
        count = width >> (8 * level)
        return verifier.fold(tiles.hashes(self._log, level, number, first + count)[first:])

    def _within(self, index: int) -> int:
        size = self.size
        if not 0 <= index < size:
            raise NotFoundError(f"The log has no entry {index}.", f"Its entries are 0 to {size - 1}.")
        return size

    def _bundle(self, number: int, size: int) -> list[bytes]:
        width = min(WIDTH, size - number * WIDTH)
        data = tiles.widest(self._log, "entries", number, width)
        leaves, _ = verifier.split_bundle(data or b"")
        if len(leaves) < width:
            raise damaged(f"{verifier.tile_path('entries', number, width)} is missing or too short")
        return leaves[:width]

    def _entries(self, start: int, size: int) -> Iterator[Entry]:
        for number in range(start // WIDTH, -(-size // WIDTH)):
            leaves = self._bundle(number, size)
            path = self._log / verifier.bodies_path(number)
            with files.told(path), path.open("rb") as lines:
                for place, leaf in enumerate(leaves):
                    line = lines.readline()
                    if number * WIDTH + place >= start:
                        yield entry.read(number * WIDTH + place, leaf, line)

    def _read_actors(self, size: int) -> None:
        """Learn the actors from bodies that were not read so far; a search for the word comes before any parsing."""
        for number in range(self._actors_read // WIDTH, -(-size // WIDTH)):
            data = files.read(self._log / verifier.bodies_path(number)) or b""
            if b'"actor-add"' not in data:
                continue
            for place, line in enumerate(data.split(b"\n")[: size - number * WIDTH]):
                index = number * WIDTH + place
                if index >= self._actors_read and b'"actor-add"' in line:
                    self._learn(entry.read(index, b"", line))
        self._actors_read = max(self._actors_read, size)

    def _learn(self, added: Entry) -> None:
        name, public = added.fields.get("name"), added.fields.get("public_key")
        if added.type == EventType.ACTOR_ADD and isinstance(name, str) and isinstance(public, str):
            key = bytes.fromhex(public)
            actor = Actor(name, verifier.key_id(key), key, added.index)
            self._actors[actor.key_id] = actor

    def _recovered(self, signer: Signer, log_signer: Signer, keyring: Keyring) -> tiles.Edge:
        """The edge to append to, with the lock held: reads the checkpoint again, settles what a crash left."""
        head = self.checkpoint()
        try:
            verifier.check_checkpoint(head, log_signer.public_key)
        except verifier.Broken as error:
            raise damaged(f"log/checkpoint is {error}") from error
        seen = keyring.seen(self._origin)
        edge = tiles.load_edge(self._log, head.size)
        if edge.root != head.root:
            raise damaged("its last tiles do not lead to the checkpoint's root")
        self._read_actors(head.size)
        if signer.key_id not in self._actors:
            raise NotFoundError(
                f"The log of this case does not know {signer.name}.",
                "Act as somebody whom it knows (--as), who can add you.",
            )
        if self._body_end is None or self._body_end[0] != head.size:
            self._body_end = (head.size, recovery.body_end(self._log, head.size))
        if not recovery.untouched(self._log, head.size, self._body_end[1]):
            edge = self._recover(edge, signer, log_signer, seen.size if seen else 0)
        if seen and (seen.size > edge.size or self._root_at(seen.size, edge) != seen.root):
            raise rewritten(self._origin)
        return edge

    def _recover(self, edge: tiles.Edge, signer: Signer, log_signer: Signer, seen: int) -> tiles.Edge:
        known = {actor.key_id: actor.public_key for actor in self._actors.values()}
        found = recovery.recover(self._log, self._origin, edge.size, known, seen)
        if found.event is not None:
            edge = self._group(edge, [found.event], signer, log_signer, found.leaves)
        else:
            files.remove([self._log / "checkpoint.new"])
        tiles.remove_stale(self._log, edge.size, recovery.REACH)
        return edge

    def _root_at(self, size: int, edge: tiles.Edge) -> bytes:
        return edge.root if size == edge.size else self._range(0, size)

    def _group(
        self,
        edge: tiles.Edge,
        events: Sequence[Event],
        signer: Signer,
        log_signer: Signer,
        adopted: tuple[bytes, ...] = (),
    ) -> tiles.Edge:
        grown, body_end = _write_group(self._log, edge, self._origin, events, signer, log_signer, adopted)
        self._body_end = (grown.size, body_end)
        return grown


def actor_event(origin: str, name: str, new: Signer) -> Event:
    """The event that adds an actor, with the new key's countersignature."""
    public = new.public_key.hex()
    proof = new.sign(verifier.possession_message(origin, public)).hex()
    return Event(EventType.ACTOR_ADD, {"name": name, "public_key": public, "possession": proof})


def _write_group(
    log: Path,
    edge: tiles.Edge,
    origin: str,
    events: Sequence[Event],
    signer: Signer,
    log_signer: Signer,
    adopted: tuple[bytes, ...] = (),
) -> tuple[tiles.Edge, int]:
    """Write a group in the order of the crash rule: bodies, entries and tiles, checkpoint; then stale tiles go.

    Args:
        log: The log's folder, locked.
        edge: Where it ends.
        origin: The log's.
        events: What to append.
        signer: Who acts.
        log_signer: Signs the checkpoint.
        adopted: Leaves that stand beyond the edge already, with their bodies.

    Returns:
        The new edge, and the length of the last file of bodies.
    """
    start = edge.size + len(adopted)
    now = datetime.now(UTC)
    written = [entry.write(event, start + place, origin, signer, now) for place, event in enumerate(events)]
    at = 0
    while at < len(written):
        number, width = divmod(start + at, WIDTH)
        part = written[at : at + WIDTH - width]
        path = log / verifier.bodies_path(number)
        files.make_folder(path.parent)
        files.append(path, b"".join(item.body for item in part))
        at += len(part)
    grown = tiles.grow(edge, [*adopted, *(item.leaf for item in written)])
    scratch = log / "checkpoint.new"
    tiles.write_group(log, grown.files, scratch)
    text = verifier.checkpoint_text(origin, grown.edge.size, grown.edge.root)
    checkpoint = verifier.signed_note(text, origin, log_signer.public_key, log_signer.sign(text))
    files.replace(log / "checkpoint", checkpoint, via=scratch)
    files.remove(log / path for path in _outgrown(edge.size, grown.edge.size))
    last, width = divmod(grown.edge.size, WIDTH)
    return grown.edge, (log / verifier.bodies_path(last)).stat().st_size if width else 0


def _outgrown(before: int, after: int) -> Iterator[str]:
    """Partial tiles of a log of `before` entries that one of `after` entries does not have."""
    for (level, old), (_, new) in zip(tiles.totals(before), tiles.totals(after), strict=True):
        if old != new and old % WIDTH:
            yield verifier.tile_path(level, old // WIDTH, old % WIDTH)
