"""`govah report build`: publish a draft whose every sentence is grounded."""

import sys
from pathlib import Path

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted
from govah.errors import NotFoundError, UsageError


@click.group()
def report() -> None:
    """Publish findings."""


@report.command()
@click.argument("draft", metavar="DRAFT.md", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "out", metavar="OUT", required=True, type=click.Path(path_type=Path), help="Ends in .html or .pdf.")
@click.option(
    "--unverified",
    is_flag=True,
    help="Print numbers that only a machine has read with a mark, instead of stopping.",
)
@click.option("--force", is_flag=True, help="Replace OUT even where it is no report of this case.")
@common_options
@pass_call
def build(call: Call, draft: Path, out: Path, unverified: bool, force: bool) -> None:
    """Publish DRAFT.md as HTML or PDF.

    Every sentence carries a citation, as [@SHA:PAGE:START-END] or [ex46.PAGE:START-END], or stands in a
    ::: context block; every number in a cited sentence occurs in what it cites.
    """
    if str(draft) != "-" and not draft.is_file():
        raise NotFoundError(f"{draft} is not a file.", "Name a draft in Markdown.")
    raw = sys.stdin.buffer.read() if str(draft) == "-" else draft.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{draft} is not UTF-8 in line {line}.", "Save it as UTF-8.") from error
    with call.case() as case:
        done = case.build_report(text, out, unverified=unverified, force=force)
    call.output.answer(
        {
            "sentences": done.sentences,
            "cited": done.cited,
            "context": done.context,
            "unverified": done.unverified,
            "put_by_person": done.put_by_person,
            "out": str(done.out),
            "entry": done.entry,
        },
        f"{done.out}: {counted(done.sentences, 'sentence')}, {done.cited} cited, {done.context} in context. "
        f"Entry {done.entry}.",
    )
