"""What the columns of a register hold, by their names; and whether a row of names is the head of a register."""

import re
from collections.abc import Mapping, Sequence

from govah.consolidate.data import rows
from govah.consolidate.data.extension import by_wordings
from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import TOGETHER, pattern, phrase, words_of
from govah.model.register import Way

TABLE = "register_words.tsv"
_NAMES = frozenset({"register", "outgoing", "incoming", "ditto", "replied"})
"""Places of the table that are no columns."""
_BETWEEN = re.compile(r"[\s.:'’*_–-]+")
_PARTS = re.compile(r"\s*[/|،,(\[]\s*")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_LONGEST = 80
"""Code points of a column's name."""
_LEAST = 4
"""Letters of a word that says in a title which way letters went: `in` and `out` say it in a cell only."""


def _key(text: str) -> str:
    return _BETWEEN.sub("", folded(text))


@by_wordings()
def _columns() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for place, cell in rows(TABLE):
        if place not in _NAMES:
            for word in cell.split("|"):
                known.setdefault(_key(word), place)
    return known


@by_wordings()
def _ditto() -> frozenset[str]:
    return frozenset(_key(word) or word for word in words_of(TABLE, "ditto"))


@by_wordings()
def register_words() -> re.Pattern[str]:
    """Words by which a title says that it is a register."""
    return pattern(words_of(TABLE, "register"), TOGETHER)


@by_wordings()
def _way_words(way: Way) -> re.Pattern[str]:
    return pattern((word for word in words_of(TABLE, way.value) if len(word) >= _LEAST), TOGETHER)


@by_wordings()
def _way_cells() -> Mapping[str, Way]:
    return {_key(word): way for way in Way for word in words_of(TABLE, way.value)}


@by_wordings()
def _replied() -> re.Pattern[str]:
    return pattern(words_of(TABLE, "replied"), TOGETHER)


def says_replied(remarks: str) -> bool:
    """Whether remarks on a letter say that it was answered."""
    return bool(_replied().search(folded(remarks)))


def is_ditto(cell: str) -> bool:
    """Whether a cell says that the one above holds here too."""
    return len(cell) <= _LEAST * 2 and (_key(cell) or cell) in _ditto()


def column_of(name: str) -> str | None:
    """What a column of this name holds: as a whole, without what stands in brackets, else by its first known part."""
    if not name or len(name) > _LONGEST:
        return None
    known = _columns()
    tries = [name, _BRACKETED.sub(" ", name), *_PARTS.split(name)]
    return next((known[key] for each in tries if (key := _key(each)) in known), None)


def way_of_cell(cell: str) -> Way | None:
    """Which way a cell says that a letter went."""
    return _way_cells().get(_key(cell)) or way_of_title(cell)


def way_of_title(text: str) -> Way | None:
    """Which way the letters of a register went, by its title; None where it names both ways or none."""
    told = [way for way in Way if _way_words(way).search(folded(text))]
    return told[0] if len(told) == 1 else None


def way_words() -> tuple[re.Pattern[str], ...]:
    """Words of both ways in a title."""
    return tuple(_way_words(way) for way in Way)


def columns_of(names: Sequence[str]) -> dict[str, int]:
    """The place of each known column in a row of names; the first where two are alike."""
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        column = column_of(name)
        if column is not None:
            found.setdefault(column, place)
    return found


def is_head(names: Sequence[str], columns: Mapping[str, int], *, titled: bool) -> bool:
    """Whether a row of names is the head of a register of letters.

    It needs a number, a date and somebody who wrote or received. Lists of payments, journeys and meetings have these
    too: without a title that says register, it needs a subject as well, and both ends or the word for a letter.
    """
    numbered = bool({"number", "entry", "number_date"} & columns.keys()) or (titled and "order" in columns)
    dated = bool({"date", "entered", "number_date"} & columns.keys())
    filled = sum(bool(name) for name in names)
    if not numbered or not dated or 2 * len(columns) < filled:
        return False
    ends = {"from", "to"} & columns.keys()
    if titled:
        return bool(ends) or "party" in columns or "subject" in columns
    said = any(phrase("letter").search(folded(name)) for name in names)
    return "subject" in columns and (bool(ends) or (said and "party" in columns))
