"""Which pictures of a case's files are the same: found by look-up in buckets, never picture by picture."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govah.model.identifiers import Sha256
from govah.model.traces import Bitmap, Traces

_SMALLEST = 24
"""Pixels of the shorter side of a picture that can be a signature."""
_LOOKS = 4
"""Bits in which pictures that look alike may differ, of 64."""
_BANDS = 5
"""Parts of the 64 bits: of pictures that differ in four bits, one part is equal."""
_SHARED = 3
"""Squares at one distance that two pictures must share, for one to be a piece of the other."""
_COMMON = 60
"""Files in which the same square or picture is one of the state's emblems, and no more looked at."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The same picture on another file.

    Args:
        other: The file.
        how: `pixels` (point for point), `look` (looks alike), `piece` (a piece of a page's picture there), or
            `source` (a piece of this page's picture is there).
    """

    other: Sha256
    how: str


class BitmapIndex:
    """Pictures of all files that were looked into, but for those of letterheads.

    Args:
        traces: Of the files.
    """

    def __init__(self, traces: Iterable[Traces]) -> None:
        self._own: dict[Sha256, list[Bitmap]] = {}
        self._pixels: dict[str, set[Sha256]] = defaultdict(set)
        self._looks: dict[tuple[int, int], list[tuple[Sha256, Bitmap]]] = defaultdict(list)
        self._squares: dict[int, list[tuple[Sha256, int, int, int]]] = defaultdict(list)
        """Squares of small pictures: file, order of the picture, place."""
        self._cut: dict[Sha256, set[Sha256]] = {}
        """Files with pages, by the files whose pictures were cut from them."""
        self._sources: dict[Sha256, set[Sha256]] = defaultdict(set)
        pages: list[tuple[Sha256, Bitmap]] = []
        for file in traces:
            kept = [each for each in file.bitmaps if not each.letterhead]
            self._own[file.sha256] = [each for each in kept if not each.whole and _is_large(each)]
            pages += [(file.sha256, each) for each in kept if each.whole]
            for order, each in enumerate(self._own[file.sha256]):
                self._add(file.sha256, order, each)
        for sha256, page in pages:
            self._find_pieces(sha256, page)

    def _add(self, sha256: Sha256, order: int, picture: Bitmap) -> None:
        self._pixels[picture.pixels].add(sha256)
        for band in _bands(picture.look):
            self._looks[band].append((sha256, picture))
        for square, left, top in picture.prints:
            self._squares[square].append((sha256, order, left, top))

    def _find_pieces(self, sha256: Sha256, page: Bitmap) -> None:
        """Note the small pictures of other files that were cut from a page's picture."""
        distances: Counter[tuple[Sha256, int, int, int]] = Counter()
        for square, left, top in page.prints:
            found = self._squares.get(square, ())
            if len(found) <= _COMMON:
                distances.update((other, order, left - x, top - y) for other, order, x, y in found if other != sha256)
        for (other, _, _, _), count in distances.items():
            if count >= _SHARED:
                self._cut.setdefault(other, set()).add(sha256)
                self._sources[sha256].add(other)

    def has_pictures(self, sha256: Sha256) -> bool:
        """Whether a file has pictures that can be a signature or a stamp."""
        return bool(self._own.get(sha256))

    def twins(self, sha256: Sha256) -> Iterator[Twin]:
        """The same pictures on other files, the surest first."""
        told = {sha256}
        for how, others in (
            ("piece", self._cut.get(sha256, set())),
            ("pixels", self._equal(sha256)),
            ("look", self._alike(sha256)),
            ("source", self._sources.get(sha256, set())),
        ):
            for other in sorted(others - told):
                told.add(other)
                yield Twin(other, how)

    def _equal(self, sha256: Sha256) -> set[Sha256]:
        found = (self._pixels[each.pixels] for each in self._own.get(sha256, ()))
        return {other for files in found if len(files) <= _COMMON for other in files}

    def _alike(self, sha256: Sha256) -> set[Sha256]:
        others = set()
        for picture in self._own.get(sha256, ()):
            for band in _bands(picture.look):
                near = self._looks[band]
                others |= {other for other, each in near if len(near) <= _COMMON and _looks_like(picture, each)}
        return others


def _is_large(picture: Bitmap) -> bool:
    return min(picture.width, picture.height) >= _SMALLEST


def _bands(look: str) -> Iterator[tuple[int, int]]:
    bits = int(look, 16)
    if bits in (0, (1 << 64) - 1):
        return  # one shade alone: it looks like every other
    step = -(-64 // _BANDS)
    for band in range(_BANDS):
        yield band, (bits >> (band * step)) & ((1 << step) - 1)


def _looks_like(one: Bitmap, other: Bitmap) -> bool:
    differing = (int(one.look, 16) ^ int(other.look, 16)).bit_count()
    shape = one.width * other.height / max(1, one.height * other.width)
    return differing <= _LOOKS and 0.9 <= shape <= 1.11
