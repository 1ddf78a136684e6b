"""A chain of letters as a picture: a lane per office, time along it, arrows for the way, hatch for silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from govah.case.view import CaseView
from govah.consolidate.folding import fold
from govah.model.identifiers import LetterId
from govah.model.letter import Ghost, Letter, LetterStatus, RelationKind, Standing
from govah.web.translation import Locale

Pair = tuple[Letter, Standing]

_WIDTH = 1180
_MARGIN = 190
_LANE = 78
_TOP = 36
_BOX = (62, 34)
_MOST = 16
_BREAK_DAYS = 20
_BREAK_WIDTH = 60


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a letter's box stands: centre of its time, its sender's and its addressee's lane."""

    x: float
    lane: int
    to: int | None


def draw_chain(
    pairs: Sequence[Pair], ghosts: Sequence[Ghost], chosen: str | None, view: CaseView, language: Locale
) -> Markup | None:
    """The chain around a letter, else around the unanswered one with most letters; None where there is none.

    Args:
        pairs: All letters with their standing.
        ghosts: Letters cited and not held.
        chosen: Id of a letter of the wanted chain.
        view: For exhibits' numbers.
        language: Of the interface.
    """
    chain = _chain(pairs, chosen)
    dated = [pair for pair in chain if pair[0].date is not None and pair[0].date.earliest is not None]
    if len(dated) < 2:
        return None
    dated.sort(key=lambda pair: (_day(pair[0]), pair[0].id))
    return _Drawing(dated[:_MOST], view, language).svg()


def _day(letter: Letter) -> date:
    if letter.date is None or letter.date.earliest is None:
        raise ValueError("a letter without a date has no place in time")
    return letter.date.earliest


def _neighbours(pairs: Sequence[Pair]) -> dict[LetterId, set[LetterId]]:
    near: dict[LetterId, set[LetterId]] = {letter.id: set() for letter, _ in pairs}
    for letter, standing in pairs:
        linked = {reference.letter for reference in standing.references if reference.letter}
        linked |= {relation.letter for relation in standing.relations} | set(standing.answered_by)
        for other in linked & near.keys():
            near[letter.id].add(other)
            near[other].add(letter.id)
    return near


def _chain(pairs: Sequence[Pair], chosen: str | None) -> list[Pair]:
    """Letters that are linked with the chosen one, directly or through others."""
    near = _neighbours(pairs)
    starts = [LetterId(chosen)] if chosen in near else []
    if not starts:
        silent = [letter.id for letter, standing in pairs if standing.status is LetterStatus.NO_ANSWER_IN_HOLDINGS]
        reach = {start: len(_reach(near, start)) for start in silent or near}
        starts = [max(reach, key=lambda start: (reach[start], start))] if reach else []
    wanted = _reach(near, starts[0]) if starts else set()
    return [pair for pair in pairs if pair[0].id in wanted]


def _reach(near: dict[LetterId, set[LetterId]], start: LetterId) -> set[LetterId]:
    reached, pending = {start}, [start]
    while pending:
        for other in near[pending.pop()] - reached:
            reached.add(other)
            pending.append(other)
    return reached


class _Drawing:
    def __init__(self, pairs: Sequence[Pair], view: CaseView, language: Locale) -> None:
        self._pairs = pairs
        self._view = view
        self._language = language
        self._offices = self._lanes()
        self._places = {letter.id: self._place(letter, x) for (letter, _), x in zip(pairs, self._times(), strict=True)}

    def svg(self) -> Markup:
        """The whole picture."""
        height = _TOP + _LANE * len(self._offices) + 30
        parts = [
            Markup(
                '<svg class="chain" viewBox="0 0 {} {}" role="img" aria-labelledby="chain-title chain-desc">'
            ).format(_WIDTH, height),
            Markup('<title id="chain-title">{}</title>').format(self._language.gettext("Chain of letters")),
            Markup('<desc id="chain-desc">{}</desc>').format(self._told()),
            _DEFINITIONS,
        ]
        parts += [self._lane(number, office) for number, (_, office) in enumerate(self._offices)]
        parts += [self._silence(letter, standing) for letter, standing in self._pairs]
        parts += [self._arrow(letter, standing) for letter, standing in self._pairs]
        parts += [self._box(letter) for letter, _ in self._pairs]
        parts += [self._tick(letter) for letter, _ in self._pairs]
        parts.append(Markup("</svg>"))
        return Markup("\n").join(part for part in parts if part)

    def _lanes(self) -> list[tuple[str, str]]:
        offices: dict[str, str] = {}
        for letter, _ in self._pairs:
            for name in (_office(letter.sender), _office(letter.to)):
                if name:
                    offices.setdefault(fold(name).text, name)
        return list(offices.items())

    def _times(self) -> list[float]:
        """Positions along the axis; a long stretch without a letter is cut and drawn short."""
        steps = [0.0]
        for (before, _), (after, _) in pairwise(self._pairs):
            steps.append(steps[-1] + max(2.2, min(_BREAK_DAYS, (_day(after) - _day(before)).days)))
        scale = (_WIDTH - _MARGIN - 140) / (steps[-1] or 1.0)
        return [_MARGIN + 50 + step * scale for step in steps]

    def _place(self, letter: Letter, x: float) -> _Place:
        keys = [key for key, _ in self._offices]
        sender, addressee = _office(letter.sender), _office(letter.to)
        lane = keys.index(fold(sender).text) if sender else len(keys) - 1
        return _Place(self._mirrored(x), lane, keys.index(fold(addressee).text) if addressee else None)

    def _mirrored(self, x: float) -> float:
        return _WIDTH - x if self._language.direction == "rtl" else x

    def _lane(self, number: int, office: str) -> Markup:
        y = _TOP + _LANE * number + _LANE / 2
        rtl = self._language.direction == "rtl"
        start, end = (10, _WIDTH - _MARGIN) if rtl else (_MARGIN, _WIDTH - 10)
        words = _two_lines(office)
        label = Markup('<text class="office" x="{}" y="{:.0f}" text-anchor="{}" direction="{}">{}</text>')
        # an anchor is logical: in a right-to-left text, `start` is its right end
        backwards = any("\u0590" <= sign <= "\u08ff" for sign in office)
        anchor = "start" if rtl == backwards else "end"
        x = _WIDTH - 8 if rtl else 8
        direction = "rtl" if backwards else "ltr"
        lines = [
            label.format(x, y - 6 * (len(words) - 1) + 15 * place + 4, anchor, direction, line)
            for place, line in enumerate(words)
        ]
        rule = Markup('<line class="lane" x1="{}" x2="{}" y1="{:.0f}" y2="{:.0f}"/>').format(start, end, y, y)
        return rule + Markup("").join(lines)

    def _y(self, lane: int) -> float:
        return _TOP + _LANE * lane + _LANE / 2

    def _box(self, letter: Letter) -> Markup:
        place = self._places[letter.id]
        number = self._view.exhibit(letter.sha256).number
        width, height = _BOX
        mark = f"{self._language.gettext('Ex.')} {self._language.figure(number or 0)}"
        return Markup(
            '<a href="/exhibit/{}"><rect class="letter" x="{:.1f}" y="{:.1f}" width="{}" height="{}"/>'
            '<text class="number" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>'
            '<text class="reference" x="{:.1f}" y="{:.1f}" text-anchor="middle" direction="ltr">{}</text></a>'
        ).format(
            letter.sha256,
            place.x - width / 2,
            self._y(place.lane) - height / 2,
            width,
            height,
            place.x,
            self._y(place.lane) - 3,
            mark,
            place.x,
            self._y(place.lane) + 11,
            letter.number or "–",
        )

    def _arrow(self, letter: Letter, standing: Standing) -> Markup:
        place = self._places[letter.id]
        if place.to is None or place.to == place.lane:
            return Markup("")
        reminder = any(relation.kind is RelationKind.REMINDER for relation in standing.relations)
        down = place.to > place.lane
        start = self._y(place.lane) + (17 if down else -17)
        end = self._y(place.to) + (-6 if down else 6)
        shift = -18 if self._language.direction == "rtl" else 18
        return Markup(
            '<line class="way{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" marker-end="url(#arrow)"/>'
        ).format(" reminder" if reminder else "", place.x, start, place.x + shift, end)

    def _silence(self, letter: Letter, standing: Standing) -> Markup:
        """A bar on the addressee's lane: until the answer, or hatched to the end where none is held."""
        place = self._places[letter.id]
        if place.to is None:
            return Markup("")
        answers = [key for key in standing.answered_by if key in self._places]
        unanswered = standing.status is LetterStatus.NO_ANSWER_IN_HOLDINGS
        if not answers and not unanswered:
            return Markup("")
        end = self._places[answers[0]].x if answers else (12 if self._language.direction == "rtl" else _WIDTH - 12)
        left, right = sorted((place.x, end))
        y = self._y(place.to)
        kind = "silence" if unanswered else "waiting"
        title = self._language.gettext("no answer in holdings" if unanswered else "answered")
        return Markup(
            '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="7"><title>{}</title></rect>'
        ).format(kind, left, y - 3.5, right - left, title)

    def _tick(self, letter: Letter) -> Markup:
        place = self._places[letter.id]
        y = _TOP + _LANE * len(self._offices) + 12
        return Markup('<text class="tick" x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
            place.x, y, self._language.day(_day(letter))
        )

    def _told(self) -> str:
        """The picture in words."""
        return "; ".join(
            f"{self._language.day(_day(letter))}: {_office(letter.sender) or '–'} → {_office(letter.to) or '–'}"
            for letter, _ in self._pairs
        )


_DEFINITIONS = Markup(
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path class="head" d="M0 0 8 4 0 8Z"/></marker>'
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
)


def _office(correspondents: Sequence[object]) -> str | None:
    for item in correspondents:
        name = getattr(item, "office", None) or getattr(item, "name", None)
        if name:
            return str(name)
    return None


def _two_lines(office: str) -> list[str]:
    if len(office) <= 24:
        return [office]
    cut = office.rfind(" ", 0, 25)
    return [office[:cut], office[cut + 1 :][:26]] if cut > 0 else [office[:26]]
