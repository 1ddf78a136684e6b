"""Grounds: what a citation stands on, looked up in the case."""

from collections.abc import Mapping
from dataclasses import dataclass

from govah.errors import DraftError, NotFoundError, UsageError
from govah.model.claim import Claim
from govah.model.exhibit import Exhibit
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.mark import Correction, Mark
from govah.model.page import Page
from govah.model.passage import Passage, Place, Span
from govah.model.view import View
from govah.report.citations import ClaimNamed, ExhibitPlace, TableNamed, Target


@dataclass(frozen=True, slots=True)
class ComputedTable:
    """A result that Govah computed.

    Args:
        name: As `[@table:NAME]` cites it.
        title: For people.
        head: Names of the columns.
        rows: Cells as they are printed.
        method: How it was computed, with version.
        inputs: SHA-256 of each input.
    """

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    method: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage with its page as it is today.

    Args:
        place: Where its quotation stands in the page's text; None where it lost its place.
        corrections: Of the page's text by persons, in the order in which they were made, as they bear on it today.
    """

    passage: Passage
    exhibit: Exhibit
    page: Page
    place: Span | None
    corrections: tuple[Correction, ...] = ()

    def put_by_person(self, start: int, end: int) -> bool:
        """Whether a person put words between two code points of the page where the file itself says others."""
        return any(
            each.anchored.start < end and start < each.anchored.end
            for each in self.corrections
            if each.anchored is not None and not each.of_picture
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """What one citation stands on: a passage; a claim with its passages; or a table."""

    passages: tuple[Cited, ...]
    claim: Claim | None = None
    table: ComputedTable | None = None

    def withdrawn(self) -> Exhibit | None:
        """A withdrawn exhibit on which this stands.

        A claim stands on what its newest assessment weighed for it, else on where it is said. One that was assessed
        before an exhibit of its history was withdrawn stands on that too: nobody has weighed it again.
        """
        claim = self.claim
        last = claim.history[-1] if claim is not None and claim.history else None
        for cited in self.passages:
            withdrawal = cited.exhibit.withdrawal
            if withdrawal is None:
                continue
            if last is None or last.entry < withdrawal.entry or cited.passage in last.grounds_for:
                return cited.exhibit
        return None


class Grounds:
    """Looks citations up in a case, each once.

    Args:
        view: The case.
        tables: Computed tables by name.
    """

    def __init__(self, view: View, tables: Mapping[str, ComputedTable]) -> None:
        self._view = view
        self._tables = tables
        self._known: dict[Target, Ground] = {}
        self._pages: dict[tuple[Sha256, int], tuple[Page, tuple[Correction, ...]]] = {}
        self._marks: dict[Sha256, tuple[Mark, ...]] = {}

    def find(self, target: Target, line: int) -> Ground:
        """The ground of a citation on a line of the draft.

        Raises:
            DraftError: The case holds no such thing, or the span leaves its page.
        """
        if target not in self._known:
            try:
                self._known[target] = self._look_up(target)
            except (NotFoundError, UsageError) as error:
                raise DraftError(error.what, error.remedy, line) from error
        return self._known[target]

    def require_exhibit(self, number: int, line: int) -> None:
        """See that an exhibit spoken of by its number is in the case.

        Raises:
            DraftError: It is not.
        """
        try:
            self._view.numbered(number)
        except NotFoundError as error:
            raise DraftError(error.what, error.remedy, line) from error

    def _look_up(self, target: Target) -> Ground:
        if isinstance(target, TableNamed):
            table = self._tables.get(target.name)
            if table is None:
                raise NotFoundError(f"There is no table {target.name!r}.", "Cite a table that Govah computed.")
            return Ground((), table=table)
        if isinstance(target, ClaimNamed):
            claim = self._view.claim(EntryIndex(target.id))
            if claim.erased is not None:
                raise NotFoundError(
                    f"Claim {claim.id} was {claim.erased}.",
                    "Leave the sentence out, or ground it on what is still held.",
                )
            return Ground(tuple(map(self._anchored, _passages(claim))), claim=claim)
        if isinstance(target, ExhibitPlace):
            return Ground((self._cut(self._view.numbered(target.number), target.span),))
        return Ground((self._cut_place(target),))

    def _cut_place(self, place: Place) -> Cited:
        return self._cut(self._view.resolve(place.sha), place.span)

    def _cut(self, sha256: Sha256, span: Span) -> Cited:
        (page, corrections), exhibit = self._page(sha256, span.page), self._view.exhibit(sha256)
        self._refuse_moved(sha256, span, page, corrections, exhibit)
        return Cited(Passage.cut(sha256, span, page.text, exhibit.reader or ""), exhibit, page, span, corrections)

    def _refuse_moved(
        self, sha256: Sha256, span: Span, page: Page, corrections: tuple[Correction, ...], exhibit: Exhibit
    ) -> None:
        """See that a draft's place is not one from before a correction that moved the words.

        Raises:
            UsageError: It was marked and its words stand elsewhere now; or the page's words moved, and it cuts one.
        """
        name = f"ex{exhibit.number}"
        if sha256 not in self._marks:
            self._marks[sha256] = tuple(self._view.marks(sha256))
        marks = [mark for mark in self._marks[sha256] if span in (mark.passage.span, mark.anchored)]
        if marks and all(mark.anchored != span for mark in marks):
            mark = marks[-1]
            told = f"The words that were marked at {name}.{span.page}:{span.start}-{span.end} stand elsewhere now"
            if mark.anchored is None:
                raise UsageError(
                    f"{told}, or nowhere: «{mark.passage.exact}»",
                    f"See the page, and mark them again: govah text {name}",
                )
            number, start, end = mark.anchored
            raise UsageError(f"{told}: «{mark.passage.exact}»", f"Cite them there: [{name}.{number}:{start}-{end}]")
        moved = any(
            len(each.value) != len(each.passage.exact) and each.passage.span.start < span.start for each in corrections
        )
        if moved and (_cuts(page.text, span.start) or _cuts(page.text, span.end)):
            said = page.text[max(span.start - 12, 0) : span.end + 12]
            raise UsageError(
                f"{name}.{span.page}:{span.start}-{span.end} cuts a word, and a correction moved this page's words: "
                f"«…{said}…»",
                f"Mark the words that you mean, and cite that place: govah mark {name} 'the words'",
            )

    def _anchored(self, passage: Passage) -> Cited:
        """A passage that a person recorded earlier: where its quotation stands now, if that is beyond doubt."""
        page, corrections = self._page(passage.sha256, passage.span.page)
        exhibit = self._view.exhibit(passage.sha256)
        start, end = passage.span.start, passage.span.end
        if page.text[start:end] == passage.exact:
            return Cited(passage, exhibit, page, passage.span, corrections)
        whole = passage.prefix + passage.exact + passage.suffix
        if page.text.count(whole) != 1:
            return Cited(passage, exhibit, page, None, corrections)
        start = page.text.index(whole) + len(passage.prefix)
        return Cited(passage, exhibit, page, Span(page.number, start, start + len(passage.exact)), corrections)

    def _page(self, sha256: Sha256, number: int) -> tuple[Page, tuple[Correction, ...]]:
        key = (sha256, number)
        if key not in self._pages:
            made = self._view.corrections(sha256)
            bearing = (each for each in made if each.changes_text and each.passage.span.page == number)
            page = self._view.page(sha256, number)
            self._pages[key] = page, tuple(each for each in bearing if each.anchored or each.superseded_by)
        return self._pages[key]


def _cuts(text: str, place: int) -> bool:
    """Whether a place lies within a word or a number."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _passages(claim: Claim) -> tuple[Passage, ...]:
    """Where a claim is said, and what was weighed for and against it; each once."""
    weighed = [ground for step in claim.history for ground in (*step.grounds_for, *step.grounds_against)]
    return tuple(dict.fromkeys((*claim.passages, *weighed)))
