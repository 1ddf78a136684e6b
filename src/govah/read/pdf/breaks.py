"""Tokens that a line's end broke in two: addresses, paths, reference numbers, hyphenated words."""

import re
from typing import NamedTuple

from govah.read.pdf.fragment import Fragment, Row
from govah.read.pdf.units import Unit

FARTHEST = 2.5
"""Sizes from a line to the one that goes on with its last token."""
_ADDRESS = re.compile(r"\W*(?:[a-z][a-z0-9+.-]*://|www\.|[a-z]:\\|\\\\|[\w.+-]+@)", re.IGNORECASE)
_SIGNS = "/\\?=&_.#%@:-+~"
_OPEN_ENDS = ("://", "@", "\\", "_", "=", "&", "?")
_NUMBER_END = re.compile(r"\d[/\-]$")


class Token(NamedTuple):
    """A word of a fragment, in logical order, and the units that make it."""

    text: str
    units: list[Unit]


def join_broken(rows: list[Row], spoken: dict[Fragment, list[Token]]) -> set[Fragment]:
    """The lines whose first token goes on from the line above.

    A sign at the break stands to the right of its Latin stretch, where its whole paragraph was ordered before it was
    broken: such a token is put right.

    Args:
        rows: In reading order.
        spoken: Each fragment's tokens in logical order; the last ones of some are corrected.
    """
    found: set[Fragment] = set()
    above: Fragment | None = None
    begun = ""  # of a token that fills whole lines, what stands above its last one
    for row in rows:
        for cell in row:
            for fragment in cell:
                whole = _whole(above, fragment, spoken, begun) if above is not None else None
                if above is not None and whole is not None:
                    spoken[above][-1] = spoken[above][-1]._replace(text=whole)
                    found.add(fragment)
                begun = begun + whole if whole is not None and len(spoken[fragment]) == 1 else ""
                above = fragment
            above = above if len(row) == 1 else None
    return found


def _whole(above: Fragment, fragment: Fragment, spoken: dict[Fragment, list[Token]], begun: str) -> str | None:
    """The last token of a line as it is right, where it goes on in a fragment."""
    if not spoken[above] or not spoken[fragment] or not _is_below(above, fragment):
        return None
    last, first = spoken[above][-1].text, spoken[fragment][0].text
    return next((text for text in (last, _turned(last)) if goes_on(begun + text, first)), None)


def _is_below(before: Fragment, after: Fragment) -> bool:
    away = after.baseline - before.baseline
    beside = min(before.right, after.right) - max(before.left, after.left)
    return 0.5 * before.size < away < FARTHEST * before.size and beside > 0


def _turned(token: str) -> str:
    """With the signs that it begins with at its end."""
    rest = token.lstrip(_SIGNS)
    return rest + token[: len(token) - len(rest)][::-1]


def goes_on(last: str, first: str) -> bool:
    """Whether two tokens read as one that was broken behind or before one of its signs."""
    if not last or not first:
        return False
    if _ADDRESS.match(last) and _is_latin(first.lstrip(_SIGNS)[:1]):
        if last.endswith(_OPEN_ENDS) or first[0] in "/\\?=&_#%@":
            return True
        if last[-1] in _SIGNS and re.search(r"[./?=&_@\\#%\d-]\w", first):
            return True
    if _NUMBER_END.search(last):
        return first[0].isdigit() or len(first.rstrip(".,،؛:)")) == 1
    return last[-1] == "-" and len(last) > 1 and _is_latin(last[-2]) and _is_latin(first[0])


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
