"""`govah source`: sources by pseudonym, and who they are, sealed."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.opening_options import ONE_PERSON, asked_told, opening_options
from govah.cli.output import counted, plain
from govah.cli.secrets import identity_from, keep_from_dumps, passphrase

if TYPE_CHECKING:
    from govah.case.sources import Sealed


@click.group()
def source() -> None:
    """Sources: by pseudonym in all of the case; who they are is sealed to custodians."""


_SEALING = (
    click.option("--to", "custodians", metavar="NAME", multiple=True, help="A custodian who can open it; repeatable."),
    click.option("--two-keys", is_flag=True, help="Two custodians are needed to open it, any two of them."),
    click.option("--identity", metavar="FILE|-", help="A file that says who it is, or - for stdin; else it is asked."),
)


@source.command()
@click.argument("pseudonym")
@click.option("--reliability", metavar="A-F", help="A completely reliable … E unreliable, F cannot be judged.")
@_SEALING[0]
@_SEALING[1]
@_SEALING[2]
@common_options
@pass_call
def add(
    call: Call,
    pseudonym: str,
    reliability: str | None,
    custodians: tuple[str, ...],
    two_keys: bool,
    identity: str | None,
) -> None:
    """Register a source, or rate it again; with --identity and --to, seal who it is at once."""
    from govah.case import sources

    warn_of_names(call, pseudonym)
    text = identity_from(identity) if identity is not None else None
    with call.case() as case:
        entry = sources.add(case, pseudonym, reliability)
        sealed = sources.seal(case, pseudonym, text, custodians, two_keys=two_keys) if text is not None else None
    answer: dict[str, object] = {"source": pseudonym, "reliability": reliability, "entry": entry}
    told = f"Source {plain(pseudonym)} (entry {entry})."
    if sealed is not None:
        answer |= _sealed_json(sealed)
        told += "\n" + _sealed_told(sealed, identity)
    call.output.answer(answer, told)


@source.command()
@click.argument("pseudonym")
@_SEALING[0]
@_SEALING[1]
@_SEALING[2]
@common_options
@pass_call
def seal(call: Call, pseudonym: str, custodians: tuple[str, ...], two_keys: bool, identity: str | None) -> None:
    """Seal who a source is. The text is read from a file, from stdin, or asked for without being shown."""
    from govah.case import sources

    text = identity_from(identity)
    with call.case() as case:
        sealed = sources.seal(case, pseudonym, text, custodians, two_keys=two_keys)
    call.output.answer({"source": pseudonym, **_sealed_json(sealed)}, _sealed_told(sealed, identity))


@source.command("open")
@click.argument("pseudonym")
@opening_options("A new file instead of the screen.")
@common_options
@pass_call
def open_(
    call: Call,
    pseudonym: str,
    purpose: str,
    key_files: tuple[Path, ...],
    out: Path | None,
    ask: Path | None,
    half: Path | None,
) -> None:
    """Open who a source is. The log says so first, with the purpose, for ever.

    Where two keys are needed and the other is on another machine: --ask FILE writes a request for its holder, who
    answers with `govah custodian half`; open with that answer: --half FILE.
    """
    from govah.case import sources
    from govah.case.unsealing import Keys, check_outside, unnamed

    keep_from_dumps()
    keys = Keys(key_files, half, passphrase)
    with call.case() as case:
        if ask is not None:
            entry = sources.ask_for(case, sources.newest(case, pseudonym), purpose, keys, ask)
            call.output.answer({"source": pseudonym, "entry": entry, "ask": str(ask)}, asked_told(ask, entry))
            return
        if out is not None:
            check_outside(case, out)
        identity, unlocked = sources.open_sealed(case, pseudonym, purpose, keys)
    if unlocked.one_account:
        call.output.hint(ONE_PERSON)
    opened = {
        "source": pseudonym,
        "entry": unlocked.entry,
        "by": list(unlocked.by),
        "one_account": unlocked.one_account,
    }
    if out is not None:
        with unnamed(out) as handle:
            os.write(handle, identity)
        call.output.answer({**opened, "out": str(out)}, f"Opened (entry {unlocked.entry}); it lies in {out} now.")
        return
    text = identity.decode("utf-8", "backslashreplace")
    call.output.hint(f"Opened: entry {unlocked.entry} of the log says so.")
    call.output.answer({**opened, "identity": text}, text.removesuffix("\n"))
    sys.stdout.flush()


@source.command("list")
@common_options
@pass_call
def list_(call: Call) -> None:
    """List sources: what they delivered, whether their identity is sealed, and every opening."""
    from govah.case import sources
    from govah.model.wire import sealing_json

    with call.case() as case:
        found = list(sources.listed(case))
    if call.as_json:
        for each in found:
            told = {"source": each.pseudonym, "reliability": each.reliability, "deliveries": each.deliveries}
            sealed = [sealing_json(sealing) for sealing in each.sealings]
            call.output.line({**told, "files": each.exhibits, "sealed": sealed})
        return
    call.output.table(
        ("source", "reliability", "delivered", "identity"),
        (
            (
                each.pseudonym,
                each.reliability or "–",
                f"{counted(each.exhibits, 'file')} in {counted(each.deliveries, 'delivery').replace('ys', 'ies')}",
                each.sealings[-1].told if each.sealings else "not sealed here",
            )
            for each in found
        ),
        empty="The case has no sources yet.",
    )
    for each in found:
        for sealing in each.sealings:
            for opening in sealing.openings:
                by = f"{opening.by} with the keys of {', '.join(opening.custodians)}"
                one = " (one account: one person)" if opening.one_account else ""
                when = f"opened in entry {opening.entry}, {opening.at[:10]}"
                call.output.say(plain(f"  {each.pseudonym} {when}, by {by}{one}: {opening.purpose}"))


def warn_of_names(call: Call, pseudonym: str) -> None:
    """Say so where a source is named by what could find it."""
    from govah.case.sources import telling

    if (looks_like := telling(pseudonym)) is not None:
        call.output.hint(
            f"This source looks like {looks_like}. Name sources by pseudonyms only: the name stands in the log for "
            "ever. Seal who it is: govah source seal."
        )


def _sealed_json(sealed: "Sealed") -> dict[str, object]:
    return {"seal": sealed.entry, "to": list(sealed.to), "one_account": sealed.one_account}


def _sealed_told(sealed: "Sealed", identity: str | None) -> str:
    told = f"Sealed to {', '.join(sealed.to)} (entry {sealed.entry})."
    if sealed.one_account:
        told += f"\n{ONE_PERSON}"
    if identity not in (None, "-"):
        told += "\nThe file that you gave still lies open: delete it, and what else says who this is."
    return told
