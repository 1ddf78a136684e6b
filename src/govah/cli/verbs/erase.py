"""`govah erase`: two people destroy an exhibit, and the log says so for ever."""

from pathlib import Path

import click

from govah.cli.bar import progress_bar
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted

_ELSEWHERE = (
    "Delete it also where it was collected from, and in every other copy: the case knows it no more, "
    "not even its hash, so the next collect of that folder takes it in again as something new.\n"
    "Run your backup again; copies that were made before, and packages that were sent, still hold what was erased."
)


@click.group()
def erase() -> None:
    """Destroy exhibits for good: one person asks, another approves, and the log says who, when and why.

    Gone are the bytes, what was derived from them, and the words of the log that name or quote them. Every proof still
    holds, and later packages announce the erasure. Backups made before still hold the exhibit: see the guide.
    """


@erase.command("request")
@click.argument("exhibits", metavar="EXHIBIT…", nargs=-1, required=True)
@click.option("--why", required=True, help="The reason, kept in the log. Do not quote the exhibit in it.")
@click.option("--authority", required=True, help="Who decided it: a court order, a resolution, a name and office.")
@click.option("--with-containers", is_flag=True, help="Erase mails and archives that hold its bytes with it.")
@common_options
@pass_call
def request(call: Call, exhibits: tuple[str, ...], why: str, authority: str, with_containers: bool) -> None:
    """Ask for an erasure. Nothing is erased until another person approves."""
    from govah.case import erasing

    with call.case() as case:
        asked = erasing.request(case, exhibits, why, authority, with_containers=with_containers)
    kept = ""
    if asked.kept:
        kept = f"\nThese parts were delivered elsewhere too and stay: {_named(asked.kept)}."
    if asked.others:
        kept += (
            f"\nOther requests for some of these are open, and are approved one by one: entries "
            f"{', '.join(map(str, asked.others))}. See govah erase list."
        )
    said = f"Asked for already, in entry {asked.entry}; nothing was added" if asked.already else "Asked for"
    call.output.answer(
        {
            "entry": asked.entry,
            "exhibits": list(asked.numbers),
            "kept": list(asked.kept),
            "already": asked.already,
            "others": list(asked.others),
        },
        f"{said}: {_named(asked.numbers)}.{kept}\n"
        + (
            "It was approved and broken off. Carry it out: govah erase finish"
            if asked.approved
            else f"Another person approves it: govah erase approve {asked.entry} --why WHY --as NAME"
        ),
    )


@erase.command("approve")
@click.argument("entry", metavar="ENTRY", type=int)
@click.option("--why", required=True, help="Why you agree, kept in the log. Do not quote the exhibit in it.")
@click.option(
    "--key", metavar="FILE", type=click.Path(path_type=Path), help="Your key, where it is not on this account."
)
@common_options
@pass_call
def approve(call: Call, entry: int, why: str, key: Path | None) -> None:
    """Approve the erasure that ENTRY asks for, and carry it out. It cannot be taken back."""
    from govah.case import erasing

    with call.case() as case, progress_bar() as progress:
        done = erasing.approve(case, entry, why, key, progress)
    one = "\nBoth keys are on this account: that is one person, and the log says so." if done.one_account else ""
    call.output.answer(
        {
            "entry": done.done,
            "exhibits": done.exhibits,
            "entries": done.entries,
            "one_account": done.one_account,
        },
        f"{counted(done.exhibits, 'exhibit')} erased; words were taken from {done.entries} entries of the log. "
        f"Entry {done.done} says so.{one}\n" + _ELSEWHERE,
    )


@erase.command("finish")
@common_options
@pass_call
def finish(call: Call) -> None:
    """Carry out erasures that were approved and broken off, by a crash for instance."""
    from govah.case import erasing
    from govah.case.opening import actor_signer, open_log

    folder = call.case_folder()
    with progress_bar() as progress:
        done = erasing.finish(folder, open_log(folder), actor_signer(call.actor), progress)
    call.output.answer(
        {"finished": [each.approval for each in done]},
        f"{counted(len(done), 'erasure')} finished." + (f"\n{_ELSEWHERE}" if done else ""),
    )


@erase.command("list")
@common_options
@pass_call
def listed(call: Call) -> None:
    """Erasures that were asked for, approved, done."""
    from govah.cli.standings import show

    with call.case() as case:
        show(call.output, case, "erasure", "No erasure was ever asked for.")


def _named(numbers: tuple[int, ...]) -> str:
    return ", ".join(f"ex{number}" for number in numbers)
