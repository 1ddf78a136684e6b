"""Two readings of one page laid over each other: which words stand at the same place, and how alike they are."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from govah.model.page import Page, Word
from govah.read.pdf.plausibility import plausibility

_BESIDE: Final = 0.4  # of the narrower word's width
_LEVEL: Final = 0.5  # of the lower word's height
_TWINS: Final = str.maketrans("يىئكةأإآؤۀ", "یییکهاااوه")


@dataclass(frozen=True, slots=True)
class Meeting:
    """Words of two readings at one place.

    Args:
        ours, theirs: Indices of the words.
        here, there: What each reading has, folded, without spaces.
    """

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    here: str
    there: str

    @property
    def is_word(self) -> bool:
        """Whether neither reading has a figure here."""
        return not any(map(str.isdigit, self.here + self.there))

    @property
    def likeness(self) -> float:
        """0 to 1."""
        return Levenshtein.normalized_similarity(self.here, self.there)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two readings of a page agree.

    Args:
        meetings: Places where both have words.
        placed: Share of our letters and figures that have another reading at their place, 0 to 1.
        covered: Share of theirs that have ours at their place.
        alike: Mean likeness of the meetings, weighted by length.
        leaning: How much more usual their letters are than ours where words differ, in natural logarithms a letter;
            above 0 speaks for theirs. Of figures none is the likelier.
        differing: How many of our letters stand in words that are read otherwise.
    """

    meetings: tuple[Meeting, ...]
    placed: float
    covered: float
    alike: float
    leaning: float
    differing: int


def compared(ours: Page, theirs: Page) -> Comparison:
    """Compare our recognition of a page with the text of its file.

    Args:
        ours, theirs: With words in the same coordinates.
    """
    signs = [folded(ours.text[word.start : word.end]) for word in ours.words]
    others = [folded(theirs.text[word.start : word.end]) for word in theirs.words]
    meetings = tuple(
        Meeting(mine, other, "".join(signs[i] for i in mine), "".join(others[i] for i in other))
        for mine, other in _groups(ours.words, theirs.words)
    )
    total = sum(map(len, signs))
    held = sum(len(meeting.here) for meeting in meetings)
    alike = sum(meeting.likeness * len(meeting.here) for meeting in meetings)
    unlike = [meeting for meeting in meetings if meeting.here != meeting.there and meeting.is_word]
    return Comparison(
        meetings,
        held / total if total else 0.0,
        sum(len(meeting.there) for meeting in meetings) / max(sum(map(len, others)), 1),
        alike / held if held else 0.0,
        _leaning(unlike),
        sum(len(meeting.here) for meeting in unlike),
    )


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """Letters and figures only, those that are written alike as one."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_TWINS)
    return "".join(_plain(char) for char in plain if char.isalnum())


def _plain(char: str) -> str:
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)


def _leaning(unlike: Sequence[Meeting]) -> float:
    here = plausibility(" ".join(meeting.here for meeting in unlike)).cost
    there = plausibility(" ".join(meeting.there for meeting in unlike)).cost
    return here - there if here and there else 0.0


def _groups(ours: Sequence[Word], theirs: Sequence[Word]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Words that lie on each other, and those that lie on the same ones: a word may be two in the other reading."""
    if not ours or not theirs:
        return []
    one, other = _boxes(ours)[:, None], _boxes(theirs)[None]
    wide = np.minimum(one[..., 2], other[..., 2]) - np.maximum(one[..., 0], other[..., 0])
    high = np.minimum(one[..., 3], other[..., 3]) - np.maximum(one[..., 1], other[..., 1])
    least_wide = np.minimum(one[..., 2] - one[..., 0], other[..., 2] - other[..., 0])
    least_high = np.minimum(one[..., 3] - one[..., 1], other[..., 3] - other[..., 1])
    rows, columns = np.nonzero((wide > _BESIDE * least_wide) & (high > _LEVEL * least_high))
    root = list(range(len(ours) + len(theirs)))
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        first, second = sorted((_root(root, row), _root(root, len(ours) + column)))
        root[second] = first
    members: dict[int, tuple[list[int], list[int]]] = {}
    for number in {*rows.tolist(), *(len(ours) + column for column in columns.tolist())}:
        mine = number < len(ours)
        members.setdefault(_root(root, number), ([], []))[not mine].append(number if mine else number - len(ours))
    return [(tuple(sorted(mine)), tuple(sorted(other))) for _, (mine, other) in sorted(members.items())]


def _root(root: list[int], number: int) -> int:
    while root[number] != number:
        root[number] = root[root[number]]
        number = root[number]
    return number


def _boxes(words: Sequence[Word]) -> NDArray[np.float64]:
    return np.asarray([word.box for word in words], np.float64)
