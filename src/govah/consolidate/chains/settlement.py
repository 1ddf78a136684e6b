"""Settling a case's correspondence. A pure function of its letters: same input, same output, in any order of input."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from govah.consolidate.chains.acknowledgments import merely_acknowledges
from govah.consolidate.chains.around import goes_along, is_quoted, is_transmittal
from govah.consolidate.chains.coverage import Registers
from govah.consolidate.chains.direction import Directory, abroad, decided, direction
from govah.consolidate.chains.families import Families, families
from govah.consolidate.chains.ghosts import ghosts
from govah.consolidate.chains.holding import Correspondence, Holding
from govah.consolidate.chains.judgements import Judgements
from govah.consolidate.chains.matters import answers_by_matter
from govah.consolidate.chains.mentioned import mentioned
from govah.consolidate.chains.outcomes import proposal_outcomes
from govah.consolidate.chains.parts import answered_in_part
from govah.consolidate.chains.registered import Books
from govah.consolidate.chains.registry import Registry, base_number
from govah.consolidate.chains.reminders import with_reminders
from govah.consolidate.chains.sessions import same_events
from govah.consolidate.chains.threads import threads
from govah.consolidate.folding import folded
from govah.consolidate.letters.english_requests import says_unanswered
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.references import is_annex
from govah.model.identifiers import LetterId
from govah.model.letter import (
    Letter,
    LetterForm,
    LetterStatus,
    Reference,
    ReferenceKind,
    Relation,
    RelationKind,
    Standing,
)
from govah.model.register import Register


def settle(
    holdings: Iterable[Holding], aliases: Sequence[frozenset[str]] = (), registers: Iterable[Register] = ()
) -> Correspondence:
    """Every letter's place among the others; what persons said of it goes before what is found.

    Args:
        holdings: All letters of the case.
        aliases: Sets of names that persons judged to be one office, such as its names in two languages.
        registers: Registers of letters; their rows are no letters, and change no status.

    Returns:
        A standing for every letter and register, and the letters that are cited and not held. Versions and duplicates
        share one status.
    """
    held = sorted(holdings, key=lambda holding: holding.letter.id)
    letters = [holding.letter for holding in held]
    directory = Directory(letters, aliases)
    registry = Registry(letters, directory)
    judgements = Judgements(held)
    grouped = judgements.families(families(held, directory))
    mails = threads(held, registry, directory)
    records = {letter.id for letter in letters if letter.form is LetterForm.MINUTES}
    polite = {one.letter.id for one in held if one.letter.references and merely_acknowledges(one.text)}
    settled = {
        one.letter.id: _references(one, registry, directory, records, polite) + mails.references.get(one.letter.id, ())
        for one in held
    }
    for letter in letters:
        told = {grouped.principal[one.letter] for one in settled[letter.id] if one.letter is not None}
        bare = mentioned(letter, registry, directory, records)
        settled[letter.id] += tuple(one for one in bare if one.letter and grouped.principal[one.letter] not in told)
    for name, answer in answers_by_matter(held, settled, directory).items():
        settled[name] += (answer,)
    settled = {name: _once(references, grouped) for name, references in settled.items()}
    settled = judgements.references(settled, grouped, registry)
    sessions = same_events(held)
    relations = judgements.relations(
        {
            holding.letter.id: _relations(holding, settled[holding.letter.id], grouped, registry, mails.forwards)
            + sessions.get(holding.letter.id, ())
            for holding in held
        }
    )
    by_id = {letter.id: letter for letter in letters}
    answers = with_reminders(_answers(settled, relations, grouped), relations, grouped, by_id)
    answers = judgements.answers(answers, grouped)
    reminded = _reminded(relations, grouped)
    chief = [letter for letter in letters if grouped.principal[letter.id] == letter.id]
    outgoing = Registers(chief, directory)
    books = Books(registers, chief, directory)
    texts = {holding.letter.id: holding.text for holding in held}
    acted_on = _acted_on(held, settled, relations, grouped, directory)
    said, judged = judgements.statuses(grouped), judgements.judged(grouped)
    standings = {}
    margins = {grouped.principal[letter.id] for letter in letters if "margin" in letter.spans}
    for letter in letters:
        head = grouped.principal[letter.id]
        replies = answers.get(head, ())
        status = said.get(head)
        if status is None:
            waiting = head in reminded and not _none_expected(letter)
            status = _status(letter, replies, relations[letter.id], waiting, head in margins)
            if replies and answered_in_part(texts[head], tuple(texts[reply] for reply in replies)):
                status = LetterStatus.ANSWERED_IN_PART
            elif status is LetterStatus.NO_ANSWER_IN_HOLDINGS and head in acted_on:
                status = LetterStatus.REACTED
        silent = status is LetterStatus.NO_ANSWER_IN_HOLDINGS
        standings[letter.id] = Standing(
            letter=letter.id,
            references=settled[letter.id],
            relations=relations[letter.id],
            status=status,
            answered_by=replies,
            coverage=replace(outgoing.coverage(letter), register=books.coverage(letter, head)) if silent else None,
            judged=judged.get(head, {}),
        )
    became = proposal_outcomes(held, standings, grouped, judgements)
    standings |= {name: replace(standings[name], outcomes=outcomes) for name, outcomes in became.items()}
    found = books.registered(ghosts(letters, settled))
    return Correspondence(standings, found, books.standings(found))


def _none_expected(letter: Letter) -> bool:
    """Whether a person said that a letter expects no reply."""
    return "reply_expected" in letter.corrected and letter.reply_expected is False


def _references(
    holding: Holding,
    registry: Registry,
    directory: Directory,
    records: Container[LetterId],
    polite: Container[LetterId],
) -> tuple[Reference, ...]:
    """A letter's references with the letters they cite, and what direction makes of them.

    What minutes (`records`) are based on they only cite, also where it is their own office's; likewise what is based
    on minutes. Who merely acknowledges a letter (`polite`) cites it, and so does who sends a third party's on.
    """
    letter, found = holding.letter, []
    for reference in letter.references:
        cited = registry.cited(letter, reference)
        if cited is None:
            found.append(reference)
            continue
        kind = ReferenceKind.CITATION
        basis = reference.kind is ReferenceKind.CITATION and (letter.id in records or cited.id in records)
        passed_on = reference.kind is ReferenceKind.CITATION and goes_along(holding.text, reference)
        if not is_annex(reference.text) and not basis:
            own = directory.nearness(cited.sender, letter.sender)
            quoted = is_quoted(holding.text, reference)
            lies, foreign = direction(directory, letter, cited), abroad(letter, cited)
            kind = decided(reference, lies, own, quoted=quoted, foreign=foreign)
            kind = ReferenceKind.CITATION if passed_on and kind is ReferenceKind.REPLY else kind
        if kind is ReferenceKind.REPLY and letter.id in polite:
            kind = ReferenceKind.CITATION
        found.append(replace(reference, letter=cited.id, kind=kind))
    return tuple(found)


def _once(references: tuple[Reference, ...], grouped: Families) -> tuple[Reference, ...]:
    """References without those that name a letter again; a reply goes before any other kind."""
    kept: list[Reference] = []
    places: dict[LetterId, int] = {}
    for reference in references:
        name = grouped.principal[reference.letter] if reference.letter is not None else None
        if name is None or name not in places:
            if name is not None:
                places[name] = len(kept)
            kept.append(replace(reference, letter=name))
        elif reference.kind is ReferenceKind.REPLY and kept[places[name]].kind is not ReferenceKind.REPLY:
            kept[places[name]] = replace(kept[places[name]], kind=ReferenceKind.REPLY)
    return tuple(kept)


def _relations(
    holding: Holding,
    references: tuple[Reference, ...],
    grouped: Families,
    registry: Registry,
    forwards: Mapping[LetterId, Relation],
) -> tuple[Relation, ...]:
    """What else a paper is to others: version or duplicate, forward, annex, reminder."""
    letter = holding.letter
    found = [
        relation for relation in (grouped.relations.get(letter.id), forwards.get(letter.id)) if relation is not None
    ]
    annexed = _annexed(letter, references, registry)
    if annexed is not None:
        found.append(Relation(RelationKind.ATTACHMENT, grouped.principal[annexed]))
    found += _sent_along(holding, references, registry)
    if _waits(holding, references):
        found += [
            Relation(RelationKind.REMINDER, reference.letter)
            for reference in references
            if reference.letter is not None and reference.kind is ReferenceKind.FOLLOW_UP
        ]
    return tuple(dict.fromkeys(found))


def _sent_along(holding: Holding, references: tuple[Reference, ...], registry: Registry) -> list[Relation]:
    """Letters of which a copy goes along with a paper that is no answer to them: it sends them on.

    An office's own letter is sent on where it went to somebody else.
    """
    found = []
    encloses = is_transmittal(holding.text)
    for reference in references:
        if reference.letter is None or reference.kind is ReferenceKind.REPLY or is_annex(reference.text):
            continue
        if encloses and not registry.same_sender(holding.letter, reference.letter):
            found.append(Relation(RelationKind.FORWARD, reference.letter))
            continue
        if reference.kind is ReferenceKind.FOLLOW_UP and registry.same_addressee(holding.letter, reference.letter):
            continue
        if goes_along(holding.text, reference):
            found.append(Relation(RelationKind.FORWARD, reference.letter))
    return found


def _waits(holding: Holding, references: tuple[Reference, ...]) -> bool:
    """Whether a paper's words say that an earlier letter is unanswered; one that answers complains of the answer."""
    subject = folded(holding.letter.subject or "")
    head = [line.strip(" :.-()") for line in folded(holding.text[:1500]).split("\n")]
    marked = any(phrase("reminder").fullmatch(line.rstrip("0123456789 ")) for line in head if line)
    answering = any(one.letter is not None and one.kind is ReferenceKind.REPLY for one in references)
    text = folded(holding.text)
    silent = not answering and (phrase("silence").search(text) is not None or says_unanswered(text))
    return bool(marked or silent or phrase("reminder").search(subject))


def _annexed(letter: Letter, references: tuple[Reference, ...], registry: Registry) -> LetterId | None:
    """The letter that an annex belongs to: named by its words, else by its own number."""
    for reference in references:
        if reference.letter is not None and is_annex(reference.text):
            return reference.letter
    base = base_number(letter.number) if letter.number is not None else None
    held = [one for one in registry.numbered(base) if one.id != letter.id] if base is not None else []
    return min(one.id for one in held) if held else None


def _answers(
    settled: Mapping[LetterId, tuple[Reference, ...]],
    relations: Mapping[LetterId, tuple[Relation, ...]],
    grouped: Families,
) -> dict[LetterId, tuple[LetterId, ...]]:
    """Who answers a family, by its principal; an annex and a copy answer nothing that their letter does not."""
    found: dict[LetterId, list[LetterId]] = {}
    for name, references in settled.items():
        if any(relation.kind is RelationKind.ATTACHMENT for relation in relations[name]):
            continue
        for reference in references:
            if reference.letter is not None and reference.kind is ReferenceKind.REPLY:
                answering = found.setdefault(grouped.principal[reference.letter], [])
                if grouped.principal[name] not in answering:
                    answering.append(grouped.principal[name])
    return {name: tuple(sorted(answering)) for name, answering in found.items()}


def _acted_on(
    held: Sequence[Holding],
    settled: Mapping[LetterId, tuple[Reference, ...]],
    relations: Mapping[LetterId, tuple[Relation, ...]],
    grouped: Families,
    directory: Directory,
) -> set[LetterId]:
    """Letters that their addressee cites in minutes, or as the basis of an act towards others, without an answer."""
    letters = {holding.letter.id: holding.letter for holding in held}
    found = set()
    for holding in held:
        forwarded = {one.letter for one in relations[holding.letter.id] if one.kind is RelationKind.FORWARD}
        for reference in settled[holding.letter.id]:
            if reference.letter is None or reference.letter in forwarded:
                continue
            cited = letters[reference.letter]
            elsewhere = reference.kind is ReferenceKind.CITATION and not directory.among(
                holding.letter.to, cited.sender
            )
            acts = elsewhere or holding.letter.form is LetterForm.MINUTES
            if acts and directory.among(holding.letter.sender, cited.to):
                found.add(grouped.principal[reference.letter])
    return found


def _reminded(relations: Mapping[LetterId, tuple[Relation, ...]], grouped: Families) -> set[LetterId]:
    """Letters whose sender still waits: they were reminded of."""
    return {
        grouped.principal[relation.letter]
        for found in relations.values()
        for relation in found
        if relation.kind is RelationKind.REMINDER
    }


def _status(
    letter: Letter, answers: tuple[LetterId, ...], relations: tuple[Relation, ...], reminded: bool, noted: bool
) -> LetterStatus:
    if answers:
        return LetterStatus.ANSWERED
    if noted:
        return LetterStatus.ANSWERED_IN_MARGIN
    asks_too = letter.reply_expected is True and letter.mail is None
    lesser = {RelationKind.ATTACHMENT} if asks_too else {RelationKind.ATTACHMENT, RelationKind.FORWARD}
    if any(relation.kind in lesser for relation in relations):
        return LetterStatus.NONE_EXPECTED
    expected = letter.reply_expected is True or reminded
    return LetterStatus.NO_ANSWER_IN_HOLDINGS if expected else LetterStatus.NONE_EXPECTED
