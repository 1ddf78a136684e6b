"""What persons did to pages, and where it stands in today's text: marks, corrections, confirmations."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from govah.case.passages import anchor, passage_of
from govah.case.text_of_record import corrected_page
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.mark import Confirmation, Correction, Mark
from govah.model.page import Page
from govah.model.passage import Passage, Span
from govah.store.records import Records, Row

MachinePage = Callable[[Sha256, int], "Page | None"]
"""A page as the reader made it; None where the exhibit has no such page today."""

_Told = tuple[str, tuple[Correction, ...]]
"""A page's text of record, and the corrections that made it so."""


class Handwork:
    """Marks, corrections and confirmations of a case.

    Args:
        records: The projection.
        machine_page: Gives pages without corrections.
        actor: Gives the name of who signs with a key.
    """

    def __init__(self, records: Records, machine_page: MachinePage, actor: Callable[[str], str]) -> None:
        self._records = records
        self._machine_page = machine_page
        self._actor = actor

    def marks(self, sha256: Sha256 | None = None) -> Iterator[Mark]:
        """Marks of one exhibit or of all, by entry."""
        pages = _Pages(self)
        for row in self._records.select("mark", **_of(sha256)):
            data, passage = row["data"], passage_of(row["data"]["passage"])
            place = pages.place(passage)
            later = self._instead(row["entry"]) if place is None else None
            entry = EntryIndex(row["entry"])
            yield Mark(entry, passage, data.get("note"), self._actor(data["by"]), data["at"], place, later)

    def corrections(self, sha256: Sha256 | None = None) -> Iterator[Correction]:
        """Corrections of one exhibit or of all, by entry."""
        made = [correction_of(row, self._actor) for row in self._records.select("correction", **_of(sha256))]
        pages = _Pages(self)
        for at, correction in enumerate(made):
            found = pages.told(correction) if correction.changes_text else self._field(correction, made[at:], pages)
            if found.anchored is None and found.superseded_by is None:
                found = replace(found, superseded_by=self._instead(found.entry))
            yield found

    def confirmations(self, sha256: Sha256) -> Iterator[Confirmation]:
        """Confirmations of one exhibit, by entry."""
        pages = _Pages(self)
        for row in self._records.select("confirmation", **_of(sha256)):
            data, passage = row["data"], passage_of(row["data"]["passage"])
            entry = EntryIndex(row["entry"])
            yield Confirmation(entry, passage, self._actor(data["by"]), data["at"], pages.place(passage))

    def confirmed(self, passage: Passage) -> bool:
        """Whether a person confirmed or corrected all of what stands at a passage, and it still stands there."""
        told = self.page(passage.sha256, passage.span.page)
        if told is None or told[0][passage.span.start : passage.span.end] != passage.exact:
            return False
        return any(_covers(span, passage.span) for span in self._seen(passage.sha256, passage.span.page, told))

    def seen(self, sha256: Sha256, number: int) -> tuple[Span, ...]:
        """The stretches of a page's text of record that a person confirmed or put there."""
        told = self.page(sha256, number)
        return () if told is None else self._seen(sha256, number, told)

    def _seen(self, sha256: Sha256, number: int, told: _Told) -> tuple[Span, ...]:
        text, corrections = told
        return looked_at(text, number, corrections, self._records.select("confirmation", sha256=sha256))

    def page(self, sha256: Sha256, number: int) -> _Told | None:
        """A page's text of record with its corrections; None where the exhibit has no such page today."""
        page = self._machine_page(sha256, number)
        if page is None:
            return None
        made = (correction_of(row, self._actor) for row in self._records.select("correction", sha256=sha256))
        corrected, corrections = corrected_page(page, made)
        return corrected.text, corrections

    def _field(self, correction: Correction, later: Sequence[Correction], pages: "_Pages") -> Correction:
        place = pages.place(correction.passage)
        if place is not None:
            return replace(correction, anchored=place)
        after = (other.entry for other in later if _again(other, correction))
        return replace(correction, superseded_by=next(after, None))

    def _instead(self, entry: EntryIndex) -> EntryIndex | None:
        """What a person entered in the place of an entry that they let go."""
        rows = (row for table in ("mark", "correction") for row in self._records.select(table))
        return next((EntryIndex(row["entry"]) for row in rows if row["data"].get("instead_of") == entry), None)


class _Pages:
    """Pages as they were looked up, each once while a list is made."""

    def __init__(self, handwork: Handwork) -> None:
        self._handwork = handwork
        self._known: dict[tuple[Sha256, int], _Told | None] = {}

    def place(self, passage: Passage) -> Span | None:
        found = self._page(passage)
        return anchor(passage, found[0]) if found else None

    def told(self, correction: Correction) -> Correction:
        found = self._page(correction.passage)
        return next((each for each in found[1] if each.entry == correction.entry), correction) if found else correction

    def _page(self, passage: Passage) -> _Told | None:
        key = (passage.sha256, passage.span.page)
        if key not in self._known:
            self._known[key] = self._handwork.page(*key)
        return self._known[key]


def looked_at(
    text: str, number: int, corrections: Iterable[Correction], confirmations: Iterable[Row]
) -> tuple[Span, ...]:
    """The stretches of a page's text of record that persons confirmed or put there.

    Args:
        text: Of record.
        number: Of the page.
        corrections: Of its text, anchored.
        confirmations: Rows of its exhibit's confirmations.
    """
    found = [correction.anchored for correction in corrections]
    confirmed = (passage_of(row["data"]["passage"]) for row in confirmations)
    found += [anchor(each, text) for each in confirmed if each.span.page == number]
    return tuple(span for span in found if span is not None)


def correction_of(row: Row, actor: Callable[[str], str] = str) -> Correction:
    """The correction of a row, not anchored; with its person's name where the caller can tell."""
    data: Any = row["data"]
    return Correction(
        EntryIndex(row["entry"]),
        passage_of(data["passage"]),
        data["field"],
        data["value"],
        data["why"],
        actor(data["by"]),
        data["at"],
        None,
    )


def _again(later: Correction, earlier: Correction) -> bool:
    """Whether a correction says anew what an earlier one said of the same field at the same place."""
    one, other = later.passage, earlier.passage
    is_same = (later.field, one.sha256, one.span.page) == (earlier.field, other.sha256, other.span.page)
    return is_same and later.entry > earlier.entry and (one.span.meets(other.span) or one.exact == other.exact)


def _covers(outer: Span, inner: Span) -> bool:
    return outer.page == inner.page and outer.start <= inner.start and inner.end <= outer.end


def _of(sha256: Sha256 | None) -> dict[str, object]:
    return {} if sha256 is None else {"sha256": sha256}
