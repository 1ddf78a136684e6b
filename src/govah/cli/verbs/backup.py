"""`govah backup`: a copy of the case that verifies by itself, made while work goes on."""

from pathlib import Path

import click

from govah.cli.bar import progress_bar
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted

_BROKEN = 3


@click.command()
@click.argument("out", metavar="DEST", type=click.Path(path_type=Path))
@click.option("--with-derived", is_flag=True, help="Copy also what machines derived, so that it need not be redone.")
@click.option("--check", is_flag=True, help="Hash also what the backup holds already (about 1 s per GB).")
@common_options
@pass_call
def backup(call: Call, out: Path, with_derived: bool, check: bool) -> None:
    """Copy the case to DEST, a new folder or that of an earlier backup; only what is new is copied.

    Others may go on working meanwhile. Interrupted, DEST is still the earlier backup. Keys are never in it.
    """
    from govah.case.backing_up import back_up
    from govah.preserve.strangers import listed

    with progress_bar() as progress:
        done = back_up(call.case_folder(), out, progress, derived=with_derived, check=check)
    made = done.made
    head = made.head.checkpoint
    call.output.answer(
        {
            "out": str(out),
            "size": head.size,
            "root": head.root.hex(),
            "entries_new": head.size - made.begun,
            "files": made.copied + made.kept,
            "copied": made.copied,
            "bytes": made.bytes,
            "removed": made.removed,
            "missing": made.missing,
            "derived": done.derived,
            **({"doubt": done.doubt} if done.doubt else {}),
            "strange": list(done.strange),
            "seconds": round(done.seconds, 3),
        },
        f"Backup of {head.size} log entries ({head.size - made.begun} new) in {out}: "
        f"{counted(made.copied, 'file')} copied ({made.bytes >> 20} MiB), {made.kept} there before"
        + (f", {made.removed} erased or sealed since and removed" if made.removed else "")
        + f".\nCheck it: govah verify {out}\n"
        "Keys are not in it: copy the folder of your keys to another place.",
    )
    if done.doubt:
        call.output.hint(f"govah: {done.doubt} See govah verify before you trust this backup.")
    if done.strange:
        call.output.hint(
            f"govah: in {out} lies also what no backup wrote: {listed(done.strange)}. It was left alone; no proof "
            "covers it, and govah restore does not copy it. Keep such things elsewhere."
        )
    if made.missing:
        click.echo(
            f"govah: {counted(len(made.missing), 'file')} of this backup {'is' if len(made.missing) == 1 else 'are'} "
            f"missing from the case itself (first: {made.missing[0]}).\n"
            "       Run govah verify on the case; the backup keeps them.",
            err=True,
        )
        raise SystemExit(_BROKEN)
