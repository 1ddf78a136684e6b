"""Recovery after a crash: what stands beyond the checkpoint is adopted or set aside, never dropped.

Whole, rightly signed entries are adopted: whoever puts back an old checkpoint must not make us delete evidence. Only an
entry that never reached the disk whole is set aside, its bytes kept under `log/torn/`.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from govah.model.event import Event, EventType, Value
from govah.preserve import tiles, verifier
from govah.preserve.seen import WentFurtherError
from govah.preserve.tiles import damaged
from govah.preserve.verifier import GROUP_LIMIT, RECOVERY_SLACK, WIDTH
from govah.store import files

REACH = (GROUP_LIMIT + RECOVERY_SLACK) // WIDTH + 2
"""Tiles around the edge that a broken group can have touched."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery found.

    Args:
        leaves: Entries to adopt, in order.
        event: The event to append, None where nothing was adopted or set aside.
        log_key: The log's key from here on, hex, where what is adopted exchanges it.
        acting: Ids of the actors' keys that are in use from here on.
    """

    leaves: tuple[bytes, ...]
    event: Event | None
    log_key: str | None = None
    acting: frozenset[str] = frozenset()


def untouched(log: Path, size: int, body_end: int, reach: int = REACH) -> bool:
    """Whether nothing stands beyond the checkpoint: a few look-ups, whatever the log's size.

    Args:
        log: The log's folder.
        size: Entries by the checkpoint.
        body_end: Length of the last file of bodies by the checkpoint, in bytes.
        reach: How many tiles before the last ones may have a stale partial one; the largest group has left that many.
    """
    number, width = divmod(size, WIDTH)
    body = log / verifier.bodies_path(number)
    if (body.stat().st_size if body.exists() else 0) != body_end:
        return False
    if (log / "checkpoint.new").exists() or (log / verifier.bodies_path(number + 1)).exists():
        return False
    if any((log / "torn").glob(f"{size}.*")):  # set aside by a recovery that did not come to its end
        return False
    for level, total in tiles.totals(size):
        last, width = divmod(total, WIDTH)
        if any(other != width for other in tiles.widths(log, level, last)):
            return False
        if any(tiles.widths(log, level, number) for number in range(max(0, last - reach), last)):
            return False
        if (log / verifier.tile_path(level, last)).exists():
            return False
    return True


def recover(
    log: Path,
    origin: str,
    size: int,
    actors: dict[str, bytes],
    seen: verifier.Checkpoint | None,
    seen_in: Path | None = None,
) -> Recovered:
    """Read what stands beyond the checkpoint and set aside what is torn; adopting is the caller's.

    Args:
        log: The log's folder; its lock is held.
        origin: The log's.
        size: Entries by the checkpoint.
        actors: Public keys by actor.
        seen: The largest checkpoint that this account has seen: no crash takes its entries away.
        seen_in: In which case folder.

    Raises:
        WentFurtherError: Fewer entries stand here than were seen.
        IntegrityError: More than a group stands beyond the checkpoint, or something that no crash explains.
    """
    keys = dict(actors)
    leaves, torn_entries = _beyond(log, origin, size, keys)
    if seen is not None and size + len(leaves) < seen.size:
        raise WentFurtherError(origin, size + len(leaves), seen, seen_in)
    torn_bodies = _bodies_beyond(log, size + len(leaves))
    if torn_entries:
        _set_aside(log, size, "entries", torn_entries)
    if torn_bodies:
        _set_aside(log, size, "bodies", torn_bodies)
        _cut_bodies(log, size + len(leaves))
    torn = _set_aside_so_far(log, size)
    if not leaves and not torn:
        return Recovered((), None)
    event = Event(EventType.RECOVER, {"from": size, "adopted": len(leaves), "torn": torn})
    return Recovered(tuple(leaves), event, _log_key(log, size, len(leaves)), frozenset(keys))


def told_since(log: Path, size: int, words: bytes) -> bool:
    """Whether a body from about entry `size` on, whole or broken, holds these words.

    A group's bodies are written before its entries: what is in none of them, the log did not take and cannot adopt.

    Raises:
        GovahError: They cannot be read.
    """
    number = size // WIDTH
    while (data := files.read(log / verifier.bodies_path(number))) is not None:
        if words in data:
            return True
        number += 1
    return False


def _log_key(log: Path, size: int, adopted: int) -> str | None:
    """The log key that adopted entries, checked before, put in place."""
    key = None
    for index in range(size, size + adopted):
        line = body_line(log, index)
        if b'"key-rotate"' in line:
            values = verifier.parse_body(line.removesuffix(b"\n"), index).values
            if values.get("type") == EventType.KEY_ROTATE and values.get("kind") == "log":
                key = str(values.get("log_key"))
    return key


def _beyond(log: Path, origin: str, size: int, keys: dict[str, bytes]) -> tuple[list[bytes], bytes]:
    """Whole entries beyond the checkpoint, and the bytes of bundles after the last of them; `keys` go with them."""
    leaves: list[bytes] = []
    number, width = divmod(size, WIDTH)
    torn = b""
    while True:
        parts = _candidates(log, number, width)
        if not parts:
            break
        entries, rest = max(parts, key=lambda part: (_written(part[0]), len(part[0]), len(part[1])))
        if width + _written(entries) > WIDTH:
            raise damaged(f"{verifier.tile_path('entries', number)} holds more than {WIDTH} entries")
        whole = 0
        for entry in entries[: _written(entries)]:
            _check(log, origin, size + len(leaves), entry, keys)
            leaves.append(entry)
            whole += 1
        torn += b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries[whole:]) + rest
        if len(leaves) > GROUP_LIMIT + RECOVERY_SLACK:
            raise damaged(f"more than one group of entries stands beyond its checkpoint ({size} entries)")
        if whole < len(entries) or rest or width + whole < WIDTH:
            torn += _later_bundles(log, number + 1)
            break
        number, width = number + 1, 0
    return leaves, torn


def _candidates(log: Path, number: int, width: int) -> list[tuple[list[bytes], bytes]]:
    """What each file of a bundle that is wider than `width` holds after its first `width` entries."""
    known = tiles.first_entries(log, number, width) if width else b""
    found = []
    for wider in [*tiles.widths(log, "entries", number), WIDTH]:
        data = files.read(log / verifier.tile_path("entries", number, wider)) if wider > width else None
        if data is None:
            continue
        if data.startswith(known):
            entries, rest = verifier.split_bundle(data[len(known) :])
            found.append((entries, rest))
        elif _never_written(known, data):
            found.append(([], data[len(known) :]))
        else:
            raise damaged(f"{verifier.tile_path('entries', number, wider)} contradicts the entries before it")
    return found


def _never_written(known: bytes, data: bytes) -> bool:
    """Whether a file differs from the entries it should begin with only by blocks that never reached the disk."""
    differing = next((at for at, (a, b) in enumerate(zip(known, data, strict=False)) if a != b), len(data))
    return differing == len(data) or data[differing] == 0


def _written(entries: list[bytes]) -> int:
    """How many entries stand before the first block that never reached the disk: there it reads as empty entries."""
    return next((at for at, entry in enumerate(entries) if not entry or b"\x00" in entry), len(entries))


def _later_bundles(log: Path, number: int) -> bytes:
    later = b""
    for following in range(number, number + REACH):
        parts = [
            files.read(log / verifier.tile_path("entries", following, width)) for width in _all_widths(log, following)
        ]
        later += max((part for part in parts if part), key=len, default=b"")
    return later


def _all_widths(log: Path, number: int) -> list[int]:
    return [*tiles.widths(log, "entries", number), WIDTH]


def _check(log: Path, origin: str, index: int, entry: bytes, keys: dict[str, bytes]) -> None:
    try:
        leaf = verifier.parse_leaf(entry)
        if leaf.actor not in keys:
            raise verifier.Broken("signed by an actor whom the log does not know")
        message = verifier.actor_message(origin, index, leaf.commitment)
        if not verifier.holds(verifier.ed25519(keys[leaf.actor]), bytes.fromhex(leaf.sig), message):
            raise verifier.Broken("a wrong signature")
        body = verifier.parse_body(body_line(log, index).removesuffix(b"\n"), index)
        if body.commitment != leaf.commitment:
            raise verifier.Broken("its body is not what was signed")
    except verifier.Broken as error:
        raise damaged(f"entry {index}, beyond the checkpoint: {error}") from error
    if body.values.get("type") in _ADDING and isinstance(body.values.get("public_key"), str):
        keys.pop(str(body.values.get("old")), None)
        key = bytes.fromhex(body.values["public_key"])
        keys[verifier.key_id(key)] = key


_ADDING = (EventType.ACTOR_ADD, EventType.KEY_ROTATE)


def body_line(log: Path, index: int) -> bytes:
    """The line of a body, with its LF; empty where there is none."""
    number, place = divmod(index, WIDTH)
    try:
        with (log / verifier.bodies_path(number)).open("rb") as stream:
            for _ in range(place):
                stream.readline()
            return stream.readline()
    except FileNotFoundError:
        return b""


def body_end(log: Path, size: int) -> int:
    """Length in bytes of the last file of bodies up to entry `size`.

    Raises:
        IntegrityError: Bodies are missing.
    """
    number, width = divmod(size, WIDTH)
    if not width:
        return 0
    end = 0
    for place in range(width):
        line = body_line_at(log, number, end)
        if not line.endswith(b"\n"):
            raise damaged(f"the body of entry {number * WIDTH + place} is missing")
        end += len(line)
    return end


def body_line_at(log: Path, number: int, start: int) -> bytes:
    """The line that begins at a byte of a file of bodies."""
    try:
        with (log / verifier.bodies_path(number)).open("rb") as stream:
            stream.seek(start)
            return stream.readline()
    except FileNotFoundError:
        return b""


def _bodies_beyond(log: Path, size: int) -> bytes:
    number = size // WIDTH
    data = files.read(log / verifier.bodies_path(number)) or b""
    rest = data[body_end(log, size) :]
    for following in range(number + 1, number + REACH):
        rest += files.read(log / verifier.bodies_path(following)) or b""
    return rest


def _cut_bodies(log: Path, size: int) -> None:
    number, width = divmod(size, WIDTH)
    files.remove([log / verifier.bodies_path(following) for following in range(number + 1, number + REACH)])
    place = log / verifier.bodies_path(number)
    if width:
        files.truncate(place, body_end(log, size))
    else:
        files.remove([place])


def _set_aside(log: Path, size: int, kind: str, data: bytes) -> None:
    folder = log / "torn"
    files.make_folder(folder)
    taken = [piece["sha256"] for piece in _pieces(folder, size)]
    if hashlib.sha256(data).hexdigest() not in taken:  # an earlier recovery may have come as far as here
        files.replace(folder / f"{size}.{len(taken)}.{kind}", data, via=log / "checkpoint.new")


def _set_aside_so_far(log: Path, size: int) -> list[Value]:
    return [dict(piece) for piece in _pieces(log / "torn", size)]


def _pieces(folder: Path, size: int) -> list[dict[str, Value]]:
    pieces: list[dict[str, Value]] = []
    for path in sorted(folder.glob(f"{size}.*")):
        digest, length = verifier.hash_file(path)
        pieces.append({"file": path.name, "sha256": digest, "size": length})
    return pieces
