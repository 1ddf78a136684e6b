"""Which reader reads what: entry points of the group `govah.readers`, ours and others' alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from govah.read.reader import Reader

GROUP: Final = "govah.readers"


@dataclass(frozen=True, slots=True)
class BrokenReader:
    """A registered reader that could not be loaded. `why` is one sentence."""

    name: str
    target: str
    why: str


@dataclass(frozen=True, slots=True)
class Registry:
    """The readers that are installed.

    Args:
        readers: By media type.
        broken: Registered and not to be had; shown by `govah status` and in the detail of every file that no
            other reader reads.
    """

    readers: Mapping[str, Reader]
    broken: tuple[BrokenReader, ...]

    def reader_for(self, media_type: str) -> Reader | None:
        """The reader of a media type, None where there is none."""
        return self.readers.get(media_type)

    @classmethod
    def load(cls, points: Iterable[EntryPoint]) -> "Registry":
        """Load readers from entry points.

        Where two read one media type, the one of another distribution goes before ours, for somebody installed
        it on purpose; among equals the first by name.
        """
        readers: dict[str, Reader] = {}
        broken = []
        for point in sorted(points, key=_rank):
            try:
                reader: Reader = point.load()()
                media = frozenset(reader.media)
            except Exception as error:  # another's code: whatever it raises is told, not thrown
                broken.append(BrokenReader(point.name, point.value, f"{type(error).__name__}: {error}"))
                continue
            for media_type in media:
                readers.setdefault(media_type, reader)
        return cls(readers, tuple(broken))


@cache
def installed() -> Registry:
    """The readers of this installation, loaded once per process."""
    return Registry.load(entry_points(group=GROUP))


def _rank(point: EntryPoint) -> tuple[bool, str, str]:
    ours = point.value.startswith("govah.")
    return (ours, point.name, point.value)
