"""The head of a letter: its labelled fields, its letterhead and its addressee line."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from govah.consolidate.dates import find_dates
from govah.consolidate.folding import folded
from govah.consolidate.letters.address_blocks import take_address_block, take_called_sender
from govah.consolidate.letters.addressing import take_block_above_body, take_both_ends, take_towards
from govah.consolidate.letters.beside import take_day_beside_number
from govah.consolidate.letters.body import salutation
from govah.consolidate.letters.classification import classification_of, urgency_of
from govah.consolidate.letters.closing import block
from govah.consolidate.letters.compliments import take_compliments
from govah.consolidate.letters.correspondents import correspondents, joint, mail_correspondents, one_of_two
from govah.consolidate.letters.double_days import settle_double_day
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.labels import Label, labels_on
from govah.consolidate.letters.letterhead import take_letterhead
from govah.consolidate.letters.lone_subject import take_lone_subject
from govah.consolidate.letters.minutes import is_minutes
from govah.consolidate.letters.numbers import first_number, is_loose_number, with_series
from govah.consolidate.letters.offices import courtesy, names_office, names_title, same_office
from govah.consolidate.letters.open_days import open_day
from govah.consolidate.letters.own_reference import take_own_reference
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.plain_telegrams import take_plain_telegram
from govah.consolidate.letters.referral import take_referred
from govah.consolidate.letters.sheet import Line, Sheet
from govah.consolidate.letters.short_years import SHORT, in_letter
from govah.consolidate.letters.telegrams import take_serial, telegraphic
from govah.consolidate.letters.titled import take_titled
from govah.consolidate.letters.unlabelled import (
    is_office_line,
    line_after,
    take_addressee,
    take_first_day,
    take_foot,
    take_lone_date,
    take_lone_number,
)
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import Correspondent

_HEAD_LINES = 45
_LONG = 150
_AFTER_SUBJECT = 90
"""Code points of a line below the subject from which on it is the body's first."""

_FIRST_ITEM = re.compile(r"\(?1[.)]\s")
_SHORT_VALUE = 60
_SENTENCE = 12
"""Words of a sentence that is no line of a head."""

_ASIDE = frozenset({"number", "date", "classification", "urgency", "attachments", "grade"})
"""Fields of the block beside the letterhead, which recognition may read after the body's first lines."""

_AFTER_GREETING = {"subject": 4, "yours": 5, "ours_before": 5, "basis": 5}
"""Lines from the salutation within which a field may have its label."""

_REFERENCE = re.compile(r"(?:[nv]/ ?)?ref(?:erence)?(?!\w)|(?:ال)?مرجع(?!\w)")
_DAY_SHAPED = re.compile(r"\d{4} ?[/.-] ?\d{1,2} ?[/.-] ?\d{1,2}(?!\d)|(?<!\d)\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}")


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
            if courtesy("person").match(line.text) or (waiting[0].field in _ASIDE and len(line.text) > _SHORT_VALUE):
                break
            values.append(line)
        if len(values) == len(waiting):
            break
    pairs = zip(waiting, values, strict=False)
    return [replace(label, value=line.start, end=line.end) if line else label for label, line in pairs] + waiting[
        len(values) :
    ]


def header(sheet: Sheet, language: str | None) -> Header:
    """The head of the letter that begins on a page."""
    head = Header(labels=all_labels(sheet), minutes=is_minutes(sheet.page.text), language=language)
    last = _last_head_line(sheet, head.labels)
    head.body = _body_start(sheet, head.labels, last)
    for label in head.labels:
        in_head = label.line < last + _AFTER_GREETING.get(label.field, 0)
        if in_head or label.field in _ASIDE:
            _take(sheet, head, label, language, in_head=in_head)
    take_called_sender(sheet, head, last)
    wired = take_plain_telegram(sheet, head, last)
    if not wired and ("to" in head.labelled or not take_compliments(sheet, head)):
        take_letterhead(sheet, head, last)
    _with_house(sheet, head, last)
    for take in (
        take_both_ends,
        take_referred,
        take_towards,
        *_in_order(sheet),
        take_block_above_body,
    ):
        if not head.to:
            take(sheet, head, last)
    for label in head.labels:  # to whose hands, where nothing says to which office
        if label.field == "attention" and not head.to and label.line < last and not label.empty:
            _take_party(sheet, head, replace(label, field="to"))
    if head.subject is None:
        take_lone_subject(sheet, head, last)
    if head.number is None:
        take_titled(sheet, head, last)
    for label in head.labels:  # what a registry wrote stands for what the paper lacks
        if label.field == "register" and head.number is None and not _of_company(sheet, label):
            _take_number(sheet, head, label)
        if label.field == "received" and head.number is None:
            _take_number(sheet, head, label)
        if label.field == "received_on" and head.date is None:
            _take_date(sheet, head, label, language)
    if head.date is None:
        take_day_beside_number(sheet, head, language)
    if head.date is None:
        take_lone_date(sheet, head, last)
    settle_double_day(sheet, head)
    if head.date is None and head.minutes:
        take_first_day(sheet, head)
    if head.number is None:
        take_own_reference(sheet, head)
    if head.number is None:
        take_lone_number(sheet, head, last)
    take_serial(sheet, head)
    if head.number is None and head.sender:
        take_foot(sheet, head)
    return head


def _is_post(office: str) -> bool:
    """Whether an office is told by its holder's title alone: `Section Officer (Estt)`."""
    first, *others = re.split(r"\s*,\s*", folded(office))
    return names_title(first) and not any(names_office(other) for other in others)


def _in_order(sheet: Sheet) -> tuple[Callable[[Sheet, Header, int], None], ...]:
    """English letters have their address above the salutation; others a line of courtesy."""
    opened = salutation(sheet)
    english = opened is not None and sheet.lines[opened].text.isascii()
    return (take_address_block, take_addressee) if english else (take_addressee, take_address_block)


def _with_house(sheet: Sheet, head: Header, last: int) -> None:
    """A sender who is named by a title, or by name alone, with the letterhead's office."""
    if "from" not in head.labelled or len(head.sender) != 1:
        return
    who = head.sender[0]
    if who.office is not None and not _is_post(who.office):
        return
    letterhead = Header(labels=head.labels, language=head.language)
    take_letterhead(sheet, letterhead, last)
    house = letterhead.sender[0].office if letterhead.sender else None
    if house is not None and not (who.office and same_office(who.office, house)):
        joined = f"{who.office}{joint(who.office)}{house}" if who.office is not None else house
        head.sender = (Correspondent(who.name, joined),)


def _of_company(sheet: Sheet, label: Label) -> bool:
    """Whether a register's number is that of the company whose name stands on its line or the line before."""
    lines = sheet.lines[max(0, label.line - 1) : label.line + 1]
    return any(phrase("company").search(line.text) for line in lines)


def _last_head_line(sheet: Sheet, labels: list[Label]) -> int:
    """Index of the line where the body begins."""
    opened = salutation(sheet)
    labelled = {label.line for label in labels}
    seen = 0
    titled = False
    for index, line in enumerate(sheet.lines):
        if opened is not None and index == opened:
            return index
        if not line.blank:
            seen += 1
        longest = _AFTER_SUBJECT if titled else _LONG
        titled |= any(label.field == "subject" for label in labels if label.line == index - 1)
        listed = bool({index - 1, index - 2} & labelled)
        prose = _is_prose(line) or (seen > 1 and not listed and _is_first_item(line))
        if seen > _HEAD_LINES or (index not in labelled and (len(line.text) > longest or prose)):
            return index
    return len(sheet.lines)


def _is_first_item(line: Line) -> bool:
    """Whether a line begins the first numbered paragraph of a body."""
    return _FIRST_ITEM.match(line.text) is not None and len(line.text.split()) >= 6 and line.text[-1] != ","


def _is_prose(line: Line) -> bool:
    """Whether a line in one column is a whole sentence, such as no head has."""
    sentence = line.text.endswith((".", "!")) and len(line.text.split()) >= _SENTENCE
    return sentence and len(line.cells) == 1 and courtesy("person").match(line.text) is None


def _body_start(sheet: Sheet, labels: list[Label], last: int) -> int:
    """Where the body begins: at the salutation, else after the last label of the head."""
    if last < len(sheet.lines):
        return sheet.lines[last].start
    heading = ("number", "date", "from", "to", "subject")
    return max((label.end for label in labels if label.field in heading), default=0)


def _take(sheet: Sheet, head: Header, label: Label, language: str | None, *, in_head: bool) -> None:
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
        _take_number(sheet, head, label)
    elif label.field == "date":
        _take_date(sheet, head, label, language)
    elif label.empty or not (in_head or label.field in _ASIDE):
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
        _take_party(sheet, head, label)
    elif label.field == "subject":
        _take_subject(sheet, head, label)


def _cites(text: str, label: Label) -> bool:
    """Whether a second reference line, below the letter's own number, names another letter and its day."""
    if not _REFERENCE.match(text, label.start):
        return False
    value = text[label.value : label.end]
    return first_number(text, label.value, label.end) is not None and bool(find_dates(value))


def _take_number(sheet: Sheet, head: Header, label: Label) -> None:
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


def _take_date(sheet: Sheet, head: Header, label: Label, language: str | None) -> None:
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


def _take_party(sheet: Sheet, head: Header, label: Label) -> None:
    below = label.line < len(sheet.lines) and label.value > sheet.lines[label.line].end
    listed = label.field == "to" or below
    start, end = block(sheet, label, head.labels) if listed else (label.value, label.end)
    words = sheet.words(start, end)
    who = mail_correspondents(words) if "@" in words else correspondents(words)
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
