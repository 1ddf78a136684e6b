"""The head of the paper is like those of its office's other papers of the time."""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed
from govah.model.passage import Span

NAME = "letterhead"
METHOD = "letterhead/1"

_LINES = 14
"""Written lines of a first page among which its head is."""
_NEIGHBOURS = 8
_LEAST = 2
"""Neighbours that are needed to know a head."""
_YEARS = 2
_LIKE = 80
"""How near two lines are, of 100: a machine's reading of a scan loses letters."""
_LONGEST = 60
"""Code points of a line of a head."""


def check(paper: Paper, office: Office) -> Verdict:
    """Whether the lines that stand at the head of most of the nearest papers of the office stand at this one's too."""
    if paper.letter is None or not paper.has_pages or not paper.sheets:
        return not_applicable("It is no letter on pages.")
    if paper.day is None:
        return not_applicable("It has no certain day, so it has no neighbours in time.")
    neighbours = _neighbours(paper, office)
    if len(neighbours) < _LEAST:
        return not_applicable(f"Fewer than {_LEAST} papers of this office from within {_YEARS} years are held.")
    expected = _common([_head(each) for each in neighbours])
    if not expected:
        return not_applicable("The papers of this office from that time have no head in common.")
    own = _head(paper)
    found = {line: place for line in expected if (place := _place(line, own)) is not None}
    spans = list(found.values())
    if 2 * len(found) < len(expected):
        lacking = "; ".join(line for line in expected if line not in found)
        unread = " The page is a scan: they may stand there unread." if paper.is_scan else ""
        told = ", ".join(each.name for each in neighbours)
        return failed(f"Its head lacks lines of its neighbours' ({told}): {lacking}.{unread}", spans)
    return passed(f"Its head has the lines of its {len(neighbours)} nearest neighbours.", spans)


def _neighbours(paper: Paper, office: Office) -> list[Paper]:
    day, letter = paper.day, paper.letter
    near = [
        each
        for each in office.others(paper)
        if each.day is not None
        and day is not None
        and abs((each.day - day).days) <= _YEARS * 366
        and each.has_pages
        and each.letter is not None
        and letter is not None
        and each.letter.language == letter.language
        and each.sheets
    ]
    return sorted(near, key=lambda each: abs(((each.day or day) - day).days) if day else 0)[:_NEIGHBOURS]


_Head = Sequence[tuple[str, Span]]


def _head(paper: Paper) -> _Head:
    """Lines before subject or addressee: what the office prints on all its paper, so no figures and no labels."""
    sheet, ends = paper.sheets[0], [paper.span(field) for field in ("subject", "to")]
    end = next((span.start for span in ends if span is not None and span.page == sheet.page.number), None)
    written = [line for line in sheet.lines if not line.blank and line.part is None][:_LINES]
    placed = [(line.text, sheet.span(line.start, line.end)) for line in written]
    return [
        (line, span)
        for line, span in placed
        if (end is None or span.end <= end)
        and 5 <= len(line) <= _LONGEST
        and ":" not in line
        and not any(char.isdigit() for char in line)
    ]


def _common(heads: Sequence[_Head]) -> list[str]:
    """Lines that stand on more than half of the heads, each as its first spelling."""
    counts: Counter[str] = Counter()
    for head in heads:
        for line in dict.fromkeys(line for line, _ in head):
            known = next((each for each in counts if ratio(each, line) >= _LIKE), line)
            counts[known] += 1
    return [line for line, count in counts.items() if 2 * count > len(heads)]


def _place(line: str, head: _Head) -> Span | None:
    return next((span for own, span in head if ratio(line, own) >= _LIKE), None)
