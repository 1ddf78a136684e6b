"""The text of record as lines of stretches, each with the marks that lie on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from govah.model.page import Page
from govah.model.stretch import right_to_left
from govah.web.page_svg import PageMark

_TELLING = frozenset({"put", "mark"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text under the same marks.

    Args:
        title: What its marks have to tell that the text does not show.
    """

    start: int
    text: str
    kinds: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of a page's text.

    Args:
        number: From 1.
        start: Its first code point in the page's text.
        direction: `rtl` or `ltr`.
    """

    number: int
    start: int
    direction: str
    stretches: tuple[Stretch, ...]

    @property
    def text_length(self) -> int:
        """Code points without the line's end."""
        return sum(len(stretch.text) for stretch in self.stretches)


def record_lines(page: Page, marks: Sequence[PageMark]) -> list[RecordLine]:
    """The page's text line by line; code points that belong to two marks carry both."""
    lines = []
    start = 0
    for number, text in enumerate(page.text.split("\n"), 1):
        speaks = any(sign.isalpha() for sign in text)  # a line of figures goes as its page does
        direction = "rtl" if right_to_left(text if speaks else page.text) else "ltr"
        lines.append(RecordLine(number, start, direction, tuple(_stretches(text, start, marks))))
        start += len(text) + 1
    return lines


def _stretches(text: str, start: int, marks: Sequence[PageMark]) -> list[Stretch]:
    end = start + len(text)
    touching = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = {start, end}
    for mark in touching:
        edges.update((max(start, mark.start), min(end, mark.end)))
    cuts = sorted(edges)
    found = []
    for left, right in pairwise(cuts):
        lying = [mark for mark in touching if mark.start <= left and mark.end >= right]
        kinds = dict.fromkeys(mark.kind for mark in lying)
        title = "\n".join(mark.label for mark in lying if mark.kind in _TELLING)
        found.append(Stretch(left, text[left - start : right - start], tuple(kinds), title))
    return found
