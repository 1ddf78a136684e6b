"""`govah custodian`: who can open what is sealed."""

from pathlib import Path

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.secrets import keep_from_dumps, new_passphrase, passphrase


@click.group()
def custodian() -> None:
    """Who can open what is sealed: their keys, and the list of them in the case."""


@custodian.command()
@click.argument("name")
@click.option("--passphrase", "locked", is_flag=True, help="Lock the key with a passphrase that is asked for.")
@common_options
@pass_call
def new(call: Call, name: str, locked: bool) -> None:
    """Make a custodian's key on this account, beside your other keys. No case is needed."""
    from govah.case.custodians import make

    made, path = make(name, new_passphrase(name) if locked else None)
    call.output.answer(
        {"name": made.name, "recipient": made.recipient, "file": str(path)},
        f"{made.recipient}\n"
        f"This is the public key of {made.name}: give it to whoever keeps the case. The private one is in {path}: keep "
        "a copy of it elsewhere; what is sealed to nobody else is lost with it. See the public key again: govah "
        "custodian list",
    )


@custodian.command()
@click.argument("name")
@click.option("--recipient", metavar="KEY", help="Their public key, age1…; without it, the key NAME on this account.")
@common_options
@pass_call
def add(call: Call, name: str, recipient: str | None) -> None:
    """Add a custodian to the case: from now on things can be sealed to them."""
    from govah.case import custodians

    with call.case() as case:
        added, entry = custodians.add(case, name, recipient)
    call.output.answer(
        {"name": added.name, "recipient": added.recipient, "entry": entry},
        f"{added.name} is a custodian of this case (entry {entry}): {added.recipient}\n"
        "Compare the key with its owner by another way, by telephone or in print.",
    )


@custodian.command("list")
@common_options
@pass_call
def list_(call: Call) -> None:
    """List the custodians of the case, and whose keys are on this account; without a case, the latter alone."""
    from govah.case import custodians

    _tell_damaged(call)
    if call.folder is None:
        own = list(custodians.own_keys().custodians())
        if call.as_json:
            for key in own:
                call.output.line({"name": key.name, "recipient": key.recipient, "entry": None, "here": True})
            return
        mine = [(key.name, "here", key.recipient) for key in own]
        none = "This account has no custodian's key. Make one: govah custodian new NAME"
        call.output.table(("custodian", "private key", "public key"), mine, empty=none)
        return
    with call.case() as case:
        found = list(custodians.listed(case))
    if call.as_json:
        for each in found:
            named = {"name": each.custodian.name, "recipient": each.custodian.recipient}
            call.output.line({**named, "entry": each.entry, "here": each.here})
        return
    rows = [(each.custodian.name, "here" if each.here else "–", each.custodian.recipient) for each in found]
    call.output.table(("custodian", "private key", "public key"), rows, empty="The case has no custodians.")
    if sum(each.here for each in found) > 1:
        call.output.say("Two keys on one account are one person: two-key opening needs them on two.")


def _tell_damaged(call: Call) -> None:
    from govah.case.custodians import own_keys

    for path in own_keys().damaged():
        call.output.hint(f"govah: the custodian's key file {path} cannot be read: bring it back from a backup.")


@custodian.command()
@click.argument("request", type=click.Path(path_type=Path))
@click.option("-o", "out", metavar="OUT", required=True, type=click.Path(path_type=Path), help="A new file.")
@click.option(
    "--key", "key_files", metavar="FILE", multiple=True, type=click.Path(path_type=Path), help="Your private key."
)
@common_options
@pass_call
def half(call: Call, request: Path, out: Path, key_files: tuple[Path, ...]) -> None:
    """Open your layer of a seal that somebody with the case asks you for. No case is needed.

    The answer can be read by the one who asked and by nobody else. Open it only if you agree with the purpose.
    """
    from govah.case.custodians import own_keys
    from govah.case.halves import Request, open_half
    from govah.case.outputs import check_new

    keep_from_dumps()
    asked = Request.read(request)
    check_new(out, "-o OUT")
    call.output.say(f"{asked.asked_by} asks to open the sealed file {asked.sealed[:12]}. Purpose: {asked.purpose}")
    opened = open_half(asked, own_keys(passphrase), key_files)
    opened.write(out, "-o OUT")
    call.output.answer(
        {"out": str(out), "by": opened.by, "to": opened.to, "sealed": opened.sealed, "purpose": asked.purpose},
        f"{out}: opened by {opened.by}, for {opened.to} alone. Have it deleted once it is used: with it, {opened.to} "
        "needs you no more for this seal.",
    )
