"""`govah text`: the text that every span counts in."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.model.wire import page_json


@click.command()
@click.argument("sha", metavar="SHA")
@click.option("--page", type=int, help="Only this page, from 1.")
@common_options
@pass_call
def text(call: Call, sha: str, page: int | None) -> None:
    """Print the text of record of an exhibit. SHA: 8 digits of its hash or more."""
    with call.case() as case:
        sha256 = case.view.resolve(sha)
        pages = case.view.pages(sha256) if page is None else (case.view.page(sha256, page),)
    if call.as_json:
        call.output.line({"sha256": sha256, "pages": [page_json(found) for found in pages]})
        return
    for found in pages:
        call.output.say(f"── page {found.number} · {found.origin.value}" + (f" · {found.label}" if found.label else ""))
        call.output.say(found.text)
