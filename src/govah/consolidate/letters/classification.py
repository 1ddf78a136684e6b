"""Marks of secrecy and urgency: the words on the paper, their level, and whose rules they follow."""

import re
from collections.abc import Iterator

from rapidfuzz.fuzz import ratio

from govah.consolidate.data import rows
from govah.consolidate.data.extension import by_wordings
from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import pattern, phrase, shape
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.letter import Classification
from govah.model.passage import Span

_WRAPPING = " .:()[]*-–_«»\"'|\t«»/"
_NEAR = 85
_TOGETHER = re.compile(r"\s*[-–/|,;•*+]\s*|\s+و\s*|\s+(?:and|et|&)\s+|\s{2,}")
"""What stands between marks on one line."""


@by_wordings()
def _marks() -> tuple[tuple[re.Pattern[str], str, str, int | None], ...]:
    """Marks, longest words first: pattern, folded words, scheme, level."""
    marks = [
        (folded(word), scheme, int(level) if level else None)
        for scheme, level, words in rows("classifications.tsv")
        for word in words.split("|")
    ]
    marks.sort(key=lambda mark: -len(mark[0]))
    return tuple((re.compile(shape(word)), word, scheme, level) for word, scheme, level in marks)


@by_wordings()
def urgency_marks() -> re.Pattern[str]:
    """Words of urgency."""
    return pattern(word for cells in rows("urgencies.tsv") for word in cells[0].split("|"))


def classification_of(sheet: Sheet, start: int, end: int, language: str | None) -> Classification | None:
    """The class that a stretch of folded text begins with, as words, level and scheme."""
    text = sheet.text[start:end].strip(_WRAPPING)
    match = _mark(text, language)
    if match is None:
        return None
    scheme, level, length = match
    at = sheet.text.index(text, start)
    return Classification(sheet.words(at, at + length), level, scheme)


def _mark(text: str, language: str | None) -> tuple[str, int | None, int] | None:
    found = [
        (scheme, level, match.end()) for mark, _, scheme, level in _marks() if (match := mark.match(text)) is not None
    ]
    if not found:
        return None
    longest = [entry for entry in found if entry[2] == found[0][2]]
    preferred = "ar-common" if language == "ar" else "ir-1354"
    return next((entry for entry in longest if entry[0] == preferred), longest[0])


def leading_mark(text: str) -> int:
    """Length of a class, with the space after it, that folded words begin with; 0 where they begin with none."""
    match = _mark(text, None)
    if match is None:
        return 0
    rest = text[match[2] :]
    return match[2] + len(rest) - len(rest.lstrip())


def standing_mark(sheet: Sheet, line: Line, language: str | None) -> tuple[Classification, Span] | None:
    """A class that stands alone on a line, as rules ask at head and foot; one misread letter in ten is let pass.

    It may share its line with marks of urgency or of a draft: «سري وعاجل», `SECRET – IMMEDIATE`.
    """
    for cell in _columns(line):
        found = _cell_mark(sheet, line, cell.strip(_WRAPPING), language)
        if found is not None:
            return found
        parts = marks_together(cell)
        for part in parts or ():
            found = _cell_mark(sheet, line, part, language)
            if found is not None:
                return found
    return None


def _columns(line: Line) -> Iterator[str]:
    """A line as a whole, then each of its columns."""
    yield line.text
    yield from (cell.text for cell in line.cells)


def marks_together(cell: str) -> list[str] | None:
    """The marks of a cell that holds nothing else: each a class, an urgency or the mark of a draft; None otherwise."""
    if len(cell) > 80:
        return None
    parts = [part.strip(_WRAPPING) for part in _TOGETHER.split(cell.strip(_WRAPPING))]
    parts = [part for part in parts if part]
    if len(parts) < 2 or not all(_is_mark(part) for part in parts):
        return None
    return parts


def is_marked(words: str) -> bool:
    """Whether folded words are marks of class or urgency and nothing else."""
    return bool(words) and len(words) <= 80 and (marks_together(words) is not None or _is_mark(words))


def _is_mark(text: str) -> bool:
    exact = _mark(text, None)
    whole = exact is not None and len(text) - exact[2] <= 1
    return whole or urgency_marks().fullmatch(text) is not None or phrase("draft").fullmatch(text) is not None


def _cell_mark(sheet: Sheet, line: Line, text: str, language: str | None) -> tuple[Classification, Span] | None:
    if not 3 <= len(text) <= 40:
        return None
    exact = _mark(text, language)
    if exact is not None and len(text) - exact[2] <= 1:
        scheme, level = exact[:2]
    else:
        near = [entry for entry in _marks() if len(entry[1]) >= 6 and ratio(entry[1], text) >= _NEAR]
        if not near or exact is not None:
            return None
        scheme, level = near[0][2], near[0][3]
    start = sheet.text.index(text, line.start)
    return Classification(sheet.words(start, start + len(text)), level, scheme), sheet.span(start, start + len(text))


def classification(sheets: tuple[Sheet, ...], language: str | None) -> tuple[Classification, Span] | None:
    """The class marked at the head or foot of the pages: the first, unless another is on more pages."""
    found: list[tuple[Classification, Span]] = []
    for sheet in sheets:
        written = [line for line in sheet.lines if not line.blank]
        edges = written[:8] + written[-5:] if len(written) > 13 else written
        marks = (standing_mark(sheet, line, language) for line in edges)
        found += [mark for mark in marks if mark is not None and mark[0].level is not None]
    if not found:
        return None
    counts: dict[int | None, int] = {}
    for mark, _ in found:
        counts[mark.level] = counts.get(mark.level, 0) + 1
    best = max(counts, key=lambda level: (counts[level], -(level or 9)))
    return next(mark for mark in found if mark[0].level == best)


def standing_urgency(line: Line) -> tuple[int, int] | None:
    """Place of a mark of urgency that stands alone on a line, or with a class alone."""
    for cell in _columns(line):
        whole = cell.strip(_WRAPPING)
        for text in marks_together(cell) or [whole, _after_kind(whole)]:
            if text and urgency_marks().fullmatch(text):
                start = line.start + line.text.index(text, line.text.index(cell))
                return start, start + len(text)
    return None


def _after_kind(text: str) -> str:
    """What stands after the kind of paper alone: «برقية فورية»."""
    kind, _, rest = text.partition(" ")
    return rest.strip(_WRAPPING) if phrase("letter").match(kind) else ""


def urgency_of(text: str) -> tuple[int, int] | None:
    """Place of a mark of urgency at the beginning of a stretch of folded text."""
    lead = len(text) - len(text.lstrip(_WRAPPING))
    match = urgency_marks().match(text, lead)
    return match.span() if match is not None else None
