"""The annex: every page that is cited, with its words around each passage, and every claim and table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from govah.model.claim import Claim
from govah.model.identifiers import Sha256
from govah.model.letter import Correspondent, Letter
from govah.model.page import Box, Origin
from govah.model.stretch import covering
from govah.model.upright import upright
from govah.model.view import View
from govah.report.amendments import amendments, field_names
from govah.report.document import Annexed, Fact, Picture, Pictures, Piece, Stretch, direction, visible
from govah.report.evidence import Confirmed, Evidence, unconfirmed
from govah.report.excerpt import excerpts, quoted
from govah.report.grounds import Cited, ComputedTable, Ground
from govah.report.holding import doubted
from govah.report.wording import WORDINGS, digits, moment_name, numeral, standard_name


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

    def __init__(
        self, view: View, notes: Notes, language: str, pictures: Pictures | None, confirmed: Confirmed
    ) -> None:
        self._view = view
        self._confirmed = confirmed
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
        stretches = excerpts(placed, self._own, self._words, self._confirmed)
        stretches += [quoted(each.passage.exact, (note,)) for note, each in lost]
        waits = any(piece.waits for stretch in stretches for piece in stretch.pieces)
        remarks = [*self._origin(first), *([self._words.none_confirmed] if waits else [])]
        remarks += [self._words.lost] if lost else []
        notes = tuple(dict.fromkeys(note for note, _ in cited))
        picture = self._picture(first, placed)
        mark = mark_of(first, self._language)
        facts = self._page_facts(first)
        amended = tuple(amendments(self._view, first, self._language))
        drawn = Annexed(mark, anchor, facts, tuple(stretches), tuple(remarks), picture, notes=notes)
        return replace(drawn, amendments=amended)

    def _origin(self, cited: Cited) -> Iterator[str]:
        """Where the page's words come from."""
        if cited.page.origin is Origin.OCR:
            yield self._words.read_and_corrected if cited.corrections else self._words.read_by_machine
        if any(not each.of_picture for each in cited.corrections):
            yield self._words.put_here

    def _page_facts(self, cited: Cited) -> tuple[Fact, ...]:
        names = field_names(self._words)
        facts = [Fact("SHA-256", cited.passage.sha256, is_code=True)]
        withdrawal = cited.exhibit.withdrawal
        if withdrawal is not None:
            who = self._words.who_withdrew.format(by=withdrawal.by, at=moment_name(withdrawal.at, self._language))
            facts.append(replace(_evidence(self._words.withdrawn, withdrawal.why), remark=who))
        for letter in self._letters[cited.passage.sha256]:
            values = {"number": digits(letter.number or "", self._language)}
            values |= {"date": letter.date.text if letter.date else "", "subject": letter.subject or ""}
            values |= {"from": _people(letter.sender), "to": _people(letter.to)}
            for key, name in names.items():
                if values[key]:
                    facts.append(replace(_evidence(name, values[key]), remark=self._doubt(letter, key)))
        return tuple(facts)

    def _doubt(self, letter: Letter, key: str) -> str:
        """What a reader must know of a letter's field: who says so, and whether a person looked at its figures."""
        if key in letter.corrected:
            return self._words.field_corrected
        span = letter.spans.get(key)
        if span is None:
            return ""
        page = self._view.page(letter.sha256, span.page)
        waiting = unconfirmed(page, letter.sha256, span.start, span.end, self._confirmed)
        return self._words.unverified if any(True for _ in waiting) else ""

    def _picture(self, first: Cited, placed: Sequence[tuple[int, Cited]]) -> Picture | None:
        if self._pictures is None or not first.page.width or not first.page.height:
            return None
        boxes = tuple(box for _, each in placed for box in _boxes(each))
        found = self._pictures(first.passage.sha256, first.page) if boxes else None
        return None if found is None else Picture(*found, boxes)

    def _claim(self, number: int, claim: Claim, ground: Ground, anchors: Mapping[tuple[Sha256, int], str]) -> Annexed:
        status = self._words.claim_status.format(
            status=self._words.statuses.get(claim.status, claim.status.value),
            standard=standard_name(claim.standard, self._language),
            by=claim.by,
            at=moment_name(claim.at, self._language),
        )
        text = visible(claim.shown)
        links = {
            mark_of(cited, self._language): anchors[cited.passage.sha256, cited.page.number]
            for cited in ground.passages
        }
        return Annexed(
            self._words.claim.format(id=numeral(claim.id, self._language)),
            f"cited-{number}",
            (Fact(self._words.status, visible(status), direction=self._words.direction),),
            (Stretch(self._claimed(claim.shown, ground), direction(text)),),
            notes=(number,),
            links=tuple(links.items()),
        )

    def _claimed(self, said: str, ground: Ground) -> tuple[Piece, ...]:
        """A claim's words, with what rests on readings that no person confirmed."""
        pieces, at = list[Piece](), 0
        for left, right, _ in doubted(said, Evidence([ground], self._confirmed)):
            pieces += [Piece(visible(said[at:left])), Piece(visible(said[left:right]), doubtful=True)]
            at = right
        return (*pieces, Piece(visible(said[at:])))

    def _table(self, number: int, table: ComputedTable) -> Annexed:
        note = self._words.table_note.format(method=table.method, inputs=self._words.comma.join(table.inputs))
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
    """Names with their offices, parted as the script of the names parts them."""
    named = [[part for part in (each.name, each.office) if part] for each in people]
    is_rtl = direction("".join(part for parts in named for part in parts)) == "rtl"
    comma, semicolon = ("، ", "؛ ") if is_rtl else (", ", "; ")
    return semicolon.join(comma.join(parts) for parts in named)


def _boxes(cited: Cited) -> list[Box]:
    """Rectangles over a passage's words, one a line, in shares of the upright page's width and height."""
    place, page = cited.place, upright(cited.page)
    if place is None or not page.width or not page.height:
        return []
    wide, high = page.width, page.height
    return [
        Box(box.left / wide, box.top / high, box.right / wide, box.bottom / high)
        for box in covering(page, place.start, place.end)
    ]
