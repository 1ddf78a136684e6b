"""Words that persons added to the program's: while they are in force, whoever reads the tables reads them too.

They are in force in a context, not in the process: two cases that are open at once never mix.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import ParamSpec, TypeAlias, TypeVar

from govah.consolidate.folding import folded

Row: TypeAlias = tuple[str, ...]
"""Cells of a row; the last holds words with `|` between them."""

_P = ParamSpec("_P")
_R = TypeVar("_R")
_JOINTS = re.compile("[ \u00a0.'-]+")
BY_WORD = frozenset({"classifications", "letter_labels", "reference_words", "titles"})
"""Tables in which a word means one thing: where a person says what, the program no longer says otherwise."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """Rows that are added to the program's tables.

    Args:
        rows: By the name of the table, in the order in which they were said.
        digest: Hex, of the rows; empty where there are none.
    """

    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    digest: str = ""

    @property
    def mark(self) -> str:
        """What is put behind the method of what was recognised with them: `+words:1a2b3c4d`."""
        return f"+words:{self.digest[:8]}" if self.digest else ""


def wordings(rows: Mapping[str, Sequence[Row]]) -> Wordings:
    """Rows with their digest, which depends on nothing but them and their order."""
    kept = {table: tuple(rows[table]) for table in sorted(rows) if rows[table]}
    told = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return Wordings(kept, hashlib.sha256(told.encode()).hexdigest() if kept else "")


_IN_FORCE: ContextVar[Wordings] = ContextVar("wordings", default=Wordings())  # noqa: B039  # it is frozen


@contextmanager
def extended(words: Wordings) -> Iterator[None]:
    """Put words in force, in the place of those that were."""
    before = _IN_FORCE.set(words)
    try:
        yield
    finally:
        _IN_FORCE.reset(before)


def own_rows(table: str) -> tuple[Row, ...]:
    """The rows in force that are added to a table."""
    return _IN_FORCE.get().rows.get(table, ())


def by_wordings(most: int = 512) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Remember what a function that depends on words made, apart for each set of words in force.

    Args:
        most: How many answers are kept.
    """

    def decorate(function: Callable[_P, _R]) -> Callable[_P, _R]:
        @lru_cache(most)
        def known(_digest: str, *args: _P.args, **kwargs: _P.kwargs) -> _R:
            return function(*args, **kwargs)

        @wraps(function)
        def called(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            return known(_IN_FORCE.get().digest, *args, **kwargs)  # type: ignore[arg-type]  # all are hashable

        return called

    return decorate


def joined(table: str, program: Sequence[Row], own: Sequence[Row]) -> list[Row]:
    """The program's rows with those that persons added.

    Where a row of the program has the same cells but the words, its words get more. Where a word means one thing, a
    later row has it alone; the program's rows come last, so that for equal words a person's go before.
    """
    if table == "compliments":  # whole sentences, no words
        return [*program, *own]
    owner = {word_key(word): row for row in own for word in words_of_row(row)} if table in BY_WORD else {}
    kept: dict[Row, list[str]] = {}
    alone: list[Row] = []
    for row in program:
        left = [word for word in words_of_row(row) if word_key(word) not in owner]
        if not left and table == "reference_words":  # each of its kinds is asked for by name
            left = words_of_row(row)
        if left and row[:-1] in kept:
            alone.append((*row[:-1], "|".join(left)))
        elif left:
            kept[row[:-1]] = left
    new: list[Row] = []
    for row in own:
        mine = [word for word in words_of_row(row) if owner.get(word_key(word), row) == row]
        if row[:-1] in kept:
            kept[row[:-1]] += mine
        elif mine:
            new.append((*row[:-1], "|".join(mine)))
    return [*new, *((*head, "|".join(words)) for head, words in kept.items()), *alone]


def words_of_row(row: Row) -> list[str]:
    """The words of a row, which stand in its last cell."""
    return row[-1].split("|")


def word_key(word: str) -> str:
    """By what two spellings of a word are told to be one: as text is folded, without what may stand between letters."""
    text = folded(word).strip()
    return _JOINTS.sub("", text) or text
