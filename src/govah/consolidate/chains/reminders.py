"""What reminds and what it reminds of are answered together."""

from collections.abc import Mapping
from datetime import date

from govah.consolidate.chains.families import Families
from govah.model.identifiers import LetterId
from govah.model.letter import Letter, Relation, RelationKind


def with_reminders(
    answers: Mapping[LetterId, tuple[LetterId, ...]],
    relations: Mapping[LetterId, tuple[Relation, ...]],
    grouped: Families,
    letters: Mapping[LetterId, Letter],
) -> dict[LetterId, tuple[LetterId, ...]]:
    """Who answers a family, where one that answers a reminder answers its first letter too, and the other way.

    A reminder is answered by what answers the first letter on its own day or later: what came before crossed it.

    Args:
        answers: Who answers a family, by its principal.
        relations: Of every letter.
        grouped: Which papers are one letter.
        letters: By id.
    """
    found = dict(answers)
    pairs = sorted(
        {
            (grouped.principal[name], grouped.principal[relation.letter])
            for name, mine in relations.items()
            for relation in mine
            if relation.kind is RelationKind.REMINDER
        },
        key=lambda pair: (_day(letters[pair[0]]), pair),
    )
    for reminder, first in reversed(pairs):
        if reminder in found and first not in found:
            found[first] = tuple(one for one in found[reminder] if one not in (first, reminder))
    for reminder, first in pairs:
        later = tuple(one for one in found.get(first, ()) if _day(letters[one]) >= _day(letters[reminder]))
        if later and reminder not in found:
            found[reminder] = later
    return {name: answering for name, answering in found.items() if answering}


def _day(letter: Letter) -> date:
    return letter.date.latest if letter.date is not None and letter.date.latest is not None else date.min
