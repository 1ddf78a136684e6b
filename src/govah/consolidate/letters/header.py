"""The head of a letter: its labelled fields, its letterhead and its addressee line."""

import re
from dataclasses import dataclass, field, replace

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.body import salutation
from govah.consolidate.letters.classification import classification_of, standing_mark, urgency_of
from govah.consolidate.letters.closing import block, is_page_count
from govah.consolidate.letters.correspondents import correspondents
from govah.consolidate.letters.labels import Label, labels_on
from govah.consolidate.letters.numbers import NUMBER, first_number, written_number
from govah.consolidate.letters.offices import courtesy, names_office, names_title, office_start
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import Classification, Correspondent
from govah.model.passage import Span

_HEAD_LINES = 45
_LONG = 150
_SHORT_VALUE = 60
_ASIDE = frozenset({"number", "date", "classification", "urgency", "attachments"})
"""Fields of the block beside the letterhead, which recognition may read after the body's first lines."""

_DAY_SHAPED = re.compile(r"\d{4} ?[/.-] ?\d{1,2} ?[/.-] ?\d{1,2}(?!\d)|(?<!\d)\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}")


@dataclass(slots=True)
class Header:
    """What the head of a letter gives. Spans by the contract's field names; `taken` in the folded first page."""

    number: str | None = None
    date: FuzzyDate | None = None
    sender: tuple[Correspondent, ...] = ()
    to: tuple[Correspondent, ...] = ()
    subject: str | None = None
    classification: Classification | None = None
    urgency: str | None = None
    attachments: str | None = None
    labels: list[Label] = field(default_factory=list)
    cited: list[Label] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    taken: list[tuple[int, int]] = field(default_factory=list)
    body: int = 0
    labelled: set[str] = field(default_factory=set)


def all_labels(sheet: Sheet) -> list[Label]:
    """The labels of a page, values on following lines drawn in."""
    found = [label for index, line in enumerate(sheet.lines) for label in labels_on(line, index)]
    return _with_values_below(sheet, found)


def _with_values_below(sheet: Sheet, labels: list[Label]) -> list[Label]:
    """Labels whose value stands on a later line: labels in a row take the lines after them in the same order."""
    occupied = {label.line for label in labels}
    filled: list[Label] = []
    waiting: list[Label] = []
    for label in labels:
        if label.empty and label.field not in ("cc", "margin", "signature"):
            if waiting and label.line - waiting[-1].line > 2:
                filled += _drawn(sheet, waiting, occupied)
                waiting = []
            waiting.append(label)
        else:
            filled.append(label)
    filled += _drawn(sheet, waiting, occupied)
    return sorted(filled, key=lambda label: label.start)


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
    head = Header(labels=all_labels(sheet))
    last = _last_head_line(sheet, head.labels)
    head.body = _body_start(sheet, head.labels, last)
    for label in head.labels:
        if label.line < last or label.field in _ASIDE:
            _take(sheet, head, label, language, in_head=label.line < last)
    _letterhead(sheet, head, last)
    if not head.to:
        _addressee(sheet, head, last)
    if not head.to:
        _address_block(sheet, head)
    if head.date is None:
        _lone_date(sheet, head, last)
    return head


def _last_head_line(sheet: Sheet, labels: list[Label]) -> int:
    """Index of the line where the body begins."""
    opened = salutation(sheet)
    labelled = {label.line for label in labels}
    seen = 0
    for index, line in enumerate(sheet.lines):
        if opened is not None and index == opened:
            return index
        if not line.blank:
            seen += 1
        if seen > _HEAD_LINES or (len(line.text) > _LONG and index not in labelled):
            return index
    return len(sheet.lines)


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
    if label.field in head.spans:
        return
    if label.field == "number":
        _take_number(sheet, head, label)
    elif label.field == "date":
        _take_date(sheet, head, label)
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


def _take_number(sheet: Sheet, head: Header, label: Label) -> None:
    value = sheet.text[label.value : label.end]
    if phrase("nothing").match(value):
        return
    if "your" in value or "کتابکم" in value:
        head.cited.append(replace(label, field="yours"))
        return
    place = first_number(sheet.text, label.value, label.end)
    if place is None or _is_date(sheet.text[place[0] : place[1]]):
        return
    head.number = written_number(sheet.words(*place))
    head.spans["number"] = sheet.span(*place)
    head.taken.append(place)
    head.labelled.add("number")


def _is_date(text: str) -> bool:
    """Whether a number's words are a date with a whole year, which a number's label got by misreading."""
    found = find_dates(text) if re.search(r"\d{4}", text) else []
    return bool(found) and found[0][2].earliest is not None and found[0][1] - found[0][0] == len(text)


def _take_date(sheet: Sheet, head: Header, label: Label) -> None:
    for start, end, found in find_dates(sheet.text[label.value : label.end]):
        if found.calendar is None:
            continue
        start, end = label.value + start, label.value + end
        head.date = replace(found, text=sheet.words(start, end))
        head.spans["date"] = sheet.span(start, end)
        head.taken.append((start, end))
        head.labelled.add("date")
        return
    match = _DAY_SHAPED.search(sheet.text, label.value, label.end)
    if match is not None:  # misread digits: the words are kept, for a person to correct
        head.date = FuzzyDate(sheet.words(*match.span()), None, None, None)
        head.spans["date"] = sheet.span(*match.span())
        head.taken.append(match.span())
        head.labelled.add("date")


def _take_party(sheet: Sheet, head: Header, label: Label) -> None:
    start, end = block(sheet, label, head.labels) if label.field == "to" else (label.value, label.end)
    who = correspondents(sheet.words(start, end))
    if not who:
        return
    following = _line_after(sheet, label.line)
    if len(who) == 1 and who[0].office is None and following is not None and _is_office_line(following):
        more = correspondents(sheet.words(following.start, following.end))
        if len(more) == 1 and more[0].name is None:
            who, end = (Correspondent(who[0].name, more[0].office),), following.end
    if label.field == "from":
        head.sender = who
    else:
        head.to = who
    head.spans[label.field] = sheet.span(start, end)
    head.labelled.add(label.field)


def _line_after(sheet: Sheet, index: int) -> Line | None:
    return sheet.lines[index + 1] if index + 1 < len(sheet.lines) and not sheet.lines[index + 1].blank else None


def _is_office_line(line: Line) -> bool:
    return len(line.text) <= 80 and not labels_on(line, 0) and (names_office(line.text) or names_title(line.text))


def _take_subject(sheet: Sheet, head: Header, label: Label) -> None:
    """A subject, with the next line where it was too long for its own."""
    value = sheet.text[label.value : label.end]
    if re.match(r"your (?:letter|ref|note)|نامه شماره|کتابکم", value):
        head.cited.append(replace(label, field="yours"))
    end = label.end
    widths = sorted((len(line.text) for line in sheet.lines if not line.blank), reverse=True)
    full = widths[min(len(widths) - 1, len(widths) // 10)] * 0.85
    line = sheet.lines[label.line] if label.line < len(sheet.lines) else None
    following = _line_after(sheet, label.line)
    if line is not None and len(line.text) >= max(45, full) and following is not None and _continues(following):
        end = following.end
    head.subject = " ".join(sheet.words(label.value, end).split())
    head.spans["subject"] = sheet.span(label.value, end)


def _continues(line: Line) -> bool:
    opening = courtesy("person").match(line.text)
    return len(line.text) < _LONG and not labels_on(line, 0) and opening is None and line.text[-1:] not in ".:"


def _letterhead(sheet: Sheet, head: Header, last: int) -> None:
    """The office that the first lines name, where no line says from whom."""
    if head.sender:
        return
    found: list[tuple[int, int]] = []
    apart = [(index, line) for index, line in enumerate(sheet.lines) if line.part == "header"]
    for index, line in [*enumerate(sheet.lines[: min(last, 16)]), *apart]:
        mine = [label.start for label in head.labels if label.line == index]
        end = min(mine, default=line.end)
        text = sheet.text[line.start : end].rstrip()
        if not text or phrase("invocation").match(text) or is_page_count(line) or standing_mark(sheet, line, None):
            continue
        if any(label.field in ("to", "subject", "yours") for label in head.labels if label.line == index):
            break
        if courtesy("person").match(text) or len(text) > 80 or text.endswith((".", ":")):
            break
        if courtesy("filler").search(text):
            break
        start = office_start(text)
        if start is not None:
            found.append((line.start + start, line.start + len(text)))
        elif found and not mine:
            break
    if not found:
        return
    offices = [sheet.words(*place) for place in found[:3]]
    joint = "، " if any("\u0600" <= char <= "\u06ff" for char in offices[0]) else ", "
    head.sender = (Correspondent(None, joint.join(dict.fromkeys(offices))),)
    head.spans["from"] = sheet.span(found[0][0], found[len(offices) - 1][1])


def _addressee(sheet: Sheet, head: Header, last: int) -> None:
    """A line of courtesy to whom the letter goes, with the office on the next line."""
    labelled = {label.line for label in head.labels}
    for index, line in enumerate(sheet.lines[: last + 1]):
        if index in labelled or line.blank or len(line.text) > 110:
            continue
        opening = courtesy("person").match(line.text)
        titled = re.search(r"(?<!\w)(?:محترم|المحترم|المحترمه)(?!\w)", line.text)
        if opening is None and not (titled and (names_title(line.text) or names_office(line.text))):
            continue
        if opening is not None and line.text[opening.end() :].strip(" ,،:!") == "":
            continue
        start, end = line.start, line.end
        words = sheet.words(start, end)
        following = _line_after(sheet, index)
        office = following if following is not None and index + 1 not in labelled else None
        if office is not None and _is_office_line(office) and courtesy("person").match(office.text) is None:
            end = office.end
            words = f"{words}، {sheet.words(office.start, office.end)}"
        who = correspondents(words.replace("\n", "، "))
        if who:
            head.to = who
            head.spans["to"] = sheet.span(start, end)
            return


def _address_block(sheet: Sheet, head: Header) -> None:
    """The lines just above the salutation, where one of them names a title or an office."""
    opened = salutation(sheet)
    if opened is None:
        return
    index = opened - 1
    while index >= 0 and sheet.lines[index].blank:
        index -= 1
    labelled = {label.line for label in head.labels}
    block_lines: list[Line] = []
    while index >= 0 and not sheet.lines[index].blank and index not in labelled and len(block_lines) < 6:
        line = sheet.lines[index]
        if len(line.text) > 80 or line.text.endswith(".") or find_dates(line.text):
            break
        block_lines.insert(0, line)
        index -= 1
    spans = head.spans.get("from")
    if not block_lines or not any(_is_office_line(line) for line in block_lines):
        return
    if spans is not None and spans == sheet.span(block_lines[0].start, block_lines[0].end):
        return
    kept = [line for line in block_lines if _is_office_line(line) or len(line.text.split()) <= 5][:3]
    who = correspondents(", ".join(sheet.words(line.start, line.end) for line in kept))
    if who:
        head.to = who
        head.spans["to"] = sheet.span(block_lines[0].start, block_lines[-1].end)


def _lone_date(sheet: Sheet, head: Header, last: int) -> None:
    """A date that stands alone on a line of the head, as on letters without labels."""
    for line in sheet.lines[: min(last, 25)]:
        if line.blank or len(line.text) > 60:
            continue
        found = [entry for entry in find_dates(line.text) if entry[2].earliest == entry[2].latest is not None]
        if len(found) != 1:
            continue
        start, end, date = found[0]
        rest = (line.text[:start] + line.text[end:]).strip(" .,:،-–()")
        if len(rest) <= 20 and not NUMBER.fullmatch(rest):
            head.date = replace(date, text=sheet.words(line.start + start, line.start + end))
            head.spans["date"] = sheet.span(line.start + start, line.start + end)
            head.taken.append((line.start + start, line.start + end))
            return
