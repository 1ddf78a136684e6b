"""Marks put to the letters that they mark.

A mark stands beside its letter in the file: after it where the producer writes in logical order, before it where it
writes shaped text from left to right. Which of both is asked of the page: every mark that stands over one of its two
neighbours and not over the other has a vote, and one at a word's end has three.
"""

from bisect import bisect_left
from typing import TYPE_CHECKING

from govah.read.pdf.units import Unit, is_joiner, is_same

if TYPE_CHECKING:
    from govah.read.pdf.lines import Line

CLEAR = 0.15
"""Of the size: so far outside of a letter a mark does not stand over it."""
REACH = 0.6
MAJORITY = 0.8


class _Bases:
    """The letters of a line in the file's order."""

    def __init__(self, line: "Line") -> None:
        self._all = sorted((unit for unit in line.units if not is_joiner(unit)), key=lambda unit: unit.glyph.order)
        self._orders = [unit.glyph.order for unit in self._all]
        self.units = [unit for unit in self._all if _letter(unit)] or [u for u in self._all if not u.is_space]

    def beside(self, mark: Unit) -> tuple[Unit | None, Unit | None]:
        """The letters before and after a mark in the file; None where a space, a sign or nothing is."""
        place = bisect_left(self._orders, mark.glyph.order)
        before = self._all[place - 1] if place else None
        after = self._all[place] if place < len(self._all) else None
        return _letter(before), _letter(after)


def _letter(unit: Unit | None) -> Unit | None:
    return unit if unit is not None and any(map(str.isalpha, unit.text)) else None


def put_marks(lines: list[tuple["Line", list[Unit]]]) -> None:
    """Put each line's marks to its letters."""
    known = [(_Bases(line), sorted(marks, key=lambda unit: unit.glyph.order)) for line, marks in lines if marks]
    votes = [vote for bases, marks in known for mark in marks if (vote := _vote(*bases.beside(mark), mark))]
    side = 0
    if votes:
        share = sum(vote for vote in votes if vote > 0) / sum(map(abs, votes))
        side = 1 if share >= MAJORITY else -1 if share <= 1 - MAJORITY else 0
    for bases, marks in known:
        for mark in marks:
            base = _base(bases, mark, side)
            if base is not None and not _has_already(base, mark):
                base.added.append(mark)
                base.text = _marked(base, mark)


def _has_already(base: Unit, mark: Unit) -> bool:
    """Whether a letter has this mark: drawn twice, or told twice by the font's map."""
    alone = sum(map(str.isalpha, base.text)) == 1
    return any(is_same(mark, other) for other in base.added) or (alone and mark.text in base.text)


def _vote(before: Unit | None, after: Unit | None, mark: Unit) -> int:
    """-1: it stands over the letter before it in the file; 1: over the one after it; 0: it does not say.

    A mark beside a space or at an end of its line has only one letter, and says so more loudly.
    """
    if before is None or after is None:
        return 3 * ((after is not None) - (before is not None))
    clear = CLEAR * mark.glyph.size
    one, other = _outside(before, mark), _outside(after, mark)
    if one <= 0 and other > clear:
        return -1
    if other <= 0 and one > clear:
        return 1
    return 0


def _base(bases: _Bases, mark: Unit, side: int) -> Unit | None:
    before, after = bases.beside(mark)
    usual = after if side > 0 else before if side < 0 else None
    if usual is not None and _outside(usual, mark) <= REACH * mark.glyph.size:
        return usual
    return min(
        bases.units,
        key=lambda unit: (_outside(unit, mark), abs(unit.glyph.order - mark.glyph.order)),
        default=None,
    )


def _outside(base: Unit, mark: Unit) -> float:
    """Points from a mark's origin to a letter's box."""
    at = mark.centre
    return max(0.0, base.left - at - 0.01, at - base.right - 0.01)


def _marked(base: Unit, mark: Unit) -> str:
    """The base's text with the mark after the letter over which it stands (a ligature has several)."""
    letters = [i for i, char in enumerate(base.text) if char.isalpha()]
    width = base.right - base.left
    if len(letters) < 2 or width <= 0:
        return base.text + mark.text
    nth = min(len(letters) - 1, max(0, int((base.right - mark.centre) / width * len(letters))))
    end = letters[nth + 1] if nth + 1 < len(letters) else len(base.text)
    return base.text[:end] + mark.text + base.text[end:]
