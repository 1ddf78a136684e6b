"""`govah withdraw`, `govah reinstate`, `govah withdrawals`: exhibits that a person put aside."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.model.wire import withdrawal_json


@click.command()
@click.argument("exhibit", metavar="EXHIBIT")
@click.option("--why", required=True, help="Your reasons, kept in the log.")
@common_options
@pass_call
def withdraw(call: Call, exhibit: str, why: str) -> None:
    """Put an exhibit aside, so that no report grounds a sentence on it.

    Nothing is deleted: it stays where it is shown, marked as withdrawn. A withdrawn paper removes support; it refutes
    nothing.
    """
    with call.case() as case:
        said = case.withdraw(exhibit, why)
        number = case.view.exhibit(case.view.resolve(exhibit)).number
    told = "It is withdrawn already, for this reason; nothing was added." if said.already else "Withdrawn."
    call.output.answer(
        {"entry": said.entry, "already": said.already},
        f"{told} Entry {said.entry} says so; take it back: govah reinstate ex{number} --why WHY",
    )


@click.command()
@click.argument("exhibit", metavar="EXHIBIT")
@click.option("--why", required=True, help="Your reasons, kept in the log.")
@common_options
@pass_call
def reinstate(call: Call, exhibit: str, why: str) -> None:
    """Take the withdrawal of an exhibit back; the log keeps both."""
    with call.case() as case:
        entry = case.reinstate(exhibit, why)
    call.output.answer({"entry": entry}, f"Taken back. Entry {entry} says so.")


@click.command()
@common_options
@pass_call
def withdrawals(call: Call) -> None:
    """List withdrawn exhibits, and withdrawals that were taken back."""
    with call.case() as case:
        found = list(case.view.withdrawals.all())
        numbers = {each.sha256: case.view.exhibit(each.sha256).number for each in found}
    if call.as_json:
        for each in found:
            line = {"sha256": each.sha256, "number": numbers[each.sha256], **withdrawal_json(each)}
            call.output.line(line)
        return
    call.output.table(
        ("entry", "exhibit", "state", "by", "day", "why"),
        (
            (
                str(each.entry),
                f"ex{numbers[each.sha256]}",
                "in force" if each.ended is None else f"taken back by {plain(each.ended.by)}: {plain(each.ended.why)}",
                each.by,
                each.at[:10],
                each.why,
            )
            for each in found
        ),
        empty="No exhibit was ever withdrawn.",
    )
