"""How often hashes were met, counted on disk where they are many: memory stays constant."""

import sqlite3
from collections.abc import Collection, Iterator
from typing import Self

_BATCH = 2048


class Tally:
    """A private count that nobody sees and that is gone when it is closed. Each hash is met in a round."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)  # a file of its own, once it outgrows memory
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("CREATE TABLE met (sha256 BLOB PRIMARY KEY, times INT, round INT) WITHOUT ROWID")

    def add(self, hashes: Collection[str]) -> None:
        """Count hashes once more each; they are of round 0."""
        self._put("INSERT INTO met VALUES (?, 1, ?) ON CONFLICT DO UPDATE SET times = times + 1", hashes, 0)

    def note(self, hashes: Collection[str], round_: int) -> None:
        """Note hashes as first met in a round, those that were not met before."""
        self._database.execute("CREATE INDEX IF NOT EXISTS by_round ON met (round)")
        self._put("INSERT OR IGNORE INTO met VALUES (?, 0, ?)", hashes, round_)

    def _put(self, statement: str, hashes: Collection[str], round_: int) -> None:
        self._database.execute("BEGIN")
        self._database.executemany(statement, ((bytes.fromhex(sha256), round_) for sha256 in sorted(hashes)))
        self._database.execute("COMMIT")

    def met(self, round_: int = 0) -> Iterator[list[tuple[str, int]]]:
        """Hashes that were first met in a round, with how often they were counted, some at a time."""
        last = b""
        query = "SELECT sha256, times FROM met WHERE round = ? AND sha256 > ? ORDER BY sha256 LIMIT ?"
        while found := self._database.execute(query, (round_, last, _BATCH)).fetchall():
            last = found[-1][0]
            yield [(sha256.hex(), times) for sha256, times in found]

    def __len__(self) -> int:
        """How many different hashes."""
        return int(self._database.execute("SELECT count(*) FROM met").fetchone()[0])

    def close(self) -> None:
        """Let go of it."""
        self._database.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Let go of it."""
        self.close()
