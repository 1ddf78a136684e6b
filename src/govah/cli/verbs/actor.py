"""`govah actor`: who may act in a case, and their keys."""

import json
from pathlib import Path

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain


@click.group()
def actor() -> None:
    """People who act in a case, each with a key of their own: add them, exchange a key, list them."""


@actor.command("new")
@click.argument("name", metavar="NAME")
@common_options
@pass_call
def new(call: Call, name: str) -> None:
    """Make a key for NAME on this account. Then add it to a case: govah actor add NAME."""
    from govah.case import acting

    signer = acting.make(name)
    place = acting.place(signer.name)
    call.output.answer(
        {"name": signer.name, "key": signer.key_id, "file": str(place)},
        f"A key for {plain(signer.name)}: {signer.key_id}\n"
        f"Its file, which nobody else may have: {place}\n"
        "Where you act on another's machine, bring that file on a stick: govah erase approve … --why WHY --key FILE",
    )


@actor.command("ask")
@click.argument("origin", metavar="ORIGIN")
@click.option("-o", "out", metavar="FILE", default="-", type=click.Path(path_type=Path), help="Where it is written.")
@common_options
@pass_call
def ask(call: Call, origin: str, out: Path) -> None:
    """Write what the owner of another account needs to add you to a case of theirs: your public key, and a proof.

    ORIGIN is the name of the case's log: whoever has the case sees it with govah actor list.
    """
    from govah.case import acting
    from govah.case.outputs import write_new

    text = json.dumps(acting.ask(origin, call.actor), ensure_ascii=False) + "\n"
    if str(out) == "-":
        click.echo(text, nl=False)
        return
    write_new(out, text.encode(), "-o FILE")
    call.output.answer({"out": str(out)}, f"{plain(str(out))} can be sent; it holds nothing secret.")


@actor.command("add")
@click.argument("name", metavar="NAME")
@click.option("--asked", metavar="FILE", type=click.Path(path_type=Path), help="What they made with govah actor ask.")
@click.option("--other-name", is_flag=True, help="Add them by another name than their file says.")
@common_options
@pass_call
def add(call: Call, name: str, asked: Path | None, other_name: bool) -> None:
    """Add NAME to the case: by a key on this account, or by the file that they sent."""
    from govah.case import acting

    with call.case() as case:
        entry = acting.add(case, name, asked, other_name=other_name)
    call.output.answer({"entry": entry}, f"{plain(name)} may act in this case from entry {entry} on.")


@actor.command("rotate")
@click.argument("name", metavar="NAME")
@click.option("--why", required=True, help="What became of the old key, kept in the log.")
@click.option("--again", is_flag=True, help="Also where it was exchanged in this case before.")
@common_options
@pass_call
def rotate(call: Call, name: str, why: str, again: bool) -> None:
    """Put a new key in the place of NAME's. What the old key signed stays valid; it signs nothing more."""
    from govah.case import acting

    with call.case() as case:
        entry = acting.exchange(case, name, why, again=again)
    place = acting.place(name)
    call.output.answer(
        {"entry": entry, "file": str(place)},
        f"Entry {entry} puts a new key of {plain(name)} in the place of the old one.\n"
        f"The new key lies here: {place}. If {plain(name)} works on another account, bring that file there, and delete "
        "it here.",
    )


@actor.command("rotate-log")
@click.option("--why", required=True, help="What became of the old key, kept in the log.")
@common_options
@pass_call
def rotate_log(call: Call, why: str) -> None:
    """Put a new key in the place of the log's own, which signs its checkpoints. Tell your witnesses."""
    from govah.case import acting

    with call.case() as case:
        entry = acting.exchange_log_key(case, why)
    call.output.answer(
        {"entry": entry},
        f"Entry {entry} puts a new key in the place of the log's. Tell your witnesses; they ask for it.",
    )


@actor.command("list")
@common_options
@pass_call
def listed(call: Call) -> None:
    """Everybody who acts or acted in the case, with their keys."""
    from govah.case import acting

    with call.case() as case:
        found = list(acting.listed(case))
        origin = case.log.origin
    if call.as_json:
        for each in found:
            call.output.line(
                {"name": each.name, "key": each.key_id, "entry": each.entry, "until": each.until, "here": each.here}
            )
        return
    rows = [
        (
            each.name,
            each.key_id[:16],
            str(each.entry),
            "in use" if each.until is None else f"until entry {each.until}",
            "on this account" if each.here else "–",
        )
        for each in found
    ]
    call.output.table(("name", "key", "added by entry", "state", "private key"), rows)
    call.output.say(f"To be added from another account, they write there: govah actor ask {origin} -o FILE")
