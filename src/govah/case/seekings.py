"""Which searches for answers persons made, as the log has it."""

from collections.abc import Callable, Iterator

from govah.model.identifiers import EntryIndex, Sha256
from govah.model.letter import Letter
from govah.model.seeking import Seeking
from govah.store.records import Records

LIMITS = ("language", "source", "after", "before")
"""What may narrow a search."""


class Seekings:
    """The searches for answers of a case.

    Args:
        records: The projection.
        actor: Gives the name of who signs with a key.
    """

    def __init__(self, records: Records, actor: Callable[[str], str]) -> None:
        self._records = records
        self._actor = actor

    def of(self, letter: Letter) -> tuple[Seeking, ...]:
        """The searches for an answer to a letter, by entry."""
        mine = self.all(letter.sha256)
        return tuple(each for each in mine if each.page == letter.span.page)

    def by_place(self) -> dict[tuple[Sha256, int], list[Seeking]]:
        """All by entry, under the exhibit and the page of their letter."""
        found: dict[tuple[Sha256, int], list[Seeking]] = {}
        for each in self.all():
            found.setdefault((each.sha256, each.page), []).append(each)
        return found

    def all(self, sha256: Sha256 | None = None) -> Iterator[Seeking]:
        """All by entry, for letters of one exhibit or of every one."""
        for row in self._records.select("seeking", **({} if sha256 is None else {"sha256": sha256})):
            said = row["data"]
            yield Seeking(
                EntryIndex(row["entry"]),
                Sha256(row["sha256"]),
                said["page"],
                said["query"],
                {name: said[name] for name in LIMITS if said.get(name)},
                said["found"],
                said["among"],
                said.get("note") or "",
                self._actor(said["by"]),
                said["at"],
            )
