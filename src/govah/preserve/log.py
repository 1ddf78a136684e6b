"""The log: what people did and said, appended, signed, never edited (C2SP tlog-tiles; docs/log-format.md)."""

import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, cast

from govah import config
from govah.errors import GovahError, IntegrityError, NotFoundError, UsageError
from govah.model.event import Entry, Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.preserve import erasure, recovery, tiles, verifier
from govah.preserve.actors import ABOUT_KEYS, Actor, actor_event, exchange_event, log_key_event
from govah.preserve.entry import moment
from govah.preserve.group import write_group
from govah.preserve.keys import Keyring, Signer
from govah.preserve.log_reading import LogReading
from govah.preserve.seen import SeenLog, UnnotedError, WentFurtherError, rewritten
from govah.preserve.stored_tree import StoredTree
from govah.preserve.tiles import damaged
from govah.preserve.verifier import GROUP_LIMIT
from govah.store import files


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
class Erased:
    """An erasure that was carried out: the entries of its approval and of its end."""

    approval: EntryIndex
    done: EntryIndex


class ErasurePlan(Protocol):
    """What is to be erased; asked for when nobody else can append any more."""

    def approval(self) -> Event:
        """The `erase-approve` event."""


def new_origin() -> str:
    """A name for a new log that says nothing of its case, for it stands in every package."""
    return f"govah/{secrets.token_hex(16)}"


class Log(LogReading):
    """The log of a case. Reading takes no lock and changes nothing; appending recovers first, under the lock.

    Args:
        case: The case folder.
        keyring: For appending; None for this account's own.

    Raises:
        NotFoundError: There is no log.
        IntegrityError: Its checkpoint cannot be read.
    """

    def __init__(self, case: Path, keyring: Keyring | None = None) -> None:
        super().__init__(case)
        self._keyring = keyring
        self._body_end: tuple[int, int] | None = None

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

    def append(self, events: Sequence[Event], signer: Signer) -> list[EntryIndex]:
        """As `append_entries`; their indices."""
        return [made.index for made in self.append_entries(events, signer)]

    def append_entries(self, events: Sequence[Event], signer: Signer) -> list[Entry]:
        """Append one group, after recovering from a crash if there was one; the entries as they stand in the log.

        On return all of it is on the disk and under a signed checkpoint. If this raises, none of it is acknowledged;
        what of it stands whole on the disk is adopted by the next append. Only an `UnnotedError` comes when all of it
        is under a signed checkpoint: it must not be appended again then.

        Args:
            events: At most `GROUP_LIMIT`.
            signer: Who acts; the log knows the key.

        Raises:
            UsageError: Too many events, or one that cannot be written.
            NotFoundError: This account does not hold the log's key, or the log does not know the actor.
            BusyError: Another writer holds the lock too long.
            IntegrityError: What is on the disk contradicts its checkpoint.
            UnnotedError: All is appended, and what this account has seen of the log could not be noted.
            GovahError: A disk is full, or what this account has seen cannot be noted: nothing is appended then.
            DurabilityLost: The disk did not keep the bytes; the process ends.
        """
        if len(events) > GROUP_LIMIT:
            raise UsageError(f"A group holds at most {GROUP_LIMIT} events.", "Append in smaller groups.")
        keyring = self._keyring or Keyring(config.keys_folder())
        with files.locked(self._log / "lock"):
            log_signer = self._log_signer(keyring)
            seen = keyring.seen(self._origin)
            edge, log_signer = self._recovered(signer, log_signer, seen, keyring)
            if seen is None or seen.size < edge.size:  # what is acted upon was seen: copies of it can be told later
                keyring.remember(self._origin, self.checkpoint_bytes(), self._log.parent)
            else:
                keyring.memory(self._origin).check_writable()
            now = datetime.now(UTC)
            if events:
                self._group(edge, events, signer, log_signer, now=now)
                self._note(keyring, edge.size, edge.size + len(events))
        at = moment(now)
        return [
            Entry(EntryIndex(index), signer.key_id, str(event.type), at, event.fields)
            for index, event in enumerate(events, edge.size)
        ]

    def recover(self, signer: Signer) -> None:
        """Settle what a crash left, as every append does first.

        Whoever compares what is to be added with what the log holds does this before: entries that a crash left beyond
        the checkpoint are adopted then, and would otherwise be added again.

        Raises:
            As `append`.
        """
        self.append([], signer)

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
        memory = keyring.memory(self._origin)
        with files.locked(self._log / "lock"):
            log_signer = self._log_signer(keyring)
            try:
                self._recovered(signer, log_signer, keyring.seen(self._origin), keyring)
            except WentFurtherError as error:
                further = error
            else:
                raise UsageError("Nothing keeps this copy of the case from going on.", "Work on; resume is not needed.")
            if self.checkpoint() != head:
                raise damaged("its checkpoint changed while it was verified")
            known = self._seen_prefix(memory, further, unseen=unseen)
            edge, log_signer = self._recovered(signer, log_signer, None, keyring)
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
        if known is not None and self.root(known.size) != known.root:
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
        if other.root(self.size) != self.root(self.size):
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

    def exchange_key(self, old: Actor, new: Signer, signer: Signer, why: str) -> EntryIndex:
        """Put a new key in the place of an actor's: signed by the old key, or by another actor where it is lost.

        Raises:
            UsageError: The old key is not in use, or the new one is in the log.
        """
        known = self.actors()
        if known.get(old.key_id, old).until is not None or new.key_id in known:
            raise UsageError(f"The key of {old.name} was exchanged already.", "See govah actor list.")
        return self.append([exchange_event(self._origin, old, new, why)], signer)[0]

    def may_hold(self, new: Signer, since: int) -> bool:
        """Whether an entry from `since` on, or what a broken group left, may put a key in the place of another.

        While it may, the key must be kept: whatever stands whole beyond the checkpoint is adopted one day.
        """
        return recovery.told_since(self._log, since, new.public_key.hex().encode())

    def exchange_log_key(self, signer: Signer, why: str) -> EntryIndex:
        """Make a new key for the log itself; it signs the checkpoint that covers this entry and all later ones.

        Raises:
            NotFoundError: This account does not hold the log's key.
        """
        keyring = self._keyring or Keyring(config.keys_folder())
        with files.locked(self._log / "lock"):
            old = self._log_signer(keyring)
            edge, old = self._recovered(signer, old, keyring.seen(self._origin), keyring)
            successor = keyring.log_successor(self._origin)
            new = successor.make()
            try:
                grown = self._group(edge, [log_key_event(self._origin, old, new, why)], signer, new)
            except GovahError:
                if not self.may_hold(new, edge.size):
                    successor.discard(new)
                raise
            successor.promote()
            self._note(keyring, edge.size, grown.size)
        return EntryIndex(grown.size - 1)

    def erase(self, plan: "ErasurePlan", signer: Signer, destroy: Callable[[], None]) -> Erased:
        """Approve an erasure and carry it out, with the lock held from the first entry to the last.

        A crash between leaves an approval without its end, which `finish_erasure` ends.

        Args:
            plan: Makes the approval when nobody else can append any more.
            signer: Who approves; another than who asked.
            destroy: Destroys the bytes, durably, and may be called again.

        Raises:
            RefusedError: The plan refuses: the same key asked, or what is asked for is held.
        """
        keyring = self._keyring or Keyring(config.keys_folder())
        with files.locked(self._log / "lock"):
            edge, log_signer = self._ready(signer, keyring)
            approval = plan.approval()
            self._check_bodies(approval.fields)
            edge = self._group(edge, [approval], signer, log_signer)
            index = EntryIndex(edge.size - 1)
            done = self._carry_out(edge, index, approval.fields, signer, log_signer, destroy, keyring)
        return Erased(index, done)

    def finish_erasure(self, index: EntryIndex, signer: Signer, destroy: Callable[[], None]) -> EntryIndex:
        """End an erasure that was approved and broken off."""
        keyring = self._keyring or Keyring(config.keys_folder())
        with files.locked(self._log / "lock"):
            edge, log_signer = self._ready(signer, keyring)
            approval = self.entry(index).fields
            self._check_bodies(approval)
            return self._carry_out(edge, index, approval, signer, log_signer, destroy, keyring)

    def _ready(self, signer: Signer, keyring: Keyring) -> tuple[tiles.Edge, Signer]:
        return self._recovered(signer, self._log_signer(keyring), keyring.seen(self._origin), keyring)

    def _check_bodies(self, approval: Mapping[str, Value]) -> None:
        """Nothing is erased from a body that is not what its actor signed: it would never be found any more."""
        for index in _gone(approval):
            try:
                body = verifier.parse_body(self.body(index), index)
                if body.commitment != verifier.parse_leaf(self.leaf(index)).commitment:
                    raise verifier.Broken("not what was signed")
            except verifier.Broken as error:
                raise IntegrityError(
                    f"The body of entry {index} is {error}: nothing was erased.", "Run govah verify."
                ) from error

    def _carry_out(
        self,
        edge: tiles.Edge,
        index: EntryIndex,
        approval: Mapping[str, Value],
        signer: Signer,
        log_signer: Signer,
        destroy: Callable[[], None],
        keyring: Keyring,
    ) -> EntryIndex:
        destroy()
        erasure.close_fields(self._log, _gone(approval))
        files.remove(self._log / "torn" / str(name) for name in cast(list[Any], approval.get("torn") or []))
        self._body_end = None
        asked = self.entry(cast(int, approval["request"]))
        fields: dict[str, Value] = {"request": asked.index, "approve": index}
        done = Event(EventType.ERASE_DONE, {**fields, "authority": asked.fields.get("authority")})
        grown = self._group(edge, [done], signer, log_signer)
        self._note(keyring, index, grown.size)
        return EntryIndex(grown.size - 1)

    def _note(self, keyring: Keyring, start: int, end: int) -> None:
        """Remember the checkpoint that covers what was just appended.

        Raises:
            IntegrityError: Another history of this length was seen meanwhile.
            UnnotedError: It cannot be noted; the entries stand.
        """
        try:
            keyring.remember(self._origin, self.checkpoint_bytes(), self._log.parent)
        except IntegrityError:
            raise
        except GovahError as error:
            raise UnnotedError(start, end, error) from error

    def _log_signer(self, keyring: Keyring) -> Signer:
        """The log's key that signed the checkpoint; an exchange that a crash broke off is ended here."""
        signer = keyring.log_signer(self._origin)
        head = self.checkpoint()
        if head.signature[:4] != verifier.key_hash(self._origin, signer.public_key):
            successor = keyring.log_successor(self._origin)
            following = successor.found()
            if following and head.signature[:4] == verifier.key_hash(self._origin, following.public_key):
                successor.promote()
                return following
        return signer

    def _recovered(
        self, signer: Signer, log_signer: Signer, seen: verifier.Checkpoint | None, keyring: Keyring
    ) -> tuple[tiles.Edge, Signer]:
        """The edge to append to, with the lock held: reads the checkpoint again, settles what a crash left.

        Returns:
            The edge, and the log's key from here on: the crash may have broken off its exchange.
        """
        memory = keyring.memory(self._origin)
        head = self.checkpoint()
        try:
            verifier.check_checkpoint(head, log_signer.public_key)
        except verifier.Broken as error:
            raise damaged(f"log/checkpoint is {error}") from error
        edge = tiles.load_edge(self._log, head.size)
        if edge.root != head.root:
            raise damaged("its last tiles do not lead to the checkpoint's root")
        self._read_actors(head)
        if self._actors.of(signer.key_id) is None and self._landmarks is not None:
            self._read_actors_anew(head)
        self._check_actor(signer)
        reach = 1
        if self._body_end is None or self._body_end[0] != head.size:  # others wrote, or a group of ours failed
            files.sync_folder(self._log)  # the checkpoint's name may be a killed writer's, and not on the disk yet
            self._body_end = (head.size, recovery.body_end(self._log, head.size))
            reach = recovery.REACH
        if not recovery.untouched(self._log, head.size, self._body_end[1], reach):
            edge, log_signer = self._recover(edge, signer, log_signer, seen, keyring)
            self._read_actors(self.checkpoint())
            self._check_actor(signer)
        if seen and seen.size > edge.size:
            raise WentFurtherError(self._origin, edge.size, seen, memory.folder())
        if seen and self._root_at(seen.size, edge) != seen.root:
            raise rewritten(self._origin, memory.folder())
        return edge, log_signer

    def _check_actor(self, signer: Signer) -> None:
        actor = self._actors.of(signer.key_id)
        if actor is None and any(each.name == signer.name and each.until is None for each in self.actors().values()):
            raise NotFoundError(
                f"The log of this case knows {signer.name} by another key.",
                f"Was it exchanged in another case? Then here too: govah actor rotate {signer.name} --why WHY. If not, "
                "set GOVAH_KEYS to the folder with the key that is known here.",
            )
        if actor is None:
            raise NotFoundError(
                f"The log of this case does not know {signer.name}.",
                "Act as somebody whom it knows (--as), who can add you.",
            )
        if actor.until is not None:
            raise NotFoundError(
                f"This key of {signer.name} was exchanged for another at entry {actor.until} and signs no longer.",
                "Act with the new key; if it is on this account, end the exchange: "
                f"govah actor rotate {signer.name} --why WHY",
            )

    def _recover(
        self,
        edge: tiles.Edge,
        signer: Signer,
        log_signer: Signer,
        seen: verifier.Checkpoint | None,
        keyring: Keyring,
    ) -> tuple[tiles.Edge, Signer]:
        known = self._actors.in_use()
        folder = keyring.memory(self._origin).folder()
        found = recovery.recover(self._log, self._origin, edge.size, known, seen, folder)
        self._clear_torn(edge, found.leaves)
        if found.event is not None:
            if found.log_key is not None:
                log_signer = self._following(found.log_key, keyring)
            acting = self._acting(signer, found.acting, keyring)
            edge = self._group(edge, [found.event], acting, log_signer, found.leaves)
            if found.log_key is not None:
                keyring.log_successor(self._origin).promote()
        else:
            files.remove([self._log / "checkpoint.new"])
        tiles.remove_stale(self._log, edge.size, recovery.REACH)
        return edge, log_signer

    def _acting(self, signer: Signer, acting: frozenset[str], keyring: Keyring) -> Signer:
        """Who signs a recovery: where what is adopted exchanges the signer's own key, the key that follows it."""
        if signer.key_id in acting:
            return signer
        following = next((key for key in keyring.following(signer.name) if key.key_id in acting), None)
        if following is None:
            raise NotFoundError(
                f"An exchange of the key of {signer.name} was broken off, and this account does not hold the new key.",
                "Act as somebody else whom the log knows (--as), or set GOVAH_KEYS to the keys of the account that "
                "exchanged it.",
            )
        return following

    def _following(self, public_key: str, keyring: Keyring) -> Signer:
        following = keyring.log_successor(self._origin).found()
        if following is None or following.public_key.hex() != public_key:
            raise NotFoundError(
                "An exchange of the log's key was broken off, and this account does not hold the new key.",
                "Set GOVAH_KEYS to the keys of the account that exchanged it.",
            )
        return following

    def _clear_torn(self, edge: tiles.Edge, adopted: tuple[bytes, ...]) -> None:
        """Before other entries take their places, torn ones leave the tiles: a stale tile contradicts no entry."""
        tiles.write_group(self._log, tiles.grow(edge, list(adopted)).files, self._log / "checkpoint.new")
        tiles.remove_beyond(self._log, edge.size + len(adopted), recovery.REACH)

    def _root_at(self, size: int, edge: tiles.Edge) -> bytes:
        return edge.root if size == edge.size else StoredTree(self._log, edge.size).root(size)

    def _group(
        self,
        edge: tiles.Edge,
        events: Sequence[Event],
        signer: Signer,
        log_signer: Signer,
        adopted: tuple[bytes, ...] = (),
        now: datetime | None = None,
    ) -> tiles.Edge:
        self._body_end = None
        grown, body_end = write_group(self._log, edge, self._origin, events, signer, log_signer, adopted, now)
        self._body_end = (grown.size, body_end)
        if self._actors.upto == edge.size and not adopted and not any(event.type in ABOUT_KEYS for event in events):
            self._actors.upto = grown.size  # nothing in them of keys, so they need not be read again
        return grown


def _gone(approval: Mapping[str, Value]) -> dict[int, set[str]]:
    return {item["entry"]: set(item["names"]) for item in cast(list[Any], approval["fields"])}
