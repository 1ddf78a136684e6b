"""What was decided, who is to do it, and by when."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from govah.consolidate.dates import find_dates, read_date, with_year
from govah.consolidate.folding import folded
from govah.consolidate.letters.sheet import Sheet
from govah.consolidate.letters.short_years import SHORT, in_letter
from govah.consolidate.minutes.items import points, table
from govah.consolidate.minutes.parts import Part, Stretch
from govah.consolidate.minutes.words import labelled, said
from govah.model.fuzzy_date import FuzzyDate
from govah.model.minutes import Decision
from govah.model.passage import Span

_STOP = re.compile(r"(?<!\W\w)(?<!\W[md]r)(?<!\Wmrs)(?<!\Wmme)(?<!\Wms)\.|[;؛)\]\n]|\s[–—-]\s|(?<=\w)[,،](?=\s)")
"""Where the name of an owner ends, in folded text: not behind an initial or a title."""
_NOTHING = re.compile(r"^[\s.–—_/-]*$")
_AHEAD = timedelta(days=364)
"""Within which a day without a year lies after the meeting."""
_LONGEST = 90


class DecisionReader:
    """Reads the decisions of one meeting.

    Args:
        day: Of the meeting, for days without a year or without its century.
        language: Of the minutes.
    """

    def __init__(self, day: FuzzyDate | None, language: str | None) -> None:
        self._day = day
        self._language = language

    def of_parts(self, parts: Sequence[Part]) -> tuple[Decision, ...]:
        """What the parts `decisions` hold."""
        found: list[Decision] = []
        for part in parts:
            if part.name != "decisions":
                continue
            rows = [row for row in table(part.lines) if "text" in row.named]
            if rows:
                for row in rows:
                    cells = row.named
                    found.append(self._made(cells["text"], cells.get("owner"), cells.get("due")))
            else:
                found += [self._of_point(point) for point in points(part.lines)]
        return tuple(found)

    def of_lines(self, sheets: Sequence[Sheet]) -> tuple[Decision, ...]:
        """Lines that begin with a word for a decision, where minutes have no part of them."""
        found = []
        for sheet in sheets:
            for line in sheet.lines:
                match = said("decision").match(line.text)
                if match is None or not line.text[match.end() :].lstrip().startswith(
                    (":", "that ", "که ", "que ", "أن ")
                ):
                    continue
                whole = Stretch(sheet, line.start, line.end)
                found.append(self._of_point(whole.part(match.end(), len(line.text))))
        return tuple(one for one in found if one.text)

    def _of_point(self, point: Stretch) -> Decision:
        """A decision with what it says of its owner and its day, which stand behind it."""
        owner = labelled("owner").search(point.text)
        due = labelled("due").search(point.text)
        starts = [match.start() for match in (owner, due) if match is not None]
        text = point.part(0, min(starts)) if starts and min(starts) > 0 else point
        who = by = None
        if owner is not None:
            limit = due.start() if due is not None and due.start() > owner.start() else len(point.text)
            stop = _STOP.search(point.text, owner.end(), limit)
            who = point.part(owner.end(), stop.start() if stop is not None else limit)
            by = self._day_after(point, owner.end()) if due is None else None
            who = _before(who, by)
        if due is not None:
            by = self._day_after(point, due.end()) or _lasting(point, due.end())
        return self._made(text if text.text else point, who, by)

    def _day_after(self, point: Stretch, start: int) -> Stretch | None:
        """The first day that a point names after a place of it."""
        rest = point.text[start:]
        days = [(first, last) for first, last, _ in find_dates(rest)]
        short = SHORT.search(rest)
        if short is not None:
            days.append(short.span())
        if not days:
            return None
        first, last = min(days)
        return point.part(start + first, start + last)

    def _made(self, text: Stretch, owner: Stretch | None, due: Stretch | None) -> Decision:
        spans: dict[str, Span] = {}
        named = owner.words if owner is not None and not _NOTHING.match(owner.text) else None
        if named and owner is not None and len(named) <= _LONGEST:
            spans["owner"] = owner.span
        else:
            named = None
        when = self._date(due) if due is not None and not _NOTHING.match(due.text) else None
        if when is not None and due is not None:
            spans["due"] = due.span
        return Decision(text.words.rstrip(), text.span, named, when, spans)

    def _date(self, due: Stretch) -> FuzzyDate | None:
        """The day of a stretch; words without any stand for themselves."""
        words = due.words
        near: date | None = self._day.latest if self._day is not None else None
        found = in_letter(folded(words), self._language, near + _AHEAD if near is not None else None)
        if found is None:
            found = read_date(words)
        if (found is None or found.earliest is None) and near is not None and self._day is not None:
            calendar = found.calendar if found is not None and found.calendar is not None else self._day.calendar
            placed = with_year(folded(words), calendar, near + _AHEAD)
            found = placed or found
        if found is not None and found.earliest is not None:
            return FuzzyDate(words, found.calendar, found.earliest, found.latest, found.conflict)
        return FuzzyDate(words, None, None, None) if len(words) <= _LONGEST else None


def _before(owner: Stretch, due: Stretch | None) -> Stretch:
    """An owner's name without the day that stands behind it: `Secretary, by 3 June`."""
    if due is None or not owner.start <= due.start < owner.end:
        return owner
    cut = owner.part(0, due.start - owner.start)
    word = re.search(r"[\s,،]+(?:by|before|until|no later than|avant le|تا|حداکثر تا|قبل|حتى)\s*$", cut.text)
    return cut.part(0, word.start()) if word is not None else cut


def _lasting(point: Stretch, start: int) -> Stretch | None:
    """Words in the place of a day."""
    match = said("lasting").search(point.text, start)
    return point.part(*match.span()) if match is not None and match.start() - start <= 3 else None
