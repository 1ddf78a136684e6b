"""`govah acquisitions`: how material came into the case, and what is not known of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govah.cli.acquisition_options import record_of, record_options
from govah.cli.advice import statuses_told
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted, plain
from govah.model.acquisition import Acquisition
from govah.model.status import Status

if TYPE_CHECKING:
    from govah.case.acquiring import Tally


@click.group(invoke_without_command=True)
@common_options
@click.pass_context
@pass_call
def acquisitions(call: Call, context: click.Context) -> None:
    """List how material came into the case: who, when, how, on what grounds, and what is not known."""
    if context.invoked_subcommand is not None:
        return
    from govah.case.acquiring import tallies

    with call.case() as case:
        found, counts = case.view.acquired(), tallies(case)
    for each in found:
        if call.as_json:
            call.output.line(_json(each, counts[each.entry]))
        else:
            _say(call, each, counts[each.entry])
    if not found and not call.as_json:
        call.output.hint("Nothing was collected yet: govah collect FOLDER --source NAME")


@acquisitions.command()
@click.argument("source", metavar="SOURCE")
@click.option("--entry", type=int, metavar="N", help="Which of the source's acquisitions; by default the last.")
@record_options
@common_options
@pass_call
def add(call: Call, /, source: str, entry: int | None, record: Path | None, **parts: str | None) -> None:
    """Complete or put right the record of an acquisition; what was said before stays in the log."""
    with call.case() as case:
        done = case.complete_acquisition(source, record_of(record, parts), entry)
    call.output.answer(
        {"entry": done.completed[-1], "acquisition": done.entry, "record": done.record.known, "gaps": _gaps(done)},
        f"Entry {done.completed[-1]} completes acquisition {done.entry} of {plain(done.source)}."
        + (f" Not known: {'; '.join(gap.what for gap in done.gaps)}." if done.gaps else ""),
    )


def _json(found: Acquisition, tally: "Tally") -> dict[str, Any]:
    return {
        "entry": found.entry,
        "source": found.source,
        "at": found.at,
        "by": found.by,
        "ocr": found.ocr,
        "roots": list(found.roots),
        "record": found.record.known,
        "files_in": tally.files_in,
        "children": tally.children,
        "status": _statuses(tally),
        "sealed": tally.sealed,
        "hash_lists": [dict(each) for each in found.hash_lists],
        "file_times": [dict(each) for each in found.file_times],
        "completed": list(found.completed),
        "gaps": _gaps(found),
    }


def _statuses(tally: "Tally") -> dict[str, int]:
    return {status.value: tally.status[status] for status in Status if tally.status.get(status)}


def _gaps(found: Acquisition) -> list[dict[str, str | None]]:
    return [{"field": gap.field, "what": gap.what, "option": gap.option} for gap in found.gaps]


def _say(call: Call, found: Acquisition, tally: "Tally") -> None:
    say = call.output.say
    statuses = statuses_told(_statuses(tally), tally.sealed) if tally.status else "nothing"
    say(
        f"Entry {found.entry}: source {plain(found.source)}, collected by {plain(found.by)}, {found.at[:10]}: "
        f"{counted(tally.files_in, 'file')}, {counted(tally.children, 'part')} of containers: {statuses}"
    )
    for name, value in found.record.known.items():
        call.output.evidence(f"  {name.replace('_', ' ')}:", str(value))
    for each in found.hash_lists:
        say(
            f"  list {plain(str(each['name']))} ({each['algorithm']}): {each['matched']} of {each['listed']} matched, "
            f"{each['differing']} differing, {each['missing']} missing, {each['unlisted']} not listed"
        )
    for gap in found.gaps:
        say(f"  ┄ not known: {gap.what}" + (f" ({gap.option})" if gap.option else ""))
