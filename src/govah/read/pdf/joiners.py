"""Zero width non-joiners that left no glyph, told from the shapes of the letters beside them."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from govah.read.pdf.arabic import ZWNJ, is_arabic_letter, is_mark, joins_backward, joins_forward
from govah.read.pdf.units import Unit, has_arabic, is_joiner
from govah.read.pdf.words import VisualWord

_ONE_SHAPE = frozenset("طظ")
"""Letters that many fonts draw with one glyph in every place."""
UNSHAPED = 0.2
"""Where the rule fires on more letter pairs than this, the text is not shaped and says nothing."""


def put_joiners(words: list[VisualWord]) -> None:
    """Put the non-joiners of a page's words into them, and take those at words' edges away."""
    pairs = [(word, left, right) for word in words for left, right in _pairs(word)]
    found = [(word, right) for word, left, right in pairs if right.unjoined and _could_join(left, right)]
    if not any(right.unjoined for _, _, right in pairs):
        found = _by_shape(words, pairs)
    for word, right in found:
        place = word.units.index(right)
        if place and not is_joiner(word.units[place - 1]):
            word.units.insert(place, Unit(ZWNJ, right.glyph._replace(right=right.left)))
    for word in words:
        _strip(word)


def _pairs(word: VisualWord) -> Iterator[tuple[Unit, Unit]]:
    """Neighbouring Arabic letters (left, right), of which the right one is read first."""
    for left, right in pairwise(word.units):
        if has_arabic(left) and has_arabic(right):
            yield left, right


def _by_shape(words: list[VisualWord], pairs: list[tuple[VisualWord, Unit, Unit]]) -> list[tuple[VisualWord, Unit]]:
    """A joining letter's glyph seen at word ends, before a glyph seen at word starts."""
    ends: set[tuple[int, int]] = set()
    starts: set[tuple[int, int]] = set()
    for run in _letter_runs(words):
        ends.add(run[0].glyph.shape)
        starts.add(run[-1].glyph.shape)
        for left, right in pairwise(run):
            if not joins_forward(_last(right)):
                starts.add(left.glyph.shape)
    found = [
        (word, right)
        for word, left, right in pairs
        if _could_join(left, right)
        and _is_apart(left, right, ends, starts)
        and not is_mark(right.text[-1])  # vocalised text has no non-joiners, but fonts that join badly round marks
    ]
    return found if len(found) <= UNSHAPED * len(pairs) else []


def _is_apart(left: Unit, right: Unit, ends: set[tuple[int, int]], starts: set[tuple[int, int]]) -> bool:
    """Whether the shapes of two neighbours say that they do not join.

    One of them says it alone, where its letter has other shapes for its other places and nothing speaks against it.
    """
    ended, started = right.glyph.shape in ends, left.glyph.shape in starts
    if ended and started:
        return True
    if ended:
        return _last(right) not in _ONE_SHAPE and left.glyph.shape not in ends
    begins = right.glyph.shape in starts
    return started and not begins and joins_forward(_first(left)) and _first(left) not in _ONE_SHAPE


def _letter_runs(words: Iterable[VisualWord]) -> Iterator[list[Unit]]:
    """Stretches of Arabic letters, cut also where a non-joiner stands."""
    for word in words:
        run: list[Unit] = []
        for unit in word.units:
            if has_arabic(unit):
                run.append(unit)
            elif run:
                yield run
                run = []
        if run:
            yield run


def _could_join(left: Unit, right: Unit) -> bool:
    """Whether the two would be drawn joined if nothing stood between them."""
    return joins_forward(_last(right)) and joins_backward(_first(left))


def _first(unit: Unit) -> str:
    """The letter of a unit that is read first."""
    return next((char for char in unit.text if is_arabic_letter(char)), "")


def _last(unit: Unit) -> str:
    """The letter of a unit that is read last and meets the next one."""
    return next((char for char in reversed(unit.text) if is_arabic_letter(char)), "")


def _strip(word: VisualWord) -> None:
    """A non-joiner at an edge of a word, or of its Arabic part, joins nothing."""
    units = word.units
    word.units = [
        unit
        for place, unit in enumerate(units)
        if not is_joiner(unit)
        or (0 < place < len(units) - 1 and has_arabic(units[place - 1]) and has_arabic(units[place + 1]))
    ]
