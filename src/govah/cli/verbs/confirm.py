"""`govah confirm`: a person looked, and the machine read rightly."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.model.passage import Place


@click.command()
@click.argument("passage", metavar="PASSAGE")
@common_options
@pass_call
def confirm(call: Call, passage: str) -> None:
    """Confirm that the text at a passage (ex6.1:217-223) is what its picture shows."""
    place = Place.parse(passage)
    with call.case() as case:
        confirmed = case.passage(place)
        page = case.view.page(confirmed.sha256, confirmed.span.page)
        waited = page.read_on_picture(confirmed.span.start, confirmed.span.end)
        entry = case.confirm(place)
    told = f"Confirmed in entry {entry}: {plain(confirmed.exact)}"
    if not waited:
        told += (
            "\nNothing waited for it: these words are the file's own or a person's; no machine read them. "
            "That you confirmed them is kept."
        )
    call.output.answer({"entry": entry}, told)
