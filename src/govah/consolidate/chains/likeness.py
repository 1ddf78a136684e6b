"""Whether two papers with one number are the same text, or versions of it."""

import re
from collections.abc import Sequence
from enum import Enum

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio

from govah.consolidate.folding import folded

_WORD = re.compile(r"\w+")
_MOST_WORDS = 3000
_RUN = 8
"""Words in a row that one text has and the other lacks, which no misreading explains; a stamp has fewer."""

_STAMP = 16
"""Words before the first or after the last of another text that a registry's stamp or a mark of a copy may add."""

_EQUAL = 0.6
"""Share of equal words from which two texts are one paper; recognition of scans gets some words wrong."""


class Likeness(Enum):
    """How two texts compare."""

    SAME = "same"
    VERSION = "version"
    OTHER = "other"


def words(text: str) -> tuple[str, ...]:
    """The folded words that are compared."""
    return tuple(_WORD.findall(folded(text[:60_000])))[:_MOST_WORDS]


def likeness(one: Sequence[str], other: Sequence[str]) -> Likeness:
    """Compare the words of two papers.

    Scattered differences are misreadings (`SAME`), a run of words that only one has is a change (`VERSION`), and
    little in common is `OTHER`.
    """
    if not one or not other:
        return Likeness.OTHER
    kept = 0
    changed = 0
    steps = list(Levenshtein.opcodes(list(one), list(other)))
    for place, step in enumerate(steps):
        if step.tag == "equal":
            kept += step.src_end - step.src_start
            continue
        run = _run(one[step.src_start : step.src_end], other[step.dest_start : step.dest_end])
        if not (run <= _STAMP and place in (0, len(steps) - 1)):
            changed = max(changed, run)
    share = kept / min(len(one), len(other))
    if share < _EQUAL:
        return Likeness.VERSION if share > 0.3 else Likeness.OTHER
    return Likeness.VERSION if changed >= _RUN else Likeness.SAME


def shared(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the shorter text's words that stand in the other in the same order."""
    if not one or not other:
        return 0.0
    kept = sum(
        step.src_end - step.src_start for step in Levenshtein.opcodes(list(one), list(other)) if step.tag == "equal"
    )
    return kept / min(len(one), len(other))


def _run(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """Words of a difference that are no misreadings of each other."""
    if not mine or not theirs:
        return max(len(mine), len(theirs))
    return (
        max(len(mine), len(theirs)) if Levenshtein.normalized_similarity(" ".join(mine), " ".join(theirs)) < 0.5 else 0
    )


def contains(carrier: str, carried: str) -> bool:
    """Whether a mail's text holds another paper's text, read with a few errors."""
    large, small = folded(carrier[:30_000]), folded(carried[:6_000])
    if len(small) < 80 or len(small) > 1.5 * len(large):
        return False
    score: float = partial_ratio(" ".join(_WORD.findall(small)), " ".join(_WORD.findall(large)))
    return score >= 75
