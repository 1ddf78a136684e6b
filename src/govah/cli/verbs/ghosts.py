"""`govah ghosts`: letters that are cited and not held."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.model.letter import Ghost
from govah.model.view import View
from govah.model.wire import ghost_json


@click.command()
@common_options
@pass_call
def ghosts(call: Call) -> None:
    """List letters that are cited and not held, with who cites them and which registers list them."""
    with call.case() as case:
        found = list(case.view.ghosts())
        rows = [] if call.as_json else [_row(case.view, ghost) for ghost in found]
    if call.as_json:
        for ghost in found:
            call.output.line(ghost_json(ghost))
        return
    columns = ("number", "date", "cited by", "registered")
    shown = len(columns) if any(ghost.registered_at for ghost in found) else -1
    call.output.table(
        columns[:shown],
        (row[:shown] for row in rows),
        empty="No letter that was recognised here cites one that is not held.",
    )


def _row(view: View, ghost: Ghost) -> tuple[str, str, str, str]:
    """A ghost letter for people: who cites it as the exhibit and page that other commands take."""
    citing = [view.letter(each) for each in ghost.cited_by]
    places = [f"ex{view.exhibit(letter.sha256).number} p. {letter.span.page}" for letter in citing]
    rows = [f"ex{view.exhibit(each.sha256).number} p. {each.span.page}" for each in ghost.registered_at]
    return ghost.number, ghost.date.text if ghost.date else "–", ", ".join(places), ", ".join(rows) or "–"
