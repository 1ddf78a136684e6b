"""The register of held letters: finding the one that a reference cites."""

from collections.abc import Iterator, Sequence

from govah.consolidate.chains.direction import Direction, Directory, direction
from govah.consolidate.letters.numbers import NumberKey, number_key
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import Letter, Reference, ReferenceKind


class Registry:
    """Letters by number and by date.

    Args:
        letters: All of them, in a fixed order.
        directory: Who is who.
    """

    def __init__(self, letters: Sequence[Letter], directory: Directory) -> None:
        self._directory = directory
        self._by_number: dict[tuple[str, ...], list[tuple[NumberKey, Letter]]] = {}
        self._by_gap: dict[tuple[str, ...], list[Letter]] = {}
        self._by_day: dict[object, list[Letter]] = {}
        for letter in letters:
            if letter.number is not None:
                key = number_key(letter.number)
                self._by_number.setdefault(key.free, []).append((key, letter))
                for gap in _gaps(key):
                    self._by_gap.setdefault(gap, []).append(letter)
            day = letter.date.earliest if letter.date is not None else None
            if day is not None and letter.date is not None and day == letter.date.latest:
                self._by_day.setdefault(day, []).append(letter)

    def numbered(self, number: str) -> list[Letter]:
        """Letters with a number: order-free key first, then those with the same or the reversed order of segments."""
        key = number_key(number)
        found = self._by_number.get(key.free, [])
        ordered = [letter for known, letter in found if known.ordered in (key.ordered, key.reverse)]
        return ordered or [letter for _, letter in found]

    def cited(self, citing: Letter, reference: Reference) -> Letter | None:
        """The held letter that a reference cites.

        By number; one digit off only where date and offices agree and no number is equal; without a number by date.
        """
        if reference.number is None:
            return self._by_words(citing, reference)
        exact = [letter for letter in self.numbered(reference.number) if letter.id != citing.id]
        if exact:
            fitting = [letter for letter in exact if self._fits(citing, letter, reference)]
            return min(fitting, key=lambda letter: self._rank(citing, letter, reference), default=None)
        return self._misread(citing, reference)

    def _fits(self, citing: Letter, letter: Letter, reference: Reference) -> bool:
        """Whether nothing speaks against it: not both another date and quite other offices."""
        if same_day(letter.date, reference.date) is not False:
            return True
        return direction(self._directory, citing, letter) is not Direction.ACROSS

    def _rank(self, citing: Letter, letter: Letter, reference: Reference) -> tuple[bool, bool, str]:
        lies = direction(self._directory, citing, letter)
        return same_day(letter.date, reference.date) is not True, lies is Direction.ACROSS, letter.id

    def _misread(self, citing: Letter, reference: Reference) -> Letter | None:
        """A letter whose number differs in one digit, where the date is the same and the offices agree."""
        near: dict[str, Letter] = {}
        for gap in _gaps(number_key(reference.number or "")):
            for letter in self._by_gap.get(gap, ()):
                lies = direction(self._directory, citing, letter)
                agreed = same_day(letter.date, reference.date) is True and lies in (Direction.BACK, Direction.OWN)
                if agreed and letter.id != citing.id:
                    near[letter.id] = letter
        numbers = {number_key(letter.number or "").free for letter in near.values()}
        return near[min(near)] if len(numbers) == 1 else None

    def _by_words(self, citing: Letter, reference: Reference) -> Letter | None:
        """The one letter of the cited day that went the way the keyword says."""
        if reference.date is None or reference.date.earliest is None:
            return None
        if reference.date.earliest != reference.date.latest:
            return None
        wanted = {ReferenceKind.REPLY: Direction.BACK, ReferenceKind.FOLLOW_UP: Direction.OWN}.get(reference.kind)
        found = [
            letter
            for letter in self._by_day.get(reference.date.earliest, ())
            if letter.id != citing.id and direction(self._directory, citing, letter) is wanted
        ]
        numbers = {number_key(letter.number).free if letter.number else (letter.id,) for letter in found}
        return min(found, key=lambda letter: letter.id) if len(numbers) == 1 else None


def same_day(one: FuzzyDate | None, other: FuzzyDate | None) -> bool | None:
    """Whether two dates can be the same day; None where either is unknown."""
    if one is None or other is None or one.earliest is None or other.earliest is None:
        return None
    if one.latest is None or other.latest is None:
        return None
    return one.earliest <= other.latest and other.earliest <= one.latest


def _gaps(key: NumberKey) -> Iterator[tuple[str, ...]]:
    """The ordered segments with each digit in turn left open, in both directions."""
    for segments in dict.fromkeys((key.ordered, key.reverse)):
        if sum(map(len, segments)) > 24:
            continue
        for place, segment in enumerate(segments):
            for index, char in enumerate(segment):
                if char.isdigit():
                    yield (*segments[:place], f"{segment[:index]}?{segment[index + 1 :]}", *segments[place + 1 :])


def base_number(number: str) -> str | None:
    """The number of the letter that an annex's number belongs to: `55/722` of `55/722-1`."""
    head, sign, tail = number.rpartition("-")
    if sign and tail.isdigit() and 1 <= len(tail) <= 2 and any(char.isdigit() for char in head):
        return head
    return None
