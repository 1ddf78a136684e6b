"""Addressees without a label: a line that begins with «إلى» or `To`, or the block of lines above the body."""

import re

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.classification import standing_mark, standing_urgency
from govah.consolidate.letters.closing import is_page_count
from govah.consolidate.letters.correspondents import correspondents, joint
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.labels import labels_on
from govah.consolidate.letters.numbers import has_digit
from govah.consolidate.letters.offices import courtesy, names_office, names_title, opens_as_office, opens_with_office
from govah.consolidate.letters.papers import names_paper
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet

_LONG = 90
_AND = re.compile("و (?=\\w)")
_MOST_LINES = 5


_BETWEEN = re.compile(r" (?:الی|به|to|a|au|aux) (?=\S)")
"""Between who writes and to whom, on one line, in folded text."""


def take_both_ends(sheet: Sheet, head: Header, last: int) -> None:
    """A line such as «من مدير … إلى السيد عامل …»: who writes and to whom."""
    labelled = {label.line for label in head.labels}
    for index, line in enumerate(sheet.lines[: last + 1]):
        opening = phrase("on_behalf").match(line.text) if len(line.text) <= 2 * _LONG else None
        if opening is None or index in labelled:
            continue
        towards = _BETWEEN.search(line.text, opening.end())
        if towards is None:
            continue
        sender, to = line.text[opening.end() : towards.start()].strip(), line.text[towards.end() :].strip()
        if not (_is_party(sender) and _is_party(to)):
            continue
        start = line.start + towards.end()
        who = correspondents(sheet.words(start, line.end))
        if who:
            head.to = who
            head.spans["to"] = sheet.span(start, line.end)
            if "from" not in head.labelled and not head.sender:
                begin = line.start + opening.end()
                head.sender = correspondents(sheet.words(begin, line.start + towards.start()))
                head.spans["from"] = sheet.span(begin, line.start + towards.start())
            return


def take_towards(sheet: Sheet, head: Header, last: int) -> None:
    """A line such as «إلى كافة الوزارات», «به مقام محترم وزارت …» or `To` with the lines after it."""
    labelled = {label.line for label in head.labels}
    for index, line in enumerate(sheet.lines[: last + 1]):
        if index in labelled or line.blank or len(line.text) > _LONG:
            continue
        opening = phrase("towards").match(line.text)
        if opening is None or _is_other_word(opening.group(), sheet.words(line.start, line.end)):
            continue
        after = opening.end()
        final = _after_thru(sheet, index) if opening.group().endswith("thru") else None
        if final is not None:
            index, line, after = final, sheet.lines[final], len("for ")
        rest = line.text[after:].strip(" ,.:!")
        if not rest or _is_party(rest):
            _take_sender_above(sheet, head, index)
        if not rest:
            _take_lines(sheet, head, _following(sheet, index, labelled))
        elif _is_party(rest):
            more = _following(sheet, index, labelled)
            if line.text.endswith(("!", ":", ".")):
                more = [one for one in more[:1] if _AND.match(one.text)]
            start = line.end - len(line.text[after:].lstrip())
            first = Line(start, line.end, sheet.text[start : line.end])
            _take_lines(sheet, head, [first, *(one for one in more[:2] if _is_party(_AND.sub("", one.text)))])
        if head.to:
            return


def _after_thru(sheet: Sheet, index: int) -> int | None:
    """The line that begins with `FOR` below `MEMORANDUM THRU`, by whose hands a paper only goes."""
    below = range(index + 1, min(len(sheet.lines), index + 8))
    return next((at for at in below if sheet.words(sheet.lines[at].start, sheet.lines[at].end)[:4] == "FOR "), None)


def _is_other_word(opening: str, written: str) -> bool:
    """Whether a line opens with an English «to» within a sentence, or with an initial A where French has «à»."""
    return (opening.startswith("to") and written[0].islower()) or (opening == "a" and written[0] in "Aa")


def _take_sender_above(sheet: Sheet, head: Header, index: int) -> None:
    """«من والي جهة …» above «إلى السيد وزير …», or `Le Ministre …` above `à`: who writes, where no label says so."""
    above = next((line for line in reversed(sheet.lines[:index]) if not line.blank), None)
    if above is None or "from" in head.labelled or len(above.text) > _LONG:
        return
    opening = phrase("on_behalf").match(above.text)
    alone = phrase("towards").fullmatch(sheet.lines[index].text.strip(" :")) is not None
    begin = opening.end() if opening else 0
    if (opening is None and not alone) or not _is_party(above.text[begin:].strip()):
        return
    if head.sender and not opens_with_office(above.text[begin:]):
        return  # a title: whose, the letterhead says
    start = above.start + begin
    who = correspondents(sheet.words(start, above.end).strip(" ,،.:"))
    if len(who) == 1:
        head.sender = who
        head.spans["from"] = sheet.span(start, above.end)


def take_block_above_body(sheet: Sheet, head: Header, last: int) -> None:
    """The short lines that stand alone before the subject or the body and name an office, below the letterhead."""
    labelled = {label.line for label in head.labels}
    subject = min((label.line for label in head.labels if label.field == "subject"), default=last)
    sender = head.spans.get("from")
    below = max((label.line for label in head.labels if label.field in ("number", "date")), default=-1)
    opens = min(subject, last)
    if opens >= len(sheet.lines) and below >= 0:  # nothing says where the body opens: the first block below
        opens = _end_of_block(sheet, below + 1)
    passed = False
    for index in range(opens - 1, max(below, -1), -1):
        line = sheet.lines[index]
        if line.blank or index in labelled:
            continue
        first = index
        while first - 1 > below and not sheet.lines[first - 1].blank and first - 1 not in labelled:
            first -= 1
        lines = [one for one in sheet.lines[first : index + 1] if not _is_aside(sheet, one)]
        spans = sheet.span(lines[0].start, lines[-1].end) if lines else None
        fits = 1 <= len(lines) <= _MOST_LINES and all(len(one.text) <= _LONG for one in lines)
        closes = not any(not one.blank for one in sheet.lines[index + 1 :])
        if (
            spans is None
            or not fits
            or closes
            or (sender is not None and spans.page == sender.page and spans.start < sender.end)
        ):
            return
        if not passed and len(lines) == 1 and head.subject is None and not _is_party(lines[0].text):
            passed = True  # a subject that stands alone
            continue
        if any(_is_party(one.text) for one in lines[:2]) and (len(lines) > 1 or opens_as_office(lines[0].text)):
            _take_lines(sheet, head, lines)
        return


def _end_of_block(sheet: Sheet, start: int) -> int:
    """Index of the line after the first lines that stand together from a line on."""
    first = next((place for place in range(start, len(sheet.lines)) if not sheet.lines[place].blank), start)
    return next((place for place in range(first, len(sheet.lines)) if sheet.lines[place].blank), len(sheet.lines))


def _following(sheet: Sheet, index: int, labelled: set[int]) -> list[Line]:
    """The lines after one, to an empty line or a label."""
    lines: list[Line] = []
    for place in range(index + 1, min(len(sheet.lines), index + 2 + _MOST_LINES)):
        line = sheet.lines[place]
        if line.blank and not lines and place == index + 1:
            continue
        if line.blank or place in labelled or phrase("salutation").match(line.text) or len(line.text) > _LONG:
            break
        lines.append(line)
    return lines


def _take_lines(sheet: Sheet, head: Header, lines: list[Line]) -> None:
    """The lines of an address as the addressee: those that name a person, a title or an office, not the street."""
    kept = [line for line in lines if _is_party(_AND.sub("", line.text)) or courtesy("person").match(line.text)]
    if not kept:
        return
    comma = joint(kept[0].text)
    words = ""
    for line in kept:  # «و مقام محترم …» is another addressee
        other = _AND.match(line.text)
        written = sheet.words(line.start + (other.end() if other else 0), line.end).strip(" ,،.!:")
        words += f"{'؛ ' if other else comma}{written}" if words else written
    who = correspondents(words)
    if who:
        head.to = who
        head.spans["to"] = sheet.span(lines[0].start, kept[-1].end)


def _is_party(text: str) -> bool:
    """Whether words open with an office, a title of courtesy or all offices of a kind."""
    if labels_on(Line(0, len(text), text), 0) or names_paper(text):
        return False
    return bool(
        opens_with_office(text)
        or courtesy("person").match(text)
        or phrase("everybody").match(text)
        or (len(text.split()) <= 8 and (names_title(text) or names_office(text)) and not text.endswith("."))
    )


def _is_aside(sheet: Sheet, line: Line) -> bool:
    """Whether a line is a mark, a pious word, a page count or a date, which belong to no address."""
    marked = standing_mark(sheet, line, None) is not None or standing_urgency(line) is not None
    dated = has_digit(line.text) and bool(find_dates(line.text))
    aside = names_paper(line.text) or is_page_count(line) or phrase("invocation").match(line.text) is not None
    return marked or dated or aside
