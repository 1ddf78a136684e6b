"""Adding words of the genre to a case, and taking them back: both are a person's, with a reason. Letters follow."""

from typing import TYPE_CHECKING

from govah.case.indexing import index_or_leave
from govah.case.progress import Progress
from govah.case.rewording import reword
from govah.case.saying import Said, append, settle
from govah.consolidate.wordings import read_rows, table_named
from govah.errors import NotFoundError, UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.model.text import stored_text

if TYPE_CHECKING:
    from govah.case.case import Case


def add(case: "Case", table: str, data: bytes, name: str, why: str, progress: Progress) -> Said:
    """Add the rows of a text to a table of words, for this case.

    The same rows for the same reason are not said again while they are in force.

    Args:
        case: The case.
        table: Name of the table.
        data: UTF-8, a row a line, cells parted by TAB.
        name: What the text is called in a message.
        why: Where the words are known from.
        progress: Told while letters are recognised anew.

    Raises:
        UsageError: There is no such table, no reason, or a row cannot be added.
    """
    known = table_named(table)
    if not why.strip():
        raise UsageError("Words need their reason.", "Say where they are known from: --why 'manual of …, page …'")
    rows, reason = read_rows(known, data, name), stored_text(why)
    settle(case)
    for each in case.view.own_words():
        if each.ended is None and (each.table, each.rows, each.why) == (known.name, rows, reason):
            _follow(case, progress)  # should that have been interrupted
            return Said(each.entry, already=True)
    written: list[Value] = [[*cells] for cells in rows]
    entry = append(case, Event(EventType.WORDS, {"table": known.name, "rows": written, "why": reason}))
    _follow(case, progress)
    return Said(entry, already=False)


def remove(case: "Case", entry: int, why: str, progress: Progress) -> EntryIndex:
    """Take the words of an entry back; the log keeps both.

    Raises:
        NotFoundError: No words of that entry are in force.
        UsageError: No reason was given.
    """
    if not why.strip():
        raise UsageError("Taking words back needs its reason.", "Say why: --why WHY")
    settle(case)
    if all(each.entry != entry or each.ended is not None for each in case.view.own_words()):
        raise NotFoundError(f"Entry {entry} added no words that are in force.", "See which did: govah wordings")
    made = append(case, Event(EventType.WORDS, {"lifts": entry, "why": stored_text(why)}))
    _follow(case, progress)
    return made


def _follow(case: "Case", progress: Progress) -> None:
    reword(case.derived, progress)
    index_or_leave(case.log, case.derived)
