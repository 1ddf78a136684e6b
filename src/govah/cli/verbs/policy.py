"""`govah policy`: which witnesses count, how many are enough, which authorities may stamp times."""

import sys
from pathlib import Path

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.errors import NotFoundError, UsageError


@click.group(invoke_without_command=True)
@common_options
@click.pass_context
def policy(context: click.Context) -> None:
    """Show the case's policy: witnesses, quorum, authorities for time-stamps."""
    if context.invoked_subcommand is None:
        _show(context.ensure_object(Call))


def _show(call: Call) -> None:
    with call.case() as case:
        found = case.policy()
    if call.as_json:
        call.output.line(found)
        return
    if found["policy"] is None:
        call.output.say("No witnesses are asked for. Set them: govah policy set --witness NAME=KEY --quorum 1")
    else:
        call.output.say(plain_lines(found["policy"]))
    for witness in found["witnesses"]:
        call.output.say(f"{plain(witness['name'])} ({witness['kind']}) has cosigned {witness['size']} entries")
    for authority in found["authorities"]:
        call.output.say(
            f"Time-stamps of {plain(authority['name'])} are trusted until {authority['until']}; certificate "
            f"{authority['sha256']}"
        )
    call.output.say(f"Whose clock: {plain(found['time'])}")


def plain_lines(text: str) -> str:
    """Lines of a policy, which others may have written, for a terminal."""
    return "\n".join(plain(line) for line in text.splitlines())


@policy.command("set")
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--witness", "witnesses", metavar="NAME=KEY", multiple=True, help="A witness; repeatable.")
@click.option("--quorum", metavar="K", type=click.IntRange(1), help="How many of them are enough (all without it).")
@click.option(
    "--authority", "authorities", metavar="CERT.pem", multiple=True, type=click.Path(path_type=Path),
    help="Trust its time-stamps, and no others'; repeatable.",
)  # fmt: skip
@common_options
@pass_call
def set_(
    call: Call, file: str | None, witnesses: tuple[str, ...], quorum: int | None, authorities: tuple[Path, ...]
) -> None:
    """Set the policy: from FILE (C2SP tlog-policy; - for stdin), or by naming witnesses and a quorum."""
    from govah.case.policing import easy_policy

    if file is not None and (witnesses or quorum):
        raise UsageError("A file and --witness or --quorum cannot go together.", "Name one or the other.")
    if file is None and not witnesses and not authorities:
        raise UsageError("Nothing was named to set.", "Name a FILE, or --witness NAME=KEY, or --authority CERT.pem.")
    text = _read(file) if file is not None else None
    if witnesses:
        text = easy_policy(witnesses, quorum)
    with call.case() as case:
        said = case.set_policy(text, authorities)
    call.output.answer(
        {"entry": said.entry, "already": said.already},
        f"It is so already: entry {said.entry}. Nothing was added. See it: govah policy"
        if said.already
        else f"Set in entry {said.entry}. See it: govah policy",
    )


def _read(name: str) -> str:
    if name != "-" and not Path(name).is_file():
        raise NotFoundError(f"{name} is not a file.", "Name a file with a policy, or - for stdin.")
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise UsageError("The policy is not UTF-8.", "Write its names and comments in UTF-8.") from error
