"""Whether letters stand in an order that Persian, Arabic or a language in Latin letters has.

A text layer whose font names its glyphs wrongly is full of letters, and says nothing: "*RXUQLHU", "ÓáÇã", words from
the wrong end. A table says how common three letters in a row are (`bench/letter_sequences.py`); no dictionary.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

SEQUENCES: Final = Path(__file__).with_name("letter_sequences.npz")
STEPS: Final = 24
"""Of the stored costs, in one natural logarithm."""

_ARABIC: Final = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیء"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_TWINS: Final = {"ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
                 "ؤ": "و", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "s", "æ": "e", "œ": "e"}  # fmt: skip
CLASSES: Final = 1 + len(_ARABIC) + len(_LATIN)
_DROPPED: Final = 255
_TABLED: Final = 0x10000
_LONGEST: Final = 6_000  # characters that are looked at
FEWEST: Final = 40
"""Letters below which nothing is said about a text."""
_ODD: Final = {"arabic": 3.0, "latin": 3.55}  # mean cost of a letter; pages as they should be stay below
_ACCENTED: Final = 0.4  # share of the Latin letters
_COMMONEST: Final = 0.4  # share of the letters
_FOREIGN: Final = 0.03  # share of the Arabic letters: of Pashto, Uyghur, Urdu the table knows nothing

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Script:
    """The letters of one script in a text.

    Args:
        letters: How many sequences of its letters were weighed.
        cost: Their mean cost, in natural logarithms: lower is more usual.
    """

    letters: int
    cost: float


@dataclass(frozen=True, slots=True)
class Plausibility:
    """What the letters of a text say.

    Args:
        arabic, latin: By script.
        accented: Share of the Latin letters that are from À to ÿ.
        commonest: Share of all letters that are the commonest one.
        foreign: Share of the Arabic letters that neither Persian nor Arabic has.
    """

    arabic: Script
    latin: Script
    accented: float
    commonest: float
    foreign: float

    @property
    def cost(self) -> float:
        """Of both scripts together; 0 where there is nothing to weigh."""
        letters = self.arabic.letters + self.latin.letters
        spent = self.arabic.cost * self.arabic.letters + self.latin.cost * self.latin.letters
        return spent / letters if letters else 0.0

    @property
    def doubtful(self) -> bool:
        """Whether most of the text cannot be words."""
        if max(self.latin.letters, self.arabic.letters) < FEWEST or self.foreign > _FOREIGN:
            return False
        if self.commonest > _COMMONEST:
            return True
        if self.latin.letters >= self.arabic.letters:
            return self.latin.cost > _ODD["latin"] or self.accented > _ACCENTED
        return self.arabic.cost > _ODD["arabic"]


def plausibility(text: str) -> Plausibility:
    """Weigh the letters of a text."""
    points = _points(text[:_LONGEST])
    table = _classes()[np.minimum(points, _TABLED - 1)]
    row = _framed(table[table != _DROPPED])
    one, two, three = row[:-2], row[1:-1], row[2:]
    weighed = (one > 0).view(np.uint8) + (two > 0).view(np.uint8) + (three > 0).view(np.uint8) >= 2
    cost = _costs()[one, two, three]
    latin = (two > len(_ARABIC)) | ((two == 0) & (one > len(_ARABIC)))
    count = np.bincount(row, minlength=CLASSES)
    arabic, written = int(count[1 : len(_ARABIC) + 1].sum()), int(count[len(_ARABIC) + 1 :].sum())
    accented = int(np.count_nonzero((points >= 0xC0) & (points <= 0xFF)))
    others = int(np.count_nonzero((points >= 0x671) & (points <= 0x6D3) & (table == 0)))
    return Plausibility(
        _script(cost[weighed & ~latin]),
        _script(cost[weighed & latin]),
        accented / max(written, 1),
        int(count[1:].max()) / max(arabic + written, 1),
        others / max(arabic + others, 1),
    )


def classes(text: str) -> Codes:
    """The class of each letter of a text, alike letters in one; 0 for what stands between words."""
    table = _classes()[np.minimum(_points(text), _TABLED - 1)]
    return _framed(table[table != _DROPPED])


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _framed(row: Codes) -> Codes:
    return np.concatenate((np.zeros(1, np.uint8), row, np.zeros(1, np.uint8)))


def _script(cost: NDArray[np.float32]) -> Script:
    return Script(cost.size, round(float(cost.mean()), 3) if cost.size else 0.0)


@cache
def _costs() -> NDArray[np.float32]:
    with np.load(SEQUENCES, allow_pickle=False) as stored:
        return np.asarray(stored["cost"] / STEPS, np.float32)


@cache
def _classes() -> Codes:
    """By code point of the basic plane."""
    known = {letter: number for number, letter in enumerate(_ARABIC + _LATIN, start=1)}
    table = np.zeros(_TABLED, np.uint8)
    for code in (*range(0x250), *range(0x600, 0x700), *range(0x1E00, 0x1F00), *range(0xFB50, 0xFF00)):
        char = chr(code)
        plain = _TWINS.get(char) or unicodedata.normalize("NFKD", char).casefold()[:1]
        table[code] = known.get(_TWINS.get(plain, plain), 0)
    for code in (*range(0x300, 0x370), *range(0x64B, 0x660), 0x640, 0x670, *range(0x200B, 0x2010), 0xAD):
        table[code] = _DROPPED
    return table
