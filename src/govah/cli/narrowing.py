"""Options that narrow a search."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., Any])


def narrowing_options(function: _F) -> _F:
    """`--language`, `--source`, `--after` and `--before`."""
    decorators = (
        click.option("--language", help="Only pages in this language (fa, ar, en …)."),
        click.option("--source", help="Only what this source delivered."),
        click.option("--after", metavar="DATE", help="Letters of this day or later, in any calendar."),
        click.option("--before", metavar="DATE", help="Letters of this day or earlier."),
    )
    for decorator in reversed(decorators):
        function = decorator(function)
    return function
