"""Numbers that a machine read on a picture and no person confirmed: where they stand, and what hangs on them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govah.model.letter import Letter
from govah.model.page import Origin, Page, Word
from govah.model.passage import Passage, Span
from govah.model.wire import span_json
from govah.read.ocr.numbers.certainty import CERTAIN
from govah.report.numbers import find_numbers

if TYPE_CHECKING:
    from govah.case.view import CaseView
    from govah.model.identifiers import LetterId, Sha256


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A number as it was read: the words that it stands in, whole.

    Args:
        start: First code point in the page's text of record.
        end: One past the last.
        other: What a second reader read in the place of these words, None where it read the same or nothing.
        confidence: Of the least certain of these words, None where the reader says none.
        flagged: Whether the readers doubt it themselves. A person must confirm the others, too, before it is
            published; these are looked at first.
    """

    start: int
    end: int
    other: str | None
    confidence: float | None
    flagged: bool


@dataclass(frozen=True, slots=True)
class UnverifiedNumber:
    """A number that waits for a person.

    Args:
        passage: Its words.
        before, after: What stands before and behind these words in their line of the page's text.
        read: As it was read.
        fields: Letters of this exhibit and their fields that hang on it; `references` where a letter cites by it.
    """

    passage: Passage
    before: str
    after: str
    read: NumberRead
    fields: tuple[tuple["LetterId", str], ...]

    @property
    def line(self) -> str:
        """The line that it stands in."""
        return self.before + self.passage.exact + self.after


def numbers_waiting(page: Page, seen: Iterable[Span]) -> tuple[NumberRead, ...]:
    """Numbers of a page that were read on a picture and not seen by a person, in order of the text.

    Args:
        page: Text of record.
        seen: What persons confirmed of it, or put there.
    """
    looked_at = list(seen)
    if page.origin is Origin.TEXT and all(word.confidence is None for word in page.words):
        return ()
    found: list[NumberRead] = []
    for number in find_numbers(page.text):
        if not page.read_on_picture(number.start, number.end):
            continue
        if any(span.start <= number.start and number.end <= span.end for span in looked_at):
            continue
        read = _read(page, number.start, number.end)
        if not found or read.start >= found[-1].end:
            found.append(read)
    return tuple(found)


def unverified_numbers(view: "CaseView", sha256: "Sha256", page: Page) -> tuple[UnverifiedNumber, ...]:
    """The numbers of a page that wait for a person: those that the readers doubt first, then in order of the text."""
    waiting = sorted(numbers_waiting(page, view.seen(sha256, page.number)), key=lambda each: not each.flagged)
    if not waiting:
        return ()
    letters, reader = view.letters_of(sha256), view.exhibit(sha256).reader or ""
    found = []
    for read in waiting:
        span = Span(page.number, read.start, read.end)
        passage = Passage.cut(sha256, span, page.text, reader)
        found.append(UnverifiedNumber(passage, *_around(page.text, read), read, tuple(_fields(letters, span))))
    return tuple(found)


def unverified_json(each: UnverifiedNumber, exhibit: int | None) -> Mapping[str, Any]:
    """A line of `govah numbers`."""
    return {
        "passage": each.passage.written,
        "number": exhibit,
        "span": span_json(each.passage.span),
        "text": each.passage.exact,
        "other": each.read.other,
        "confidence": each.read.confidence,
        "doubted": each.read.flagged,
        "fields": [{"letter": letter, "field": field} for letter, field in each.fields],
        "line": each.line,
    }


def unverified_of_pages(view: "CaseView", sha256: "Sha256", pages: Iterable[Page]) -> dict[int, list[NumberRead]]:
    """The numbers that wait on pages of an exhibit, by page, in order of the text; as the projection lists them."""
    listed = {number: places for _, number, places in view.unverified(sha256)}
    return {page.number: [_read(page, start, end) for start, end, _ in listed.get(page.number, ())] for page in pages}


def numbers_json(page: Page, numbers: Iterable[NumberRead]) -> list[dict[str, Any]]:
    """The numbers of a page that wait for a person, as `govah text` and `govah read` give them with the page."""
    return [
        {
            "span": [page.number, each.start, each.end],
            "text": page.text[each.start : each.end],
            "certain": not each.flagged,
            "other": each.other,
        }
        for each in numbers
    ]


def _read(page: Page, start: int, end: int) -> NumberRead:
    words = page.words_over(start, end)
    if words:
        start, end = min(start, words[0].start), max(end, words[-1].end)
    told = [word.confidence for word in words if word.confidence is not None]
    confidence = min(told, default=None)
    other = _other(page.text, words, start, end)
    flagged = confidence is None or confidence < CERTAIN or other is not None
    return NumberRead(start, end, other, confidence, flagged)


def _other(text: str, words: Sequence[Word], start: int, end: int) -> str | None:
    """The second reading of some words: where only their number was read again, it stands within the rest of them."""
    if not any(word.other for word in words):
        return None
    parts, at = [], start
    for word in words:
        shown = text[word.start : word.end]
        again = word.other or shown
        inside, alone = find_numbers(shown), find_numbers(again)
        if len(inside) == len(alone) == 1 and (alone[0].start, alone[0].end) == (0, len(again)):
            again = shown[: inside[0].start] + again + shown[inside[0].end :]
        parts += [text[at : word.start], again]
        at = word.end
    other = "".join([*parts, text[at:end]])
    return other if other != text[start:end] else None


def _around(text: str, read: NumberRead) -> tuple[str, str]:
    """What stands before and behind a number in its line."""
    begin = text.rfind("\n", 0, read.start) + 1
    stop = text.find("\n", read.end)
    return text[begin : read.start], text[read.end : stop if stop >= 0 else len(text)]


def _fields(letters: Iterable[Letter], span: Span) -> Iterator[tuple["LetterId", str]]:
    for letter in letters:
        places = [(name, place) for name, place in letter.spans.items() if name not in letter.corrected]
        places += [("references", reference.span) for reference in letter.references]
        named = {name for name, place in places if place.meets(span)}
        yield from ((letter.id, name) for name in sorted(named))
