"""Papers that are one letter: duplicates and versions of the same number."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govah.consolidate.chains.direction import Directory
from govah.consolidate.chains.holding import Holding
from govah.consolidate.chains.likeness import Likeness, likeness, shared, words
from govah.consolidate.chains.registry import same_day
from govah.consolidate.folding import folded
from govah.consolidate.letters.mail import forwards_by_subject
from govah.consolidate.letters.numbers import number_key
from govah.consolidate.letters.phrases import phrase
from govah.model.identifiers import LetterId
from govah.model.letter import Relation, RelationKind

_DRAFT = re.compile(r"(?<!\w)(?:پیش ?نویس|مسوده|draft)(?!\w)")
_FIXED = ("application/pdf", "image/")
_DRAFTED = 0.75
"""Share of a draft's words that the letter has which was made of it."""

_MOST = 50
"""Papers with one number that are compared with each other; more are a placeholder's, not a letter's."""


@dataclass(frozen=True, slots=True)
class Families:
    """Which papers are one letter.

    Args:
        principal: For every letter the paper that stands for its family.
        relations: What each lesser paper is to its principal.
    """

    principal: Mapping[LetterId, LetterId]
    relations: Mapping[LetterId, Relation]


def families(holdings: Sequence[Holding], directory: Directory) -> Families:
    """Group papers with the same number, from the same sender, whose texts are alike."""
    principal = {holding.letter.id: holding.letter.id for holding in holdings}
    relations: dict[LetterId, Relation] = {}
    groups: dict[tuple[str, ...], list[Holding]] = {}
    for holding in holdings:
        if holding.letter.number is not None and not _is_forward(holding):
            groups.setdefault(number_key(holding.letter.number).free, []).append(holding)
    for group in (*groups.values(), *_unnumbered(holdings), *_drafts(holdings, directory)):
        if not 1 < len(group) <= _MOST:
            continue
        ranked = sorted(group, key=_standing)
        texts = {holding.letter.id: words(holding.text) for holding in ranked}
        for order, holding in enumerate(ranked):
            for first in ranked[:order]:
                if principal[first.letter.id] != first.letter.id or not _one_letter(first, holding, directory):
                    continue
                if principal[holding.letter.id] != holding.letter.id:
                    break
                kind = _kind(first, holding, likeness(texts[first.letter.id], texts[holding.letter.id]))
                if kind is not None:
                    principal[holding.letter.id] = first.letter.id
                    relations[holding.letter.id] = Relation(kind, first.letter.id)
                    break
    return Families(principal, relations)


def _unnumbered(holdings: Sequence[Holding]) -> Iterator[list[Holding]]:
    """Letters of one subject, where some have no number yet: a draft is written before its letter is registered."""
    groups: dict[str, list[Holding]] = {}
    for holding in holdings:
        if holding.letter.subject and holding.letter.mail is None:
            groups.setdefault(" ".join(folded(holding.letter.subject).split()), []).append(holding)
    for group in groups.values():
        if any(holding.letter.number is None for holding in group):
            yield group


def _drafts(holdings: Sequence[Holding], directory: Directory) -> Iterator[list[Holding]]:
    """A draft without number and subject, with what went the same way in nearly the same words."""
    for draft in holdings:
        letter = draft.letter
        if letter.number is not None or letter.subject or not _DRAFT.search(folded(draft.text[:400])):
            continue
        written = words(draft.text)
        sent = [
            holding
            for holding in holdings
            if holding.letter.number is not None
            and directory.among(holding.letter.sender, letter.sender) is True
            and directory.among(holding.letter.to, letter.to) is True
        ][:_MOST]
        alike = [holding for holding in sent if shared(written, words(holding.text)) >= _DRAFTED]
        if alike:
            yield [draft, *alike[: _MOST - 1]]


def _is_forward(holding: Holding) -> bool:
    return holding.letter.mail is not None and forwards_by_subject(holding.letter.subject or "")


def _standing(holding: Holding) -> tuple[bool, bool, bool, bool, bool, bool, LetterId]:
    """Drafts after letters, copies after originals, what can be edited after what is fixed, unsigned after signed.

    Of two that are alike in all that, a scan stands after what was written by a program.
    """
    opening = folded(holding.text[:400])
    return (
        holding.letter.number is None,
        _DRAFT.search(opening) is not None,
        phrase("true_copy").search(opening) is not None,
        not holding.media_type.startswith(_FIXED),
        "signature" not in holding.letter.spans,
        holding.letter.scanned,
        holding.letter.id,
    )


def _one_letter(first: Holding, second: Holding, directory: Directory) -> bool:
    numbers = {number_key(one.letter.number).free for one in (first, second) if one.letter.number is not None}
    if _of_one_file(first, second):
        return False
    return len(numbers) < 2 and directory.among(first.letter.sender, second.letter.sender) is not False


def _of_one_file(first: Holding, second: Holding) -> bool:
    """Whether two papers bear their file's number and are letters of two days: neither is a draft, both are signed."""
    if same_day(first.letter.date, second.letter.date) is not False:
        return False
    openings = [folded(one.text[:400]) for one in (first, second)]
    drafted = any(_DRAFT.search(opening) or phrase("true_copy").search(opening) for opening in openings)
    return not drafted and all("signature" in one.letter.spans for one in (first, second))


def _kind(first: Holding, second: Holding, found: Likeness) -> RelationKind | None:
    drafted = second.letter.number is None and _DRAFT.search(folded(second.text[:400])) is not None
    if found is Likeness.SAME and not drafted and same_day(first.letter.date, second.letter.date) is not False:
        return RelationKind.DUPLICATE
    return RelationKind.VERSION if found is not Likeness.OTHER else None
