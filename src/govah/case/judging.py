"""What a person says of a letter's field: checked, and written as the log keeps it."""

import re
from typing import TYPE_CHECKING

from govah.consolidate.dates import read_date
from govah.consolidate.letters.correction import known_classes, letter_at, written_class, written_people
from govah.consolidate.letters.judging import (
    Find,
    LetterPlace,
    read_outcome,
    read_places,
    read_reference,
    read_relation,
    read_status,
    read_yes,
)
from govah.consolidate.letters.numbers import written_number
from govah.errors import NotFoundError, UsageError
from govah.model.identifiers import LetterId, Sha256
from govah.model.letter import Letter
from govah.model.passage import Passage, Span

if TYPE_CHECKING:
    from govah.case.view import CaseView

_NUMBERED = re.compile(r"(?:(?:ex|سند|مستند)\.?\s*)?(\d{1,9})(?:\.(\d{1,9}))?", re.IGNORECASE)
_WORDS = re.compile(r"\S(?:[^\n]{0,78}\S)?")
_ID = re.compile(r"[0-9a-f]{16}", re.IGNORECASE)
_LIST = "List the letters with their ids: govah letters --json"


def letter_of(view: "CaseView", passage: Passage) -> Letter | None:
    """The letter that a correction of a field at a passage applies to; None where the correction would make one."""
    letters = view.letters_of(passage.sha256)
    return letter_at(letters, passage.span.page) if letters else None


def place_of(view: "CaseView", letter: Letter) -> LetterPlace:
    """How a letter is named in a value: by its exhibit's number and its first page."""
    return LetterPlace(view.exhibit(letter.sha256).number or 0, letter.span.page)


def head_of(view: "CaseView", sha256: Sha256, page: int) -> Span:
    """The first words of a page: where a person says what the page's letter does not say at any other place.

    Raises:
        NotFoundError: There is no such page.
        UsageError: Nothing stands on it.
    """
    text = view.page(sha256, page).text
    words = _WORDS.search(text)
    if words is None:
        raise UsageError(f"Nothing stands on page {page}.", "Put its words there first: --field text")
    return Span(page, *words.span())


def finding(view: "CaseView") -> Find:
    """Finds the letter that somebody names by its id, as `ex6` or as `ex6.1`."""

    def find(name: str) -> LetterPlace:
        numbered = _NUMBERED.fullmatch(name)
        if numbered is not None:
            return _numbered(view, int(numbered[1]), numbered[2])
        if _ID.fullmatch(name) is None:
            raise UsageError(f"{name!r} does not name a letter.", f"Write ex6 or ex6.1, or its id. {_LIST}")
        try:
            return place_of(view, view.letter(LetterId(name.lower())))
        except NotFoundError as error:
            raise NotFoundError(error.what, _LIST) from error

    return find


def _numbered(view: "CaseView", exhibit: int, page: str | None) -> LetterPlace:
    letters = view.letters_of(view.numbered(exhibit))
    if not letters:
        raise NotFoundError(f"No letter was recognised in ex{exhibit}.", _LIST)
    if page is None and len(letters) > 1:
        places = ", ".join(f"ex{exhibit}.{letter.span.page}" for letter in letters)
        raise UsageError(f"ex{exhibit} holds {len(letters)} letters.", f"Name one by its page: {places}")
    return LetterPlace(exhibit, letter_at(letters, int(page or 1)).span.page)


def judged_value(view: "CaseView", passage: Passage, field: str, value: str) -> str:
    """What a person says of a letter's field at a passage, as the log keeps it.

    Raises:
        UsageError: It cannot be said of this field.
        NotFoundError: It names a letter that is not held.
    """
    value = value.strip()
    if not value:
        return value
    own = letter_of(view, passage)
    match field:
        case "references":
            said = read_reference(value, finding(view))
            _not_itself(view, own, said.letter)
            return str(said)
        case "relations":
            related = read_relation(value, finding(view))
            _not_itself(view, own, related.letter)
            return str(related)
        case "answered_by":
            places = read_places(value, finding(view))
            for place in places:
                _not_itself(view, own, place)
            return ", ".join(map(str, places))
        case "status":
            return read_status(value)
        case "outcome":
            _check_proposal(own, passage)
            return str(read_outcome(value, finding(view)))
        case "reply_expected":
            return read_yes(value)
        case "classification":
            _check_class(value, own.language if own is not None else None)
        case "from" | "to" | "cc":
            if not written_people(value):
                raise UsageError(f"{value!r} names nobody.", "Write the office, or: NAME | OFFICE; part several by ;")
        case "date":
            if read_date(value) is None:
                raise UsageError(
                    f"{value!r} is not a date.", "Write it as a letter would: 1393/12/05 or 24 February 2015"
                )
        case "number":
            if not written_number(value):
                raise UsageError(f"{value!r} is not a number of a letter.", "Write it as the letter does: 88/2235")
    return value


def _check_proposal(own: Letter | None, passage: Passage) -> None:
    if own is None or not any(each.span.meets(passage.span) for each in own.proposals):
        raise UsageError(
            "No proposal of a letter stands there.",
            "Name the place of one, as govah letters --json has it; or say first that it is one: --field proposals",
        )


def _not_itself(view: "CaseView", own: Letter | None, other: LetterPlace | None) -> None:
    if own is not None and other == place_of(view, own):
        raise UsageError(f"{other} is this letter itself.", f"Name the other letter. {_LIST}")


def _check_class(value: str, language: str | None) -> None:
    found = written_class(value, language)
    if found.level is None and found.scheme is None:
        schemes = (f"{scheme}: {', '.join(words)}" for scheme, words in known_classes().items())
        how = "Write the level that the paper's words mean, 1 the highest to 4: «eyes only = 3»; or words of a scheme:"
        raise UsageError(f"{value!r} is in no scheme of classification.", "\n".join([how, *schemes]))
