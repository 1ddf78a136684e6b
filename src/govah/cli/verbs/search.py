"""`govah search`: full text, with our own offsets."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.model.wire import hit_json


@click.command()
@click.argument("query")
@click.option("--limit", type=int, default=20, show_default=True, help="Hits to show.")
@click.option("--offset", type=int, default=0, help="Hits to pass over.")
@click.option("--language", help="Only pages in this language (fa, ar, en …).")
@click.option("--source", help="Only what this source delivered.")
@click.option("--after", metavar="DATE", help="Letters of this day or later, in any calendar.")
@click.option("--before", metavar="DATE", help="Letters of this day or earlier.")
@common_options
@pass_call
def search(
    call: Call,
    query: str,
    limit: int,
    offset: int,
    language: str | None,
    source: str | None,
    after: str | None,
    before: str | None,
) -> None:
    """Find pages: words, "a phrase", OR, -not, begin*, name:"…"."""
    from govah.case.searching import SearchRequest

    with call.case() as case:
        found = case.search(SearchRequest(query, limit, offset, language, source, after, before))
        if call.as_json:
            for hit in found.hits:
                call.output.line(hit_json(hit))
            call.output.line({"total": found.total})
            return
        for hit in found.hits:
            number = case.view.exhibit(hit.sha256).number
            call.output.say(f"Ex. {number} p. {hit.page}  {hit.sha256[:12]}  {plain(hit.snippet)}")
        call.output.say(f"{found.total} pages found.")
