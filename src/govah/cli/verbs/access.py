"""`govah access`: who opened which exhibit when."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain


@click.group(invoke_without_command=True)
@click.option("--exhibit", metavar="EXHIBIT", help="Only openings of this one: ex6, or its hash.")
@click.option("--by", metavar="NAME", help="Only openings by this person.")
@common_options
@click.pass_context
@pass_call
def access(call: Call, context: click.Context, exhibit: str | None, by: str | None) -> None:
    """List who opened which exhibit when, where the case logs it: govah access on."""
    if context.invoked_subcommand is not None:
        return
    from govah.case.accessing import logged

    with call.case() as case:
        view = case.view
        found = [
            opening
            for opening in view.accesses(view.resolve(exhibit) if exhibit is not None else None)
            if by is None or opening.by == by
        ]
        numbers = {opening.sha256: view.exhibit(opening.sha256).number for opening in found}
        on = logged(case)
    if call.as_json:
        for opening in found:
            call.output.line(
                {
                    "entry": opening.entry,
                    "at": opening.at,
                    "by": opening.by,
                    "exhibit": opening.sha256,
                    "number": numbers[opening.sha256],
                    "page": opening.page,
                    "face": opening.face,
                    "what": opening.what,
                }
            )
        return
    call.output.table(
        ("entry", "at", "by", "exhibit", "page", "where"),
        (
            (
                str(opening.entry),
                opening.at,
                plain(opening.by),
                f"ex{numbers[opening.sha256]}",
                str(opening.page or "–"),
                opening.face,
            )
            for opening in found
        ),
        empty="No opening was logged." if on else "Openings are not logged in this case. Turn it on: govah access on",
    )


@access.command()
@common_options
@pass_call
def on(call: Call) -> None:
    """Log from now on who opens which exhibit; an opening that cannot be logged is refused."""
    _switch(call, on=True)


@access.command()
@common_options
@pass_call
def off(call: Call) -> None:
    """Log no further openings; what was logged stays."""
    _switch(call, on=False)


def _switch(call: Call, *, on: bool) -> None:
    from govah.case.accessing import switch

    with call.case() as case:
        entry = switch(case, on=on)
    call.output.answer(
        {"entry": entry, "access": "exhibits" if on else "off"},
        f"Entry {entry}: from now on the log says who opens which exhibit, for ever. Tell everybody who works here."
        if on
        else f"Entry {entry}: openings are logged no more; what was logged stays.",
    )
