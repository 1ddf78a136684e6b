"""What the sentences of one paper say of the proposals of one letter."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govah.consolidate.chains.outcomes.likeness import content, nearest, shared
from govah.consolidate.chains.outcomes.sentences import Sentence
from govah.consolidate.chains.outcomes.words import (
    Mention,
    Verb,
    mentions,
    names_proposal,
    negates,
    speaks_of_all,
    speaks_of_rest,
    verbs,
)
from govah.model.outcome import OutcomeGround, OutcomeKind

_ANCHOR = 0.5
"""Share of words from which a sentence that names a proposal by its place is about this letter's."""
_WORDING = 0.6
"""Share of words from which a sentence without a number is about a proposal."""
_DECISION = 0.5
"""Likewise, for a decision of minutes that cite the letter."""
_CLAUSES = re.compile(r"[،,;؛:()]")


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of a proposal, by its place from 1."""

    place: int
    kind: OutcomeKind
    ground: OutcomeGround
    sentence: Sentence


class Proposed:
    """The proposals of a letter, as others may speak of them.

    Args:
        texts: In order.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.count = len(texts)
        self._words = [content(text) for text in texts]

    @property
    def words(self) -> Sequence[frozenset[str]]:
        """The words of each proposal that tell something."""
        return self._words

    def is_meant(self, sentence: Sentence) -> bool:
        """Whether a sentence that names a proposal means one of these: it has its words, of the place that it names."""
        said = content(sentence.text)
        for mention in mentions(sentence.text, citing=False):
            places = [place for place in mention.places if 1 <= place <= self.count]
            if any(shared(self._words[place - 1], said) >= _ANCHOR for place in places):
                return True
        return nearest(self._words, said, _WORDING) is not None

    def taken_up(self, sentences: Sequence[Sentence]) -> int | None:
        """The one proposal that a letter which cites this one carries on; None where it is none or several."""
        places = {
            place
            for each in sentences
            for mention in mentions(each.text, citing=True)
            for place in mention.places
            if 1 <= place <= self.count
        }
        return places.pop() if len(places) == 1 else None

    def decided(self, sentences: Sequence[Sentence], *, citing: bool, alone: bool) -> list[Said]:
        """What the sentences of a paper say of the proposals.

        Args:
            sentences: In order.
            citing: The paper cites the letter.
            alone: Of no other letter does it speak as well; else a number needs a word of the proposal beside it.
        """
        found: list[Said] = []
        for each in sentences:
            deciding = verbs(each.text)
            named = [self._within(mention, each, alone) for mention in mentions(each.text, citing=citing)]
            named = [mention for mention in named if mention.places]
            if named:
                found += self._by_place(each, named, deciding)
            elif deciding and citing and speaks_of_rest(each.text):
                told = {said.place for said in found}
                rest = (place for place in range(1, self.count + 1) if place not in told)
                found += [Said(place, deciding[0].kind, OutcomeGround.WHOLE, each) for place in rest]
            elif deciding and citing and speaks_of_all(each.text):
                found += self.whole(each, deciding[0].kind, OutcomeGround.WHOLE)
            else:
                found += self._by_words(each, deciding, citing=citing)
        return found

    def whole(self, sentence: Sentence, kind: OutcomeKind, ground: OutcomeGround) -> list[Said]:
        """One word on all of them."""
        return [Said(place, kind, ground, sentence) for place in range(1, self.count + 1)]

    def _within(self, mention: Mention, sentence: Sentence, alone: bool) -> Mention:
        said = content(sentence.text)
        places = tuple(
            place for place in mention.places if 1 <= place <= self.count and (alone or self._words[place - 1] & said)
        )
        return Mention(mention.start, mention.end, places)

    def _by_place(self, sentence: Sentence, named: Sequence[Mention], deciding: Sequence[Verb]) -> Iterator[Said]:
        for order, mention in enumerate(named):
            later = named[order + 1].start if order + 1 < len(named) else len(sentence.text)
            earlier = named[order - 1].end if order else 0
            after = next((verb for verb in deciding if mention.end <= verb.start < later), None)
            before = next((verb for verb in reversed(deciding) if earlier <= verb.start < mention.start), None)
            verb = after or before
            if verb is not None:
                for place in mention.places:
                    yield Said(place, verb.kind, OutcomeGround.ORDINAL, sentence)

    def _by_words(self, sentence: Sentence, deciding: Sequence[Verb], *, citing: bool) -> Iterator[Said]:
        if not deciding and not (sentence.decision and citing):
            return
        if not citing and not (sentence.decision or names_proposal(sentence.text)):
            return
        place = self._meant(sentence, deciding, citing=citing)
        if place is None:
            return
        kind = OutcomeKind.REJECTED if negates(sentence.text) else OutcomeKind.ADOPTED
        yield Said(place, deciding[0].kind if deciding else kind, OutcomeGround.WORDING, sentence)

    def _meant(self, sentence: Sentence, deciding: Sequence[Verb], *, citing: bool) -> int | None:
        """The proposal whose words a sentence has, or one of its clauses where it decides in minutes that cite it."""
        bare = sentence.text
        for verb in deciding:
            bare = f"{bare[: verb.start]}{' ' * (verb.end - verb.start)}{bare[verb.end :]}"
        if not (sentence.decision and citing):
            found = nearest(self._words, content(bare), _WORDING)
            return found[1] if found is not None else None
        clauses = (content(clause) for clause in (bare, *_CLAUSES.split(bare)))
        near = [each for clause in clauses if (each := nearest(self._words, clause, _DECISION, least=0.0))]
        return max(near)[1] if near else None
