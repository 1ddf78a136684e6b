"""`govah rebuild`: derive everything again."""

import click

from govah.cli.bar import progress_bar
from govah.cli.context import Call, common_options, pass_call

_SENTENCES = {
    True: "Derived again: identical.",
    False: "Derived again: some came out differently.",
    None: "Derived again; there was nothing to compare with.",
}


@click.command()
@click.option("--keep-pages", is_flag=True, help="Keep the pages that were read; derive the rest again.")
@common_options
@pass_call
def rebuild(call: Call, keep_pages: bool) -> None:
    """Throw away what machines derived and derive it again from exhibits and log.

    Every stored exhibit is hashed first; where one is missing or was changed, it stops and leaves all as it was.
    """
    from govah.case.rebuilding import rebuild as derive_again

    with progress_bar() as progress:
        done = derive_again(call.case_folder(), call.actor, keep_pages, progress)
    changed = [{"sha256": item.sha256, "stage": item.stage, "why": item.why} for item in done.changed]
    listed = "".join(f"\n  {item['sha256'][:12]} {item['stage']}: {item['why']}" for item in changed)
    call.output.answer(
        {"identical": done.identical, "changed": changed, "digest": done.digest},
        f"{_SENTENCES[done.identical]} Digest {done.digest[:16]}.{listed}",
    )
