"""`govah mark`: mark a passage, by its place or by its words."""

from typing import TYPE_CHECKING

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted, plain
from govah.errors import NotFoundError, UsageError
from govah.model.identifiers import EntryIndex
from govah.model.passage import Place

if TYPE_CHECKING:
    from govah.case.case import Case

_MOST = 20
"""Places that are listed where words stand at several."""


@click.command()
@click.argument("passage", metavar="PASSAGE|EXHIBIT")
@click.argument("words", nargs=-1)
@click.option("--find", metavar="WORDS", help="The same as WORDS behind the exhibit.")
@click.option("--note", help="Why it matters.")
@click.option("--instead-of", type=int, metavar="ENTRY", help="Settles a mark or correction that lost its place.")
@common_options
@pass_call
def mark(
    call: Call, passage: str, words: tuple[str, ...], find: str | None, note: str | None, instead_of: int | None
) -> None:
    """Mark a passage.

    Name its place (ex6.1:217-223, as govah search prints it), or an exhibit and the words that stand there:
    govah mark ex6 'nobody was hurt'
    """
    sought = " ".join(words) if words else find
    with call.case() as case:
        place = Place.parse(passage) if sought is None else _found(case, passage, sought)
        marked, entry = case.mark(place, note, instead_of=None if instead_of is None else EntryIndex(instead_of))
        exhibit = case.view.exhibit(marked.sha256)
    if exhibit.withdrawal is not None:
        call.output.hint(f"ex{exhibit.number} was {plain(exhibit.withdrawal.told)}")
    number = exhibit.number
    page, start, end = marked.span
    call.output.answer(
        {"passage": marked.written, "quotation": marked.exact, "entry": entry},
        f"Marked in entry {entry}: {plain(marked.exact)}\nCite it: [ex{number}.{page}:{start}-{end}]",
    )


def _found(case: "Case", exhibit: str, words: str) -> Place:
    """The one place of an exhibit where words stand."""
    from govah.case.searching import quoted

    sha256 = case.view.resolve(exhibit)
    name = f"ex{case.view.exhibit(sha256).number}"
    found = quoted(case, sha256, words)
    if not found:
        raise NotFoundError(f"The words {words!r} do not stand in {name}.", f"Look what does: govah text {name}")
    if len(found) > 1:
        listed = [
            f"{name}.{place.span.page}:{place.span.start}-{place.span.end}  … {plain(place.around)} …"
            for place in found[:_MOST]
        ]
        more = [f"and {counted(len(found) - _MOST, 'other place')}"] if len(found) > _MOST else []
        raise UsageError(
            f"The words {words!r} stand at {len(found)} places of {name}.",
            "\n".join(["Give more of the words, or the place that you mean:", *listed, *more]),
        )
    return Place(sha256, found[0].span)
