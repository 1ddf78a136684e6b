"""Numbers in running text, of any script and with any separators, and whether one occurs among others.

Number words are not numbers here, nor are superscripts (marks of notes).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from govah.consolidate.folding import ascii_digits

_INVISIBLE = "\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
_HIDDEN = f"[{_INVISIBLE}]{{0,8}}"  # bounded: leaked text must not choose how long a search takes
_THIN = "\u00a0\u2009\u202f"
_JOIN = rf"{_HIDDEN}(?:(?:[,٬،'’.٫/⁄:\-‐‑–_]|[{_THIN}](?=\d{{3}}(?!\d))){_HIDDEN})?"
_CHAIN = re.compile(rf"\d+(?:{_JOIN}\d+){{0,31}}")
_RUN = re.compile(r"\d+")
_GROUPING = frozenset(",٬،'’" + _THIN)
_LISTING = frozenset(",٬،'’_")
_POINTS = frozenset(".٫")
_RANGES = frozenset("-‐‑–")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands.

    Args:
        start: First code point in its text.
        end: One past the last.
        parts: Its runs of digits in ASCII without leading zeros; thousands are one run. The second of two keeps its
            zeros, for it may be a fraction.
        joins: The signs between them.
    """

    start: int
    end: int
    parts: tuple[str, ...]
    joins: tuple[str, ...] = ()

    @property
    def is_decimal(self) -> bool:
        """Whether it is one amount with a fraction."""
        return len(self.parts) == 2 and self.joins[0] in _POINTS


def find_numbers(text: str) -> tuple[Number, ...]:
    """All numbers of a text, in order."""
    digits = ascii_digits(text)
    return tuple(number for match in _CHAIN.finditer(digits) for number in _read(digits, *match.span()))


def occurs(wanted: Number, present: Number) -> bool:
    """Whether a number stands there: the same, or a whole part of a reference number or date; never of an amount.

    Separators may differ (`88/2235`, `88-2235`; ۳/۵, 3.5), digits never.
    """
    if wanted.parts == present.parts:
        return True
    if present.is_decimal or wanted.is_decimal:
        return False
    sought, held = ([part.lstrip("0") or "0" for part in number.parts] for number in (wanted, present))
    return any(held[at : at + len(sought)] == sought for at in range(len(held) - len(sought) + 1))


def range_ends(number: Number) -> tuple[Number, ...]:
    """The ends of what may be a range (`12–15`), each for itself; else empty."""
    if not number.joins or not set(number.joins) <= _RANGES:
        return ()
    return tuple(Number(number.start, number.end, (part,)) for part in number.parts)


def _read(digits: str, start: int, end: int) -> Iterator[Number]:
    """The numbers of one chain of digits: thousands joined, lists taken apart."""
    runs = [(match.start(), match.end()) for match in _RUN.finditer(digits, start, end)]
    joins = [_visible(digits[left[1] : right[0]]) for left, right in pairwise(runs)]
    first = 0
    while first < len(runs):
        last = _grouped(digits, runs, joins, first)
        parts = ["".join(digits[left:right] for left, right in runs[first : last + 1])]
        begin, kept = runs[first][0], []
        while last < len(joins) and joins[last] not in _LISTING:
            kept.append(joins[last])
            reach = _grouped(digits, runs, joins, last + 1) if not kept[:-1] and joins[last] in _RANGES else last + 1
            parts.append("".join(digits[left:right] for left, right in runs[last + 1 : reach + 1]))
            last = reach
        yield Number(begin, runs[last][1], _bare(parts), tuple(kept))
        first = last + 1


def _bare(parts: list[str]) -> tuple[str, ...]:
    """Parts without leading zeros, but for what may be a fraction."""
    return tuple(part if len(parts) == 2 and at == 1 else part.lstrip("0") or "0" for at, part in enumerate(parts))


def _visible(join: str) -> str:
    return re.sub(f"[{_INVISIBLE}]", "", join)


def _grouped(digits: str, runs: list[tuple[int, int]], joins: list[str], first: int) -> int:
    """The last run of the thousands that begin at a run; the run itself where there are none."""
    last = first
    if not 1 <= runs[first][1] - runs[first][0] <= 3:
        return last
    while last < len(joins) and joins[last] in _GROUPING and runs[last + 1][1] - runs[last + 1][0] == 3:
        last += 1
    is_whole = last == len(joins) or joins[last] not in _GROUPING
    return last if is_whole else first
