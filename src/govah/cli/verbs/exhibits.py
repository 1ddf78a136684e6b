"""`govah exhibits`: the list of all that is held."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import click

from govah.cli.context import Call, common_options, pass_call
from govah.errors import UsageError
from govah.model.exhibit import Exhibit
from govah.model.status import Status
from govah.model.wire import exhibit_json


class _StatusChoice(click.Choice[str]):
    """A status; what people call by another name is told which it is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As `click.Choice`."""
        if value in _OTHERWISE:
            raise UsageError(f"{value!r} is no status by itself.", _OTHERWISE[value])
        return super().convert(value, param, ctx)


_OTHERWISE = {
    "sealed": "What is sealed is among the encrypted, with to whom: govah exhibits --status encrypted",
    "erased": "What was erased is among the unreadable: govah exhibits --status unreadable; see also: govah erase list",
}


@click.command()
@click.option("--status", type=_StatusChoice([status.value for status in Status]), help="Only these.")
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
        exhibit.status.value
        + (f" ({exhibit.detail}{told})" if exhibit.detail else "")
        + (", withdrawn" if exhibit.withdrawal else ""),
        exhibit.media_type or "–",
        str(exhibit.size),
        (exhibit.paths[0] if exhibit.paths else "–")
        + (f" (+{len(exhibit.paths) - 1})" if len(exhibit.paths) > 1 else ""),
    )
