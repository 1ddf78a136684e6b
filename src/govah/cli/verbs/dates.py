"""`govah dates`: the date in each line of a file."""

import sys
from pathlib import Path

import click

from govah.cli.context import Call, common_options, pass_call
from govah.errors import NotFoundError


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@common_options
@pass_call
def dates(call: Call, file: Path) -> None:
    """Read the date in each line of FILE (- for stdin) as an interval of Gregorian days."""
    from govah.consolidate.dates import read_date

    if str(file) != "-" and not file.is_file():
        raise NotFoundError(f"{file} is not a file.", "Name a text file with a date in each line.")
    raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    for line in raw.decode("utf-8", "replace").removesuffix("\n").split("\n"):
        text = line.removesuffix("\r")
        found = read_date(text)
        calendar = found.calendar if found else None
        earliest = found.earliest.isoformat() if found and found.earliest else None
        latest = found.latest.isoformat() if found and found.latest else None
        conflict = bool(found and found.conflict)
        if call.as_json:
            call.output.line(
                {"text": text, "calendar": calendar, "earliest": earliest, "latest": latest, "conflict": conflict}
            )
        else:
            call.output.say(f"{text}\t{calendar or '–'}\t{earliest or '–'}\t{latest or '–'}")
