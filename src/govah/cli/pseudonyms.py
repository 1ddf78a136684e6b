"""Names of sources are questioned once, before the log has them for ever: a pseudonym should say nothing of anybody."""

from typing import TYPE_CHECKING

import click

from govah.cli.context import Call
from govah.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from govah.case.case import Case

MEANT = "--source-is-a-pseudonym"
meant_option = click.option(
    MEANT, "a_pseudonym", is_flag=True, help="The name says nothing of anybody, whatever it looks like."
)
_ADVICE = "Name sources by pseudonyms only: the name stands in the log for ever. Who it is, you seal: govah source seal"


def question_pseudonym(call: Call, case: "Case", pseudonym: str, *, meant: bool = False) -> None:
    """Say so where a new source is named by what could find it; on a terminal, ask whether it is meant.

    Args:
        call: Of the command.
        case: Opened.
        pseudonym: As it was typed.
        meant: The option says that it is a pseudonym all the same.

    Raises:
        UsageError: It is not meant, or holds what nobody can see.
        RefusedError: It can hardly be a pseudonym, and nobody is there to be asked.
    """
    from govah.case.sources import check_signs, known, telling

    if known(case, pseudonym):
        return
    check_signs(pseudonym)
    like = telling(pseudonym)
    if like is None or meant:
        return
    if call.can_ask:
        call.output.hint(f"This source looks like {like.to}. {_ADVICE}.")
        if not click.confirm("Is the name meant to stand in the log", default=False, err=True):
            raise UsageError("Nothing was done.", "Name the source by a word that says nothing, such as press-1.")
    elif like.certain:
        raise RefusedError(
            f"This source looks like {like.to}: refused to protect a source.",
            f"Nothing was done. {_ADVICE}.\nIf it says nothing of anybody all the same: {MEANT}",
        )
    else:
        call.output.hint(f"This source looks like {like.to}. {_ADVICE}.")
