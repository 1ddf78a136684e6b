"""`govah resume`: go on with an older copy of a case when the newer one is gone."""

import click

from govah.cli.bar import progress_bar
from govah.cli.context import Call, common_options, pass_call
from govah.errors import UsageError


@click.command()
@click.option("--why", required=True, metavar="WHY", help="What became of the copy that went further; kept in the log.")
@click.option("--unseen", is_flag=True, help="Go on although this account has never seen how this copy ends.")
@click.option("--yes", is_flag=True, help="Do not ask whether what is missing here is to be given up.")
@common_options
@pass_call
def resume(call: Call, why: str, unseen: bool, yes: bool) -> None:
    """Go on with an older copy of a case, where the copy that went further is gone for good.

    The copy is verified first. Its log then says what is missing and why, for everybody who verifies it later.
    """
    from govah.case.resuming import given_up
    from govah.case.resuming import resume as go_on

    lost = given_up(call.case_folder())
    if lost is not None and not yes and call.can_ask:
        call.output.hint(
            f"To go on here gives up {lost.told}. If that copy turns up later, for instance on a disk that is not "
            "plugged in now, nobody can add to it any more."
        )
        if not click.confirm("Is it gone for good", default=False, err=True):
            raise UsageError("Nothing was done.", "Look for the copy that went further, and work on in it.")
    with progress_bar() as progress:
        done = go_on(call.case_folder(), call.actor, why, progress, unseen=unseen)
    made = done.resumed
    missing = made.missing - made.begin
    remark = "all of which this account had seen before"
    if made.known < made.begin:
        remark = f"of which this account had seen {made.known} before, and never the others"
    again = "\nDerive again what this log says: govah rebuild --keep-pages" if done.derive_again else ""
    kept = ""
    if done.given_up is not None:
        kept = (
            f"\nGiven up: {done.given_up.told}. What this account remembered of them is kept beside your keys, should "
            f"that copy turn up after all (guide, section 11): {', '.join(map(str, done.aside))}"
        )
    call.output.answer(
        {
            "entry": made.entry,
            "size": made.size,
            "root": made.root.hex(),
            "begin": made.begin,
            "missing": missing,
            "seen": made.known,
            "derive_again": done.derive_again,
            "aside": [str(path) for path in done.aside],
        },
        f"Going on from {made.begin} entries, {remark}. Entry {made.entry} says that {missing} more are missing, and "
        f"why.\nWhoever kept a checkpoint of those will read FAILED, and the number of this entry.{kept}{again}",
    )
