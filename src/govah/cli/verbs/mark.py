"""`govah mark`: mark a passage."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.model.passage import Place


@click.command()
@click.argument("passage", metavar="SHA:PAGE:START-END")
@click.option("--note", help="Why it matters.")
@common_options
@pass_call
def mark(call: Call, passage: str, note: str | None) -> None:
    """Mark a passage."""
    with call.case() as case:
        marked, entry = case.mark(Place.parse(passage), note)
    call.output.answer(
        {"passage": marked.written, "quotation": marked.exact, "entry": entry},
        f"Marked in entry {entry}: {plain(marked.exact)}",
    )
