"""How far a sentence has a proposal's words."""

import re
from collections.abc import Iterable, Sequence

from govah.consolidate.chains.outcomes.words import TABLE
from govah.consolidate.data.extension import by_wordings
from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import words_of

_WORD = re.compile(r"\w+")
_LEAST = 3
"""Letters of a word that is compared."""
_ARTICLE = re.compile("^[وفبك]?ال(?=[ء-ی]{3})")
_JOINED = frozenset("وفبل")
"""Letters that Arabic writes together with the next word."""
_STEM = 6
"""Letters to which a word is cut."""
_SHORT = 4
"""Letters from which a stem that goes on with an ending is the same word."""


@by_wordings()
def _links() -> frozenset[str]:
    return frozenset(folded(word) for word in words_of(TABLE, "link"))


@by_wordings(1 << 16)
def content(text: str) -> frozenset[str]:
    """The words of a text that tell something, folded, each cut to its stem."""
    links = _links()
    words = (word for word in _WORD.findall(folded(text)) if len(word) >= _LEAST or word.isdigit())
    return frozenset(_stem(word) for word in words if word not in links)


def _stem(word: str) -> str:
    if word.isdigit():
        return word
    return _ARTICLE.sub("", word)[:_STEM]


def shared(proposal: frozenset[str], sentence: frozenset[str], *, least: float = 0.3) -> float:
    """The share of the shorter's words that both have; 0 where these are fewer than two or little of the proposal.

    Args:
        proposal: Words of a proposal.
        sentence: Words of a sentence.
        least: The share of the proposal's words that a sentence has at least.
    """
    both = sum(word in sentence or any(_one(word, other) for other in sentence) for word in proposal)
    if both < 2 or both < least * len(proposal):
        return 0.0
    return min(1.0, both / min(len(proposal), len(sentence)))


def _one(word: str, other: str) -> bool:
    """Whether two stems are of one word: the same, or one goes on with an ending."""
    if word[0] == other[0]:
        return word == other or _goes_on(word, other)
    return (word[0] in _JOINED and _goes_on(word[1:], other)) or (other[0] in _JOINED and _goes_on(word, other[1:]))


def keys(words: Iterable[str]) -> set[str]:
    """Beginnings of words, of which two that are one word have one in common."""
    found = set()
    for word in words:
        found |= {word[:_SHORT], word[1 : _SHORT + 1]} if word[0] in _JOINED else {word[:_SHORT]}
    return found


def _goes_on(word: str, other: str) -> bool:
    return min(len(word), len(other)) >= _SHORT and (word.startswith(other) or other.startswith(word))


def nearest(
    proposals: Sequence[frozenset[str]], sentence: frozenset[str], enough: float, *, least: float = 0.3
) -> tuple[float, int] | None:
    """The likeness and the place, from 1, of the one proposal whose words a sentence has.

    Returns:
        None where none is like it enough, or several are alike.
    """
    ranked = sorted(
        ((shared(each, sentence, least=least), place) for place, each in enumerate(proposals, 1)), reverse=True
    )
    if not ranked or ranked[0][0] < enough:
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
        return None
    return ranked[0]
