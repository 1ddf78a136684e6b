"""A case: the Python interface of Govah. Every verb of the command line and the workbench is a method here.

What takes long to load is imported inside of a method, so that no verb waits for what another needs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from govah.case import claiming, opening, searching
from govah.case.derived import Derived
from govah.case.naming import exhibit_names
from govah.case.progress import Progress, silent
from govah.case.searching import Found, SearchRequest
from govah.case.view import CaseView
from govah.model.acquisition import Acquisition, AcquisitionRecord
from govah.model.check import Check
from govah.model.claim import Claim, ClaimKind, ClaimStatus
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.letter import Letter
from govah.model.passage import Passage, Place
from govah.preserve.keys import Signer
from govah.preserve.log import Log
from govah.preserve.vault import Vault

if TYPE_CHECKING:
    from govah.case.picturing import Picture
    from govah.case.publishing import Published
    from govah.case.rebuilding import Rebuilt
    from govah.case.saying import Said
    from govah.case.seeking import Sought
    from govah.case.sharing import Shared
    from govah.case.stamping import Stamped
    from govah.case.summing import Collected
    from govah.case.unverified import UnverifiedNumber
    from govah.case.witnessing import Added, Asked


class Case:
    """An opened case folder.

    Args:
        folder: Of the case.
        actor: Name of the key that acts; None for the one made at `init`.

    Raises:
        NotFoundError: The folder is no case, or what machines derived is not there.
    """

    def __init__(self, folder: Path, actor: str | None = None) -> None:
        self.folder = folder.absolute()  # workers have another working folder
        self.actor = actor
        self.log: Log = opening.open_log(self.folder)
        self.derived: Derived = opening.open_derived(self.folder, self.log)
        names = exhibit_names(lambda: self.derived.records)
        self.vault = Vault(self.folder, named=names, sealed=lambda sha256: self.view.seals.holds(sha256))

    @classmethod
    def create(cls, folder: Path, name: str, *, mandate: str | None = None, actor: str | None = None) -> Self:
        """Make a new case folder, and keys beside it where there are none.

        Raises:
            UsageError: The folder exists and is not empty.
        """
        opening.create(folder, name, mandate, actor)
        return cls(folder, actor)

    @cached_property
    def signer(self) -> Signer:
        """Who acts. Loaded only when something is to be written.

        Raises:
            NotFoundError: There is no such key on this machine.
        """
        return opening.actor_signer(self.actor)

    @property
    def view(self) -> CaseView:
        """What is known now."""
        return CaseView(self.log, self.derived)

    def collect(
        self,
        paths: Sequence[Path],
        source: str,
        *,
        process: bool = True,
        ocr: bool = True,
        progress: Progress = silent,
        record: AcquisitionRecord | None = None,
        hashes: Sequence[Path] = (),
    ) -> "Collected":
        """Acquire files and folders, then read, recognise and index them."""
        from govah.case import collecting

        return collecting.collect(
            self,
            paths,
            source,
            process=process,
            ocr=ocr,
            progress=progress,
            record=record or collecting.UNTOLD,
            hashes=hashes,
        )

    def complete_acquisition(self, source: str, record: AcquisitionRecord, entry: int | None = None) -> Acquisition:
        """Complete or put right the record of an acquisition."""
        from govah.case import acquiring

        return acquiring.complete(self, source, record, entry)

    def collect_sealed(
        self,
        paths: Sequence[Path],
        source: str,
        custodians: Sequence[str],
        *,
        two_keys: bool = False,
        progress: Progress = silent,
        record: AcquisitionRecord | None = None,
    ) -> "Collected":
        """Seal files and folders as they come in: nothing of them is ever open in the case, and nothing is read."""
        from govah.case import compartment

        to = compartment.SealedTo(custodians, two_keys, record=record or AcquisitionRecord())
        return compartment.collect_sealed(self, paths, source, to, progress)

    def process(self, progress: Progress = silent) -> None:
        """Read, recognise and index what waits."""
        from govah.case import processing

        processing.process(self, progress)

    def status(self) -> Mapping[str, Any]:
        """What the case holds, what is still to do, which programs are missing."""
        from govah.case import surveying

        return surveying.status(self)

    def search(self, request: SearchRequest) -> Found:
        """Full text, folded for Persian, Arabic and English."""
        return searching.search(self, request)

    def passage(self, place: Place) -> Passage:
        """Cut a written passage out of the text of record."""
        return self.view.passage(place.sha, place.span)

    def mark(
        self, place: Place, note: str | None = None, *, instead_of: EntryIndex | None = None
    ) -> tuple[Passage, EntryIndex]:
        """Mark a passage, perhaps instead of a mark or correction that lost its place."""
        from govah.case import marking

        return marking.mark(self, place, note, instead_of)

    def correct(
        self,
        place: Place,
        field: str,
        value: str,
        why: str,
        *,
        clear: bool = False,
        instead_of: EntryIndex | None = None,
    ) -> EntryIndex:
        """Correct what a machine read at a passage; with `clear` and no value: nothing stands there."""
        from govah.case import marking

        return marking.correct(self, place, field, value, why, clear=clear, instead_of=instead_of)

    def letter_of(self, passage: Passage) -> Letter | None:
        """The letter that a correction of a field at a passage applies to."""
        from govah.case import marking

        return marking.letter_of(self, passage)

    def confirm(self, place: Place) -> EntryIndex:
        """Confirm what a machine read at a passage; its entry, an earlier one where this person confirmed it before."""
        from govah.case import confirming

        return confirming.confirm(self, place).said.entry

    def unverified_numbers(self, sha256: Sha256 | None = None) -> "Iterator[UnverifiedNumber]":
        """Numbers read on pictures that no person confirmed, of one exhibit or of all, page by page."""
        from govah.case import unverified

        view = self.view
        for exhibit, number, _ in view.unverified(sha256):
            yield from unverified.unverified_numbers(view, exhibit, view.page(exhibit, number))

    def withdraw(self, exhibit: str, why: str) -> "Said":
        """Put an exhibit aside: a report grounds nothing on it while that is in force."""
        from govah.case import withdrawing

        return withdrawing.withdraw(self, exhibit, why)

    def reinstate(self, exhibit: str, why: str) -> EntryIndex:
        """Take a withdrawal back."""
        from govah.case import withdrawing

        return withdrawing.reinstate(self, exhibit, why)

    def seek(self, letter: str, request: SearchRequest, note: str = "") -> "Sought":
        """Search for an answer to a letter, and keep in the log that it was done."""
        from govah.case import seeking

        return seeking.seek(self, letter, request, note)

    def add_term(self, office: str, holder: str, since: str | None, until: str | None, why: str) -> EntryIndex:
        """Enter who held an office from when to when."""
        from govah.case import terms

        return terms.add(self, office, holder, since, until, why)

    def remove_term(self, entry: int, why: str) -> EntryIndex:
        """Take back a term of office that was entered wrongly."""
        from govah.case import terms

        return terms.remove(self, entry, why)

    def add_words(self, table: str, data: bytes, name: str, why: str, progress: Progress = silent) -> "Said":
        """Add rows to a table of words, for this case; its letters are recognised anew."""
        from govah.case import wording

        return wording.add(self, table, data, name, why, progress)

    def remove_words(self, entry: int, why: str, progress: Progress = silent) -> EntryIndex:
        """Take the words of an entry back; letters are recognised anew."""
        from govah.case import wording

        return wording.remove(self, entry, why, progress)

    def authenticate(self, exhibit: str, progress: Progress = silent) -> Sequence[Check]:
        """The panel of mechanical checks on one document: leads, never added up."""
        from govah.case import authenticating

        return authenticating.checks(self, exhibit, progress)[1]

    def add_claim(
        self,
        places: Sequence[Place],
        text: str,
        kind: ClaimKind,
        *,
        said_by: str | None = None,
        about: str | None = None,
    ) -> Claim:
        """Make a claim on passages."""
        return claiming.add(self, places, text, kind, said_by, about)

    def assess_claim(
        self,
        claim: EntryIndex,
        status: ClaimStatus,
        grounds_for: Iterable[Place],
        grounds_against: Iterable[Place],
        why: str,
    ) -> Claim:
        """Assess a claim on passages for and against it."""
        return claiming.assess(self, claim, status, grounds_for, grounds_against, why)

    def picture(self, sha256: Sha256, page: int, width: int, turned: int = 0) -> "Picture | None":
        """A page as a PNG made by a sandboxed worker, turned by so many degrees; None where it has no picture."""
        from govah.case import picturing

        return picturing.picture(self, sha256, page, width, turned)

    def build_report(self, draft: str, out: Path, *, unverified: bool = False, force: bool = False) -> "Published":
        """Publish a draft whose every sentence is grounded."""
        from govah.case import publishing

        return publishing.build(self, draft, out, unverified=unverified, force=force)

    def share_bag(self, out: Path, **what: Any) -> "Shared":
        """Pack exhibits, report and proofs for another body."""
        from govah.case import sharing

        return sharing.bag(self, out, **what)

    def policy(self) -> Mapping[str, Any]:
        """Which witnesses and authorities count, and whose clock says when the entries were there."""
        from govah.case import policing

        return policing.told_policy(self)

    def set_policy(self, text: str | None, authorities: Sequence[Path] = ()) -> "Said":
        """Set which witnesses and authorities count; what is not given stays."""
        from govah.case import policing

        return policing.set_policy(self, text, authorities)

    def witness_request(self, witness: str | None = None, old: int | None = None, out: Path | None = None) -> "Asked":
        """Ask a witness for a cosignature of the log as it stands."""
        from govah.case import outputs, witnessing

        if out is not None:
            outputs.check_output(self.folder, out)
        return witnessing.request(self, witness, old)

    def add_cosignatures(self, reply: bytes) -> "Added":
        """Check a witness's reply and take it into the log."""
        from govah.case import witnessing

        return witnessing.add(self, reply)

    def time_stamp(self, url: str, trust: Sequence[Path] = ()) -> "Stamped":
        """Have the log stamped by an authority; the only method that uses the network."""
        from govah.case import stamping

        return stamping.stamp_from(self, url, trust)

    def time_stamp_request(self, out: Path) -> int:
        """Write a request for a time-stamp, to be carried elsewhere."""
        from govah.case import outputs, stamping

        outputs.check_output(self.folder, out)
        return stamping.write_query(self, out)

    def keep_time_stamp(self, response: Path, request: Path | None = None, trust: Sequence[Path] = ()) -> "Stamped":
        """Take in a time-stamp that was carried here."""
        from govah.case import stamping

        return stamping.stamp_of(self, response, request, trust)

    def rebuild(self, *, keep_pages: bool = False, progress: Progress = silent) -> "Rebuilt":
        """Throw away what machines derived and derive it again."""
        from govah.case import rebuilding

        result = rebuilding.rebuild(self.folder, self.actor, keep_pages, progress)
        self.derived.close()
        self.derived = opening.open_derived(self.folder, self.log)
        return result

    def verify(self, against: Path | None = None, progress: Progress = silent) -> Mapping[str, Any]:
        """Offline proof of the case; changes nothing."""
        from govah.case import verifying

        return verifying.verify(self.folder, against, progress)

    def entries(self) -> Iterator[Any]:
        """Log entries in order."""
        return self.view.entries()

    def close(self) -> None:
        """Let go of the projection."""
        self.derived.close()

    def __enter__(self) -> Self:
        """The case itself."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Let go of the projection."""
        self.close()
