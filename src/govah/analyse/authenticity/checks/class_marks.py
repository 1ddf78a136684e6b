"""The class stands at the head and at the foot of every page."""

from collections.abc import Iterator

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.edges import edge_of, unread_at
from govah.analyse.authenticity.marking_rules import rule_for
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed
from govah.consolidate.letters.classification import standing_mark
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.passage import Span

NAME = "class_marks"
METHOD = "class_marks/1"

_LINES = 8
"""Lines at the head or foot of a page whose words have no places."""


def check(paper: Paper, office: Office) -> Verdict:
    """Whether a mark of secrecy stands at the head and at the foot of each page; for letters that had to bear it."""
    rule = rule_for(paper, "marks")
    if isinstance(rule, Verdict):
        return rule
    lacking, unread, seen = list[str](), list[str](), list[Span]()
    for sheet in paper.sheets:
        found = _marked(paper, sheet)
        seen += found.values()
        for edge in ("head", "foot"):
            if edge not in found:
                told = unread if unread_at(sheet.page, edge) else lacking
                told.append(f"at the {edge} of page {sheet.page.number}")
    if unread and not lacking:
        return not_applicable(f"Ink that nothing read lies {', '.join(unread)}; a person has to look.", seen)
    if not lacking:
        return passed(f"Its class stands at head and foot of every page ({rule.article} of the {rule.source}).", seen)
    scan = " It is a scan: look whether a mark stands there." if paper.is_scan else ""
    return failed(f"No class stands {', '.join(lacking)} ({rule.article} of the {rule.source}).{scan}", seen)


def _marked(paper: Paper, sheet: Sheet) -> dict[str, Span]:
    """Where a class stands at the head and the foot of a page."""
    found: dict[str, Span] = {}
    language = paper.letter.language if paper.letter is not None else None
    for edge, line in _edges(sheet):
        mark = standing_mark(sheet, line, language)
        if mark is not None and mark[0].level is not None:
            found.setdefault(edge, mark[1])
    labelled = paper.span("classification")
    if labelled is not None and labelled.page == sheet.page.number and edge_of(sheet.page, labelled) in (None, "head"):
        found.setdefault("head", labelled)
    return found


def _edges(sheet: Sheet) -> Iterator[tuple[str, Line]]:
    """Lines at the head and the foot: by their place, else by what the word processor says, else by their order."""
    written = [line for line in sheet.lines if not line.blank]
    body = [line for line in written if line.part is None]
    for order, line in enumerate(body):
        end = edge_of(sheet.page, sheet.span(line.start, line.end))
        if end is not None:
            yield end, line
        elif not sheet.page.words:
            if order < _LINES:
                yield "head", line
            if order >= len(body) - _LINES:
                yield "foot", line
    for line in written:
        if line.part in ("header", "footer"):
            yield ("head" if line.part == "header" else "foot"), line
