"""`govah exhibits`: the list of all that is held."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.model.status import Status
from govah.model.wire import exhibit_json


@click.command()
@click.option("--status", type=click.Choice([status.value for status in Status]), help="Only these.")
@click.option("--source", help="Only what this source delivered.")
@common_options
@pass_call
def exhibits(call: Call, status: str | None, source: str | None) -> None:
    """List exhibits by number, then what had no bytes."""
    from govah.case.searching import deliverers

    with call.case() as case:
        found = [
            exhibit
            for exhibit in case.view.exhibits()
            if (status is None or exhibit.status == status) and (source is None or source in exhibit.sources)
        ]
        known = deliverers(case)
    if source is not None and source not in known:
        call.output.hint(f"Nothing was delivered by {source!r}. Deliverers: {', '.join(known) or 'none yet'}.")
    if call.as_json:
        for exhibit in found:
            call.output.line(exhibit_json(exhibit))
        return
    call.output.table(
        ("exhibit", "hash", "status", "type", "bytes", "path"),
        (
            (
                f"ex{exhibit.number}" if exhibit.number else "–",
                (exhibit.sha256 or "–")[:12],
                exhibit.status.value + (f" ({exhibit.detail})" if exhibit.detail else ""),
                exhibit.media_type or "–",
                str(exhibit.size),
                (exhibit.paths[0] if exhibit.paths else "–")
                + (f" (+{len(exhibit.paths) - 1})" if len(exhibit.paths) > 1 else ""),
            )
            for exhibit in found
        ),
        path="path",
        empty="No exhibits." if status is None and source is None else "No exhibits of this kind.",
    )
