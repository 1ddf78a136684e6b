"""`govah search`: full text, with our own offsets."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.hits import show_hits
from govah.cli.narrowing import narrowing_options
from govah.cli.output import counted
from govah.model.wire import hit_json

_MOST_NAMES = 5
"""File names that are listed behind the pages."""


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=int, default=20, show_default=True, help="Hits to show.")
@click.option("--offset", type=int, default=0, help="Hits to pass over.")
@narrowing_options
@common_options
@pass_call
def search(
    call: Call,
    query: tuple[str, ...],
    limit: int,
    offset: int,
    language: str | None,
    source: str | None,
    after: str | None,
    before: str | None,
) -> None:
    """Find pages: words, "a phrase", OR, -not, begin*, name:"…".

    Each hit shows the passage that mark, claim and a report take: ex6.1:217-223.
    """
    from govah.case.searching import SearchRequest, named_so

    written = " ".join(query)
    with call.case() as case:
        found = case.search(SearchRequest(written, limit, offset, language, source, after, before))
        for hint in found.hints:
            call.output.hint(hint)
        withdrawn = case.view.withdrawals.by_exhibit()
        if call.as_json:
            for hit in found.hits:
                call.output.line({**hit_json(hit), "withdrawn": hit.sha256 in withdrawn})
            call.output.line({"total": found.total})
            return
        show_hits(call, case, found)
        call.output.say(f"{counted(found.total, 'page')} found.")
        named = named_so(case, written, _MOST_NAMES) if offset == 0 else []
        for number, path in named:
            call.output.evidence(f"In a file name: ex{number}", path)
        if not found.total and not named:
            call.output.hint("File names were looked through too, folders' names were not: govah exhibits | grep …")
