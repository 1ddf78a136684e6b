"""Names of sources are questioned once, before the log has them for ever: a pseudonym should say nothing of anybody."""

import sys
from typing import TYPE_CHECKING

import click

from govah.cli.context import Call
from govah.errors import UsageError

if TYPE_CHECKING:
    from govah.case.case import Case


def question_pseudonym(call: Call, case: "Case", pseudonym: str) -> None:
    """Say so where a new source is named by what could find it; on a terminal, ask whether it is meant.

    Raises:
        UsageError: It is not meant.
    """
    from govah.case.sources import known, telling

    looks_like = telling(pseudonym)
    if looks_like is None or known(case, pseudonym):
        return
    call.output.hint(
        f"This source looks like {looks_like}. Name sources by pseudonyms only: the name stands in the log for ever. "
        "Who it is, you seal: govah source seal."
    )
    if call.as_json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return
    if not click.confirm("Is the name meant to stand in the log", default=False, err=True):
        raise UsageError("Nothing was done.", "Name the source by a word that says nothing, such as press-1.")
