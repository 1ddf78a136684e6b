"""Letters follow the case's own words: those recognised with other words than today's are recognised anew.

Which words the letters of a case stand for is noted beside them; so a change that was interrupted is completed by
whoever reads the case next.
"""

from collections.abc import Iterator

from govah.case.derivation import settle_letters, write_letters
from govah.case.derived import Derived
from govah.case.indexing import mark_stale
from govah.case.own_words import words_of_case
from govah.case.progress import Progress
from govah.model.identifiers import Sha256
from govah.store.records import Rows, Writer

_TOGETHER = 50
"""Exhibits whose letters are written in one transaction; between them others may write."""
_KEY = "worded"


def reworded(records: Rows) -> bool:
    """Whether all letters stand for the words that are in force."""
    noted = next(iter(records.select("state", key=_KEY)), None)
    return bool((noted["value"] if noted is not None else "") == words_of_case(records).digest)


def note_words(derived: Derived) -> None:
    """Before anything was read: what will be recognised will be with the words of today."""
    if derived.records.count("reading") == 0 and not reworded(derived.records):
        with derived.records.transaction() as writer:
            writer.put("state", [{"key": _KEY, "value": words_of_case(writer).digest}])


def reword(derived: Derived, progress: Progress) -> None:
    """Recognise letters anew from the stored readings, unless they stand for the words in force already.

    What the index says of them by their dates is marked stale.
    """
    if reworded(derived.records):
        return
    digest = words_of_case(derived.records).digest
    total, done = derived.records.count("reading"), 0
    for part in _parts(derived):
        with derived.records.transaction() as writer:
            for sha256 in part:
                _recognise(derived, sha256, writer)
        done += len(part)
        progress("recognise", done, total, "letters")
    progress("settle", 0, None, "letters")
    with derived.records.transaction() as writer:
        settle_letters(writer)
        if words_of_case(writer).digest == digest:  # else whoever changed them meanwhile goes on
            writer.put("state", [{"key": _KEY, "value": digest}])


def _parts(derived: Derived) -> Iterator[list[Sha256]]:
    read = [Sha256(row["sha256"]) for row in derived.records.select("reading")]
    for start in range(0, len(read), _TOGETHER):
        yield read[start : start + _TOGETHER]


def _recognise(derived: Derived, sha256: Sha256, writer: Writer) -> None:
    stored = derived.results.get("read", sha256)
    if stored is None:
        return
    before = _dates(sha256, writer)
    write_letters(sha256, stored["reading"], writer)
    if _dates(sha256, writer) != before:
        writer.put("state", [mark_stale(sha256)])


def _dates(sha256: Sha256, writer: Writer) -> list[object]:
    return [row["data"]["date"] for row in writer.select("letter", sha256=sha256)]
