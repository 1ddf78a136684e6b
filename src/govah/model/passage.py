"""A passage: the only way to cite."""

import re
from dataclasses import dataclass
from typing import NamedTuple, Self

from govah.errors import UsageError
from govah.model.identifiers import Sha256

CONTEXT = 40
"""Code points of context kept before and after a quotation."""

_WRITTEN = re.compile(r"([0-9a-f]{8,64}):([0-9]{1,9}):([0-9]{1,9})-([0-9]{1,9})")


class Span(NamedTuple):
    """Code points `start` to `end` (exclusive) of the text of page `page` (from 1)."""

    page: int
    start: int
    end: int


class Place(NamedTuple):
    """A written passage, `SHA:PAGE:START-END`, before it was looked up: `sha` may be a prefix of 8 digits or more."""

    sha: str
    span: Span

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read `SHA:PAGE:START-END`.

        Raises:
            UsageError: It is not written so, or the span is empty.
        """
        match = _WRITTEN.fullmatch(written.strip().lower())
        if match is None:
            raise UsageError(
                f"{written!r} is not a passage.", "Write SHA:PAGE:START-END, for instance 3f2a91bc:1:118-160."
            )
        sha, page, start, end = match.group(1), *(int(part) for part in match.groups()[1:])
        if page < 1 or end <= start:
            raise UsageError(f"{written!r} is empty.", "Pages count from 1, and END is greater than START.")
        return cls(sha, Span(page, start, end))


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a page's text, with its quotation and context (W3C Web Annotation, TextQuoteSelector).

    Args:
        sha256: The exhibit.
        span: Where, in the text of the page when it was cited.
        exact: The quotation.
        prefix: Up to `CONTEXT` code points before it.
        suffix: Up to `CONTEXT` code points after it.
        reader: Name and version of the reader that made the page.
    """

    sha256: Sha256
    span: Span
    exact: str
    prefix: str
    suffix: str
    reader: str

    @classmethod
    def cut(cls, sha256: Sha256, span: Span, text: str, reader: str) -> Self:
        """Cut a passage out of its page's text.

        Raises:
            UsageError: The span leaves the page.
        """
        if not 0 <= span.start < span.end <= len(text):
            raise UsageError(
                f"The page ends at {len(text)}; the passage asks for {span.start}-{span.end}.",
                "See the page's text and count its code points: govah text " + sha256[:12],
            )
        return cls(
            sha256,
            span,
            text[span.start : span.end],
            text[max(0, span.start - CONTEXT) : span.start],
            text[span.end : span.end + CONTEXT],
            reader,
        )

    @property
    def written(self) -> str:
        """`SHA:PAGE:START-END` with the whole hash."""
        return f"{self.sha256}:{self.span.page}:{self.span.start}-{self.span.end}"
