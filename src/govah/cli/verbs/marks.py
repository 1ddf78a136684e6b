"""`govah marks`: what was marked."""

from typing import Any

import click

from govah.cli.context import Call, common_options, pass_call
from govah.model.mark import Mark
from govah.model.wire import span_json


@click.command()
@click.option("--exhibit", metavar="EXHIBIT", help="Only in this one: ex6, or its hash.")
@common_options
@pass_call
def marks(call: Call, exhibit: str | None) -> None:
    """List marked passages with who marked them, and their notes."""
    with call.case() as case:
        view = case.view
        found = list(view.marks(view.resolve(exhibit) if exhibit is not None else None))
        numbers = {mark.passage.sha256: view.exhibit(mark.passage.sha256).number for mark in found}
        sealed = view.seals.by_exhibit()
        withdrawn = view.withdrawals.by_exhibit()
    if call.as_json:
        for mark in found:
            told = _json(mark, numbers[mark.passage.sha256])
            call.output.line({**told, "withdrawn": mark.passage.sha256 in withdrawn})
        return
    call.output.table(
        ("entry", "passage", "words", "note", "by", "day"),
        (
            (
                str(mark.entry),
                _place(mark, numbers[mark.passage.sha256], sealed=mark.passage.sha256 in sealed)
                + (" (withdrawn)" if mark.passage.sha256 in withdrawn else ""),
                mark.passage.exact,
                mark.note or "–",
                mark.by,
                mark.at[:10],
            )
            for mark in found
        ),
        empty="Nothing is marked yet: govah mark ex6 'words of the passage'",
    )


def _place(mark: Mark, number: int | None, *, sealed: bool) -> str:
    if sealed:
        return f"ex{number}, sealed"
    if mark.anchored is None:
        return f"ex{number}, lost its place"
    return f"ex{number}.{mark.anchored.page}:{mark.anchored.start}-{mark.anchored.end}"


def _json(mark: Mark, number: int | None) -> dict[str, Any]:
    return {
        "entry": mark.entry,
        "passage": mark.passage.written,
        "number": number,
        "quotation": mark.passage.exact,
        "note": mark.note,
        "by": mark.by,
        "at": mark.at,
        "anchored": span_json(mark.anchored) if mark.anchored is not None else None,
    }
