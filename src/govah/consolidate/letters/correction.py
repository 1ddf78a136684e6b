"""A person's reading of a letter's field in the place of a machine's."""

from collections.abc import Sequence
from dataclasses import replace

from govah.consolidate.dates import read_date
from govah.consolidate.letters.classification import classification_of
from govah.consolidate.letters.correspondents import correspondents
from govah.consolidate.letters.numbers import written_number
from govah.consolidate.letters.sheet import sheet
from govah.model.identifiers import LetterId, Sha256, span_id
from govah.model.letter import Classification, Correspondent, Letter
from govah.model.page import Page
from govah.model.passage import Span

METHOD = "person"


def corrected(letters: tuple[Letter, ...], sha256: Sha256, field: str, value: str, span: Span) -> tuple[Letter, ...]:
    """The letters of an exhibit with one field as a person gave it; an empty value says that the paper has none.

    Where no letter was recognised, the correction makes one: a person saw a letter there.

    Args:
        letters: Of the exhibit, in order.
        sha256: The exhibit.
        field: By the contract's name (`number`, `from`, …).
        value: What stands there.
        span: Where.
    """
    if not letters:
        place = LetterId(span_id(sha256, span.page, span.start, span.end, "letter"))
        letters = (Letter(place, sha256, span, METHOD),)
    at = letters.index(letter_at(letters, span.page))
    changed = _with_field(letters[at], field, value.strip())
    changed = replace(changed, spans={**changed.spans, field: span}, corrected=changed.corrected | {field})
    return (*letters[:at], changed, *letters[at + 1 :])


def letter_at(letters: Sequence[Letter], page: int) -> Letter:
    """The letter that a page belongs to: the last that begins on it or before, else the first.

    Args:
        letters: Of one exhibit, in order; at least one.
        page: From 1.
    """
    return next((letter for letter in reversed(letters) if letter.span.page <= page), letters[0])


def _with_field(letter: Letter, field: str, value: str) -> Letter:
    match field:
        case "number":
            return replace(letter, number=written_number(value) or None)
        case "date":
            return replace(letter, date=read_date(value) if value else None)
        case "from":
            return replace(letter, sender=_correspondents(value))
        case "to":
            return replace(letter, to=_correspondents(value))
        case "cc":
            return replace(letter, cc=_correspondents(value))
        case "classification":
            return replace(letter, classification=_classification(value, letter.language) if value else None)
        case "subject":
            return replace(letter, subject=value or None)
        case "urgency":
            return replace(letter, urgency=value or None)
        case "attachments":
            return replace(letter, attachments=value or None)
        case _:
            return letter


def _correspondents(value: str) -> tuple[Correspondent, ...]:
    return correspondents(value) if value else ()


def _classification(value: str, language: str | None) -> Classification:
    """The class with its level where the words are known, else the person's words alone."""
    words = sheet(Page(1, value))
    return classification_of(words, 0, len(words.text), language) or Classification(value, None, None)
