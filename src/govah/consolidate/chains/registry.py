"""The register of held letters: finding the one that a reference cites."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from govah.consolidate.chains.direction import Direction, Directory, direction
from govah.consolidate.chains.misread import alike, bare, gaps, is_year
from govah.consolidate.letters.numbers import NumberKey, number_key
from govah.model.fuzzy_date import FuzzyDate
from govah.model.identifiers import LetterId
from govah.model.letter import Letter, Reference, ReferenceKind

_LONG = 5
"""Digits of a number that is told from others of its office by all but one of them."""


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
        self._by_digits: dict[tuple[str, ...], list[Letter]] = {}
        self._by_day: dict[date, list[Letter]] = {}
        self._by_id = {letter.id: letter for letter in letters}
        for letter in letters:
            if letter.number is not None:
                key = number_key(letter.number)
                self._by_number.setdefault(key.free, []).append((key, letter))
                self._by_digits.setdefault(bare(key.free), []).append(letter)
                for gap in gaps(key):
                    self._by_gap.setdefault(gap, []).append(letter)
            day = _exact(letter.date)
            if day is not None:
                self._by_day.setdefault(day, []).append(letter)

    def numbered(self, number: str) -> list[Letter]:
        """Letters with a number: order-free key first, then those with the same or the reversed order of segments."""
        key = number_key(number)
        found = self._by_number.get(key.free, [])
        ordered = [letter for known, letter in found if known.ordered in (key.ordered, key.reverse)]
        return ordered or [letter for _, letter in found]

    def same_addressee(self, letter: Letter, other: LetterId) -> bool:
        """Whether a letter goes to one of those to whom another went, or it can't be told."""
        return self._directory.among(letter.to, self._by_id[other].to) is not False

    def same_sender(self, letter: Letter, other: LetterId) -> bool:
        """Whether a letter comes from one of those who sent another."""
        return self._directory.among(letter.sender, self._by_id[other].sender) is True

    def dated(self, day: date) -> list[Letter]:
        """Letters of one day."""
        return self._by_day.get(day, [])

    def cited(self, citing: Letter, reference: Reference) -> Letter | None:
        """The held letter that a reference cites.

        By number; one digit off only where date and offices agree and no number is equal; without a number by date.
        """
        if reference.number is None:
            return self._by_words(citing, reference)
        exact = [letter for letter in self.numbered(reference.number) if letter.id != citing.id]
        if exact:
            fitting = [letter for letter in exact if self._fits(citing, letter, reference)]
            if fitting:
                return min(fitting, key=lambda letter: self._rank(citing, letter, reference))
        return (
            self._misread(citing, reference)
            or self._shortened(citing, reference)
            or self._blurred(citing, reference)
            or self._bare(citing, reference)
        )

    def _shortened(self, citing: Letter, reference: Reference) -> Letter | None:
        """The one letter of the cited day whose number has the cited one's segments and more, or the other way.

        Offices leave out a series' letters or the year: 44 for م/44/2011.
        """
        day = _exact(reference.date)
        if day is None:
            return None
        wanted = number_key(reference.number or "")
        found = {
            letter.id: letter
            for letter in self._by_day.get(day, ())
            if letter.id != citing.id and letter.number is not None and _within(wanted, number_key(letter.number))
            if direction(self._directory, citing, letter) is not Direction.ACROSS
        }
        return _only(found.values())

    def _fits(self, citing: Letter, letter: Letter, reference: Reference) -> bool:
        """Whether enough speaks for it.

        The same day is enough. Without a day, or with another, the offices must agree: half of them where the number
        has several segments, which few offices share, and none where such a number comes without a day.
        """
        dated = same_day(letter.date, reference.date)
        if dated:
            return True
        lies = direction(self._directory, citing, letter)
        if lies in (Direction.BACK, Direction.OWN):
            return True
        several = len(number_key(letter.number or "").free) > 1
        if lies is Direction.HALF:
            return several or dated is None
        return several and (dated is None or lies is Direction.UNKNOWN)

    def _rank(self, citing: Letter, letter: Letter, reference: Reference) -> tuple[bool, bool, str]:
        lies = direction(self._directory, citing, letter)
        return same_day(letter.date, reference.date) is not True, lies is Direction.ACROSS, letter.id

    def _misread(self, citing: Letter, reference: Reference) -> Letter | None:
        """A letter whose number differs in one digit, where the offices agree and the date is the same.

        Where a picture was read and one of the days cannot be, a number of five digits or more is enough.
        """
        near: dict[str, Letter] = {}
        wanted = number_key(reference.number or "")
        long = len(wanted.digits.replace("/", "")) >= _LONG
        for gap in gaps(wanted):
            for letter in self._by_gap.get(gap, ()):
                read = long and (letter.scanned or citing.scanned) and _unread(letter.date, reference.date)
                if letter.id == citing.id or not (same_day(letter.date, reference.date) or read):
                    continue
                if direction(self._directory, citing, letter) in (Direction.BACK, Direction.OWN):
                    near[letter.id] = letter
        return _only(near.values())

    def _blurred(self, citing: Letter, reference: Reference) -> Letter | None:
        """The one letter of the cited day between the same offices, where a picture was read and the numbers are alike.

        A number that could not be read at all is no hindrance: of the day and between the offices there is one letter.
        """
        day = _exact(reference.date)
        if day is None:
            return None
        wanted = number_key(reference.number or "")
        near = {
            letter.id: letter
            for letter in self._by_day.get(day, ())
            if letter.id != citing.id and (letter.scanned or citing.scanned)
            if letter.number is None or alike(wanted, number_key(letter.number))
            if direction(self._directory, citing, letter) in (Direction.BACK, Direction.OWN)
        }
        return _only(near.values())

    def _bare(self, citing: Letter, reference: Reference) -> Letter | None:
        """The one letter between the same offices with the same digits, where a picture was read.

        Recognition loses an office's letters beside them, or takes those for digits' marks. The days must not differ.
        """
        digits = bare(number_key(reference.number or "").free)
        if len(digits) < 2 and len("".join(digits)) < _LONG:
            return None
        near = {
            letter.id: letter
            for letter in self._by_digits.get(digits, ())
            if letter.id != citing.id and (letter.scanned or citing.scanned)
            if same_day(letter.date, reference.date) is not False
            if direction(self._directory, citing, letter) in (Direction.BACK, Direction.OWN)
        }
        return near[min(near)] if len(near) == 1 else None

    def _by_words(self, citing: Letter, reference: Reference) -> Letter | None:
        """The one letter of the cited day that went the way the keyword says."""
        day = _exact(reference.date)
        if day is None:
            return None
        wanted = {ReferenceKind.REPLY: Direction.BACK, ReferenceKind.FOLLOW_UP: Direction.OWN}.get(reference.kind)
        same = [letter for letter in self._by_day.get(day, ()) if letter.id != citing.id]
        lies = {letter.id: direction(self._directory, citing, letter) for letter in same}
        found = [letter for letter in same if lies[letter.id] is wanted]
        if wanted is None:
            found = [letter for letter in same if self._sends_on(citing, letter)]
        if not found and wanted is Direction.BACK:  # offices in two scripts can't be compared
            found = [letter for letter in same if lies[letter.id] is Direction.UNKNOWN]
        return _only(found)

    def _sends_on(self, citing: Letter, letter: Letter) -> bool:
        """Whether a letter went to whom the citing one goes, or to its sender: who sends it on."""
        through = self._directory.among(letter.to, citing.to)
        return bool(through or self._directory.among(letter.to, citing.sender))


def _exact(found: FuzzyDate | None) -> date | None:
    """The day that a date is; None where it is several, or unknown."""
    return found.earliest if found is not None and found.earliest == found.latest else None


def _only(letters: Collection[Letter]) -> Letter | None:
    """The first of letters that are one by their number; None where they are none or several."""
    numbers = {number_key(letter.number).free if letter.number else (letter.id,) for letter in letters}
    return min(letters, key=lambda letter: letter.id) if len(numbers) == 1 else None


def same_day(one: FuzzyDate | None, other: FuzzyDate | None) -> bool | None:
    """Whether two dates can be the same day; None where either is unknown."""
    if one is None or other is None or one.earliest is None or other.earliest is None:
        return None
    if one.latest is None or other.latest is None:
        return None
    return one.earliest <= other.latest and other.earliest <= one.latest


def _unread(letter: FuzzyDate | None, cited: FuzzyDate | None) -> bool:
    """Whether a letter's day, or the one that a reference gives, stands there and cannot be read."""
    return letter is None or letter.earliest is None or (cited is not None and cited.earliest is None)


def _within(one: NumberKey, other: NumberKey) -> bool:
    """Whether one number's segments are all among the other's, one of them digits and no year."""
    small, large = sorted((Counter(one.free), Counter(other.free)), key=lambda segments: segments.total())
    telling = [part for part in small if part.isdigit() and not is_year(part)]
    return bool(telling) and small <= large


def base_number(number: str) -> str | None:
    """The number of the letter that an annex's number belongs to: `55/722` of `55/722-1`."""
    head, sign, tail = number.rpartition("-")
    if sign and tail.isdigit() and 1 <= len(tail) <= 2 and any(char.isdigit() for char in head):
        return head
    return None
