"""The text of record: a machine's pages with the corrections that persons made to their text."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from govah.case.passages import anchor
from govah.model.identifiers import EntryIndex
from govah.model.mark import TEXT_FIELDS, Correction
from govah.model.page import Box, Origin, Page, Word
from govah.model.passage import Span
from govah.model.text import stored_text

__all__ = ["TEXT_FIELDS", "corrected_page", "text_of_record"]


@dataclass(slots=True)
class _Put:
    """Words that a correction put into a page, as later corrections move them or take their place."""

    correction: Correction
    start: int
    end: int
    of_picture: bool
    taken_by: EntryIndex | None = None

    def give_way(self, start: int, end: int, shift: int, entry: EntryIndex) -> None:
        """Make room for a correction of the code points `start` to `end`, which changes the length by `shift`."""
        if self.taken_by is not None or start >= self.end:
            return
        if end <= self.start:
            self.start, self.end = self.start + shift, self.end + shift
        elif start <= self.start and self.end <= end:
            self.taken_by = entry
        else:  # the rest of these words and the new ones stand side by side, all put by persons
            self.start, self.end = min(self.start, start), max(self.end, end) + shift


def text_of_record(page: Page, corrections: Iterable[Correction]) -> Page:
    """A page with its text corrections applied in the order in which they were made.

    A correction whose passage is not found again is left out; the view lists it as having lost its place.
    """
    return corrected_page(page, corrections)[0]


def corrected_page(page: Page, corrections: Iterable[Correction]) -> tuple[Page, tuple[Correction, ...]]:
    """A page with its text corrections applied, and these corrections with where their words stand now.

    Args:
        page: As the machine made it.
        corrections: Of its exhibit, in the order in which they were made; those of other pages and of a letter's
            fields are passed over.

    Returns:
        The page, and the corrections of its text: anchored; superseded by a later one; or neither, where the
        passage was not found again.
    """
    all_of_it: list[_Put | Correction] = []
    for correction in corrections:
        if not correction.changes_text or correction.passage.span.page != page.number:
            continue
        found = anchor(correction.passage, page.text)
        if found is None:
            all_of_it.append(replace(correction, anchored=None, of_picture=page.origin is Origin.OCR))
            continue
        value = stored_text(correction.value)
        earlier = [put for put in all_of_it if isinstance(put, _Put)]
        of_picture = _of_picture(page, found, earlier)
        shift = len(value) - (found.end - found.start)
        for put in earlier:
            put.give_way(found.start, found.end, shift, correction.entry)
        all_of_it.append(_Put(correction, found.start, found.start + len(value), of_picture))
        page = _replaced(page, found.start, found.end, value)
    return page, tuple(each if isinstance(each, Correction) else _told(each, page.number) for each in all_of_it)


def _told(put: _Put, page: int) -> Correction:
    place = Span(page, put.start, put.end) if put.taken_by is None else None
    return replace(put.correction, anchored=place, superseded_by=put.taken_by, of_picture=put.of_picture)


def _of_picture(page: Page, found: Span, earlier: Iterable[_Put]) -> bool:
    """Whether the words at a place were read on a picture; words that a person put there are what they replaced."""
    if page.origin is not Origin.OCR:
        return False
    beneath = [put for put in earlier if put.taken_by is None and put.start < found.end and found.start < put.end]
    if beneath:
        return all(put.of_picture for put in beneath)
    touched = [word for word in page.words if word.end > found.start and word.start < found.end]
    return not touched or any(word.confidence is not None for word in touched)


def _replaced(page: Page, start: int, end: int, value: str) -> Page:
    shift = len(value) - (end - start)
    before = [word for word in page.words if word.end <= start]
    after = [replace(word, start=word.start + shift, end=word.end + shift) for word in page.words if word.start >= end]
    touched = [word for word in page.words if word.end > start and word.start < end]
    words = before + _merged(touched, start, end, shift) + after
    return replace(page, text=page.text[:start] + value + page.text[end:], words=tuple(words))


def _merged(touched: list[Word], start: int, end: int, shift: int) -> list[Word]:
    """The word that stands in the place of others whose code points `start` to `end` a person replaced.

    What the person left of a recognised word is still a machine's reading, and so is the whole as little certain.
    """
    if not touched:
        return []
    box = Box(
        min(word.box.left for word in touched),
        min(word.box.top for word in touched),
        max(word.box.right for word in touched),
        max(word.box.bottom for word in touched),
    )
    first = min(touched[0].start, start)
    last = max(touched[-1].end, end) + shift
    left_over = [word.confidence for word in touched if word.start < start or end < word.end]
    confidence = min((each for each in left_over if each is not None), default=None)
    return [Word(first, last, box, touched[0].line, confidence)] if last > first else []
