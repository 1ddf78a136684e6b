"""A command that a message prints can be typed: where it has words behind its name, all that it needs stand there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import govah
from govah.cli.main import govah as program

SOURCE = Path(govah.__file__).parent
_ENDS = re.compile(r"[.;:,)](?:\s|$)|[\n(`]| or | and | as ")


def strings() -> Iterator[tuple[str, str]]:
    """Every string of the program, `…` for what stands in it at run time; with its file."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
                yield str(path.relative_to(SOURCE)), "".join(map(str, parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
                yield str(path.relative_to(SOURCE)), node.value


def commands() -> Iterator[tuple[str, str]]:
    for file, text in strings():
        for match in re.finditer(r"\bgovah ((?!--)[a-z].*)", text, re.DOTALL):
            yield file, _ENDS.split(match[1])[0].strip()


def lacks(written: str) -> set[str]:
    """Options that a written command needs and does not have; nothing where only its name is written."""
    words = written.split()
    command: click.Command = program
    while words and isinstance(command, click.Group) and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    if isinstance(command, click.Group) or not words or not (words[0].startswith("-") or re.match("[A-Z…]", words[0])):
        return set()
    needed = (each for each in command.params if isinstance(each, click.Option) and each.required)
    return {each.opts[-1] for each in needed if not set(each.opts) & set(words)}


def test_what_is_printed_can_be_typed() -> None:
    found = list(commands())
    assert sum("--" in each for _, each in found) > 20
    assert [(file, each, lacks(each)) for file, each in found if lacks(each)] == []


@pytest.mark.parametrize(("written", "lacking"), [("hold lift …", {"--why", "--authority"}), ("hold lift", set())])
def test_a_lacking_option_is_found(written: str, lacking: set[str]) -> None:
    assert lacks(written) == lacking
