"""How far a text read is from the text that was written."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from bench.producers.made import Seen
from rapidfuzz.distance import Levenshtein

_SAME = {
    **str.maketrans("يىئكةۀأإآٱؤ", "یییکههاااا" + "و"),
    **str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2),
}
_NUMBER = re.compile(r"[+\-−]?\d(?:[\d/.,:٫٬\-–]*\d)?[%٪]?")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts, to be added over pages.

    Args:
        characters: Edits, and characters written (folded).
        words: Edits of the sequence of words, and words written (folded).
        numbers: Number tokens found exactly, and written.
        joiners: Words with a non-joiner found exactly, unfolded, and written.
        pages: Pages, and those among them without any error.
    """

    characters: tuple[int, int] = (0, 0)
    words: tuple[int, int] = (0, 0)
    numbers: tuple[int, int] = (0, 0)
    joiners: tuple[int, int] = (0, 0)
    pages: tuple[int, int] = (0, 0)

    def __add__(self, other: "Score") -> "Score":
        """Of both."""
        pairs = (
            (self.characters, other.characters), (self.words, other.words), (self.numbers, other.numbers),
            (self.joiners, other.joiners), (self.pages, other.pages),
        )  # fmt: skip
        return Score(*((a[0] + b[0], a[1] + b[1]) for a, b in pairs))


def folded(text: str) -> str:
    """Without what is folded for search: letters that share a shape, digits' scripts, marks, kashida, non-joiners."""
    plain = "".join(
        char
        for char in unicodedata.normalize("NFC", text).translate(_SAME)
        if unicodedata.category(char) not in ("Mn", "Cf") and char != "ـ"
    )
    return " ".join(plain.split())


def numbers(text: str) -> Counter[str]:
    """Number tokens of a text, digits as they are written."""
    return Counter(_NUMBER.findall(text))


def score(written: str, found: str) -> Score:
    """Compare a page's text with what was written."""
    one, other = folded(written), folded(found)
    characters = Levenshtein.distance(one, other)
    words = Levenshtein.distance(one.split(), other.split())
    wanted = numbers(written)
    joined = Counter(word for word in written.split() if "\u200c" in word)
    return Score(
        (characters, len(one)),
        (words, len(one.split())),
        ((wanted & numbers(found)).total(), wanted.total()),
        ((joined & Counter(found.split())).total(), joined.total()),
        (1, int(not characters)),
    )


@dataclass(frozen=True, slots=True)
class Overlap:
    """How word boxes lie on the truth: intersection over union of the words' horizontal stretches.

    Args:
        shares: Of each word that was matched.
        of: Words with a known place.
    """

    shares: tuple[float, ...]
    of: int

    def __add__(self, other: "Overlap") -> "Overlap":
        """Of both."""
        return Overlap(self.shares + other.shares, self.of + other.of)

    @property
    def mean(self) -> float:
        """Of the words matched."""
        return fmean(self.shares) if self.shares else 0.0


def overlap(truth: Sequence[Seen], found: Iterable[Seen]) -> Overlap:
    """Compare word boxes: each known word with the nearest found one of the same folded text."""
    by_text: dict[str, list[Seen]] = {}
    for word in found:
        by_text.setdefault(folded(word.text), []).append(word)
    shares: list[float] = []
    for word in truth:
        near = min(by_text.get(folded(word.text), []), key=lambda other: _away(word, other), default=None)
        if near is not None:
            shared = min(word.right, near.right) - max(word.left, near.left)
            shares.append(max(0.0, shared) / max(max(word.right, near.right) - min(word.left, near.left), 0.01))
    return Overlap(tuple(shares), len(truth))


def _away(one: Seen, other: Seen) -> float:
    return abs(one.left - other.left) + abs(one.right - other.right) + abs(one.top - other.top)
