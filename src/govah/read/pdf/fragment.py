"""A fragment: a stretch of a line that no ruling and no wide gap cuts."""

from dataclasses import dataclass
from statistics import median

from govah.read.pdf.direction import Direction, strong
from govah.read.pdf.words import VisualWord


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """Words on one baseline, from left to right, and the rectangle that its lower-case letters fill.

    The rectangle is lower than the ink, so that lines set solid stay apart.
    """

    words: tuple[VisualWord, ...]
    baseline: float
    size: float
    left: float
    right: float

    @property
    def top(self) -> float:
        """Of the rectangle."""
        return self.baseline - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Of the rectangle."""
        return self.baseline + 0.2 * self.size

    @property
    def middle(self) -> float:
        """Height of the letters' middle."""
        return self.baseline - 0.3 * self.size

    def texts(self) -> list[str]:
        """The words' characters in visual order of units."""
        return [word.text for word in self.words]


Row = list[list[Fragment]]
"""A row of a page's text: cells, each of the fragments that follow one another in it."""


def fragments_of(words: list[VisualWord]) -> list[Fragment]:
    """Cut a line's words where a cell or a column begins."""
    pieces: list[list[VisualWord]] = []
    for word in words:
        if word.cut or not pieces:
            pieces.append([])
        pieces[-1].append(word)
    return [_fragment(piece) for piece in pieces]


def _fragment(words: list[VisualWord]) -> Fragment:
    glyphs = [unit.glyph for word in words for unit in word.units]
    size = max(glyph.size for glyph in glyphs)
    baseline = median(glyph.baseline for glyph in glyphs)
    return Fragment(tuple(words), baseline, size, words[0].left, max(word.right for word in words))


def direction_of(fragments: list[Fragment], otherwise: Direction) -> Direction:
    """The direction of most words of some fragments, `otherwise` where they are as many."""
    classes = [strong(text) for fragment in fragments for text in fragment.texts()]
    right, left = classes.count("R"), classes.count("L")
    if right == left:
        return otherwise
    return Direction.RIGHT if right > left else Direction.LEFT


def continues(before: Fragment, after: Fragment, width: float, direction: Direction) -> bool:
    """Whether `after` goes on where `before` had to break: its first word would not have fitted.

    Args:
        before: A line of a cell or a column.
        after: The next line of it.
        width: Of the cell or the column, points.
        direction: In which it is read.
    """
    word = after.words[-1] if direction is Direction.RIGHT else after.words[0]
    return width - (before.right - before.left) < (word.right - word.left) + 0.3 * before.size
