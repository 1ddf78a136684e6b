"""A time axis of a picture: days to places, in the direction in which the interface is read."""

from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from govah.web.translation import Locale

_LABEL = 110.0
"""Room that the label of a day takes."""


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
