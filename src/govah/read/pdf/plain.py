"""The text of a page without right-to-left letters: pdfium's order, our words, cells and lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from govah.model.page import Box
from govah.read.pdf.arabic import undone
from govah.read.pdf.characters import HYPHENS, Rectangle, TextLayer
from govah.read.pdf.compose import PageText

CELL_GAP = 1.6
"""A gap of more than this (in heights of the line) parts two cells."""
DISORDER = 0.12
"""Where more of a page's line ends lead back upwards, the file's order is not the reader's."""
FEWEST_BACKWARD = 4
SIDEWAYS = 0.2

_TOKEN = re.compile("[^\\s\\-\x02\ufffe]*[\\-\x02\ufffe]+|[^\\s\\-\x02\ufffe]+")
"""A word, or its part up to a hyphen: after one, pdfium goes on as if the line had not ended."""
_PLAIN = {**dict.fromkeys(map(ord, "\u00ad\u200b\ufeff")), **dict.fromkeys(map(ord, HYPHENS), "-")}


@dataclass(frozen=True, slots=True)
class _Word:
    """Characters between two spaces or line ends.

    Args:
        text: As pdfium has it.
        before: What stands before it: LF, TAB, space or nothing.
        box: From its first character's to its last's.
    """

    text: str
    before: str
    box: Rectangle


def compose_plain(layer: TextLayer, text: str) -> PageText | None:
    """The text of a page in the order of its file; None where that order is not one of reading.

    Args:
        layer: The page's text layer.
        text: Its `raw_text`.
    """
    words = list(_words(layer, text))
    if _is_disordered(words) or _is_sideways(words):
        return None
    page = PageText(layer.place.width, layer.place.height)
    for word in words:
        stored = undone(word.text.translate(_PLAIN))
        if not stored:
            continue
        if word.before == "\n" or not page.length:
            page.line += 1
        page.separate(word.before)
        page.add(stored, Box(*word.box))
    return page


def _words(layer: TextLayer, text: str) -> Iterator[_Word]:
    line = last = (0.0, 0.0, 0.0, 0.0)
    end = 0
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        between = text[end:start]
        pending = "\n" if not end or "\n" in between or "\r" in between else " " if between else ""
        end = stop
        first = layer.box(start)
        before = _separator(last, line, first, pending)
        last = first if stop - start == 1 else layer.box(stop - 1)
        box = first if last is first else _union(first, last)
        line = box if before == "\n" else _union(line, box)
        yield _Word(match.group(), before, box)


def _separator(last: Rectangle, line: Rectangle, box: Rectangle, pending: str) -> str:
    """What parts a character from the last one: pdfium's opinion, corrected by where both stand.

    pdfium goes on after a hyphen as if the line had not ended, and ends a line at raised figures.

    Args:
        last: The last character's box.
        line: That of its line so far.
        box: The character's.
        pending: LF, space or nothing, as pdfium has it.
    """
    height = min(last[3] - last[1], box[3] - box[1])
    if height <= 0:
        return pending
    gap = box[0] - last[2]
    on_line = min(line[3], box[3]) - max(line[1], box[1]) >= 0.5 * (box[3] - box[1])
    if pending != "\n" and not on_line and box[1] >= last[1] + 0.5 * height and box[2] <= last[0]:
        return "\n"
    if pending == "\n" and (not on_line or gap < -0.2 * height or line[3] - line[1] > 3 * height):
        return "\n"
    if on_line and gap > CELL_GAP * height:
        return "\t"
    if pending == "\n":
        return " " if gap > 0.15 * height else ""
    return pending


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


def _is_sideways(words: list[_Word]) -> bool:
    """Whether much of the text stands on its side: pdfium orders its lines by the wrong axis."""
    long = [word.box for word in words if len(word.text) >= 4]
    upended = sum(box[3] - box[1] > 1.2 * (box[2] - box[0]) for box in long)
    return upended > SIDEWAYS * len(long)


def _leads_back(one: Rectangle, other: Rectangle) -> bool:
    """Whether a line stands above the line before it, or left of it on the same height."""
    height = min(one[3] - one[1], other[3] - other[1])
    width = min(one[2] - one[0], other[2] - other[0])
    if min(one[3], other[3]) - max(one[1], other[1]) > 0.5 * height:
        return other[2] <= one[0] + 1
    beside = min(one[2], other[2]) - max(one[0], other[0])
    return other[3] <= one[1] + 0.3 * height and beside > 0.3 * width
