"""Telegrams and telexes without labels: to whom they go stands first, who sends them at the foot."""

from govah.consolidate.letters.correspondents import correspondents
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.labels import labels_on
from govah.consolidate.letters.numbers import has_digit
from govah.consolidate.letters.offices import courtesy, opens_with_office
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Sheet

_TITLE_LINES = 6
_LONGEST = 100
_WRAPPING = " .:-–()[]"


def take_plain_telegram(sheet: Sheet, head: Header, last: int) -> bool:
    """The addressee of a paper with the title of a telegram, the first line that names an office or a person.

    Returns:
        Whether it is one; then no line above its text is a letterhead.
    """
    if {"from", "to"} & head.labelled:
        return False
    written = [(index, line) for index, line in enumerate(sheet.lines[: last + 1]) if not line.blank]
    title = next((place for place, entry in enumerate(written[:_TITLE_LINES]) if _is_title(entry[1].text)), None)
    if title is None:
        return False
    if any(opens_with_office(line.text) for _, line in written[:title]):
        return False  # a telegram on an office's own paper
    for index, line in written[title + 1 :]:
        if len(line.text) > _LONGEST or labels_on(line, index) or has_digit(line.text):
            continue
        opening = courtesy("person").match(line.text) or phrase("towards").match(line.text)
        if opening is None and not opens_with_office(line.text):
            continue
        who = correspondents(sheet.words(line.start, line.end))
        if who:
            head.to = who
            head.spans["to"] = sheet.span(line.start, line.end)
            return True
    return False


def _is_title(text: str) -> bool:
    return phrase("telegram").fullmatch(text.strip(_WRAPPING)) is not None
