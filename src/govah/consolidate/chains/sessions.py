"""Sessions that a conference platform kept, and the minutes of the same meeting."""

from collections.abc import Mapping, Sequence

from govah.consolidate.chains.holding import Holding
from govah.consolidate.chains.registry import same_day
from govah.consolidate.letters.session import names_session
from govah.model.identifiers import LetterId
from govah.model.letter import LetterForm, Relation, RelationKind


def same_events(holdings: Sequence[Holding]) -> Mapping[LetterId, tuple[Relation, ...]]:
    """What was kept of a session, and the minutes of that day whose first lines hold its title."""
    minutes: dict[object, list[Holding]] = {}
    for holding in holdings:
        if holding.letter.form is LetterForm.MINUTES and holding.letter.date is not None:
            minutes.setdefault(holding.letter.date.earliest, []).append(holding)
    found = {}
    for holding in holdings:
        letter = holding.letter
        if letter.form is not LetterForm.SESSION or letter.date is None:
            continue
        same = [
            one
            for one in minutes.get(letter.date.earliest, ())
            if same_day(one.letter.date, letter.date) and names_session(one.text, letter.subject or "")
        ]
        if same:
            found[letter.id] = tuple(Relation(RelationKind.SAME_EVENT, one.letter.id) for one in same)
    return found
