"""What screens ask of the whole case, kept in memory until the projection or the log changes."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from govah.case.case import Case
from govah.case.standing_codec import standing_of
from govah.consolidate.chains.dyads import Dyad, dyads
from govah.consolidate.chains.parties import Parties
from govah.consolidate.chains.series import Series, all_series
from govah.model.check import Check
from govah.model.event import Entry, EventType
from govah.model.exhibit import Exhibit
from govah.model.identifiers import LetterId, Sha256
from govah.model.letter import Ghost, Letter, Standing
from govah.model.page import Page
from govah.model.passage import Span
from govah.model.status import Status
from govah.model.withdrawal import Withdrawal
from govah.web.letter_fields import figures_wait
from govah.web.number_list import Waiting

Pair = tuple[Letter, Standing]
_Made = TypeVar("_Made")
_ACTS = 12
_NO_ACTS = frozenset({EventType.ADMIT, EventType.ACCESS})
_STRETCH = 256
"""Entries of the log that stand in one file."""


class Shelf:
    """Keeps what was read of one case. It is emptied when the case is not as it was."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: object = None
        self._kept: dict[str, object] = {}

    def holdings(self, case: Case) -> "Holdings":
        """What the case holds now."""
        state = _state(case)
        with self._lock:
            if state != self._state:
                self._state, self._kept = state, {}
            return Holdings(case, self._kept)


def _state(case: Case) -> object:
    """Another value whenever anything was written. An empty write-ahead log is made anew by every reader."""
    database = case.derived.folder / "case.db"
    written = _stat(database.with_name("case.db-wal"))
    return case.log.size, _stat(database), written if written[0] else None


def _stat(file: Path) -> tuple[int, int]:
    try:
        told = file.stat()
    except FileNotFoundError:
        return 0, 0
    return told.st_size, told.st_mtime_ns


@dataclass(frozen=True, slots=True)
class _Opened:
    """The exhibit that was opened last."""

    sha256: Sha256
    pages: tuple[Page, ...]


class _Numbers(Mapping[Sha256, int]):
    """Numbers of exhibits, each asked for when it is to be shown."""

    def __init__(self, case: Case, known: dict[Sha256, int]) -> None:
        self._case = case
        self._known = known

    def __getitem__(self, sha256: Sha256) -> int:
        if sha256 not in self._known:
            row = next(self._case.derived.records.select("exhibit", sha256=sha256), None)
            if row is None:
                raise KeyError(sha256)
            self._known[sha256] = row["number"]
        return self._known[sha256]

    def __iter__(self) -> Iterator[Sha256]:
        return (Sha256(row["sha256"]) for row in self._case.derived.records.ordered("exhibit", "number"))

    def __len__(self) -> int:
        return self._case.derived.records.count("exhibit")


class Holdings:
    """What screens ask of exhibits, letters and acts, each answer worked out at most once for a state of the case.

    Args:
        case: Opened for this request.
        kept: What was read in this state.
    """

    def __init__(self, case: Case, kept: dict[str, object]) -> None:
        self._case = case
        self._kept = kept

    def _once(self, name: str, make: Callable[[], _Made]) -> _Made:
        if name not in self._kept:
            self._kept[name] = make()
        made: _Made = self._kept[name]  # type: ignore[assignment]
        return made

    @property
    def statuses(self) -> Mapping[Status, int]:
        """How many exhibits there are of each status, what has no bytes among them."""
        return self._once("statuses", self._case.view.statuses)

    @property
    def unsearched(self) -> tuple[Exhibit, ...]:
        """What no search can reach: exhibits without text that hold nothing which has some."""
        return self._once("unsearched", self._unsearched)

    def _unsearched(self) -> tuple[Exhibit, ...]:
        return tuple(
            exhibit
            for exhibit in self._case.view.exhibits()
            if not exhibit.children and (exhibit.status not in (Status.OK, Status.EMPTY) or not exhibit.pages)
        )

    @property
    def numbers(self) -> Mapping[Sha256, int]:
        """The case's own number of every exhibit, looked up when it is shown."""
        return _Numbers(self._case, self._once("numbers", dict[Sha256, int]))

    @property
    def withdrawn(self) -> Mapping[Sha256, Withdrawal]:
        """Exhibits that persons withdrew."""
        return self._once("withdrawn", lambda: self._case.view.withdrawals.by_exhibit())

    def checks(self, sha256: Sha256, make: Callable[[], Sequence[Check]]) -> Sequence[Check]:
        """The authenticity panel of an exhibit, kept until the case changes."""
        return self._once(f"checks {sha256}", make)

    @property
    def letters(self) -> tuple[Pair, ...]:
        """All letters with their standing."""
        return self._once("letters", self._letters)

    def _letters(self) -> tuple[Pair, ...]:
        letters = tuple(self._case.view.letters())
        rows = self._case.derived.records.select("standing")
        standings = {standing.letter: standing for standing in (standing_of(row["data"]) for row in rows)}
        # a collection beside us may have read a letter whose place among the others is not settled yet
        return tuple((letter, standings[letter.id]) for letter in letters if letter.id in standings)

    @property
    def by_id(self) -> Mapping[LetterId, Letter]:
        """All letters by id."""
        return self._once("by_id", lambda: {letter.id: letter for letter, _ in self.letters})

    @property
    def parties(self) -> Parties:
        """Which correspondents are one office."""
        return self._once("parties", lambda: Parties([letter for letter, _ in self.letters]))

    @property
    def dyads(self) -> tuple[Dyad, ...]:
        """Who wrote to whom."""
        return self._once("dyads", lambda: dyads(self.letters, self.parties))

    @property
    def series(self) -> tuple[Series, ...]:
        """Number series of offices by year."""
        return self._once("series", lambda: all_series(self.letters, self.ghosts, self.parties))

    def name_of(self, letter: LetterId) -> str:
        """How a letter is named in a correction, `ex6.1`; its id where it is not there."""
        found = self.by_id.get(letter)
        return letter if found is None else f"ex{self.numbers[found.sha256]}.{found.span.page}"

    def pages(self, sha256: Sha256) -> tuple[Page, ...]:
        """Text of record of every page of an exhibit; of the last one asked for it is kept, as pages are turned."""
        kept = self._kept.get("pages")
        if isinstance(kept, _Opened) and kept.sha256 == sha256:
            return kept.pages
        opened = _Opened(sha256, self._case.view.pages(sha256))
        self._kept["pages"] = opened
        return opened.pages

    def page(self, sha256: Sha256, number: int) -> Page:
        """One page.

        Raises:
            NotFoundError: The exhibit has no such page.
        """
        pages = self.pages(sha256)
        return pages[number - 1] if 1 <= number <= len(pages) else self._case.view.page(sha256, number)

    @property
    def ghosts(self) -> tuple[Ghost, ...]:
        """Letters that are cited and not held."""
        return self._once("ghosts", lambda: tuple(self._case.view.ghosts()))

    @property
    def unanswered(self) -> int:
        """How many letters have no answer in holdings."""
        return self._once("unanswered", lambda: sum(standing.unanswered for _, standing in self.letters))

    @property
    def until(self) -> date | None:
        """The day of the latest dated letter, by which a silence is measured: a later answer can't be held."""
        return self._once("until", self._until)

    def _until(self) -> date | None:
        today = datetime.now(UTC).date()
        days = (letter.date.earliest for letter, _ in self.letters if letter.date and letter.date.earliest)
        return max((day for day in days if day <= today), default=None)

    @property
    def acquired_at(self) -> str | None:
        """When papers last came in: what a search for an answer could find is what was held then."""
        return self._once(
            "acquired_at", lambda: max((row["at"] for row in self._case.view.acquisitions()), default=None)
        )

    @property
    def waiting(self) -> Waiting:
        """Pages with numbers that a machine read on a picture and no person confirmed, by exhibit and page."""
        return self._once("waiting", lambda: tuple(self._case.view.unverified()))

    @property
    def unverified(self) -> tuple[Letter, ...]:
        """Letters whose own number is among those."""
        return self._once("unverified", self._unverified)

    def _unverified(self) -> tuple[Letter, ...]:
        places: dict[Sha256, list[Span]] = {}
        for sha256, page, numbers in self.waiting:
            places.setdefault(sha256, []).extend(Span(page, start, end) for start, end, _ in numbers)
        letters = (letter for letter, _ in self.letters)
        return tuple(each for each in letters if figures_wait(each, "number", places.get(each.sha256, ())))

    @property
    def acts(self) -> tuple[Entry, ...]:
        """The latest acts, last first; an acquisition stands for what it admitted, and openings are no acts."""
        return self._once("acts", self._acts)

    def _acts(self) -> tuple[Entry, ...]:
        """From the log's end backwards, a stretch at a time: behind the last acts lies every admission of a leak."""
        log, found = self._case.log, list[Entry]()
        end = log.size
        while end and len(found) < _ACTS:
            start = max(0, end - _STRETCH)
            stretch = list(islice(log.entries(start), end - start))
            found += [entry for entry in reversed(stretch) if entry.type not in _NO_ACTS]
            end = start
        return tuple(found[:_ACTS])
