"""What a letter's body says of itself: whether it asks for an answer, what it proposes, where it opens."""

import re
from collections.abc import Mapping

from govah.consolidate.letters.arabic_requests import asks_in_arabic
from govah.consolidate.letters.asking import asks
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet
from govah.model.letter import Proposal

_ORDINALS = (
    "اولا|اول|نخست|یکم|الف|first|firstly|premierement|الاول|اولی",
    "ثانیا|ثانی|دوم|دو م|ب|second|secondly|deuxiemement|الثانی",
    "ثالثا|ثالث|سوم|ج|پ|third|thirdly|troisiemement|الثالث",
    "رابعا|رابع|چهارم|د|fourth|fourthly|quatriemement|الرابع",
    "خامسا|خامس|پنجم|ه|fifth|fifthly|cinquiemement|الخامس",
    "سادسا|سادس|ششم|و|sixth|sixthly",
    "سابعا|سابع|هفتم|ز|seventh|seventhly",
    "ثامنا|ثامن|هشتم|ح|eighth",
    "تاسعا|تاسع|نهم|ط|ninth",
    "عاشرا|عاشر|دهم|ی|tenth",
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_NUMBERED = re.compile(
    r"^\s*(?:\(?(?P<digit>\d{1,2})(?:\s*[.)\]:–-]\s*(?!\d)|\s+(?=[^\W\d_]))"
    rf"|\(?(?P<roman>{'|'.join(sorted(_ROMAN, key=len, reverse=True))})\s*[).]\s*"
    rf"|(?P<word>{'|'.join(word for words in _ORDINALS for word in sorted(words.split('|'), key=len, reverse=True))})"
    r"\s*[:,.)–/-]\s*|\(?[a-zا-ی]\s*[).–-]\s+|[•▪*–-]\s+)(?=\S)"
)
_ASKS_YOU = re.compile(r"(?<!\w)(?:you|your|vous|votre|شما|[^\W\d_]{2,12}کم)(?!\w)[^.!?\n]{0,150}\?")
"""A question to the reader."""

_TITLE_LINES = 12
_TITLE = 60

_NOT_ITEM = re.compile(r"^\s*\d+[/.-]\d")


def reply_expected(sheets: tuple[Sheet, ...], feet: Mapping[int, int]) -> bool | None:
    """Whether the body asks for an answer or still waits for one; False where it only informs, None where neither.

    Args:
        sheets: The letter's pages.
        feet: By page number where its copies begin in the folded text, who are asked nothing.
    """
    written = [sheet.text[: feet.get(sheet.page.number)] for sheet in sheets]
    texts = [phrase("notice").sub(" ", text) for text in written]
    if any(phrase(role).search(text) for text in texts for role in ("expects", "silence")):
        return True
    if any(_ASKS_YOU.search(text) or asks(text) or asks_in_arabic(text) for text in texts):
        return True
    if any(phrase(role).search(text) for text in written for role in ("informs", "notice")):
        return False
    asked = any(phrase("requests").search(text) for text in texts) and not _is_circular(sheets[0])
    return True if asked else None


def _is_circular(sheet: Sheet) -> bool:
    """Whether one of the first lines is a circular's title."""
    written = [line for line in sheet.lines if not line.blank][:_TITLE_LINES]
    return any(len(line.text) <= _TITLE and phrase("circular").match(line.text.strip(" .:-–")) for line in written)


def salutation(sheet: Sheet) -> int | None:
    """Index of the line that opens the body."""
    for index, line in enumerate(sheet.lines):
        match = None if line.blank else phrase("salutation").match(line.text)
        if match is not None and not _is_knight(match.group(), line.text[match.end() :]):
            return index
    return None


def _is_knight(greeting: str, rest: str) -> bool:
    """Whether «Sir» is a title before a name: `Sir Michael Lindfield KCB`."""
    return (
        greeting in ("sir", "madam", "m", "monsieur", "madame")
        and re.match(r" (?!or )\w+(?: \w+){0,4}$", rest) is not None
    )


def proposals(sheets: tuple[Sheet, ...]) -> tuple[Proposal, ...]:
    """The numbered list after a phrase that proposes; continued lines belong to their item."""
    for sheet in sheets:
        for match in phrase("proposes").finditer(sheet.text):
            found = _list_after(sheet, match.end())
            if len(found) > 1:
                return found
    return ()


def _list_after(sheet: Sheet, place: int) -> tuple[Proposal, ...]:
    lines = [line for line in sheet.lines if line.start > place and not line.blank]
    stretches: list[tuple[int, int]] = []
    expected = 1
    for order, line in enumerate(lines):
        opened = _opening(line)
        if opened is not None:
            digit, start = opened
            if digit is not None and not expected <= digit <= expected + 2:
                break
            expected = digit + 1 if digit is not None else expected + 1
            stretches.append((start, line.end))
        elif not stretches:
            if order >= 3:
                break
        elif _ends_list(sheet, line, stretches[-1]):
            break
        else:
            stretches[-1] = (stretches[-1][0], line.end)
    return tuple(Proposal(_joined(sheet.words(*stretch)), sheet.span(*stretch)) for stretch in stretches)


def _opening(line: Line) -> tuple[int | None, int] | None:
    match = _NUMBERED.match(line.text)
    if match is None or _NOT_ITEM.match(line.text):
        return None
    return _ordinal(match), line.start + match.end()


def _ordinal(match: re.Match[str]) -> int | None:
    """Which item of its list an opening says it is: 1, iii, «ثالثا»."""
    if match["digit"]:
        return int(match["digit"])
    if match["roman"]:
        return _ROMAN.index(match["roman"]) + 1
    if match["word"]:
        return next(place for place, words in enumerate(_ORDINALS, 1) if match["word"] in words.split("|"))
    return None


def _ends_list(sheet: Sheet, line: Line, last: tuple[int, int]) -> bool:
    """Whether a line after an item is no continuation: an empty line before it, or the item ended and was short."""
    between = sheet.text[last[1] : line.start]
    if between.count("\n") > 1:
        return True
    item = sheet.text[last[0] : last[1]]
    return item.endswith((".", ";")) and phrase("expects").search(line.text) is not None


def _joined(words: str) -> str:
    return " ".join(words.split())
