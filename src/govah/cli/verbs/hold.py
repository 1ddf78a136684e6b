"""`govah hold`: exhibits that nobody may erase."""

import click

from govah.cli.context import Call, common_options, pass_call

_AUTHORITY = "Who decided it: a court order, a resolution, a name and office."


@click.group()
def hold() -> None:
    """Put exhibits under a hold, lift it, list holds. While a hold is in force, nobody can erase them."""


@hold.command("add")
@click.argument("exhibits", metavar="EXHIBIT…", nargs=-1, required=True)
@click.option("--why", required=True, help="The reason, kept in the log.")
@click.option("--authority", required=True, help=_AUTHORITY)
@common_options
@pass_call
def add(call: Call, exhibits: tuple[str, ...], why: str, authority: str) -> None:
    """Put exhibits under a hold."""
    from govah.case import erasing

    with call.case() as case:
        said = erasing.hold(case, exhibits, why, authority)
    held = (
        "They are held already, for this reason and by this authority; nothing was added." if said.already else "Held."
    )
    call.output.answer(
        {"entry": said.entry, "already": said.already},
        f"{held} Entry {said.entry} says so; lift it: govah hold lift {said.entry} --why WHY --authority WHO",
    )


@hold.command("lift")
@click.argument("entry", metavar="ENTRY", type=int)
@click.option("--why", required=True, help="The reason, kept in the log.")
@click.option("--authority", required=True, help=_AUTHORITY)
@common_options
@pass_call
def lift(call: Call, entry: int, why: str, authority: str) -> None:
    """Lift the hold that ENTRY of the log made."""
    from govah.case import erasing

    with call.case() as case:
        lifted = erasing.lift(case, entry, why, authority)
    call.output.answer({"entry": lifted}, f"Lifted. Entry {lifted} says so.")


@hold.command("list")
@common_options
@pass_call
def listed(call: Call) -> None:
    """Holds, in force and lifted."""
    from govah.cli.standings import show

    with call.case() as case:
        show(call.output, case, "hold", "No exhibit was ever held.")
