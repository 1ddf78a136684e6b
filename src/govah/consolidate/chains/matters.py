"""Replies that name neither number nor day of what they answer: found by direction, time and matter."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from govah.consolidate.chains.direction import Direction, Directory, direction
from govah.consolidate.chains.holding import Holding
from govah.consolidate.folding import fold
from govah.consolidate.letters.nameless import Nameless, cited_nameless
from govah.consolidate.letters.offices import courtesy, office_words
from govah.consolidate.letters.phrases import phrase
from govah.model.identifiers import LetterId
from govah.model.letter import Letter, LetterForm, Reference, ReferenceKind
from govah.model.passage import Span

_WORD = re.compile(r"[^\W_]{3,}")
_LATEST = timedelta(days=550)
_MOST = 2_000
"""Letters before one that are looked at."""

_OPENING = 6_000
_SHARE = 0.5
"""Share of the matter's words that the answered letter must have."""

_CLEAR = 0.15
"""By how much its share must be above that of any other letter's."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A letter that waits for an answer, with its words."""

    day: date
    holding: Holding
    words: frozenset[str]


def answers_by_matter(
    holdings: Sequence[Holding], settled: Mapping[LetterId, Sequence[Reference]], directory: Directory
) -> dict[LetterId, Reference]:
    """The letter that a reply answers, where it cites none by number, day or thread.

    It must have come from whom this one is addressed to, wait for an answer, and be nearest in matter without doubt.

    Args:
        holdings: All letters of the case.
        settled: What each cites.
        directory: Who is who.
    """
    waiting = sorted(
        (
            _Open(day, holding, _words(f"{holding.letter.subject or ''}\n{holding.text[:_OPENING]}"))
            for holding in holdings
            if holding.letter.reply_expected and (day := _day(holding.letter)) is not None
        ),
        key=lambda one: (one.day, one.holding.letter.id),
    )
    days = [one.day for one in waiting]
    found = {}
    for holding in holdings:
        letter, day = holding.letter, _day(holding.letter)
        if day is None or letter.mail is not None or letter.form is not LetterForm.LETTER:
            continue
        if any(reference.kind is ReferenceKind.REPLY for reference in settled[letter.id]):
            continue
        folded = fold(holding.text[:_OPENING])
        cited = cited_nameless(folded.text)
        if cited is None:
            continue
        first, last = bisect_left(days, day - _LATEST), bisect_right(days, day)
        answered = _nearest(letter, _matter(letter, cited), waiting[max(first, last - _MOST) : last], directory)
        if answered is not None:
            start, end = folded.span(cited.start, cited.end)
            span = Span(letter.span.page, start, end) if end <= letter.span.end else letter.span
            words = " ".join(holding.text[start:end].split())
            found[letter.id] = Reference(words, answered.number, answered.date, ReferenceKind.REPLY, span, answered.id)
    return found


def _nearest(letter: Letter, matter: frozenset[str], waiting: Sequence[_Open], directory: Directory) -> Letter | None:
    if not matter:
        return None
    shares = [
        (len(matter & one.words) / len(matter), one)
        for one in waiting
        if one.holding.letter.id != letter.id and direction(directory, letter, one.holding.letter) is Direction.BACK
    ]
    shares.sort(key=lambda entry: (-entry[0], entry[1].holding.letter.id))
    if not shares or shares[0][0] < _SHARE or (len(shares) > 1 and shares[0][0] - shares[1][0] < _CLEAR):
        return None
    return shares[0][1].holding.letter


def _matter(letter: Letter, cited: Nameless) -> frozenset[str]:
    """The words of the cited letter's matter; where a reply gives none, those of its own subject."""
    parties = frozenset[str]().union(
        *(office_words(who.office) for who in (*letter.sender, *letter.to) if who.office is not None)
    )
    said = _words(cited.matter) - parties
    return said if len(said) > 1 else said | (_words(letter.subject or "") - parties)


def _words(text: str) -> frozenset[str]:
    """Words that say what a text is about; Arabic ones without their article."""
    folded = fold(text).text
    for role in ("above", "letter", "yours", "ours", "number", "joining", "expects", "salutation"):
        folded = phrase(role).sub(" ", folded)
    folded = courtesy("not_name").sub(" ", courtesy("filler").sub(" ", folded))
    return frozenset(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in _WORD.findall(folded))


def _day(letter: Letter) -> date | None:
    return letter.date.earliest if letter.date is not None else None
