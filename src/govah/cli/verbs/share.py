"""`govah share`: packages for others."""

from pathlib import Path

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted


@click.group()
def share() -> None:
    """Pack evidence for another body."""


@share.command()
@click.argument("exhibits", metavar="[EXHIBIT…]", nargs=-1)
@click.option(
    "--report", "reports", multiple=True, type=click.Path(path_type=Path), help="A published report; repeatable."
)
@click.option("--cited", is_flag=True, help="Only the exhibits that the reports cite (besides those named).")
@click.option("--to", "recipient", help="Who receives it; kept in your log, not in the package.")
@click.option("--purpose", help="What for; kept likewise.")
@click.option("--unwitnessed", is_flag=True, help="Pack also what the witnesses have not seen; the package says so.")
@click.option("-o", "out", metavar="OUT", required=True, type=click.Path(path_type=Path), help="A new folder.")
@common_options
@pass_call
def bag(
    call: Call,
    exhibits: tuple[str, ...],
    reports: tuple[Path, ...],
    cited: bool,
    recipient: str | None,
    purpose: str | None,
    unwitnessed: bool,
    out: Path,
) -> None:
    """Make a bag of exhibits, reports and proofs, with verify.py at its top.

    Where no exhibit is named, all go in that are not sealed.
    """
    from govah.case.outputs import room_told

    with call.case() as case, room_told(out):
        made = case.share_bag(
            out,
            exhibits=exhibits,
            reports=reports,
            cited=cited,
            recipient=recipient,
            purpose=purpose,
            unwitnessed=unwitnessed,
        )
    call.output.answer(
        {
            "out": str(made.out),
            "exhibits": made.exhibits,
            "proofs": made.proofs,
            "entry": made.entry,
            "size": made.size,
            "root": made.root,
            "sealed_left_out": made.sealed,
        },
        f"{counted(made.exhibits, 'exhibit')} and {counted(made.proofs, 'proof')} in {made.out}. "
        + (f"{made.sealed} sealed, left out. " if made.sealed else "")
        + f"Check it: python3 {made.out}/verify.py\n"
        f"Tell whoever receives it this root by another way, by telephone or in print:\n  {made.root}",
    )
