"""A page's text and the boxes of its words."""

import re
from dataclasses import dataclass, field

from govah.model.page import Box, Word
from govah.model.text import stored_text
from govah.read.pdf.bidi import ordered
from govah.read.pdf.brackets import Mirroring, mirroring
from govah.read.pdf.breaks import Token, join_broken
from govah.read.pdf.direction import line_direction, page_direction
from govah.read.pdf.fragment import Fragment, Row, fragments_of
from govah.read.pdf.glyph import Frame, Glyph, Marks, Rule
from govah.read.pdf.gutters import cut_at_gutters
from govah.read.pdf.joiners import put_joiners
from govah.read.pdf.layout import reading_order
from govah.read.pdf.lines import lines_of
from govah.read.pdf.placement import Placement
from govah.read.pdf.places import Place
from govah.read.pdf.units import Unit, units_of
from govah.read.pdf.words import Rulings, words_of

_JOINERS = re.compile("\u200c{2,}")


@dataclass(slots=True)
class PageText:
    """Text as it grows, with a box for each word.

    Args:
        width: Of the page, points: boxes are kept within it.
        height: Likewise.
    """

    width: float
    height: float
    parts: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    length: int = 0
    line: int = -1

    def add(self, text: str, box: Box) -> None:
        """A word on the current line."""
        stored = stored_text(text)
        start = self.length
        self._append(stored)
        self.words.append(Word(start, self.length, self._within(box), self.line))

    def separate(self, separator: str) -> None:
        """What stands between words, cells or lines; nothing at the beginning."""
        if self.length:
            self._append(separator)

    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _within(self, box: Box) -> Box:
        left, right = (round(min(max(x, 0.0), self.width), 2) for x in (box.left, box.right))
        top, bottom = (round(min(max(y, 0.0), self.height), 2) for y in (box.top, box.bottom))
        return Box(left, top, right, bottom)


def compose(marks: Marks, place: Placement) -> PageText:
    """The text of a page from its glyphs and rulings, in logical order."""
    page = PageText(place.width, place.height)
    for frame in sorted(marks.glyphs, key=lambda frame: (frame.x != 1, frame.y != 1)):
        rules = [_turned(rule, frame) for rule in marks.rules]
        _compose_frame(page, frame, marks.glyphs[frame], rules)
    return page


def _turned(rule: Rule, frame: Frame) -> Rule:
    u = [frame.along(rule.left, rule.top), frame.along(rule.right, rule.bottom)]
    v = [frame.across(rule.left, rule.top), frame.across(rule.right, rule.bottom)]
    return Rule(min(u), min(v), max(u), max(v))


def _compose_frame(page: PageText, frame: Frame, glyphs: list[Glyph], rules: list[Rule]) -> None:
    rulings = Rulings(rules)
    found = [(line, words_of(line, rulings)) for line in lines_of(units_of(glyphs))]
    lines = [words for _, words in found]
    put_joiners([word for line in lines for word in line])
    cut_at_gutters([(line.baseline, line.size, words) for line, words in found if words])
    fragments = [fragment for line in lines if line for fragment in fragments_of(line)]
    direction = page_direction([word.text for line in lines for word in line])
    rows = reading_order(fragments, rules, direction)
    logical = {
        fragment: ordered(list(fragment.words), line_direction(fragment.texts(), direction))
        for row in rows
        for cell in row
        for fragment in cell
    }
    brackets = mirroring(list(logical.values()))
    spoken = {fragment: _spoken(places, brackets) for fragment, places in logical.items()}
    joined = join_broken(rows, spoken)
    for row in rows:
        _compose_row(page, frame, row, spoken, joined)


def _compose_row(
    page: PageText, frame: Frame, row: Row, spoken: dict[Fragment, list[Token]], joined: set[Fragment]
) -> None:
    """One line of text: cells parted by TAB, a new line number wherever the baseline changes."""
    baseline: float | None = None
    separator = "\n"
    for cell in row:
        for fragment in cell:
            page.separate("" if fragment in joined else separator)
            if baseline is None or abs(fragment.baseline - baseline) > 0.3 * fragment.size:
                page.line += 1
                baseline = fragment.baseline
            for number, token in enumerate(spoken[fragment]):
                if number:
                    page.separate(" ")
                page.add(token.text, _box(frame, token.units))
            separator = " "
        separator = "\t"


def _spoken(places: list[Place], brackets: Mirroring) -> list[Token]:
    """A fragment's tokens in logical order, each with its units."""
    words: list[Token] = []
    text: list[str] = []
    units: list[Unit] = []
    for place in [*places, None]:
        if place is not None and place.unit is not None:
            text.append(brackets.text(place))
            units.append(place.unit)
        elif text:
            said = _JOINERS.sub("\u200c", "".join(text)).strip("\u200c") or "\ufffd"
            words.append(Token(said, units))
            text, units = [], []
    return words


def _box(frame: Frame, units: list[Unit]) -> Box:
    glyphs = [unit.glyph for unit in units]
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    top = min(glyph.baseline - glyph.ascent * glyph.size for glyph in glyphs)
    bottom = max(glyph.baseline + glyph.descent * glyph.size for glyph in glyphs)
    corners = (frame.back(left, top), frame.back(right, bottom))
    return Box(
        min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners)
    )
