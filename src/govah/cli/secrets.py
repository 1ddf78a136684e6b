"""Secrets at the command line: asked for without being shown, never taken from a command's own words."""

import getpass
import sys
import warnings
from pathlib import Path
from typing import BinaryIO

import click

from govah.errors import NotFoundError, UsageError


def passphrase(name: str) -> str:
    """Ask for the passphrase of a key; it is not shown."""
    return hidden(f"Passphrase of the key {name}")


def new_passphrase(name: str) -> str:
    """Ask for a new passphrase, twice."""
    return hidden(f"New passphrase for the key {name}", again="Once more")


def hidden(asked: str, *, again: str | None = None, what: str = "a passphrase") -> str:
    """Ask for something that is not shown while it is typed.

    Args:
        asked: The question.
        again: The question of the second time, where it is to be typed twice.
        what: Is asked for, in words.

    Raises:
        UsageError: The input ended before it came.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", getpass.GetPassWarning)  # in words of Python's own, with a path of its code
            answer: str = click.prompt(asked, hide_input=True, confirmation_prompt=again or False, err=True)
    except click.Abort as error:
        if not isinstance(error.__context__, EOFError):
            raise
        raise UsageError(
            f"It was asked for {what}, and none came: the input had ended.",
            "Nothing was done. Run the command at a terminal and type it there, or give it as a line of input.",
        ) from None
    return answer


def identity_from(place: str | None) -> bytes:
    """Who a source is: from a file, from stdin (`-`), or typed without being shown.

    Raises:
        NotFoundError: There is no such file.
    """
    keep_from_dumps()
    if place is None:
        return hidden("Who is it (not shown)", what="an identity").encode("utf-8", "surrogateescape")
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
