"""Where letters begin among the pages of an exhibit: folders of scans often hold several, one after the other."""

from collections.abc import Sequence

from govah.consolidate.letters.evidence import is_letter
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.header import header
from govah.consolidate.letters.language import language_of
from govah.consolidate.letters.numbers import number_key
from govah.consolidate.letters.sheet import Sheet


def beginnings(sheets: Sequence[Sheet]) -> tuple[int, ...]:
    """Indices of the pages where a letter begins, the first always among them.

    A later page begins another letter where it has a whole head of its own, in whatever language it is: a number and
    a date with their labels, a sender or an addressee, and another number than the letter before it; where that one
    has none, it must be no letter at all (a covering sheet) or of another day.
    """
    found = [0]
    if len(sheets) == 1:
        return (0,)
    before = _head(sheets[0])
    for index, page in enumerate(sheets[1:], 1):
        if page.page.label is not None and page.page.label == sheets[0].page.label:
            continue
        head = _head(page)
        whole = {"number", "date"} <= head.labelled and bool(head.to or "from" in head.labelled)
        if whole and _is_another(head, before, sheets[found[-1]]):
            found.append(index)
            before = head
    return tuple(found)


def _head(sheet: Sheet) -> Header:
    return header(sheet, language_of((sheet.page,)))


def _is_another(head: Header, before: Header, first: Sheet) -> bool:
    """Whether a whole head is another letter's than the one that began on the page `first`."""
    if head.number is None:
        return False
    if before.number is None:
        return not is_letter(first, before, ()) or (before.date is not None and _day(head) != _day(before))
    return number_key(head.number).free != number_key(before.number).free


def _day(head: Header) -> object:
    return None if head.date is None else head.date.earliest
