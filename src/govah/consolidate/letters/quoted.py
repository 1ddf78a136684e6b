"""Where a mail's own words end and what it quotes begins."""

import re

from govah.consolidate.folding import Folded
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.sheet import Line, Sheet, sheet
from govah.model.page import Origin, Page

_ORIGINAL = re.compile(
    r"\W{2,}\s*(?:original message|forwarded message|begin forwarded message|message d'origine"
    r"|message transfere|پیام اصلی|پیام ارسال ?شده|الرساله الاصلیه|رساله معاد توجیهها)\b"
)
_HEADER = re.compile(
    r"\W{0,4}(?:from|sent|date|to|cc|subject|de|envoye|objet|از|تاریخ|به|موضوع|من|التاریخ|الی|الموضوع)\s*:"
)
_WROTE = re.compile(r"(?:\bwrote\b|\ba ecrit\b|نوشت|نوشته(?: است| اند)?|کتب|کتبت)\s*:?\s*$")
_FROM = frozenset({"from", "de", "از", "من"})
_SUBJECT = frozenset({"subject", "objet", "موضوع", "الموضوع"})
_SENT = frozenset({"sent", "envoye"})
_FIELDS = 3
"""Header lines in a row that begin a quoted mail without a dividing line."""


def quoted_from(sheet: Sheet) -> int:
    """Where the quotation begins in the folded text; the text's length where nothing is quoted.

    A quotation begins at a dividing line, at the line that says who wrote, at three header lines in a row after some
    words of the mail's own, or at `>` marks.
    """
    own = False
    lines = sheet.lines
    for index, line in enumerate(lines):
        if line.blank:
            continue
        if _ORIGINAL.match(line.text):
            return line.start
        if own and (line.text.startswith(">") or _wrote(lines, index) or _headers(lines, index)):
            return line.start
        own = own or not _HEADER.match(line.text)
    return len(sheet.text)


def _wrote(lines: tuple[Line, ...], index: int) -> bool:
    """Whether a line, or it with the next, says that somebody wrote what follows."""
    text = lines[index].text
    if len(text) > 200 or phrase("attribution").match(text) is None:
        return False
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    return bool(_WROTE.search(text) or (_WROTE.search(following[:120]) and not following.startswith(">")))


def _headers(lines: tuple[Line, ...], index: int) -> bool:
    window = [line.text for line in lines[index : index + _FIELDS]]
    return len(window) == _FIELDS and all(_HEADER.match(text) for text in window)


def own_part(sheet: Sheet) -> Sheet:
    """The sheet to where its quotation begins."""
    end = quoted_from(sheet)
    if end >= len(sheet.text):
        return sheet
    folded = Folded(sheet.text[:end], sheet.folded.offsets[: end + 1], sheet.folded.source)
    return Sheet(sheet.page, folded, tuple(line for line in sheet.lines if line.end <= end))


def own_words(text: str) -> str:
    """A mail's text to where its quotation begins."""
    page = sheet(Page(1, text, Origin.TEXT))
    start = quoted_from(page)
    return text if start >= len(page.text) else text[: page.span(start, start + 1).start]


def is_printed_mail(sheet: Sheet) -> bool:
    """Whether a page begins with a mail's header lines, as printed or pasted mails do."""
    first = [line.text for line in sheet.lines if not line.blank][:9]
    fields = {text.split(":")[0].strip() for text in first if _HEADER.match(text)}
    mailed = bool(fields & _SENT) or any("@" in text for text in first)
    return bool(first) and _HEADER.match(first[0]) is not None and bool(fields & _FROM and fields & _SUBJECT) and mailed


def quotation(text: str) -> str | None:
    """What a mail's text quotes, without `>` marks; None where it quotes nothing."""
    page = sheet(Page(1, text, Origin.TEXT))
    start = quoted_from(page)
    if start >= len(page.text):
        return None
    return re.sub(r"^[> ]+", "", text[page.span(start, start + 1).start :], flags=re.MULTILINE)
