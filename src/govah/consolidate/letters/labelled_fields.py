"""Fields that labels give: number, date, parties, subject, class and urgency."""

import re
from dataclasses import replace

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.classification import classification_of, urgency_of
from govah.consolidate.letters.closing import block
from govah.consolidate.letters.correspondents import correspondents, mail_correspondents, one_of_two
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.labels import Label, labels_on
from govah.consolidate.letters.numbers import first_number, is_loose_number, with_series
from govah.consolidate.letters.offices import courtesy
from govah.consolidate.letters.open_days import open_day
from govah.consolidate.letters.page_labels import ASIDE
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet
from govah.consolidate.letters.short_years import SHORT, in_letter
from govah.consolidate.letters.unlabelled import (
    is_office_line,
    line_after,
)
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import Correspondent

_LONG = 150
_REFERENCE = re.compile(r"(?:[nv]/ ?)?ref(?:erence)?(?!\w)|(?:ال)?مرجع(?!\w)")
_DAY_SHAPED = re.compile(r"\d{4} ?[/.-] ?\d{1,2} ?[/.-] ?\d{1,2}(?!\d)|(?<!\d)\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}")


def take_labelled(sheet: Sheet, head: Header, label: Label, language: str | None, *, in_head: bool) -> None:
    """Give a label's value to its field, the first that has one."""
    text = sheet.text
    if label.field in ("yours", "ours_before", "basis"):
        head.cited.append(label)
        return
    if label.field == "through":  # a telephone's number, a room, a file: no letter's
        head.taken.append((label.start, label.end))
        return
    if label.field == "grade":
        marked = urgency_of(text[label.value : label.end]) is not None
        label = replace(label, field="urgency" if marked else "classification")
    if label.field == "number" and "number" in head.spans and _cites(text, label):
        head.cited.append(replace(label, field="basis"))
        return
    if label.field in head.spans:
        return
    if label.field == "number":
        take_number(sheet, head, label)
    elif label.field == "date":
        take_date(sheet, head, label, language)
    elif label.empty or not (in_head or label.field in ASIDE):
        return
    elif label.field == "classification":
        found = classification_of(sheet, label.value, label.end, language)
        if found is not None:
            head.classification = found
            at = text.index(text[label.value : label.end].strip(), label.value)
            head.spans["classification"] = sheet.span(at, label.end)
    elif label.field == "urgency":
        place = urgency_of(text[label.value : label.end])
        if place is not None:
            start, end = label.value + place[0], label.value + place[1]
            head.urgency = sheet.words(start, end)
            head.spans["urgency"] = sheet.span(start, end)
    elif label.field == "attachments" and label.end - label.value <= 80:
        head.attachments = sheet.words(label.value, label.end)
        head.spans["attachments"] = sheet.span(label.value, label.end)
    elif label.field in ("from", "to"):
        take_party(sheet, head, label)
    elif label.field == "subject":
        _take_subject(sheet, head, label)


def _cites(text: str, label: Label) -> bool:
    """Whether a second reference line, below the letter's own number, names another letter and its day."""
    if not _REFERENCE.match(text, label.start):
        return False
    value = text[label.value : label.end]
    return first_number(text, label.value, label.end) is not None and bool(find_dates(value))


def take_number(sheet: Sheet, head: Header, label: Label) -> None:
    """The number in a label's value, or what it cites where the label names another's."""
    value = sheet.text[label.value : label.end]
    if phrase("nothing").match(value):
        return
    if phrase("yours").search(value):
        head.cited.append(replace(label, field="yours"))
        return
    if is_loose_number(value) and not find_dates(value):
        place: tuple[int, int] | None = (label.value, label.end)
    else:
        place = first_number(sheet.text, label.value, label.end)
    if place is not None and any(
        label.value + start <= place[0] < label.value + end for start, end, known in find_dates(value) if known.calendar
    ):
        place = None if place[1] - place[0] <= 4 else place  # a day's or a year's digits
    if place is None or (_is_date(sheet.text[place[0] : place[1]]) and not _dated_elsewhere(sheet, head, label)):
        return
    place = with_series(sheet.words_before(place[0]), place[0]), place[1]
    head.number_at(sheet, *place)
    head.taken.append(place)
    head.labelled.add("number")


def _dated_elsewhere(sheet: Sheet, head: Header, number: Label) -> bool:
    """Whether a date's label has a whole date of its own, so that the value of the number's label is no date."""
    dates = [label for label in head.labels if label.field == "date" and not label.empty and label != number]
    return any(_is_date(sheet.text[label.value : label.end].strip(" .،,")) for label in dates)


def _is_date(text: str) -> bool:
    """Whether a number's words are a date with a whole year, which a number's label got by misreading."""
    found = find_dates(text) if re.search(r"\d{4}", text) else []
    return bool(found) and found[0][2].earliest is not None and found[0][1] - found[0][0] == len(text)


def take_date(sheet: Sheet, head: Header, label: Label, language: str | None) -> None:
    """The date in a label's value: whole, with its day left open, with a short year, or misread."""
    month = open_day(sheet.text[label.value : label.end], language)
    if month is not None:
        _date_labelled(sheet, head, label.value + month[0], label.value + month[1], month[2])
        return
    short = SHORT.search(sheet.text, label.value, label.end)
    known = in_letter(short.group(), language, None) if short is not None else None
    if short is not None and known is not None:
        _date_labelled(sheet, head, *short.span(), known)
        return
    for start, end, found in find_dates(sheet.text[label.start : label.end]):
        start, end = label.start + start, label.start + end
        if found.calendar is None or start < label.value:
            continue
        _date_labelled(sheet, head, start, end, found)
        return
    match = _DAY_SHAPED.search(sheet.text, label.value, label.end)
    if match is not None:  # misread digits: the words are kept, for a person to correct
        _date_labelled(sheet, head, *match.span(), FuzzyDate("", None, None, None))


def _date_labelled(sheet: Sheet, head: Header, start: int, end: int, date: FuzzyDate) -> None:
    head.date_at(sheet, start, end, date)
    head.taken.append((start, end))
    head.labelled.add("date")


def take_party(sheet: Sheet, head: Header, label: Label) -> None:
    """Give a label's value to the sender or the addressees, with the lines that go on with it."""
    below = label.line < len(sheet.lines) and label.value > sheet.lines[label.line].end
    listed = label.field == "to" or below
    start, end = block(sheet, label, head.labels) if listed else (label.value, label.end)
    words = sheet.words(start, end)
    who = mail_correspondents(words, addressed=True) if "@" in words else correspondents(words)
    if not who:
        return
    following = line_after(sheet, label.line)
    if len(who) == 1 and who[0].office is None and following is not None and is_office_line(following):
        more = correspondents(sheet.words(following.start, following.end))
        if len(more) == 1 and more[0].name is None:
            who, end = (Correspondent(who[0].name, more[0].office),), following.end
    who = one_of_two(who)
    if label.field == "from":
        head.sender = who
    else:
        head.to = who
    head.spans[label.field] = sheet.span(start, end)
    head.labelled.add(label.field)


def _take_subject(sheet: Sheet, head: Header, label: Label) -> None:
    """A subject, with the next line where it was too long for its own."""
    value = sheet.text[label.value : label.end]
    if re.match(r"your (?:letter|ref|note)|نامه شماره|کتابکم", value):
        head.cited.append(replace(label, field="yours"))
    end = label.end
    widths = sorted((len(line.text) for line in sheet.lines if not line.blank), reverse=True)
    full = widths[min(len(widths) - 1, len(widths) // 10)] * 0.85
    line = sheet.lines[label.line] if label.line < len(sheet.lines) else None
    following = line_after(sheet, label.line)
    if line is not None and len(line.text) >= max(45, full) and following is not None and _continues(following):
        end = following.end
    head.subject = " ".join(sheet.words(label.value, end).split()).strip(" :-–—.*_/")
    head.spans["subject"] = sheet.span(label.value, end)


def _continues(line: Line) -> bool:
    opening = courtesy("person").match(line.text)
    return len(line.text) < _LONG and not labels_on(line, 0) and opening is None and line.text[-1:] not in ".:"
