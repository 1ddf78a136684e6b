"""A subject without a label that stands alone between the addressee and the salutation."""

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.body import salutation
from govah.consolidate.letters.classification import marks_together, standing_mark, standing_urgency
from govah.consolidate.letters.closing import is_page_count
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.labels import labels_on
from govah.consolidate.letters.offices import courtesy, names_title, opens_with_office
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet

_LONGEST = 120
_LEAST_WORDS = 2
_ASIDES = ("draft", "invocation", "towards", "telegram", "reminder", "titled", "closing")
"""Roles of words that stand alone above a salutation and are no subject."""


def take_subject_above(sheet: Sheet, head: Header) -> None:
    """The last line above the salutation, apart from it and from the addressee's lines that it stands below."""
    opened = salutation(sheet)
    to = head.spans.get("to")
    if opened is None or to is None:
        return
    written = [index for index in range(opened) if not sheet.lines[index].blank]
    if len(written) < 2 or written[-1] == opened - 1 or written[-1] - written[-2] < 2:
        return
    line = sheet.lines[written[-1]]
    below = sheet.span(line.start, line.end).start >= to.end
    if below and _is_matter(sheet, line, written[-1]):
        head.subject = " ".join(sheet.words(line.start, line.end).split())
        head.spans["subject"] = sheet.span(line.start, line.end)


def _is_matter(sheet: Sheet, line: Line, index: int) -> bool:
    """Whether a line can say what a letter is about: no mark, no date, no party, no sentence."""
    text = line.text
    if len(text.split()) < _LEAST_WORDS or len(text) > _LONGEST or text.endswith((".", ",", ":", "!")):
        return False
    if len(line.cells) > 1 or labels_on(line, index) or find_dates(text) or is_page_count(line):
        return False
    if standing_mark(sheet, line, None) or standing_urgency(line) or marks_together(text):
        return False
    if courtesy("person").match(text) or any(phrase(role).match(text) for role in _ASIDES):
        return False
    arabic = any("\u0600" <= sign <= "\u06ff" for sign in text)
    return not (arabic and (opens_with_office(text) or names_title(text)))
