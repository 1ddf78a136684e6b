"""`govah correct`: a person's reading over a machine's."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.model.passage import Place

_FIELDS = (
    *("number", "date", "from", "to", "cc", "subject", "classification", "urgency", "attachments"),
    *("digit", "text"),
)
"""As `govah.case` knows them, which help does not load."""


@click.command()
@click.argument("passage", metavar="SHA:PAGE:START-END")
@click.option("--field", required=True, help=f"One of: {', '.join(_FIELDS)}.")
@click.option("--value", required=True, help="What stands there.")
@click.option("--why", required=True, help="Your reason, kept in the log.")
@common_options
@pass_call
def correct(call: Call, passage: str, field: str, value: str, why: str) -> None:
    """Correct a letter's field, a date, a digit or the page's text at a passage."""
    with call.case() as case:
        entry = case.correct(Place.parse(passage), field, value, why)
    call.output.answer({"entry": entry}, f"Corrected in entry {entry}.")
