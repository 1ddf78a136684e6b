"""What is sealed in a case, as its log has it: to whom, and every opening."""

from collections.abc import Callable, Iterator
from typing import Any

from govah.case.derived import Derived
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.sealing import Opening, Sealing
from govah.preserve.custodians import Custodian
from govah.preserve.vault import Vault
from govah.store.records import Records, Row


class Seals:
    """The seals of a case. Nothing here opens one.

    Args:
        records: The projection.
        actor: Gives the name of who signs with a key.
    """

    def __init__(self, records: Records, actor: Callable[[str], str]) -> None:
        self._records = records
        self._actor = actor

    def holds(self, exhibit: str) -> bool:
        """Whether an exhibit is sealed."""
        return self._records.count("sealing", exhibit=exhibit) > 0

    def of(self, exhibit: str) -> Sealing | None:
        """How an exhibit is sealed."""
        row = next(self._records.select("sealing", exhibit=exhibit), None)
        return None if row is None else self._sealing(row)

    def by_exhibit(self) -> dict[str, Sealing]:
        """Sealed exhibits."""
        return {row["exhibit"]: self._sealing(row) for row in self._records.select("sealing") if row["exhibit"]}

    def of_source(self, pseudonym: str) -> tuple[Sealing, ...]:
        """Sealed identities of a source, in order."""
        rows = self._records.select("sealing", source=pseudonym)
        return tuple(self._sealing(row) for row in rows if row["data"]["what"] == "identity")

    def sealing(self, entry: EntryIndex) -> Sealing | None:
        """The seal of an entry."""
        row = next(self._records.select("sealing", entry=entry), None)
        return None if row is None else self._sealing(row)

    def custodians(self) -> tuple[Custodian, ...]:
        """Who can be sealed to, by name."""
        return tuple(Custodian(row["name"], row["recipient"]) for row in self._records.select("custodian"))

    def _sealing(self, row: Row) -> Sealing:
        data = row["data"]
        unsealed = list(self._records.select("unsealing", seal=row["entry"]))
        return Sealing(
            EntryIndex(row["entry"]),
            data["what"],
            Sha256(row["sealed"]),
            data["size"],
            tuple(data["to"]),
            data["two_keys"],
            data["one_account"],
            self._actor(data["by"]),
            data["at"],
            data["why"],
            row["source"],
            Sha256(row["exhibit"]) if row["exhibit"] else None,
            data["without_bytes"],
            tuple(self._openings(unsealed)),
            sum(1 for each in unsealed if each["data"]["asked"]),
        )

    def _openings(self, rows: list[Row]) -> Iterator[Opening]:
        for row in rows:
            data: Any = row["data"]
            if not data["asked"]:
                yield Opening(
                    EntryIndex(row["entry"]),
                    data["at"],
                    self._actor(data["by"]),
                    tuple(data["custodians"]),
                    data["purpose"],
                    data["one_account"],
                )


def open_before(records: Records) -> frozenset[Sha256]:
    """Exhibits that were held open before they were sealed: their bytes must not come in again."""
    return frozenset(Sha256(row["exhibit"]) for row in records.select("sealing", open_before=True))


def left_open(vault: Vault, derived: Derived) -> bool:
    """Whether a sealing that broke off left anything readable of what it sealed."""
    return any(
        vault.exists(sha256) or derived.results.has(sha256) or derived.records.count("reading", sha256=sha256)
        for sha256 in open_before(derived.records)
    )


def remove_open_copies(vault: Vault, derived: Derived) -> None:
    """Remove the open bytes of all that was sealed, and what was read of them."""
    for sha256 in sorted(open_before(derived.records)):
        vault.destroy(sha256)
        derived.results.remove(sha256)
