"""`govah verify`: offline proof of a case or a package."""

from pathlib import Path

import click

from govah.cli.bar import progress_bar
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted as entries
from govah.cli.output import plain

_BROKEN = 3


@click.command()
@click.argument("folder", metavar="[CASE|PACKAGE]", required=False, type=click.Path(path_type=Path))
@click.option("--against", metavar="CHECKPOINT", type=click.Path(path_type=Path), help="A checkpoint kept from before.")
@click.option(
    "--policy",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Witnesses whom you trust, and how many are enough, instead of the log's own policy.",
)
@click.option(
    "--authority",
    "authorities",
    metavar="CERT.pem",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Trust its time-stamps, and not those of the log's own choice; repeatable.",
)
@click.option(
    "--every-signature",
    is_flag=True,
    help="Also check each entry's own signature where that of its group stands for it; slower.",
)
@common_options
@pass_call
def verify(
    call: Call,
    folder: Path | None,
    against: Path | None,
    policy: Path | None,
    authorities: tuple[Path, ...],
    every_signature: bool,
) -> None:
    """Prove offline that nothing changed since admission. Needs no private key and changes nothing."""
    from govah.case.verifying import verify as prove

    with progress_bar() as progress:
        place = folder or call.case_folder()
        found = prove(place, against, progress, policy, authorities, every_signature=every_signature)
    if call.as_json:
        call.output.line(found)
    else:
        counted = ", ".join(f"{count} {name}" for name, count in found["exhibits"].items() if count) or "none"
        root = f"root {found['root']}" if found["root"] else "no root that its key signed"
        call.output.say(f"{found['verdict']}. {found['meaning']}")
        call.output.say(f"{found['size']} entries, {root}, time: {found['time']}. Exhibits: {counted}")
        if found["agrees_with"] is not None:
            call.output.say(f"It agrees with the checkpoint of {entries(found['agrees_with'], 'entry')}.")
        for problem in found["problems"]:
            call.output.say(f"  {plain(problem['where'])}: {plain(problem['what'])}")
        for note in found["notes"]:
            call.output.say(f"  note: {plain(note['where'])}: {plain(note['what'])}")
    if found["verdict"] != "VERIFIED":
        raise SystemExit(_BROKEN)
