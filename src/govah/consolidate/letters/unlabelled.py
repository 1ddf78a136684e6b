"""What the head of a letter says without a label: its letterhead, its addressee line, a date alone."""

import re

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.correspondents import correspondents
from govah.consolidate.letters.days import days
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.labels import labels_on
from govah.consolidate.letters.numbers import NUMBER, has_digit, with_series, without_series
from govah.consolidate.letters.offices import courtesy, names_office, names_title
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import Correspondent

_LONE_NUMBER = re.compile(
    r"(?=[^\n]{0,60}\d)(?=[^\n]{0,60}[/\\⁄(-])"
    r"(?:[a-z]\d?(?:/[a-z]{1,4}){1,3} (?=[a-z]\(\d{4}\)))?"
    rf"{NUMBER.pattern}(?: \([\w/.-]{{1,12}}\))?(?: - [a-z]{{2,4}}/[a-z]{{2,4}})?"
)
"""A number alone in its cell, with what English and American typists add: `(710-2b)`, ` - LFA/jmr`."""

_LONE_DIGITS = re.compile(r"\d{2,6}")
_PLACE = re.compile(r"^[^\W\d_]+(?:[ -][^\W\d_]+){0,3}(?:\s*(?:,|فی|le|the|on))*\s*$")
_SERIES_WORDS = re.compile(r"(?<!\w)(?:[uod]\. ?[om]\.|circular|memo|memorandum|note)(?!\w)")
"""What an office calls the series of its own number, which is no letter that it cites."""

_OPEN = re.compile(r"_{2,}|\.{3,}|…")
_EDGES = " .,:،-–()\t"
_OPENING_LINES = 20
_MOST_OFFICES = 3
_MOST_ADDRESSEES = 12
_FOOT = 12
"""Lines of the foot on which a note verbale has its place and date."""


def line_after(sheet: Sheet, index: int) -> Line | None:
    """The line after one, None where it is empty."""
    return sheet.lines[index + 1] if index + 1 < len(sheet.lines) and not sheet.lines[index + 1].blank else None


def is_office_line(line: Line) -> bool:
    """Whether a short line without labels names an office or a title."""
    return len(line.text) <= 80 and not labels_on(line, 0) and (names_office(line.text) or names_title(line.text))


def take_addressee(sheet: Sheet, head: Header, last: int) -> None:
    """A line of courtesy to whom the letter goes, with the office on the next line."""
    labelled = {label.line for label in head.labels}
    for index, line in enumerate(sheet.lines[: last + 1]):
        if index in labelled or line.blank or len(line.text) > 110:
            continue
        if phrase("state").match(line.text) and not any(known.text for known in sheet.lines[:index]):
            continue
        opening = courtesy("person").match(line.text)
        titled = re.search(r"(?<!\w)(?:محترم|المحترم|المحترمه)(?!\w)", line.text)
        if opening is None and not (titled and (names_title(line.text) or names_office(line.text))):
            continue
        if opening is not None and line.text[opening.end() :].strip(" ,،:!") in ("", "/madam", "or madam"):
            continue
        start, end = line.start, line.end
        words = sheet.words(start, end)
        following = line_after(sheet, index)
        office = following if following is not None and index + 1 not in labelled else None
        lines = 0
        while office is not None and is_office_line(office) and courtesy("person").match(office.text) is None:
            end, lines = office.end, lines + 1
            words = f"{words}، {sheet.words(office.start, office.end)}"
            english = office.text.isascii() and lines < _MOST_OFFICES
            following = line_after(sheet, index + lines) if english else None  # post, section, house: a line each
            office = following if following is not None and index + lines + 1 not in labelled else None
        who = correspondents(words.replace("\n", "، "))
        if who:
            others, end = _more_addressees(sheet, index + lines, labelled, end)
            head.to = (*who, *others)
            head.spans["to"] = sheet.span(start, end)
            return


def _more_addressees(sheet: Sheet, index: int, labelled: set[int], end: int) -> tuple[tuple[Correspondent, ...], int]:
    """Those named line by line below the first, each with a word of courtesy and an office; and where they end."""
    found: list[Correspondent] = []
    for place in range(index + 1, min(len(sheet.lines), index + 1 + _MOST_ADDRESSEES)):
        line = sheet.lines[place]
        if line.blank or place in labelled or len(line.text) > 110 or courtesy("person").match(line.text) is None:
            break
        who = correspondents(sheet.words(line.start, line.end))
        if not who or not (names_title(line.text) or names_office(line.text)) or phrase("salutation").match(line.text):
            break
        found += who
        end = line.end
    return tuple(found), end


def take_lone_date(sheet: Sheet, head: Header, last: int) -> None:
    """A date that stands alone on a line of the head, as on letters without labels; else of the foot."""
    signed = head.compliments or bool(head.sender and head.number) or bool(head.to and head.number is None)
    feet = [line for line in sheet.lines if not line.blank][-_FOOT:] if signed else []
    cells = [cell for line in sheet.lines[: min(last, 25)] for cell in line.cells]
    for line in (*cells, *feet):
        if line.blank or len(line.text) > 90 or any(label.start <= line.start < label.end for label in head.labels):
            continue
        place = _alone(line.text, head.language)
        if place is not None:
            start, end, date = place
            head.date_at(sheet, line.start + start, line.start + end, date)
            head.taken.append((line.start + start, line.start + end))
            return


def take_first_day(sheet: Sheet, head: Header) -> None:
    """The first whole day that a record of a meeting names: the day it was held."""
    for line in sheet.lines[:_OPENING_LINES]:
        for start, end, date in find_dates(line.text[:600]):
            if date.earliest is not None and date.earliest == date.latest:
                head.date_at(sheet, line.start + start, line.start + end, date)
                return


def _alone(text: str, language: str | None) -> tuple[int, int, FuzzyDate] | None:
    """The one day that a line gives with hardly anything beside it but a place or a letter's number."""
    known = days(text, language)
    found = [entry for entry in known if entry[2].earliest == entry[2].latest is not None]
    if not found and _OPEN.search(text) is not None:  # `__ October 1998`: the day is still to be filled in
        found = [entry for entry in known if entry[2].earliest is not None and _is_month(entry[2])]
    if len(found) != 1:
        return None
    start, end, _ = found[0]
    rest = _PLACE.sub("", text[:start]).strip(_EDGES), text[end:].strip(_EDGES)
    beside = " ".join(part for part in rest if part)
    if len(beside) <= 20 and not NUMBER.fullmatch(beside):
        return found[0]
    return found[0] if "\t" in text or ("  " in text and _LONE_NUMBER.fullmatch(beside)) else None


def _is_month(date: FuzzyDate) -> bool:
    """Whether a date is a month."""
    first, last = date.earliest, date.latest
    return first is not None and last is not None and 28 <= (last - first).days + 1 <= 31


def take_lone_number(sheet: Sheet, head: Header, last: int) -> None:
    """A number of several segments that stands alone beside the date's line, without a label or with a lost one."""
    dated = [index for index, line in enumerate(sheet.lines) if _holds(sheet, head, line)][:1]
    if not dated:
        return
    for index in (dated[0], dated[0] - 1, dated[0] - 2, dated[0] + 1, dated[0] + 2):
        line = sheet.lines[index] if 0 <= index < len(sheet.lines) else None
        if line is None or index > last:
            continue
        for cell in line.cells:
            words = without_series(cell.text.strip(_EDGES))
            match = _LONE_NUMBER.fullmatch(words) or (_LONE_DIGITS.fullmatch(words) if "to" in head.spans else None)
            if match is None or find_dates(match.group()) or _holds(sheet, head, cell):
                continue
            start = cell.start + cell.text.index(match.group())
            place = (with_series(sheet.words_before(start), start), start + len(match.group()))
            head.number_at(sheet, *place)
            head.taken.append(place)
            head.numbered_alone = True
            return


def _holds(sheet: Sheet, head: Header, line: Line) -> bool:
    """Whether the letter's date stands on a line."""
    date = head.spans.get("date")
    if date is None or line.blank:
        return False
    place = sheet.span(line.start, line.end)
    return place.start <= date.start < place.end


def take_foot(sheet: Sheet, head: Header) -> None:
    """A registration at the foot, `Ministry of Works U.O. No. 11(4)/98, dated …`, the addressee above it."""
    written = [line for line in sheet.lines if not line.blank]
    for place, line in list(enumerate(written))[-_FOOT:]:
        labelled = _registered_at(line.text) if len(line.text) <= 120 else None
        dates = days(line.text, head.language) if labelled is not None else []
        if labelled is None or len(dates) != 1 or dates[0][0] < labelled[1] or dates[0][2].earliest is None:
            continue
        start, end, date = dates[0]
        head.number_at(sheet, line.start + labelled[0], line.start + labelled[1])
        head.date_at(sheet, line.start + start, line.start + end, date)
        head.taken.append((line.start, line.end))
        head.labelled |= {"number", "date"}
        before = written[place - 1] if place else None
        if not head.to and before is not None and is_office_line(before):
            head.to = correspondents(sheet.words(before.start, before.end))
            head.spans["to"] = sheet.span(before.start, before.end)
        return


def _registered_at(text: str) -> tuple[int, int] | None:
    """Place of a number that a word for number stands before, on a line that begins with an office or that word."""
    for match in NUMBER.finditer(text):
        if has_digit(match.group()):
            before = text[: match.start()].rstrip(" .:(")
            said = any(found.end() == len(before) for found in phrase("number").finditer(before))
            noun = _SERIES_WORDS.sub(" ", before)
            cites = phrase("letter").search(noun) or phrase("yours").search(before) or phrase("ours").search(before)
            return match.span() if said and not cites and len(before) <= 60 else None
    return None
