"""Secrets at the command line: asked for without being shown, never taken from a command's own words."""

import sys
from pathlib import Path
from typing import BinaryIO

import click

from govah.errors import NotFoundError


def passphrase(name: str) -> str:
    """Ask for the passphrase of a key; it is not shown."""
    answer: str = click.prompt(f"Passphrase of the key {name}", hide_input=True, err=True)
    return answer


def new_passphrase(name: str) -> str:
    """Ask for a new passphrase, twice."""
    answer: str = click.prompt(
        f"New passphrase for the key {name}", hide_input=True, confirmation_prompt="Once more", err=True
    )
    return answer


def identity_from(place: str | None) -> bytes:
    """Who a source is: from a file, from stdin (`-`), or typed without being shown.

    Raises:
        NotFoundError: There is no such file.
    """
    keep_from_dumps()
    if place is None:
        answer: str = click.prompt("Who is it (not shown)", hide_input=True, err=True)
        return answer.encode("utf-8", "surrogateescape")
    if place == "-":
        stream: BinaryIO = sys.stdin.buffer
        return stream.read()
    path = Path(place)
    if not path.is_file():
        raise NotFoundError("The file of --identity is not there.", "Name a file, or - to pipe the text in.")
    return path.read_bytes()


def keep_from_dumps() -> None:
    """See that the system writes no picture of this program's memory to the disk if it breaks."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
