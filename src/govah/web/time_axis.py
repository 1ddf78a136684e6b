"""A time axis of a picture: days to places, in the direction in which the interface is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Self

from markupsafe import Markup

from govah.web.translation import Locale

_LABEL = 110.0
"""Room that the label of a day takes."""
_LEAST_CUT = 30
"""Days without a letter that are never cut."""
_CUT_APART = 44.0


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Days from `first` to `last` along a picture.

    Args:
        begin: Where the axis begins, counted from the edge at which reading begins.
        length: Of the axis.
        width: Of the whole picture.
        language: Of the interface; time runs as its reading does.
    """

    first: date
    last: date
    begin: float
    length: float
    width: float
    language: Locale

    def along(self, day: date) -> float:
        """A day's place from the edge at which reading begins."""
        days = (self.last - self.first).days
        return self.begin + (self.length * (day - self.first).days / days if days else self.length / 2)

    def turned(self, along: float) -> float:
        """A place counted from where reading begins, as the picture has it."""
        return self.width - along if self.language.direction == "rtl" else along

    def x(self, day: date) -> float:
        """A day's place in the picture."""
        return self.turned(self.along(day))

    def drawn(self, y: float) -> Markup:
        """The axis with the days that have room."""
        ends = sorted((self.turned(self.begin), self.turned(self.begin + self.length)))
        parts = [
            Markup('<line class="axis" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>').format(*ends, y, y),
        ]
        text = Markup('<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="middle" direction="{}">{}</text>')
        for day in self._days():
            label = self.language.day(day)
            parts.append(text.format(self.x(day), y + 18, self.language.direction, label))
        return Markup("").join(parts)

    def _days(self) -> list[date]:
        days = (self.last - self.first).days
        steps = min(days, max(1, int(self.length / _LABEL)))
        return [self.first + timedelta(days * step // steps) for step in range(steps + 1)] if steps else [self.first]


@dataclass(frozen=True, slots=True)
class CutAxis:
    """A time axis on which a long stretch without a letter is cut short, and said.

    Args:
        places: Days in order, with their distance from where the axis begins.
        cuts: Where each cut stretch begins and ends, and its days.
        begin, width, language: As of a `TimeAxis`.
    """

    places: Mapping[date, float]
    cuts: tuple[tuple[float, float, int], ...]
    begin: float
    width: float
    language: Locale

    @classmethod
    def of(cls, days: Sequence[date], begin: float, length: float, width: float, language: Locale) -> Self:
        """The axis of some days; a stretch of more than four times the usual one is cut to that."""
        known = sorted(set(days))
        gaps = [(after - before).days for before, after in pairwise(known)]
        most = max(_LEAST_CUT, 4 * int(median(gaps))) if gaps else 0
        total = sum(min(gap, most) for gap in gaps)
        places, cuts = {known[0]: 0.0 if gaps else length / 2}, []
        at = 0.0
        for day, gap in zip(known[1:], gaps, strict=True):
            before, at = at, at + length * min(gap, most) / total
            places[day] = at
            if gap > most:
                cuts.append((begin + before, begin + at, gap))
        return cls(places, tuple(cuts), begin, width, language)

    def along(self, day: date) -> float:
        """The place of one of its days from the edge at which reading begins."""
        return self.begin + self.places[day]

    def turned(self, along: float) -> float:
        """A place counted from where reading begins, as the picture has it."""
        return self.width - along if self.language.direction == "rtl" else along

    def drawn(self, y: float) -> Markup:
        """The axis with those of its days that have room, and what is cut."""
        last = self.begin + max(self.places.values())
        ends = sorted((self.turned(self.begin), self.turned(last)))
        parts = [Markup('<line class="axis" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>').format(*ends, y, y)]
        text = Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="middle" direction="{}">{}</text>')
        rect = Markup('<rect class="cut" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="20"/>')
        direction = self.language.direction
        for first, end, days in self.cuts:
            left, right = sorted((self.turned(first + _CUT_APART), self.turned(end - _CUT_APART)))
            told = self.language.gettext("{days} days").format(days=self.language.figure(days))
            parts.append(rect.format(left, y - 10, max(right - left, 1.0)))
            parts.append(text.format("cut", (left + right) / 2, y + 4, direction, told))
        free = -_LABEL
        for day in sorted(self.places):
            if self.places[day] >= free:
                free = self.places[day] + _LABEL
                parts.append(
                    text.format("tick", self.turned(self.along(day)), y + 20, direction, self.language.day(day))
                )
        return Markup("").join(parts)


def listed(marks: Iterable[Markup]) -> Markup:
    """Marks of a picture as a list, for those who hear it."""
    items = Markup("\n").join(Markup('<g role="listitem">{}</g>').format(mark) for mark in marks)
    return Markup('<g role="list">{}</g>').format(items)
