"""Time-stamps of outside authorities (RFC 3161): asked for over a network or by files, checked, and kept in the log."""

import contextlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govah.case.asking import ask
from govah.case.opening import check_seen
from govah.case.outputs import write_new
from govah.case.policing import authorities_of, policy_text, set_event, with_authorities
from govah.case.projection import catch_up
from govah.case.saying import holds, newest_first, settle
from govah.config import keys_folder
from govah.errors import GovahError, NotFoundError, UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.preserve import verifier
from govah.preserve.keys import Keyring
from govah.preserve.past import past_checkpoints
from govah.preserve.verifier import Broken, Stamp, Untrusted

if TYPE_CHECKING:
    from govah.case.case import Case

_NONCE_BITS = 64
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time-stamp that the log took in.

    Args:
        entry: The `timestamp` entry.
        already: It stood there before, and no stamp was added.
        size: Entries of the stamped checkpoint.
        root: Of it, hex.
        stamp: What it says.
        trusted: Authorities that were taken into the policy with it.
        known: Certificates that were given and that the policy trusts already, by their names.
        unneeded: Certificates that were given and that this stamp does not need: they were not taken in.
    """

    entry: EntryIndex
    already: bool
    size: int
    root: str
    stamp: Stamp
    trusted: Sequence[str]
    known: Sequence[str]
    unneeded: Sequence[str]

    @property
    def at(self) -> str:
        """When, as it is written."""
        return verifier.utc(self.stamp.at)

    @property
    def until(self) -> str:
        """When the first certificate of the chain ends."""
        return verifier.utc(self.stamp.until)


def write_query(case: "Case", path: Path) -> int:
    """Write a request for a time-stamp of the checkpoint of now, to be carried to an authority.

    Returns:
        Entries of the checkpoint.

    Raises:
        UsageError: The file is there already.
    """
    check_seen(case.log)
    checkpoint = case.log.checkpoint_bytes()
    write_new(path, verifier.time_stamp_query(checkpoint, _nonce()), "--request FILE.tsq")
    return verifier.parse_checkpoint(checkpoint).size


def stamp_from(case: "Case", url: str, trust: Sequence[Path] = ()) -> Stamped:
    """Ask an authority over the network, and keep its stamp. Nothing else in Govah uses the network.

    Raises:
        GovahError: It cannot be reached, refuses, or its stamp does not hold.
        UsageError: Its certificates are not trusted.
    """
    check_seen(case.log)
    checkpoint = case.log.checkpoint_bytes()
    nonce = _nonce()
    answer = ask(url, verifier.time_stamp_query(checkpoint, nonce))
    return _keep(case, answer, checkpoint, nonce, trust, url)


def stamp_of(case: "Case", response: Path, request: Path | None = None, trust: Sequence[Path] = ()) -> Stamped:
    """Keep a stamp that came as a file.

    Args:
        case: The case.
        response: The authority's answer, or the bare token.
        request: The request that it answers; where it is given, the answer must be to this one.
        trust: Certificates to trust from now on.

    Raises:
        NotFoundError: A file is not there.
        GovahError: The authority refused, or its stamp does not hold.
        UsageError: It is of nothing that this log was, or its certificates are not trusted.
    """
    answer = _read(response)
    nonce = None
    try:
        token = verifier.token_of_response(answer)
        digest, imprint = verifier.imprint_of(token)
        if request is not None:
            *asked, nonce = verifier.query_imprint(_read(request))
            if asked != [digest, imprint]:
                raise UsageError(f"{response} does not answer {request}.", "Name the request that it answers.")
    except Broken as error:
        raise _refused(str(response), error) from error
    for checkpoint in past_checkpoints(case.log, Keyring(keys_folder())):
        if verifier.digest_of(digest, checkpoint) == imprint:
            return _keep(case, answer, checkpoint, nonce, trust, str(response))
    raise UsageError(
        f"{response} is a stamp of no checkpoint that this account remembers of the log.",
        "Check that it belongs to this case. If it does, ask again: govah timestamp --request FILE.tsq",
    )


def _keep(
    case: "Case", answer: bytes, checkpoint: bytes, nonce: int | None, trust: Sequence[Path], whence: str
) -> Stamped:
    settle(case)
    before = authorities_of(case)
    given = with_authorities({}, trust)
    try:
        token = verifier.token_of_response(answer)
        stamp, authorities = _checked(token, checkpoint, nonce, before, trust)
    except Untrusted as error:
        raise UsageError(
            f"{whence}: {error}.",
            "Get the authority's root certificate by a way that you trust, then: --trust CERT.pem",
        ) from error
    except Broken as error:
        raise _refused(whence, error) from error
    head = verifier.parse_checkpoint(checkpoint)
    new = sorted(authorities.keys() - before.keys())
    known = sorted(name for name, der in given.items() if der in before.values())
    unneeded = sorted(name for name, der in given.items() if der not in authorities.values())
    fields: dict[str, Value] = {
        "size": head.size,
        "root": head.root.hex(),
        "checkpoint": checkpoint.decode(),
        "token": verifier.base64_text(token),
    }
    # a renewed stamp is another token
    entry = next((each.index for each in newest_first(case, EventType.TIMESTAMP) if holds(each, fields)), None)
    events = [set_event(policy_text(case), authorities)] if new else []
    events += [Event(EventType.TIMESTAMP, fields)] if entry is None else []
    added = case.log.append(events, case.signer)
    catch_up(case.log, case.derived.records)
    already, entry = entry is not None, added[-1] if entry is None else entry
    return Stamped(entry, already, head.size, head.root.hex(), stamp, new, known, unneeded)


def _checked(
    token: bytes, checkpoint: bytes, nonce: int | None, before: Mapping[str, bytes], trust: Sequence[Path]
) -> tuple[Stamp, dict[str, bytes]]:
    """What a token says, and the authorities with the one of those given that it needs, if it needs any.

    Raises:
        Broken: It does not hold.
        Untrusted: Its certificates lead to none of them.
    """
    authorities = with_authorities(before, trust)
    with contextlib.suppress(Broken):
        return verifier.check_time_stamp(token, checkpoint, before, nonce), dict(before)
    stamp = verifier.check_time_stamp(token, checkpoint, authorities, nonce)
    needed = {**before, stamp.authority: authorities[stamp.authority]}
    return verifier.check_time_stamp(token, checkpoint, needed, nonce), needed


def _refused(whence: str, error: Broken) -> GovahError:
    return GovahError(
        f"{whence}: {error}.",
        "Nothing was written to the log. Ask again, or ask another authority.",
    )


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise NotFoundError(f"{path} is not a file.", "Name the file that the authority gave.")
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)


def _nonce() -> int:
    return secrets.randbits(_NONCE_BITS) | 1
