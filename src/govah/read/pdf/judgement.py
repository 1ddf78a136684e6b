"""Whether a page's text layer is its text: absent, a stamp over a scan, or garbage."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from govah.read.pdf.arabic import undone
from govah.read.pdf.plausibility import FEWEST, plausibility

GARBAGE_SHARE = 0.02
"""Above this share of undefined characters a text layer is not to be trusted."""
NAMELESS_SHARE = 0.1
"""Likewise of characters read by their codes, because the font has no map: in Latin fonts the code is often right."""
FEWEST_BAD = 4
STAMP_LETTERS = 50
"""Fewer letters than this over a picture that covers most of the page are a stamp on a scan."""
PAGE_COVER = 0.5
OVERLAID_INK = 0.1
"""Share of the ink outside of the words, on a page that a picture covers: more may be writing."""
AGREEMENT = 0.5
"""Share of recognised words that a doubtful layer must hold to stay the page's text."""
SAME_PAGE = 0.5
_WORD = re.compile(r"[^\W_]+")


class LayerKind(Enum):
    """What a text layer is.

    Of a searchable scan the words are another program's recognition, which nobody sees; on an overlaid page they are
    seen, and so is other ink in a picture that covers the page.
    """

    GOOD = auto()
    STAMP = auto()
    GARBAGE = auto()
    ABSENT = auto()
    SEARCHABLE = auto()
    OVERLAID = auto()


@dataclass(frozen=True, slots=True)
class Census:
    """Characters of a text layer, without white space.

    Args:
        letters: Letters and digits that mean something.
        bad: U+FFFD, private use, unassigned, control characters.
        nameless: Those that the font does not name.
        all: All of them.
        wordless: Whether their order is that of no words.
    """

    letters: int
    bad: int
    nameless: int
    all: int
    wordless: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether there are too many characters that mean nothing."""
        return (
            self.wordless
            or (self.bad >= FEWEST_BAD and self.bad > GARBAGE_SHARE * self.all)
            or (self.nameless >= FEWEST_BAD and self.nameless > NAMELESS_SHARE * self.all)
        )


def census(text: str, unmapped: int = 0) -> Census:
    """Count a text's characters.

    Args:
        text: The text layer.
        unmapped: How many of its characters the font does not name although they have a code.
    """
    signs = Counter(text)
    letters = sum(count for char, count in signs.items() if char.isalnum())
    every = sum(count for char, count in signs.items() if not char.isspace())
    return Census(letters, _bad(signs), unmapped, every, letters >= FEWEST and plausibility(text).doubtful)


def meaningless(text: str) -> int:
    """How many of a text's characters mean nothing."""
    return _bad(Counter(text))


def _bad(signs: Counter[str]) -> int:
    return sum(count for char, count in signs.items() if not char.isspace() and _is_bad(char))


@lru_cache(maxsize=8192)
def _is_bad(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs")


def agree(layer: str, recognised: str) -> bool:
    """Whether recognition finds enough of a doubtful text layer's words to believe in the others.

    A layer that lost a minus sign is better than its recognition; one whose letters are another font's codes shares
    no word with what is seen.
    """
    seen = [word for word in _WORD.findall(recognised.casefold()) if len(word) > 2]
    written = set(_WORD.findall(layer.casefold()))
    return bool(seen) and sum(word in written for word in seen) >= AGREEMENT * len(seen)


def same_letters(one: str, other: str) -> bool:
    """Whether two readings hold mostly the same letters: else they are of two pages, as damaged files have it."""
    first, second = (Counter(filter(str.isalpha, undone(text))) for text in (one, other))
    return (first & second).total() >= SAME_PAGE * max(first.total(), second.total())


def judge(count: Census, cover: float, *, outside: float = 0.0) -> LayerKind:
    """What a text layer is whose words are seen.

    Args:
        count: Its characters.
        cover: How much of the page a picture covers, 0 to 1.
        outside: Share of the page's ink that is at no word's place.
    """
    if count.doubtful:
        return LayerKind.GARBAGE
    if count.letters == 0:
        return LayerKind.ABSENT
    if cover <= PAGE_COVER:
        return LayerKind.GOOD
    if count.letters < STAMP_LETTERS:
        return LayerKind.STAMP
    return LayerKind.OVERLAID if outside > OVERLAID_INK else LayerKind.GOOD
