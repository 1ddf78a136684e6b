"""Passages and spans as the log writes them, and finding a passage again in a later text."""

from collections.abc import Iterator
from typing import Any

from govah.model.event import Value
from govah.model.identifiers import Sha256
from govah.model.passage import Passage, Span

_NEAR = 8
"""Code points of context that tell a quotation's own place from the same words there by chance."""


def passage_value(passage: Passage) -> dict[str, Value]:
    """A passage as an event's field."""
    return {
        "sha256": passage.sha256,
        "page": passage.span.page,
        "start": passage.span.start,
        "end": passage.span.end,
        "exact": passage.exact,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
        "reader": passage.reader,
    }


def passage_of(value: Any) -> Passage:
    """The passage of an event's field, which the log's verification has already vouched for."""
    return Passage(
        Sha256(value["sha256"]),
        Span(value["page"], value["start"], value["end"]),
        value["exact"],
        value["prefix"],
        value["suffix"],
        value["reader"],
    )


def anchor(passage: Passage, text: str) -> Span | None:
    """Where a passage stands in its page's present text.

    Its own place where the quotation still stands there, beside what stood before or after it; else the one place
    where quotation and context are found exactly once; else the one place where the quotation stands beside what
    stood before or after it; else None: it lost its place and waits for a person.
    """
    page, start, _ = passage.span
    end = start + len(passage.exact)
    if text[start:end] == passage.exact and _beside(passage, text, start, end):
        return Span(page, start, end)
    sought = passage.prefix + passage.exact + passage.suffix
    begins = [each + len(passage.prefix) for each in _places(sought, text)] or [
        each for each in _places(passage.exact, text) if _beside(passage, text, each, each + len(passage.exact))
    ]
    return Span(page, begins[0], begins[0] + len(passage.exact)) if len(begins) == 1 else None


def _places(words: str, text: str) -> Iterator[int]:
    found = text.find(words) if words else -1
    while found >= 0:
        yield found
        found = text.find(words, found + 1)


def _beside(passage: Passage, text: str, start: int, end: int) -> bool:
    """Whether one side of a place looks as it did: the other may have been corrected since."""
    before, after = passage.prefix[-_NEAR:], passage.suffix[:_NEAR]
    if not before and not after:
        return True
    same_before = text[:start].endswith(before) if before else start == 0
    return same_before or (bool(after) and text.startswith(after, end))
