"""What registers of letters say of the letters that are held, and of those that are not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from govah.consolidate.chains.book_row import BookRow, Who
from govah.consolidate.chains.direction import Directory
from govah.consolidate.chains.register_leads import AnswerLeads
from govah.consolidate.chains.registry import Registry, same_day
from govah.consolidate.folding import folded
from govah.consolidate.letters.correspondents import correspondents
from govah.consolidate.letters.numbers import number_key
from govah.model.fuzzy_date import FuzzyDate
from govah.model.identifiers import LetterId
from govah.model.letter import Correspondent, Ghost, Letter
from govah.model.register import (
    Register,
    RegisterCoverage,
    RegisterRow,
    RegisterStanding,
    RowPlace,
    Way,
)

_FILED = timedelta(days=90)
"""Within which a letter is entered after its own day."""
_LEADS = 12
_Key = tuple[str, ...]


class Books:
    """The registers of a case beside its letters.

    Args:
        registers: All of them.
        letters: All letters held, one of each family.
        directory: Who is who.

    `rows` are all rows; `held` has the letter that is held, by the id of a row.
    """

    def __init__(self, registers: Iterable[Register], letters: Sequence[Letter], directory: Directory) -> None:
        self._registers = sorted(registers, key=lambda one: (one.sha256, one.span))
        self._directory = directory
        self._letters = {letter.id: letter for letter in letters}
        self._registry = Registry(letters, directory) if self._registers else None
        self._told: dict[tuple[Who, Who], bool | None] = {}
        self._named: dict[str, Who] = {}
        self._sent: dict[Who, tuple[list[BookRow], Mapping[_Key, BookRow]]] = {}
        self._owners = {register.id: self._who(register.office) for register in self._registers}
        self.rows = self._written()
        self.held = self._linked()
        self._inferred = {one.id: who for one in self._registers if (who := self._inferred_owner(one))}
        if self._inferred:
            self._owners |= self._inferred
            self.rows = self._written()
            self.held = self._linked()
        self._leads = AnswerLeads(self)

    def standings(self, ghosts: Iterable[Ghost]) -> Mapping[str, RegisterStanding]:
        """What each register comes to, by its id.

        Args:
            ghosts: With where they are registered.
        """
        cited = {(place.sha256, place.span) for ghost in ghosts for place in ghost.registered_at}
        return {
            register.id: RegisterStanding(
                next((each.office or each.name for each in self._owners[register.id]), None),
                register.id in self._inferred,
                {row.id: self.held[row.id] for row in register.rows if row.id in self.held},
                frozenset(row.id for row in register.rows if (row.sha256, row.span) in cited),
            )
            for register in self._registers
        }

    def registered(self, ghosts: Sequence[Ghost]) -> tuple[Ghost, ...]:
        """Ghosts with the rows of registers that list them; a row alone makes no ghost."""
        if not self._registers:
            return tuple(ghosts)
        return tuple(replace(ghost, registered_at=self._places(ghost)) for ghost in ghosts)

    def _places(self, ghost: Ghost) -> tuple[RowPlace, ...]:
        found = self._numbered.get(number_key(ghost.number).free, ())
        return tuple(each.row.place for each in found if each.row.id not in self.held and _near(each.row, ghost.date))

    def coverage(self, letter: Letter, principal: LetterId) -> RegisterCoverage | None:
        """What registers add to a silence; None where none tells anything.

        Args:
            letter: The letter that is unanswered.
            principal: The paper that stands for its family.
        """
        if not self._registers:
            return None
        day = letter.date.earliest if letter.date is not None else None
        addressee = letter.to[:1]
        outgoing, listed = self._outgoing(addressee)
        later = {key: each for key, each in listed.items() if day and each.row.day and each.row.day >= day}
        days = [each.row.day for each in outgoing if each.row.day is not None]
        own = self._by_letter.get(principal, [])
        received = [each for each in own if self.same(each.owner, addressee)]
        leads = self._leads.of(letter, own)
        if not (listed or own or leads):
            return None
        return RegisterCoverage(
            registers=tuple(dict.fromkeys(each.register.id for each in outgoing)),
            listed=len(listed),
            held=sum(each.row.id in self.held for each in listed.values()),
            later=len(later) if day is not None and listed else None,
            later_held=sum(each.row.id in self.held for each in later.values()) if day and listed else None,
            first=min(days, default=None),
            last=max(days, default=None),
            covers=max(days) >= day if days and day is not None else None,
            received=tuple(each.row.place for each in received),
            sent=tuple(each.row.place for each in own if each not in received),
            leads=tuple(leads[:_LEADS]),
            more=max(0, len(leads) - _LEADS),
        )

    def _written(self) -> tuple[BookRow, ...]:
        return tuple(self._row(row, register) for register in self._registers for row in register.rows)

    def _outgoing(self, office: Who) -> tuple[list[BookRow], Mapping[_Key, BookRow]]:
        """The rows of an office's outgoing registers, and those with a number by it."""
        if office not in self._sent:
            rows = [each for each in self.rows if self._sent_by(each, office)]
            self._sent[office] = rows, {key: each for each in rows if (key := _key(each.row))}
        return self._sent[office]

    @cached_property
    def _by_letter(self) -> Mapping[LetterId, list[BookRow]]:
        found: dict[LetterId, list[BookRow]] = defaultdict(list)
        for each in self.rows:
            if each.row.id in self.held:
                found[self.held[each.row.id]].append(each)
        return found

    @cached_property
    def _numbered(self) -> Mapping[_Key, list[BookRow]]:
        found: dict[_Key, list[BookRow]] = defaultdict(list)
        for each in self.rows:
            for number in dict.fromkeys((each.row.number, each.row.entry)):
                if number is not None:
                    found[number_key(number).free].append(each)
        return found

    def _row(self, row: RegisterRow, register: Register) -> BookRow:
        owner = self._owners[register.id]
        sender, to = self._who(row.sender), self._who(row.to)
        if row.way is Way.OUTGOING:
            sender = sender or owner
        elif row.way is Way.INCOMING:
            to = to or owner
        return BookRow(row, register, owner, sender, to)

    def _who(self, words: str | None) -> Who:
        if not words:
            return ()
        if words not in self._named:
            self._named[words] = correspondents(words)
        return self._named[words]

    def same(self, some: Who, others: Who) -> bool | None:
        """Whether any of some is one of others; None where it cannot be told."""
        if not some or not others:
            return None
        key = (some, others)
        if key not in self._told:
            self._told[key] = self._directory.among(some, others)
        return self._told[key]

    def _sent_by(self, each: BookRow, office: Who) -> bool:
        """Whether a row stands in an office's own register, for a letter that it sent."""
        if self.same(each.owner, office) is not True:
            return False
        return each.row.way is Way.OUTGOING or (each.row.way is None and self.same(each.sender, office) is True)

    def _linked(self) -> dict[str, LetterId]:
        """The letter that is held, by the id of a row."""
        found = {each.row.id: self._letter_of(each) for each in self.rows}
        return {name: letter for name, letter in found.items() if letter is not None}

    def numbered(self, number: str) -> list[Letter]:
        """Letters held with a number."""
        return self._registry.numbered(number) if self._registry is not None else []

    def _letter_of(self, each: BookRow) -> LetterId | None:
        numbers = dict.fromkeys(number for number in (each.row.number, each.row.entry) if number is not None)
        for number in numbers:
            fitting = [letter for letter in self.numbered(number) if self._stands_for(each, letter, number)]
            if fitting:
                return min(fitting, key=lambda one: (not same_day(one.date, each.row.date), one.id)).id
        return None

    def _stands_for(self, each: BookRow, letter: Letter, number: str) -> bool:
        """Whether a row of the same number is a letter's: its day or its parties agree, and neither speaks against it.

        Numbers of one segment begin anew every year and in every office: for them both are needed, where both are
        known. A register that has another day for the same parties is wrong about the day, or the letter is.
        """
        sender, to = self.same(each.sender, letter.sender), self.same(each.to, letter.to)
        if (sender is False and to is not True) or (to is False and sender is not True):
            return False
        agreed = bool(sender or to)
        dated = _dated(each.row, letter.date)
        if len(number_key(number).free) > 1:
            return agreed if dated is False else True
        return sender is not False if dated else agreed

    def _inferred_owner(self, register: Register) -> Who:
        """The office whose letters the rows of a register are, where it does not say: of most, and of two at least."""
        if self._owners[register.id]:
            return ()
        offices: Counter[str] = Counter()
        first: dict[str, Correspondent] = {}
        linked = 0
        for row in register.rows:
            letter = self._letters.get(self.held.get(row.id, LetterId("")))
            who = () if letter is None or row.way is None else letter.sender if row.way is Way.OUTGOING else letter.to
            linked += bool(who)
            for each in who[:1]:
                if each.office:
                    offices[folded(each.office)] += 1
                    first.setdefault(folded(each.office), each)
        name, count = max(offices.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return (Correspondent(None, first[name].office),) if count > 1 and 2 * count > linked else ()


def _key(row: RegisterRow) -> _Key | None:
    number = row.number or row.entry
    return number_key(number).free if number is not None else None


def _dated(row: RegisterRow, day: FuzzyDate | None) -> bool | None:
    """Whether a row's day is a letter's; a day of entering only says that it is not."""
    if row.date is not None:
        return same_day(row.date, day)
    if row.entered is None or row.entered.latest is None or day is None or day.earliest is None:
        return None
    return None if day.earliest <= row.entered.latest <= day.earliest + _FILED else False


def _near(row: RegisterRow, day: FuzzyDate | None) -> bool:
    return _dated(row, day) is not False
