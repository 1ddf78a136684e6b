"""A person's reading of a letter's field in the place of a machine's."""

import re
from collections.abc import Sequence
from dataclasses import replace

from govah.consolidate.data import rows
from govah.consolidate.dates import read_date
from govah.consolidate.letters.classification import classification_of
from govah.consolidate.letters.correspondents import correspondents
from govah.consolidate.letters.judging import YES
from govah.consolidate.letters.numbers import written_number
from govah.consolidate.letters.sheet import sheet
from govah.model.identifiers import LetterId, Sha256, span_id
from govah.model.letter import ChainJudgement, Classification, Correspondent, Letter, Proposal
from govah.model.mark import Correction
from govah.model.page import Page
from govah.model.passage import Span

METHOD = "person"

CHAIN_FIELDS = ("references", "relations", "answered_by", "status", "outcome")
"""What a letter is to others: kept with the letter, applied where all letters are settled."""

OWN_FIELDS = (
    *("number", "date", "from", "to", "cc", "subject", "classification", "urgency", "attachments"),
    *("signature", "margin", "reply_expected", "proposals"),
)
"""What a letter says itself."""

_WORDLESS = frozenset({"signature", "margin"})
"""Fields of which a place says that there is one."""
_PARTS = re.compile(r"\s*[;؛\n]\s*")
_LEVEL = re.compile(r"(?P<words>.+?)\s*=\s*(?P<level>[1-4])")


def corrected(letters: tuple[Letter, ...], correction: Correction, span: Span) -> tuple[Letter, ...]:
    """The letters of an exhibit with one field as a person gave it; an empty value says that the paper has none.

    Where no letter was recognised, the correction makes one: a person saw a letter there.

    Args:
        letters: Of the exhibit, in order.
        correction: Of a field by the contract's name (`number`, `from`, …).
        span: Where its passage stands today.
    """
    sha256 = correction.passage.sha256
    if not letters:
        letters = (made_letter(sha256, span),)
    at = letters.index(letter_at(letters, span.page))
    field, value = correction.field, correction.value.strip()
    if field in CHAIN_FIELDS:
        judgement = ChainJudgement(correction.entry, field, value, span, correction.passage.exact)
        changed = replace(letters[at], judgements=(*letters[at].judgements, judgement))
    elif field == "proposals":
        changed = _with_proposal(letters[at], value, span)
    else:
        changed = with_field(letters[at], field, value)
        spans = {name: place for name, place in changed.spans.items() if name != field}
        if value or field not in _WORDLESS:
            spans[field] = span
        changed = replace(changed, spans=spans)
    if field not in CHAIN_FIELDS:
        changed = replace(changed, corrected=changed.corrected | {field})
    return (*letters[:at], changed, *letters[at + 1 :])


def made_letter(sha256: Sha256, span: Span) -> Letter:
    """A letter that a person saw where none had been recognised."""
    return Letter(LetterId(span_id(sha256, span.page, span.start, span.end, "letter")), sha256, span, METHOD)


def letter_at(letters: Sequence[Letter], page: int) -> Letter:
    """The letter that a page belongs to: the last that begins on it or before, else the first.

    Args:
        letters: Of one exhibit, in order; at least one.
        page: From 1.
    """
    return next((letter for letter in reversed(letters) if letter.span.page <= page), letters[0])


def with_field(letter: Letter, field: str, value: str) -> Letter:
    """A letter with one of its own fields as a person wrote it."""
    match field:
        case "number":
            return replace(letter, number=written_number(value) or None)
        case "date":
            return replace(letter, date=read_date(value) if value else None)
        case "from":
            return replace(letter, sender=written_people(value))
        case "to":
            return replace(letter, to=written_people(value))
        case "cc":
            return replace(letter, cc=written_people(value))
        case "classification":
            return replace(letter, classification=written_class(value, letter.language) if value else None)
        case "subject":
            return replace(letter, subject=value or None)
        case "urgency":
            return replace(letter, urgency=value or None)
        case "attachments":
            return replace(letter, attachments=value or None)
        case "signature":
            return _signed_by(letter, next(iter(written_people(value)), None))
        case "margin":
            return replace(letter, margin=value or None)
        case "reply_expected":
            return replace(letter, reply_expected=value == YES if value else None)
        case _:
            return letter


def _signed_by(letter: Letter, who: Correspondent | None) -> Letter:
    """A letter signed by another, who is its sender's name too where the signatory had given it."""
    sender, before = letter.sender[:1], letter.signatory
    given = bool(sender) and sender[0].name == (before.name if before is not None else None)
    if given and len(letter.sender) == 1 and "from" not in letter.corrected:
        written = Correspondent(who.name if who is not None else None, sender[0].office)
        sender = (written,) if written.name or written.office else ()
        return replace(letter, signatory=who, sender=sender)
    return replace(letter, signatory=who)


def _with_proposal(letter: Letter, value: str, span: Span) -> Letter:
    """A letter whose proposals at a place are the one that a person read there, in the order of the paper."""
    kept = [each for each in letter.proposals if not each.span.meets(span)]
    found = [*kept, Proposal(" ".join(value.split()), span)] if value else kept
    return replace(letter, proposals=tuple(sorted(found, key=lambda each: each.span)))


def written_people(value: str) -> tuple[Correspondent, ...]:
    """Those whom a person wrote, with `;` between them; `NAME | OFFICE` says which is which."""
    found: list[Correspondent] = []
    for part in _PARTS.split(value):
        name, bar, office = (piece.strip() for piece in part.partition("|"))
        if bar and (name or office):
            found.append(Correspondent(name or None, office or None))
        elif name:
            found += correspondents(name) or (Correspondent(None, name),)
    return tuple(found)


def written_class(value: str, language: str | None) -> Classification:
    """A class with its level and scheme, by its words; `WORDS = 3` gives a level to words of no scheme."""
    words = sheet(Page(1, value))
    known = classification_of(words, 0, len(words.text), language)
    if known is not None:
        return known
    told = _LEVEL.fullmatch(value)
    return Classification(told["words"], int(told["level"]), None) if told else Classification(value, None, None)


def known_classes() -> dict[str, tuple[str, ...]]:
    """The words of each scheme of classification, highest class first."""
    schemes: dict[str, tuple[str, ...]] = {}
    for scheme, _, marks in rows("classifications.tsv"):
        schemes[scheme] = (*schemes.get(scheme, ()), marks.split("|")[0])
    return schemes
