"""Words of minutes, from their table."""

import re
from collections.abc import Mapping

from govah.consolidate.data.extension import by_wordings
from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import TOGETHER, pattern, shape, words_of

TABLE = "minutes_words.tsv"
PARTS = ("present", "absent", "agenda", "discussion", "decisions", "end")
"""Parts of minutes that a heading opens."""
COLUMNS = ("name", "office", "note", "text", "owner", "due", "order")

_JOINTS = re.compile(r"[\s.:’'_–-]+")
_LONGEST = 60
"""Code points of the name of a column."""


@by_wordings()
def heading() -> re.Pattern[str]:
    """A line that opens a part: its words, what may stand in brackets, then a colon, a tab or the line's end.

    A number may stand before them, as before every heading of English minutes.
    """
    parts = []
    for part in PARTS:
        words = sorted(words_of(TABLE, part), key=lambda word: (-len(word), word))
        parts.append(rf"(?P<{part}>{'|'.join(map(shape, words))})")
    named = "|".join(parts[:-1])
    order = r"(?:\(?\d{1,2}\s*[.)–-]\s*|[\W_]{0,4})"
    return re.compile(rf"^{order}(?:(?:{named})\s*(?:\([^)\n]{{0,60}}\)\s*)?(?:[:\t]|[.]?\s*$)|{parts[-1]})")


@by_wordings()
def said(place: str) -> re.Pattern[str]:
    """The words of one place, anywhere in folded text."""
    return pattern(words_of(TABLE, place), TOGETHER)


@by_wordings()
def labelled(place: str) -> re.Pattern[str]:
    """Words of `owner` or `due` as a label inside an item: with a colon, or first in brackets."""
    words = "|".join(map(shape, sorted(words_of(TABLE, place), key=lambda word: (-len(word), word))))
    return re.compile(rf"(?<!\w)(?:{words})\s*[:：]\s*|(?<=[(\[])\s*(?:{words})\s+")


@by_wordings()
def _columns() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for column in COLUMNS:
        named = words_of(TABLE, f"column_{column}") or words_of(TABLE, column)
        for word in named:
            known.setdefault(_JOINTS.sub("", folded(word)), column)
    return known


def column_of(name: str) -> str | None:
    """What a column of a table holds, by its folded name."""
    return _columns().get(_JOINTS.sub("", name)) if len(name) <= _LONGEST else None
