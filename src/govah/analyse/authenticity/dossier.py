"""What the checks look at: one paper, the other papers of its office, and the case around them. Each is read once."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from govah.analyse.authenticity.bitmap_index import BitmapIndex
from govah.consolidate.chains.direction import Directory
from govah.consolidate.letters.numbers import number_key
from govah.consolidate.letters.sheet import Sheet, sheet
from govah.model.acquisition import Acquisition
from govah.model.exhibit import Exhibit
from govah.model.identifiers import LetterId, Sha256
from govah.model.letter import Letter, Reference, RelationKind, Standing
from govah.model.page import Page
from govah.model.passage import Span
from govah.model.term import Term
from govah.model.traces import Traces
from govah.model.view import View

_NEAREST = 100
"""Papers of an office on which a check is tried for its false alarms: those nearest in time."""
_Made = TypeVar("_Made")
_Days = tuple[date | None, date | None]
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."


class Paper:
    """A document: an exhibit, with the letter on it where there is one.

    Args:
        case: Around it.
        exhibit: The document.
        letter: Recognised on it.
    """

    def __init__(self, case: "Dossier", exhibit: Exhibit, letter: Letter | None) -> None:
        self.case = case
        self.exhibit = exhibit
        self.letter = letter

    @property
    def sha256(self) -> Sha256:
        """The exhibit's hash."""
        assert self.exhibit.sha256 is not None  # noqa: S101  # what has no bytes has no page either
        return self.exhibit.sha256

    @property
    def name(self) -> str:
        """`Ex. 8`."""
        return f"Ex. {self.exhibit.number}"

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Text of record."""
        return tuple(self.case.view.pages(self.sha256))

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Pages as lines of folded text."""
        return tuple(sheet(page) for page in self.pages)

    @cached_property
    def standing(self) -> Standing | None:
        """The letter's place among the others."""
        return None if self.letter is None else self.case.standings.get(self.letter.id)

    @cached_property
    def acquired(self) -> tuple[Acquisition, ...]:
        """Acquisitions that brought it."""
        return tuple(self.case.view.acquired(self.sha256))

    @cached_property
    def traces(self) -> Traces | None:
        """What the file tells of its making; None where nobody looked, or nothing could be seen."""
        found = self.case.view.traces(self.sha256)
        return None if found is None or found.failed is not None else found

    @property
    def day(self) -> date | None:
        """The one day of its date."""
        found = self.letter.date if self.letter is not None else None
        return found.earliest if found is not None and found.earliest == found.latest else None

    @property
    def is_mail(self) -> bool:
        """Whether it was never on paper."""
        return self.letter is not None and self.letter.mail is not None

    @property
    def is_word(self) -> bool:
        """Whether it is a file of a word processor."""
        return (self.exhibit.media_type or "").startswith(_WORD)

    @cached_property
    def is_scan(self) -> bool:
        """Whether its pages are pictures of a paper: the file is not the letter then, but a copy of it."""
        media = self.exhibit.media_type or ""
        if media.startswith("image/"):
            return True
        traces = self.traces
        return traces is not None and any(each.whole for each in traces.bitmaps)

    @property
    def has_pages(self) -> bool:
        """Whether it is made of pages that a person would hold: no mail, no sheet."""
        media = self.exhibit.media_type or ""
        return not self.is_mail and (self.is_word or media == "application/pdf" or media.startswith("image/"))

    def span(self, field: str) -> Span | None:
        """Where a field of its letter stands."""
        return self.letter.spans.get(field) if self.letter is not None else None

    def doubted(self, span: Span | None) -> bool:
        """Whether a number at a place was read on a picture, the readers doubt it, and no person looked at it."""
        return span is not None and any(flagged and place.meets(span) for place, flagged in self._waiting)

    def on_picture(self, span: Span | None) -> bool:
        """Whether the words of a place were read on a picture."""
        if span is None or not 1 <= span.page <= len(self.pages):
            return False
        return self.pages[span.page - 1].read_on_picture(span.start, span.end)

    def uncertain(self, field: str) -> bool:
        """Whether the number or date is doubted, and no other letter cites this one with just these."""
        if not self.doubted(self.span(field)):
            return False
        letter = self.letter
        if letter is None or letter.number is None or letter.date is None:
            return True
        ends = (letter.date.earliest, letter.date.latest)
        cited = self.case.cited_days.get(number_key(letter.number).free, ())
        return not any(name != letter.id and days == ends for name, days in cited)

    @property
    def _waiting(self) -> Sequence[tuple[Span, bool]]:
        return self.case.waiting.get(self.sha256, ())


class Office:
    """The papers that one office sent, by date."""

    def __init__(self, papers: tuple[Paper, ...]) -> None:
        self._kept: dict[str, Any] = {}
        self.papers = tuple(sorted(papers, key=lambda paper: (paper.day or date.min, paper.exhibit.number or 0)))
        self._days = [paper.day or date.min for paper in self.papers]

    def once(self, name: str, made: Callable[["Office"], _Made]) -> _Made:
        """What a check works out over all papers, once."""
        if name not in self._kept:
            self._kept[name] = made(self)
        found: _Made = self._kept[name]
        return found

    def others(self, paper: Paper) -> tuple[Paper, ...]:
        """Its other papers, at most those nearest in time."""
        at = bisect_left(self._days, paper.day or date.min)
        near = self.papers[max(0, at - _NEAREST) : at + _NEAREST]
        found = [each for each in near if each.sha256 != paper.sha256]
        day = paper.day
        if len(found) > _NEAREST and day is not None:
            found.sort(key=lambda each: abs(((each.day or date.min) - day).days))
        return tuple(found[:_NEAREST])


class Dossier:
    """A case, as the checks need it.

    Args:
        view: The case.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self._papers: dict[LetterId, Paper] = {}

    @cached_property
    def letters(self) -> tuple[Letter, ...]:
        """All letters."""
        return tuple(self.view.letters())

    @cached_property
    def by_id(self) -> Mapping[LetterId, Letter]:
        """All letters by id."""
        return {letter.id: letter for letter in self.letters}

    @cached_property
    def by_number(self) -> Mapping[tuple[str, ...], tuple[Letter, ...]]:
        """Letters by the order-free key of their numbers."""
        found: dict[tuple[str, ...], list[Letter]] = {}
        for letter in self.letters:
            if letter.number is not None:
                found.setdefault(number_key(letter.number).free, []).append(letter)
        return {key: tuple(letters) for key, letters in found.items()}

    @cached_property
    def directory(self) -> Directory:
        """Which names are one office."""
        return Directory(self.letters)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Who held which office, as persons entered it."""
        return tuple(self.view.terms())

    @cached_property
    def standings(self) -> Mapping[LetterId, Standing]:
        """Every letter's place among the others."""
        return {standing.letter: standing for standing in self.view.standings()}

    @cached_property
    def copies(self) -> Mapping[LetterId, LetterId]:
        """Versions and second copies, with the letter that stands for them all."""
        same = (RelationKind.VERSION, RelationKind.DUPLICATE)
        return {
            name: relation.letter
            for name, standing in self.standings.items()
            for relation in standing.relations
            if relation.kind in same
        }

    @cached_property
    def attachments(self) -> Mapping[LetterId, tuple[Letter, ...]]:
        """Letters with what is attached to them."""
        found: dict[LetterId, list[Letter]] = {}
        for name, standing in self.standings.items():
            for relation in standing.relations:
                if relation.kind is RelationKind.ATTACHMENT and name in self.by_id:
                    found.setdefault(relation.letter, []).append(self.by_id[name])
        return {name: tuple(letters) for name, letters in found.items()}

    @cached_property
    def citing(self) -> Mapping[LetterId, tuple[LetterId, ...]]:
        """Letters with those that cite them."""
        found: dict[LetterId, list[LetterId]] = {}
        for name, standing in self.standings.items():
            for reference in standing.references:
                if reference.letter is not None:
                    found.setdefault(reference.letter, []).append(name)
        return {name: tuple(letters) for name, letters in found.items()}

    @cached_property
    def waiting(self) -> Mapping[Sha256, Sequence[tuple[Span, bool]]]:
        """Numbers that were read on pictures and no person confirmed: where, and whether the readers doubt them."""
        found: dict[Sha256, list[tuple[Span, bool]]] = {}
        for sha256, page, numbers in self.view.unverified():
            found.setdefault(sha256, []).extend((Span(page, start, end), flagged) for start, end, flagged in numbers)
        return found

    @cached_property
    def cited_days(self) -> Mapping[tuple[str, ...], Sequence[tuple[LetterId, _Days]]]:
        """Numbers that letters cite with a date that their readers do not doubt: by whom, and the days."""
        found: dict[tuple[str, ...], list[tuple[LetterId, _Days]]] = {}
        for letter in self.letters:
            for reference in letter.references:
                number, dated = reference.number, reference.date
                if number is not None and dated is not None and not self._doubts_date(letter, reference):
                    days = (dated.earliest, dated.latest)
                    found.setdefault(number_key(number).free, []).append((letter.id, days))
        return found

    def _doubts_date(self, letter: Letter, reference: Reference) -> bool:
        """Whether the readers doubt the date of a reference; its number is sure where a held letter has just it."""
        paper, (number, start, end) = self.paper(letter), reference.span
        if not paper.doubted(reference.span) or reference.date is None:
            return False
        at = paper.pages[number - 1].text.find(reference.date.text, start, end)
        return at < 0 or paper.doubted(Span(number, at, at + len(reference.date.text)))

    @cached_property
    def exhibits(self) -> Mapping[Sha256, Exhibit]:
        """All exhibits, by hash."""
        return {each.sha256: each for each in self.view.exhibits() if each.sha256 is not None}

    @cached_property
    def authors(self) -> Mapping[str, tuple[Sha256, ...]]:
        """Files of letters by the names of authors that they keep."""
        found: dict[str, list[Sha256]] = {}
        for sha256 in dict.fromkeys(letter.sha256 for letter in self.letters):
            metadata = self.exhibits[sha256].metadata
            for name in {metadata.get("author", "").strip(), metadata.get("last-modified-by", "").strip()} - {""}:
                found.setdefault(name, []).append(sha256)
        return {name: tuple(files) for name, files in found.items()}

    @cached_property
    def bitmaps(self) -> BitmapIndex:
        """Which pictures of the files are the same."""
        return BitmapIndex(traces for traces in self.view.all_traces() if traces.failed is None)

    @cached_property
    def revised(self) -> Mapping[str, tuple[Sha256, ...]]:
        """Files by the revision ids that they list."""
        found: dict[str, list[Sha256]] = {}
        for traces in self.view.all_traces():
            for identity in traces.revisions.listed if traces.revisions is not None else ():
                found.setdefault(identity, []).append(traces.sha256)
        return {identity: tuple(files) for identity, files in found.items()}

    def paper(self, letter: Letter) -> Paper:
        """The paper of a letter."""
        if letter.id not in self._papers:
            self._papers[letter.id] = Paper(self, self.exhibits[letter.sha256], letter)
        return self._papers[letter.id]

    def papers(self, sha256: Sha256) -> tuple[Paper, ...]:
        """The papers of an exhibit: one for each letter on it, or itself."""
        found = tuple(self.paper(letter) for letter in self.letters if letter.sha256 == sha256)
        return found or (Paper(self, self.view.exhibit(sha256), None),)

    def office(self, paper: Paper) -> Office:
        """The papers of the office that sent a paper, itself among them."""
        return Office(tuple(self._of_office(paper)) or (paper,))

    def _of_office(self, paper: Paper) -> Iterator[Paper]:
        sender = paper.letter.sender[:1] if paper.letter is not None else ()
        for letter in self.letters:
            mine = paper.letter is not None and letter.id == paper.letter.id
            if mine or (sender and letter.sender and self.directory.among(sender, letter.sender[:1])):
                yield self.paper(letter)
