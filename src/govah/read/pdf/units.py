"""Units: glyphs with their text made plain, the smallest things that are ordered.

A unit's text is in logical order already and is never reversed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from govah.read.pdf.arabic import ALEFS, ZWNJ, is_arabic_letter, is_mark, is_right_to_left, plain, shape_of
from govah.read.pdf.glyph import Glyph
from govah.read.pdf.symbols import SIGNS

_SPACES = frozenset(
    " \t\n\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_REPLACED = SIGNS | {
    ord(char): ""
    for char in "\u200b\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\u061c"
}
UNDEFINED = "\ufffd"
_BARE = frozenset("\u066e\u066f\u06a1\u06ba")
"""Letters without dots: Persian and Arabic of today do not write them, and Urdu only the last."""


@dataclass(slots=True, eq=False)
class Unit:
    """A glyph, or a cluster of them, with its text.

    Args:
        text: Plain letters in logical order.
        glyph: Where it stands; of a cluster, its base.
        unjoined: Its presentation form says that it does not join the next letter.
        added: The marks that were put to it.
    """

    text: str
    glyph: Glyph
    unjoined: bool = False
    added: list["Unit"] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Lower end of its advance."""
        return self.glyph.left

    @property
    def right(self) -> float:
        """Upper end of its advance."""
        return self.glyph.right

    @property
    def centre(self) -> float:
        """Middle of its advance: what visual order goes by."""
        return (self.glyph.left + self.glyph.right) / 2

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return self.text == " "

    @property
    def is_narrow(self) -> bool:
        """Whether it takes no room of its own."""
        return self.glyph.right - self.glyph.left < 0.05 * self.glyph.size

    @property
    def is_mark(self) -> bool:
        """Whether it only marks another unit."""
        return all(map(is_mark, self.text))


def units_of(glyphs: list[Glyph]) -> list[Unit]:
    """The units of one frame, in the file's order."""
    units: list[Unit] = []
    for glyph in _parted(glyphs):
        text = _plain_text(glyph.text)
        if text:
            unjoined = len(glyph.text) == 1 and shape_of(glyph.text) in ("final", "isolated")
            units.append(Unit(text, glyph, unjoined))
        elif not glyph.text and glyph.right - glyph.left >= 0.15 * glyph.size:
            units.append(Unit("", glyph))
    _name_bases(units)
    _drop_parts(units)
    _doubt_bare(units)
    _mark_nameless(units)
    _drop_fillers(units)
    units = [unit for unit in units if unit.text and not (unit.text == UNDEFINED and unit.is_narrow)]
    return [unit for unit in _without_cluster_copies(units) if unit.text]


def _parted(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """Glyphs as they are to be ordered.

    A mark on a space is both: the mark belongs to the letter on the space's other side.
    """
    for glyph in glyphs:
        marks = glyph.text.rstrip(" ")
        if marks and marks != glyph.text and all(map(is_mark, marks)):
            yield glyph._replace(text=" ")
            yield glyph._replace(text=marks, left=glyph.right, order=glyph.order + 1)
        elif glyph.text == ZWNJ and glyph.right > glyph.left:
            yield glyph._replace(right=glyph.left)  # drawn as a space that takes no room
        else:
            yield glyph


def _plain_text(raw: str) -> str:
    if len(raw) == 1 and raw.isascii() and raw > " ":
        return raw
    if raw and all(char in _SPACES for char in raw):
        return " "
    text = "".join(map(plain, raw)).translate(_REPLACED)
    if len(text) < 2:
        return text
    text = "".join(" " if char in _SPACES else char for char in text).strip()
    letters = [char for char in text if not is_mark(char)]
    if len(letters) == 2 and letters[0] in ALEFS and letters[1] == "ل":
        text = _swapped(text)
    if len(text) > 1 and is_mark(text[0]) and not is_mark(text[-1]):
        text = text[::-1]
    return text


def _swapped(text: str) -> str:
    """Lam before alef, each with its marks: one glyph of both is always the lam-alef ligature."""
    lam = text.index("ل")
    return text[lam:] + text[:lam]


def _without_cluster_copies(units: list[Unit]) -> list[Unit]:
    """Fonts whose map gives base and mark glyph the whole cluster: the mark's glyph keeps only the mark."""
    texts = [unit.text for unit in units]
    for place, unit in enumerate(units):
        if len(unit.text) > 1 and any(map(is_mark, unit.text)):
            near = [i for i in range(max(0, place - 2), min(len(units), place + 3)) if i != place]
            near.sort(key=lambda i: texts[i] != texts[place])
            _reduce_copy(unit, [units[i] for i in near])
    return units


def _name_bases(units: list[Unit]) -> None:
    """Fonts that give a cluster's text to the mark's glyph and leave its base without: the base takes it."""
    for unit, following in pairwise(units):
        for mark, base in ((unit, following), (following, unit)):
            named = mark.is_narrow and not (mark.is_mark or mark.is_space or mark.text == UNDEFINED)
            if base.text == UNDEFINED and not base.is_narrow and named:
                base.text, mark.text = mark.text, ""
                break


def _drop_parts(units: list[Unit]) -> None:
    """Fonts that draw a letter in parts, its dots apart: a part that takes no room says its letter once more."""
    for place, unit in enumerate(units):
        letters = _letters(unit.text)
        if not letters or not unit.is_narrow:
            continue
        slack = 0.35 * unit.glyph.size
        for other in (*units[max(0, place - 2) : place], *units[place + 1 : place + 3]):
            over = other.left - slack <= unit.centre <= other.right + slack
            if over and not other.is_narrow and _letters(other.text) == letters:
                unit.text = ""
                break


def _doubt_bare(units: list[Unit]) -> None:
    """Fonts whose map names letters without their dots, and the dots not at all: with dots, a letter is unknown."""
    dotted: list[Unit] = []
    fonts: set[int] = set()
    for place, unit in enumerate(units):
        if unit.text != UNDEFINED or not unit.is_narrow:
            continue
        for other in (*units[max(0, place - 1) : place], *units[place + 1 : place + 2]):
            if not other.is_narrow and _letters(other.text) and other.left <= unit.centre <= other.right:
                dotted.append(other)
                if other.text in _BARE:
                    fonts.add(other.glyph.shape[0])
    for unit in dotted:
        if unit.glyph.shape[0] in fonts:
            unit.text = UNDEFINED


def _letters(text: str) -> str:
    return "".join(filter(is_arabic_letter, text))


def _drop_fillers(units: list[Unit]) -> None:
    """Nameless glyphs that lengthen the stroke between two letters: laid one over another, as letters never are.

    The unit before them takes their room, so that no gap is left.
    """
    fillers: set[tuple[int, int]] = set()
    for one, other in pairwise(units):
        if one.text == other.text == UNDEFINED and one.glyph.shape == other.glyph.shape:
            width = one.right - one.left
            if 0.15 * width < abs(one.left - other.left) < 0.97 * width:
                fillers.add(one.glyph.shape)
    stretched: Unit | None = None
    for unit in units if fillers else ():
        if unit.text != UNDEFINED or unit.glyph.shape not in fillers:
            stretched = unit
        elif stretched is not None:
            unit.text = ""
            left, right = min(stretched.left, unit.left), max(stretched.right, unit.right)
            stretched.glyph = stretched.glyph._replace(left=left, right=right)


def _mark_nameless(units: list[Unit]) -> None:
    """A glyph that takes room and has no text is a letter lost, unless a neighbour's text speaks for it."""
    for place, unit in enumerate(units):
        if unit.text:
            continue
        around = (_named(units, place, -1), _named(units, place, 1))
        if not any(sum(map(str.isalpha, text)) > 1 for text in around):
            unit.text = UNDEFINED


def _named(units: list[Unit], place: int, step: int) -> str:
    """The text of the nearest unit with one, in one direction."""
    place += step
    while 0 <= place < len(units) and not units[place].text:
        place += step
    return units[place].text if 0 <= place < len(units) else ""


def _reduce_copy(unit: Unit, neighbours: list[Unit]) -> None:
    width = unit.right - unit.left
    letters = {char for char in unit.text if not is_mark(char)}
    for other in neighbours:
        wider = other.right - other.left
        slack = 0.35 * unit.glyph.size if unit.is_narrow else 0.0
        if width < wider and other.left - slack <= unit.centre <= other.right + slack and letters & set(other.text):
            marks = "".join(char for char in unit.text if is_mark(char))
            unit.text = "" if marks in other.text else marks
            return


def is_joiner(unit: Unit) -> bool:
    """Whether it is an explicit zero width non-joiner."""
    return unit.text == ZWNJ


def has_arabic(unit: Unit) -> bool:
    """Whether it holds an Arabic letter."""
    return any(map(is_arabic_letter, unit.text))


def has_right_to_left(text: str) -> bool:
    """Whether a text holds a strong right-to-left character."""
    return not text.isascii() and any(map(is_right_to_left, text))


def is_same(one: Unit, other: Unit) -> bool:
    """Whether two units are one, drawn twice."""
    if one.text != other.text:
        return False
    near = 0.12 * one.glyph.size
    return (
        abs(one.left - other.left) < near
        and abs(one.right - other.right) < near
        and abs(one.glyph.baseline - other.glyph.baseline) < near
        and (one.right - one.left > near or one.text != " ")
    )
