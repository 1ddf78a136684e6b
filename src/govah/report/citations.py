"""Citations as an author writes them, in square brackets."""

import re
from dataclasses import dataclass
from typing import TypeAlias

from govah.consolidate.folding import ascii_digits
from govah.errors import DraftError
from govah.model.passage import Place, Span

HOW = "Write [@SHA:PAGE:START-END], [ex46.PAGE:START-END], [@claim:ID] or [@table:NAME]."

_BRACKET = re.compile(r"\[(?=@|[Ee][Xx]\d)([^\[\]]*)\]|\[(?=@|[Ee][Xx]\d)")
_NUMBERED = re.compile(r"ex(\d{1,9})\.(\d{1,9}):(\d{1,9})-(\d{1,9})", re.IGNORECASE)
_HASHED = re.compile(r"@([0-9a-f]{8,64}):(\d{1,9}):(\d{1,9})-(\d{1,9})", re.IGNORECASE)
_CLAIM = re.compile(r"@claim:(\d{1,12})")
_TABLE = re.compile(r"@table:([\w.-]{1,80})")
_INVISIBLE = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class ExhibitPlace:
    """A passage by the case's own number of its exhibit."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class ClaimNamed:
    """A claim by its id."""

    id: int


@dataclass(frozen=True, slots=True)
class TableNamed:
    """A table that Govah computed, by its name."""

    name: str


Target: TypeAlias = Place | ExhibitPlace | ClaimNamed | TableNamed


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation and where its brackets stand in its text."""

    start: int
    end: int
    target: Target


Mistake: TypeAlias = tuple[int, int, DraftError]
"""Start and end of what was meant as a citation, and what is wrong with it."""


def read_citations(text: str, line: int) -> tuple[tuple[Citation, ...], tuple[Mistake, ...]]:
    """The citations of a block's text in order, and what begins like one and is none. Other brackets are words.

    Args:
        text: A block's text.
        line: The draft's line where it begins.
    """
    found: list[Citation] = []
    mistakes: list[Mistake] = []
    for match in _BRACKET.finditer(text):
        target = _target(match[1]) if match[1] is not None else None
        if target is not None:
            found.append(Citation(match.start(), match.end(), target))
            continue
        written = match[0] if match[1] is not None else text[match.start() : match.start() + 30]
        error = DraftError(f"{written!r} is not a citation.", HOW, line + text.count("\n", 0, match.start()))
        mistakes.append((match.start(), match.end(), error))
    return tuple(found), tuple(mistakes)


def _target(inside: str) -> Target | None:
    written = ascii_digits(_INVISIBLE.sub("", inside)).strip()
    if match := _HASHED.fullmatch(written):
        span = _span(match, 2)
        return Place(match[1].lower(), span) if span else None
    if match := _NUMBERED.fullmatch(written):
        span = _span(match, 2)
        return ExhibitPlace(int(match[1]), span) if span else None
    if match := _CLAIM.fullmatch(written):
        return ClaimNamed(int(match[1]))
    if match := _TABLE.fullmatch(written):
        return TableNamed(match[1])
    return None


def _span(match: re.Match[str], group: int) -> Span | None:
    span = Span(int(match[group]), int(match[group + 1]), int(match[group + 2]))
    return span if span.page >= 1 and span.end > span.start else None
