"""A page as lines of folded text that know their place in the page."""

import re
from dataclasses import dataclass

from govah.consolidate.folding import Folded, fold
from govah.consolidate.letters.gaps import gaps
from govah.model.page import Page
from govah.model.passage import Span

LONGEST_LINE = 4000
"""Code points of a line that are looked at: no office writes longer ones, and an adversary may."""

_CELL = re.compile(r"\S+(?:[^\S\t]{1,2}\S+)*")
_BROKEN = re.compile(r"(?<=[a-z]{2})-\n(?=[a-z]{2})")
_TAG = re.compile(r"\[(header|footer|note|comment)(?: [^\]\n]{0,60})?\]\s*")
"""How a word-processing document's text marks what stands outside its body; each runs to the next mark."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its place in the folded text of its page, white space at both ends left out.

    Args:
        start: Where its words begin.
        end: One past their last.
        text: The folded words.
        part: `header`, `footer`, `note` or `comment` where a word-processing document says so, None in the body.
    """

    start: int
    end: int
    text: str
    part: str | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it."""
        return not self.text

    @property
    def cells(self) -> tuple["Line", ...]:
        """Its columns, parted by a tab or a wide space, as lines of their own."""
        found = []
        for match in _CELL.finditer(self.text):
            text = match.group().rstrip()
            found.append(Line(self.start + match.start(), self.start + match.start() + len(text), text, self.part))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, folded and cut into lines."""

    page: Page
    folded: Folded
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    def span(self, start: int, end: int) -> Span:
        """A stretch of the folded text as a span of the page."""
        first, last = self.folded.span(start, end)
        return Span(self.page.number, first, last)

    def words_before(self, place: int) -> str:
        """The page's own text shortly before a place of the folded text."""
        first = self.folded.span(place, place + 1)[0]
        return self.page.text[max(0, first - 24) : first]

    def words(self, start: int, end: int) -> str:
        """A stretch of the folded text as the page has it."""
        first, last = self.folded.span(start, end)
        return self.page.text[first:last].strip()


def sheet(page: Page) -> Sheet:
    """Fold a page and cut it into lines, with an empty one where the paper has a gap."""
    folded = _rejoined(fold(page.text))
    lines: list[Line] = []
    at = 0
    part: str | None = None
    apart = gaps(page)
    for written in folded.text.split("\n"):
        begins = folded.offsets[at - 1] + 1 if at else 0
        if begins in apart and lines and not lines[-1].blank:
            lines.append(Line(at, at, ""))
        kept = written[:LONGEST_LINE]
        body = kept.strip()
        start = at + (len(kept) - len(kept.lstrip())) if body else at
        tag = _TAG.match(body)
        if tag is not None:
            part = tag.group(1)
            start, body = start + tag.end(), body[tag.end() :]
        lines.append(Line(start, start + len(body), body, part))
        at += len(written) + 1
    return Sheet(page, folded, tuple(lines))


def _rejoined(folded: Folded) -> Folded:
    """A folded text whose Latin words that were parted at the ends of lines are whole."""
    breaks = [match.start() for match in _BROKEN.finditer(folded.text)]
    if not breaks:
        return folded
    text: list[str] = []
    offsets: list[int] = []
    at = 0
    for place in (*breaks, len(folded.text)):
        text.append(folded.text[at:place])
        offsets += folded.offsets[at:place]
        at = place + len("-\n")
    return Folded("".join(text), [*offsets, folded.offsets[len(folded.text)]], folded.source)
