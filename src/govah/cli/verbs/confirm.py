"""`govah confirm`: a person looked, and the machine read rightly."""

import re
from typing import TYPE_CHECKING

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.errors import UsageError
from govah.model.passage import Place, exhibit_number

if TYPE_CHECKING:
    from govah.case.confirming import Confirmed

_NOBODY_READ = (
    "Nothing waited for it: these words are the file's own or a person's; no machine read them. "
    "That you confirmed them is kept."
)


@click.command()
@click.argument("passage", metavar="PASSAGE")
@common_options
@pass_call
def confirm(call: Call, passage: str) -> None:
    """Confirm that the text at a passage (ex6.1:217-223) is what its picture shows.

    `govah numbers` lists what waits, each with its passage.
    """
    from govah.case.confirming import confirm as confirm_once

    place = _place(passage)
    with call.case() as case:
        number = case.view.exhibit(case.view.resolve(place.sha)).number
        try:
            done = confirm_once(case, place)
        except UsageError as error:
            raise UsageError(error.what, f"List what waits there, each with its place: {_numbers(number)}") from error
    value = {"entry": done.said.entry, "already": done.said.already, "numbers": done.numbers}
    call.output.answer(value, _told(done, number))


def _place(written: str) -> Place:
    """The passage as it is written.

    Raises:
        UsageError: It is none: most who write a whole exhibit look for what waits there.
    """
    try:
        return Place.parse(written)
    except UsageError as error:
        named = re.split("[.:]", written.strip("[] "))[0]
        number = exhibit_number(named)
        whole = "That is a whole exhibit. " if number is not None and named == written.strip("[] ") else ""
        listed = f"List what waits, each with its place: {_numbers(number)}"
        raise UsageError(error.what, f"{whole}{listed}; then: govah confirm PASSAGE") from error


def _told(done: "Confirmed", number: int | None) -> str:
    words = plain(done.passage.exact)
    if done.said.already:
        return f"You confirmed it already, in entry {done.said.entry}; nothing was added: {words}"
    told = f"Confirmed in entry {done.said.entry}: {words}"
    if not done.read:
        return f"{told}\n{_NOBODY_READ}"
    if done.beyond is not None:
        page, start, end = done.beyond
        whole = f"ex{number}.{page}:{start}-{end}"
        return f"{told}\nA number stands there in part only and still waits, as a whole: govah confirm {whole}"
    if not done.numbers:
        return f"{told}\nNo number waited there. That you confirmed these words is kept. See: {_numbers(number)}"
    return told


def _numbers(number: int | None) -> str:
    return "govah numbers" if number is None else f"govah numbers ex{number}"
