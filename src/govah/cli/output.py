"""What is written where: JSON lines to stdout for programs, text for people; progress to stderr."""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

_STEERING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_UNFOLDED = 100_000
"""Columns of a table that another program reads: a row is a line."""
_UNSAFE_LINE = re.compile(f"[{_STEERING}\u061c\u200e\u200f\u2028\u2029]")
_UNSAFE_TEXT = re.compile(f"[{_STEERING}]")


def plain(text: str) -> str:
    r"""One line that cannot steer a terminal: control and bidi characters as `\u202e`, line ends as spaces."""
    return _UNSAFE_LINE.sub(_escape, text.replace("\n", " ").replace("\t", " "))


def _lines(text: str) -> str:
    """Text of many lines that cannot steer a terminal; the weak marks of Persian and Arabic text stay."""
    return _UNSAFE_TEXT.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


class Output:
    """Where a command's answer goes.

    Args:
        as_json: For programs: one JSON object a line.
    """

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        width = None if sys.stdout.isatty() else _UNFOLDED
        self._console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True, width=width)

    def line(self, value: Mapping[str, Any]) -> None:
        """One JSON object on its line."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")

    def answer(self, value: Mapping[str, Any], sentence: str) -> None:
        """The whole answer of a command that answers once."""
        if self.as_json:
            self.line(value)
        else:
            click.echo(_lines(sentence))

    def say(self, sentence: str) -> None:
        """A sentence for people; nothing where programs read."""
        if not self.as_json:
            click.echo(_lines(sentence))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table for people."""
        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Text(plain(cell)) for cell in row))
        self._console.print(table)
