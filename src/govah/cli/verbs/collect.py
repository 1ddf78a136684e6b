"""`govah collect`: acquire, then read."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govah.cli.acquisition_options import record_of, record_options
from govah.cli.advice import next_steps, statuses_told
from govah.cli.bar import progress_bar
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted, plain
from govah.cli.pseudonyms import meant_option, question_pseudonym
from govah.errors import UsageError
from govah.model.status import Status

if TYPE_CHECKING:
    from govah.case.hash_lists import ListCompared

_SOME_UNREAD = 5
_SHOWN = 20
_READ = frozenset({Status.OK, Status.EMPTY, Status.PENDING})


@click.command()
@click.argument("paths", metavar="PATH…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--source", metavar="NAME", help="Who delivered this: a pseudonym, which stands in the log for ever.")
@meant_option
@click.option("--no-process", is_flag=True, help="Stop after preserving.")
@click.option("--no-ocr", is_flag=True, help="Do not recognise scans and pictures.")
@record_options
@click.option(
    "--hashes",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A list of hashes that the acquirer made, to compare with; repeatable.",
)
@click.option("--sealed", is_flag=True, help="Seal every file as it comes in; none is read.")
@click.option("--to", "custodians", metavar="NAME", multiple=True, help="With --sealed: who can open it; repeatable.")
@click.option("--two-keys", is_flag=True, help="With --sealed: two custodians are needed to open, any two of them.")
@common_options
@pass_call
def collect(
    call: Call,
    /,
    paths: tuple[Path, ...],
    source: str | None,
    a_pseudonym: bool,
    no_process: bool,
    no_ocr: bool,
    hashes: tuple[Path, ...],
    sealed: bool,
    custodians: tuple[str, ...],
    two_keys: bool,
    record: Path | None,
    **parts: str | None,
) -> None:
    """Acquire files, folders, archives and mailboxes; then read, recognise and index them.

    Say what you know of how they came; what you leave out is shown as a gap. Run it again after an interruption:
    nothing is added twice. With --sealed every run takes all in anew, for nothing in the case tells what a sealed file
    holds.
    """
    known = record_of(record, parts)
    if source is None:
        raise UsageError(
            "No source was named.",
            "Say who delivered this, by a word that says nothing of them: --source press-1; where nobody knows: "
            "--source unnamed",
        )
    if not sealed and (custodians or two_keys):
        raise click.UsageError("--to and --two-keys go with --sealed.")
    if sealed and hashes:
        raise click.UsageError("What is sealed cannot be compared with a list: leave --hashes out.")
    with call.case() as case:
        question_pseudonym(call, case, source, meant=a_pseudonym)
        with progress_bar() as progress:
            if sealed:
                done = case.collect_sealed(
                    paths, source, custodians, two_keys=two_keys, progress=progress, record=known
                )
            else:
                done = case.collect(
                    paths,
                    source,
                    process=not no_process,
                    ocr=not no_ocr,
                    progress=progress,
                    record=known,
                    hashes=hashes,
                )
    statuses = {status.value: done.status[status] for status in Status if done.status.get(status)}
    told = statuses_told(statuses, done.sealed) if statuses else "nothing"
    call.output.answer(
        {
            "files_in": done.files_in,
            "exhibits_new": done.exhibits_new,
            "exhibits_known": done.exhibits_known,
            "children": done.children,
            "restored": done.restored,
            "sealed": done.sealed,
            "status": statuses,
            "hash_lists": [each.told for each in done.hash_lists],
            "seconds": round(done.seconds, 3),
        },
        f"{counted(done.files_in, 'file')} and {counted(done.children, 'part')} of containers: {told}.\n"
        f"{counted(done.exhibits_new, 'new exhibit')}, {done.exhibits_known} known already, {done.seconds:.0f} s.",
    )
    if done.restored:
        click.echo(
            f"Brought back from what was delivered now: {counted(done.restored, 'exhibit')} that exhibits/ had lost. "
            "Find out how, and run govah verify.",
            err=True,
        )
    for each in done.hash_lists:
        _tell(call, each)
    if done.sealed and not sealed:
        call.output.say(
            f"Sealed in this case already: {done.sealed} of them, not taken in in the open. An archive or mail that "
            "holds one was: seal that too."
        )
    statuses["encrypted"] = statuses.get("encrypted", 0) - done.sealed  # a seal is no failure to read
    unread = any(count and status not in _READ for status, count in statuses.items())
    if unread or not all(each.agrees for each in done.hash_lists):
        for step in next_steps(statuses):
            call.output.say(step)
        sys.stdout.flush()
        raise SystemExit(_SOME_UNREAD)


def _tell(call: Call, found: "ListCompared") -> None:
    """What came out of comparing with a list; on stderr where it does not agree, whoever reads the answer."""
    told = (
        f"List {plain(found.name)} ({found.algorithm}): {found.matched} of {found.listed} matched, "
        f"{len(found.differing)} differing, {len(found.missing)} missing, {found.unlisted} not listed"
        + (f", {counted(found.unread, 'line')} of it not understood" if found.unread else "")
    )
    if found.agrees:
        call.output.say(f"{told}.")
        return
    call.output.hint(f"{told}. Ask whoever acquired this before you rely on it.")
    for word, paths in (("differing", found.differing), ("missing", found.missing)):
        for path in paths[:_SHOWN]:
            call.output.hint(f"  {word}: {plain(path)}")
        if len(paths) > _SHOWN:
            call.output.hint(f"  {word}: {len(paths) - _SHOWN} more; the log has them (govah acquisitions --json)")
