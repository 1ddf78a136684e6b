"""The policy of a case: which witnesses count, how many are enough, which authorities may stamp times."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govah.case.clocks import clocks_of, state
from govah.case.projection import cosigned_key
from govah.case.saying import Said, append, holds, newest_first, settle
from govah.errors import NotFoundError, UsageError
from govah.model.event import Event, EventType, Value
from govah.model.text import counted
from govah.preserve import verifier
from govah.preserve.verifier import Broken, Certificate, Policy

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class KnownWitness:
    """A witness of the policy.

    Args:
        name: In the policy.
        key: As others write it.
        kind: Of its signatures.
        size: Entries that it has cosigned, as far as the log knows.
    """

    name: str
    key: str
    kind: str
    size: int


def policy_text(case: "Case") -> str | None:
    """The policy's text as the log has it now."""
    text = state(case, "set:policy")
    return text if isinstance(text, str) else None


def policy_of(case: "Case") -> Policy | None:
    """The policy in force; None where the case has none."""
    text = policy_text(case)
    return None if text is None else verifier.parse_policy(text.encode())


def witnesses_of(case: "Case") -> Iterator[KnownWitness]:
    """The policy's witnesses, with what each has cosigned."""
    policy = policy_of(case)
    for name, key in policy.witnesses.items() if policy is not None else ():
        kind = "Ed25519" if key.kind == verifier.ED25519_COSIGNATURE else "ML-DSA-44"
        known = state(case, cosigned_key(key.name, key.id))
        yield KnownWitness(name, key.text, kind, int(known["size"]) if isinstance(known, Mapping) else 0)


def authorities_of(case: "Case") -> dict[str, bytes]:
    """Certificates that the case trusts for time-stamps, DER, by name."""
    return verifier.parse_authorities(state(case, "set:authorities") or [])


def told_policy(case: "Case") -> Mapping[str, Any]:
    """For `govah policy`: the policy, who has cosigned how much, which authorities are trusted until when."""
    authorities = [verifier.read_certificate(data)._replace(name=name) for name, data in authorities_of(case).items()]
    policy = policy_of(case)
    return {
        "policy": policy_text(case),
        "quorum": None if policy is None else policy.quorum,
        "witnesses": [asdict(witness) for witness in witnesses_of(case)],
        "authorities": [
            {"name": item.name, "sha256": sha256(item.der).hexdigest(), "until": verifier.utc(item.until)}
            for item in authorities
        ],
        "time": clocks_of(case).time,
    }


def read_certificates(path: Path) -> list[Certificate]:
    """Certificates of a file, PEM or DER.

    Raises:
        NotFoundError: There is no such file.
        UsageError: It holds none.
    """
    if not path.is_file():
        raise NotFoundError(f"{path} is not a file.", "Name the authority's certificate, PEM or DER.")
    try:
        return verifier.read_certificates(path.read_bytes())
    except Broken as error:
        raise UsageError(
            f"{path} is not a certificate: {error}.", "Name the authority's root certificate, PEM or DER."
        ) from error


def with_authorities(known: Mapping[str, bytes], files: Sequence[Path]) -> dict[str, bytes]:
    """Authorities with those of files beside them, each under the name in its certificate.

    Raises:
        NotFoundError: A file is not there.
        UsageError: A file holds no certificate.
    """
    all_of_them = dict(known)
    for path in files:
        for certificate in read_certificates(path):
            if certificate.der in all_of_them.values():
                continue
            name, number = certificate.name, 2
            while name in all_of_them:
                name, number = f"{certificate.name} ({number})", number + 1
            all_of_them[name] = certificate.der
    return all_of_them


def set_event(policy: str | None, authorities: Mapping[str, bytes]) -> Event:
    """The event that sets both: whoever reads the newest one needs no older."""
    listed: list[Value] = [
        {"name": name, "certificate": verifier.base64_text(data)} for name, data in sorted(authorities.items())
    ]
    return Event(EventType.SET, {"policy": policy, "authorities": listed})


def set_policy(case: "Case", text: str | None, authorities: Sequence[Path] = ()) -> Said:
    """Set the policy, unless it is set so already; authorities that are given take the place of those before.

    Args:
        case: The case.
        text: As C2SP tlog-policy writes it; None leaves the policy as it is.
        authorities: Files with certificates; none leaves them as they are.

    Raises:
        UsageError: It is not a policy, its logs are not this one, or a file holds no certificate.
        NotFoundError: A file is not there.
    """
    settle(case)
    if text is None:
        text = policy_text(case)
    else:
        text = text if text.endswith("\n") else f"{text}\n"
        _check(case, text)
    known = with_authorities({}, authorities) if authorities else authorities_of(case)
    event = set_event(text, known)
    in_force = next(newest_first(case, EventType.SET), None)
    if in_force is not None and holds(in_force, event.fields):
        return Said(in_force.index, already=True)
    return Said(append(case, event), already=False)


def _check(case: "Case", text: str) -> None:
    try:
        policy = verifier.parse_policy(text.encode())
    except (Broken, UnicodeEncodeError) as error:
        raise UsageError(
            f"This is not a policy: {error}.",
            "Its lines are: witness NAME KEY; group NAME all|any|NUMBER MEMBER…; quorum NAME. The easy way: "
            "govah policy set --witness NAME=KEY --quorum 1",
        ) from error
    if policy.logs and case.log.origin not in {key.name for key in policy.logs}:
        raise UsageError(
            "The policy names other logs, and not this case's.", "Leave its log lines out; a policy may do without."
        )


def easy_policy(witnesses: Sequence[str], quorum: int | None) -> str:
    """A policy of witnesses of whom so many are enough.

    Args:
        witnesses: `NAME=KEY` each.
        quorum: How many; None for all.

    Raises:
        UsageError: One is not of that form, or the quorum is more than there are.
    """
    lines, names = [], []
    for written in witnesses:
        name, equals, key = written.partition("=")
        if not equals or not name or any(char.isspace() for char in written):
            raise UsageError(f"{written!r} is not of the form NAME=KEY.", "The key is what govah witness list prints.")
        names.append(name)
        lines.append(f"witness {name} {key}")
    needed = len(names) if quorum is None else quorum
    if not 1 <= needed <= len(names):
        raise UsageError(
            f"A quorum of {needed} cannot come from {counted(len(names), 'witness')}.", "Name more, or ask for fewer."
        )
    group = next(name for name in ("enough", "enough-of-them", "the-quorum") if name not in names)
    lines += [f"group {group} {needed} {' '.join(names)}", f"quorum {group}"]
    return "\n".join(lines) + "\n"
