"""The letterhead: the office that the first lines name, in whichever column it stands."""

import re
from collections.abc import Iterator

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.classification import standing_mark, standing_urgency
from govah.consolidate.letters.closing import is_page_count
from govah.consolidate.letters.correspondents import joint
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.numbers import NUMBER, has_digit
from govah.consolidate.letters.offices import courtesy, names_title, office_start
from govah.consolidate.letters.papers import names_paper
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.letter import Correspondent

_LINES = 16
_LONG = 80
_REACHED = re.compile(
    r"(?<!\w)(?:(?:p\. ?o\.|po|gpo) ?box|private (?:mail )?bag|p\. ?m\. ?b|p\. ?b\. no|b\. ?p\. \d"
    r"|telephone|tele?(?!\w)\.?|phone|fax|ص\. ?ب|صندوق برید|صندوق پستی)"
)
"""How an office is reached, on the line of its name."""
_MOST = 6
"""Offices one within the other that a letterhead names: state, ministry, directorate, section, …"""


def take_letterhead(sheet: Sheet, head: Header, last: int) -> None:
    """The office that the first lines name, where no line says from whom."""
    if head.sender:
        return
    found: list[tuple[int, int]] = []
    apart = [(index, line) for index, line in enumerate(sheet.lines) if line.part == "header"]
    registered = False
    for index, line in [*enumerate(sheet.lines[: min(last, _LINES)]), *apart]:
        mine = {label.field for label in head.labels if label.line == index}
        cells = list(_unlabelled(sheet, head, index, line))
        cell = next((one for one in cells if office_start(one.text) is not None), cells[0] if cells else None)
        if found and cell is None and ("to" in mine or (registered and line.blank)):
            break
        registered |= cell is None and bool(mine & {"number", "date"})
        if cell is None or is_page_count(line) or standing_mark(sheet, line, None) or names_paper(cell.text):
            continue
        if mine & {"to", "subject", "yours"}:
            break
        text = cell.text
        stately = phrase("state").match(text) is not None
        polite = courtesy("person").match(text) is not None and not stately
        if polite and not found and sheet.words(cell.start, cell.end).isupper():
            continue  # the holder's own name, printed
        if polite or len(text) > _LONG or text.endswith((".", ":")):
            break
        if courtesy("filler").search(text):
            break
        text = text[: reached.start()].rstrip(" ,;") if (reached := _REACHED.search(text)) else text
        start = office_start(text)
        if start is None and not found and _is_holder(sheet, cell):
            start = 0
        if start is not None and found and text.endswith(","):
            break  # an address
        if start is not None:
            found.append((cell.start + start, cell.start + len(text)))
        elif found and not mine:
            break
    if not found:
        return
    offices = [sheet.words(*place) for place in found[:_MOST]]
    head.sender = (Correspondent(None, joint(offices[0]).join(dict.fromkeys(offices))),)
    head.spans["from"] = sheet.span(found[0][0], found[len(offices) - 1][1])


def _is_holder(sheet: Sheet, cell: Line) -> bool:
    """Whether a line in capitals is an office-holder's own letterhead: `THE SECRETARY OF COMMERCE`."""
    words = sheet.words(cell.start, cell.end)
    holder = re.match(r"the \w+(?: \w+)? (?:of|for|to) ", cell.text)
    return holder is not None and words.isupper() and names_title(holder.group())


def _unlabelled(sheet: Sheet, head: Header, index: int, line: Line) -> Iterator[Line]:
    """The columns of a line that no label has, and that are neither its number or date nor a mark or a pious word."""
    labels = [label for label in head.labels if label.line == index]
    for cell in line.cells:
        if any(label.start <= cell.start < max(label.end, label.value) for label in labels):
            continue
        end = min((label.start for label in labels if cell.start < label.start < cell.end), default=cell.end)
        text = sheet.text[cell.start : end].rstrip()
        if text and not _is_aside(text):
            yield Line(cell.start, cell.start + len(text), text, line.part)


def _is_aside(text: str) -> bool:
    """Whether a column holds what registers or marks a letter: a date, a number, an urgency, a pious word."""
    if phrase("invocation").match(text) or standing_urgency(Line(0, len(text), text)) is not None:
        return True
    if not has_digit(text):
        return False
    dates = find_dates(text)
    return NUMBER.fullmatch(text) is not None or (len(dates) == 1 and dates[0][1] - dates[0][0] > len(text) // 2)
