"""`govah restore`: a case from its backup."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govah.cli.bar import progress_bar
from govah.cli.calling import this_command
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted

if TYPE_CHECKING:
    from govah.case.restoring import Restored


@click.command()
@click.argument("backup", metavar="BACKUP", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--newer",
    metavar="COPY",
    type=click.Path(path_type=Path),
    help="Another copy of the case, perhaps damaged, whose log went further: what it says was erased stays erased.",
)
@click.option("--rebuild", is_flag=True, help="Derive again at once what machines read.")
@common_options
@pass_call
def restore(call: Call, backup: Path, folder: Path, newer: Path | None, rebuild: bool) -> None:
    """Bring a case back from BACKUP into the new folder DIR, and verify all of it."""
    from govah.case.rebuilding import rebuild as derive_again
    from govah.case.restoring import restore as bring_back

    digest = None
    with progress_bar() as progress:
        done = bring_back(backup, folder, progress, newer=newer)
        try:
            if rebuild:
                digest = derive_again(folder, call.actor, False, progress).digest
        except BaseException:
            call.output.hint(f"govah: {folder} is restored and VERIFIED; only deriving again was not ended.")
            raise
    _tell_strange(call, backup, done)
    if newer is not None and not done.newer:
        call.output.hint(
            f"govah: {newer} is not newer than the backup: it has the same entries, and gave nothing more."
        )
    head = done.made.head.checkpoint
    exhibits = {kind: count for kind, count in done.found["exhibits"].items() if count}
    told = ", ".join(f"{count} {kind}" for kind, count in exhibits.items()) or "none"
    steps = _next(done, rebuilt=rebuild)
    call.output.answer(
        {
            "case": str(folder),
            "verdict": done.found["verdict"],
            "size": head.size,
            "root": head.root.hex(),
            "exhibits": done.found["exhibits"],
            "copied": done.made.copied,
            "bytes": done.made.bytes,
            "newer": done.newer,
            "erased": done.erased,
            "seen": done.seen,
            "strange": list(done.strange),
            "unadmitted": list(done.unadmitted),
            "digest": digest,
            "next": steps,
            "seconds": round(done.seconds, 3),
        },
        f"Restored to {folder} and VERIFIED: {head.size} log entries, exhibits: {told}."
        + (f"\n{counted(done.erased, 'exhibit')} left out: erased or sealed after this backup." if done.erased else "")
        + "".join(f"\nNext: {step}" for step in steps),
    )


def _tell_strange(call: Call, backup: Path, done: "Restored") -> None:
    from govah.preserve.strangers import listed

    if done.strange:
        call.output.hint(
            f"govah: in {backup} lies what does not belong to a backup, and was not copied: {listed(done.strange)}. "
            f"See where it came from; what lies among the evidence is told by govah verify {backup}"
        )
    if done.unadmitted:
        call.output.hint(
            f"govah: bytes that no entry of the log admits came with it: {listed(done.unadmitted)}. They are no "
            "exhibits; a collection may have been broken off before the backup."
        )


def _next(done: "Restored", *, rebuilt: bool) -> list[str]:
    """Commands that lead on from here, and what to know about them."""
    command = f"{this_command()} --case {shlex.quote(str(done.folder))}"
    steps = []
    if not done.has_key:
        steps.append("bring back your keys from where you keep them; without them nothing can be added to this case")
    if done.seen is not None and done.seen > done.made.head.checkpoint.size:
        where = f" in {done.seen_in}" if done.seen_in else ""
        steps.append(
            f"this account has seen {done.seen} entries{where}; if that copy is gone for good: {command} resume "
            '--why "what became of it". What was erased after the backup is in this copy again: erase it again, or '
            "restore with --newer COPY"
        )
    if not rebuilt and not done.derived:
        steps.append(f"{command} rebuild")
    if done.derived and not rebuilt:
        steps.append(
            f"{command} status. What machines derived came with the backup, and no proof covers it; to derive "
            f"it anew: {command} rebuild"
        )
    return steps or [f"{command} status"]
