"""The words of the genre that a case has of its own, as the log has them, and putting them in force."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from govah.consolidate.data.extension import Row as Cells
from govah.consolidate.data.extension import Wordings, extended, wordings
from govah.model.identifiers import EntryIndex
from govah.model.own_words import OwnWords, WordsEnd
from govah.store.records import Row, Rows


def own_words(records: Rows, actor: Callable[[str], str]) -> Iterator[OwnWords]:
    """All by entry, also those that were taken back.

    Args:
        records: The projection.
        actor: Gives the name of who signs with a key.
    """
    rows = list(records.select("words"))
    ends = {row["data"]["lifts"]: row for row in rows if _lifts(row)}
    for row in rows:
        if not _lifts(row):
            data, end = row["data"], ends.get(row["entry"])
            ended = None if end is None else _end(end, actor)
            yield OwnWords(
                EntryIndex(row["entry"]),
                data["table"],
                tuple(tuple(cells) for cells in data["rows"]),
                data["why"],
                actor(data["by"]),
                data["at"],
                ended,
            )


def _lifts(row: Row) -> bool:
    return row["data"].get("lifts") is not None


def _end(row: Row, actor: Callable[[str], str]) -> WordsEnd:
    data = row["data"]
    return WordsEnd(EntryIndex(row["entry"]), data["why"], actor(data["by"]), data["at"])


def words_of_case(records: Rows) -> Wordings:
    """The words that are in force in a case."""
    tables: dict[str, list[Cells]] = defaultdict(list)
    for each in own_words(records, str):
        if each.ended is None:
            tables[each.table] += each.rows
    return wordings(tables)


def in_force(records: Rows) -> AbstractContextManager[None]:
    """Recognise with the words of a case, for as long as the context lasts."""
    return extended(words_of_case(records))
