"""`govah numbers`: what a machine read on pictures and no person confirmed."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.model.passage import Passage


@click.command()
@click.argument("exhibit", metavar="[EXHIBIT]", required=False)
@click.option("--doubted", is_flag=True, help="Only those that the readers doubt themselves.")
@common_options
@pass_call
def numbers(call: Call, exhibit: str | None, doubted: bool) -> None:
    """List the numbers read on pictures that no person confirmed yet, of one exhibit (ex6, or its hash) or of all.

    A report cannot cite them. Look at the page, then: govah confirm, or govah correct --field digit.
    """
    from govah.case.unverified import unverified_json

    with call.case() as case:
        view = case.view
        sha256 = view.resolve(exhibit) if exhibit is not None else None
        if sha256 is not None:
            view.refuse_sealed(sha256)
        found = [each for each in case.unverified_numbers(sha256) if each.read.flagged or not doubted]
        shown = {each.passage.sha256: view.exhibit(each.passage.sha256).number for each in found}
    if call.as_json:
        for each in found:
            call.output.line(unverified_json(each, shown[each.passage.sha256]))
        return
    call.output.table(
        ("passage", "read", "or", "certain", "in", "line"),
        (
            (
                _place(each.passage, shown[each.passage.sha256]),
                each.passage.exact,
                each.read.other or "–",
                "no" if each.read.flagged else "yes",
                ", ".join(dict.fromkeys(field for _, field in each.fields)) or "–",
                each.line.strip(),
            )
            for each in found
        ),
        empty="No number waits for a person.",
    )


def _place(passage: Passage, number: int | None) -> str:
    page, start, end = passage.span
    return f"ex{number}.{page}:{start}-{end}"
