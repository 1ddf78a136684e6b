"""A chain of letters as a picture: a lane per office, time along it, arrows for the way, hatch for silence."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from govah.model.identifiers import LetterId, Sha256
from govah.model.letter import Ghost, Letter, LetterStatus, ReferenceKind, RelationKind, Standing
from govah.model.stretch import right_to_left
from govah.web.chain import Chain, Node, Pair, chain_of
from govah.web.letter_fields import office
from govah.web.marks import MARK, WITHDRAWN
from govah.web.time_axis import listed
from govah.web.translation import N_, Locale
from govah.web.wording import Words

_WIDTH = 1180.0
_LABELS = 168.0
_LEFT_OF_FIRST = 42.0
_END = 60.0
_LANE = 76.0
_TOP = 44.0
_BOX = (62.0, 34.0)
_DAYS = N_("{days} d")
_SILENT = N_("{days} days; no answer in holdings")
_NO_LETTER = N_("{days} days")
_GHOST = N_("ghost letter {number}: cited by {mark}, not held")


@dataclass(frozen=True, slots=True)
class ChainPicture:
    """A chain as a picture, with the letters it shows.

    Args:
        svg: The picture.
        letters: In order of time.
        offices: In order of their lanes.
        title: The chosen letter's subject, else the first one's.
        undated: Linked letters that have no place in it.
        left_out: How many more letters are linked than are drawn.
    """

    svg: Markup
    letters: tuple[Pair, ...]
    undated: tuple[Pair, ...]
    offices: tuple[str, ...]
    title: str | None
    left_out: int


def draw_chain(
    pairs: Sequence[Pair],
    ghosts: Sequence[Ghost],
    chosen: str | None,
    numbers: Mapping[Sha256, int],
    unverified: Container[LetterId],
    language: Locale,
    until: date | None,
    withdrawn: Container[Sha256] = (),
) -> ChainPicture | None:
    """The chain around a letter, else around the unanswered one with most letters; None where there is none.

    Args:
        pairs: All letters with their standing.
        ghosts: Letters cited and not held.
        chosen: Id of a letter of the wanted chain.
        numbers: The case's own number of every exhibit.
        unverified: Letters whose number waits for a person.
        language: Of the interface.
        until: The day up to which a silence is measured.
        withdrawn: Exhibits that persons withdrew.
    """
    chain = chain_of(pairs, ghosts, chosen, _WIDTH - _LABELS - _LEFT_OF_FIRST - _END)
    if chain is None:
        return None
    svg = _Drawing(chain, numbers, unverified, language, chosen, until, withdrawn).svg()
    offices = tuple(lane.office for lane in chain.lanes)
    title = next((letter.subject for letter, _ in chain.letters if letter.id == chosen), chain.letters[0][0].subject)
    return ChainPicture(svg, chain.letters, chain.undated, offices, title, chain.left_out)


class _Drawing:
    def __init__(
        self,
        chain: Chain,
        numbers: Mapping[Sha256, int],
        unverified: Container[LetterId],
        language: Locale,
        chosen: str | None,
        until: date | None,
        withdrawn: Container[Sha256],
    ) -> None:
        self._chain = chain
        self._withdrawn = withdrawn
        self._numbers = numbers
        self._unverified = unverified
        self._language = language
        self._chosen = chosen
        self._until = until
        self._width = chain.width + _LABELS + _LEFT_OF_FIRST + _END
        self._backwards = language.direction == "rtl"
        self._by_letter = {node.letter.id: node for node in chain.nodes if node.letter is not None}

    def svg(self) -> Markup:
        """The whole picture."""
        bottom = _TOP + _LANE * len(self._chain.lanes)
        parts = [
            Markup('<svg class="chain" viewBox="0 0 {:.0f} {:.0f}" role="group" aria-labelledby="chain-title">').format(
                self._width, bottom + 30
            ),
            Markup('<title id="chain-title">{}</title><desc>{}</desc>').format(
                self._language.gettext("Chain of letters"), self._told()
            ),
            _DEFINITIONS,
        ]
        parts += [self._lane(number) for number in range(len(self._chain.lanes))]
        parts += [self._break(*stretch, bottom) for stretch in self._chain.breaks]
        for node in self._chain.nodes:
            if node.letter is not None and node.standing is not None:
                parts += [self._wait(node, node.letter, node.standing), self._way(node, node.standing)]
            else:
                parts.append(self._citation(node))
        parts += [self._link(node, *link) for node in self._chain.nodes for link in self._links(node)]
        parts.append(listed(self._box(node) for node in self._chain.nodes))
        parts += self._ticks(bottom)
        parts.append(Markup("</svg>"))
        return Markup("\n").join(part for part in parts if part)

    def _x(self, along: float) -> float:
        """Where a place of the time axis stands in the picture; time runs as reading does."""
        x = _LABELS + _LEFT_OF_FIRST + along
        return self._width - x if self._backwards else x

    def _y(self, lane: int) -> float:
        return _TOP + _LANE * lane + _LANE / 2

    def _lane(self, number: int) -> Markup:
        y, lane = self._y(number), self._chain.lanes[number]
        ends = sorted((self._x(-_LEFT_OF_FIRST + 6), self._x(self._chain.width + _END - 8)))
        words = _two_lines(lane.office)
        backwards = right_to_left(lane.office)
        # an anchor is logical: in a right-to-left text, `start` is its right end
        anchor = "start" if self._backwards == backwards else "end"
        label = Markup('<text class="office" x="{:.0f}" y="{:.0f}" text-anchor="{}" direction="{}">{}</text>')
        edge = self._width - 4 if self._backwards else 4.0
        rule = Markup('<line class="lane" x1="{:.0f}" x2="{:.0f}" y1="{:.0f}" y2="{:.0f}"/>').format(*ends, y, y)
        return rule + Markup("").join(
            label.format(edge, y + 5 - 8 * (len(words) - 1) + 17 * place, anchor, _direction(backwards), line)
            for place, line in enumerate(words)
        )

    def _break(self, start: float, end: float, days: int, bottom: float) -> Markup:
        """A stretch without a letter, cut and said."""
        left, right = sorted((self._x(start), self._x(end)))
        told = (self._words(_NO_LETTER, days), self._language.gettext("no letter held"))
        text = Markup('<text class="cut" x="{:.1f}" y="{:.0f}" text-anchor="middle" direction="{}">{}</text>')
        rect = Markup('<rect class="cut" x="{:.1f}" y="8" width="{:.1f}" height="{:.1f}"/>')
        return rect.format(left, right - left, bottom - 8) + Markup("").join(
            text.format((left + right) / 2, 22 + 14 * place, self._language.direction, line)
            for place, line in enumerate(told)
        )

    def _box(self, node: Node) -> Markup:
        width, height = _BOX
        x, y = self._x(node.x), self._y(node.lane)
        rect = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.0f}" height="{:.0f}" rx="2"/>')
        text = Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="middle" direction="{}">{}</text>')
        direction = self._language.direction
        if node.letter is None:
            number = node.ghost.number if node.ghost else "–"
            return Markup('<a href="/letters?show=ghosts" aria-label="{}" data-row="">{}{}{}</a>').format(
                self._ghost_told(node),
                rect.format("letter ghost", x - width / 2, y - height / 2, width, height),
                text.format("number", x, y - 3, direction, self._language.gettext("ghost")),
                text.format("reference", x, y + 12, "ltr", number),
            )
        letter = node.letter
        kind = "letter chosen" if letter.id == self._chosen else "letter"
        reference = "reference doubtful" if letter.id in self._unverified else "reference"
        mark, named = self._mark(letter), "number"
        if letter.sha256 in self._withdrawn:
            named, mark = "number withdrawn", f"{mark}, {self._language.gettext(WITHDRAWN)}"
        current = Markup(' aria-current="true"') if letter.id == self._chosen else ""
        return Markup('<a href="/exhibit/{}?page={}" aria-label="{}"{} data-row="">{}{}{}</a>').format(
            letter.sha256,
            letter.span.page,
            self._letter_told(node, letter),
            current,
            rect.format(kind, x - width / 2, y - height / 2, width, height),
            text.format(named, x, y - 3 if letter.number else y + 5, direction, mark),
            text.format(reference, x, y + 12, "ltr", letter.number) if letter.number else "",
        )

    def _mark(self, letter: Letter) -> str:
        return f"{self._language.gettext(MARK)} {self._language.figure(self._numbers.get(letter.sha256) or 0)}"

    def _links(self, node: Node) -> list[tuple[str, str, Node]]:
        """What a letter is to others of the picture: kind, its words, the other."""
        if node.standing is None:
            return []
        words = Words(self._language)
        found = [
            (each.kind.value, words.reference(each.kind), each.letter)
            for each in node.standing.references
            if each.letter is not None
        ]
        found += [(each.kind.value, words.relation(each.kind), each.letter) for each in node.standing.relations]
        return [(kind, told, self._by_letter[other]) for kind, told, other in found if other in self._by_letter]

    def _link(self, node: Node, kind: str, told: str, other: Node) -> Markup:
        """An arc to another letter; a word for all but the reply, which the bar of waiting shows."""
        start, end = self._x(node.x), self._x(other.x)
        upper, lower = self._y(node.lane) - _BOX[1] / 2, self._y(other.lane) - _BOX[1] / 2
        rise = min(upper, lower) - (16 if node.lane != other.lane else 22)
        middle = (start + end) / 2
        arc = Markup('<path class="link {}" d="M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}"><title>{}</title></path>')
        drawn = arc.format(
            kind, start, upper, middle, rise, end, lower, f"{self._name(node)} {told} {self._name(other)}"
        )
        if kind == "reply":
            return drawn
        text = Markup('<text class="link" x="{:.1f}" y="{:.1f}" text-anchor="middle" direction="{}">{}</text>')
        height = upper / 4 + rise / 2 + lower / 4
        return drawn + text.format(middle, height - 2, self._language.direction, told)

    def _name(self, node: Node) -> str:
        return self._mark(node.letter) if node.letter is not None else ""

    def _letter_told(self, node: Node, letter: Letter) -> str:
        """A letter in words: what the picture shows of it."""
        words, comma = Words(self._language), self._language.comma
        way = f"{office(letter.sender) or '–'} → {office(letter.to) or '–'}"
        parts = [self._mark(letter), letter.number or "–", self._language.day(node.day), way]
        if node.standing is not None:
            parts.append(words.letter_status(node.standing.status))
        parts += [f"{told} {self._name(other)}" for _, told, other in self._links(node)]
        ghosts = [each.ghost.number for each in self._chain.nodes if each.ghost and each.cited_by == letter.id]
        parts += [f"{words.reference(ReferenceKind.CITATION)} {number}" for number in ghosts]
        return comma.join(parts)

    def _ghost_told(self, node: Node) -> str:
        citing = self._by_letter.get(node.cited_by) if node.cited_by else None
        number = node.ghost.number if node.ghost else "–"
        told = self._language.gettext(_GHOST).format(number=number, mark=self._name(citing) if citing else "–")
        dated = node.ghost is not None and node.ghost.date is not None and node.ghost.date.earliest is not None
        return f"{told}{self._language.comma}{self._language.day(node.day)}" if dated else told

    def _way(self, node: Node, standing: Standing) -> Markup:
        """The way to the addressee; dashed where it reminds."""
        if node.to is None or node.to == node.lane:
            return Markup("")
        reminder = any(relation.kind is RelationKind.REMINDER for relation in standing.relations)
        down = node.to > node.lane
        return _LINE.format(
            "way reminder" if reminder else "way",
            self._x(node.x),
            self._y(node.lane) + (17 if down else -17),
            self._x(node.x + 16),
            self._y(node.to) + (-5 if down else 5),
        )

    def _citation(self, node: Node) -> Markup:
        """From the letter that cites a ghost to the ghost."""
        citing = self._by_letter.get(node.cited_by) if node.cited_by else None
        if citing is None or citing.lane == node.lane:
            return Markup("")
        down = node.lane > citing.lane
        ends = (self._y(citing.lane) + (17 if down else -17), self._y(node.lane) + (-19 if down else 19))
        return _LINE.format("way cites", self._x(citing.x - 12), ends[0], self._x(node.x), ends[1])

    def _wait(self, node: Node, letter: Letter, standing: Standing) -> Markup:
        """A bar on the addressee's lane: until the answer, or hatched to the end where none is held."""
        if node.to is None:
            return Markup("")
        answers = [self._by_letter[key] for key in standing.answered_by if key in self._by_letter]
        silent = standing.status is LetterStatus.NO_ANSWER_IN_HOLDINGS
        if not silent and not answers:
            return Markup("")
        end = self._chain.width + _END - 12 if silent else answers[0].x - _BOX[0] / 2
        start = node.x + 16
        if end - start < 4:
            return Markup("")
        until = self._until if silent else answers[0].day
        days = max(0, (until - node.day).days) if until else 0
        told = self._words(_SILENT if silent else _DAYS, days)
        left, right = sorted((self._x(start), self._x(end)))
        y, kind = self._y(node.to), "silence" if silent else "waiting"
        bar = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="7"><title>{}</title></rect>')
        label = Markup("")
        if right - left > (190 if silent else 26):
            label = Markup(
                '<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="middle" direction="{}">{}</text>'
            ).format(kind, (left + right) / 2, y - 8, self._language.direction, told)
        return bar.format(kind, left, y - 3.5, right - left, f"{letter.number or ''} {told}".strip()) + label

    def _ticks(self, bottom: float) -> list[Markup]:
        """Days under the axis, where they do not stand on each other."""
        ends = sorted((self._x(-_LEFT_OF_FIRST + 6), self._x(self._chain.width + _END - 8)))
        axis = Markup('<line class="axis" x1="{:.0f}" x2="{:.0f}" y1="{:.0f}" y2="{:.0f}"/>').format(
            *ends, bottom, bottom
        )
        parts, free, seen = [axis], -1e9, set()
        tick = Markup('<text class="tick" x="{:.1f}" y="{:.0f}" text-anchor="middle" direction="{}">{}</text>')
        for node in self._chain.nodes:
            if node.x >= free and node.day not in seen:
                seen.add(node.day)
                free = node.x + 92
                day = self._language.day(node.day)
                parts.append(tick.format(self._x(node.x), bottom + 18, self._language.direction, day))
        return parts

    def _told(self) -> str:
        """The picture in words."""
        return "; ".join(
            f"{self._language.day(node.day)}: {office(node.letter.sender) or '–'} → {office(node.letter.to) or '–'}"
            for node in self._chain.nodes
            if node.letter is not None
        )

    def _words(self, message: str, days: int) -> str:
        return self._language.gettext(message).format(days=self._language.figure(days))


_LINE = Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" marker-end="url(#arrow)"/>')
_DEFINITIONS = Markup(
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path class="head" d="M0 0 8 4 0 8Z"/></marker>'
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
)


def _direction(backwards: bool) -> str:
    return "rtl" if backwards else "ltr"


def _two_lines(office: str) -> list[str]:
    if len(office) <= 24:
        return [office]
    cut = office.rfind(" ", 0, 25)
    return [office[:cut], office[cut + 1 :][:26]] if cut > 0 else [office[:26]]
