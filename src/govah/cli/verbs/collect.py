"""`govah collect`: acquire, then read."""

import sys
from pathlib import Path

import click

from govah.cli.advice import next_steps
from govah.cli.bar import progress_bar
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted
from govah.model.status import Status

_SOME_UNREAD = 5
_READ = frozenset({Status.OK, Status.EMPTY, Status.PENDING})


@click.command()
@click.argument("paths", metavar="PATH…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--source", default="unnamed", show_default=True, help="Who delivered this (a pseudonym).")
@click.option("--no-process", is_flag=True, help="Stop after preserving.")
@click.option("--no-ocr", is_flag=True, help="Do not recognise scans and pictures.")
@common_options
@pass_call
def collect(call: Call, paths: tuple[Path, ...], source: str, no_process: bool, no_ocr: bool) -> None:
    """Acquire files, folders, archives and mailboxes; then read, recognise and index them.

    Run it again after an interruption: nothing is added twice.
    """
    with call.case() as case, progress_bar() as progress:
        done = case.collect(paths, source, process=not no_process, ocr=not no_ocr, progress=progress)
    statuses = {status.value: done.status[status] for status in Status if done.status.get(status)}
    told = ", ".join(f"{count} {status}" for status, count in statuses.items()) or "nothing"
    call.output.answer(
        {
            "files_in": done.files_in,
            "exhibits_new": done.exhibits_new,
            "exhibits_known": done.exhibits_known,
            "children": done.children,
            "restored": done.restored,
            "status": statuses,
            "seconds": round(done.seconds, 3),
        },
        f"{counted(done.files_in, 'file')} and {counted(done.children, 'part')} of containers: {told}.\n"
        f"{counted(done.exhibits_new, 'new exhibit')}, {done.exhibits_known} known already, {done.seconds:.0f} s.",
    )
    if done.restored:
        click.echo(
            f"{done.restored} exhibits were missing from exhibits/ and were brought back from what was delivered now. "
            "Find out who took them away, and run govah verify.",
            err=True,
        )
    if any(status not in _READ for status in done.status):
        for step in next_steps(statuses):
            call.output.say(step)
        sys.stdout.flush()
        raise SystemExit(_SOME_UNREAD)
