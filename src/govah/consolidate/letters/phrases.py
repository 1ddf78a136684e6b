"""Phrases of the genre, from data files, as patterns over folded text."""

import re
from collections.abc import Iterable

from govah.consolidate.data import rows
from govah.consolidate.data.extension import by_wordings
from govah.consolidate.folding import folded

_JOINT = "[ \u00a0-]{0,2}\n?"
"""Between the words of a phrase; a line may end there. The zero-width non-joiner is gone after folding."""

_OPENING = frozenset(
    ["salutation", "closing", "state", "invocation", "nothing", "attribution", "towards", "everybody", "on_behalf"]
)
"""Roles whose phrases begin a line; before others Arabic may write «and», «by» or «for» together with the word."""

TOGETHER = "[وف]?[بل]?"
"""Arabic writes its «and», «by» and «to» together with the next word."""

_SOME = r"(?:\W{1,4}\w{1,25}){0,7}?\W{1,4}"
"""Between the sides of a phrase that has `…`: up to seven words."""


def words_of(name: str, role: str) -> tuple[str, ...]:
    """The words of one role (first cell) of a data file, words in its last cell."""
    return tuple(word for cells in rows(name) if cells[0] == role for word in cells[-1].split("|"))


def shape(phrase: str) -> str:
    """A phrase as a pattern: folded, joints optional; `~` at its end lets letters follow, `…` some words between."""
    open_end = phrase.endswith("~")
    text = folded(phrase.rstrip("~")).strip()
    sides = (side.split() for side in text.replace("...", "…").split("…"))
    body = _SOME.join(_JOINT.join(re.escape(part) for part in side) for side in sides)
    return body if open_end or not text[-1].isalnum() else body + r"(?!\w)"


def pattern(phrases: Iterable[str], prefix: str = "") -> re.Pattern[str]:
    """Any of the phrases as whole words, longest first; `prefix` may be written together with them."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w){prefix}(?:" + "|".join(shape(phrase) for phrase in ordered) + ")")


@by_wordings()
def phrase(role: str) -> re.Pattern[str]:
    """The phrases of one role of `letter_phrases.tsv`."""
    return pattern(words_of("letter_phrases.tsv", role), "" if role in _OPENING else TOGETHER)
