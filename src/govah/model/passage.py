"""A passage: the only way to cite."""

import re
from dataclasses import dataclass
from typing import NamedTuple, Self

from govah.errors import UsageError
from govah.model.identifiers import Sha256

CONTEXT = 40
"""Code points of context kept before and after a quotation."""

_HASHED = re.compile(r"@?([0-9a-f]{8,64}):([0-9]{1,9}):([0-9]{1,9})-([0-9]{1,9})", re.IGNORECASE)
_BY_NUMBER = re.compile(r"ex(\d{1,9})\.(\d{1,9}):(\d{1,9})-(\d{1,9})", re.IGNORECASE)
_NUMBERED = re.compile(r"ex\.?\s?(\d{1,9})", re.IGNORECASE)
_BRACKETS = re.compile(r"\[(.*)\]")
_INVISIBLE = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
"""What copying out of a right-to-left text leaves beside words."""


class Span(NamedTuple):
    """Code points `start` to `end` (exclusive) of the text of page `page` (from 1)."""

    page: int
    start: int
    end: int

    def meets(self, other: "Span") -> bool:
        """Whether both hold a code point of one page."""
        return self.page == other.page and self.start < other.end and other.start < self.end


class Place(NamedTuple):
    """A written passage before it was looked up.

    `sha` is a hash, a prefix of it of 8 digits or more, or the case's own number of the exhibit, `ex6`.
    """

    sha: str
    span: Span

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read `SHA:PAGE:START-END`, or with digits of any script `ex6.PAGE:START-END`; in brackets or without.

        Raises:
            UsageError: It is not written so, or the span is empty.
        """
        bare = _unwrapped(written)
        hashed = _HASHED.fullmatch(bare)
        match = hashed or _BY_NUMBER.fullmatch(bare)
        if match is None:
            raise UsageError(f"{written!r} is not a passage.", _how(bare))
        sha = match[1].lower() if hashed else f"ex{int(match[1])}"
        page, start, end = (int(part) for part in match.groups()[1:])
        if page < 1:
            raise UsageError(f"{written!r} names page {page}.", "Pages count from 1.")
        if end <= start:
            raise UsageError(f"{written!r} holds no words.", "The last number is greater than the one before it.")
        return cls(sha, Span(page, start, end))


def exhibit_number(written: str) -> int | None:
    """The case's own number of an exhibit, of `ex6`, `Ex. 6` or `[ex۶]`; None where a hash is meant."""
    match = _NUMBERED.fullmatch(_unwrapped(written))
    return int(match[1]) if match else None


def _unwrapped(written: str) -> str:
    bare = _INVISIBLE.sub("", written).strip()
    match = _BRACKETS.fullmatch(bare)
    return match[1].strip() if match else bare


def _how(bare: str) -> str:
    if _NUMBERED.fullmatch(bare) or re.fullmatch("@?[0-9a-fA-F]{8,64}", bare):
        return f"That is a whole exhibit. Let its words find the place: govah mark {bare} 'words of the passage'"
    return (
        "A passage looks like ex6.1:217-223, as govah search prints it, or 3f2a91bc:1:217-223 by hash; "
        "or let its words find it: govah mark ex6 'words of the passage'"
    )


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
                f"Let its words find the place: govah mark {sha256[:12]} 'words of the passage'",
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
