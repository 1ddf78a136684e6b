"""From the cells of a register's row to what it says of a letter."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from govah.consolidate.dates import find_dates, read_date, with_year
from govah.consolidate.folding import fold, folded
from govah.consolidate.letters.numbers import NUMBER, has_digit, is_loose_number, written_number
from govah.consolidate.registers.columns import is_ditto, way_of_cell
from govah.consolidate.registers.table import Cell, Record
from govah.model.fuzzy_date import Calendar, FuzzyDate
from govah.model.identifiers import Sha256
from govah.model.passage import Span
from govah.model.register import RegisterRow, Way

_REPEATED = frozenset({"date", "entered", "from", "to", "party", "subject", "way"})
"""Columns in which a sign may say that the cell above holds here too."""
_CELL = 1000
"""Code points of a cell that are read."""


class RowReader:
    """Reads the rows of one register in order, for a row may go on with what stood above it.

    Args:
        sha256: The exhibit.
        columns: Places of the columns.
        way: Of all letters of the register.
        year: The last day of the time that the register names, for dates without a year.
    """

    def __init__(self, sha256: Sha256, columns: Mapping[str, int], way: Way | None, year: date | None) -> None:
        self._sha256 = sha256
        self._columns = columns
        self._way = way
        self._year = year
        self._above: dict[str, str] = {}
        self._calendar: Calendar | None = None

    def read(self, record: Record) -> RegisterRow | None:
        """The row of a record; None where it has no number, and no day of a letter between two parties."""
        cells = {
            name: record.cells[place]
            for name, place in self._columns.items()
            if place < len(record.cells) and record.cells[place].text
        }
        words = {name: self._words(name, cell) for name, cell in cells.items()}
        self._above.update((name, said) for name, said in words.items() if name in _REPEATED)
        both = words.get("number_date", "")
        number = _number(words.get("number", "")) or next(iter(numbers_in(both)), None)
        entry = _number(words.get("entry", ""))
        if number is None and entry is None and not {"number", "entry", "number_date"} & self._columns.keys():
            entry = _number(words.get("order", ""))
        day = self._date(words.get("date", "")) or self._date(both)
        entered = self._date(words.get("entered", ""))
        way = way_of_cell(words["way"]) if "way" in words else self._way
        sender, to = self._ends(words, way)
        subject = words.get("subject")
        said = sum(each is not None for each in (day or entered, sender or to, subject))
        if said < (1 if number or entry else 3):
            return None
        return RegisterRow(
            sha256=self._sha256,
            span=record.span,
            number=number or (entry if way is not Way.INCOMING else None),
            entry=entry,
            date=day,
            entered=entered,
            way=way,
            sender=sender,
            to=to,
            subject=subject,
            remarks=words.get("remarks"),
            noted=numbers_in(words.get("remarks", "")),
            answers=numbers_in(words.get("answers", "")),
            answered_by=numbers_in(words.get("answered_by", "")),
            spans={name: Span(record.page, cell.start, cell.end) for name, cell in sorted(cells.items())},
        )

    def _words(self, name: str, cell: Cell) -> str:
        if name in _REPEATED and is_ditto(cell.text):
            return self._above.get(name, "")
        return " ".join(cell.text[:_CELL].split())

    def _ends(self, words: Mapping[str, str], way: Way | None) -> tuple[str | None, str | None]:
        sender, to, party = words.get("from"), words.get("to"), words.get("party")
        if way is Way.OUTGOING:
            return sender, to or party
        if way is Way.INCOMING:
            return sender or party, to
        return sender, to

    def _date(self, words: str) -> FuzzyDate | None:
        if not words:
            return None
        found = read_date(words)
        if (found is None or found.earliest is None) and self._year is not None:
            placed = with_year(folded(words), self._calendar, self._year)
            found = replace(placed, text=words) if placed is not None else found
        if found is not None and found.earliest is not None:
            self._calendar = found.calendar
        return found if found is not None and found.earliest is not None else None


def _number(words: str) -> str | None:
    """The number of a cell: all of it where it is one, else the first in it."""
    bare = folded(words).strip(" .:")
    if has_digit(bare) and (NUMBER.fullmatch(bare) or is_loose_number(bare)):
        day = read_date(words) if bare.count("/") + bare.count("-") > 1 else None
        return None if day is not None and day.earliest is not None else written_number(words) or None
    return next(iter(numbers_in(words)), None)


def numbers_in(words: str) -> tuple[str, ...]:
    """Numbers of letters in a cell, each once; what is a date is none."""
    if not has_digit(words):
        return ()
    dates = [(start, end) for start, end, day in find_dates(words) if day.earliest is not None]
    source, found = fold(words), []
    for match in NUMBER.finditer(source.text):
        start, end = source.span(*match.span())
        if has_digit(match.group()) and not any(start < last and first < end for first, last in dates):
            found.append(written_number(words[start:end]))
    return tuple(dict.fromkeys(number for number in found if number))
