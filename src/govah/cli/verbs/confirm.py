"""`govah confirm`: a person looked, and the machine read rightly."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.model.passage import Place


@click.command()
@click.argument("passage", metavar="SHA:PAGE:START-END")
@common_options
@pass_call
def confirm(call: Call, passage: str) -> None:
    """Confirm that the text at a passage is what its picture shows."""
    with call.case() as case:
        entry = case.confirm(Place.parse(passage))
    call.output.answer({"entry": entry}, f"Confirmed in entry {entry}.")
