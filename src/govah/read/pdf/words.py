"""Words of a line in visual order, from the gaps between glyphs and the spaces among them."""

from bisect import bisect_right
from dataclasses import dataclass, field

from govah.read.pdf.arabic import ZWNJ
from govah.read.pdf.glyph import Rule
from govah.read.pdf.lines import Line
from govah.read.pdf.units import Unit, has_arabic, is_joiner

TIGHT, COVERED = 0.07, 0.01
"""Below this gap (em) a no-break space between two Arabic letters is a non-joiner that a producer drew as a space; and
any other space, which letters cover in part where they are kerned over it."""
JOINED = 0.12
APART = 0.17
"""Above this gap a word ends without any space glyph."""
COLUMN_GAP = 1.6
"""Above this gap a line is cut in two."""


@dataclass(slots=True, eq=False)
class VisualWord:
    """Units between two word ends, from left to right.

    Args:
        units: Letters; an explicit non-joiner stands among them as a unit of its own.
        cut: A cell or a column begins with this word (its left side).
    """

    units: list[Unit] = field(default_factory=list)
    cut: bool = False

    @property
    def left(self) -> float:
        """Left end of its advance."""
        return min(unit.left for unit in self.units)

    @property
    def right(self) -> float:
        """Right end of its advance."""
        return max(unit.right for unit in self.units)

    @property
    def text(self) -> str:
        """Its units' texts from left to right: for classes of characters, not for reading."""
        return "".join(unit.text for unit in self.units)


class Rulings:
    """Vertical rulings of a frame, sorted for asking what lies between two points."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = sorted(rule for rule in rules if rule.bottom - rule.top > rule.right - rule.left)
        self._lefts = [rule.left for rule in self._rules]

    def between(self, left: float, right: float, at: float) -> bool:
        """Whether a vertical ruling crosses height `at` between two places of a line."""
        first = bisect_right(self._lefts, left - 1)
        for rule in self._rules[first : bisect_right(self._lefts, right + 1)]:
            if rule.top - 1 <= at <= rule.bottom + 1 and left - 1 <= (rule.left + rule.right) / 2 <= right + 1:
                return True
        return False


def words_of(line: Line, rulings: Rulings) -> list[VisualWord]:
    """The words of a line from left to right."""
    words = [VisualWord()]
    before: Unit | None = None
    space = joiner = None
    for unit in line.units:
        if unit.is_space:
            space = unit
            continue
        if is_joiner(unit):
            joiner = unit
            continue
        if before is not None:
            _meet(words, before, unit, space, joiner, rulings)
        words[-1].units.append(unit)
        before = unit
        space = joiner = None
    return [word for word in words if word.units]


def _tight(space: Unit) -> float:
    return TIGHT if "\u00a0" in space.glyph.text else COVERED


def _taken(unit: Unit, left: float, right: float) -> float:
    """How much of a gap the advances of a letter's marks take."""
    return sum(max(0.0, min(right, mark.right) - max(left, mark.left)) for mark in unit.added)


def _is_beneath(space: Unit, before: Unit, unit: Unit, em: float) -> bool:
    """Whether a space lies under a neighbour and not between both: one that hangs over a line's end parts nothing."""
    if space.left < before.left + 0.02 * em and space.right > before.left + 0.1 * em < before.right:
        return True
    return space.right > unit.right - 0.02 * em and space.left < unit.right - 0.1 * em > unit.left


def _is_covered(space: Unit, before: Unit, unit: Unit) -> bool:
    """Whether most of a space lies under its neighbours."""
    width = space.right - space.left
    under = max(0.0, before.right - space.left) + max(0.0, space.right - unit.left)
    return width > 0 and under > 0.6 * width


def _meet(
    words: list[VisualWord], before: Unit, unit: Unit, space: Unit | None, joiner: Unit | None, rulings: Rulings
) -> None:
    """Decide what lies between two neighbours: nothing, a non-joiner, a word end, a cell end."""
    em = min(before.glyph.size, unit.glyph.size)
    whole = unit.left - before.right
    gap = whole - _taken(before, before.right, unit.left) - _taken(unit, before.right, unit.left)
    arabic = has_arabic(before) and has_arabic(unit)
    level = unit.glyph.baseline - 0.3 * em
    if space is not None and (
        _is_beneath(space, before, unit, em) or (not arabic and gap < 0.02 * em and _is_covered(space, before, unit))
    ):
        space = None
    ruled = gap > 0.3 * em and rulings.between(before.right, unit.left, level)
    if ruled or gap > COLUMN_GAP * em:
        words.append(VisualWord(cut=True))
    elif gap > APART * em or (space is not None and (not arabic or gap >= _tight(space) * em)):
        words.append(VisualWord())
    elif arabic and (space is not None or (joiner is not None and gap < JOINED * em)):
        words[-1].units.append(Unit(ZWNJ, unit.glyph._replace(right=unit.left)))
