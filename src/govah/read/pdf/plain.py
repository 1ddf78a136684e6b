"""The text of a page without right-to-left letters: pdfium's order, our words, cells and lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from govah.model.page import Box
from govah.read.pdf.arabic import undone
from govah.read.pdf.characters import Character
from govah.read.pdf.compose import PageText
from govah.read.pdf.placement import Placement

CELL_GAP = 1.6
"""A gap of more than this (in heights of the line) parts two cells."""
DISORDER = 0.12
"""Where more of a page's line ends lead back upwards, the file's order is not the reader's."""
FEWEST_BACKWARD = 4

Rectangle = tuple[float, float, float, float]


@dataclass(slots=True)
class _Word:
    """Characters between two spaces.

    Args:
        box: Of all its characters.
        before: What stands before it: LF, TAB, space or nothing.
    """

    box: Rectangle
    before: str
    text: list[str] = field(default_factory=list)


def compose_plain(characters: Iterable[Character], place: Placement) -> PageText | None:
    """The text of a page in the order of its file; None where that order is not one of reading."""
    words = _words(characters)
    if _is_disordered(words):
        return None
    page = PageText(place.width, place.height)
    for word in words:
        if word.before == "\n" or not page.length:
            page.line += 1
        page.separate(word.before)
        page.add(undone("".join(word.text)), Box(*word.box))
    return page


def _words(characters: Iterable[Character]) -> list[_Word]:
    words: list[_Word] = []
    pending = "\n"
    for char in characters:
        text = char.text
        if text in "\r\n":
            pending = "\n"
        elif text.isspace():
            pending = pending or " "
        elif text in "\u00ad\u200b\ufeff":
            continue
        else:
            if words and pending != "\n":
                pending = _gap(words[-1].box, char.box, pending)
            if pending or not words:
                words.append(_Word(char.box, pending))
                pending = ""
            else:
                words[-1].box = _union(words[-1].box, char.box)
            words[-1].text.append(text)
    return words


def _gap(before: Rectangle, box: Rectangle, pending: str) -> str:
    """TAB where a wide gap lies between two characters of a line, else what was pending."""
    height = min(before[3] - before[1], box[3] - box[1])
    overlap = min(before[3], box[3]) - max(before[1], box[1])
    if height <= 0 or overlap < 0.5 * height:
        return pending
    return "\t" if box[0] - before[2] > CELL_GAP * height else pending


def _union(one: Rectangle, other: Rectangle) -> Rectangle:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _is_disordered(words: list[_Word]) -> bool:
    lines: list[Rectangle] = []
    for word in words:
        if word.before == "\n" or not lines:
            lines.append(word.box)
        else:
            lines[-1] = _union(lines[-1], word.box)
    backward = sum(_leads_back(one, other) for one, other in pairwise(lines))
    return backward >= FEWEST_BACKWARD and backward > DISORDER * (len(lines) - 1)


def _leads_back(one: Rectangle, other: Rectangle) -> bool:
    """Whether a line stands above the line before it, or left of it on the same height."""
    height = min(one[3] - one[1], other[3] - other[1])
    width = min(one[2] - one[0], other[2] - other[0])
    if min(one[3], other[3]) - max(one[1], other[1]) > 0.5 * height:
        return other[2] <= one[0] + 1
    beside = min(one[2], other[2]) - max(one[0], other[0])
    return other[3] <= one[1] + 0.3 * height and beside > 0.3 * width
