"""`govah registers`: registers of letters, and which of their rows are held."""

from collections.abc import Mapping

import click

from govah.cli.context import Call, common_options, pass_call
from govah.errors import NotFoundError
from govah.model.fuzzy_date import FuzzyDate
from govah.model.identifiers import LetterId
from govah.model.register import Register, RegisterRow, RegisterStanding
from govah.model.text import counted
from govah.model.wire import register_json


@click.command()
@click.argument("exhibit", required=False)
@click.option("--not-held", is_flag=True, help="Only rows whose letter is not held.")
@common_options
@pass_call
def registers(call: Call, exhibit: str | None, not_held: bool) -> None:
    """List registers of letters (of all exhibits, or of EXHIBIT) with their rows, and which letters of them are held.

    A row is a mention of a letter, never a letter. What only a register lists is no ghost: those are cited by letters.
    """
    with call.case() as case:
        view = case.view
        wanted = None if exhibit is None else view.resolve(exhibit)
        found = [each for each in view.registers() if wanted in (None, each[0].sha256)]
        numbers = {register.sha256: view.exhibit(register.sha256).number for register, _ in found}
        held = {letter for _, standing in found for letter in standing.letters.values()}
        letters = {letter: view.letter(letter) for letter in held}
        names = {name: f"ex{view.exhibit(one.sha256).number} p. {one.span.page}" for name, one in letters.items()}
    if wanted is not None and not found:
        raise NotFoundError(f"No register was recognised in {exhibit}.", "List the registers: govah registers")
    if call.as_json:
        for register, standing in found:
            line = register_json(register, standing)
            rows = [row for row in line["rows"] if not (not_held and row["letter"])]
            call.output.line({**line, "rows": rows})
        return
    for register, standing in found:
        rows = [row for row in register.rows if not (not_held and row.id in standing.letters)]
        call.output.say(_heading(register, standing, numbers[register.sha256]))
        call.output.table(
            ("row", "number", "date", "from", "to", "subject", "held"),
            (_told(row, numbers[register.sha256], standing, names) for row in rows),
            empty="Every row is held.",
        )
    if not found:
        call.output.hint("No register of letters was recognised.")


def _heading(register: Register, standing: RegisterStanding, exhibit: int | None) -> str:
    place = f"ex{exhibit} p. {register.span.page}" + (f" «{register.label}»" if register.label else "")
    office = standing.office or "office not known"
    office += " (told by the letters of its rows)" if standing.inferred else ""
    way = f", {register.way.value}" if register.way else ""
    days = f", {register.days[0]} to {register.days[1]}" if register.days else ""
    held = f"{counted(len(register.rows), 'row')}, {len(standing.letters)} held"
    return f"{place}: {office}{way}{days}; {held}"


def _told(
    row: RegisterRow, exhibit: int | None, standing: RegisterStanding, names: Mapping[LetterId, str]
) -> tuple[str, ...]:
    letter = standing.letters.get(row.id)
    held = names[letter] if letter else "cited, not held" if row.id in standing.cited else "not held"
    number = row.number or "–"
    if row.entry and row.entry != row.number:
        number += f" (entry {row.entry})"
    place = f"ex{exhibit}.{row.span.page}:{row.span.start}-{row.span.end}"
    return place, number, _day(row.date or row.entered), row.sender or "–", row.to or "–", row.subject or "–", held


def _day(day: FuzzyDate | None) -> str:
    return day.text if day else "–"
