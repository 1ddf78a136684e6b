"""Words that decide on proposals and name them, in folded text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from govah.consolidate.data.extension import by_wordings
from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import TOGETHER, pattern, shape, words_of
from govah.model.outcome import OutcomeKind

TABLE = "outcome_words.tsv"
_KINDS = (OutcomeKind.ADOPTED, OutcomeKind.REJECTED, OutcomeKind.POSTPONED, OutcomeKind.OVERTAKEN)
_MOST = 10
"""Proposals of a list that ordinals name."""
_BEFORE = 24
"""Code points before a deciding word in which a wish is sought."""
_CLAUSE = 120
"""Code points before a deciding word in which a condition is sought."""
_ROMAN = {name: place for place, name in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), 1)}
_NEGATED = re.compile(r"^\W*(?:عدم|no(?!\w)|not to(?!\w)|ne pas(?!\w))")


@dataclass(frozen=True, slots=True)
class Verb:
    """A deciding word, by its place."""

    start: int
    end: int
    kind: OutcomeKind


@dataclass(frozen=True, slots=True)
class Mention:
    """Proposals named by their places in the list: «پیشنهاد دوم و سوم», `proposals 2 and 3`."""

    start: int
    end: int
    places: tuple[int, ...]


@by_wordings()
def _verbs() -> Mapping[OutcomeKind, re.Pattern[str]]:
    return {kind: pattern(words_of(TABLE, kind.value), "[وف]?") for kind in _KINDS}


@by_wordings()
def _unless() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(words_of(TABLE, 'unless'))})\W*$")


@by_wordings()
def _condition() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(words_of(TABLE, 'condition'))})(?!\w)[^,،;؛:.]*$")


@by_wordings()
def _said(place: str) -> re.Pattern[str]:
    return pattern(words_of(TABLE, place), TOGETHER)


@by_wordings()
def _ordinals() -> Mapping[str, int]:
    return {folded(word): place for place in range(1, _MOST + 1) for word in words_of(TABLE, str(place))}


@by_wordings()
def _mentions(citing: bool) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    """A noun before its numbers, ordinals before their noun, numbers in brackets; and one of these numbers."""
    noun = _any((*words_of(TABLE, "proposal"), *(words_of(TABLE, "point") if citing else ())))
    each = rf"\(?(?:\d{{1,2}}(?![\d/.]\d)|{_any(_ordinals())})\)?(?!\w)"
    several = rf"{each}(?:\s*(?:[,،]|و|and|et|&)\s*{each})*"
    named = rf"(?<!\w){TOGETHER}(?:ال)?(?:{noun})"
    bracketed = rf"\((?:\d{{1,2}}|{_any(_ROMAN)})\)"
    bare = re.compile(rf"(?P<list>{bracketed}(?:\s*(?:[,،]|و|and|et|&)?\s*{bracketed})*)")
    after = re.compile(rf"{named}\s*(?:(?:{_any(words_of(TABLE, 'numbered'))})\s*)?(?P<list>{several})")
    before = re.compile(rf"(?<!\w)(?P<list>{several})\s+(?:{noun})(?!\w)")
    one = re.compile(rf"\d{{1,2}}|(?<!\w)و?(?P<word>{_any((*_ordinals(), *_ROMAN))})(?!\w)")
    return ((after, before, bare) if citing else (after, before)), one


def _any(words: Iterable[str]) -> str:
    return "|".join(map(shape, sorted(words, key=lambda word: (-len(word), word))))


def verbs(text: str) -> list[Verb]:
    """The deciding words of a folded sentence, in order; none where it asks, or makes a condition."""
    if text.rstrip().endswith(("?", "؟")):
        return []
    found = [Verb(*match.span(), kind) for kind, words in _verbs().items() for match in words.finditer(text)]
    kept: list[Verb] = []
    for verb in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(verb.start < other.end and other.start < verb.end for other in kept):
            kept.append(verb)
    free = (verb for verb in kept if not _is_open(text, verb.start))
    return sorted(free, key=lambda one: one.start)


def _is_open(text: str, start: int) -> bool:
    """Whether what stands before a deciding word makes it a wish, a request or a condition."""
    before = text[max(0, start - _CLAUSE) : start]
    return bool(_unless().search(before[-_BEFORE:]) or _condition().search(before))


def mentions(text: str, *, citing: bool) -> list[Mention]:
    """Proposals that a folded sentence names by number, in order.

    Args:
        text: The sentence.
        citing: It stands in a paper that cites the letter, where a point is one of its proposals.
    """
    shapes, one = _mentions(citing)
    ordinals = {**_ROMAN, **_ordinals()}
    found: list[Mention] = []
    for shaped in shapes:
        for match in shaped.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            places = [
                ordinals[number["word"]] if number["word"] else int(number.group().lstrip("و"))
                for number in one.finditer(match["list"])
                if number["word"] is None or number["word"] in ordinals
            ]
            if places:
                found.append(Mention(match.start(), match.end(), tuple(dict.fromkeys(places))))
    return sorted(found, key=lambda mention: mention.start)


def speaks_of_all(text: str) -> bool:
    """Whether a sentence speaks of all the proposals of a letter."""
    return bool(_said("whole").search(text))


def speaks_of_rest(text: str) -> bool:
    """Whether a sentence speaks of those that were not named."""
    return bool(_said("rest").search(text))


def names_proposal(text: str) -> bool:
    """Whether a sentence has a noun for a proposal."""
    return bool(_said("proposal").search(text))


def negates(text: str) -> bool:
    """Whether a decision begins with a word that says that its act is not to be done."""
    return bool(_NEGATED.match(text))
