"""A number series as a picture: number against date, what is held of the register beside it, gaps and ghosts."""

from collections.abc import Container
from datetime import date

from markupsafe import Markup

from govah.consolidate.chains.series import Numbered, Series
from govah.web.marks import MarkWriter
from govah.web.time_axis import TimeAxis, listed
from govah.web.translation import N_, Locale

_WIDTH = 980.0
_HEIGHT = 300.0
_TOP = 20.0
_NUMBERS = 92.0
_REGISTER = 26.0
_UNDATED = 70.0
_TITLE = N_("Outgoing numbers of {office}, series {prefix}, {year}")
_HELD = N_("{mark}, number {number}, {day}")
_CITED = N_("cited, not held: number {number}, {day}")
_BREAKS = N_("out of order")
_NO_DAY = N_("no date")
_GAP = N_("{low} to {high}: none held")


def draw_series(series: Series, mark_of: MarkWriter, unverified: Container[str], language: Locale) -> Markup:
    """The picture.

    Args:
        series: At least two numbers.
        mark_of: Writes marks of exhibits.
        unverified: Ids of letters whose number waits for a person: drawn hollow.
        language: Of the interface.
    """
    return _Drawing(series, mark_of, unverified, language).svg()


class _Drawing:
    def __init__(self, series: Series, mark_of: MarkWriter, unverified: Container[str], language: Locale) -> None:
        self._series, self._mark_of = series, mark_of
        self._unverified, self._language = unverified, language
        days = [each.day for each in series.numbers if each.day is not None]
        begin = _NUMBERS + _REGISTER + 24
        undated = len(days) < len(series.numbers)
        length = _WIDTH - begin - 40 - (_UNDATED if undated else 0)
        first, last = min(days, default=date(1, 1, 1)), max(days, default=date(1, 1, 1))
        self._axis = TimeAxis(first, last, begin, length, _WIDTH, language)
        self._dated, self._undated = bool(days), undated

    def svg(self) -> Markup:
        """The whole picture."""
        series, language = self._series, self._language
        title = language.gettext(_TITLE).format(
            office=series.office,
            prefix=f"{series.prefix}/…" if series.prefix else "…",
            year=language.digits(str(series.year)) if series.year is not None else language.gettext(_NO_DAY),
        )
        bottom = _TOP + _HEIGHT
        parts = [
            Markup(
                '<svg class="chain series" viewBox="0 0 {:.0f} {:.0f}" role="group" aria-labelledby="series-title">'
            ).format(_WIDTH, bottom + 30),
            Markup('<title id="series-title">{}</title>').format(title),
            self._register(),
            self._scale(),
        ]
        if self._dated:
            parts.append(self._axis.drawn(bottom + 6))
        if self._undated:
            text = Markup('<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="middle" direction="{}">{}</text>')
            place = self._axis.turned(_WIDTH - _UNDATED / 2 - 10)
            parts.append(text.format(place, bottom + 24, language.direction, language.gettext(_NO_DAY)))
        parts.append(self._line())
        parts.append(listed(self._point(each) for each in series.numbers))
        return Markup("\n").join([*parts, Markup("</svg>")])

    def _y(self, serial: int) -> float:
        low, high = self._series.numbers[0].serial, self._series.numbers[-1].serial
        return _TOP + _HEIGHT - 10 - (_HEIGHT - 20) * (serial - low) / max(1, high - low)

    def _x(self, each: Numbered) -> float:
        return self._axis.x(each.day) if each.day is not None else self._axis.turned(_WIDTH - _UNDATED / 2 - 10)

    def _register(self) -> Markup:
        """The register as a bar: a tick per number held, dashed ones cited, hatch where nothing is held."""
        ends = sorted((self._axis.turned(_NUMBERS), self._axis.turned(_NUMBERS + _REGISTER)))
        width = ends[1] - ends[0]
        rect = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">{}</rect>')
        top, bottom = self._y(self._series.numbers[-1].serial) - 4, self._y(self._series.numbers[0].serial) + 4
        parts = [rect.format("register", ends[0], top, width, bottom - top, "")]
        for low, high in self._series.gaps:
            told = self._language.gettext(_GAP).format(low=self._number(low), high=self._number(high))
            upper, lower = self._y(high + 1), self._y(low - 1)
            title = Markup("<title>{}</title>").format(told)
            parts.append(rect.format("gap", ends[0], upper, width, max(lower - upper, 1.0), title))
        line = Markup('<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>')
        for each in self._series.numbers:
            y = self._y(each.serial)
            parts.append(line.format("held" if each.letter is not None else "cited", *ends, y, y))
        return Markup("").join(parts)

    def _scale(self) -> Markup:
        """The numbers at which gaps begin and end, where they have room."""
        text = Markup('<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="{}" direction="ltr">{}</text>')
        x = self._axis.turned(_NUMBERS - 6)
        anchor = "start" if self._language.direction == "rtl" else "end"
        parts, free = [], 1e9
        for each in self._series.numbers:
            y = self._y(each.serial)
            if y <= free - 14:
                free = y
                parts.append(text.format(x, y + 4, anchor, self._number(each.serial)))
        return Markup("").join(parts)

    def _number(self, serial: int) -> str:
        return f"{self._series.prefix}/{serial}" if self._series.prefix else str(serial)

    def _line(self) -> Markup:
        """Through the held numbers in order of time, those out of order left out."""
        held = [each for each in self._series.numbers if each.letter is not None and each.day and not each.out_of_order]
        held.sort(key=lambda each: (each.day or date.min, each.serial))
        points = " ".join(f"{self._x(each):.1f},{self._y(each.serial):.1f}" for each in held)
        return Markup('<polyline class="rise" points="{}"/>').format(points)

    def _point(self, each: Numbered) -> Markup:
        x, y = self._x(each), self._y(each.serial)
        day = self._language.day(each.day) if each.day is not None else self._language.gettext(_NO_DAY)
        if each.letter is None:
            number = each.ghost.number if each.ghost is not None else self._number(each.serial)
            told = self._language.gettext(_CITED).format(number=number, day=day)
            box = Markup('<rect class="letter ghost" x="{:.1f}" y="{:.1f}" width="12" height="12"/>').format(
                x - 6, y - 6
            )
            return Markup('<a href="/letters?show=ghosts" aria-label="{}" data-row=""><title>{}</title>{}</a>').format(
                told, told, box
            )
        letter = each.letter
        mark = self._mark_of.told(letter.sha256)
        told = self._language.gettext(_HELD).format(mark=mark, number=letter.number, day=day)
        if each.out_of_order:
            told += f"{self._language.comma}{self._language.gettext(_BREAKS)}"
        shape = (
            Markup('<path class="broken" d="M{0:.1f} {1:.1f}l12 12m0 -12l-12 12"/>').format(x - 6, y - 6)
            if each.out_of_order
            else Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="5.5"/>').format(
                "point hollow" if letter.id in self._unverified else "point", x, y
            )
        )
        over = Markup('<rect class="target" x="{:.1f}" y="{:.1f}" width="24" height="24"/>').format(x - 12, y - 12)
        return Markup('<a href="/exhibit/{}?page={}" aria-label="{}" data-row=""><title>{}</title>{}{}</a>').format(
            letter.sha256, letter.span.page, told, told, over, shape
        )
