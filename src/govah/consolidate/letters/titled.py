"""Papers whose title bears their number and day: «بخشنامه شماره ۱۴», «صورتجلسه شماره ۱۲ …», `Circular No. 7`."""

import re

from govah.consolidate.data.extension import by_wordings
from govah.consolidate.dates import find_dates
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.numbers import NUMBER, has_digit
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Sheet

_LONGEST = 100
_EDGES = " .:-–(["


@by_wordings()
def _numbered() -> re.Pattern[str]:
    """What kind of paper it is and a word that says number."""
    return re.compile(rf"{phrase('titled').pattern}[ \t]{{0,3}}(?:{phrase('number').pattern}|n°|№)[ .:]{{0,3}}\(?")


def take_titled(sheet: Sheet, head: Header, last: int) -> None:
    """The number that a title gives, and its date where no other line has one; not of a paper that it cites."""
    for line in sheet.lines[:last]:
        opening = _numbered().match(line.text.lstrip(_EDGES)) if len(line.text) <= _LONGEST else None
        if opening is None or phrase("yours").search(line.text) or phrase("ours").search(line.text):
            continue
        start = len(line.text) - len(line.text.lstrip(_EDGES)) + opening.end()
        number = NUMBER.match(line.text, start)
        if number is None or not has_digit(number.group()):
            continue
        head.number_at(sheet, line.start + number.start(), line.start + number.end())
        head.taken.append((line.start, line.end))
        head.labelled.add("number")
        dates = find_dates(line.text[number.end() :]) if head.date is None else []
        if len(dates) == 1 and dates[0][2].earliest is not None:
            first, after, date = dates[0]
            place = line.start + number.end()
            head.date_at(sheet, place + first, place + after, date)
        return
