"""A log's tree as its tiles hold it: roots of what it was, and proofs (RFC 9162, 2.1.3 and 2.1.4)."""

from pathlib import Path

from govah.preserve import tiles, verifier
from govah.preserve.verifier import WIDTH


class StoredTree:
    """For questions about one size, not for keeping: it does not see what is appended later.

    The newest tile of each level is held, and of what was made of tiles the hashes over whole ones: many proofs of one
    log take little more than a tile of leaf hashes each.

    Args:
        log: The log's folder.
        size: Entries that the log has; every tree asked for is one that it had.
    """

    def __init__(self, log: Path, size: int) -> None:
        self._log = log
        self._size = size
        self._newest: dict[int, tuple[int, list[bytes]]] = {}
        self._nodes: dict[tuple[int, int], bytes] = {}

    def root(self, size: int) -> bytes:
        """Root of the log's first entries, at least one.

        Raises:
            IntegrityError: A tile is missing or has the wrong length; so below.
        """
        return self._range(0, size)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """Hashes from a leaf upwards to the root of `size` entries."""
        return self._inclusion(index, 0, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Hashes that lead to the roots of both sizes; none where one of them says nothing."""
        return self._consistency(old, 0, new, whole=True) if 0 < old < new else []

    def _inclusion(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = _middle(start, end)
        if index < middle:
            return [*self._inclusion(index, start, middle), self._range(middle, end)]
        return [*self._inclusion(index, middle, end), self._range(start, middle)]

    def _consistency(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._range(start, end)]
        middle = _middle(start, end)
        if old <= middle:
            return [*self._consistency(old, start, middle, whole=whole), self._range(middle, end)]
        return [*self._consistency(old, middle, end, whole=False), self._range(start, middle)]

    def _range(self, start: int, end: int) -> bytes:
        """Tree hash of the entries `start` to `end` (a power of two wide, or at the end of the tree)."""
        if end - start < WIDTH:
            return self._made(start, end)
        if (start, end) not in self._nodes:
            self._nodes[start, end] = self._made(start, end)
        return self._nodes[start, end]

    def _made(self, start: int, end: int) -> bytes:
        width = end - start
        if width & (width - 1):
            middle = _middle(start, end)
            return verifier.node_hash(self._range(start, middle), self._range(middle, end))
        level = (width.bit_length() - 1) // 8
        number, first = divmod(start >> (8 * level), WIDTH)
        return verifier.fold(self._tile(level, number)[first : first + (width >> (8 * level))])

    def _tile(self, level: int, number: int) -> list[bytes]:
        held, hashes = self._newest.get(level, (-1, []))
        if held != number:
            width = min(WIDTH, (self._size >> (8 * level)) - number * WIDTH)
            hashes = tiles.hashes(self._log, level, number, width)
            self._newest[level] = (number, hashes)
        return hashes


def _middle(start: int, end: int) -> int:
    """Where a tree parts: before the end, a power of two from the start."""
    return start + (1 << (end - start - 1).bit_length() - 1)
