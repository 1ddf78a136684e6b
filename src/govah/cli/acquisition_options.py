"""The options that say what is known of an acquisition."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from govah.errors import NotFoundError, UsageError
from govah.model.acquisition import RECORD_FIELDS, AcquisitionRecord, option_of

_F = TypeVar("_F", bound=Callable[..., Any])

_HELP = {
    "acquired_by": "Who took the material over.",
    "acquired_at": "When: 2026-03-01, or 2026-03-01T14:30:00+03:30.",
    "how": "How it came: handed over, downloaded, copied from a device.",
    "legal_basis": "The law or mandate under which it is held.",
    "decision": "Why it was decided to use it.",
    "risk": "What its use may do to people.",
    "conditions": "What whoever gave it asked for.",
    "history": "Who held it before and since when, as far as is known.",
}


def record_options(function: _F) -> _F:
    """`--acquired-by` … `--history`, and `--record` for all of them in a file."""
    function = click.option(
        "--record",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=f"A JSON file with any of: {', '.join(RECORD_FIELDS)}.",
    )(function)
    for name in reversed(RECORD_FIELDS):
        function = click.option(option_of(name), name, metavar="TEXT", help=_HELP[name])(function)
    return function


def record_of(file: Path | None, told: Mapping[str, str | None]) -> AcquisitionRecord:
    """What a call tells: of the file, and before it of the options.

    Raises:
        NotFoundError: There is no such file.
        UsageError: It is no record, or a part of it cannot be.
    """
    written: dict[str, Any] = {}
    if file is not None:
        if not file.is_file():
            raise NotFoundError(f"{file} is not a file.", "Name the acquisition's record: --record FILE")
        try:
            written = json.loads(file.read_text(encoding="utf-8-sig"))
        except ValueError as error:
            raise UsageError(f"{file} is not JSON: {error}.", 'Write one object: {"acquired_by": "…"}') from error
        if not isinstance(written, dict):
            raise UsageError(f"{file} holds no record.", 'Write one object: {"acquired_by": "…"}')
    options = {name: told[name] for name in RECORD_FIELDS if told.get(name) is not None}
    return AcquisitionRecord.of({**written, **options})
