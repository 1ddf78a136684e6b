"""`govah source`: sources by pseudonym, and who they are, sealed."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.opening_options import ONE_PERSON, asked_told, opening_options
from govah.cli.output import counted, plain
from govah.cli.pseudonyms import meant_option, question_pseudonym
from govah.cli.secrets import identity_from, keep_from_dumps, passphrase

if TYPE_CHECKING:
    from govah.case.sources import Sealed

_F = TypeVar("_F", bound=Callable[..., Any])


@click.group()
def source() -> None:
    """Sources: by pseudonym in all of the case; who they are is sealed to custodians."""


_SEALING = (
    click.option("--to", "custodians", metavar="NAME", multiple=True, help="A custodian who can open it; repeatable."),
    click.option("--two-keys", is_flag=True, help="Two custodians are needed to open it, any two of them."),
    click.option("--identity", metavar="FILE|-", help="A file that says who it is, or - for stdin; else it is asked."),
    click.option("--again", is_flag=True, help="Seal another text beside one that is sealed already; both stay."),
    click.option("--weaker", is_flag=True, help="With --again: one key is enough, where two were needed before."),
)


def _sealing_options(function: _F) -> _F:
    for option in reversed(_SEALING):
        function = option(function)
    return function


@source.command()
@click.argument("pseudonym")
@click.option("--reliability", metavar="A-F", help="A completely reliable … E unreliable, F cannot be judged.")
@meant_option
@_sealing_options
@common_options
@pass_call
def add(
    call: Call,
    pseudonym: str,
    reliability: str | None,
    a_pseudonym: bool,
    custodians: tuple[str, ...],
    two_keys: bool,
    identity: str | None,
    again: bool,
    weaker: bool,
) -> None:
    """Register a source, or rate it again; with --identity and --to, seal who it is at once."""
    from govah.case import sources

    text = identity_from(identity) if identity is not None else None
    meant = sources.Meant(two_keys, again, weaker)
    with call.case() as case:
        question_pseudonym(call, case, pseudonym, meant=a_pseudonym)
        if text is not None:
            sources.check_again(case, pseudonym, meant)  # before the log is told anything
        entry = sources.add(case, pseudonym, reliability)
        sealed = sources.seal(case, pseudonym, text, custodians, meant) if text is not None else None
    answer: dict[str, object] = {"source": pseudonym, "reliability": reliability, "entry": entry}
    told = f"Source {plain(pseudonym)} (entry {entry})."
    if sealed is not None:
        answer |= _sealed_json(sealed)
        told += "\n" + _sealed_told(sealed, identity)
    call.output.answer(answer, told)


@source.command()
@click.argument("pseudonym")
@_sealing_options
@common_options
@pass_call
def seal(
    call: Call,
    pseudonym: str,
    custodians: tuple[str, ...],
    two_keys: bool,
    identity: str | None,
    again: bool,
    weaker: bool,
) -> None:
    """Seal who a source is. The text is read from a file, from stdin, or asked for without being shown.

    What was sealed of it before is never replaced: whoever holds its keys can open it as before.
    """
    from govah.case import sources

    meant = sources.Meant(two_keys, again, weaker)
    with call.case() as case:
        sources.check_again(case, pseudonym, meant)  # before anybody types
        text = identity_from(identity)
        sealed = sources.seal(case, pseudonym, text, custodians, meant)
    call.output.answer({"source": pseudonym, **_sealed_json(sealed)}, _sealed_told(sealed, identity))


@source.command("open")
@click.argument("pseudonym")
@opening_options("A new file instead of the screen.")
@click.option("--entry", type=int, metavar="N", help="Which of its sealings: the entry of the log; else the newest.")
@common_options
@pass_call
def open_(
    call: Call,
    pseudonym: str,
    entry: int | None,
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
        sealing, others = sources.sealing_of(case, pseudonym, entry)
        if ask is not None:
            asked = sources.ask_for(case, sealing, purpose, keys, ask)
            call.output.answer({"source": pseudonym, "entry": asked, "ask": str(ask)}, asked_told(ask, asked))
            return
        if out is not None:
            check_outside(case, out)
        identity, unlocked = sources.open_sealed(case, sealing, purpose, keys)
    if unlocked.one_account:
        call.output.hint(ONE_PERSON)
    if others and entry is None:
        call.output.hint(f"This is the newest that was sealed. Earlier: {_entries(each.entry for each in others)}.")
    opened = {
        "source": pseudonym,
        "seal": sealing.entry,
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
                f"{counted(each.exhibits, 'file')} in {counted(each.deliveries, 'delivery')}",
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
        for sealing in each.sealings[:-1]:
            call.output.say(plain(f"  {each.pseudonym} before, in entry {sealing.entry}: {sealing.told}"))


def _entries(entries: Iterable[int]) -> str:
    return ", ".join(f"--entry {entry}" for entry in entries)


def _sealed_json(sealed: "Sealed") -> dict[str, object]:
    told = {"seal": sealed.entry, "to": list(sealed.to), "one_account": sealed.one_account}
    return {**told, "earlier": list(sealed.earlier)}


def _sealed_told(sealed: "Sealed", identity: str | None) -> str:
    told = f"Sealed to {', '.join(sealed.to)} (entry {sealed.entry})."
    if sealed.one_account:
        told += f"\n{ONE_PERSON}"
    if sealed.earlier:
        told += f"\nWhat was sealed before stays, and can be opened: {_entries(sealed.earlier)}."
    if identity not in (None, "-"):
        told += "\nThe file that you gave still lies open: delete it, and what else says who this is."
    return told
