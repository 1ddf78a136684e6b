"""Who wrote to whom: pairs of offices, with the letters of both directions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govah.consolidate.chains.parties import Parties
from govah.model.letter import Letter, RelationKind, Standing

Pair = tuple[Letter, Standing]


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of a dyad: from which of the two it went; `copy` where it is a version or second copy of another."""

    letter: Letter
    standing: Standing
    sender: str
    copy: bool

    @property
    def unanswered(self) -> bool:
        """Whether it has no answer in holdings."""
        return self.standing.unanswered


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two offices and the letters between them; a copy is a paper, and no letter more.

    Args:
        one, other: The names that stand for them, in order.
        sent: In order of time, undated ones last.
    """

    one: str
    other: str
    sent: tuple[Sent, ...]

    def count(self, sender: str) -> int:
        """How many letters one of the two sent."""
        return sum(each.sender == sender and not each.copy for each in self.sent)

    def unanswered(self, sender: str) -> int:
        """How many of these have no answer in holdings."""
        return sum(each.sender == sender and each.unanswered for each in self.sent)


def dyads(pairs: Sequence[Pair], parties: Parties) -> tuple[Dyad, ...]:
    """Every pair of offices of which one wrote to the other, those with most letters first.

    A letter to several addressees is one of each pair; copies sent (`cc`) make none.

    Args:
        pairs: All letters with their standing.
        parties: Who is who among them.
    """
    found: dict[tuple[str, str], list[Sent]] = {}
    for letter, standing in pairs:
        copy = any(each.kind in (RelationKind.VERSION, RelationKind.DUPLICATE) for each in standing.relations)
        for sender, to in _ways(letter, parties):
            key = (sender, to) if sender <= to else (to, sender)
            found.setdefault(key, []).append(Sent(letter, standing, sender, copy))
    made = [Dyad(one, other, tuple(sorted(sent, key=_time))) for (one, other), sent in found.items()]
    return tuple(sorted(made, key=lambda dyad: (-len(dyad.sent), dyad.one, dyad.other)))


def _ways(letter: Letter, parties: Parties) -> Iterator[tuple[str, str]]:
    for sender in parties.among(letter.sender)[:1]:
        for to in parties.among(letter.to):
            if to != sender:
                yield sender, to


def _time(sent: Sent) -> tuple[str, str]:
    day = sent.letter.date.earliest if sent.letter.date is not None else None
    return day.isoformat() if day is not None else "~", sent.letter.id
