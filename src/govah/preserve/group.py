"""Writing a group of entries to a log, in the order that a crash at any moment leaves explainable."""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from govah.errors import GovahError
from govah.model.event import Event
from govah.preserve import entry, tiles, verifier
from govah.preserve.keys import Signer
from govah.preserve.verifier import WIDTH
from govah.store import files

GROUPED = 8
"""Entries from which on a group is also signed as a whole."""


def write_group(
    log: Path,
    edge: tiles.Edge,
    origin: str,
    events: Sequence[Event],
    signer: Signer,
    log_signer: Signer,
    adopted: tuple[bytes, ...] = (),
    now: datetime | None = None,
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
        now: The time of all of them; None for this moment.

    Returns:
        The new edge, and the length of the last file of bodies.
    """
    start = edge.size + len(adopted)
    written = _written(start, origin, events, signer, now or datetime.now(UTC))
    _write_bodies(log, start, written)
    grown = tiles.grow(edge, [*adopted, *(item.leaf for item in written)])
    scratch = log / "checkpoint.new"
    tiles.write_group(log, grown.files, scratch)
    text = verifier.checkpoint_text(origin, grown.edge.size, grown.edge.root)
    checkpoint = verifier.signed_note(text, origin, log_signer.public_key, log_signer.sign(text))
    files.replace(log / "checkpoint", checkpoint, via=scratch)
    with contextlib.suppress(GovahError):  # the group stands: what is stale is removed by the next writing
        files.remove(log / path for path in _outgrown(edge.size, grown.edge.size))
    last, width = divmod(grown.edge.size, WIDTH)
    return grown.edge, (log / verifier.bodies_path(last)).stat().st_size if width else 0


def _written(start: int, origin: str, events: Sequence[Event], signer: Signer, now: datetime) -> list[entry.Written]:
    """The group's entries; the last of a longer group also names the tree hash of those before it.

    Its signature then stands for the whole group, so that verifying a million entries need not check a million.
    """
    if len(events) < GROUPED:
        return [entry.write(event, start + place, origin, signer, now) for place, event in enumerate(events)]
    *others, last = events
    written = [entry.write(event, start + place, origin, signer, now) for place, event in enumerate(others)]
    root = verifier.tree_hash([item.leaf for item in written]).hex()
    written.append(entry.write(last, start + len(others), origin, signer, now, {"from": start, "root": root}))
    return written


def _write_bodies(log: Path, start: int, written: Sequence[entry.Written]) -> None:
    paths: list[Path] = []
    folders: set[Path] = set()
    at = 0
    while at < len(written):
        number, width = divmod(start + at, WIDTH)
        part = written[at : at + WIDTH - width]
        path = log / verifier.bodies_path(number)
        files.make_folder(path.parent)
        if files.append_unsynced(path, b"".join(item.body for item in part)):
            folders.add(path.parent)
        paths.append(path)
        at += len(part)
    files.sync_files(paths)
    files.sync_folders(folders)


def _outgrown(before: int, after: int) -> Iterator[str]:
    """Partial tiles of a log of `before` entries that one of `after` entries does not have."""
    for (level, old), (_, new) in zip(tiles.totals(before), tiles.totals(after), strict=True):
        if old != new and old % WIDTH:
            yield verifier.tile_path(level, old // WIDTH, old % WIDTH)
