"""Which of a case's correspondents are one office, for lists and pictures. A lead: nobody is merged by it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from govah.consolidate.chains.direction import Directory
from govah.consolidate.folding import folded
from govah.model.letter import Correspondent, Letter

_COMPARED = 250
"""Names that are compared with each other; rarer ones are one only where they are spelled alike."""


class Parties:
    """The offices, or persons where no office is known, that wrote or received letters.

    Args:
        letters: All of them.
        aliases: Sets of names that persons judged to be one office.
    """

    def __init__(self, letters: Sequence[Letter], aliases: Sequence[frozenset[str]] = ()) -> None:
        self._directory = Directory(letters, aliases)
        named = [(name, who) for letter in letters for who in (*letter.sender, *letter.to) if (name := self._name(who))]
        counts = Counter(folded(name) for name, _ in named)
        first: dict[str, tuple[str, Correspondent]] = {}
        for name, who in named:
            first.setdefault(folded(name), (name, who))
        self._names: dict[str, str] = {}
        chosen: list[tuple[str, Correspondent]] = []
        for order, key in enumerate(sorted(counts, key=lambda one: (-counts[one], one))):
            name, who = first[key]
            same = self._same(who, chosen) if order < _COMPARED else None
            self._names[key] = same or name
            if same is None:
                chosen.append((name, who))

    def _name(self, who: Correspondent) -> str | None:
        offices = self._directory.offices(who)
        return who.office or (offices[0] if len(offices) == 1 else who.name)

    def _same(self, who: Correspondent, chosen: Iterable[tuple[str, Correspondent]]) -> str | None:
        return next((name for name, other in chosen if self._directory.same(who, other)), None)

    def of(self, who: Correspondent) -> str | None:
        """The name that stands for a correspondent."""
        name = self._name(who)
        return self._names.get(folded(name), name) if name else None

    def named(self, name: str) -> str | None:
        """The name that stands for an office as it is spelled somewhere; None where nobody is called so."""
        return self._names.get(folded(name))

    def among(self, some: Iterable[Correspondent]) -> tuple[str, ...]:
        """The names of several, each once."""
        return tuple(dict.fromkeys(name for who in some if (name := self.of(who)) is not None))
