"""Which exhibits persons withdrew, as the log has it."""

from collections.abc import Callable, Iterator

from govah.model.identifiers import EntryIndex, Sha256
from govah.model.withdrawal import Reinstatement, Withdrawal
from govah.store.records import Records, Row


class Withdrawals:
    """The withdrawals of a case.

    Args:
        records: The projection.
        actor: Gives the name of who signs with a key.
    """

    def __init__(self, records: Records, actor: Callable[[str], str]) -> None:
        self._records = records
        self._actor = actor

    def of(self, sha256: Sha256) -> Withdrawal | None:
        """The withdrawal of an exhibit that is in force."""
        return next((each for each in self.all(sha256) if each.ended is None), None)

    def by_exhibit(self) -> dict[Sha256, Withdrawal]:
        """Those in force."""
        return {each.sha256: each for each in self.all() if each.ended is None}

    def all(self, sha256: Sha256 | None = None) -> Iterator[Withdrawal]:
        """All by entry, of one exhibit or of every one; also those that were taken back."""
        rows = list(self._records.select("withdrawal", **({} if sha256 is None else {"sha256": sha256})))
        ends = {row["data"]["lifts"]: self._end(row) for row in rows if "lifts" in row["data"]}
        for row in rows:
            if "lifts" not in row["data"]:
                data = row["data"]
                by, entry = self._actor(data["by"]), EntryIndex(row["entry"])
                yield Withdrawal(entry, Sha256(row["sha256"]), data["why"], by, data["at"], ends.get(entry))

    def _end(self, row: Row) -> Reinstatement:
        data = row["data"]
        return Reinstatement(EntryIndex(row["entry"]), data["why"], self._actor(data["by"]), data["at"])
