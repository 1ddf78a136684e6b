"""`govah correct`: a person's reading over a machine's."""

import re
from typing import TYPE_CHECKING

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.model.identifiers import EntryIndex
from govah.model.letter import Letter
from govah.model.mark import TEXT_FIELDS, Correction
from govah.model.passage import Place

if TYPE_CHECKING:
    from govah.case.case import Case

_FIELDS = (
    *("number", "date", "from", "to", "cc", "subject", "classification", "urgency", "attachments"),
    *("signature", "margin", "reply_expected", "proposals", "references", "relations", "answered_by", "status"),
    "outcome",
    *("digit", "text"),
)
"""As `govah.case` knows them, which help does not load."""
_WHOLE = re.compile(r"(ex\.?\s?\d{1,9}|[0-9a-f]{8,64})(?:\.(\d{1,9}))?", re.IGNORECASE)
_NOT_THE_FILE = (
    "Note: the file itself says what stood there; no machine read it from a picture. "
    "A report that cites this page says so, and shows both."
)


@click.command()
@click.argument("passage", metavar="PASSAGE|EXHIBIT")
@click.option("--field", required=True, help=f"One of: {', '.join(_FIELDS)}.")
@click.option("--value", default="", help="What stands there.")
@click.option("--clear", is_flag=True, help="In the place of a value: nothing stands there.")
@click.option("--why", required=True, help="Your reason, kept in the log.")
@click.option("--instead-of", type=int, metavar="ENTRY", help="Settles a mark or correction that lost its place.")
@common_options
@pass_call
def correct(call: Call, passage: str, field: str, value: str, clear: bool, why: str, instead_of: int | None) -> None:
    """Correct a letter's field, a date, a digit or the page's text at a passage (ex6.1:217-223).

    What stands at no place is said of the exhibit (ex6, ex6.2 for a letter that begins on its second page): a status,
    a relation. Letters are named by their id or as ex6. Values: references "reply 88/2235", "citation letter: ex6",
    "not 88/2235"; relations "reminder ex6", "not duplicate ex6"; answered_by "ex6, ex9"; outcome, of the proposal at
    the passage, "adopted" or "rejected letter: ex9"; reply_expected yes or no; from, to, cc, signature "NAME | OFFICE";
    classification "WORDS = LEVEL" for words of no scheme.
    """
    with call.case() as case:
        place = _place(case, passage, field)
        cut = case.passage(place)
        letter = case.letter_of(cut)
        settled = None if instead_of is None else EntryIndex(instead_of)
        entry = case.correct(place, field, value, why, clear=clear, instead_of=settled)
        made = next(each for each in case.view.corrections(cut.sha256) if each.entry == entry)
        told = _told(case, made, letter)
    call.output.answer({"entry": entry}, told)
    if made.changes_text and not made.of_picture:
        click.echo(_NOT_THE_FILE, err=True)


def _place(case: "Case", written: str, field: str) -> Place:
    """The passage, or the head of an exhibit's letter for what a letter's field says."""
    named = _WHOLE.fullmatch(written.strip())
    if named is None or field in TEXT_FIELDS:
        return Place.parse(written)
    from govah.case.judging import head_of

    sha256 = case.view.resolve(named[1])
    return Place(sha256, head_of(case.view, sha256, int(named[2] or 1)))


def _text_stays(case: "Case", made: Correction) -> str:
    """How to put right the page's text too, where a field was corrected and its words were read on a picture."""
    page, start, end = made.passage.span
    now = case.view.page(made.passage.sha256, page)
    same = made.value == made.passage.exact or not any(char.isdigit() for char in made.passage.exact)
    if made.field not in ("number", "date") or same or not now.read_on_picture(start, end):
        return ""
    number = case.view.exhibit(made.passage.sha256).number
    return (
        f"\nThe page's text still says «{plain(made.passage.exact)}», and waits for a person. If the picture shows "
        f"something else: govah correct ex{number}.{page}:{start}-{end} --field digit --value '…' --why '…'"
    )


def _told(case: "Case", made: Correction, letter: Letter | None) -> str:
    now = f"«{plain(made.value)}»" if made.value else "nothing"
    told = f"Corrected in entry {made.entry}: «{plain(made.passage.exact)}» → {now}"
    if made.changes_text:
        return told
    number = case.view.exhibit(made.passage.sha256).number
    if letter is None:
        return f"{told}\nThis is the {made.field} of a letter now: none had been recognised in ex{number}."
    told = f"{told}{_text_stays(case, made)}"
    name = " ".join(part for part in (letter.number, f"«{letter.subject}»" if letter.subject else None) if part)
    return (
        f"{told}\nThis is the {made.field} of the letter {plain(name) or letter.id}, ex{number} p. {letter.span.page}."
    )
