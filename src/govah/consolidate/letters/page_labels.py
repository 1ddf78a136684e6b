"""The labels of a page with their values, also where those stand on lines below."""

from collections import Counter
from dataclasses import replace

from govah.consolidate.letters.labels import Label, labels_on
from govah.consolidate.letters.offices import courtesy
from govah.consolidate.letters.sheet import Line, Sheet
from govah.consolidate.letters.telegrams import telegraphic

_SHORT_VALUE = 60
ASIDE = frozenset({"number", "date", "classification", "urgency", "attachments", "grade"})
"""Fields of the block beside the letterhead, which recognition may read after the body's first lines."""


def all_labels(sheet: Sheet) -> list[Label]:
    """The labels of a page, values on following lines drawn in."""
    found = [label for index, line in enumerate(sheet.lines) for label in labels_on(line, index)]
    found = sorted([*found, *telegraphic(sheet, found)], key=lambda label: label.start)
    return _with_values_below(sheet, found)


def _with_values_below(sheet: Sheet, labels: list[Label]) -> list[Label]:
    """Labels whose value stands on a later line: labels in a row take the lines after them in the same order."""
    occupied = {label.line for label in labels}
    rows = Counter(label.line for label in labels if label.empty)
    filled: list[Label] = []
    waiting: list[Label] = []
    for label in labels:
        alone = label.field in ("yours", "ours_before", "basis") and rows[label.line] == 1
        if label.empty and label.field not in ("cc", "margin", "signature") and not alone:
            if waiting and (label.line - waiting[-1].line > 2 or _value_between(sheet, waiting[-1], label, occupied)):
                filled += _drawn(sheet, waiting, occupied)
                waiting = []
            waiting.append(label)
        else:
            filled.append(label)
    filled += _drawn(sheet, waiting, occupied)
    return sorted(filled, key=lambda label: label.start)


def _value_between(sheet: Sheet, first: Label, second: Label, occupied: set[int]) -> bool:
    """Whether words stand on a line of their own between two labels: «شماره», its value below, then «تاریخ»."""
    between = range(first.line + 1, second.line)
    return any(not sheet.lines[index].blank and index not in occupied for index in between)


def _drawn(sheet: Sheet, waiting: list[Label], occupied: set[int]) -> list[Label]:
    if not waiting:
        return []
    values: list[Line] = []
    for index in range(waiting[-1].line + 1, min(len(sheet.lines), waiting[-1].line + 2 + 2 * len(waiting))):
        line = sheet.lines[index]
        if index in occupied or (values and line.blank and len(waiting) == 1):
            break
        if not line.blank:
            if courtesy("person").match(line.text) or (waiting[0].field in ASIDE and len(line.text) > _SHORT_VALUE):
                break
            values.append(line)
        if len(values) == len(waiting):
            break
    pairs = zip(waiting, values, strict=False)
    return [replace(label, value=line.start, end=line.end) if line else label for label, line in pairs] + waiting[
        len(values) :
    ]
