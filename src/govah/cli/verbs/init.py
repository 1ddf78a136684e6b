"""`govah init`: a new case."""

import shlex
from pathlib import Path

import click

from govah.cli.calling import this_command
from govah.cli.context import Call, common_options, pass_call
from govah.errors import NotFoundError


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="What the case is called.")
@click.option(
    "--mandate", metavar="FILE", type=click.Path(path_type=Path), help="Text of the mandate, kept in the log."
)
@common_options
@pass_call
def init(call: Call, folder: Path, name: str, mandate: Path | None) -> None:
    """Make a new case in DIR, and keys for you where there are none."""
    from govah.case.case import Case

    text = None
    if mandate is not None:
        if not mandate.is_file():
            raise NotFoundError(f"{mandate} is not a file.", "Name the text of the mandate, or leave --mandate out.")
        text = mandate.read_text(encoding="utf-8", errors="replace")
    with Case.create(folder, name, mandate=text, actor=call.actor) as case:
        key = case.signer.key_id
        call.output.answer(
            {"case": str(folder), "log_origin": case.log.origin, "key": key},
            f"Case {name!r} in {folder}. Your key {key} stays outside of it.\n"
            f"Next: {this_command()} --case {shlex.quote(str(folder))} collect FOLDER --source NAME",
        )
