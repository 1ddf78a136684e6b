"""The papers of a case, each standing for its family, with their sentences, read when they are asked for."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from govah.consolidate.chains.families import Families
from govah.consolidate.chains.holding import Holding
from govah.consolidate.chains.outcomes.deciding import Proposed
from govah.consolidate.chains.outcomes.likeness import content, keys
from govah.consolidate.chains.outcomes.sentences import Sentence, sentences
from govah.consolidate.chains.outcomes.words import names_proposal
from govah.consolidate.folding import folded
from govah.model.identifiers import LetterId
from govah.model.letter import Letter


class Papers:
    """Papers that may decide.

    Args:
        held: All letters of the case.
        grouped: Which papers are one letter.
    """

    def __init__(self, held: Sequence[Holding], grouped: Families) -> None:
        self._held = {one.letter.id: one for one in held if grouped.principal[one.letter.id] == one.letter.id}
        self._pages: dict[str, list[int]] = defaultdict(list)
        for holding in held:
            self._pages[holding.letter.sha256].append(holding.letter.span.page)
        self._read: dict[LetterId, tuple[Sentence, ...]] = {}

    def letter(self, name: LetterId) -> Letter:
        """One of them."""
        return self._held[name].letter

    def sentences(self, name: LetterId) -> tuple[Sentence, ...]:
        """Its sentences."""
        if name not in self._read:
            holding = self._held[name]
            self._read[name] = sentences(holding, *self._place(holding))
        return self._read[name]

    def _place(self, holding: Holding) -> tuple[int, int]:
        """Where a paper stands in the text of its exhibit: up to the page on which the next one begins."""
        page, starts = holding.letter.span.page, holding.starts
        after = min((each for each in self._pages[holding.letter.sha256] if each > page), default=None)
        start = starts[page - 1] if page <= len(starts) else 0
        return start, starts[after - 1] if after is not None and after <= len(starts) else len(holding.text)

    @cached_property
    def _naming(self) -> tuple[Sequence[tuple[LetterId, Sentence]], Mapping[str, list[int]]]:
        """Sentences that name a proposal, and their places by the beginnings of their words."""
        found: list[tuple[LetterId, Sentence]] = []
        index: dict[str, list[int]] = defaultdict(list)
        for name, holding in self._held.items():
            if not names_proposal(folded(holding.text)):
                continue
            for each in self.sentences(name):
                if names_proposal(each.text):
                    for key in keys(content(each.text)):
                        index[key].append(len(found))
                    found.append((name, each))
        return found, index

    def meaning(self, proposed: Proposed) -> set[LetterId]:
        """Those that name one of some proposals, with words of it."""
        naming, index = self._naming
        found: set[LetterId] = set()
        for words in proposed.words:
            shared = Counter(place for key in keys(words) for place in index.get(key, ()))
            for place, count in shared.items():
                name, sentence = naming[place]
                if count > 1 and name not in found and proposed.is_meant(sentence):
                    found.add(name)
        return found
