"""Every command and option says what it is for, and every command of the contract is there."""

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from tests.cli.conftest import Govah

from govah.case.marking import LETTER_FIELDS
from govah.case.text_of_record import TEXT_FIELDS
from govah.cli.main import govah as root

NAMED = (
    "init", "collect", "read", "status", "exhibits", "text", "search", "mark", "correct", "letters", "claims",
    "claim add", "claim assess", "claim show", "verify", "rebuild", "report build", "share bag", "serve", "demo",
)  # fmt: skip


def commands(group: click.Group = root, above: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        path = f"{above} {name}".strip()
        yield path, command
        if isinstance(command, click.Group):
            yield from commands(command, path)


ALL = dict(commands())


def test_every_named_command_is_there() -> None:
    assert not set(NAMED) - ALL.keys()


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_option_is_explained(name: str, govah: Govah) -> None:
    command = ALL[name]
    assert command.help
    assert command.help[0].isupper()
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]} has no help"
            assert parameter.help.rstrip().endswith((".", "…)")), f"{name} {parameter.opts[0]}"
    printed = govah(*name.split(), "--help")
    assert printed.code == 0
    assert "--case" in printed.text or isinstance(command, click.Group)


@pytest.mark.parametrize("name", [name for name, found in ALL.items() if not isinstance(found, click.Group)])
def test_every_command_takes_the_common_options(name: str) -> None:
    options = {word for parameter in ALL[name].params for word in parameter.opts}
    assert {"--case", "--as", "--json"} <= options


def test_help_names_the_fields_that_can_be_corrected() -> None:
    (field,) = (option for option in ALL["correct"].params if option.name == "field")
    assert isinstance(field, click.Option)
    told = (field.help or "").removeprefix("One of: ").rstrip(".").split(", ")
    assert sorted(told) == sorted([*LETTER_FIELDS, *TEXT_FIELDS])


def test_help_does_not_wait_for_the_house_to_load() -> None:
    heavy = ("sqlalchemy", "tantivy", "numpy", "starlette", "typst", "openpyxl", "govah.case.case")
    asked = f"import sys, govah.cli.main; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
