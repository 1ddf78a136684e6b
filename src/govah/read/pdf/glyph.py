"""A glyph on a page, as its producer put it there."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple


class Rule(NamedTuple):
    """A straight ruling: a line, or an edge of a rectangle. Points, y downwards."""

    left: float
    top: float
    right: float
    bottom: float


class Glyph(NamedTuple):
    """A glyph in coordinates of its frame: u along the baseline, v across it and downwards, in points.

    Args:
        text: What it stands for, not normalised; U+FFFD where the font does not say.
        left: Lower end of its advance on the u axis.
        right: Upper end.
        baseline: v of the baseline.
        size: Length of the font's vertical unit, points.
        ascent: Height over the baseline in parts of `size`.
        descent: Depth under it in parts of `size`, positive.
        shape: What tells glyphs apart that share a text: (font, code).
        order: Its place in the file.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    ascent: float
    descent: float
    shape: tuple[int, int]
    order: int


class Frame(NamedTuple):
    """One of the four directions in which text runs; (x, y) is the direction of its baseline, y downwards."""

    x: int
    y: int

    def along(self, x: float, y: float) -> float:
        """The u of a point of the page."""
        return x * self.x + y * self.y

    def across(self, x: float, y: float) -> float:
        """The v of a point of the page."""
        return y * self.x - x * self.y

    def back(self, u: float, v: float) -> tuple[float, float]:
        """The point of the page at (u, v)."""
        return u * self.x - v * self.y, u * self.y + v * self.x


FRAMES = (Frame(1, 0), Frame(0, 1), Frame(-1, 0), Frame(0, -1))


def frame_of(x: float, y: float) -> Frame:
    """The frame nearest to the direction (x, y) of a baseline."""
    return FRAMES[round(math.atan2(y, x) / (math.pi / 2)) % 4]


@dataclass(slots=True)
class Marks:
    """What stands on a page: glyphs by frame, and rulings in page coordinates.

    Args:
        glyphs: By the direction in which they run.
        rules: Rulings and edges of boxes.
        fallback: Whether they come from the second-best source.
    """

    glyphs: dict[Frame, list[Glyph]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    fallback: bool = False

    def count(self) -> int:
        """Number of glyphs."""
        return sum(len(glyphs) for glyphs in self.glyphs.values())


def rules_of(left: float, top: float, right: float, bottom: float, *, thin: float = 3.0) -> list[Rule]:
    """The rulings that a drawn path with this bounding box shows: itself where it is thin, else its edges."""
    wide, high = right - left, bottom - top
    if wide < thin and high < thin:
        return []
    if wide < thin or high < thin:
        return [Rule(left, top, right, bottom)]
    return [
        Rule(left, top, right, top),
        Rule(left, bottom, right, bottom),
        Rule(left, top, left, bottom),
        Rule(right, top, right, bottom),
    ]
