"""The parts of minutes: the lines that stand under each heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govah.consolidate.letters.classification import marks_together
from govah.consolidate.letters.sheet import Line, Sheet
from govah.consolidate.minutes.words import PARTS, heading, said
from govah.model.passage import Span

_FOOT = re.compile(r"^\W*(?:صفحه|الصفحة|صفحة|page)?\s*\d{1,3}\s*(?:(?:از|من|of|sur|/)\s*\d{1,3})?\W*$")
"""A page's number at its foot or head."""

_TAKEN = frozenset(PARTS) - {"discussion", "end"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words on a sheet: a line, or what is left of one after a heading; text may be joined from several lines.

    Args:
        sheet: Its page.
        start, end: In the folded text of the page.
    """

    sheet: Sheet
    start: int
    end: int

    @property
    def text(self) -> str:
        """The folded words."""
        return self.sheet.text[self.start : self.end]

    @property
    def words(self) -> str:
        """The page's own words, on one line."""
        return " ".join(self.sheet.words(self.start, self.end).split())

    @property
    def span(self) -> Span:
        """Where they stand."""
        return self.sheet.span(self.start, self.end)

    def part(self, start: int, end: int) -> "Stretch":
        """A part by places in `text`, white space and signs at its ends left out."""
        while start < end and self.text[start] in " \t\n\u00a0.,،;؛:-–—([":
            start += 1
        while end > start and self.text[end - 1] in " \t\n\u00a0,،;؛:-–—([":
            end -= 1
        return Stretch(self.sheet, self.start + start, self.start + end)


@dataclass(slots=True)
class Part:
    """A part of minutes.

    Args:
        name: Of `PARTS`.
        head: Its heading.
        lines: Under it, what stands behind the heading on its line first.
    """

    name: str
    head: Stretch
    lines: list[Stretch] = field(default_factory=list)


def parts_of(sheets: Sequence[Sheet]) -> tuple[Part, ...]:
    """The parts of minutes whose lines are read, in order: `present`, `absent`, `agenda`, `decisions`."""
    found: list[Part] = []
    for line in _lines(sheets):
        opened = _opened(line)
        if opened is not None:
            found.append(opened)
        elif found:
            found[-1].lines.append(line)
    return tuple(part for part in found if part.name in _TAKEN)


def _lines(sheets: Sequence[Sheet]) -> Iterator[Stretch]:
    """Lines of the body, without what stands at the head and the foot of every page."""
    for sheet in sheets:
        for line in sheet.lines:
            if not line.blank and line.part not in ("header", "footer") and not _is_frame(line):
                yield Stretch(sheet, line.start, line.end)


def _is_frame(line: Line) -> bool:
    return _FOOT.match(line.text) is not None or marks_together(line.text) is not None


def _opened(line: Stretch) -> Part | None:
    """The part that a line opens: by a heading, or by a sentence that ends with a colon and says what is listed."""
    match = heading().match(line.text)
    if match is not None:
        name = next(part for part in PARTS if match[part] is not None)
        place = match.start(name), match.end(name)
        part = Part(name, Stretch(line.sheet, line.start + place[0], line.start + place[1]))
        rest = line.part(match.end(), len(line.text))
        if rest.text and name != "end":
            part.lines.append(rest)
        return part
    if line.text.rstrip().endswith((":", ":-")):
        for name, words in (("decisions", "decided"), ("present", "listed")):
            if said(words).search(line.text):
                return Part(name, line)
    return None
