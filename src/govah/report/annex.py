"""The annex: every page that is cited, with its words around each passage, and every claim and table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from govah.model.claim import Claim
from govah.model.identifiers import Sha256
from govah.model.letter import Correspondent, Letter
from govah.model.page import Box, Origin, Page
from govah.model.view import View
from govah.report.document import Annexed, Fact, Picture, Pictures, Piece, Stretch, direction, visible
from govah.report.grounds import Cited, ComputedTable, Ground
from govah.report.wording import WORDINGS, numeral

AROUND = 280
"""Code points of a page's text that are shown before and after a passage."""


@dataclass(slots=True)
class Notes:
    """Numbers of notes by what they stand on, in order of first citation."""

    numbers: dict[int, int] = field(default_factory=dict)
    grounds: list[Ground] = field(default_factory=list)

    def number(self, ground: Ground) -> tuple[int, bool]:
        """The number of a ground's note, and whether it is new."""
        known = self.numbers.get(id(ground))
        if known is not None:
            return known, False
        self.grounds.append(ground)
        self.numbers[id(ground)] = len(self.grounds)
        return len(self.grounds), True


def mark_of(cited: Cited, language: str) -> str:
    """An exhibit's mark with its page: `Ex. 8 │ p. 1`."""
    number = cited.exhibit.number
    shown = numeral(number, language) if number is not None else cited.passage.sha256[:12]
    return WORDINGS[language].mark.format(exhibit=shown, page=numeral(cited.page.number, language))


class Annex:
    """Draws the annex: each cited page once, with every passage cited on it; then claims and tables."""

    def __init__(self, view: View, notes: Notes, language: str, pictures: Pictures | None) -> None:
        self._language = language
        self._words = WORDINGS[language]
        self._pictures = pictures
        self._notes = notes
        self._own = {at for at, ground in enumerate(notes.grounds, start=1) if ground.claim is None}
        shown = {cited.passage.sha256 for ground in notes.grounds for cited in ground.passages}
        self._letters: Mapping[Sha256, list[Letter]] = {sha256: [] for sha256 in shown}
        for letter in view.letters() if shown else ():
            if letter.sha256 in shown:
                self._letters[letter.sha256].append(letter)

    def sections(self) -> tuple[Annexed, ...]:
        """All sections in order of first citation, pages first."""
        pages: dict[tuple[Sha256, int], list[tuple[int, Cited]]] = {}
        for number, ground in enumerate(self._notes.grounds, start=1):
            for cited in ground.passages:
                pages.setdefault((cited.passage.sha256, cited.page.number), []).append((number, cited))
        anchors = {key: f"page-{at}" for at, key in enumerate(pages, start=1)}
        drawn = [self._page(anchors[key], found) for key, found in pages.items()]
        for number, ground in enumerate(self._notes.grounds, start=1):
            if ground.claim is not None:
                drawn.append(self._claim(number, ground.claim, ground, anchors))
            if ground.table is not None:
                drawn.append(self._table(number, ground.table))
        return tuple(drawn)

    def _page(self, anchor: str, cited: Sequence[tuple[int, Cited]]) -> Annexed:
        first = cited[0][1]
        placed = [(note, each) for note, each in cited if each.place is not None]
        lost = [(note, each) for note, each in cited if each.place is None]
        stretches = [*_stretches(first.page, placed, self._own), *(_quotation(note, each) for note, each in lost)]
        remarks = [self._words.read_by_machine] if first.page.origin is Origin.OCR else []
        if lost:
            remarks.append(self._words.lost)
        notes = tuple(dict.fromkeys(note for note, _ in cited))
        picture = self._picture(first, placed)
        mark = mark_of(first, self._language)
        facts = self._page_facts(first)
        return Annexed(mark, anchor, facts, tuple(stretches), tuple(remarks), picture, notes=notes)

    def _page_facts(self, cited: Cited) -> tuple[Fact, ...]:
        words = self._words
        facts = [Fact("SHA-256", cited.passage.sha256, is_code=True)]
        for letter in self._letters[cited.passage.sha256]:
            named = [(words.number, letter.number), (words.date, letter.date.text if letter.date else None)]
            named += [(words.sender, _people(letter.sender)), (words.to, _people(letter.to))]
            named += [(words.subject, letter.subject)]
            facts += [_evidence(name, value) for name, value in named if value]
        return tuple(facts)

    def _picture(self, first: Cited, placed: Sequence[tuple[int, Cited]]) -> Picture | None:
        if self._pictures is None or not first.page.width or not first.page.height:
            return None
        boxes = tuple(box for _, each in placed for box in _boxes(each))
        found = self._pictures(first.passage.sha256, first.page.number) if boxes else None
        return None if found is None else Picture(*found, boxes)

    def _claim(self, number: int, claim: Claim, ground: Ground, anchors: Mapping[tuple[Sha256, int], str]) -> Annexed:
        status = self._words.claim_status.format(
            status=self._words.statuses.get(claim.status, claim.status.value),
            standard=claim.standard.replace("_", " "),
            by=claim.by,
            at=claim.at,
        )
        text = visible(claim.text)
        links = {
            mark_of(cited, self._language): anchors[cited.passage.sha256, cited.page.number]
            for cited in ground.passages
        }
        return Annexed(
            self._words.claim.format(id=numeral(claim.id, self._language)),
            f"cited-{number}",
            (Fact(self._words.status, visible(status), direction=self._words.direction),),
            (Stretch((Piece(text),), direction(text)),),
            notes=(number,),
            links=tuple(links.items()),
        )

    def _table(self, number: int, table: ComputedTable) -> Annexed:
        note = self._words.table_note.format(method=table.method, inputs=", ".join(table.inputs))
        return Annexed(
            self._words.table.format(name=table.name),
            f"cited-{number}",
            (_evidence(self._words.title, table.title), _evidence(self._words.method, note)),
            head=tuple(map(visible, table.head)),
            rows=tuple(tuple(map(visible, row)) for row in table.rows),
            notes=(number,),
        )


def _evidence(name: str, value: str) -> Fact:
    shown = visible(value)
    return Fact(name, shown, direction=direction(shown))


def _people(people: Sequence[Correspondent]) -> str:
    return "; ".join(", ".join(part for part in (each.name, each.office) if part) for each in people)


def _quotation(note: int, cited: Cited) -> Stretch:
    words = visible(cited.passage.exact)
    return Stretch((Piece(words, notes=(note,)),), direction(words))


def _stretches(page: Page, placed: Sequence[tuple[int, Cited]], own: set[int]) -> list[Stretch]:
    """The page's text around its passages; stretches that touch are one.

    Links lead to the passages of the notes in `own`; a claim's lead to the claim.
    """
    spans = [(note, each.place.start, each.place.end) for note, each in placed if each.place is not None]
    windows: list[tuple[int, int]] = []
    for _, start, end in sorted(spans, key=lambda span: span[1:]):
        left, right = _widened(page.text, start, end)
        if windows and left <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(windows[-1][1], right))
        else:
            windows.append((left, right))
    return [_stretch(page.text, window, spans, own) for window in windows]


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A passage with its surroundings, cut at white space."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    while 0 < left < start and not text[left - 1].isspace():
        left += 1
    while end < right < len(text) and not text[right].isspace():
        right -= 1
    return left, right


def _stretch(text: str, window: tuple[int, int], spans: Sequence[tuple[int, int, int]], own: set[int]) -> Stretch:
    left, right = window
    inside = [span for span in spans if left <= span[1] and span[2] <= right]
    cuts = sorted({left, right, *(edge for _, start, end in inside for edge in (start, end))})
    pieces = [Piece("… ")] if left > 0 else []
    for start, end in pairwise(cuts):
        notes = tuple(dict.fromkeys(note for note, begin, stop in inside if begin <= start < stop))
        begins = tuple(dict.fromkeys(note for note, begin, _ in inside if begin == start and note in own))
        pieces.append(Piece(visible(text[start:end]), notes=notes, begins=begins))
    if right < len(text):
        pieces.append(Piece(" …"))
    return Stretch(tuple(pieces), direction(text[left:right]))


def _boxes(cited: Cited) -> list[Box]:
    """The rectangles of a passage's words, one a line, in shares of the page's width and height."""
    place, page = cited.place, cited.page
    if place is None or not page.width or not page.height:
        return []
    lines: dict[int, Box] = {}
    for word in page.words:
        if word.start < place.end and word.end > place.start:
            old = lines.get(word.line, word.box)
            new = word.box
            lines[word.line] = Box(
                min(old.left, new.left), min(old.top, new.top), max(old.right, new.right), max(old.bottom, new.bottom)
            )
    wide, high = page.width, page.height
    return [Box(box.left / wide, box.top / high, box.right / wide, box.bottom / high) for box in lines.values()]
