"""The log: what people did and said, appended, signed, never edited (C2SP tlog-tiles; docs/log-format.md)."""

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from govah import config
from govah.errors import IntegrityError, NotFoundError, UsageError
from govah.model.event import Entry, Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.preserve import entry, recovery, tiles, verifier
from govah.preserve.group import write_group
from govah.preserve.keys import Keyring, Signer
from govah.preserve.seen import SeenLog, WentFurtherError, rewritten
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


@dataclass(frozen=True, slots=True)
class Resumed:
    """A copy of a case that was gone on with.

    Args:
        entry: The `recover` entry that says so.
        size: Entries now.
        root: Of the log now.
        begin: Entries that the copy had.
        missing: Entries of the checkpoint that was seen and is not held.
        known: How many of the copy's entries this account had seen before.
    """

    entry: EntryIndex
    size: int
    root: bytes
    begin: int
    missing: int
    known: int


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Where the entries stand that add or change keys, as somebody noted who read the log before.

    Args:
        upto: Entries that were read.
        entries: Indexes among them, in order.
    """

    upto: int
    entries: tuple[int, ...]


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
        self._landmarks: Callable[[], Landmarks] | None = None
        self._body_end: tuple[int, int] | None = None
        self._origin = self.checkpoint().origin

    def guide(self, landmarks: Callable[[], Landmarks]) -> None:
        """Let somebody tell where keys were added or changed, so that not every body is searched for that.

        What they tell is verified, entry by entry; an actor whom they do not tell of is searched for after all.
        """
        self._landmarks = landmarks

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
        write_group(building, tiles.EMPTY, origin, events, signer, log_signer)
        with files.told(building):
            building.rename(case / "log")
        files.sync_folder(case)
        made = cls(case, keyring)
        keyring.remember(origin, made.checkpoint_bytes(), case)
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
            seen = keyring.seen(self._origin)
            edge = self._recovered(signer, log_signer, seen, keyring.memory(self._origin))
            if seen is None or seen.size < edge.size:  # what is acted upon was seen: copies of it can be told later
                keyring.remember(self._origin, self.checkpoint_bytes(), self._log.parent)
            grown = self._group(edge, events, signer, log_signer) if events else edge
            keyring.remember(self._origin, self.checkpoint_bytes(), self._log.parent)
        return [EntryIndex(index) for index in range(edge.size, grown.size)]

    def resume(self, why: str, head: verifier.Checkpoint, signer: Signer, *, unseen: bool = False) -> Resumed:
        """Go on with a copy that ends before what this account has seen, and say so in the log.

        What can be known: that the copy begins with the newest head at or before its end that this account has seen.
        Where its own end was never seen, its last entries may be another history, though rightly signed.

        Args:
            why: In words, for whoever reads the log later.
            head: Of the copy, which the caller has verified by itself.
            signer: Who acts.
            unseen: Go on although this account has never seen the copy's end.

        Raises:
            UsageError: Nothing keeps this copy from going on, or the other copy is still there.
            IntegrityError: The copy contradicts what was seen, changed meanwhile, or its end was never seen.
        """
        keyring = self._keyring or Keyring(config.keys_folder())
        log_signer = keyring.log_signer(self._origin)
        memory = keyring.memory(self._origin)
        with files.locked(self._log / "lock"):
            try:
                self._recovered(signer, log_signer, keyring.seen(self._origin), memory)
            except WentFurtherError as error:
                further = error
            else:
                raise UsageError("Nothing keeps this copy of the case from going on.", "Work on; resume is not needed.")
            if self.checkpoint() != head:
                raise damaged("its checkpoint changed while it was verified")
            known = self._seen_prefix(memory, further, unseen=unseen)
            edge = self._recovered(signer, log_signer, None, memory)
            missing: dict[str, Value] = {"size": further.seen.size, "root": further.seen.root.hex()}
            fields: dict[str, Value] = {"from": head.size, "adopted": 0, "torn": [], "missing": missing}
            event = Event(EventType.RECOVER, {**fields, "seen": known, "why": why})
            grown = self._group(edge, [event], signer, log_signer)
            memory.forget_beyond(edge.size)
            memory.keep(self.checkpoint_bytes(), self._log.parent)
        return Resumed(EntryIndex(edge.size), grown.size, grown.root, head.size, further.seen.size, known)

    def _seen_prefix(self, memory: SeenLog, further: WentFurtherError, *, unseen: bool) -> int:
        """How many of this copy's entries this account has seen before, as they are."""
        self._refuse_while_there(further)
        size = self.size
        known = memory.newest(size)
        if known is not None and self._range(0, known.size) != known.root:
            raise rewritten(self._origin, further.folder)
        seen = known.size if known else 0
        if seen < size and not unseen:
            raise IntegrityError(
                f"This account has seen the first {seen} of this copy's {size} entries, and never its end: whether the "
                "last ones are those that stood before the missing ones cannot be known.",
                "Look for the copy that went further, or for a backup. To go on all the same, and have that said in "
                "the log: govah resume --unseen --why WHY",
            )
        return seen

    def _refuse_while_there(self, further: WentFurtherError) -> None:
        folder = further.folder
        if folder is None or not (folder / "log" / "checkpoint").is_file() or folder.samefile(self._log.parent):
            return
        other = Log(folder, self._keyring)
        if other.origin != self._origin or other.size <= self.size:
            return
        if other._range(0, self.size) != self._range(0, self.size):
            raise rewritten(self._origin, folder)
        raise UsageError(
            f"The copy that went further is still there: {folder}, {other.size} entries.",
            f"Work on in it: --case {folder}. If nobody wants it, move it away or delete it, then run this again.",
        )

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
        self._read_actors(self.checkpoint())
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

    def _read_actors(self, head: verifier.Checkpoint) -> None:
        """Learn the actors from bodies that were not read so far; a search for the word comes before any parsing."""
        size = head.size
        if self._landmarks is not None and self._actors_read == 0:
            self._follow(self._landmarks(), head)
        for number in range(self._actors_read // WIDTH, -(-size // WIDTH)):
            data = files.read(self._log / verifier.bodies_path(number)) or b""
            if b'"actor-add"' not in data:
                continue
            for place, line in enumerate(data.split(b"\n")[: size - number * WIDTH]):
                index = number * WIDTH + place
                if index >= self._actors_read and b'"actor-add"' in line:
                    self._learn(entry.read(index, b"", line))
        self._actors_read = max(self._actors_read, size)

    def _follow(self, told: Landmarks, head: verifier.Checkpoint) -> None:
        """Learn the actors from entries that somebody noted."""
        if told.upto > head.size:
            return  # of a log that went further than this one
        for index in told.entries:
            self._learn(self._verified(index, head))
        self._actors_read = told.upto

    def _verified(self, index: int, head: verifier.Checkpoint) -> Entry:
        """An entry that is under the checkpoint, and whose body is what an actor signed who was there before."""
        leaf, body = self.leaf(index), self.body(index)
        try:
            signed, fields = verifier.parse_leaf(leaf), verifier.parse_body(body, index)
            path = self.proof(index, head.size)
            if verifier.root_from_proof(index, head.size, verifier.leaf_hash(leaf), path) != head.root:
                raise verifier.Broken("not under the checkpoint")
            if fields.commitment != signed.commitment:
                raise verifier.Broken("its body is not what was signed")
            found = entry.read(index, leaf, body)
            signer = self._actors.get(signed.actor) or _added(found)
            if signer is None or signer.key_id != signed.actor:
                raise verifier.Broken("signed by an actor whom the log does not know")
            message = verifier.actor_message(self._origin, index, signed.commitment)
            verifier.check_signature(signer.public_key, bytes.fromhex(signed.sig), message)
        except verifier.Broken as error:
            raise damaged(f"entry {index}: {error}") from error
        return found

    def _learn(self, added: Entry) -> None:
        if (actor := _added(added)) is not None:
            self._actors[actor.key_id] = actor

    def _recovered(
        self, signer: Signer, log_signer: Signer, seen: verifier.Checkpoint | None, memory: SeenLog
    ) -> tiles.Edge:
        """The edge to append to, with the lock held: reads the checkpoint again, settles what a crash left."""
        head = self.checkpoint()
        try:
            verifier.check_checkpoint(head, log_signer.public_key)
        except verifier.Broken as error:
            raise damaged(f"log/checkpoint is {error}") from error
        edge = tiles.load_edge(self._log, head.size)
        if edge.root != head.root:
            raise damaged("its last tiles do not lead to the checkpoint's root")
        self._read_actors(head)
        if signer.key_id not in self._actors and self._landmarks is not None:
            self._landmarks, self._actors_read = None, 0
            self._read_actors(head)
        if signer.key_id not in self._actors:
            raise NotFoundError(
                f"The log of this case does not know {signer.name}.",
                "Act as somebody whom it knows (--as), who can add you.",
            )
        if self._body_end is None or self._body_end[0] != head.size:
            self._body_end = (head.size, recovery.body_end(self._log, head.size))
        if not recovery.untouched(self._log, head.size, self._body_end[1]):
            edge = self._recover(edge, signer, log_signer, seen, memory)
        if seen and seen.size > edge.size:
            raise WentFurtherError(self._origin, edge.size, seen, memory.folder())
        if seen and self._root_at(seen.size, edge) != seen.root:
            raise rewritten(self._origin, memory.folder())
        return edge

    def _recover(
        self, edge: tiles.Edge, signer: Signer, log_signer: Signer, seen: verifier.Checkpoint | None, memory: SeenLog
    ) -> tiles.Edge:
        known = {actor.key_id: actor.public_key for actor in self._actors.values()}
        found = recovery.recover(self._log, self._origin, edge.size, known, seen, memory.folder())
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
        grown, body_end = write_group(self._log, edge, self._origin, events, signer, log_signer, adopted)
        self._body_end = (grown.size, body_end)
        return grown


def _added(found: Entry) -> Actor | None:
    """The actor whom an entry adds, None where it adds none."""
    name, public = found.fields.get("name"), found.fields.get("public_key")
    if found.type != EventType.ACTOR_ADD or not isinstance(name, str) or not isinstance(public, str):
        return None
    key = bytes.fromhex(public)
    return Actor(name, verifier.key_id(key), key, found.index)


def actor_event(origin: str, name: str, new: Signer) -> Event:
    """The event that adds an actor, with the new key's countersignature."""
    public = new.public_key.hex()
    proof = new.sign(verifier.possession_message(origin, public)).hex()
    return Event(EventType.ACTOR_ADD, {"name": name, "public_key": public, "possession": proof})
