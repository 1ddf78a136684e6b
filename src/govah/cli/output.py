"""What is written where: JSON lines to stdout for programs, text for people; progress to stderr."""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from govah.model.text import counted as counted

_STEERING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_UNFOLDED = 100_000
"""Columns of a table that another program reads: a row is a line."""
_LEAST_PATH = 24
"""Columns that a shortened path keeps on a narrow terminal; a third of a wide one."""
_FSI, _PDI = "\u2068", "\u2069"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
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


def shortened(text: str, width: int) -> str:
    """A path of at most so many columns of a terminal: its middle left out, for its end tells most."""
    from rich.cells import cell_len

    if cell_len(text) <= width:
        return text
    head = tail = ""
    for sign in text:
        if cell_len(head + sign) > (width - 1) // 3:
            break
        head += sign
    room = width - 1 - cell_len(head)
    for sign in reversed(text):
        if cell_len(sign + tail) > room:
            break
        tail = sign + tail
    return f"{head}…{tail}"


class Output:
    """Where a command's answer goes.

    Args:
        as_json: For programs: one JSON object a line.
    """

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.for_terminal = sys.stdout.isatty()

    def line(self, value: Mapping[str, Any]) -> None:
        """One JSON object on its line."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")

    def answer(self, value: Mapping[str, Any], sentence: str) -> None:
        """The whole answer of a command that answers once."""
        if self.as_json:
            self.line(value)
            sys.stdout.flush()  # whoever started the workbench waits for its address
        else:
            click.echo(_lines(sentence))

    def say(self, sentence: str) -> None:
        """A sentence for people; nothing where programs read."""
        if not self.as_json:
            click.echo(_lines(sentence))

    def hint(self, sentence: str) -> None:
        """A sentence beside the answer, on stderr, whoever reads the answer."""
        click.echo(plain(sentence), err=True)

    def evidence(self, *parts: str) -> None:
        """A line with words of evidence, two spaces between its parts."""
        if not self.as_json:
            click.echo("  ".join(self._apart(plain(part)) for part in parts))

    def _apart(self, shown: str) -> str:
        """Right-to-left words, kept from reordering what stands beside them on a terminal."""
        return f"{_FSI}{shown}{_PDI}" if self.for_terminal and _RIGHT_TO_LEFT.search(shown) else shown

    def table(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        empty: str = "There is nothing to list.",
        path: str | None = None,
    ) -> None:
        """A table for people.

        Args:
            columns: Their heads.
            rows: A text for each column.
            empty: What is said, on stderr, in the place of a table without rows.
            path: The column that is shortened where the terminal is too narrow.
        """
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        shown = [[plain(cell) for cell in row] for row in rows]
        if not shown:
            self.hint(empty)
            return
        width = None if self.for_terminal else _UNFOLDED
        console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True, width=width)
        if path is not None and self.for_terminal:
            _fit(shown, columns, columns.index(path), console.width)
        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold", no_wrap=column == path)
        for row in shown:
            table.add_row(*(Text(self._apart(cell)) for cell in row))
        console.print(table)


def _fit(rows: list[list[str]], columns: Sequence[str], at: int, width: int) -> None:
    """Shorten the column at `at` to what the others leave of the terminal's width."""
    from rich.cells import cell_len

    others = sum(
        max(cell_len(columns[index]), *(cell_len(row[index]) for row in rows)) + 2
        for index in range(len(columns))
        if index != at
    )
    room = max(_LEAST_PATH, width // 3, width - others)
    for row in rows:
        row[at] = shortened(row[at], room)
