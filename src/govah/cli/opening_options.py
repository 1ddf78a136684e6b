"""The options of what opens something sealed, and what is said of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., Any])

ONE_PERSON = "Both keys are on this account: two keys on one account are one person."


def opening_options(out_help: str) -> Callable[[_F], _F]:
    """`--purpose`, `--key`, `-o`, `--ask` and `--half`.

    Args:
        out_help: What `-o` does.
    """
    file = click.Path(path_type=Path)
    options = (
        click.option("--purpose", required=True, help="Why it is opened; stays in the log."),
        click.option("--key", "key_files", metavar="FILE", multiple=True, type=file, help="A custodian's key."),
        click.option("-o", "out", metavar="OUT", type=file, help=out_help),
        click.option("--ask", metavar="FILE", type=file, help="Write a request to a second custodian."),
        click.option("--half", metavar="FILE", type=file, help="What the second custodian sent back."),
    )

    def add(function: _F) -> _F:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def asked_told(ask: Path, entry: int) -> str:
    """What is done with a request."""
    return (
        f"{ask}: give it to the other custodian (entry {entry} of the log). They answer:\n"
        f"  govah custodian half {ask} -o HALF\n"
        "Then open with it: the same command with --half HALF instead of --ask."
    )
