"""The numbers of an office in order of dates: one series for each register and year."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import jdatetime
from hijridate import Gregorian

from govah.analyse.authenticity.dossier import Office, Paper
from govah.consolidate.letters.numbers import number_key
from govah.model.fuzzy_date import Calendar
from govah.model.letter import RelationKind

_Register = tuple[str, ...]
_Key = tuple[_Register, tuple[str, int]]
"""Segments beside the serial; calendar and year."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paper with its day and its serial."""

    paper: Paper
    day: date
    serial: int


@dataclass(frozen=True, slots=True)
class Series:
    """Papers of one register and year, each letter once, by day and number.

    Args:
        members: Of the series.
        steady: Those that every longest run of numbers that do not fall with the days contains.
    """

    members: tuple[Numbered, ...]
    steady: frozenset[int]

    def holds_in_order(self, mine: Numbered) -> bool:
        """Whether a member is not out of order."""
        return id(mine.paper) in self.steady


class NumberSeries:
    """All series of an office.

    Args:
        office: Its papers.
    """

    def __init__(self, office: Office) -> None:
        keys = [
            (paper, number_key(paper.letter.number).ordered)
            for paper in office.papers
            if paper.letter is not None and paper.letter.number is not None and is_evidence(paper)
        ]
        registers = Counter(register for _, key in keys for register, _ in _readings(key))
        grouped: dict[_Key, list[Numbered]] = defaultdict(list)
        self._keys: dict[int, tuple[_Key, Numbered]] = {}
        for paper, key in keys:
            # the reading whose register most papers share; the last segment where that does not decide
            reading = max(reversed(list(_readings(key))), key=lambda each: registers[each[0]], default=None)
            year, day = _year(paper), paper.day
            if reading is not None and year is not None and day is not None:
                numbered = Numbered(paper, day, reading[1])
                grouped[reading[0], year].append(numbered)
                self._keys[id(paper)] = (reading[0], year), numbered
        self._series = {key: _ordered(found) for key, found in grouped.items()}

    def of(self, paper: Paper) -> tuple[Numbered, Series] | None:
        """A paper's place, and its series; None where it has none."""
        known = self._keys.get(id(paper))
        return None if known is None else (known[1], self._series[known[0]])


def is_evidence(paper: Paper) -> bool:
    """Whether a paper says something of the series: no annex, no copy of another, no number that is in doubt."""
    letter, standing = paper.letter, paper.standing
    if letter is None or letter.id in paper.case.copies:
        return False
    annexed = standing is not None and any(each.kind is RelationKind.ATTACHMENT for each in standing.relations)
    return not annexed and not paper.uncertain("number") and not paper.uncertain("date")


def _ordered(found: list[Numbered]) -> Series:
    members = sorted(found, key=lambda each: (each.day, each.serial))
    before = _lengths([each.serial for each in members])
    after = _lengths([-each.serial for each in reversed(members)])[::-1]
    longest = max(before)
    on_one = [b + a - 1 == longest for b, a in zip(before, after, strict=True)]
    levels = Counter(level for level, is_on in zip(before, on_one, strict=True) if is_on)
    steady = (
        id(each.paper)
        for each, level, is_on in zip(members, before, on_one, strict=True)
        if is_on and levels[level] == 1
    )
    return Series(tuple(members), frozenset(steady))


def _lengths(serials: Sequence[int]) -> list[int]:
    """The length of the longest run that does not fall and ends at each place."""
    ends: list[int] = []
    lengths = []
    for serial in serials:
        at = bisect_right(ends, serial)
        ends[at : at + 1] = [serial]
        lengths.append(at + 1)
    return lengths


def _readings(segments: Sequence[str]) -> Iterator[tuple[_Register, int]]:
    """What a number can be: a register's segments, and the serial beside them."""
    for place, segment in enumerate(segments):
        if segment.isdigit() and len(segment) <= 9:
            yield tuple(sorted((*segments[:place], *segments[place + 1 :]))), int(segment)


def _year(paper: Paper) -> tuple[str, int] | None:
    """The year of its date in the calendar in which it is written."""
    letter, day = paper.letter, paper.day
    if letter is None or letter.date is None or day is None:
        return None
    if letter.date.calendar is Calendar.JALALI:
        return "jalali", int(jdatetime.date.fromgregorian(date=day).year)
    if letter.date.calendar is Calendar.HIJRI:
        return "hijri", int(Gregorian(day.year, day.month, day.day).to_hijri().year)
    return "gregorian", day.year
