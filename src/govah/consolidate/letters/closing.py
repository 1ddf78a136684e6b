"""The foot of a letter: who signed, who gets a copy, and what was written in the margin."""

import re
from dataclasses import dataclass, replace

from govah.consolidate.folding import folded
from govah.consolidate.letters.classification import standing_mark
from govah.consolidate.letters.correspondents import bare_name, bare_office, correspondents
from govah.consolidate.letters.labels import Label
from govah.consolidate.letters.offices import courtesy, is_person, names_office, names_title, opens_with_office
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.letter import Correspondent
from govah.model.passage import Span

_PAGE_OF = re.compile(r"^\W*(?:صفحه|page|الصفحه|ص)?\W*\d{1,3}\W*(?:از|of|من|/|[-–])\W*\d{1,3}\W*$")
_EXCELLENCY = re.compile(r"(?:h\.? ?e\.?|his excellency|her excellency|the honou?rable|mr|mrs|ms|dr)(?!\w)\W*\w")
_EXCELLENCY_ALONE = re.compile(
    r"the (?:right |most )?honou?rable,?|(?:his|her) excellency\W*|h\.? ?e\.?\W*|son excellence\W*"
)
_NOTE_DATE = re.compile(r"[-–—|,].*(?<![\d/])\d{1,4}/\d{1,2}(?:/\d{1,4})?\W*$")
_DATED_END = re.compile(r"(?<![\d/])\d{1,4}/\d{1,2}/\d{1,4}\W{0,3}$")
_ITEM = re.compile(r"\(?(?:\d{1,2}|[^\W\d_]|الف) ?[)–-]")
_RULE = re.compile(r"[-–—_=*. ]{5,}")
_FEET = frozenset({"cc", "margin", "attachments"})
_TAIL = 14
_SHORT = 70


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and where."""

    who: Correspondent
    span: Span


def is_page_count(line: Line) -> bool:
    """Whether a line ends with «صفحه ۱ از ۲» in a cell of its own."""
    return any(_PAGE_OF.match(cell.text) for cell in line.cells)


def signature(sheets: tuple[Sheet, ...], labels: dict[int, list[Label]], body: int) -> Signature | None:
    """The name and title near the end: a person's name with a title or an office on the line after or before it.

    Args:
        sheets: The letter's pages.
        labels: Labels by page number; a block of copies or a marginal note ends the tail.
        body: Where the body begins in the folded text of the first page.
    """
    for sheet in reversed(sheets):
        found = _signed(sheet, labels.get(sheet.page.number, []), body if sheet is sheets[0] else 0)
        if found is not None:
            return found
    return None


def _signed(sheet: Sheet, labels: list[Label], start: int) -> Signature | None:
    feet = [block(sheet, label, labels) for label in labels if label.field in _FEET and label.start > start]
    written = [line for line in sheet.lines if line.start >= start and _is_written(sheet, line)]
    body = [line for line in written if not any(first <= line.start < last for first, last in feet)]
    labelled = {label.line for label in labels if label.field != "signature"}
    starts = {sheet.lines[index].start for index in labelled}
    tail = [line for line in body[-_TAIL:] if line.start not in starts]
    cut = next((place for place, line in enumerate(tail) if _addresses(line)), len(tail))
    tail = tail[:cut] if any(_is_name(line) for line in tail[:cut]) or cut == 0 or _closed(tail[:cut]) else tail
    closed = next((place for place, line in enumerate(tail) if phrase("closing").match(line.text)), None)
    order = list(range(len(tail) - 1, -1, -1))
    if closed is not None:  # the first name below the words of courtesy; what follows may be an address
        order = [*range(closed + 1, len(tail)), *range(closed, -1, -1)]
    for index in order:
        line = tail[index]
        if not _is_name(line) or (len(body) > _TAIL and index == 0):
            continue
        for other in (index + 1, index - 1, index + 2):
            near = 0 <= other < len(tail) and _is_title(tail[other])
            if near and (other != index + 2 or _is_stamp(tail[index + 1])):
                return _signature(sheet, line, tail[other])
    for line in reversed(tail):
        split = _one_line(sheet, line)
        if split is not None:
            return split
    return None


def _closed(lines: list[Line]) -> bool:
    return any(phrase("closing").match(line.text) for line in lines)


def _is_written(sheet: Sheet, line: Line) -> bool:
    """Whether a line is neither empty nor a page's mark of class or count."""
    in_body = line.part is None and not line.blank
    return in_body and not is_page_count(line) and standing_mark(sheet, line, None) is None


def _is_name(line: Line) -> bool:
    if line.text.endswith((".", ";", ",", ":", "!")) or "[" in line.text or _ITEM.match(line.text):
        return False
    text = line.text.strip(" .,:-–|")
    if ":" in text or "," in text or re.search(r"\besq$", text):
        return False  # a subject; an addressee, for nobody calls himself so
    return (
        2 <= len(text.split()) <= 5
        and len(text) <= 40
        and is_person(text)
        and not _courteous(text)
        and not phrase("state").match(text)
    )


def _addresses(line: Line) -> bool:
    """Whether a line at the foot names the addressee, as diplomatic letters do."""
    opening = _EXCELLENCY.match(line.text) or _EXCELLENCY_ALONE.fullmatch(line.text)
    polite = courtesy("person").match(line.text)
    listed = polite is not None and line.text.endswith(",") and bool(line.text[polite.end() :].strip(" ,.:"))
    return (opening is not None or listed) and len(line.text) <= _SHORT


def addressee_at_foot(sheets: tuple[Sheet, ...], body: int) -> tuple[tuple[Correspondent, ...], Span] | None:
    """The addressee named below the signature: `H.E. Mr. …` and the titles on the lines after it.

    Args:
        sheets: The letter's pages.
        body: Where the body begins in the folded text of the first; the greeting there is no address.
    """
    for sheet in sheets[:1]:
        written = [line for line in sheet.lines if _is_written(sheet, line)]
        for place, line in enumerate(written[-_TAIL:], max(0, len(written) - _TAIL)):
            if line.start <= body or not _addresses(line):
                continue
            titles = [other for other in written[place + 1 : place + 4] if _is_title(other, listed=True)]
            if not titles and _EXCELLENCY_ALONE.fullmatch(line.text):
                continue
            if line.text.endswith(",") and not titles:
                continue
            last = titles[-1] if titles else line
            named = titles if _EXCELLENCY_ALONE.fullmatch(line.text) else (line, *titles)
            words = ", ".join(sheet.words(one.start, one.end) for one in named)
            who = correspondents(words)
            if who:
                return who, sheet.span(line.start, last.end)
    return None


def _courteous(text: str) -> bool:
    return any(phrase(role).match(text) for role in ("closing", "salutation", "decides", "silence"))


def _is_stamp(line: Line) -> bool:
    """Whether a line between name and title is a registry stamp's or noise: short, with digits or hardly a word."""
    return len(line.text) <= 30 and (any(char.isdigit() for char in line.text) or len(line.text) <= 6)


def _is_title(line: Line, *, listed: bool = False) -> bool:
    """Whether a line is a title or an office; `listed`: of an address, whose lines end with commas."""
    text = line.text.strip(" .,:-–|")
    ends: tuple[str, ...] = (";", ":") if listed else (".", ";", ",", ":")
    ends = () if len(text.split()) <= 3 and line.text.endswith(".") else ends  # `Governor.`
    if len(text) > _SHORT or line.text.endswith(ends) or courtesy("not_title").search(text):
        return False
    return names_title(text) or names_office(text)


def _signature(sheet: Sheet, name: Line, title: Line) -> Signature:
    first, last = sorted((name, title), key=lambda line: line.start)
    who = Correspondent(
        bare_name(sheet.words(name.start, name.end).strip(" .,،-–|()")),
        bare_office(sheet.words(title.start, title.end).strip(" .,،-–|")),
    )
    return Signature(who, sheet.span(first.start, last.end))


def _one_line(sheet: Sheet, line: Line) -> Signature | None:
    """`name – title` on one short line."""
    if len(line.text) > _SHORT + 20 or line.text.endswith((".", ":")) or not re.search(r"\s[-–—]\s|,", line.text):
        return None
    if courtesy("not_title").search(line.text) or re.search(r"[.:;]", line.text):
        return None
    if any(char.isdigit() for char in line.text) or _courteous(line.text):
        return None
    who = correspondents(sheet.words(line.start, line.end))
    if len(who) != 1 or who[0].name is None or who[0].office is None or len(who[0].name.split()) < 2:
        return None
    return Signature(who[0], sheet.span(line.start, line.end))


def copies(sheet: Sheet, label: Label, labels: list[Label]) -> tuple[tuple[Correspondent, ...], Span] | None:
    """Those who get a copy: the label's line and the lines listed after it."""
    stretch = block(sheet, label, labels)
    words = sheet.words(*stretch)
    who = tuple(
        replace(one, office=f"ال{one.office[2:]}") if one.office and one.office.startswith("لل") else one
        for one in correspondents(words, dashed=True)
    )
    return (who, sheet.span(*stretch)) if who else None


def block(sheet: Sheet, label: Label, labels: list[Label]) -> tuple[int, int]:
    """A label's value with the lines that go on with it: to an empty line, another label or a page's foot."""
    others = {other.line for other in labels if other is not label}
    end = label.end
    started = not label.empty
    start = label.value
    for index in range(label.line + 1, len(sheet.lines)):
        line = sheet.lines[index]
        if line.end <= label.end and not label.empty:
            continue
        if line.blank:
            if started:
                break
            continue
        if index in others or is_page_count(line) or not _goes_on(line, started=started, first=not started):
            break
        if not started:
            start = line.start
        started = True
        end = line.end
    return start, max(end, start)


def _goes_on(line: Line, *, started: bool, first: bool) -> bool:
    if re.match(r"^\s*(?:\(?\d{1,2}\s*[.)–-]|[-–•*])\s*\S", line.text):
        return True
    return (first and not started) or names_office(line.text) or names_title(line.text)


def margin(sheets: tuple[Sheet, ...], labels: dict[int, list[Label]]) -> Span | None:
    """A marginal note: a labelled one, else short lines with a note's verbs after the signature."""
    for sheet in sheets:
        mine = labels.get(sheet.page.number, [])
        for label in mine:
            if label.field == "margin" and label.line > 2:
                start, end = _note(sheet, label, mine)
                headed = phrase("margin_head").match(sheet.text[label.start : label.value]) is not None
                if end > start and (_is_note(sheet, start, end) if headed else _decides(sheet, start, end)):
                    return sheet.span(label.start, end)
    return None


def _decides(sheet: Sheet, start: int, end: int) -> bool:
    return phrase("decides").search(sheet.text, start, end) is not None


def _is_note(sheet: Sheet, start: int, end: int) -> bool:
    """Whether words under the heading of a marginal note say something: not only when the paper came in."""
    words = [word for word in re.findall(r"[^\W\d_]+", sheet.text[start:end]) if len(word) > 1]
    return len(words) >= 2 and phrase("came_in").match(sheet.text[start:end].lstrip(" \n-–")) is None


def _note(sheet: Sheet, label: Label, labels: list[Label]) -> tuple[int, int]:
    """A note's lines: to an empty line after words, or another label."""
    others = {other.line for other in labels if other is not label and other.field not in ("date", "signature", "from")}
    end, words = label.end, not label.empty
    for index in range(label.line + 1, min(len(sheet.lines), label.line + 8)):
        line = sheet.lines[index]
        if index in others or is_page_count(line) or (line.blank and words):
            break
        if not line.blank:
            if standing_mark(sheet, line, None) is not None:
                break
            end, words = line.end, True
    return label.value, max(end, label.value)


def unlabelled_margin(sheet: Sheet, after: int, labels: list[Label]) -> Span | None:
    """A short line that decides: «اقدام شود», `Agreed`; after the signature, or near it and ending with a date.

    Never one of those who get a copy.
    """
    feet = [block(sheet, label, labels)[1] for label in labels if label.field == "cc"]
    written = [line for line in sheet.lines if _is_written(sheet, line)]
    for place, line in list(enumerate(written))[-_TAIL:]:
        if len(line.text) > 120 or re.match(r"[-–•*]", line.text):
            continue
        late = line.start > max([after, *feet]) or _is_between(written, place) or _is_dated_below(written, place)
        if late and phrase("decides").search(line.text):
            return sheet.span(line.start, line.end)
        if len(line.text) <= _SHORT and _NOTE_DATE.search(line.text) and phrase("dated_note").search(line.text):
            return sheet.span(line.start, line.end)
    return None


def _is_dated_below(written: list[Line], place: int) -> bool:
    """Whether the line below signs and dates a note that stands under a signature or a rule: «مدیر مالی ۹۵/۸/۱۶»."""
    if not any(_is_name(one) or _RULE.fullmatch(one.text) for one in written[max(0, place - 4) : place]):
        return False
    for line in written[place + 1 : place + 2]:
        dated = _DATED_END.search(line.text)
        who = line.text[: dated.start()].strip(" –—-,|") if dated is not None else ""
        return bool(who) and len(who) <= _SHORT and (names_title(who) or names_office(who) or is_person(who))
    return False


def _is_between(written: list[Line], place: int) -> bool:
    """Whether a line stands between two signatures: below one person's name or date, above another's."""
    above, below = written[max(0, place - 4) : place], written[place + 1 : place + 2]
    short = all(len(one.text) <= _SHORT for one in above[-2:])
    return bool(above) and short and any(map(_is_name, above)) and any(map(_is_name, below))


def office_of_mail(body: str) -> str | None:
    """The office that a mail's last lines name."""
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    for line in reversed(lines[-8:]):
        low = folded(line)
        if len(line) <= _SHORT and opens_with_office(low) and not line.endswith((".", "؟", "?")):
            return bare_office(line.strip(" ,،-–"))
    return None
