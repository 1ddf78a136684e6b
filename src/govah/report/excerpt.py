"""Excerpts of a page: its words around each passage, with what persons corrected there."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from govah.model.mark import Correction
from govah.report.document import Piece, Stretch, direction, visible
from govah.report.evidence import Confirmed, unconfirmed
from govah.report.grounds import Cited
from govah.report.wording import Wording

AROUND = 280
"""Code points of a page's text that are shown before and after a passage."""
CELLS = " | "
"""What stands between the cells of a table's row: a tab may be no wider than a space."""


def excerpts(
    placed: Sequence[tuple[int, Cited]], own: Collection[int], words: Wording, confirmed: Confirmed
) -> list[Stretch]:
    """A page's text around its passages; stretches that touch are one.

    Args:
        placed: Passages of one page that have their place, each with the number of its note.
        own: Notes whose links lead here; a claim's lead to the claim.
        words: Of the report.
        confirmed: Tells whether a person confirmed a reading; numbers that none did are marked.
    """
    if not placed:
        return []
    first = placed[0][1]
    text = first.page.text
    spans = [(note, each.place.start, each.place.end) for note, each in placed if each.place is not None]
    windows: list[tuple[int, int]] = []
    for _, start, end in sorted(spans, key=lambda span: span[1:]):
        left, right = _widened(text, start, end)
        if windows and left <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(windows[-1][1], right))
        else:
            windows.append((left, right))
    drawn = []
    for window in windows:
        waiting = tuple(unconfirmed(first.page, first.passage.sha256, *window, confirmed))
        drawn.append(_Excerpt(text, window, spans, first.corrections, words, waiting).drawn(own))
    return drawn


def quoted(text: str, notes: tuple[int, ...] = ()) -> Stretch:
    """Words that stand for themselves."""
    words = shown_text(text)
    return Stretch((Piece(words, notes=notes),), direction(words))


def shown_text(text: str) -> str:
    """A page's text as a report shows it: what deceives is spelt out, cells of a table are parted."""
    return visible(text).replace("\t", CELLS)


class _Excerpt:
    """One window of a page's text."""

    def __init__(
        self,
        text: str,
        window: tuple[int, int],
        spans: Sequence[tuple[int, int, int]],
        corrections: Sequence[Correction],
        words: Wording,
        waiting: Sequence[tuple[int, int]],
    ) -> None:
        self._text = text
        self._left, self._right = window
        self._words = words
        self._waiting = waiting
        self._spans = [span for span in spans if self._left <= span[1] and span[2] <= self._right]
        self._by_hand = [(each.anchored, each.of_picture) for each in corrections if each.anchored is not None]

    def drawn(self, own: Collection[int]) -> Stretch:
        """Its pieces: in and out of passages, in and out of corrections."""
        edges = {edge for _, start, end in self._spans for edge in (start, end)}
        edges |= {edge for number in self._waiting for edge in number}
        edges |= {edge for place, _ in self._by_hand for edge in place[1:] if self._left < edge < self._right}
        pieces = [Piece("… ")] if self._left > 0 else []
        for start, end in pairwise(sorted({self._left, self._right, *edges})):
            pieces += self._taken_out(start)
            notes = tuple(dict.fromkeys(note for note, begin, stop in self._spans if begin <= start < stop))
            begins = tuple(dict.fromkeys(note for note, begin, _ in self._spans if begin == start and note in own))
            over = [of_picture for place, of_picture in self._by_hand if place.start <= start < place.end]
            words = shown_text(self._text[start:end])
            waits = any(left <= start < right for left, right in self._waiting)
            pieces.append(
                Piece(words, notes=notes, begins=begins, corrected=bool(over), put=not all(over), waits=waits)
            )
        pieces += self._taken_out(self._right)
        if self._right < len(self._text):
            pieces.append(Piece(" …"))
        return Stretch(tuple(pieces), direction(self._text[self._left : self._right]))

    def _taken_out(self, at: int) -> list[Piece]:
        """What is said where a person took words out and put none there."""
        out = [of_picture for place, of_picture in self._by_hand if place.start == place.end == at]
        return [Piece(self._words.taken_out, corrected=True, put=not all(out))] if out else []


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A passage with its surroundings, cut at white space."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    while 0 < left < start and not text[left - 1].isspace():
        left += 1
    while end < right < len(text) and not text[right].isspace():
        right -= 1
    return left, right
