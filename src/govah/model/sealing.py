"""What is sealed: to whom, and who opened it when and why. Never what is inside."""

from dataclasses import dataclass

from govah.model.identifiers import EntryIndex, Sha256


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening of a seal, as the log has it.

    Args:
        entry: The `unseal` entry.
        at: RFC 3339, our own clock.
        by: Name of the actor who opened it.
        custodians: Whose keys opened it, first the outer.
        purpose: Why.
        one_account: Two keys were used, and both were at hand on one account: that is one person.
    """

    entry: EntryIndex
    at: str
    by: str
    custodians: tuple[str, ...]
    purpose: str
    one_account: bool = False


@dataclass(frozen=True, slots=True)
class Sealing:
    """A sealed identity or exhibit.

    Args:
        entry: The `seal` entry.
        what: `identity` or `exhibit`.
        sealed: SHA-256 of the ciphertext, which names its file under `sealed/`.
        size: Of the ciphertext.
        to: Custodians, sorted.
        two_keys: Two of them are needed.
        one_account: Whoever sealed held the keys of two of them: that is one person.
        by: Name of the actor who sealed it.
        at: RFC 3339, our own clock.
        why: In words.
        source: Pseudonym, for an identity and for what came into a compartment.
        exhibit: Names the exhibit: the hash of its open bytes, or of the ciphertext where it never was open.
        without_bytes: Of the file that was met only its name could be had, and that is what is sealed.
        openings: In order.
        asked: How often a second custodian was asked for and did not come to an opening yet, as far as the log shows.
    """

    entry: EntryIndex
    what: str
    sealed: Sha256
    size: int
    to: tuple[str, ...]
    two_keys: bool
    one_account: bool
    by: str
    at: str
    why: str
    source: str | None = None
    exhibit: Sha256 | None = None
    without_bytes: bool = False
    openings: tuple[Opening, ...] = ()
    asked: int = 0

    @property
    def told(self) -> str:
        """One line: to whom, and how often it was opened."""
        to = ", ".join(self.to) + (" (any two)" if self.two_keys else "")
        if self.without_bytes:
            to += ", without bytes: why is sealed too"
        if not self.openings:
            return f"sealed to {to}; opened never"
        last = self.openings[-1]
        times = "once" if len(self.openings) == 1 else f"{len(self.openings)} times"
        return f"sealed to {to}; opened {times}, last by {last.by} on {last.at[:10]}: {last.purpose}"
