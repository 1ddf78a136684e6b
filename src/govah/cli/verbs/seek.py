"""`govah seek`, `govah seekings`: searches for answers that persons made."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.hits import show_hits
from govah.cli.narrowing import narrowing_options
from govah.cli.output import counted
from govah.model.seeking import Seeking
from govah.model.wire import hit_json, seeking_json


@click.command()
@click.argument("letter", metavar="LETTER")
@click.argument("query", nargs=-1, required=True)
@click.option("--note", default="", help="What you say of what was found, kept in the log.")
@click.option("--limit", type=int, default=20, show_default=True, help="Hits to show.")
@narrowing_options
@common_options
@pass_call
def seek(
    call: Call,
    letter: str,
    query: tuple[str, ...],
    note: str,
    limit: int,
    language: str | None,
    source: str | None,
    after: str | None,
    before: str | None,
) -> None:
    """Search for an answer to a letter; the log keeps who searched when, for what, and how much was found.

    LETTER is ex6, ex6.1 or a letter's id. QUERY is as for govah search. A silence is only as good as the search for
    what would break it: searches stand beside it, in the workbench and in govah letters --json.
    """
    from govah.case.searching import SearchRequest

    request = SearchRequest(" ".join(query), limit, 0, language, source, after, before)
    with call.case() as case:
        sought = case.seek(letter, request, note)
        for hint in sought.found.hints:
            call.output.hint(hint)
        if call.as_json:
            found = [hit_json(hit) for hit in sought.found.hits]
            call.output.answer({"entry": sought.entry, "total": sought.found.total, "hits": found}, "")
            return
        show_hits(call, case, sought.found)
    call.output.say(f"{counted(sought.found.total, 'page')} found. Entry {sought.entry} says that you searched.")


@click.command()
@common_options
@pass_call
def seekings(call: Call) -> None:
    """List the searches for answers that persons made."""
    with call.case() as case:
        found = list(case.view.seekings.all())
        numbers = {each.sha256: case.view.exhibit(each.sha256).number for each in found}
    if call.as_json:
        for each in found:
            line = {"sha256": each.sha256, "page": each.page, "number": numbers[each.sha256], **seeking_json(each)}
            call.output.line(line)
        return
    call.output.table(
        ("entry", "letter", "searched for", "only", "found", "by", "day", "note"),
        ((str(each.entry), f"ex{numbers[each.sha256]}.{each.page}", *_told(each)) for each in found),
        empty="Nobody searched for an answer yet: govah seek LETTER QUERY",
    )


def _told(seeking: Seeking) -> tuple[str, ...]:
    only = ", ".join(f"{name} {value}" for name, value in seeking.limits.items())
    found = f"{seeking.pages} of {counted(seeking.among, 'page')}"
    return seeking.query, only or "–", found, seeking.by, seeking.at[:10], seeking.note or "–"
