"""Threads of mail: by identifiers, else by subject and direction."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govah.consolidate.chains.direction import Direction, Directory, direction
from govah.consolidate.chains.holding import Holding
from govah.consolidate.chains.likeness import contains
from govah.consolidate.chains.registry import Registry
from govah.consolidate.dates import find_dates
from govah.consolidate.folding import folded
from govah.consolidate.letters.mail import answers_by_subject, bare_subject, forwards_by_subject
from govah.consolidate.letters.numbers import NUMBER, has_digit
from govah.consolidate.letters.quoted import own_words, quotation
from govah.model.identifiers import LetterId
from govah.model.letter import Letter, Reference, ReferenceKind, Relation, RelationKind

_CANDIDATES = 40
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Threads:
    """What mail headers say.

    Args:
        references: Replies and follow-ups by headers or subject, by mail.
        forwards: What a mail sends on.
    """

    references: Mapping[LetterId, tuple[Reference, ...]]
    forwards: Mapping[LetterId, Relation]


def threads(holdings: Sequence[Holding], registry: Registry, directory: Directory) -> Threads:
    """Thread the mails of a case."""
    by_id: dict[str, Letter] = {}
    by_subject: dict[str, list[Holding]] = {}
    for holding in holdings:
        letter = holding.letter
        if letter.mail is not None and letter.mail.message_id is not None:
            by_id.setdefault(letter.mail.message_id, letter)
        if letter.subject:
            by_subject.setdefault(_subject(letter.subject), []).append(holding)
    references: dict[LetterId, tuple[Reference, ...]] = {}
    forwards: dict[LetterId, Relation] = {}
    for holding in holdings:
        letter = holding.letter
        answering = answers_by_subject(letter.subject or "")
        if letter.mail is None and (letter.references or not answering):
            continue
        same = by_subject.get(_subject(letter.subject or ""), [])[:_CANDIDATES]
        if forwards_by_subject(letter.subject or ""):
            sent_on = _forwarded(holding, same, registry)
            if sent_on is not None:
                forwards[letter.id] = Relation(RelationKind.FORWARD, sent_on.id)
            continue
        found = (
            _by_headers(letter, by_id, directory)
            or _by_quotation(holding, same, registry, directory)
            or _by_subject(letter, same, directory)
        )
        if found is not None:
            references[letter.id] = (found,)
    return Threads(references, forwards)


def _subject(subject: str) -> str:
    return " ".join(folded(bare_subject(subject)).split())


def _by_headers(letter: Letter, by_id: Mapping[str, Letter], directory: Directory) -> Reference | None:
    if letter.mail is None:
        return None
    for identifier in (*letter.mail.in_reply_to, *reversed(letter.mail.references)):
        parent = by_id.get(identifier)
        if parent is not None and parent.id != letter.id:
            return _reference(letter, parent, f"In-Reply-To: <{identifier}>", directory)
    return None


def _reference(letter: Letter, parent: Letter, words: str, directory: Directory) -> Reference:
    """A mail's answer to another; from the same sender it goes on with it."""
    own = direction(directory, letter, parent) is Direction.OWN
    kind = ReferenceKind.FOLLOW_UP if own else ReferenceKind.REPLY
    span = letter.spans.get("subject", letter.span)
    return Reference(words, parent.number, parent.date, kind, span, parent.id)


def _by_subject(letter: Letter, same: Sequence[Holding], directory: Directory) -> Reference | None:
    """The latest earlier letter of the same subject that came from whom this one answers."""
    if not answers_by_subject(letter.subject or "") or not _subject(letter.subject or ""):
        return None
    earlier = [
        holding.letter
        for holding in same
        if holding.letter.id != letter.id
        and _before(holding.letter, letter)
        and direction(directory, letter, holding.letter) is Direction.BACK
    ]
    if not earlier:
        return None
    parent = max(earlier, key=lambda one: (_day(one), one.id))
    return _reference(letter, parent, f"Subject: {letter.subject}", directory)


def _by_quotation(
    holding: Holding, same: Sequence[Holding], registry: Registry, directory: Directory
) -> Reference | None:
    """The latest earlier letter that a mail quotes below its own words: its text, or who wrote it and on which day."""
    quoted = quotation(holding.text[:30_000])
    if quoted is None:
        return None
    attributed = folded(quoted[:600])
    days = {date.earliest for _, _, date in find_dates(attributed) if date.earliest == date.latest}
    near = {one.id: one for day in days if day is not None for one in registry.dated(day)}
    texts = {one.letter.id: one.text for one in same}
    found = [
        one
        for one in ({one.letter.id: one.letter for one in same} | near).values()
        if one.id != holding.letter.id
        and _before(one, holding.letter)
        and direction(directory, holding.letter, one) is not Direction.OWN
        and (_attributed(one, days, attributed) or contains(quoted, texts.get(one.id, "")))
    ]
    if not found:
        return None
    parent = max(found, key=lambda one: (_day(one), one.id))
    return _reference(holding.letter, parent, f"{attributed[:60].strip()} …", directory)


def _attributed(one: Letter, days: set[date | None], words: str) -> bool:
    """Whether a quotation's first lines name a letter's day and its sender."""
    names = [folded(name) for who in one.sender for name in (who.name, who.office) if name]
    dated = one.date is not None and one.date.earliest is not None and one.date.earliest in days
    said = set(_WORD.findall(words))
    return dated and any(name in words or set(_WORD.findall(name)) <= said for name in names if len(name) >= 4)


def _day(letter: Letter) -> date:
    return letter.date.latest if letter.date is not None and letter.date.latest is not None else date.min


def _before(one: Letter, other: Letter) -> bool:
    if one.date is None or other.date is None or one.date.earliest is None or other.date.latest is None:
        return False
    return one.date.earliest <= other.date.latest


def _forwarded(holding: Holding, same: Sequence[Holding], registry: Registry) -> Letter | None:
    """The held letter whose number stands in a mail that sends something on, or whose text it holds."""
    text = folded(holding.text[:30_000])
    for match in NUMBER.finditer(text):
        words = match.group()
        if has_digit(words) and any(sign in words for sign in "/-"):
            held = [letter for letter in registry.numbered(words) if letter.id != holding.letter.id]
            if held:
                return min(held, key=lambda letter: letter.id)
    for other in same:
        if other.letter.id != holding.letter.id and contains(holding.text, own_words(other.text)):
            return other.letter
    return None
