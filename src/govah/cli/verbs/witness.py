"""`govah witness`: outside witnesses of a log, at the case and at the witness."""

import shlex
from pathlib import Path

import click

from govah.cli.carried import check_carried, read_carried, say_carried, write_carried
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.cli.secrets import hidden

_PATH = click.Path(path_type=Path)


@click.group()
def witness() -> None:
    """Have a log witnessed by others, or be a witness of theirs.

    A witness signs that a log only grew since it last looked: then nobody can rewrite it, not even with its keys. At
    the case: request, add. At the witness, who needs no case and no network: new, cosign.
    """


@witness.command()
@click.argument("name", metavar="NAME")
@click.option("--ml-dsa", is_flag=True, help="A key that quantum computers do not break; signatures of 3 kB.")
@click.option("--passphrase", is_flag=True, help="Ask for a passphrase that locks the key.")
@common_options
@pass_call
def new(call: Call, name: str, ml_dsa: bool, passphrase: bool) -> None:
    """Make a witness's key on this machine and print its public half."""
    from govah.case.witness_desk import kind_name, new_witness

    key = new_witness(name, ml_dsa=ml_dsa, passphrase=_new_passphrase if passphrase else None)
    call.output.answer(
        {"name": key.name, "key": key.text, "kind": kind_name(key)},
        f"{key.text}\nGive this line to the owners of cases: govah policy set --witness "
        + shlex.quote(f"{key.name}={key.text}"),
    )


@witness.command("list")
@common_options
@pass_call
def list_(call: Call) -> None:
    """List the witnesses whose keys are on this machine."""
    from govah.case.witness_desk import kind_name, witnesses_here

    keys = witnesses_here()
    if call.as_json:
        for key in keys:
            call.output.line({"name": key.name, "key": key.text, "kind": kind_name(key)})
        return
    rows = ((key.name, kind_name(key), key.text) for key in keys)
    call.output.table(("name", "kind", "key"), rows, empty="There is no witness's key here: govah witness new NAME")


@witness.command()
@click.option("--for", "name", metavar="NAME", help="The witness, by its name in the policy.")
@click.option("--old", type=click.IntRange(0), help="How many entries the witness says that it has cosigned.")
@click.option("-o", "out", metavar="FILE", type=_PATH, help="Where to write the request (stdout without it).")
@click.option("--qr", metavar="FILE", type=_PATH, help="Write it as a QR code, .svg or .png.")
@click.option("--log-key", metavar="FILE", type=_PATH, help="Write the log's key too: asked for at the first time.")
@common_options
@pass_call
def request(
    call: Call, name: str | None, old: int | None, out: Path | None, qr: Path | None, log_key: Path | None
) -> None:
    """Ask for a cosignature of the log as it stands; carry the file to the witness."""
    from govah.case.outputs import check_new, check_output, write_new
    from govah.case.witness_desk import fingerprint

    check_carried(out, qr)
    if log_key is not None:
        check_new(log_key, "--log-key FILE")
    with call.case() as case:
        for place in (qr, log_key):
            if place is not None:
                check_output(case.folder, place)
        asked = case.witness_request(name, old, out)
    pictures = write_carried(asked.text, out, qr)
    if log_key is not None:
        write_new(log_key, f"{asked.log.text}\n".encode(), "--log-key FILE")
    if call.as_json:
        call.output.line(
            {
                "request": asked.text.decode(),
                "out": None if out is None else str(out),
                "qr": pictures,
                "old": asked.old,
                "size": asked.size,
                "root": asked.root,
                "log": asked.log.text,
                "fingerprint": fingerprint(asked.log),
            }
        )
        return
    say_carried(asked.text, out, pictures)
    call.output.hint(f"The log's key, which the witness asks for at the first time: {asked.log.text}")
    call.output.hint(f"Its fingerprint, to compare by telephone: {fingerprint(asked.log)}")


@witness.command()
@click.argument("request_file", metavar="REQUEST")
@click.option("--log", metavar="KEY", help="The log's key, by another way than the request; at the first time.")
@click.option("--witness", "name", metavar="NAME", help="Which witness signs, where several are on this machine.")
@click.option("-o", "out", metavar="FILE", type=_PATH, help="Where to write the reply (stdout without it).")
@click.option("--qr", metavar="FILE", type=_PATH, help="Write it as QR codes, .svg or .png.")
@common_options
@pass_call
def cosign(call: Call, request_file: str, log: str | None, name: str | None, out: Path | None, qr: Path | None) -> None:
    """Cosign a request (- for stdin), if the log only grew since this witness last looked. Needs no case."""
    from govah.case.witness_desk import cosign as sign
    from govah.case.witness_desk import cosigned_at, fingerprint

    check_carried(out, qr)
    done = sign(read_carried(request_file), name, log, _passphrase)
    pictures = write_carried(done.note, out, qr)
    root, at = done.head.root.hex(), cosigned_at(done)
    if call.as_json:
        call.output.line(
            {
                "reply": done.note.decode(),
                "out": None if out is None else str(out),
                "qr": pictures,
                "origin": done.head.origin,
                "before": done.before,
                "size": done.head.size,
                "root": root,
                "witness": done.signed.name,
                "at": at,
                "log": done.log.text,
                "fingerprint": fingerprint(done.log),
                "new_key": done.met,
            }
        )
        return
    say_carried(done.note, out, pictures)
    grown = f"from {done.before} to {done.head.size} entries" if done.before else f"at {done.head.size} entries"
    call.output.hint(f"Cosigned {plain(done.head.origin)} {grown}. Root: {root}")
    if done.met:
        call.output.hint(
            f"From now on this log is held to this key. Compare its fingerprint with the owner's by telephone: "
            f"{fingerprint(done.log)}"
        )


@witness.command()
@click.argument("reply", metavar="REPLY")
@common_options
@pass_call
def add(call: Call, reply: str) -> None:
    """Check a witness's reply (- for stdin) and take it into the log."""
    with call.case() as case:
        added = case.add_cosignatures(read_carried(reply))
    told = ", ".join(f"{plain(name)} at {at}" for name, at in added.witnesses)
    if added.unknown:
        call.output.hint(f"Left out, for the policy does not know them: {plain(', '.join(added.unknown))}")
    call.output.answer(
        {
            "entry": added.entry,
            "size": added.size,
            "root": added.root,
            "witnesses": [{"name": name, "at": at} for name, at in added.witnesses],
            "unknown": list(added.unknown),
        },
        f"Entry {added.entry}: the first {added.size} entries are witnessed by {told}.",
    )


def _passphrase(name: str) -> str:
    return hidden(f"Passphrase of {plain(name)}")


def _new_passphrase(name: str) -> str:
    asked = f"A passphrase for {plain(name)}"
    return hidden(asked, again="Once more")
