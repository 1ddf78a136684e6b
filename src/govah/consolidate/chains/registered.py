"""What registers of letters say of the letters that are held, and of those that are not."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from govah.consolidate.chains.direction import Directory
from govah.consolidate.chains.registry import Registry, same_day
from govah.consolidate.folding import folded
from govah.consolidate.letters.correspondents import correspondents
from govah.consolidate.letters.numbers import number_key
from govah.consolidate.registers.columns import says_replied
from govah.consolidate.registers.rows import numbers_in
from govah.model.fuzzy_date import FuzzyDate
from govah.model.identifiers import LetterId
from govah.model.letter import Correspondent, Ghost, Letter
from govah.model.register import (
    AnswerLead,
    Ground,
    Register,
    RegisterCoverage,
    RegisterRow,
    RegisterStanding,
    RowPlace,
    Way,
)

METHOD = "register_leads/1"
"""Name and version of the rules by which a row looks like an answer."""

_FILED = timedelta(days=90)
"""Within which a letter is entered after its own day."""
_LEADS = 12
_TELLING = 4
"""Letters of a word without which two subjects are not alike: links and articles are shorter."""
_ORDER = tuple(Ground)

_Key = tuple[str, ...]
_Who = tuple[Correspondent, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with who wrote and who received, the register's office where the cells leave it out."""

    row: RegisterRow
    register: Register
    owner: _Who
    sender: _Who
    to: _Who


class Books:
    """The registers of a case beside its letters.

    Args:
        registers: All of them.
        letters: All letters held, one of each family.
        directory: Who is who.
    """

    def __init__(self, registers: Iterable[Register], letters: Sequence[Letter], directory: Directory) -> None:
        self._registers = sorted(registers, key=lambda one: (one.sha256, one.span))
        self._directory = directory
        self._letters = {letter.id: letter for letter in letters}
        self._registry = Registry(letters, directory) if self._registers else None
        self._told: dict[tuple[_Who, _Who], bool | None] = {}
        self._named: dict[str, _Who] = {}
        self._sent: dict[_Who, tuple[list[_Row], Mapping[_Key, _Row]]] = {}
        self._owners = {register.id: self._who(register.office) for register in self._registers}
        self._rows = self._written()
        self._held = self._linked()
        self._inferred = {one.id: who for one in self._registers if (who := self._inferred_owner(one))}
        if self._inferred:
            self._owners |= self._inferred
            self._rows = self._written()
            self._held = self._linked()

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
                {row.id: self._held[row.id] for row in register.rows if row.id in self._held},
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
        return tuple(
            _place(each.row) for each in found if each.row.id not in self._held and _near(each.row, ghost.date)
        )

    def coverage(self, letter: Letter) -> RegisterCoverage | None:
        """What registers add to a silence; None where none tells anything.

        Args:
            letter: The letter that is unanswered.
        """
        if not self._registers:
            return None
        day = letter.date.earliest if letter.date is not None else None
        addressee = letter.to[:1]
        outgoing, listed = self._outgoing(addressee)
        later = {key: each for key, each in listed.items() if day and each.row.day and each.row.day >= day}
        days = [each.row.day for each in outgoing if each.row.day is not None]
        own = self._by_letter.get(letter.id, [])
        received = [each for each in own if self._same(each.owner, addressee)]
        leads = self._leads(letter, own)
        if not (listed or own or leads):
            return None
        return RegisterCoverage(
            registers=tuple(dict.fromkeys(each.register.id for each in outgoing)),
            listed=len(listed),
            held=sum(each.row.id in self._held for each in listed.values()),
            later=len(later) if day is not None and listed else None,
            later_held=sum(each.row.id in self._held for each in later.values()) if day and listed else None,
            first=min(days, default=None),
            last=max(days, default=None),
            covers=max(days) >= day if days and day is not None else None,
            received=tuple(_place(each.row) for each in received),
            sent=tuple(_place(each.row) for each in own if each not in received),
            leads=tuple(leads[:_LEADS]),
            more=max(0, len(leads) - _LEADS),
        )

    def _written(self) -> tuple[_Row, ...]:
        return tuple(self._row(row, register) for register in self._registers for row in register.rows)

    def _outgoing(self, office: _Who) -> tuple[list[_Row], Mapping[_Key, _Row]]:
        """The rows of an office's outgoing registers, and those with a number by it."""
        if office not in self._sent:
            rows = [each for each in self._rows if self._sent_by(each, office)]
            self._sent[office] = rows, {key: each for each in rows if (key := _key(each.row))}
        return self._sent[office]

    @cached_property
    def _by_letter(self) -> Mapping[LetterId, list[_Row]]:
        found: dict[LetterId, list[_Row]] = defaultdict(list)
        for each in self._rows:
            if each.row.id in self._held:
                found[self._held[each.row.id]].append(each)
        return found

    @cached_property
    def _between_parties(self) -> Mapping[tuple[_Who, _Who], list[_Row]]:
        """Dated rows whose letter is not held, by who wrote and who received, in order of time."""
        found: dict[tuple[_Who, _Who], list[_Row]] = defaultdict(list)
        for each in self._rows:
            if each.row.id not in self._held and each.row.day is not None and each.sender and each.to:
                found[each.sender, each.to].append(each)
        return {key: sorted(rows, key=_day) for key, rows in found.items()}

    @cached_property
    def _numbered(self) -> Mapping[_Key, list[_Row]]:
        found: dict[_Key, list[_Row]] = defaultdict(list)
        for each in self._rows:
            for number in dict.fromkeys((each.row.number, each.row.entry)):
                if number is not None:
                    found[number_key(number).free].append(each)
        return found

    @cached_property
    def _citing(self) -> Mapping[_Key, list[_Row]]:
        """Rows by the numbers of other letters that they name."""
        found: dict[_Key, list[_Row]] = defaultdict(list)
        for each in self._rows:
            for number in dict.fromkeys((*each.row.answers, *numbers_in(each.row.remarks or ""))):
                found[number_key(number).free].append(each)
        return found

    def _row(self, row: RegisterRow, register: Register) -> _Row:
        owner = self._owners[register.id]
        sender, to = self._who(row.sender), self._who(row.to)
        if row.way is Way.OUTGOING:
            sender = sender or owner
        elif row.way is Way.INCOMING:
            to = to or owner
        return _Row(row, register, owner, sender, to)

    def _who(self, words: str | None) -> _Who:
        if not words:
            return ()
        if words not in self._named:
            self._named[words] = correspondents(words)
        return self._named[words]

    def _same(self, some: _Who, others: _Who) -> bool | None:
        if not some or not others:
            return None
        key = (some, others)
        if key not in self._told:
            self._told[key] = self._directory.among(some, others)
        return self._told[key]

    def _sent_by(self, each: _Row, office: _Who) -> bool:
        """Whether a row stands in an office's own register, for a letter that it sent."""
        if self._same(each.owner, office) is not True:
            return False
        return each.row.way is Way.OUTGOING or (each.row.way is None and self._same(each.sender, office) is True)

    def _linked(self) -> dict[str, LetterId]:
        """The letter that is held, by the id of a row."""
        found = {each.row.id: self._letter_of(each) for each in self._rows}
        return {name: letter for name, letter in found.items() if letter is not None}

    def _letter_of(self, each: _Row) -> LetterId | None:
        numbers = dict.fromkeys(number for number in (each.row.number, each.row.entry) if number is not None)
        for number in numbers:
            held = self._registry.numbered(number) if self._registry is not None else []
            fitting = [letter for letter in held if self._stands_for(each, letter, number)]
            if fitting:
                return min(fitting, key=lambda one: (not same_day(one.date, each.row.date), one.id)).id
        return None

    def _stands_for(self, each: _Row, letter: Letter, number: str) -> bool:
        """Whether a row of the same number is a letter's: its day or its parties agree, and neither speaks against it.

        Numbers of one segment begin anew every year and in every office: for them both are needed, where both are
        known. A register that has another day for the same parties is wrong about the day, or the letter is.
        """
        sender, to = self._same(each.sender, letter.sender), self._same(each.to, letter.to)
        if (sender is False and to is not True) or (to is False and sender is not True):
            return False
        agreed = bool(sender or to)
        dated = _dated(each.row, letter.date)
        if len(number_key(number).free) > 1:
            return agreed if dated is False else True
        return sender is not False if dated else agreed

    def _inferred_owner(self, register: Register) -> _Who:
        """The office whose letters the rows of a register are, where it does not say: of most, and of two at least."""
        if self._owners[register.id]:
            return ()
        offices: Counter[str] = Counter()
        first: dict[str, Correspondent] = {}
        linked = 0
        for row in register.rows:
            letter = self._letters.get(self._held.get(row.id, LetterId("")))
            who = () if letter is None or row.way is None else letter.sender if row.way is Way.OUTGOING else letter.to
            linked += bool(who)
            for each in who[:1]:
                if each.office:
                    offices[folded(each.office)] += 1
                    first.setdefault(folded(each.office), each)
        name, count = max(offices.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return (Correspondent(None, first[name].office),) if count > 1 and 2 * count > linked else ()

    def _leads(self, letter: Letter, own: Sequence[_Row]) -> list[AnswerLead]:
        found: dict[str, AnswerLead] = {}
        for each in own:
            found |= {f"{each.row.id} {lead.number}": lead for lead in self._named_answers(each, letter)}
        for each, ground in self._candidates(letter, {each.row.id for each in own}):
            row = each.row
            found.setdefault(
                row.id,
                AnswerLead(_place(row), ground, row.number or row.entry, row.date, self._held.get(row.id), METHOD),
            )
        return sorted(found.values(), key=_rank)

    def _named_answers(self, each: _Row, letter: Letter) -> list[AnswerLead]:
        """The numbers that a letter's own row gives for its answer."""
        row = each.row
        said = row.answered_by
        if not said and row.remarks and says_replied(row.remarks):
            said = tuple(number for number in numbers_in(row.remarks) if number not in (row.number, row.entry))
        leads = []
        for number in said:
            held = self._registry.numbered(number) if self._registry is not None else []
            answer = next((one.id for one in held if self._same(one.sender, letter.to) is True), None)
            leads.append(AnswerLead(_place(row), Ground.ANSWERED_BY, number, None, answer, METHOD))
        return leads

    def _candidates(self, letter: Letter, own: set[str]) -> list[tuple[_Row, Ground]]:
        """Rows of other letters that may be the answer, each with what speaks for it, strongest first."""
        found: list[tuple[_Row, Ground]] = []
        if letter.number is not None:
            key = number_key(letter.number).free
            for each in self._citing.get(key, ()):
                back = self._between(each, letter)
                if (
                    each.row.id not in own
                    and back is not False
                    and (back or len(key) > 1)
                    and _not_before(each, letter)
                ):
                    found.append((each, Ground.CITES_NUMBER))
        day = letter.date.earliest if letter.date is not None else None
        words = _words(letter.subject)
        if day is None:
            return found
        for (sender, to), rows in self._between_parties.items():
            if self._went_back(sender, to, letter):
                for each in rows[bisect_left(rows, day, key=_day) :]:
                    alike = _alike(words, _words(each.row.subject))
                    found.append((each, Ground.SUBJECT if alike else Ground.PARTIES))
        return found

    def _between(self, each: _Row, letter: Letter) -> bool | None:
        return self._went_back(each.sender, each.to, letter)

    def _went_back(self, sender: _Who, to: _Who, letter: Letter) -> bool | None:
        """Whether what went between two went back to a letter's sender; None where the parties are not all known."""
        sides = (self._same(sender, letter.to), self._same(to, letter.sender))
        return False if False in sides else None if None in sides else True


def _key(row: RegisterRow) -> _Key | None:
    number = row.number or row.entry
    return number_key(number).free if number is not None else None


def _day(each: _Row) -> date:
    return each.row.day or date.min


def _place(row: RegisterRow) -> RowPlace:
    return RowPlace(row.sha256, row.span)


def _dated(row: RegisterRow, day: FuzzyDate | None) -> bool | None:
    """Whether a row's day is a letter's; a day of entering only says that it is not."""
    if row.date is not None:
        return same_day(row.date, day)
    if row.entered is None or row.entered.latest is None or day is None or day.earliest is None:
        return None
    return None if day.earliest <= row.entered.latest <= day.earliest + _FILED else False


def _near(row: RegisterRow, day: FuzzyDate | None) -> bool:
    return _dated(row, day) is not False


def _not_before(each: _Row, letter: Letter) -> bool:
    day: date | None = letter.date.earliest if letter.date is not None else None
    return day is None or each.row.day is None or each.row.day >= day


def _words(text: str | None) -> set[str]:
    return {word for word in folded(text or "").split() if len(word) > 1}


def _alike(one: set[str], other: set[str]) -> bool:
    """Whether most words of a subject are in another, one of them no link."""
    shared = one & other
    return 2 * len(shared) > len(one) > 1 and any(len(word) >= _TELLING for word in shared)


def _rank(lead: AnswerLead) -> tuple[int, str, RowPlace]:
    day = lead.date.earliest if lead.date is not None else None
    return _ORDER.index(lead.ground), day.isoformat() if day is not None else "~", lead.place
