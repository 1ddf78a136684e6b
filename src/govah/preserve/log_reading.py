"""Reading a log: takes no lock, changes nothing, and believes nothing that it is asked to verify."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from govah.errors import NotFoundError, UsageError
from govah.model.event import Entry, EventType
from govah.model.identifiers import EntryIndex
from govah.preserve import entry, recovery, tiles, verifier
from govah.preserve.actors import ABOUT_KEYS, Actor, Actors, Landmarks, added_by
from govah.preserve.stored_tree import StoredTree
from govah.preserve.tiles import damaged
from govah.preserve.verifier import WIDTH
from govah.store import files

_WORDS = tuple(f'"{kind}"'.encode() for kind in ABOUT_KEYS)
_VALUE = re.compile(rb'"value":"([0-9a-z-]{1,64})"')


class LogReading:
    """The log of a case, for reading.

    Args:
        case: The case folder.

    Raises:
        NotFoundError: There is no log.
        IntegrityError: Its checkpoint cannot be read.
    """

    def __init__(self, case: Path) -> None:
        self._log = case / "log"
        self._actors = Actors()
        self._landmarks: Callable[[], Landmarks] | None = None
        self._origin = self.checkpoint().origin

    def guide(self, landmarks: Callable[[], Landmarks]) -> None:
        """Let somebody tell where keys were added or exchanged, so that not every body is searched for that.

        What they tell is verified, entry by entry; an actor whom they do not tell of is searched for after all.
        """
        self._landmarks = landmarks

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

    def root(self, size: int) -> bytes:
        """The root that the log had when it had `size` entries.

        Raises:
            UsageError: It never had so many.
            IntegrityError: A tile is missing or too short.
        """
        if not 0 < size <= self.size:
            raise UsageError(f"The log never had {size} entries.", f"Ask for a size from 1 to {self.size}.")
        return StoredTree(self._log, self.size).root(size)

    def actors(self) -> Mapping[str, Actor]:
        """Everybody whose key the log holds or held, by key id."""
        self._read_actors(self.checkpoint())
        return self._actors.all()

    def log_key_entries(self) -> Sequence[EntryIndex]:
        """Entries that put another key in the place of the log's."""
        self._read_actors(self.checkpoint())
        return self._actors.log_key_entries()

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """Entries from `start` up to the checkpoint that stands when this is called.

        Raises:
            IntegrityError: The log ends before its checkpoint says, or cannot be read.
        """
        return self._entries(start, self.size)

    def entries_of(self, kind: EventType) -> Iterator[Entry]:
        """Entries of a type; every body file is searched for the word before any of it is parsed."""
        word = f'"{kind}"'.encode()
        for index, _ in self.bodies(lambda piece: word in piece):
            found = self.entry(index)
            if found.type == kind:
                yield found

    def saying(self, words: Collection[str], end: int | None = None) -> Iterator[Entry]:
        """Entries with one of these words for the whole value of a field: a type, a hash. Who signed is not read.

        Args:
            words: Small letters, digits, hyphens.
            end: Entries to look through; None for all.

        Raises:
            IntegrityError: A body is missing.
        """
        wanted = {word.encode() for word in words}
        for index, line in self.bodies(lambda piece: not wanted.isdisjoint(_VALUE.findall(piece)), end=end, whole=True):
            yield entry.read(index, b"", line)

    def bodies(
        self, tells: Callable[[bytes], bool], start: int = 0, end: int | None = None, *, whole: bool = False
    ) -> Iterator[tuple[int, bytes]]:
        """Bodies that tell something, by index. A file of them is asked first: most are never taken apart.

        Args:
            tells: Whether bytes hold what is searched for.
            start: From which entry.
            end: Up to which; None for all.
            whole: Refuse a log that has lost bodies, for what is lost may have told something.

        Raises:
            IntegrityError: A body is missing, and all were asked for.
        """
        end = self.size if end is None else end
        for number in range(start // WIDTH, -(-end // WIDTH)):
            path, first = verifier.bodies_path(number), number * WIDTH
            width = min(WIDTH, end - first)
            data = files.read(self._log / path) or b""
            if whole and data.count(b"\n") < width:
                raise damaged(f"{path} is missing or too short")
            if tells(data):
                for index, line in enumerate(data.split(b"\n")[:width], first):
                    if index >= start and tells(line):
                        yield index, line

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
        return StoredTree(self._log, newest).inclusion(index, size)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """Consistency proof: the log at `new` entries begins with what it was at `old` (RFC 9162, 2.1.4.1).

        Args:
            old: The smaller size; 0 takes no proof, like a size with itself.
            new: The larger; None for the checkpoint's.

        Raises:
            UsageError: The sizes are not in order, or the log never had the larger.
            IntegrityError: A tile is missing or has the wrong length.
        """
        newest = self.size
        new = newest if new is None else new
        if not 0 <= old <= new <= newest:
            raise UsageError(
                f"No proof that {new} entries begin with {old}.",
                f"Ask for two sizes in order; the log has {newest} entries.",
            )
        return StoredTree(self._log, newest).consistency(old, new)

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
        """Learn keys from bodies that were not read so far; a search for the words comes before any parsing."""
        told = self._landmarks() if self._landmarks is not None and self._actors.upto == 0 else None
        if told is not None and told.upto <= head.size:  # else they are of a log that went further than this one
            self._actors.follow(told, lambda index: self._verified(index, head))
        about_keys = self.bodies(lambda piece: any(word in piece for word in _WORDS), self._actors.upto, head.size)
        for index, line in about_keys:
            self._actors.learn(entry.read(index, b"", line))
        self._actors.upto = max(self._actors.upto, head.size)

    def _read_actors_anew(self, head: verifier.Checkpoint) -> None:
        """Search every body, whatever somebody told."""
        self._landmarks, self._actors = None, Actors()
        self._read_actors(head)

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
            signer = self._actors.of(signed.actor) or added_by(found)
            if signer is None or signer.key_id != signed.actor or signer.until is not None:
                raise verifier.Broken("signed by an actor whom the log does not know")
            message = verifier.actor_message(self._origin, index, signed.commitment)
            verifier.check_signature(signer.public_key, bytes.fromhex(signed.sig), message)
        except verifier.Broken as error:
            raise damaged(f"entry {index}: {error}") from error
        return found
