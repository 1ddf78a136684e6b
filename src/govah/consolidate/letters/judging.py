"""The words by which a person says what a letter is to others: how they are written, read and checked.

A reference is `KIND [NUMBER] [date: DATE] [letter: LETTER]`, such as `reply 88/2235` or `citation letter: ex6.1`; with
`also` before it, it stands beside what was found at its place and not instead of it; `not NUMBER` or `not LETTER` takes
one away. A relation is `KIND LETTER` or `not KIND LETTER`. Answers are letters with commas between them. A letter is
written `ex6.1`, the one on page 1 of exhibit 6: the case never gives that number again, while a letter's id changes
with its page's text. What is not held is `letter: none`. What became of a proposal is `KIND [letter: LETTER]`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from govah.consolidate.dates import read_date
from govah.consolidate.folding import ascii_digits
from govah.consolidate.letters.numbers import has_digit, number_key, written_number
from govah.errors import UsageError
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import LetterStatus, ReferenceKind, RelationKind
from govah.model.outcome import OutcomeKind

_KEYS = re.compile(r"(?:^|\s)(date|letter)\s*:\s*")
_PLACE = re.compile(r"ex\.?\s?(\d{1,9})\.(\d{1,9})", re.IGNORECASE)
_NAME = re.compile(r"ex\.?\s?\d{1,9}(?:\.\d{1,9})?|(?=\w*[a-f])[0-9a-f]{16}", re.IGNORECASE)
_NOT_HELD = "none"
YES = "yes"
_YES = frozenset({YES, "true", "بله", "آری", "نعم"})
_NO = frozenset({"no", "false", "خیر", "نه", "لا"})
_REFERENCE = "Write it as: reply 88/2235, or: citation letter: ex6; or take one away: not 88/2235"
_RELATION = "Write it as: reminder ex6, or: not duplicate ex6"


class LetterPlace(NamedTuple):
    """A letter by the case's own number of its exhibit and its page."""

    exhibit: int
    page: int

    def __str__(self) -> str:
        """`ex6.1`."""
        return f"ex{self.exhibit}.{self.page}"


Find = Callable[[str], LetterPlace]
"""Where the letter is that somebody named; raises what says that there is none."""


@dataclass(frozen=True, slots=True)
class SaidReference:
    """A reference as a person said it.

    Args:
        kind: None where one is taken away.
        also: It stands beside what was found at its place.
        number: As stored.
        date: As the person wrote it.
        letter: The cited letter.
        held: False where the person says that it is not held.
    """

    kind: ReferenceKind | None
    also: bool
    number: str | None
    date: FuzzyDate | None
    letter: LetterPlace | None
    held: bool

    def __str__(self) -> str:
        """As the log has it."""
        parts = ["also" if self.also else None, self.kind.value if self.kind is not None else "not", self.number]
        if self.date is not None:
            parts.append(f"date: {self.date.text}")
        if self.letter is not None:
            parts.append(f"letter: {self.letter}")
        elif not self.held:
            parts.append(f"letter: {_NOT_HELD}")
        return " ".join(part for part in parts if part)

    def names(self, number: str | None) -> bool:
        """Whether it has this number, in either order of its segments."""
        return bool(self.number and number) and number_key(self.number or "").free == number_key(number or "").free


@dataclass(frozen=True, slots=True)
class SaidRelation:
    """A relation as a person said it; `holds` is False where they say that there is none."""

    kind: RelationKind
    letter: LetterPlace
    holds: bool

    def __str__(self) -> str:
        """As the log has it."""
        return f"{'' if self.holds else 'not '}{self.kind.value} {self.letter}"


def place(name: str) -> LetterPlace:
    """The letter that a value of the log names.

    Raises:
        UsageError: It is not written `ex6.1`.
    """
    match = _PLACE.fullmatch(name.strip())
    if match is None:
        raise UsageError(f"{name!r} does not name a letter.", "Write it as ex6.1, or give its id: govah letters --json")
    return LetterPlace(int(match[1]), int(match[2]))


def read_reference(value: str, find: Find = place) -> SaidReference:
    """Read what a person said of a reference.

    Args:
        value: Their words.
        find: Knows the letter of a name.

    Raises:
        UsageError: They are not written so, or their date cannot be read.
    """
    also, rest = _without(value, "also")
    word, _, rest = rest.partition(" ")
    kind = _kind(word, rest)
    parts = _parts(rest)
    number, named = parts[""].strip(), parts.get("letter", "").strip()
    if number and not named and _NAME.fullmatch(number):
        number, named = "", number
    held = named != _NOT_HELD
    date = read_date(parts["date"]) if "date" in parts else None
    if "date" in parts and date is None:
        raise UsageError(f"{parts['date']!r} is not a date.", "Write it as a letter would: 1393/12/05")
    if number and not has_digit(ascii_digits(number)):
        raise UsageError(f"{number!r} is not a number of a letter.", _REFERENCE)
    if not number and date is None and not (named and held):
        raise UsageError(f"{value!r} does not say which letter.", _REFERENCE)
    letter = find(named) if named and held else None
    return SaidReference(kind, also, written_number(number) or None, date, letter, held)


def _without(value: str, word: str) -> tuple[bool, str]:
    value = " ".join(value.split())
    return (True, value[len(word) + 1 :]) if value.startswith(f"{word} ") else (False, value)


def _kind(word: str, rest: str) -> ReferenceKind | None:
    if word == "not":
        return None
    kind = word.lower().replace("-", "_")
    if kind not in set(ReferenceKind):
        known = ", ".join(ReferenceKind)
        raise UsageError(f"{word!r} is no kind of reference: {known}.", _REFERENCE)
    return ReferenceKind(kind)


def _parts(rest: str) -> dict[str, str]:
    """What stands before the first key, under no name, and what each key says."""
    pieces = _KEYS.split(rest)
    return {"": pieces[0], **dict(zip(pieces[1::2], pieces[2::2], strict=True))}


def read_relation(value: str, find: Find = place) -> SaidRelation:
    """Read what a person said of a relation.

    Raises:
        UsageError: It is not written so.
    """
    denied, rest = _without(value, "not")
    word, _, name = rest.partition(" ")
    kind = word.lower().replace("-", "_")
    if kind not in set(RelationKind):
        raise UsageError(f"{word!r} is no relation of letters: {', '.join(RelationKind)}.", _RELATION)
    if not name.strip():
        raise UsageError(f"{value!r} does not say to which letter.", _RELATION)
    return SaidRelation(RelationKind(kind), find(name.strip()), not denied)


def read_places(value: str, find: Find = place) -> tuple[LetterPlace, ...]:
    """Letters with commas between them, each once."""
    names = [name.strip() for name in re.split("[,،;؛]", value)]
    return tuple(dict.fromkeys(find(name) for name in names if name))


@dataclass(frozen=True, slots=True)
class SaidOutcome:
    """What a person said became of a proposal, and which letter decided it, where they name one."""

    kind: OutcomeKind
    letter: LetterPlace | None

    def __str__(self) -> str:
        """As the log has it."""
        return self.kind.value if self.letter is None else f"{self.kind.value} letter: {self.letter}"


def read_outcome(value: str, find: Find = place) -> SaidOutcome:
    """Read what a person said became of a proposal: `adopted`, or `rejected letter: ex9`.

    Raises:
        UsageError: It is not written so.
    """
    parts = _parts(" ".join(value.split()))
    kind = parts[""].strip().lower().replace(" ", "_").replace("-", "_")
    if kind not in set(OutcomeKind):
        raise UsageError(
            f"{parts[''].strip()!r} is no outcome of a proposal.",
            f"Name one of: {', '.join(OutcomeKind)}; with the letter that decided it: adopted letter: ex9",
        )
    named = parts.get("letter", "").strip()
    return SaidOutcome(OutcomeKind(kind), find(named) if named else None)


def read_status(value: str) -> LetterStatus:
    """A letter's status by its name.

    Raises:
        UsageError: There is no such status.
    """
    name = value.strip().lower().replace(" ", "_")
    if name not in set(LetterStatus):
        raise UsageError(f"{value!r} is no status of a letter.", f"Name one of: {', '.join(LetterStatus)}")
    return LetterStatus(name)


def read_yes(value: str) -> str:
    """`yes` or `no`, in whichever language it was said.

    Raises:
        UsageError: It is neither.
    """
    word = value.strip().lower()
    if word not in _YES | _NO:
        raise UsageError(f"{value!r} is neither yes nor no.", "Say whether a reply is expected: yes, or no")
    return YES if word in _YES else "no"
