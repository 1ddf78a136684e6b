"""`govah exhibits`: the list of all that is held."""

from collections import Counter
from collections.abc import Iterable, Iterator

import click

from govah.cli.context import Call, common_options, pass_call
from govah.model.exhibit import Exhibit
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
        known = deliverers(case)
        if source is not None and source not in known:
            call.output.hint(f"Nothing was delivered by {source!r}. Deliverers: {', '.join(known) or 'none yet'}.")
        wanted = None if status is None else frozenset({Status(status)})
        found = (found for found in case.view.exhibits(wanted) if source is None or source in found.sources)
        if call.as_json:
            for exhibit in found:
                call.output.line(exhibit_json(exhibit))
            return
        _show(call, found, chosen=status is not None or source is not None)


def _show(call: Call, found: Iterable[Exhibit], *, chosen: bool) -> None:
    call.output.table(
        ("exhibit", "hash", "status", "type", "bytes", "path"),
        _rows(found),
        path="path",
        empty="No exhibits of this kind." if chosen else "No exhibits.",
    )


def _rows(found: Iterable[Exhibit]) -> Iterator[tuple[str, ...]]:
    """A row for each; what never had bytes is told with its source where several did not deliver it."""
    lacking: list[Exhibit] = []
    for exhibit in found:
        if exhibit.number:
            yield _row(exhibit)
        else:
            lacking.append(exhibit)
    alike = Counter(exhibit.paths for exhibit in lacking)
    for exhibit in lacking:
        told = f", by {', '.join(exhibit.sources)}" if alike[exhibit.paths] > 1 and exhibit.sources else ""
        yield _row(exhibit, told)


def _row(exhibit: Exhibit, told: str = "") -> tuple[str, ...]:
    return (
        f"ex{exhibit.number}" if exhibit.number else "–",
        (exhibit.sha256 or "–")[:12],
        exhibit.status.value + (f" ({exhibit.detail}{told})" if exhibit.detail else ""),
        exhibit.media_type or "–",
        str(exhibit.size),
        (exhibit.paths[0] if exhibit.paths else "–")
        + (f" (+{len(exhibit.paths) - 1})" if len(exhibit.paths) > 1 else ""),
    )
