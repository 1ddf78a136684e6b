"""Addresses in lines of their own: above the salutation, or at the foot as demi-official letters have them."""

import re
from collections.abc import Sequence

from govah.consolidate.dates import find_dates
from govah.consolidate.letters.body import salutation
from govah.consolidate.letters.correspondents import correspondents
from govah.consolidate.letters.groups import Group, groups
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.labels import Label
from govah.consolidate.letters.offices import courtesy, opens_as_office, opens_with_office
from govah.consolidate.letters.papers import names_paper
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet
from govah.consolidate.letters.unlabelled import is_office_line
from govah.model.letter import Correspondent
from govah.model.passage import Span

_NAME = re.compile(r"[^\W\d_]{3,}")
_WRAPS = re.compile(r"\b(?:of|the|for|and|to|de|du|des|la)$", re.IGNORECASE)
_LONG = 80
_MOST_LINES = 7
_ON_ONE_LINE = 120

Addressed = tuple[tuple[Correspondent, ...], Span]
"""Who is addressed, and where."""


def take_address_block(sheet: Sheet, head: Header, last: int) -> None:
    """The lines just above the salutation, or above a subject that stands alone there, where one names an office."""
    opened = salutation(sheet)
    if opened is None or opened > last:
        return
    above = list(groups(sheet, head.labels, 0, opened))
    for group in reversed(above[-2:]):
        lines = _address(group)
        if len(lines) == 1 and len(group.lines) == 1 and not opens_as_office(lines[0].text):
            continue
        if any(is_office_line(line) for line in lines):
            found = _addressed(sheet, lines)
            sender = head.spans.get("from")
            if found is not None and not (sender is not None and _overlap(sender, found[1])):
                head.to, head.spans["to"] = found
            return
        if len(group.lines) > 2:
            return


def take_called_sender(sheet: Sheet, head: Header, last: int) -> None:
    """Who writes, on the lines below `From` alone on a line."""
    for group in groups(sheet, head.labels, 0, last):
        if not _calls("on_behalf", group.lines[0]) or "from" in head.labelled:
            continue
        lines = group.lines[1:_MOST_LINES]
        lines = lines[: next((place for place, line in enumerate(lines) if _calls("towards", line)), len(lines))]
        if any(_is_office(line) for line in lines) and (found := _addressed(sheet, lines)) is not None:
            head.sender, head.spans["from"] = found
            head.labelled.add("from")
        return


def address_at_foot(sheet: Sheet, labels: Sequence[Label], after: int) -> Addressed | None:
    """The address below the signature: after `To` alone on a line, opening with a courtesy, or listed with commas.

    Args:
        sheet: The signed page.
        labels: Of the page; those who get a copy are no addressees.
        after: Where the signature ends in the folded text.
    """
    copied = min((label.line for label in labels if label.field == "cc" and label.start > after), default=None)
    first = next((index for index, line in enumerate(sheet.lines) if line.start >= after), len(sheet.lines))
    called = False
    for group in groups(sheet, labels, first, len(sheet.lines) if copied is None else copied):
        lines = group.lines
        if _calls("towards", lines[0]):
            called, lines = True, lines[1:]
            if not lines:
                continue
        if called or _is_address(Group(group.first, lines)) or _is_greeted(sheet, lines):
            kept = [line for line in lines[:_MOST_LINES] if len(line.text) <= _ON_ONE_LINE]
            return _addressed(sheet, kept) if any(_is_office(line) for line in kept) else None
    return None


def _is_greeted(sheet: Sheet, lines: Sequence[Line]) -> bool:
    """Whether the first line of several has the name that the salutation has: `Dear Timothy` … `Timothy Wagstaffe`."""
    opened = salutation(sheet)
    if opened is None or len(lines) < 2:
        return False
    names = set(_NAME.findall(phrase("salutation").sub(" ", sheet.lines[opened].text)))
    return bool(names & set(_NAME.findall(lines[0].text)))


def _calls(role: str, line: Line) -> bool:
    """Whether a line says nothing but `From`, or `To`."""
    return phrase(role).fullmatch(line.text.strip(" :,-")) is not None


def _is_address(group: Group) -> bool:
    """Whether a group after the signature is an address by its shape."""
    opening = group.lines[0]
    if names_paper(opening.text) or not any(_is_office(line) for line in group.lines):
        return False
    if len(group.lines) == 1:
        return opening.text.endswith(".") and "," in opening.text and opens_with_office(opening.text)
    return group.listed or (courtesy("person").match(opening.text) is not None and opening.text.endswith(","))


def _is_office(line: Line) -> bool:
    return is_office_line(Line(line.start, min(line.end, line.start + _LONG), line.text[:_LONG]))


def _address(group: Group) -> list[Line]:
    """The lines of a group, from the last upwards, to one that is no part of an address."""
    kept: list[Line] = []
    for place, line in enumerate(reversed(group.lines)):
        stopped = line.text.endswith(".") and not (place == 0 and group.listed)
        if len(line.text) > _LONG or stopped or find_dates(line.text) or names_paper(line.text):
            break
        kept.insert(0, line)
        if len(kept) == _MOST_LINES:
            break
    return kept


def _addressed(sheet: Sheet, lines: Sequence[Line]) -> Addressed | None:
    """The person, titles and offices of an address, without street and town."""
    written: list[tuple[Line, str]] = []
    for line in lines:
        words = sheet.words(line.start, line.end)
        wrapped = written and (words[:1].islower() or _WRAPS.search(written[-1][1]))
        if wrapped and written[-1][1][-1:] not in ",.":  # one name on two lines
            before, start = written.pop()
            line, words = Line(before.start, before.end, f"{before.text} {line.text}"), f"{start} {words}"
        written.append((line, words))
    named = [entry for entry in written if _is_office(entry[0])]
    opening = [entry for entry in written[:1] if entry not in named and len(entry[1].split()) <= 7]
    who = correspondents(", ".join(words.strip(" ,،.") for _, words in [*opening, *named][:4]))
    return (who, sheet.span(lines[0].start, lines[-1].end)) if who else None


def _overlap(one: Span, other: Span) -> bool:
    return one.page == other.page and one.start < other.end and other.start < one.end
