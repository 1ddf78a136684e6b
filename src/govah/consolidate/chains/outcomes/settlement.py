"""What became of the proposals of all letters. A pure function of the letters and their places among each other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from govah.consolidate.chains.families import Families
from govah.consolidate.chains.holding import Holding
from govah.consolidate.chains.judgements import Judgements
from govah.consolidate.chains.outcomes.deciding import Proposed, Said
from govah.consolidate.chains.outcomes.likeness import content, shared
from govah.consolidate.chains.outcomes.papers import Papers
from govah.consolidate.chains.outcomes.sentences import margin
from govah.consolidate.chains.outcomes.words import mentions, verbs
from govah.model.identifiers import LetterId
from govah.model.letter import Letter, LetterForm, RelationKind, Standing
from govah.model.outcome import OutcomeGround, OutcomeKind, OutcomeLead, ProposalOutcome
from govah.model.passage import Span

METHOD = "outcomes/1"
"""Name and version of these rules."""

_SAME = 0.6
"""Share of words from which two papers' proposals are one."""
_RECORDS = frozenset({LetterForm.MINUTES, LetterForm.SESSION})
"""What is listed there was decided, not proposed."""
_OPEN = frozenset({OutcomeKind.POSTPONED, OutcomeKind.NOT_IN_SENT_LETTER})
"""What does not contradict another outcome."""


def proposal_outcomes(
    held: Sequence[Holding], standings: Mapping[LetterId, Standing], grouped: Families, judgements: Judgements
) -> Mapping[LetterId, tuple[ProposalOutcome, ...]]:
    """What became of each proposal, for every letter that has some.

    Args:
        held: All letters of the case.
        standings: Their places among each other.
        grouped: Which papers are one letter.
        judgements: What persons said.
    """
    proposing = [holding for holding in held if holding.letter.proposals and holding.letter.form not in _RECORDS]
    if not proposing:
        return {}
    papers = Papers(held, grouped)
    proposed = {one.letter.id: Proposed([each.text for each in one.letter.proposals]) for one in proposing}
    heads = [one for one in proposing if grouped.principal[one.letter.id] == one.letter.id]
    citing = _citing(standings, grouped)
    beside = _beside(standings, grouped)
    about = {one.letter.id: _about(one.letter, proposed[one.letter.id], papers, citing, beside) for one in heads}
    families: dict[LetterId, list[Holding]] = defaultdict(list)
    for holding in held:
        families[grouped.principal[holding.letter.id]].append(holding)
    spoken: dict[LetterId, int] = defaultdict(int)
    for names in about.values():
        for name in names:
            spoken[name] += 1
    days = {one.letter.id: (one.letter.date.earliest if one.letter.date else None) or date.max for one in held}
    found: dict[LetterId, tuple[ProposalOutcome, ...]] = {}
    for head in heads:
        letter, own = head.letter, proposed[head.letter.id]
        leads: dict[int, list[OutcomeLead]] = defaultdict(list)
        _noted(families[letter.id], own, leads)
        for name in about[letter.id]:
            cites = name in citing[letter.id]
            said = own.decided(papers.sentences(name), citing=cites, alone=spoken[name] == 1)
            _add(said, papers.letter(name), None, leads)
            if cites:
                _answered(name, own, standings, papers, leads)
        outcomes = tuple(
            _outcome(sorted(leads[place], key=lambda lead: (days[lead.letter], lead.letter, lead.span)))
            for place in range(1, own.count + 1)
        )
        found[letter.id] = _judged(letter, outcomes, judgements)
    by_id = {holding.letter.id: holding.letter for holding in held}
    for one in proposing:
        name = grouped.principal[one.letter.id]
        if name != one.letter.id:
            carried = _carried(one.letter, by_id[name], grouped, found.get(name, ()))
            found[one.letter.id] = _judged(one.letter, carried, judgements)
    return found


def _citing(standings: Mapping[LetterId, Standing], grouped: Families) -> dict[LetterId, set[LetterId]]:
    """The letters, each standing for its family, that cite one."""
    found: dict[LetterId, set[LetterId]] = defaultdict(set)
    for name, standing in standings.items():
        for reference in standing.references:
            if reference.letter is not None:
                found[grouped.principal[reference.letter]].add(grouped.principal[name])
    return found


def _about(
    letter: Letter,
    own: Proposed,
    papers: Papers,
    citing: Mapping[LetterId, set[LetterId]],
    beside: Mapping[LetterId, set[LetterId]],
) -> tuple[LetterId, ...]:
    """Papers that speak of a letter's proposals: they cite it, or have its words, or are of the same event as one."""
    names = set(citing.get(letter.id, ()))
    names |= {name for name in papers.meaning(own) if _later(letter, papers.letter(name))}
    names |= {other for name in names for other in beside.get(name, ())}
    return tuple(sorted(names - {letter.id}))


def _beside(standings: Mapping[LetterId, Standing], grouped: Families) -> Mapping[LetterId, set[LetterId]]:
    """What else was kept of the event of a paper, each standing for its family."""
    found: dict[LetterId, set[LetterId]] = defaultdict(set)
    for name, standing in standings.items():
        for relation in standing.relations:
            if relation.kind is RelationKind.SAME_EVENT:
                found[grouped.principal[relation.letter]].add(grouped.principal[name])
    return found


def _later(letter: Letter, paper: Letter) -> bool:
    day, then = (one.date.earliest if one.date is not None else None for one in (letter, paper))
    return day is not None and then is not None and then >= day


def _noted(family: Sequence[Holding], own: Proposed, leads: dict[int, list[OutcomeLead]]) -> None:
    """What notes in the margins of a letter's own papers say: of those that they name, else of all."""
    for holding in family:
        note = margin(holding)
        said = own.decided(note, citing=True, alone=True)
        if not said and not any(mentions(each.text, citing=True) for each in note):
            first = next(((each, found[0].kind) for each in note if (found := verbs(each.text))), None)
            said = own.whole(*first, OutcomeGround.MARGIN) if first is not None else []
        _add(said, holding.letter, None, leads)


def _answered(
    step: LetterId,
    own: Proposed,
    standings: Mapping[LetterId, Standing],
    papers: Papers,
    leads: dict[int, list[OutcomeLead]],
) -> None:
    """What answers a letter that takes one proposal up, says of it."""
    if papers.letter(step).form in _RECORDS or not standings[step].answered_by:
        return
    place = own.taken_up(papers.sentences(step))
    for name in standings[step].answered_by if place is not None else ():
        for each in papers.sentences(name):
            deciding = verbs(each.text)
            if deciding and place is not None:
                _add([Said(place, deciding[0].kind, OutcomeGround.STEP, each)], papers.letter(name), step, leads)
                break


def _add(said: Sequence[Said], letter: Letter, via: LetterId | None, leads: dict[int, list[OutcomeLead]]) -> None:
    """Take up what a paper says, of each proposal the same thing once."""
    for each in said:
        if any(lead.letter == letter.id and lead.kind is each.kind for lead in leads[each.place]):
            continue
        sentence = each.sentence
        leads[each.place].append(
            OutcomeLead(each.kind, letter.id, letter.sha256, sentence.span, sentence.words, each.ground, via, METHOD)
        )


def _outcome(leads: Sequence[OutcomeLead]) -> ProposalOutcome:
    """All leads as one: a postponement gives way to what follows it; what differs else is a contradiction."""
    final = {lead.kind for lead in leads if lead.kind not in _OPEN}
    if len(final) > 1:
        kind = OutcomeKind.CONTRADICTORY
    elif final:
        kind = final.pop()
    else:
        kind = leads[-1].kind if leads else OutcomeKind.NONE_FOUND
    return ProposalOutcome(kind, tuple(leads))


def _carried(
    lesser: Letter, head: Letter, grouped: Families, outcomes: Sequence[ProposalOutcome]
) -> tuple[ProposalOutcome, ...]:
    """The proposals of a draft or copy: those that the letter has too share its outcomes; a draft's others fell out."""
    relation = grouped.relations.get(lesser.id)
    draft = relation is not None and relation.kind is RelationKind.VERSION
    theirs = [content(each.text) for each in head.proposals]
    taken: set[int] = set()
    found = []
    for proposal in lesser.proposals:
        mine = content(proposal.text)
        ranked = sorted(
            ((_likeness(mine, other), -place) for place, other in enumerate(theirs, 1) if place not in taken),
            reverse=True,
        )
        if ranked and ranked[0][0] >= _SAME and -ranked[0][1] <= len(outcomes):
            place = -ranked[0][1]
            taken.add(place)
            known = outcomes[place - 1]
            found.append(ProposalOutcome(known.kind, known.leads, (head.id, place), known.judged, known.decided_in))
        elif draft and head.proposals:
            found.append(ProposalOutcome(OutcomeKind.NOT_IN_SENT_LETTER, (_dropped(head),)))
        else:
            found.append(ProposalOutcome(OutcomeKind.NONE_FOUND))
    return tuple(found)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two proposals have the same words; of one word, whether it is the same."""
    return shared(one, other) if min(len(one), len(other)) > 1 else float(bool(one) and one == other)


def _dropped(head: Letter) -> OutcomeLead:
    """The sent letter's list, where it stands on one page, else its first item."""
    first, last = head.proposals[0].span, head.proposals[-1].span
    whole = Span(first.page, first.start, last.end) if first.page == last.page else first
    words = " / ".join(each.text for each in head.proposals)
    kind = OutcomeKind.NOT_IN_SENT_LETTER
    return OutcomeLead(kind, head.id, head.sha256, whole, words, OutcomeGround.VERSION, None, METHOD)


def _judged(letter: Letter, outcomes: Sequence[ProposalOutcome], judgements: Judgements) -> tuple[ProposalOutcome, ...]:
    """Outcomes as persons said them, each on the proposal at its place."""
    found = list(outcomes)
    for said in judgements.outcomes(letter):
        for order, proposal in enumerate(letter.proposals[: len(found)]):
            if proposal.span.meets(said.span):
                before = outcomes[order]
                found[order] = (
                    before
                    if said.kind is None
                    else ProposalOutcome(said.kind, before.leads, before.kept_as, said.entry, said.letter)
                )
    return tuple(found)
