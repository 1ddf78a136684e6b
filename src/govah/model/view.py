"""The read-only view of a case that analysis and reports are functions of."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from govah.model.acquisition import Acquisition
from govah.model.claim import Claim
from govah.model.event import Entry
from govah.model.exhibit import Exhibit, Occurrence
from govah.model.identifiers import EntryIndex, LetterId, Sha256
from govah.model.letter import Ghost, Letter, Standing
from govah.model.mark import Correction, Mark
from govah.model.page import Page
from govah.model.register import Register, RegisterStanding
from govah.model.term import Term
from govah.model.traces import Traces


class View(Protocol):
    """What is known, as one consistent state. Nothing here writes."""

    @property
    def name(self) -> str:
        """The case's name."""

    @property
    def standard(self) -> str:
        """The mandate's standard of proof."""

    def resolve(self, prefix: str) -> Sha256:
        """The exhibit whose hash begins so, at least 8 digits.

        Raises:
            NotFoundError: None does.
            UsageError: Several do.
        """

    def numbered(self, number: int) -> Sha256:
        """The exhibit with the case's own number.

        Raises:
            NotFoundError: There is none.
        """

    def acquired(self, sha256: Sha256) -> Sequence[Acquisition]:
        """Acquisitions that brought an exhibit, or a container of it."""

    def exhibits(self) -> Iterator[Exhibit]:
        """All, by number; then what has no bytes, by path."""

    def exhibit(self, sha256: Sha256) -> Exhibit:
        """One of them."""

    def pages(self, sha256: Sha256) -> tuple[Page, ...]:
        """Text of record of every page, corrections applied, with words."""

    def page(self, sha256: Sha256, number: int) -> Page:
        """One page.

        Raises:
            NotFoundError: The exhibit has no such page.
        """

    def letters(self) -> Iterator[Letter]:
        """All letters by number of their exhibit."""

    def letter(self, letter: LetterId) -> Letter:
        """One of them."""

    def standing(self, letter: LetterId) -> Standing:
        """A letter's place among the others."""

    def standings(self) -> Iterator[Standing]:
        """Every letter's place among the others."""

    def traces(self, sha256: Sha256) -> Traces | None:
        """What an exhibit's bytes tell of its making; None where it was not looked into."""

    def all_traces(self) -> Iterator[Traces]:
        """Traces of all exhibits that were looked into, by hash."""

    def terms(self) -> Iterator[Term]:
        """Who held which office, as persons entered it, by entry."""

    def found_at(self, sha256: Sha256) -> Iterator[Occurrence]:
        """Where an exhibit was collected as a file of its own."""

    def unverified(self, sha256: Sha256 | None = None) -> Iterator[tuple[Sha256, int, Sequence[tuple[int, int, bool]]]]:
        """Pages with numbers that wait for a person: exhibit, page; start, end and whether the readers doubt each."""

    def ghosts(self) -> Iterator[Ghost]:
        """Letters that are cited and not held."""

    def registers(self) -> Iterator[tuple[Register, RegisterStanding]]:
        """Registers of letters, each with what it comes to beside the letters that are held."""

    def marks(self, sha256: Sha256 | None = None) -> Iterator[Mark]:
        """Marks of persons, of one exhibit or of all, by entry."""

    def corrections(self, sha256: Sha256 | None = None) -> Iterator[Correction]:
        """Corrections of persons, likewise."""

    def claims(self) -> Iterator[Claim]:
        """All claims by id."""

    def claim(self, claim: EntryIndex) -> Claim:
        """One claim.

        Raises:
            NotFoundError: There is none.
        """

    def entries(self, sha256: Sha256 | None = None) -> Iterator[Entry]:
        """Log entries in order, all or those that name an exhibit."""
