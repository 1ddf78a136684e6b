"""Custodians of a case: who can open what is sealed in it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govah.case.saying import append
from govah.config import keys_folder
from govah.errors import NotFoundError, UsageError
from govah.model.event import Event, EventType
from govah.model.identifiers import EntryIndex
from govah.model.text import stored_text
from govah.preserve.custodians import Custodian, CustodianKeys, check_name, check_recipient

if TYPE_CHECKING:
    from govah.case.case import Case

Ask = Callable[[str], str]
"""Asks a person for the passphrase of a key."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A custodian of the case.

    Args:
        custodian: Name and public key.
        entry: That added them.
        here: Their private key is on this account.
    """

    custodian: Custodian
    entry: EntryIndex
    here: bool


def own_keys(ask: Ask | None = None) -> CustodianKeys:
    """The custodians' keys on this account."""
    return CustodianKeys(keys_folder(), ask)


def make(name: str, lock: str | None) -> tuple[Custodian, Path]:
    """Make a custodian's key on this account.

    Args:
        lock: A passphrase for it.

    Raises:
        UsageError: There is one of this name.
    """
    return own_keys().make(stored_text(name), lock)


def add(case: "Case", name: str, recipient: str | None) -> tuple[Custodian, EntryIndex]:
    """Add a custodian to the case.

    Args:
        recipient: Their public key; None for the key of this name on this account.

    Raises:
        UsageError: The case has one of this name or this key, or the key is none.
        NotFoundError: There is no such key on this account.
    """
    name = stored_text(name)
    check_name(name)
    own = own_keys().custodian(name) if recipient is None else Custodian(name, check_recipient(recipient))
    for known in case.view.seals.custodians():
        if known.name == name or known.recipient == own.recipient:
            raise UsageError(
                f"The case has the custodian {known.name} already, with the key {known.recipient}.",
                "Choose another name and another key; who once could open stays in the log.",
            )
    event = Event(EventType.CUSTODIAN_ADD, {"name": own.name, "recipient": own.recipient})
    entry = append(case, event)
    return own, entry


def listed(case: "Case") -> Iterator[Listed]:
    """All custodians of the case, by name."""
    here = set(own_keys().custodians())
    entries = {row["name"]: EntryIndex(row["entry"]) for row in case.derived.records.select("custodian")}
    for custodian in case.view.seals.custodians():
        yield Listed(custodian, entries[custodian.name], custodian in here)


def named(case: "Case", names: Sequence[str]) -> list[Custodian]:
    """Custodians of the case by their names.

    Raises:
        NotFoundError: The case has none of that name.
    """
    known = {custodian.name: custodian for custodian in case.view.seals.custodians()}
    found = []
    for name in map(stored_text, names):
        if name not in known:
            raise NotFoundError(
                f"The case has no custodian {name!r}. It has: {', '.join(known) or 'none yet'}.",
                f"Add them: govah custodian add {name} --recipient age1…",
            )
        found.append(known[name])
    return found


def held_here(custodians: Sequence[Custodian]) -> int:
    """How many of their private keys are on this account: two of them are one person."""
    return len(set(own_keys().custodians()) & set(custodians))
