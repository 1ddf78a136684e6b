"""`govah seal` and `govah unseal`: exhibits that only custodians can open."""

from pathlib import Path

import click

from govah.cli.bar import progress_bar
from govah.cli.context import Call, common_options, pass_call
from govah.cli.opening_options import ONE_PERSON, asked_told, opening_options
from govah.cli.output import counted, plain
from govah.cli.secrets import keep_from_dumps, passphrase


@click.command()
@click.argument("exhibits", metavar="EXHIBIT…", nargs=-1, required=True)
@click.option("--to", "custodians", metavar="NAME", multiple=True, required=True, help="Who can open it; repeatable.")
@click.option("--two-keys", is_flag=True, help="Two custodians are needed to open it, any two of them.")
@click.option("--why", required=True, help="Why it is sealed; stays in the log.")
@click.option("--with-containers", is_flag=True, help="Seal also the archives, mails and folders that hold it.")
@click.option("--with-parts", is_flag=True, help="Seal also everything that it holds.")
@common_options
@pass_call
def seal(
    call: Call,
    exhibits: tuple[str, ...],
    custodians: tuple[str, ...],
    two_keys: bool,
    why: str,
    with_containers: bool,
    with_parts: bool,
) -> None:
    """Seal exhibits: only custodians can open them, and nothing readable of them stays in the case.

    What the log quotes of them (marks, claims, names of files) stays there: sealing hides a paper, it does not
    erase it.
    """
    from govah.case import sealing

    with call.case() as case, progress_bar() as progress:
        chosen = list(dict.fromkeys(case.view.resolve(exhibit) for exhibit in exhibits))
        done = sealing.seal(
            case,
            chosen,
            custodians,
            why,
            progress,
            two_keys=two_keys,
            with_containers=with_containers,
            with_parts=with_parts,
        )
        state = case.view.seals.of(done[0].sha256)
    one_account = state is not None and state.one_account
    named = ", ".join(f"ex{each.number}" for each in done)
    call.output.answer(
        {
            "sealed": [
                {"number": each.number, "sha256": each.sha256, "sealed": each.sealed, "entry": each.entry}
                for each in done
            ],
            "to": list(custodians),
            "two_keys": two_keys,
            "one_account": one_account,
        },
        f"{counted(len(done), 'exhibit')} sealed to {', '.join(map(plain, custodians))}: {named}.\n"
        "Copies elsewhere stay open: where it was collected from, backups of the case, packages already given away."
        + (f"\n{ONE_PERSON}" if one_account else ""),
    )


@click.command()
@click.argument("exhibit", metavar="EXHIBIT")
@opening_options("A new file outside of the case.")
@common_options
@pass_call
def unseal(
    call: Call,
    exhibit: str,
    purpose: str,
    key_files: tuple[Path, ...],
    out: Path | None,
    ask: Path | None,
    half: Path | None,
) -> None:
    """Write a sealed exhibit to a new file. The log says so first, with the purpose; the case stays sealed."""
    from govah.case import sources, unsealing
    from govah.case.outputs import room_told

    if (out is None) == (ask is None):
        raise click.UsageError("Name a new file for it: -o OUT; or a request to write: --ask FILE.")
    keep_from_dumps()
    keys = unsealing.Keys(key_files, half, passphrase)
    with call.case() as case:
        sha256 = case.view.resolve(exhibit)
        if ask is not None:
            state = case.view.seals.of(sha256)
            if state is None:
                raise click.UsageError(f"{exhibit} is not sealed.")
            entry = sources.ask_for(case, state, purpose, keys, ask)
            call.output.answer({"sha256": sha256, "entry": entry, "ask": str(ask)}, asked_told(ask, entry))
            return
        assert out is not None  # noqa: S101  # one of the two
        with room_told(out):
            opened = unsealing.unseal(case, sha256, purpose, keys, out)
    if opened.unlocked.one_account:
        call.output.hint(ONE_PERSON)
    lay = f" It lay at {plain(opened.path)}." if opened.path else ""
    if opened.problem:
        lay += f" No bytes of it could be had: {plain(opened.problem)}."
    call.output.answer(
        {
            "out": str(opened.out),
            "sha256": opened.sha256,
            "size": opened.size,
            "path": opened.path,
            "detail": opened.problem,
            "entry": opened.unlocked.entry,
            "by": list(opened.unlocked.by),
            "one_account": opened.unlocked.one_account,
        },
        f"Opened (entry {opened.unlocked.entry}): {counted(opened.size, 'byte')} in {opened.out}, "
        f"SHA-256 {opened.sha256}.{lay} Delete the file when it has served.",
    )
