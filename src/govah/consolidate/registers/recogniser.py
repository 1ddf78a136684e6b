"""From the pages of an exhibit to the registers of letters on them. A pure function."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from govah.consolidate.folding import folded
from govah.consolidate.registers.columns import column_of, columns_of, is_head, register_words, way_of_title
from govah.consolidate.registers.rows import RowReader
from govah.consolidate.registers.table import TAB, Record, records
from govah.consolidate.registers.title import Title, read_title
from govah.model.identifiers import Sha256
from govah.model.letter import Letter
from govah.model.page import Page
from govah.model.register import Register, RegisterRow, Way

METHOD = "registers/1"
"""Name and version of these rules."""

_CSV = "text/csv"
_PARTINGS = (",", ";", "|", TAB)
_HEAD_ROWS = 40
"""Rows of a sheet among which its head is sought; in a text it is sought everywhere."""
_TITLE_LINES = 8
_LEAST = 4
"""Columns of a register."""
_MISSES = 6
"""Lines of a text that are no rows, between two rows of one table: the head of a page, a cell's second line."""


@dataclass(slots=True)
class _Open:
    """A register whose rows are being read."""

    head: Record
    names: tuple[str, ...]
    label: str | None
    title: Title
    way: Way | None
    reader: RowReader
    rows: list[RegisterRow] = field(default_factory=list)
    misses: int = 0


def find_registers(sha256: Sha256, media_type: str, pages: Sequence[Page]) -> tuple[Register, ...]:
    """The registers on an exhibit's pages: tables whose head names a letter's number, date and parties.

    Args:
        sha256: The exhibit.
        media_type: Told from its content; of a list in a text file, what parts its cells is found out.
        pages: Its pages in order, from 1.

    Returns:
        Those that have a row at least. Same input, same output.
    """
    partings = _PARTINGS if media_type == _CSV else (TAB,)
    for parting in partings:
        found = tuple(_registers(sha256, pages, parting))
        if found:
            return found
    return ()


def _registers(sha256: Sha256, pages: Sequence[Page], parting: str) -> Iterator[Register]:
    current: _Open | None = None
    label, seen, above = None, 0, list[str]()
    before: Record | None = None
    for order, page in enumerate(pages):
        if parting not in page.text:
            continue
        if order == 0 or page.label != label:
            if current is not None:
                yield from _closed(sha256, current)
            current, label, seen, above = None, page.label, 0, []
        sheet = page.label is not None or parting != TAB
        for record in records(page, parting):
            seen += 1
            opened = _opened(sha256, record, before, page, above) if not sheet or seen <= _HEAD_ROWS else None
            before = record
            if opened is not None and (current is None or opened.names != current.names):
                if current is not None:
                    yield from _closed(sha256, current)
                current = opened
            elif opened is None and current is not None:
                current = _read(current, record)
                if current.misses > _MISSES and not sheet:
                    yield from _closed(sha256, current)
                    current = None
            above = [*above, page.text[record.start : record.end]][-_TITLE_LINES:]
    if current is not None:
        yield from _closed(sha256, current)


def _opened(sha256: Sha256, record: Record, before: Record | None, page: Page, above: Sequence[str]) -> _Open | None:
    """A register, where a row is its head: alone, or together with the row before it, which names groups of columns."""
    if record.filled < _LEAST - 2:
        return None
    alone = tuple(cell.text for cell in record.cells)
    tries = [(alone, above)]
    if before is not None and before.page == record.page and before.filled > 1 and _names_columns(record):
        tries.append((_together(before, record), above[:-1]))
    for names, over in tries:
        columns = columns_of(names)
        if len(columns) < _LEAST - 1 or sum(map(bool, names)) < _LEAST:
            continue
        title = read_title([page.label or "", *over])
        if is_head(names, columns, titled=title.register):
            way = title.way or _way(names, columns)
            return _Open(record, names, page.label, title, way, RowReader(sha256, columns, way, title.year))
    return None


def _names_columns(record: Record) -> bool:
    """Whether nothing but names of columns stands in a row."""
    return all(column_of(cell.text) for cell in record.cells if cell.text)


def _together(before: Record, record: Record) -> tuple[str, ...]:
    """Names of columns from two rows: the lower where it has a name, else the upper."""
    upper, lower = ([cell.text for cell in each.cells] for each in (before, record))
    return tuple(low or high for high, low in zip_longest(upper, lower, fillvalue=""))


def _way(names: Sequence[str], columns: Mapping[str, int]) -> Way | None:
    """Which way the letters went, by the ends that the columns name, else by their words."""
    if "way" in columns:
        return None
    ends = {"from", "to"} & columns.keys()
    if len(ends) == 1:
        return Way.OUTGOING if "to" in ends else Way.INCOMING
    told = {way for name in names if (way := way_of_title(name)) is not None}
    return told.pop() if not ends and len(told) == 1 else None


def _read(current: _Open, record: Record) -> _Open:
    row = current.reader.read(record) if record.filled > 1 else None
    if row is None:
        current.misses += 1
    else:
        current.misses = 0
        current.rows.append(row)
    return current


def _closed(sha256: Sha256, current: _Open) -> Iterator[Register]:
    if not current.rows:
        return
    columns = {name: current.names[place] for name, place in columns_of(current.names).items()}
    yield Register(
        sha256=sha256,
        span=current.head.span,
        label=current.label,
        office=current.title.office,
        way=current.way,
        columns=columns,
        rows=tuple(current.rows),
        method=METHOD,
    )


def letters_beside(
    letters: tuple[Letter, ...], pages: Sequence[Page], registers: Sequence[Register]
) -> tuple[Letter, ...]:
    """The letters of an exhibit that are not made of a register's rows.

    A letter that sends a register along, or lists others, has its own number, date or addressee above the table; a
    register's title has none of these, or says that it is one.

    Args:
        letters: As recognised on the pages.
        pages: Of the exhibit.
        registers: Found on them.
    """
    if not registers:
        return letters
    first = next((line for page in pages for line in page.text.split("\n") if line.strip()), "")
    titled = register_words().match(folded(first).strip()) is not None
    places = _places(registers)
    return tuple(
        letter for letter in letters if letter.mail is not None or (not titled and _has_own_head(letter, places))
    )


def _places(registers: Sequence[Register]) -> Mapping[int, tuple[int, int]]:
    """From where to where rows of registers stand, by page."""
    found: dict[int, tuple[int, int]] = {}
    for span in (span for register in registers for span in (register.span, *(row.span for row in register.rows))):
        start, end = found.get(span.page, (span.start, span.end))
        found[span.page] = (min(start, span.start), max(end, span.end))
    return found


def _has_own_head(letter: Letter, places: Mapping[int, tuple[int, int]]) -> bool:
    free = {
        name
        for name, span in letter.spans.items()
        if span.page not in places or span.end <= places[span.page][0] or span.start >= places[span.page][1]
    }
    return {"number", "date"} <= free or ("to" in free and bool({"number", "date"} & free))
