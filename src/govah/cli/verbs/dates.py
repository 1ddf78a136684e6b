"""`govah dates`: the date in each line of a file."""

import re
import sys
from pathlib import Path

import click

from govah.cli.context import Call, common_options, pass_call
from govah.errors import NotFoundError
from govah.model.fuzzy_date import FuzzyDate


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
            told = (text, calendar or "–", earliest or "–", latest or "–", _reason(found))
            call.output.say("\t".join(told).rstrip("\t"))


def _reason(found: FuzzyDate | None) -> str:
    """Why there is no day, or what speaks against the one that was read."""
    if found is None:
        return "no date here"
    if found.conflict:
        return "the weekday beside it disagrees"
    if found.earliest is not None or found.latest is not None:
        return ""
    numbers = re.findall(r"\d+", found.text)
    has_year = len(numbers) > 2 or any(len(number) > 2 for number in numbers)
    return "there is no such day in that calendar" if has_year else "no year is given"
