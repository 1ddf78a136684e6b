"""The text of record: a machine's pages with the corrections that persons made to their text."""

from collections.abc import Iterable
from dataclasses import replace

from govah.case.passages import anchor
from govah.model.mark import Correction
from govah.model.page import Box, Page, Word
from govah.model.text import stored_text

TEXT_FIELDS = frozenset({"text", "digit"})
"""Fields of a correction that change the page's text itself."""


def text_of_record(page: Page, corrections: Iterable[Correction]) -> Page:
    """A page with its text corrections applied in the order in which they were made.

    A correction whose passage is not found again is left out; the view lists it as having lost its place.
    """
    for correction in corrections:
        if correction.field in TEXT_FIELDS and correction.passage.span.page == page.number:
            found = anchor(correction.passage, page.text)
            if found is not None:
                page = _replaced(page, found.start, found.end, stored_text(correction.value))
    return page


def _replaced(page: Page, start: int, end: int, value: str) -> Page:
    shift = len(value) - (end - start)
    before = [word for word in page.words if word.end <= start]
    after = [replace(word, start=word.start + shift, end=word.end + shift) for word in page.words if word.start >= end]
    touched = [word for word in page.words if word.end > start and word.start < end]
    words = before + _merged(touched, start, end + shift, shift) + after
    return replace(page, text=page.text[:start] + value + page.text[end:], words=tuple(words))


def _merged(touched: list[Word], start: int, end: int, shift: int) -> list[Word]:
    if not touched:
        return []
    box = Box(
        min(word.box.left for word in touched),
        min(word.box.top for word in touched),
        max(word.box.right for word in touched),
        max(word.box.bottom for word in touched),
    )
    first = min(touched[0].start, start)
    last = max(touched[-1].end + shift, end)
    return [Word(first, last, box, touched[0].line)] if last > first else []
