"""A report before it is printed: what both printers draw, as plain data.

Nothing in it is markup. Signs that would reorder or hide what stands beside them are spelt out (`⟨U+202E⟩`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from govah.model.claim import Claim
from govah.model.identifiers import Sha256
from govah.model.letter import Correspondent, Letter
from govah.model.page import Box, Origin, Page
from govah.model.view import View
from govah.report.draft import Block, Context, Draft, Heading, Items, Paragraph, Quote, Run, Table, Text
from govah.report.grounds import Cited, ComputedTable, Ground
from govah.report.rules import Checked
from govah.report.wording import WORDINGS, Wording, numeral

AROUND = 280
"""Code points of a page's text that are shown before and after a passage."""

Pictures = Callable[[Sha256, int], "tuple[bytes, int, int] | None"]
"""A page's picture as PNG with its width and height in pixels; None where there is none."""

_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\U000e0000-\U000e007f]")
_STRONG_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands at a report's head and is not its author's to choose.

    Args:
        as_of: The day up to which the case is told, ISO 8601.
        log_size: Entries in the log.
        log_root: Root hash of the checkpoint, as the log writes it.
    """

    as_of: str
    log_size: int
    log_root: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words in one manner.

    Args:
        notes: Numbers of the notes whose words these are (annex), or of the citation that stands here (body).
        begins: Notes that begin here.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    doubtful: bool = False
    citation: bool = False
    notes: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block to print. `kind`: heading, paragraph, list, quote, table, rule, context."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    first: int | None = None
    items: tuple[tuple["Drawn", ...], ...] = ()
    blocks: tuple["Drawn", ...] = ()
    head: tuple[tuple[Piece, ...], ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value with its direction; `is_code` for what a machine compares."""

    name: str
    value: str
    direction: str = "ltr"
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's picture: PNG, its size in pixels, and the passages' rectangles in shares of width and height."""

    png: bytes
    width: int
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a page's text around passages."""

    pieces: tuple[Piece, ...]
    direction: str


@dataclass(frozen=True, slots=True)
class Annexed:
    """A page of an exhibit, a claim, or a table, as the annex shows it.

    Args:
        anchor: What links lead to.
        links: Names and anchors of other sections that it stands on.
        notes: The notes that lead here.
    """

    mark: str
    anchor: str
    facts: tuple[Fact, ...]
    stretches: tuple[Stretch, ...] = ()
    remarks: tuple[str, ...] = ()
    picture: Picture | None = None
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[int, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    language: str
    wording: Wording
    title: tuple[Piece, ...]
    plain_title: str
    facts: tuple[Fact, ...]
    blocks: tuple[Drawn, ...]
    annex: tuple[Annexed, ...]
    root: str


@dataclass(slots=True)
class _Notes:
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


def visible(text: str) -> str:
    """Text with the signs that deceive a reader spelt out."""
    return _DECEIVING.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def direction(text: str) -> str:
    """`rtl` or `ltr` by the first letter that has a direction; `ltr` where none has."""
    for char in text:
        if _STRONG_RTL.match(char):
            return "rtl"
        if char.isalpha():
            return "ltr"
    return "ltr"


def draw(
    draft: Draft, checked: Checked, view: View, imprint: Imprint, language: str, pictures: Pictures | None
) -> Document:
    """Make the document of a checked draft."""
    drawer = _Drawer(checked, language)
    words = WORDINGS[language]
    title = drawer.pieces(draft.title) if draft.title is not None else (Piece(words.untitled),)
    plain = "".join(piece.text for piece in title if not piece.citation)
    blocks = tuple(map(drawer.block, draft.blocks))
    annex = _Annex(view, drawer.notes, language, pictures).sections()
    return Document(
        language, words, title, plain, _head(view, imprint, checked, language), blocks, annex, visible(imprint.log_root)
    )


def _head(view: View, imprint: Imprint, checked: Checked, language: str) -> tuple[Fact, ...]:
    words = WORDINGS[language]
    log = words.log_value.format(size=numeral(imprint.log_size, language))
    counts = words.counts_value.format(
        sentences=numeral(checked.cited + checked.context, language),
        cited=numeral(checked.cited, language),
        context=numeral(checked.context, language),
    )
    name = visible(view.name)
    return (
        Fact(words.case, name, direction=direction(name)),
        Fact(words.as_of, imprint.as_of),
        Fact(words.standard, visible(view.standard.replace("_", " ")), direction=direction(view.standard)),
        Fact(words.log, log, direction=words.direction),
        Fact(words.root, visible(imprint.log_root), is_code=True),
        Fact(words.counts, counts, direction=words.direction),
    )


class _Drawer:
    """Draws a draft's blocks."""

    def __init__(self, checked: Checked, language: str) -> None:
        self._checked = checked
        self._language = language
        self.notes = _Notes()

    def block(self, block: Block) -> Drawn:
        """One block."""
        if isinstance(block, Heading):
            return Drawn("heading", self.pieces(block.text), level=block.level)
        if isinstance(block, Paragraph):
            return Drawn("paragraph", self.pieces(block.text))
        if isinstance(block, Items):
            items = tuple(tuple(map(self.block, item)) for item in block.items)
            return Drawn("list", first=block.first, items=items)
        if isinstance(block, Quote):
            return Drawn("quote", blocks=tuple(map(self.block, block.blocks)))
        if isinstance(block, Table):
            rows = tuple(tuple(map(self.pieces, row)) for row in block.rows)
            return Drawn("table", head=tuple(map(self.pieces, block.head)), rows=rows)
        if isinstance(block, Context):
            return Drawn("context", blocks=tuple(map(self.block, block.blocks)))
        return Drawn("rule")

    def pieces(self, text: Text) -> tuple[Piece, ...]:
        """A text in its styles, citations as notes, unconfirmed numbers marked."""
        references = self._checked.references.get(text, ())
        doubts = self._checked.doubts.get(text, ())
        cuts = {0, len(text.text)}
        cuts.update(edge for run in text.runs for edge in (run.start, run.end))
        cuts.update(edge for each in references for edge in (each.citation.start, each.citation.end))
        cuts.update(edge for doubt in doubts for edge in doubt)
        drawn: list[Piece] = []
        for start, end in pairwise(sorted(cuts)):
            cited = next((each for each in references if each.citation.start <= start < each.citation.end), None)
            if cited is None:
                run = next(run for run in text.runs if run.start <= start < run.end)
                is_doubtful = any(left <= start < right for left, right in doubts)
                drawn.append(_piece(text.text[start:end], run, doubtful=is_doubtful))
            elif start == cited.citation.start:
                drawn.append(self._citation(cited.ground))
        return tuple(drawn)

    def _citation(self, ground: Ground) -> Piece:
        number, is_first = self.notes.number(ground)
        return Piece(self._label(ground), citation=True, notes=(number,), begins=(number,) if is_first else ())

    def _label(self, ground: Ground) -> str:
        words = WORDINGS[self._language]
        if ground.claim is not None:
            return words.claim.format(id=numeral(ground.claim.id, self._language))
        if ground.table is not None:
            return words.table.format(name=ground.table.name)
        return mark_of(ground.passages[0], self._language)


def mark_of(cited: Cited, language: str) -> str:
    """An exhibit's mark with its page: `Ex. 8 │ p. 1`."""
    number = cited.exhibit.number
    shown = numeral(number, language) if number is not None else cited.passage.sha256[:12]
    return WORDINGS[language].mark.format(exhibit=shown, page=numeral(cited.page.number, language))


def _piece(words: str, run: Run, *, doubtful: bool) -> Piece:
    return Piece(visible(words.replace("\n", " ")), run.strong, run.emphasis, run.code, doubtful)


class _Annex:
    """Draws the annex: each cited page once, with every passage cited on it; then claims and tables."""

    def __init__(self, view: View, notes: _Notes, language: str, pictures: Pictures | None) -> None:
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
        facts += [_evidence(words.path, path) for path in cited.exhibit.paths[:1]]
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
