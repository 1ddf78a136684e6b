"""Pages are numbered with their total: page x of y."""

import re
from collections.abc import Sequence

from govah.analyse.authenticity.dossier import Office, Paper
from govah.analyse.authenticity.edges import unread_at
from govah.analyse.authenticity.marking_rules import rule_for
from govah.analyse.authenticity.verdict import Verdict, failed, not_applicable, passed
from govah.consolidate.folding import ascii_digits
from govah.consolidate.letters.sheet import Sheet
from govah.model.page import Origin
from govah.model.passage import Span

NAME = "page_total"
METHOD = "page_total/1"

_FIGURE = r"[\dا lI|]{0,4}"
_OF = re.compile(
    rf"(?<!\w)(?:صفحه|صفحة|page|p\.)\s*(?P<x>{_FIGURE})\s*(?:از|من|of|/)\s*(?P<y>{_FIGURE})(?!\w)", re.IGNORECASE
)
_MISREAD = re.compile(r"^(?:صفحه|صفحة|page)\s.{1,9}$", re.IGNORECASE)
"""On a scan: the word, and figures of which its reading made something else."""
_BARE = re.compile(r"^(?P<x>\d{1,3})\s*(?:از|من|of|/)\s*(?P<y>\d{1,3})$", re.IGNORECASE)


def check(paper: Paper, office: Office) -> Verdict:
    """Whether the pages say which they are of how many, and agree with each other; missing only where a rule asks."""
    rule = rule_for(paper, "pages")
    if paper.letter is None or not paper.has_pages:
        return rule if isinstance(rule, Verdict) else not_applicable("It is no letter on pages.")
    found = [(sheet.page.number, mark) for sheet in paper.sheets if (mark := _mark(sheet)) is not None]
    spans = [mark[2] for _, mark in found]
    wrong = _contradiction(paper, [mark for _, mark in found])
    if wrong is not None:
        return failed(wrong, spans)
    lacking = sorted({sheet.page.number for sheet in paper.sheets} - {number for number, _ in found})
    if not lacking:
        return passed("Every page says which it is of how many.", spans)
    if isinstance(rule, Verdict):
        return rule
    told = ", ".join(str(number) for number in lacking)
    if any(unread_at(paper.pages[number - 1], "foot") for number in lacking):
        return not_applicable(f"Ink that nothing read lies at the foot of page {told}; a person has to look.", spans)
    scan = " It is a scan: look whether it stands there." if paper.is_scan else ""
    return failed(
        f"Page {told} does not say which it is of how many ({rule.article} of the {rule.source}).{scan}", spans
    )


_Mark = tuple[int | None, int | None, Span]


def _mark(sheet: Sheet) -> _Mark | None:
    for line in reversed(sheet.lines):
        text = ascii_digits(line.text)
        match = _OF.search(text) or _BARE.match(text)
        if match is not None:
            span = sheet.span(line.start + match.start(), line.start + match.end())
            return _figure(match["x"]), _figure(match["y"]), span
        if sheet.page.origin is Origin.OCR and _MISREAD.match(text):
            return None, None, sheet.span(line.start, line.end)
    return None


def _figure(written: str) -> int | None:
    """A number; None where a scan's reading left none, or one that is a letter."""
    bare = written.strip()
    return int(bare) if bare.isdigit() else None


def _contradiction(paper: Paper, marks: Sequence[_Mark]) -> str | None:
    """What two pages say against each other; not what a machine may have misread."""
    if paper.is_scan or paper.is_word:
        return None  # a word processor prints its header and footer on each page, whatever their number
    totals = {total for _, total, _ in marks if total is not None}
    if len(totals) > 1:
        return f"Its pages give different totals: {', '.join(str(total) for total in sorted(totals))}."
    if totals and max(totals) < len(paper.pages):
        return f"It has {len(paper.pages)} pages and says that it has {max(totals)}."
    return None
