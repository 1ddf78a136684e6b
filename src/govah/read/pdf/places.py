"""Places of a line: its units and the spaces between its words, each with its level of embedding."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from govah.read.pdf.arabic import is_right_to_left
from govah.read.pdf.units import Unit


@dataclass(slots=True, eq=False)
class Place:
    """A unit on its line, or the space between two words (`unit` None).

    Args:
        unit: The unit.
        word: Number of its word from the left; of a space, of the word left of it.
        kind: `R`, `L`, `N` (digits) or `O` (anything else).
        level: Of embedding, set by `bidi.ordered`.
    """

    unit: Unit | None
    word: int
    kind: str
    level: int = 0

    @property
    def text(self) -> str:
        """What it stands for."""
        return " " if self.unit is None else self.unit.text


@lru_cache(maxsize=8192)
def kind_of(text: str) -> str:
    """`R`, `L`, `N` or `O`."""
    kind = "O"
    for char in text:
        if is_right_to_left(char):
            return "R"
        if char.isalpha():
            kind = "L"
        elif kind == "O" and unicodedata.category(char) == "Nd":
            kind = "N"
    return kind
