"""The head of a letter: its labelled fields, its letterhead and its addressee line."""

import re
from collections.abc import Callable
from dataclasses import replace

from govah.consolidate.folding import folded
from govah.consolidate.letters.address_blocks import take_address_block, take_called_sender
from govah.consolidate.letters.addressing import take_block_above_body, take_both_ends, take_towards
from govah.consolidate.letters.beside import take_day_beside_number
from govah.consolidate.letters.body import salutation
from govah.consolidate.letters.compliments import take_compliments
from govah.consolidate.letters.correspondents import joint
from govah.consolidate.letters.double_days import settle_double_day
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.labelled_fields import take_date, take_labelled, take_number, take_party
from govah.consolidate.letters.labels import Label
from govah.consolidate.letters.letterhead import take_letterhead
from govah.consolidate.letters.lone_subject import take_lone_subject
from govah.consolidate.letters.minutes import is_minutes
from govah.consolidate.letters.offices import courtesy, names_office, names_title, same_office
from govah.consolidate.letters.own_reference import take_own_reference
from govah.consolidate.letters.page_labels import ASIDE, all_labels
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.plain_telegrams import take_plain_telegram
from govah.consolidate.letters.referral import take_referred
from govah.consolidate.letters.sheet import Line, Sheet
from govah.consolidate.letters.telegrams import take_serial
from govah.consolidate.letters.titled import take_titled
from govah.consolidate.letters.unlabelled import (
    take_addressee,
    take_first_day,
    take_foot,
    take_lone_date,
    take_lone_number,
)
from govah.model.letter import Correspondent

_HEAD_LINES = 45
_LONG = 150
_ENGLISH = re.compile(r"(?:my )?(?:dear|sir|madam|gentlemen|your|excellency)(?!\w)")
_AFTER_SUBJECT = 90
"""Code points of a line below the subject from which on it is the body's first."""

_FIRST_ITEM = re.compile(r"\(?1[.)]\s")
_CLAUSE = 8
_SENTENCE = 12
"""Words of a sentence that is no line of a head."""

_AFTER_GREETING = {"subject": 4, "yours": 5, "ours_before": 5, "basis": 5}
"""Lines from the salutation within which a field may have its label."""


def header(sheet: Sheet, language: str | None) -> Header:
    """The head of the letter that begins on a page."""
    head = Header(labels=all_labels(sheet), minutes=is_minutes(sheet.page.text), language=language)
    last = _last_head_line(sheet, head.labels)
    head.body = _body_start(sheet, head.labels, last)
    for label in head.labels:
        in_head = label.line < last + _AFTER_GREETING.get(label.field, 0)
        if in_head or (label.field in ASIDE and not _in_sentence(sheet, label)):
            take_labelled(sheet, head, label, language, in_head=in_head)
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
            take_party(sheet, head, replace(label, field="to"))
    if head.subject is None:
        take_lone_subject(sheet, head, last)
    if head.number is None:
        take_titled(sheet, head, last)
    if head.number is None:
        _take_registered(sheet, head, language)
    if head.date is None:
        take_day_beside_number(sheet, head, language)
    if head.date is None:
        take_lone_date(sheet, head, last)
    settle_double_day(sheet, head)
    if head.date is None:
        _take_received_on(sheet, head, language)
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


def _take_registered(sheet: Sheet, head: Header, language: str | None) -> None:
    """What a registry wrote for the number that the paper lacks; with the day of its registration."""
    for label in head.labels:
        company = label.field == "register" and _of_company(sheet, label)
        if label.field in ("register", "received") and head.number is None and not company:
            take_number(sheet, head, label)
    if head.number is not None and head.date is None:
        _take_received_on(sheet, head, language)


def _take_received_on(sheet: Sheet, head: Header, language: str | None) -> None:
    for label in head.labels:
        if label.field == "received_on" and head.date is None:
            take_date(sheet, head, label, language)


def _is_post(office: str) -> bool:
    """Whether an office is told by its holder's title alone: `Section Officer (Estt)`."""
    first, *others = re.split(r"\s*,\s*", folded(office))
    return names_title(first) and not any(names_office(other) for other in others)


def _in_order(sheet: Sheet) -> tuple[Callable[[Sheet, Header, int], None], ...]:
    """English letters have their address above the salutation; others a line of courtesy."""
    opened = salutation(sheet)
    english = opened is not None and _ENGLISH.match(sheet.lines[opened].text) is not None
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


def _in_sentence(sheet: Sheet, label: Label) -> bool:
    """Whether a label without its sign is a word of a sentence: «… آزمون‌های / شماره ۳۳۱ و ۳۳۲ نشان می‌دهد …»."""
    line = sheet.lines[label.line]
    signed = ":" in sheet.text[label.start : label.value]
    return not signed and len(line.cells) == 1 and len(line.text.split()) >= _CLAUSE


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
