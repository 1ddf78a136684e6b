"""`govah letters`: letters as objects."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.model.letter import Classification, Correspondent
from govah.model.wire import letter_json, seeking_json

_LEVELS = {
    1: "top secret, 1st of 4",
    2: "secret, 2nd of 4",
    3: "very confidential, 3rd of 4",
    4: "confidential, lowest of 4",
}


@click.command()
@click.option("--unanswered", is_flag=True, help="Only those that have no answer in holdings.")
@click.option("--from", "sender", metavar="P", help="Written by: words of a name or an office.")
@click.option("--to", "addressee", metavar="P", help="Written to: words of a name or an office.")
@common_options
@pass_call
def letters(call: Call, unanswered: bool, sender: str | None, addressee: str | None) -> None:
    """List letters with number, date, from, to, class, references and what answered them."""
    with call.case() as case:
        view = case.view
        found = [(letter, view.standing(letter.id)) for letter in view.letters()]
        numbers = {letter.sha256: view.exhibit(letter.sha256).number for letter, _ in found}
        withdrawn = view.withdrawals.by_exhibit()
        seekings = view.seekings.by_place()
    shown = [
        (letter, standing)
        for letter, standing in found
        if (not unanswered or standing.unanswered) and _names(letter.sender, sender) and _names(letter.to, addressee)
    ]
    if call.as_json:
        for letter, standing in shown:
            searches = [seeking_json(each) for each in seekings.get((letter.sha256, letter.span.page), ())]
            line = {**letter_json(letter, standing), "withdrawn": letter.sha256 in withdrawn, "searches": searches}
            call.output.line(line)
        return
    call.output.table(
        ("exhibit", "number", "date", "class", "from", "to", "subject", "status"),
        (
            (
                f"ex{numbers[letter.sha256]}" + (" (withdrawn)" if letter.sha256 in withdrawn else ""),
                letter.number or "–",
                letter.date.text if letter.date else "–",
                _class(letter.classification),
                _told(letter.sender),
                _told(letter.to),
                letter.subject or "–",
                standing.status.value.replace("_", " "),
            )
            for letter, standing in shown
        ),
        empty="No letter is like that." if found else "No letters were recognised.",
    )


def _names(correspondents: tuple[Correspondent, ...], sought: str | None) -> bool:
    if sought is None:
        return True
    from govah.consolidate.folding import fold

    wanted = fold(sought).text
    return any(wanted in fold(part).text for item in correspondents for part in (item.name, item.office) if part)


def _class(classification: Classification | None) -> str:
    """The paper's words; what their level means, where the words are not English."""
    if classification is None:
        return "–"
    meaning = _LEVELS.get(classification.level or 0)
    return classification.text if meaning is None else f"{classification.text} ({meaning})"


def _told(correspondents: tuple[Correspondent, ...]) -> str:
    return "; ".join(item.office or item.name or "" for item in correspondents) or "–"
