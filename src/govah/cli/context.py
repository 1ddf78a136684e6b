"""Options that every command takes, before or after its name, and the case that they name."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from govah.cli.output import Output
from govah.errors import UsageError

if TYPE_CHECKING:
    from govah.case.case import Case

_F = TypeVar("_F", bound=Callable[..., Any])


class Call:
    """What a call asks for: which case, who acts, for whom the answer is."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.actor: str | None = None
        self.as_json = False

    @property
    def output(self) -> Output:
        """Where the answer goes."""
        return Output(self.as_json)

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to be asked, and sees the question."""
        return not self.as_json and sys.stdin.isatty() and sys.stderr.isatty()

    def case_folder(self) -> Path:
        """The case folder.

        Raises:
            UsageError: None was named.
        """
        if self.folder is None:
            raise UsageError("No case was named.", "Name its folder: govah --case DIR …, or set GOVAH_CASE.")
        return self.folder

    def case(self) -> "Case":
        """The opened case. The house is loaded here and not before: it takes a second or two."""
        from govah.case.case import Case

        return Case(self.case_folder(), self.actor)


def _keep(attribute: str, convert: Callable[[Any], Any]) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        call = context.ensure_object(Call)
        from_environment = context.get_parameter_source(str(parameter.name)) is ParameterSource.ENVIRONMENT
        if value and not (from_environment and getattr(call, attribute)):  # what was written goes before
            setattr(call, attribute, convert(value))

    return callback


def common_options(function: _F) -> _F:
    """`--case`, `--as` and `--json`."""
    decorators = (
        click.option(
            "--case",
            metavar="DIR",
            envvar="GOVAH_CASE",
            expose_value=False,
            callback=_keep("folder", Path),
            help="The case folder (also GOVAH_CASE).",
        ),
        click.option(
            "--as",
            metavar="NAME",
            envvar="GOVAH_ACTOR",
            expose_value=False,
            callback=_keep("actor", str),
            help="Who acts: name of a key on this machine (also GOVAH_ACTOR).",
        ),
        click.option(
            "--json",
            is_flag=True,
            expose_value=False,
            callback=_keep("as_json", bool),
            help="Answer in JSON, for programs.",
        ),
    )
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


pass_call = click.make_pass_decorator(Call, ensure=True)
