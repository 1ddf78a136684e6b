"""Heads of signals and cables, whose words stand in capitals at the beginning of a line and need no colon."""

import re
from collections.abc import Sequence

from govah.consolidate.letters.classification import leading_mark
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.labels import Label
from govah.consolidate.letters.sheet import Sheet

_WORD = re.compile(r"(FM|FROM|TO|INFO|ACTION|SUBJ|SUBJECT|REFS?|DTG)(?:\s*:\s*|\s+)(?=\S)")
_FIELDS = {
    "FM": "from",
    "FROM": "from",
    "TO": "to",
    "ACTION": "to",
    "INFO": "cc",
    "SUBJ": "subject",
    "SUBJECT": "subject",
    "REF": "basis",
    "REFS": "basis",
    "DTG": "date",
}
_HEAD_LINES = 30
_SERIAL = re.compile(r"((?:[A-Z]{1,12}[ ]){1,4}\d{1,6})(?=\s*(?:\(\.\)|$|SECTION\b|//))")
"""A post or an office and its running number: `PORT AMITY 0417`, `OPS 214 (.)`."""


def telegraphic(sheet: Sheet, known: Sequence[Label]) -> list[Label]:
    """The labels of a signal's head; none where no line says both from whom and to whom.

    Args:
        sheet: The page.
        known: Labels that other rules found, which stand.
    """
    begun = {label.start for label in known}
    found: list[Label] = []
    said: set[str] = set()
    for index, line in enumerate(sheet.lines[:_HEAD_LINES]):
        match = None if line.blank else _WORD.match(sheet.words(line.start, line.end))
        if match is None:
            continue
        field = _FIELDS[match.group(1)]
        said.add(field)
        if line.start not in begun:
            value = line.start + match.end()
            end = line.start + len(line.text.split("(.)")[0].rstrip()) if field == "subject" else line.end
            found.append(Label(field, line.start, value, max(value, end), index))
    return found if {"from", "to"} <= said else []


def take_serial(sheet: Sheet, head: Header) -> None:
    """The number of a signal: alone on a line below its addressees, after its class, or before its first stop."""
    if head.number is not None or not {"from", "to"} <= head.labelled:
        return
    below = max((label.line for label in head.labels if label.field in ("from", "to", "cc")), default=0)
    for line in sheet.lines[below + 1 : below + 8]:
        if line.blank:
            continue
        start = line.start + leading_mark(line.text)
        match = _SERIAL.match(sheet.words(start, line.end))
        if match is not None:
            head.number_at(sheet, start, start + match.end(1))
            head.taken.append((start, start + match.end(1)))
            return
