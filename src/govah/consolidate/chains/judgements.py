"""What persons said of letters' places among others, in the place of what machines found or beside it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from govah.consolidate.chains.families import Families
from govah.consolidate.chains.holding import Holding
from govah.consolidate.chains.registry import Registry
from govah.consolidate.letters.correction import letter_at
from govah.consolidate.letters.judging import (
    LetterPlace,
    SaidReference,
    read_outcome,
    read_places,
    read_reference,
    read_relation,
    read_status,
)
from govah.errors import UsageError
from govah.model.identifiers import EntryIndex, LetterId
from govah.model.letter import (
    ChainJudgement,
    Letter,
    LetterStatus,
    Reference,
    ReferenceKind,
    Relation,
    RelationKind,
)
from govah.model.outcome import OutcomeKind
from govah.model.passage import Span

_FAMILY = frozenset({RelationKind.VERSION, RelationKind.DUPLICATE})
_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True)
class _Word:
    """A relation that a person said: of which letter, to which other."""

    entry: EntryIndex
    letter: LetterId
    kind: RelationKind | None
    other: LetterId | None
    holds: bool


@dataclass(frozen=True, slots=True)
class JudgedOutcome:
    """What a person said became of a proposal: of the one at this place.

    Args:
        entry: That says it.
        span: Where the proposal stands.
        kind: None where it is left to the machine.
        letter: That decided, where one was named.
    """

    entry: EntryIndex
    span: Span
    kind: OutcomeKind | None
    letter: LetterId | None


class Judgements:
    """The judgements of all letters, each list in the order in which they were made.

    What a later version wrote and this one cannot read is passed over, as are letters that are not there any more.

    Args:
        holdings: All letters of the case.
    """

    def __init__(self, holdings: Sequence[Holding]) -> None:
        self._letters = [holding.letter for holding in holdings]
        self._exhibits: dict[int, list[Letter]] = {}
        for holding in sorted(holdings, key=lambda each: each.letter.span):
            if holding.exhibit is not None:
                self._exhibits.setdefault(holding.exhibit, []).append(holding.letter)
        self._relations = [word for letter in self._letters for word in self._words(letter)]
        self._relations.sort(key=lambda word: word.entry)

    def _of(self, field: str) -> Iterator[tuple[LetterId, ChainJudgement]]:
        found = [(letter.id, each) for letter in self._letters for each in letter.judgements if each.field == field]
        return iter(sorted(found, key=lambda pair: pair[1].entry))

    def _at(self, place: LetterPlace) -> LetterId | None:
        letters = self._exhibits.get(place.exhibit)
        return letter_at(letters, place.page).id if letters else None

    def _words(self, letter: Letter) -> Iterator[_Word]:
        for each in letter.judgements:
            if each.field != "relations":
                continue
            if not each.value:
                yield _Word(each.entry, letter.id, None, None, holds=False)
                continue
            said = _read(read_relation, each.value)
            other = self._at(said.letter) if said is not None else None
            if said is not None and other is not None and other != letter.id:
                yield _Word(each.entry, letter.id, said.kind, other, said.holds)

    def families(self, grouped: Families) -> Families:
        """Families of letters, with what persons joined and parted."""
        principal, relations = dict(grouped.principal), dict(grouped.relations)
        for word in self._relations:
            if word.kind is not None and word.kind not in _FAMILY:
                continue
            if word.holds and word.kind is not None and word.other is not None:
                _join(word.letter, Relation(word.kind, word.other, word.entry), principal, relations)
            else:
                _part(word, principal, relations)
        return Families(principal, relations)

    def references(
        self, settled: Mapping[LetterId, tuple[Reference, ...]], grouped: Families, registry: Registry
    ) -> dict[LetterId, tuple[Reference, ...]]:
        """References of every letter, with those that persons set, took away or settled."""
        found, by_id = dict(settled), {letter.id: letter for letter in self._letters}
        for name, each in self._of("references"):
            found[name] = self._changed(found[name], by_id[name], each, grouped, registry)
        return found

    def _changed(
        self,
        found: tuple[Reference, ...],
        letter: Letter,
        each: ChainJudgement,
        grouped: Families,
        registry: Registry,
    ) -> tuple[Reference, ...]:
        if not each.value:
            return tuple(one for one in found if not one.span.meets(each.span))
        said = _read(read_reference, each.value)
        if said is None:
            return found
        cited = self._cited(said, each, letter, registry)
        principal = grouped.principal[cited] if cited is not None else None
        if said.kind is None:
            return tuple(one for one in found if not _is(one, said, principal))
        if cited == letter.id or principal == letter.id:
            return found
        made = Reference(
            " ".join(each.words.split()), said.number, said.date, said.kind, each.span, principal, each.entry
        )
        beneath = _beneath(found, said, each, principal)
        if beneath and made.number is None and made.date is None:
            made = replace(made, text=beneath[0].text, number=beneath[0].number, date=beneath[0].date)
        at = found.index(beneath[0]) if beneath else len(found)
        left = [one for one in found if one not in beneath]
        return (*left[:at], made, *left[at:])

    def _cited(self, said: SaidReference, each: ChainJudgement, letter: Letter, registry: Registry) -> LetterId | None:
        """The held letter that a person names: itself, else by its number or date."""
        if said.letter is not None:
            return self._at(said.letter)
        if not said.held:
            return None
        kind = said.kind or ReferenceKind.CITATION
        cited = registry.cited(letter, Reference(each.words, said.number, said.date, kind, each.span))
        return cited.id if cited is not None else None

    def relations(self, found: Mapping[LetterId, tuple[Relation, ...]]) -> dict[LetterId, tuple[Relation, ...]]:
        """Relations of every letter, with those that persons set or took away; families are joined before."""
        changed = dict(found)
        for word in self._relations:
            mine = changed[word.letter]
            if word.kind is None:
                changed[word.letter] = tuple(one for one in mine if (one.judged or -1) > word.entry)
            elif word.kind in _FAMILY or word.other is None:
                continue
            else:
                same = (word.kind, word.other)
                mine = tuple(one for one in mine if (one.kind, one.letter) != same)
                own = (Relation(word.kind, word.other, word.entry),) if word.holds else ()
                changed[word.letter] = (*mine, *own)
        return changed

    def answers(
        self, found: Mapping[LetterId, tuple[LetterId, ...]], grouped: Families
    ) -> dict[LetterId, tuple[LetterId, ...]]:
        """Who answers a family, by its principal, where a person said so."""
        changed = dict(found)
        for name, each in self._of("answered_by"):
            places = _read(read_places, each.value)
            held = [self._at(place) for place in places or ()]
            own = grouped.principal[name]
            answering = {grouped.principal[one] for one in held if one is not None} - {own}
            changed[own] = tuple(sorted(answering))
        return {name: answering for name, answering in changed.items() if answering}

    def outcomes(self, letter: Letter) -> list[JudgedOutcome]:
        """What persons said became of a letter's proposals, in the order in which they said it."""
        found = []
        for each in sorted(letter.judgements, key=lambda one: one.entry):
            if each.field != "outcome":
                continue
            said = _read(read_outcome, each.value) if each.value else None
            if said is None and each.value:
                continue
            decided = self._at(said.letter) if said is not None and said.letter is not None else None
            found.append(JudgedOutcome(each.entry, each.span, said.kind if said is not None else None, decided))
        return found

    def statuses(self, grouped: Families) -> dict[LetterId, LetterStatus]:
        """The status of a family that a person said, by its principal, unless they took it back."""
        found: dict[LetterId, LetterStatus] = {}
        for name, each in self._of("status"):
            said = _read(read_status, each.value) if each.value else None
            found.pop(grouped.principal[name], None)
            if said is not None:
                found[grouped.principal[name]] = said
        return found

    def judged(self, grouped: Families) -> dict[LetterId, dict[str, EntryIndex]]:
        """The entries that say a family's status and what answers it, by its principal."""
        found: dict[LetterId, dict[str, EntryIndex]] = {}
        for field in ("status", "answered_by"):
            for name, each in self._of(field):
                mine = found.setdefault(grouped.principal[name], {})
                if each.value or field == "answered_by":
                    mine[field] = each.entry
                else:
                    mine.pop(field, None)
        return found


def _read(read: Callable[[str], _Said], value: str) -> _Said | None:
    try:
        return read(value)
    except UsageError:  # of a later version
        return None


def _join(
    lesser: LetterId,
    relation: Relation,
    principal: dict[LetterId, LetterId],
    relations: dict[LetterId, Relation],
) -> None:
    """Make a letter a lesser paper of another's family; what stood beneath it goes with it."""
    head = principal[relation.letter]
    if head == lesser:  # one family the other way round: from now on the other stands for it
        head = relation.letter
        relations.pop(head, None)
    moved = [name for name, first in principal.items() if first == lesser and name != head] or [lesser]
    for name in moved:
        principal[name] = head
        if name in relations:
            relations[name] = replace(relations[name], letter=head)
    principal[head] = head
    relations[lesser] = replace(relation, letter=head)


def _part(word: _Word, principal: dict[LetterId, LetterId], relations: dict[LetterId, Relation]) -> None:
    """Let a letter stand for itself."""
    pairs = [(word.letter, word.other)]
    if word.other is not None:
        pairs.append((word.other, word.letter))
    for lesser, first in pairs:
        relation = relations.get(lesser)
        if relation is None or (word.kind is not None and relation.kind is not word.kind):
            continue
        if first is None or principal[first] == relation.letter:
            del relations[lesser]
            principal[lesser] = lesser


def _is(one: Reference, said: SaidReference, principal: LetterId | None) -> bool:
    """Whether a reference is the one that a person names."""
    return said.names(one.number) or (principal is not None and one.letter == principal)


def _beneath(
    found: Sequence[Reference], said: SaidReference, each: ChainJudgement, principal: LetterId | None
) -> list[Reference]:
    """References in whose place a person's stands: to the same letter, and what was found at its place."""
    same = [one for one in found if _is(one, said, principal)]
    there = [one for one in found if one.span.meets(each.span)] if not said.also else []
    if len(there) > 1 and not same:
        there = [one for one in there if one.span == each.span]
    elif len(there) > 1:
        there = []
    return [one for one in found if one in same or one in there]
