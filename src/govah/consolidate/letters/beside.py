"""A letter's day that stands beside its number without a label: «شماره ۱۷۳۴ – ۶۱/۸/۱۲», `No. 45 of 3 May 1998`."""

import re

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.numbers import first_number
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Sheet
from govah.consolidate.letters.short_years import SHORT, in_letter
from govah.model.fuzzy_date import FuzzyDate

_SIGNS = re.compile(r"[ \t)\],.:–—/|-]{0,12}")
_LONGEST = 80


def take_day_beside_number(sheet: Sheet, head: Header, language: str | None) -> None:
    """The day that follows the labelled number on its line, with nothing but a sign or «مورخ» between."""
    own = head.spans.get("number")
    if own is None:
        return
    for label in head.labels:
        place = first_number(sheet.text, label.value, label.end) if label.field == "number" else None
        if place is None or sheet.span(*place).end != own.end:
            continue
        line = sheet.lines[label.line]
        start = _after_signs(sheet.text, place[1], line.end)
        joined = phrase("of_day").match(sheet.text, start, line.end)
        if joined is not None:
            start = _after_signs(sheet.text, joined.end(), line.end)
        found = whole_day_at(sheet.text[start : min(line.end, start + _LONGEST)], language)
        if found is not None:
            head.date_at(sheet, start, start + found[0], found[1])
            head.taken.append((start, start + found[0]))
            head.labelled.add("date")
            return


def whole_day_at(words: str, language: str | None) -> tuple[int, FuzzyDate] | None:
    """A whole day with which folded words begin, and its length."""
    short = SHORT.match(words)
    known = in_letter(short.group(), language, None) if short is not None else None
    if short is not None and known is not None:
        return short.end(), known
    for start, end, date in find_dates(words):
        if start == 0 and date.earliest is not None and date.earliest == date.latest:
            return end, date
        break
    return None


def _after_signs(text: str, start: int, end: int) -> int:
    signs = _SIGNS.match(text, start, end)
    return signs.end() if signs is not None else start
