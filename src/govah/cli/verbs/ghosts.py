"""`govah ghosts`: letters that are cited and not held."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.model.wire import ghost_json


@click.command()
@common_options
@pass_call
def ghosts(call: Call) -> None:
    """List letters that are cited and not held, with who cites them."""
    with call.case() as case:
        found = list(case.view.ghosts())
    if call.as_json:
        for ghost in found:
            call.output.line(ghost_json(ghost))
        return
    call.output.table(
        ("number", "date", "cited by"),
        ((ghost.number, ghost.date.text if ghost.date else "–", ", ".join(ghost.cited_by)) for ghost in found),
        empty="No letter that was recognised here cites one that is not held.",
    )
