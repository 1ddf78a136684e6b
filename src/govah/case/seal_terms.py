"""On which terms something is sealed: to whom and why; and the `seal` event that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govah.case import custodians
from govah.model.event import Event, EventType, Value
from govah.model.text import stored_text
from govah.preserve.custodians import Custodian
from govah.preserve.envelope import DataKey

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class Terms:
    """What all that is sealed together has in common.

    Args:
        holders: Custodians who can open it.
        two_keys: Two of them are needed.
        why: In words.
        one_account: Two keys are needed, and this account has two of them: that is one person.
    """

    holders: tuple[Custodian, ...]
    two_keys: bool
    why: str
    one_account: bool

    @property
    def to(self) -> tuple[str, ...]:
        """Names of the custodians."""
        return tuple(holder.name for holder in self.holders)

    def seal(self, what: str, sealed: str, size: int, key: DataKey, **more: Value) -> Event:
        """The event of one seal.

        Args:
            what: `exhibit` or `identity`.
            sealed: Hash of the ciphertext.
            size: Of the ciphertext.
            key: That opens it.
            more: Whose it is, and what else is told of it.
        """
        wraps = key.wrapped(self.holders, two_keys=self.two_keys)
        fields: dict[str, Value] = {
            "what": what,
            "sealed": sealed,
            "size": size,
            "to": list(self.to),
            "two_keys": self.two_keys,
            "wraps": [wrap.value for wrap in wraps],
            "why": self.why,
            **more,
        }
        if self.one_account:
            fields["one_account"] = True
        return Event(EventType.SEAL, fields)


def agreed(case: "Case", to: Sequence[str], why: str, *, two_keys: bool) -> Terms:
    """Terms that can be kept.

    Raises:
        NotFoundError: The case has no such custodian.
        UsageError: There are not enough custodians, or one is named twice.
    """
    holders = tuple(custodians.named(case, to))
    DataKey().wrapped(holders, two_keys=two_keys)  # refuses them before anything is done
    one_account = two_keys and custodians.held_here(holders) > 1
    return Terms(holders, two_keys, stored_text(why), one_account)
