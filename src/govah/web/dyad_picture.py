"""The letters between two offices on one time axis: one direction above it, the other below."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from govah.consolidate.chains.dyads import Sent
from govah.model.letter import LetterStatus, RelationKind
from govah.model.stretch import right_to_left
from govah.web.marks import MarkWriter
from govah.web.time_axis import CutAxis, listed
from govah.web.translation import N_, Locale
from govah.web.wording import Words

_LEAST = 1180.0
_BOX = (74.0, 34.0)
_APART = 80.0
_ROW = 42.0
_LABELS = 150.0
_UNDATED = N_("no date")
_TITLE = N_("Letters between {one} and {other}")
_TOLD = N_("{mark}, number {number}, {day}: {status}")


@dataclass(frozen=True, slots=True)
class _Placed:
    sent: Sent
    along: float
    row: int
    above: bool


def draw_dyad(
    one: str,
    other: str,
    sent: Sequence[Sent],
    mark_of: MarkWriter,
    unverified: Container[str],
    language: Locale,
) -> Markup:
    """The picture.

    Args:
        one: Whose letters stand above the axis.
        other: Whose letters stand below.
        sent: Letters of both, in order of time, undated ones last.
        mark_of: Writes marks of exhibits.
        unverified: Ids of letters whose number waits for a person.
        language: Of the interface.
    """
    return _Drawing(one, other, sent, mark_of, unverified, language).svg()


class _Drawing:
    def __init__(
        self,
        one: str,
        other: str,
        sent: Sequence[Sent],
        mark_of: MarkWriter,
        unverified: Container[str],
        language: Locale,
    ) -> None:
        self._names = (one, other)
        self._language, self._words = language, Words(language)
        self._mark_of, self._unverified = mark_of, unverified
        days = [day for each in sent if (day := _day(each)) is not None]
        undated = len(sent) - len(days)
        length = max(_LEAST - _LABELS - _APART, len(days) * _APART * 0.4)
        self._strip = _LABELS + length + _APART
        width = self._strip + (_APART if undated else 0)
        self._axis = CutAxis.of(days, _LABELS, length, width, language) if days else None
        self._width = width
        self._placed = list(self._rows(sent))
        self._above = max((each.row for each in self._placed if each.above), default=0) + 1
        self._below = max((each.row for each in self._placed if not each.above), default=0) + 1
        self._y = 24 + self._above * _ROW

    def _rows(self, sent: Sequence[Sent]) -> Sequence[_Placed]:
        """Each letter in the first row, counted from the axis, in which it touches no other."""
        placed = []
        free: dict[tuple[bool, int], float] = {}
        for each in sent:
            above, day = each.sender == self._names[0], _day(each)
            along = self._axis.along(day) if day is not None and self._axis is not None else self._strip
            row = 0
            while free.get((above, row), -_APART) > along - _APART:
                row += 1
            free[above, row] = along
            placed.append(_Placed(each, along, row, above))
        return placed

    def svg(self) -> Markup:
        """The whole picture."""
        bottom = self._y + 26 + self._below * _ROW + 12
        title = self._language.gettext(_TITLE).format(one=self._names[0], other=self._names[1])
        parts = [
            Markup(
                '<svg class="chain dyad" viewBox="0 0 {:.0f} {:.0f}" role="group" aria-labelledby="dyad-title">'
            ).format(self._width, bottom),
            Markup('<title id="dyad-title">{}</title>').format(title),
            self._office(self._names[0], self._y - _ROW / 2),
            self._office(self._names[1], self._y + 26 + _ROW / 2),
        ]
        if self._axis is not None:
            parts.append(self._axis.drawn(self._y))
        if any(_day(each.sent) is None for each in self._placed):
            text = Markup('<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="middle" direction="{}">{}</text>')
            told = self._language.gettext(_UNDATED)
            parts.append(text.format(self._turned(self._strip), self._y + 18, self._language.direction, told))
        parts += [self._answer(each, by) for each in self._placed for by in self._answering(each)]
        parts += [self._stem(each) for each in self._placed]
        parts.append(listed(self._box(each) for each in self._placed))
        return Markup("\n").join([*parts, Markup("</svg>")])

    def _turned(self, along: float) -> float:
        return self._width - along if self._language.direction == "rtl" else along

    def _middle(self, placed: _Placed) -> float:
        if placed.above:
            return self._y - 24 - placed.row * _ROW
        return self._y + 26 + 20 + placed.row * _ROW

    def _answering(self, placed: _Placed) -> list[_Placed]:
        return [other for other in self._placed if other.sent.letter.id in placed.sent.standing.answered_by]

    def _answer(self, placed: _Placed, by: _Placed) -> Markup:
        """From a letter to the one that answers it."""
        return Markup('<line class="way" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
            self._turned(placed.along), self._middle(placed), self._turned(by.along), self._middle(by)
        )

    def _office(self, name: str, y: float) -> Markup:
        rtl = self._language.direction == "rtl"
        anchor = "start" if rtl == right_to_left(name) else "end"
        lines = [name] if len(name) <= 20 else [name[: name.rfind(" ", 0, 21) if " " in name[:21] else 20]]
        rest = name[len(lines[0]) :].strip()
        lines += [rest if len(rest) <= 22 else f"{rest[:21]}…"] if rest else []
        text = Markup('<text class="office" x="{:.0f}" y="{:.1f}" text-anchor="{}" direction="{}">{}</text>')
        direction = "rtl" if right_to_left(name) else "ltr"
        x = self._turned(4)
        return Markup("").join(
            text.format(x, y + 17 * place, anchor, direction, line) for place, line in enumerate(lines)
        )

    def _stem(self, placed: _Placed) -> Markup:
        """From a letter to its day on the axis."""
        if _day(placed.sent) is None:
            return Markup("")
        x, y, height = self._turned(placed.along), self._middle(placed), _BOX[1]
        edge = y + height / 2 if placed.above else y - height / 2
        line = Markup('<line class="stem" x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}"/>')
        return line.format(x, edge, self._y)

    def _box(self, placed: _Placed) -> Markup:
        letter, standing = placed.sent.letter, placed.sent.standing
        width, height = _BOX
        x, y = self._turned(placed.along), self._middle(placed)
        day = _day(placed.sent)
        mark = self._mark_of.told(letter.sha256)
        status = self._words.letter_status(standing.status)
        copies = [each for each in standing.relations if each.kind in (RelationKind.VERSION, RelationKind.DUPLICATE)]
        if copies:
            status = f"{self._words.relation(copies[0].kind)}{self._language.comma}{status}"
        told = self._language.gettext(_TOLD).format(
            mark=mark,
            number=letter.number or "–",
            day=self._language.day(day) if day is not None else self._language.gettext(_UNDATED),
            status=status,
        )
        reference = "reference doubtful" if letter.id in self._unverified else "reference"
        text = Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="middle" direction="{}">{}</text>')
        return Markup('<a href="/exhibit/{}?page={}" aria-label="{}" data-row="" data-status="{}">{}{}{}{}</a>').format(
            letter.sha256,
            letter.span.page,
            told,
            standing.status.value,
            Markup("<title>{}</title>").format(told),
            Markup('<rect class="letter{}{}" x="{:.1f}" y="{:.1f}" width="{:.0f}" height="{:.0f}" rx="2"/>').format(
                " silent" if standing.unanswered else "",
                " copy" if copies else "",
                x - width / 2,
                y - height / 2,
                width,
                height,
            ),
            text.format("number", x, y - 3, self._language.direction, f"{mark} {_SIGN[standing.status]}"),
            text.format(reference, x, y + 12, "ltr", letter.number or "–"),
        )


_SIGN = {
    LetterStatus.ANSWERED: "●",
    LetterStatus.ANSWERED_IN_PART: "◐",
    LetterStatus.ANSWERED_IN_MARGIN: "◨",
    LetterStatus.REACTED: "◇",
    LetterStatus.NO_ANSWER_IN_HOLDINGS: "✕",
    LetterStatus.NONE_EXPECTED: "–",
}
"""A shape for each status, beside its word in the table."""


def sign(status: LetterStatus) -> str:
    """The shape by which a picture tells a status."""
    return _SIGN[status]


def _day(sent: Sent) -> date | None:
    return sent.letter.date.earliest if sent.letter.date is not None else None
