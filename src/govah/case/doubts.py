"""Which exhibits may ask for another reading: more became known of them after they were read, or while they were."""

from collections.abc import Collection, Iterable, Iterator

from govah.store.records import Row, Rows, Writer


def doubt(exhibits: Iterable[str], writer: Writer, unless: Collection[Row] = ()) -> None:
    """Note that more became known of exhibits; it may matter to all that they hold, too.

    Args:
        exhibits: Their hashes.
        writer: Sees the rows of these exhibits and of their parts.
        unless: Rows of exhibits that nobody can have read yet, for they are new.
    """
    new = {row["sha256"] for row in unless}
    known = {sha256 for sha256 in exhibits if sha256 not in new}
    found = _with_parts(known, writer)
    writer.put("doubtful", _numbered(found, writer))


def doubt_source(source: str, ocr: bool, writer: Writer) -> None:
    """Doubt all that a source delivered, if recognition is asked for it from now on and was not before."""
    before = [bool(row["ocr"]) for row in writer.select("acquisition", source=source)]
    if ocr and before and not any(before):
        doubt({row["sha256"] for row in writer.select("occurrence", source=source) if row["sha256"]}, writer)


def _with_parts(exhibits: set[str], rows: Rows) -> set[str]:
    found, entered = set(exhibits), exhibits
    while entered:
        entered = {row["sha256"] for row in rows.among("member", "parent", entered) if row["sha256"]} - found
        found |= entered
    return found


def _numbered(exhibits: set[str], rows: Rows) -> Iterator[Row]:
    for row in list(rows.among("exhibit", "sha256", exhibits)):
        yield {"number": row["number"], "sha256": row["sha256"]}
