"""`govah timestamp`: an outside authority's word on when the log was as it is (RFC 3161)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.errors import GovahError, UsageError

if TYPE_CHECKING:
    from govah.case.stamping import Stamped

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("urls", metavar="[URL…]", nargs=-1)
@click.option("--request", metavar="FILE.tsq", type=_PATH, help="Write a request to a file, to be carried elsewhere.")
@click.option("--response", metavar="FILE.tsr", type=_PATH, help="Take in an answer that was carried here.")
@click.option(
    "--trust", metavar="CERT.pem", multiple=True, type=_PATH, help="Trust this authority from now on; repeatable."
)
@common_options
@pass_call
def timestamp(
    call: Call, urls: tuple[str, ...], request: Path | None, response: Path | None, trust: tuple[Path, ...]
) -> None:
    """Have the log as it stands stamped with the time by authorities at URL…, or by files without a network.

    Only a hash of the log's head is sent. This is the only command of Govah that uses the network: whoever watches it
    sees that this machine asked that authority at that moment.
    """
    if urls and (request or response):
        raise UsageError("Addresses and files cannot go together.", "Name authorities, or --request, or --response.")
    if not urls and not request and not response:
        raise UsageError(
            "No authority was named.",
            "Name its address: govah timestamp https://…; or without a network: --request FILE.tsq",
        )
    with call.case() as case:
        if response is not None:
            _tell(call, case.keep_time_stamp(response, request, trust), str(response))
            return
        if request is not None:
            size = case.time_stamp_request(request)
            call.output.answer(
                {"request": str(request), "size": size},
                f"{request} asks for a stamp of {size} entries. Carry it to an authority; then: govah timestamp "
                f"--response FILE.tsr",
            )
            return
        failed: list[GovahError] = []
        for url in urls:
            try:
                _tell(call, case.time_stamp(url, trust), url)
            except GovahError as error:
                if len(urls) == 1:
                    raise
                call.output.hint(error.what)
                failed.append(error)
    if failed:
        raise GovahError(f"{len(failed)} of {len(urls)} authorities gave no stamp.", failed[0].remedy)


def _tell(call: Call, made: "Stamped", whence: str) -> None:
    stamp = made.stamp
    for name in made.trusted:
        call.output.hint(f"From now on the case trusts {plain(name)} for time-stamps; that stands in the log.")
    for name in made.known:
        call.output.hint(f"The case trusts {plain(name)} already.")
    for name in made.unneeded:
        call.output.hint(
            f"{plain(name)} is not needed for this stamp, and was not taken in. To trust it all the same: govah policy "
            "set --authority CERT.pem, with all others that you trust."
        )
    told: dict[str, Any] = {
        "entry": made.entry,
        "already": made.already,
        "from": whence,
        "size": made.size,
        "root": made.root,
        "at": made.at,
        "accuracy": None if stamp.info.accuracy is None else stamp.info.accuracy / 1_000_000,
        "authority": stamp.authority,
        "signer": stamp.signer,
        "certificate": stamp.certificate,
        "until": made.until,
        "policy": stamp.info.policy,
        "serial": str(stamp.info.serial),
        "trusted": list(made.trusted),
        "known": list(made.known),
        "unneeded": list(made.unneeded),
    }
    call.output.answer(
        told,
        f"{'It stands in the log already; it was not added again. ' if made.already else ''}"
        f"Entry {made.entry}: {plain(stamp.signer)} stamped the first {made.size} entries at {made.at}. Its "
        f"certificates end on {made.until[:10]}; stamp again before that.",
    )
