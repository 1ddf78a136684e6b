"""`govah terms`: who held which office when, for the check of signatories."""

import csv
from pathlib import Path

import click

from govah.cli.context import Call, common_options, pass_call
from govah.errors import NotFoundError, UsageError

_COLUMNS = ("office", "holder", "from", "to")


@click.group(invoke_without_command=True)
@common_options
@pass_call
@click.pass_context
def terms(context: click.Context, call: Call) -> None:
    """List terms of office; enter them, or take one back."""
    if context.invoked_subcommand is not None:
        return
    with call.case() as case:
        found = list(case.view.terms())
    if call.as_json:
        for each in found:
            call.output.line(
                {
                    "entry": each.entry,
                    "office": each.office,
                    "holder": each.holder,
                    "from": each.since.isoformat() if each.since else None,
                    "to": each.until.isoformat() if each.until else None,
                    "why": each.why,
                    "by": each.by,
                    "at": each.at,
                }
            )
        return
    call.output.table(
        ("entry", "office", "holder", "from", "to", "known from"),
        (
            (str(each.entry), each.office, each.holder, str(each.since or "?"), str(each.until or "–"), each.why)
            for each in found
        ),
        empty="No term of office was entered: govah terms add OFFICE HOLDER --from DAY --to DAY --why WHERE-FROM",
    )


@terms.command()
@click.argument("office")
@click.argument("holder")
@click.option("--from", "since", metavar="DAY", help="First day, in any calendar.")
@click.option("--to", "until", metavar="DAY", help="Last day; leave it out while in post.")
@click.option("--why", required=True, help="Where it is known from: an official gazette, a decree.")
@common_options
@pass_call
def add(call: Call, office: str, holder: str, since: str | None, until: str | None, why: str) -> None:
    """Enter who held an office, both as letters write them."""
    with call.case() as case:
        entry = case.add_term(office, holder, since, until, why)
    call.output.answer({"entry": entry}, f"Entry {entry} says so.")


@terms.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--why", required=True, help="Where the list is from.")
@common_options
@pass_call
def load(call: Call, file: Path, why: str) -> None:
    """Enter a list: a CSV file in UTF-8 with the columns office, holder, from, to; others are ignored."""
    rows = _rows(file)
    with call.case() as case:
        entries = [case.add_term(row["office"], row["holder"], row["from"], row["to"], why) for row in rows]
    call.output.answer({"entries": entries}, f"{len(entries)} terms are in the log.")


@terms.command()
@click.argument("entry", type=int)
@click.option("--why", required=True, help="Why it was wrong.")
@common_options
@pass_call
def remove(call: Call, entry: int, why: str) -> None:
    """Take back the term of ENTRY; the log keeps both."""
    with call.case() as case:
        removed = case.remove_term(entry, why)
    call.output.answer({"entry": removed}, f"Taken back. Entry {removed} says so.")


def _rows(file: Path) -> list[dict[str, str]]:
    if not file.is_file():
        raise NotFoundError(f"{file} is not a file.", "Name a CSV file with the columns office, holder, from, to.")
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            lacking = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            rows = [] if lacking else [{name: row[name] or "" for name in _COLUMNS} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} is no table of text: {error}.", "Save it as CSV in UTF-8.") from error
    if lacking:
        raise UsageError(f"{file} has no column {lacking[0]!r}.", f"Its first line names: {', '.join(_COLUMNS)}")
    return rows
