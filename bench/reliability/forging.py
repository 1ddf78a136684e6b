"""What a thief of all keys can do: write a log's history anew, rightly signed, with every file that goes with it."""

import datetime as dt
import hashlib
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from govah.model.event import Event, EventType, Value
from govah.preserve import entry, tiles, verifier
from govah.preserve.keys import Signer
from govah.preserve.log import Log

Line = int | Event
"""An entry of the true history by its index, or another event in its place."""


@dataclass(frozen=True, slots=True)
class History:
    """A log as a thief of its keys holds it.

    Args:
        origin: The log's.
        signer: The stolen key of an actor.
        log_signer: The stolen key of the log.
        leaves: As they stand in the bundles.
        bodies: Their lines, with LF.
        events: What they say.
        exhibits: Bytes by their SHA-256.
    """

    origin: str
    signer: Signer
    log_signer: Signer
    leaves: Sequence[bytes]
    bodies: Sequence[bytes]
    events: Sequence[Event]
    exhibits: Mapping[str, bytes]

    def checkpoint(self, size: int) -> bytes:
        """The head of its first `size` entries, as the log itself would have signed it."""
        root = verifier.tree_hash(list(self.leaves[:size]))
        text = verifier.checkpoint_text(self.origin, size, root)
        return verifier.signed_note(text, self.origin, self.log_signer.public_key, self.log_signer.sign(text))

    def first(self, size: int) -> "History":
        """The same history, ended earlier."""
        return replace(self, leaves=self.leaves[:size], bodies=self.bodies[:size], events=self.events[:size])

    def written(self, lines: Sequence[Line]) -> "History":
        """Another history: entries that stay where they were keep their bytes, all others are signed anew."""
        leaves, bodies, events = [], [], []
        now = dt.datetime.now(dt.UTC)
        for index, line in enumerate(lines):
            if line == index:
                leaves.append(self.leaves[index])
                bodies.append(self.bodies[index])
                events.append(self.events[index])
                continue
            event = self.events[line] if isinstance(line, int) else line
            made = entry.write(event, index, self.origin, self.signer, now)
            leaves.append(made.leaf)
            bodies.append(made.body)
            events.append(event)
        return replace(self, leaves=leaves, bodies=bodies, events=events)

    def lay(self, folder: Path) -> None:
        """Write it as a case folder, each file as the product would have left it."""
        log = folder / "log"
        files = dict(tiles.grow(tiles.EMPTY, list(self.leaves)).files)
        for start in range(0, len(self.bodies), verifier.WIDTH):
            part = self.bodies[start : start + verifier.WIDTH]
            files[verifier.bodies_path(start // verifier.WIDTH)] = b"".join(part)
        files |= {"checkpoint": self.checkpoint(len(self.leaves)), "lock": b""}
        for path, data in files.items():
            (log / path).parent.mkdir(parents=True, exist_ok=True)
            (log / path).write_bytes(data)
        (folder / "exhibits").mkdir()
        for event in self.events:
            sha256 = event.fields.get("sha256")
            if event.type == EventType.ADMIT and isinstance(sha256, str):
                place = folder / "exhibits" / sha256[:2] / sha256
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(self.exhibits[sha256])


def stolen(case: Path, log: Log, signer: Signer, log_signer: Signer) -> History:
    """Everything of a case, read."""
    entries = list(log.entries())
    return History(
        log.origin,
        signer,
        log_signer,
        [log.leaf(item.index) for item in entries],
        [log.body(item.index) + b"\n" for item in entries],
        [Event(EventType(item.type), item.fields) for item in entries],
        {path.name: path.read_bytes() for path in (case / "exhibits").rglob("*") if path.is_file()},
    )


def admission(content: bytes) -> Event:
    """Admission of other bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    fields: dict[str, Value] = {"sha256": sha256, "size": len(content), "path": "handover/other.pdf"}
    return Event(EventType.ADMIT, fields)


def another(event: Event, chance: random.Random, content: bytes) -> Event:
    """An event of the same kind that says something else."""
    if event.type == EventType.ADMIT:
        return admission(content)
    fields = dict(event.fields)
    name = chance.choice(sorted(name for name, value in fields.items() if isinstance(value, str)))
    fields[name] = f"{fields[name]} (not)"
    return Event(event.type, fields)


def rolled_back(true: History, pin: int, chance: random.Random) -> History:
    """Entries before the kept checkpoint's end were taken away."""
    return true.first(chance.randint(2, pin - 1))


def forked(true: History, pin: int, chance: random.Random) -> History:
    """From some entry before the kept checkpoint's end on, other things happened."""
    at = chance.randint(2, pin - 1)
    more = chance.choice([pin - at, pin - at + chance.randint(1, 40), chance.randint(1, pin - at)])
    said = [Event(EventType.MARK, {"passage": f"{number:016x}:1:0-9", "note": "other"}) for number in range(more)]
    return true.written([*range(at), *said])


def changed(true: History, pin: int, chance: random.Random) -> History:
    """One entry says something else; all after it stay byte for byte."""
    at = chance.randint(2, pin - 1)
    content = chance.randbytes(40)
    kept = replace(true, exhibits={**true.exhibits, hashlib.sha256(content).hexdigest(): content})
    lines: list[Line] = [*range(len(true.leaves))]
    lines[at] = another(true.events[at], chance, content)
    return kept.written(lines)


def salted_anew(true: History, pin: int, chance: random.Random) -> History:
    """One entry says the same, with other salts and another signature."""
    at = chance.randint(2, pin - 1)
    return true.written([*range(at), true.events[at], *range(at + 1, len(true.leaves))])


def dropped(true: History, pin: int, chance: random.Random) -> History:
    """One entry was taken out; all after it moved up and are signed anew."""
    at = chance.randint(2, pin - 1)
    return true.written([*range(at), *range(at + 1, len(true.leaves))])


def inserted(true: History, pin: int, chance: random.Random) -> History:
    """One entry was put in; all after it moved down and are signed anew."""
    at = chance.randint(2, pin - 1)
    event = Event(EventType.JUDGE, {"pair": "1-2", "judgement": "same", "why": "added later"})
    return true.written([*range(at), event, *range(at, len(true.leaves))])


def exchanged(true: History, pin: int, chance: random.Random) -> History:
    """Two entries changed places, signed anew for where they stand."""
    one, two = sorted(chance.sample(range(2, len(true.leaves)), 2))
    if one >= pin:
        one = chance.randint(2, pin - 1)
    lines = list(range(len(true.leaves)))
    lines[one], lines[two] = two, one
    return true.written(lines)


FORGERIES: Mapping[str, Callable[[History, int, random.Random], History]] = {
    "rolled back": rolled_back,
    "forked": forked,
    "an entry changed": changed,
    "an entry salted anew": salted_anew,
    "an entry dropped": dropped,
    "an entry inserted": inserted,
    "two entries exchanged": exchanged,
}


def lay_anew(history: History, folder: Path) -> None:
    """Lay a history where another one stood."""
    shutil.rmtree(folder, ignore_errors=True)
    history.lay(folder)
