"""Series of an office's outgoing numbers in a year: what is held of them, what is cited, what lies between."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from convertdate import persian

from govah.consolidate.chains.dyads import Pair
from govah.consolidate.chains.parties import Parties
from govah.consolidate.letters.numbers import number_key
from govah.model.fuzzy_date import Calendar, FuzzyDate
from govah.model.letter import Ghost, Letter, RelationKind

_LONGEST = 9
"""Digits of a serial; what is longer is another kind of number."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number of a series.

    Args:
        day: Of its letter, None where it has no date.
        letter: None where it is only cited.
        ghost: Where it is only cited.
        out_of_order: A later letter has a lower number or an earlier one a higher. A question, never a verdict.
    """

    serial: int
    day: date | None
    letter: Letter | None
    ghost: Ghost | None
    out_of_order: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one office that share a segment, in one year of the letters' own calendar.

    Args:
        prefix: The shared segment; empty where numbers are plain.
        year: None where letters have no date.
        numbers: By serial.
    """

    office: str
    prefix: str
    year: int | None
    numbers: tuple[Numbered, ...]

    @property
    def held(self) -> int:
        """Distinct numbers held."""
        return len({each.serial for each in self.numbers if each.letter is not None})

    @property
    def span(self) -> int:
        """Numbers from the lowest to the highest that is held or cited."""
        return self.numbers[-1].serial - self.numbers[0].serial + 1

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """First and last of each stretch of numbers of which nothing is held; cited ones lie in it."""
        held = sorted({each.serial for each in self.numbers if each.letter is not None})
        return tuple((low + 1, high - 1) for low, high in pairwise(held) if high - low > 1)


def all_series(pairs: Sequence[Pair], ghosts: Sequence[Ghost], parties: Parties) -> tuple[Series, ...]:
    """Every series with two numbers or more, by office, segment and year.

    Args:
        pairs: All letters with their standing; versions and second copies are passed over.
        ghosts: Numbers that are cited and not held.
        parties: Who is who among the letters.
    """
    own = [(letter, name) for letter, name in _senders(pairs, parties) if letter.number is not None]
    shared = _shared(own)
    found: dict[tuple[str, str, int | None], list[Numbered]] = defaultdict(list)
    for letter, office in own:
        placed = _placed(letter.number or "", shared[office])
        if placed is not None:
            day = letter.date.earliest if letter.date is not None else None
            found[office, placed[0], _year(letter.date)].append(Numbered(placed[1], day, letter, None))
    by_id = {letter.id: letter for letter, _ in pairs}
    for ghost in ghosts:
        _add_ghost(ghost, [by_id[name] for name in ghost.cited_by if name in by_id], shared, parties, found)
    made = (
        Series(office, prefix, year, _ordered(numbers))
        for (office, prefix, year), numbers in found.items()
        if len({each.serial for each in numbers}) > 1
    )
    return tuple(sorted(made, key=lambda one: (one.office, one.prefix, one.year or 0)))


def _senders(pairs: Sequence[Pair], parties: Parties) -> Iterable[tuple[Letter, str]]:
    for letter, standing in pairs:
        copies = (RelationKind.VERSION, RelationKind.DUPLICATE)
        if not any(each.kind in copies for each in standing.relations):
            yield from ((letter, name) for name in parties.among(letter.sender)[:1])


def _shared(own: Sequence[tuple[Letter, str]]) -> dict[str, Counter[str]]:
    """How many numbers of each office have a segment."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for letter, office in own:
        counts[office].update(set(number_key(letter.number or "").free))
    return counts


def _placed(number: str, shared: Counter[str]) -> tuple[str, int] | None:
    """Segment and serial of a number: the segment is the one that most numbers of its office have."""
    key = number_key(number).free
    if len(key) == 1 and _serial(key[0]):
        return "", int(key[0])
    if len(key) != 2:
        return None
    for prefix, rest in sorted((key, key[::-1]), key=lambda pair: (-shared[pair[0]], pair[0])):
        if shared[prefix] > 1 and _serial(rest):
            return prefix, int(rest)
    return None


def _serial(segment: str) -> bool:
    return segment.isdigit() and len(segment) <= _LONGEST


def _year(day: FuzzyDate | None) -> int | None:
    if day is None or day.earliest is None:
        return None
    if day.calendar is Calendar.JALALI:
        return int(persian.from_gregorian(day.earliest.year, day.earliest.month, day.earliest.day)[0])
    return day.earliest.year


def _add_ghost(
    ghost: Ghost,
    citing: Sequence[Letter],
    shared: dict[str, Counter[str]],
    parties: Parties,
    found: dict[tuple[str, str, int | None], list[Numbered]],
) -> None:
    """Put a ghost into the series that its number fits, of an office that the citing letters name."""
    offices = parties.among(who for letter in citing for who in (*letter.to, *letter.sender))
    for office in offices:
        placed = _placed(ghost.number, shared.get(office, Counter()))
        if placed is None:
            continue
        same = [key for key in found if key[:2] == (office, placed[0])]
        year = _year(ghost.date)
        key = next((one for one in same if year is None or one[2] == year), None)
        if key is not None:
            day = ghost.date.earliest if ghost.date is not None else None
            found[key].append(Numbered(placed[1], day, None, ghost))
            return


def _ordered(numbers: Sequence[Numbered]) -> tuple[Numbered, ...]:
    """By serial, with those told that break the rise of numbers with time."""
    dated = sorted((each for each in numbers if each.letter is not None and each.day), key=_by_day)
    rising = _rising([each.serial for each in dated])
    broken = {(each.serial, each.letter.id) for place, each in enumerate(dated) if place not in rising and each.letter}
    marked = [
        Numbered(each.serial, each.day, each.letter, each.ghost, (each.serial, each.letter.id) in broken)
        if each.letter is not None
        else each
        for each in numbers
    ]
    return tuple(sorted(marked, key=lambda each: (each.serial, each.letter.id if each.letter is not None else "~")))


def _by_day(each: Numbered) -> tuple[str, int]:
    return each.day.isoformat() if each.day is not None else "~", each.serial


def _rising(serials: Sequence[int]) -> set[int]:
    """Places of a longest part of a list that never falls (patience sorting)."""
    tails: list[int] = []
    places: list[int] = []
    before: list[int | None] = []
    for place, serial in enumerate(serials):
        at = bisect_right(tails, serial)
        before.append(places[at - 1] if at else None)
        if at == len(tails):
            tails.append(serial)
            places.append(place)
        else:
            tails[at], places[at] = serial, place
    kept: set[int] = set()
    last = places[-1] if places else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept
