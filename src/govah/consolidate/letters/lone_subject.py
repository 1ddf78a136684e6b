"""A subject without a label: a line alone between the address and the body, or just below the salutation."""

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.body import salutation
from govah.consolidate.letters.classification import standing_mark, standing_urgency
from govah.consolidate.letters.closing import is_page_count
from govah.consolidate.letters.groups import Group, groups
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.labels import labels_on
from govah.consolidate.letters.offices import courtesy, names_office, names_title
from govah.consolidate.letters.papers import names_paper
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.references import opens_by_citing
from govah.consolidate.letters.sheet import Line, Sheet
from govah.consolidate.letters.unlabelled import is_office_line

_LONG = 120


def take_lone_subject(sheet: Sheet, head: Header, last: int) -> None:
    """A line alone that is no sentence, as English and French letters have it."""
    line = _below_salutation(sheet) or _above_body(sheet, head, last)
    if line is not None:
        head.subject = " ".join(sheet.words(line.start, line.end).split()).strip(" :-–—*_")
        head.spans["subject"] = sheet.span(line.start, line.end)


def _below_salutation(sheet: Sheet) -> Line | None:
    """The line just after the salutation, an empty one before and after it."""
    opened = salutation(sheet)
    if opened is None:
        return None
    lines = sheet.lines
    at = next((index for index in range(opened + 1, len(lines)) if not lines[index].blank), None)
    if at is None or at == opened + 1 or at + 1 >= len(lines) or not lines[at + 1].blank:
        return None
    return lines[at] if _is_title(lines[at], at, greeted=True) else None


def _above_body(sheet: Sheet, head: Header, last: int) -> Line | None:
    """A line in capitals below the head's fields, or one between the address and the salutation."""
    ends = [sheet.lines[label.line].end for label in head.labels if label.field in ("number", "date", "from", "to")]
    fields = [head.spans[name] for name in ("to", "date", "number") if name in head.spans]
    opened = salutation(sheet)
    body = min(last, len(sheet.lines))
    for group in groups(sheet, head.labels, 0, body):
        line = _joined(group)
        if (
            line is None
            or not _is_title(line, group.first)
            or any(standing_mark(sheet, one, None) or standing_urgency(one) for one in group.lines)
        ):
            continue
        place = sheet.span(line.start, line.end)
        below = any(place.start >= field.end for field in fields) and not any(line.end <= end for end in ends[:1])
        inside = any(
            name in head.spans and place.start < head.spans[name].end and head.spans[name].start < place.end
            for name in ("from", "to")
        )
        if not below or inside:
            continue
        words = sheet.words(line.start, line.end)
        capital = words.isupper() and len(words.split()) > 1
        greeted = opened is not None and not any(not one.blank for one in sheet.lines[_after(group) : opened])
        addressed = "to" in head.spans and place.start >= head.spans["to"].end
        if capital or (greeted and addressed and not _is_party(line)):
            return line
    return None


def _is_party(line: Line) -> bool:
    """Whether a line names an office or its holder, and does not merely speak of one: `Collapse of … University`."""
    words = line.text.split()
    opening = " ".join(words[:3])
    named = len(words) < 6 or names_office(opening) or names_title(opening)
    return named and is_office_line(line)


def _after(group: Group) -> int:
    return group.first + len(group.lines)


def _joined(group: Group) -> Line | None:
    """One or two short lines as one."""
    if len(group.lines) > 2:
        return None
    text = " ".join(line.text for line in group.lines)
    return Line(group.lines[0].start, group.lines[-1].end, text)


def _is_title(line: Line, index: int, *, greeted: bool = False) -> bool:
    """Whether a line can be a subject: no sentence, field, mark, greeting or date."""
    if len(line.text) > _LONG or line.text.endswith((".", ",", ":", "?", ";")) or labels_on(line, index):
        return False
    if greeted:
        return True
    if opens_by_citing(line.text):
        return False
    courteous = courtesy("person").match(line.text) or phrase("salutation").match(line.text)
    opening = phrase("towards").match(line.text) or phrase("invocation").match(line.text)
    return not (courteous or opening or names_paper(line.text) or is_page_count(line) or _is_mark(line))


def _is_mark(line: Line) -> bool:
    dated = [entry for entry in find_dates(line.text) if entry[1] - entry[0] > len(line.text) // 2]
    return bool(dated) or standing_urgency(line) is not None
