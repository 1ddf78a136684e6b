"""Keeping the index to the text of record. One writer by lease; what it leaves is marked stale for the next."""

from collections.abc import Iterable

from govah.case.derived import Derived
from govah.case.view import CaseView
from govah.consolidate.search.index import IndexedPage
from govah.model.identifiers import Sha256
from govah.model.letter import Letter
from govah.model.page import Page
from govah.preserve.log import Log
from govah.store.lease import lease

_STALE = "stale:"


def indexed(sha256: Sha256, pages: Iterable[Page], letters: Iterable[Letter]) -> list[IndexedPage]:
    """Pages as the index takes them, each with the date of the letter that it belongs to."""
    dates = [letter.date for letter in letters if letter.date is not None]
    date = dates[0] if len(dates) == 1 else None
    return [
        IndexedPage(
            sha256,
            page.number,
            page.text,
            page.language,
            earliest=date.earliest if date else None,
            latest=date.latest if date else None,
        )
        for page in pages
        if page.text
    ]


def index_or_leave(log: Log, derived: Derived) -> None:
    """Index stale exhibits, unless another process has the lease: then it does so at its next flush."""
    with lease(derived.folder / "processing.lock") as held:
        if held:
            index_stale(log, derived)


def index_stale(log: Log, derived: Derived) -> None:
    """Index anew what is marked stale. The caller holds the lease."""
    stale = [row["key"] for row in derived.records.select("state") if row["key"].startswith(_STALE)]
    if not stale:
        return
    view = CaseView(log, derived)
    for key in stale:
        sha256 = Sha256(key.removeprefix(_STALE))
        derived.index.delete(sha256)
        derived.index.upsert(indexed(sha256, view.pages(sha256), view.letters_of(sha256)))
    derived.index.commit()
    with derived.records.transaction() as writer:
        for key in stale:
            writer.delete("state", key=key)


def mark_stale(sha256: Sha256) -> dict[str, object]:
    """The row that says that an exhibit's index entries are out of date."""
    return {"key": f"{_STALE}{sha256}", "value": True}
