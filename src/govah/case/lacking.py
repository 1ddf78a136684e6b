"""Directory entries whose bytes could not be had, as long as they are not had at another time.

The log says for ever that a file could not be read once. Where the same deliverer's file was read before or later, it
is listed and counted as that file, and not beside it as one that is lacking.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from govah.collect.walk import UNLISTED
from govah.store.records import Records, Row

_BATCH = 500


def lacking(records: Records, within: str = "source") -> Iterator[Row]:
    """Occurrences without bytes, in order of the log, read some at a time.

    Args:
        records: The projection.
        within: The column that must be the same for one entry to stand for the other: `source`, or `acquisition`.
    """
    rows = records.select("occurrence", sha256=None)
    while part := list(islice(rows, _BATCH)):
        had = _had(records, part, within)
        yield from (row for row in part if not had(row))


def _had(records: Records, rows: list[Row], within: str) -> Callable[[Row], bool]:
    """Tells of a row whether its bytes were had; of a folder that could not be listed, whether anything in it was."""
    found = records.among("occurrence", "path", {row["path"] for row in rows})
    held = {(row[within], row["path"], row["path_raw"]) for row in found if row["sha256"] is not None}

    def told(row: Row) -> bool:
        if (row[within], row["path"], row["path_raw"]) in held:
            return True
        if not str(row["detail"] or "").startswith(UNLISTED):
            return False
        return any(each[within] == row[within] for each in records.beginning("occurrence", "path", row["path"] + "/"))

    return told
