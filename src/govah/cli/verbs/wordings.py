"""`govah wordings`: the words by which letters are recognised, and those that a case has of its own."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govah.cli.bar import progress_bar
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted, plain
from govah.errors import NotFoundError

if TYPE_CHECKING:
    from govah.consolidate.wordings import Table
    from govah.model.own_words import OwnWords


@click.group(invoke_without_command=True)
@common_options
@pass_call
@click.pass_context
def wordings(context: click.Context, call: Call) -> None:
    """List the tables of words that letters are recognised by, and the case's own; add some, or take them back."""
    if context.invoked_subcommand is not None:
        return
    from govah.consolidate.wordings import TABLES

    found: list[OwnWords] = []
    if call.folder is not None:
        with call.case() as case:
            found = list(case.view.own_words())
    own = {table.name: [each for each in found if each.table == table.name] for table in TABLES}
    for table in TABLES:
        if call.as_json:
            call.output.line(_table_json(table, own[table.name]))
        else:
            _tell(call, table)
    if call.as_json:
        return
    call.output.table(
        ("entry", "table", "row", "state", "by", "day", "why"),
        (
            (str(each.entry), each.table, " ⇥ ".join(row), _state(each), each.by, each.at[:10], each.why)
            for each in found
            for row in each.rows
        ),
        empty="This case has no words of its own: govah wordings add FILE.tsv --table TABLE --why WHERE-FROM"
        if call.folder is not None
        else "No case was named, so none of its own words are listed: govah --case DIR wordings",
    )


@wordings.command()
@click.argument("table")
@common_options
@pass_call
def show(call: Call, table: str) -> None:
    """Show the program's rows of TABLE; it is a file for `govah wordings add`, too."""
    from govah.consolidate.wordings import table_named

    known = table_named(table)
    for row in known.rows:
        if call.as_json:
            call.output.line({"table": known.name, "row": list(row)})
    if not call.as_json:
        click.echo("\n".join("\t".join(map(plain, row)) for row in (known.columns, *known.rows)))


@wordings.command()
@click.argument("file", metavar="FILE|-", type=click.Path(path_type=Path))
@click.option("--table", required=True, help="To which the rows are added.")
@click.option("--why", required=True, help="Where the words are known from.")
@common_options
@pass_call
def add(call: Call, file: Path, table: str, why: str) -> None:
    """Add the rows of FILE (- for stdin) to a table, for this case; its letters are recognised anew.

    A row is a line in UTF-8, its cells parted by TAB, words in the last cell with | between them.
    """
    name, data = _text(file)
    with call.case() as case, progress_bar() as progress:
        said = case.add_words(table, data, name, why, progress)
    told = "These words are in force already; nothing was added." if said.already else "Added."
    call.output.answer(
        {"entry": said.entry, "already": said.already},
        f"{told} Entry {said.entry} says so; take them back: govah wordings remove {said.entry} --why WHY",
    )


@wordings.command()
@click.argument("entry", type=int)
@click.option("--why", required=True, help="Why they are no longer to be used.")
@common_options
@pass_call
def remove(call: Call, entry: int, why: str) -> None:
    """Take back the words of ENTRY; letters are recognised anew, and the log keeps both."""
    with call.case() as case, progress_bar() as progress:
        removed = case.remove_words(entry, why, progress)
    call.output.answer({"entry": removed}, f"Taken back. Entry {removed} says so.")


def _text(file: Path) -> tuple[str, bytes]:
    """What the text is called in a message, and its bytes; of a huge file no more than is refused."""
    from govah.consolidate.wordings.reading import MOST_BYTES

    if str(file) == "-":
        return "stdin", sys.stdin.buffer.read(MOST_BYTES + 1)
    if not file.is_file():
        raise NotFoundError(f"{file} is not a file.", "Name a file of rows, or - for stdin.")
    with file.open("rb") as stream:
        return str(file), stream.read(MOST_BYTES + 1)


def _tell(call: Call, table: "Table") -> None:
    call.output.say(f"{table.name} ({counted(len(table.rows), 'row')} of the program): {table.about}")
    choices = f" ({', '.join(table.choices)})" if table.choices else ""
    call.output.say(f"  a row: {' TAB '.join(table.columns)}{choices}")
    call.output.evidence(f"  for example: {' TAB '.join(table.example)}")


def _state(words: "OwnWords") -> str:
    return "in force" if words.ended is None else f"taken back by {words.ended.by}: {words.ended.why}"


def _table_json(table: "Table", own: "list[OwnWords]") -> dict[str, Any]:
    return {
        "table": table.name,
        "about": table.about,
        "columns": list(table.columns),
        "choices": list(table.choices),
        "example": list(table.example),
        "rows": len(table.rows),
        "own": [_own_json(each) for each in own],
    }


def _own_json(words: "OwnWords") -> dict[str, Any]:
    end = words.ended
    return {
        "entry": words.entry,
        "rows": [list(row) for row in words.rows],
        "why": words.why,
        "by": words.by,
        "at": words.at,
        "ended": None if end is None else {"entry": end.entry, "why": end.why, "by": end.by, "at": end.at},
    }
