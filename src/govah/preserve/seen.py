"""What this account has seen of each log: the largest checkpoint, in which folder, and the heads on the way to it.

Beside the keys, so that a rollback of a whole case folder is noticed. For each log there are three files: the
checkpoint as it is; the folder in which it was seen, for messages only; and a line `size root` for each head, by which
a shorter copy of the case can be told from a forged one. A fourth, a line of JSON for each backup, holds its folder and
the checkpoint that was put there: a backup ends before the case by its nature, and only this account says which is one.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from govah.errors import GovahError, IntegrityError
from govah.preserve import verifier
from govah.store import files

_MOST = 8 << 20
"""Bytes of heads, some 100,000; beyond it the older half is thinned."""
_THINNED = 64
"""Of so many older heads one is kept."""


@dataclass(frozen=True, slots=True)
class Head:
    """A log's size and root."""

    size: int
    root: bytes


class WentFurtherError(IntegrityError):
    """A copy of a case ends before what this account has seen of its log.

    Args:
        origin: The log's.
        size: Entries that the copy has.
        seen: What was seen.
        folder: Where it was seen, None where that is not known.
    """

    def __init__(self, origin: str, size: int, seen: verifier.Checkpoint, folder: Path | None) -> None:
        where = f" in {folder}" if folder is not None else ""
        super().__init__(
            f"This copy of the case ends at {size} entries; this account has seen {seen.size}{where}. Either this is "
            f"an older copy, or entries were taken away here (log {origin}).",
            "Work on in the copy that went further. If it is gone for good, say so and go on here: govah resume --why "
            "WHY. If nobody made another copy or put back an older one, stop and run govah verify.",
        )
        self.size = size
        self.seen = seen
        self.folder = folder


class UnnotedError(GovahError):
    """Entries were appended, durably; what this account has seen of the log could not be noted after that.

    Args:
        start: The first of them.
        end: Behind the last.
        why: What the system said.
    """

    def __init__(self, start: int, end: int, why: GovahError) -> None:
        stand = f"Entry {start} stands" if end - start == 1 else f"Entries {start} to {end - 1} stand"
        super().__init__(
            f"{stand} in the log. Only that this account has seen so much of it could not be noted: {why.what}",
            f"What you did is done: see what the case holds before you do it again. {why.remedy}",
        )
        self.start = start
        self.end = end


def rewritten(origin: str, folder: Path | None = None) -> IntegrityError:
    """What is said of a log that contradicts what was seen of it before."""
    where = f" in {folder}" if folder is not None else ""
    return IntegrityError(
        f"The log {origin} contradicts what this account has seen of it before{where}: two copies of the case went "
        "on apart from each other, or entries were rewritten.",
        "Stop working on this copy and keep it as it is. Run govah verify, and work on in the copy that was seen, or "
        "in a backup that agrees with it.",
    )


class SeenLog:
    """The memory of one log.

    Args:
        checkpoint: The file that holds the largest checkpoint seen; the others stand beside it.
        origin: The log's.
    """

    def __init__(self, checkpoint: Path, origin: str) -> None:
        self._checkpoint = checkpoint
        self._folder = checkpoint.with_suffix(".folder")
        self._heads = checkpoint.with_suffix(".heads")
        self._backups = checkpoint.with_suffix(".backups")
        self._origin = origin

    def checkpoint_bytes(self) -> bytes | None:
        """The largest checkpoint seen, None where none was."""
        return files.read(self._checkpoint)

    def folder(self) -> Path | None:
        """The case folder in which it was seen, None where that is not known."""
        data = files.read(self._folder)
        return Path(data.decode("utf-8", "surrogateescape")) if data else None

    def check_writable(self) -> None:
        """See, before something is appended, that it can be noted here; what a full disk refuses comes later.

        Raises:
            GovahError: It cannot.
        """
        folder = self._checkpoint.parent
        if not os.access(folder, os.W_OK):
            raise GovahError(
                f"{folder} cannot be written: what this account has seen of the log could not be noted there.",
                "Nothing was added to the case. Make the folder of your keys writable, or set GOVAH_KEYS to one that "
                "is; the note is how a rollback is found.",
            )

    def keep(self, checkpoint: bytes, folder: Path | None) -> None:
        """Keep a checkpoint, whatever was kept before."""
        head = verifier.parse_checkpoint(checkpoint)
        files.replace(self._checkpoint, checkpoint, 0o600)
        if folder is not None and folder != self.folder():
            files.replace(self._folder, str(folder).encode("utf-8", "surrogateescape"), 0o600)
        with files.told(self._heads):
            if self._heads.exists() and self._heads.stat().st_size > _MOST:
                self._thin()
            with self._heads.open("ab") as stream:  # no fsync: what a crash takes is one head of many
                self._heads.chmod(0o600)
                stream.write(f"\n{head.size} {head.root.hex()}".encode())

    def keep_backup(self, folder: Path, checkpoint: bytes) -> None:
        """Remember that a folder is a backup, and how it ends."""
        kept = {**self._kept_backups(), str(folder): checkpoint.decode("utf-8", "replace")}
        lines = "".join(json.dumps({"folder": place, "checkpoint": text}) + "\n" for place, text in kept.items())
        files.make_folder(self._backups.parent)
        files.replace(self._backups, lines.encode(), 0o600)

    def backup(self, folder: Path) -> bytes | None:
        """The checkpoint that was put into a backup's folder; None where this account knows no backup there."""
        text = self._kept_backups().get(str(folder))
        return None if text is None else text.encode()

    def _kept_backups(self) -> dict[str, str]:
        kept: dict[str, str] = {}
        for line in (files.read(self._backups) or b"").splitlines():
            with contextlib.suppress(ValueError, KeyError):  # a line that nobody wrote so says nothing
                told = json.loads(line)
                kept[str(told["folder"])] = str(told["checkpoint"])
        return kept

    def set_aside(self) -> list[Path]:
        """Keep the memory as it is also under other names, before entries are given up: whoever erred brings it back.

        Returns:
            The files that were written; they take the place of those of the same names without `given-up`.
        """
        made = []
        for path in (self._checkpoint, self._heads):
            if (data := files.read(path)) is not None:
                made.append(path.with_name(f"{path.name}.given-up"))
                files.replace(made[-1], data, 0o600)
        return made

    def seen_at(self) -> datetime | None:
        """When the largest checkpoint was seen, by this account's clock."""
        with contextlib.suppress(OSError):
            return datetime.fromtimestamp(self._checkpoint.stat().st_mtime, UTC)
        return None

    def forget(self) -> None:
        """Forget the whole log: it was never founded."""
        files.remove([self._checkpoint, self._folder, self._heads, self._backups])

    def forget_beyond(self, size: int) -> None:
        """Forget the heads of entries that are given up."""
        self._write(head for head in self._all() if head.size <= size)

    def newest(self, size: int) -> Head | None:
        """The largest head seen with at most `size` entries; every head before it is a prefix of it."""
        return max((head for head in self._all() if head.size <= size), key=lambda head: head.size, default=None)

    def heads(self) -> list[Head]:
        """All that is remembered, the newest last; of older ones only some are kept."""
        return list(self._all())

    def _all(self) -> Iterator[Head]:
        for line in (files.read(self._heads) or b"").split(b"\n"):
            size, _, root = line.partition(b" ")
            if size.isdigit() and len(root) == 64:
                with contextlib.suppress(ValueError):  # half a line of a crash
                    yield Head(int(size), bytes.fromhex(root.decode("ascii", "replace")))

    def _thin(self) -> None:
        heads = list(self._all())
        middle = len(heads) // 2
        self._write([*heads[:middle:_THINNED], *heads[middle:]])

    def _write(self, heads: "Iterator[Head] | list[Head]") -> None:
        text = "".join(f"\n{head.size} {head.root.hex()}" for head in heads)
        files.replace(self._heads, text.encode(), 0o600)
