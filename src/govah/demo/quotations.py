"""Finding quoted words on the pages of an exhibit, through the misreadings of a scan."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.fuzz import partial_ratio_alignment

from govah.model.page import Page
from govah.model.passage import Span

_LEAST = 65.0
"""Similarity, of 100, from which a stretch is taken for the quoted words."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where quoted words stand, and how they stand there."""

    span: Span
    text: str


def find_quotation(pages: Iterable[Page], words: str) -> Quotation | None:
    """The words as they stand, else the stretch most like them, cut at the ends of words; None where nothing is."""
    best: tuple[float, Quotation] | None = None
    for page in pages:
        at = page.text.find(words)
        if at >= 0:
            return Quotation(Span(page.number, at, at + len(words)), words)
        near = partial_ratio_alignment(words, page.text, score_cutoff=_LEAST)
        if near is not None and (best is None or near.score > best[0]):
            start, end = _whole_words(page.text, near.dest_start, near.dest_end)
            best = (near.score, Quotation(Span(page.number, start, end), page.text[start:end]))
    return best[1] if best else None


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
