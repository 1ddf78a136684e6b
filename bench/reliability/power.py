"""States of a disk after the power failed, each in another manner, and no state twice."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.reliability.disk import Disk, Held, Manner, Tree

_SECTOR = 512
_BARREN = 12
"""Rounds over all moments without a new state after which there are no more."""


class Nothing(Manner):
    """Only what was synced is there."""

    def name(self, possible: Sequence[tuple[int, Held]]) -> Held:
        """As at the last sync."""
        return possible[0][1]


class Single(Manner):
    """One thing alone is lost, or one alone is kept.

    Args:
        which: Of the things that may be lost, from 0.
        kept: Whether it is the only one kept.
    """

    def __init__(self, which: int, *, kept: bool) -> None:
        self._left = which
        self._kept = kept

    @property
    def there(self) -> bool:
        """Whether there were that many things."""
        return self._left < 0

    def name(self, possible: Sequence[tuple[int, Held]]) -> Held:
        """The newest or the oldest."""
        self._left -= 1
        return possible[-1 if (self._left == -1) == self._kept else 0][1]


class Journal(Manner):
    """Names up to one moment and bytes up to another, like a file system with a journal.

    Args:
        chance: Where it chooses.
        now: The moment when the power fails.
    """

    def __init__(self, chance: random.Random, now: int) -> None:
        reach = min(chance.choice([8, 40, 200]), now + 1)
        self._names = now - chance.randint(0, reach)
        self._bytes = now - chance.randint(0, reach)

    def name(self, possible: Sequence[tuple[int, Held]]) -> Held:
        """As at the one moment."""
        return _until(possible, self._names)

    def content(self, possible: Sequence[tuple[int, bytes]]) -> bytes:
        """As at the other moment."""
        return _until(possible, self._bytes)


class Scattered(Manner):
    """Each name and each file for itself; bytes torn at any place, blocks in any order.

    Args:
        chance: Where it chooses.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._newest = chance.choice([0.1, 0.5, 0.8, 0.95, 1.0])
        self._torn = chance.choice([0.0, 0.1, 0.5, 1.0])

    def name(self, possible: Sequence[tuple[int, Held]]) -> Held:
        """Any of them."""
        return (possible[-1] if self._chance.random() < self._newest else self._chance.choice(possible))[1]

    def content(self, possible: Sequence[tuple[int, bytes]]) -> bytes:
        """Any of them, or a mixture."""
        if self._chance.random() < self._torn:
            return torn([content for _, content in possible], self._chance)
        return self.name(possible)


def torn(possible: Sequence[bytes], chance: random.Random) -> bytes:
    """A mixture of what a file has held since its last sync: any length, and blocks that are old, new or zeros."""
    lengths = [len(content) for content in possible]
    length = chance.choice(lengths)
    if chance.random() < 0.7:
        unit = chance.choice([1, 1, _SECTOR, 8 * _SECTOR])
        length = min(max(lengths), -(-chance.randint(min(lengths), max(lengths)) // unit) * unit)
    mixture = bytearray(possible[-1][:length].ljust(length, b"\0"))
    if chance.random() < 0.3:
        return bytes(mixture)
    same = _common(possible)
    block = chance.choice([_SECTOR, 8 * _SECTOR, max(1, length // (3 * _SECTOR)) * _SECTOR])
    for begin in range(same // block * block, length, block):
        source = chance.choice([None, b"", *possible])
        if source is not None:  # else the newest stays
            start, end = max(begin, same), min(begin + block, length)
            mixture[start:end] = source[start:end].ljust(end - start, b"\0")
    return bytes(mixture)


@dataclass(frozen=True, slots=True)
class State:
    """What a disk holds after the power failed.

    Args:
        now: After which operation.
        told: What had been told by then.
        tree: Files and folders.
        key: Tells it from others.
    """

    now: int
    told: tuple[str, ...]
    tree: Tree
    key: int


def states(disk: Disk, seed: int, count: int) -> Iterator[State]:
    """Distinct states: at each moment all and nothing kept, each thing alone lost or kept, then at random.

    Args:
        disk: With a history.
        seed: Of the choices.
        count: At most so many.
    """
    chance = random.Random(seed)
    known: set[int] = set()
    barren = 0
    for round_number, tried in enumerate(_rounds(disk, chance)):
        before = len(known)
        for now, manner in tried:
            tree = disk.state(now, manner)
            told = disk.told(now)
            key = hash((told, *tree.items()))
            if key not in known:
                known.add(key)
                yield State(now, told, tree, key)
            if len(known) >= count:
                return
        barren = barren + 1 if len(known) == before and round_number else 0
        if barren > _BARREN:
            return


def _rounds(disk: Disk, chance: random.Random) -> Iterator[Iterator[tuple[int, Manner]]]:
    yield _systematic(disk)
    while True:
        yield (
            (now, Scattered(chance) if chance.random() < 0.75 else Journal(chance, now))
            for now in chance.sample(disk.moments, len(disk.moments))
        )


def _systematic(disk: Disk) -> Iterator[tuple[int, Manner]]:
    """All or nothing kept at every moment, first of all when something had just been told; then single things."""
    for now in [*disk.tellings, *disk.moments]:
        yield now, Nothing()
        yield now, Manner()
    for now in disk.moments:
        for kept in (False, True):
            which = 0
            while True:
                manner = Single(which, kept=kept)
                yield now, manner
                if not manner.there:
                    break
                which += 1


def _until(possible: Sequence[tuple[int, Held]], time: int) -> Held:
    return next((held for since, held in reversed(possible) if since <= time), possible[0][1])


def _common(possible: Sequence[bytes]) -> int:
    """How many bytes at the beginning were the same all the time."""
    first = possible[0]
    low, high = 0, min(map(len, possible))
    while low < high:
        middle = (low + high + 1) // 2
        if all(content[:middle] == first[:middle] for content in possible):
            low = middle
        else:
            high = middle - 1
    return low
