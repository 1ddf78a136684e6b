"""Rows of registers that look like the answer to a letter. Leads: they change no status."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Protocol

from govah.consolidate.chains.book_row import BookRow, Who
from govah.consolidate.folding import folded
from govah.consolidate.letters.numbers import number_key
from govah.consolidate.registers.columns import says_replied
from govah.model.identifiers import LetterId
from govah.model.letter import Letter
from govah.model.register import AnswerLead, Ground, RowPlace

METHOD = "register_leads/1"
"""Name and version of the rules by which a row looks like an answer."""

_TELLING = 4
"""Letters of a word without which two subjects are not alike: links and articles are shorter."""
_ORDER = tuple(Ground)
_Key = tuple[str, ...]


class Rows(Protocol):
    """What is known of the rows of a case's registers."""

    @property
    def rows(self) -> Sequence[BookRow]:
        """All of them."""

    @property
    def held(self) -> Mapping[str, LetterId]:
        """The letter that is held, by the id of a row."""

    def same(self, some: Who, others: Who) -> bool | None:
        """Whether any of some is one of others; None where it cannot be told."""

    def numbered(self, number: str) -> Sequence[Letter]:
        """Letters held with a number."""


class AnswerLeads:
    """Finds rows that look like answers.

    Args:
        books: The registers, beside the letters that are held.
    """

    def __init__(self, books: Rows) -> None:
        self._books = books

    @cached_property
    def _between_parties(self) -> Mapping[tuple[Who, Who], list[BookRow]]:
        """Dated rows whose letter is not held, by who wrote and who received, in order of time."""
        found: dict[tuple[Who, Who], list[BookRow]] = defaultdict(list)
        for each in self._books.rows:
            if each.row.id not in self._books.held and each.row.day is not None and each.sender and each.to:
                found[each.sender, each.to].append(each)
        return {key: sorted(rows, key=_day) for key, rows in found.items()}

    @cached_property
    def _citing(self) -> Mapping[_Key, list[BookRow]]:
        """Rows by the numbers of other letters that they name."""
        found: dict[_Key, list[BookRow]] = defaultdict(list)
        for each in self._books.rows:
            for number in dict.fromkeys((*each.row.answers, *each.row.noted)):
                found[number_key(number).free].append(each)
        return found

    def of(self, letter: Letter, own: Sequence[BookRow]) -> list[AnswerLead]:
        """Rows that look like an answer to a letter, those first that say most.

        Args:
            letter: The letter.
            own: Its own rows.
        """
        found: dict[str, AnswerLead] = {}
        for each in own:
            found |= {f"{each.row.id} {lead.number}": lead for lead in self._named_answers(each, letter)}
        for each, ground in self._candidates(letter, {each.row.id for each in own}):
            row = each.row
            found.setdefault(
                row.id,
                AnswerLead(row.place, ground, row.number or row.entry, row.date, self._books.held.get(row.id), METHOD),
            )
        return sorted(found.values(), key=_rank)

    def _named_answers(self, each: BookRow, letter: Letter) -> list[AnswerLead]:
        """The numbers that a letter's own row gives for its answer."""
        row = each.row
        said = row.answered_by
        if not said and row.remarks and says_replied(row.remarks):
            said = tuple(number for number in row.noted if number not in (row.number, row.entry))
        leads = []
        for number in said:
            held = self._books.numbered(number)
            answer = next((one.id for one in held if self._books.same(one.sender, letter.to) is True), None)
            leads.append(AnswerLead(row.place, Ground.ANSWERED_BY, number, None, answer, METHOD))
        return leads

    def _candidates(self, letter: Letter, own: set[str]) -> list[tuple[BookRow, Ground]]:
        """Rows of other letters that may be the answer, each with what speaks for it, strongest first."""
        found: list[tuple[BookRow, Ground]] = []
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

    def _between(self, each: BookRow, letter: Letter) -> bool | None:
        return self._went_back(each.sender, each.to, letter)

    def _went_back(self, sender: Who, to: Who, letter: Letter) -> bool | None:
        """Whether what went between two went back to a letter's sender; None where the parties are not all known."""
        sides = (self._books.same(sender, letter.to), self._books.same(to, letter.sender))
        return False if False in sides else None if None in sides else True


def _day(each: BookRow) -> date:
    return each.row.day or date.min


def _not_before(each: BookRow, letter: Letter) -> bool:
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
