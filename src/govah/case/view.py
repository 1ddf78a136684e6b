"""The read-only view of a case over its projection, its pages and its log."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from govah.case.acquisition_codec import acquisition_of
from govah.case.derived import Derived
from govah.case.handwork import Handwork, correction_of
from govah.case.listing import count_sealed, count_unread, exhibit_of, listed, statuses
from govah.case.own_words import own_words
from govah.case.passages import passage_of
from govah.case.paths import Paths, StoredPlaces
from govah.case.reading_codec import page_of
from govah.case.seals import Seals
from govah.case.seekings import Seekings
from govah.case.standing_codec import ghost_of, register_standing_of, standing_of
from govah.case.terms import term_of
from govah.case.text_of_record import text_of_record
from govah.case.tracing import traces_of
from govah.case.withdrawals import Withdrawals
from govah.consolidate.letters.wire import letter_from_json
from govah.consolidate.registers.wire import register_from_json
from govah.errors import NotFoundError, RefusedError, UsageError
from govah.model.access import Access
from govah.model.acquisition import Acquisition
from govah.model.claim import Assessment, Claim, ClaimKind, ClaimStatus
from govah.model.event import Entry, EventType
from govah.model.exhibit import Exhibit, Member, Occurrence
from govah.model.identifiers import EntryIndex, LetterId, Sha256
from govah.model.letter import Ghost, Letter, Standing
from govah.model.mark import Confirmation, Correction, Mark
from govah.model.own_words import OwnWords
from govah.model.page import Page
from govah.model.passage import Passage, Span, exhibit_number
from govah.model.register import Register, RegisterStanding
from govah.model.status import Status
from govah.model.term import Term
from govah.model.text import counted
from govah.model.traces import Traces
from govah.preserve.log import Log
from govah.store.records import Row

_LEAST_PREFIX = 8


class CaseView:
    """What the case knows. Nothing here writes.

    Args:
        log: Opened for reading.
        derived: The projection.
    """

    def __init__(self, log: Log, derived: Derived) -> None:
        self._log = log
        self._derived = derived
        self._records = derived.records
        self._paths = Paths(StoredPlaces(derived.records))
        self._handwork = Handwork(derived.records, self._machine_page, self.actor)
        self.seals = Seals(derived.records, self.actor)
        self.withdrawals = Withdrawals(derived.records, self.actor)
        self.seekings = Seekings(derived.records, self.actor)

    @property
    def name(self) -> str:
        """The case's name."""
        return str(self.setting("name", ""))

    @property
    def standard(self) -> str:
        """The mandate's standard of proof."""
        return str(self.setting("standard", "reasonable_grounds"))

    @property
    def exhibit_count(self) -> int:
        """How many exhibits are held."""
        return self._records.count("exhibit")

    def setting(self, name: str, default: Any = None) -> Any:
        """What a `set` event last said of `name`."""
        row = next(self._records.select("state", key=f"set:{name}"), None)
        return row["value"] if row else default

    def actor(self, key: str) -> str:
        """The name of who signs with a key, else the key's id."""
        row = next(self._records.select("actor", key=key), None)
        return str(row["name"]) if row else key

    @property
    def first_actor(self) -> str:
        """The name of the key made with the case, which acts where no other is named."""
        row = min(self._records.select("actor"), key=lambda row: row["entry"], default=None)
        return str(row["name"]) if row else ""

    def resolve(self, prefix: str) -> Sha256:
        """The exhibit whose hash begins so, or with the case's own number, `ex6`.

        Raises:
            NotFoundError: There is none.
            UsageError: Several begin so, or the prefix is too short.
        """
        number = exhibit_number(prefix)
        if number is not None:
            return self.numbered(number)
        sought = prefix.strip().lower()
        if len(sought) < _LEAST_PREFIX or any(digit not in "0123456789abcdef" for digit in sought):
            raise UsageError(
                f"{prefix!r} does not name an exhibit.",
                "Give its number, as ex6, or at least 8 digits of its hash; see: govah exhibits",
            )
        found = [row["sha256"] for row in self._records.beginning("exhibit", "sha256", sought)]
        if not found:
            raise NotFoundError(f"No exhibit begins with {sought}.", "List what the case holds: govah exhibits")
        if len(found) > 1:
            raise UsageError(f"{len(found)} exhibits begin with {sought}.", "Give more digits of the hash.")
        return Sha256(found[0])

    def numbered(self, number: int) -> Sha256:
        """The exhibit with the case's own number.

        Raises:
            NotFoundError: There is none.
        """
        row = next(self._records.select("exhibit", number=number), None)
        if row is None and (gone := next(self._records.select("erased", number=number), None)) is not None:
            raise NotFoundError(
                f"Exhibit {number} was erased on {gone['at'][:10]} under this authority: {gone['authority']}.",
                "Its number is never given again. List what the case holds: govah exhibits",
            )
        if row is None:
            raise NotFoundError(f"There is no exhibit {number}.", "List what the case holds: govah exhibits")
        return Sha256(row["sha256"])

    def passage(self, sha: str, span: Span) -> Passage:
        """Cut a passage out of the text of record.

        Raises:
            NotFoundError: No such exhibit or page.
            UsageError: The span leaves the page.
        """
        sha256 = self.resolve(sha)
        page = self.page(sha256, span.page)
        row = next(self._records.select("reading", sha256=sha256))
        return Passage.cut(sha256, span, page.text, row["reader"] or "")

    def exhibits(self, statuses: Collection[Status] | None = None, skipped: int = 0) -> Iterator[Exhibit]:
        """All by number, erased ones among them; then what never had bytes, by path. Read some at a time.

        Args:
            statuses: Only of these.
            skipped: How many of them are left out at the beginning.
        """
        withdrawn = self.withdrawals.by_exhibit()
        for exhibit in listed(self._records, self.seals.by_exhibit(), statuses, skipped):
            known = withdrawn.get(exhibit.sha256) if exhibit.sha256 is not None else None
            yield exhibit if known is None else replace(exhibit, withdrawal=known)

    def statuses(self) -> Mapping[Status, int]:
        """How many exhibits there are of each status, what has no bytes among them."""
        return statuses(self._records, self.seals.by_exhibit())

    def sealed_count(self) -> int:
        """How many exhibits are sealed with their bytes: those of status `encrypted` that no password opens."""
        return count_sealed(self.seals.by_exhibit())

    def unread(self) -> int:
        """How many were not read whole; sealed and erased ones apart, for nobody can read those."""
        return count_unread(self._records, self.seals.by_exhibit())

    def exhibit(self, sha256: Sha256) -> Exhibit:
        """One exhibit.

        Raises:
            NotFoundError: There is none.
        """
        row = next(self._records.select("exhibit", sha256=sha256), None)
        if row is None:
            raise NotFoundError(f"There is no exhibit {sha256[:12]}.", "List what the case holds: govah exhibits")
        reading = next(self._records.select("reading", sha256=sha256), None)
        parents = [member["parent"] for member in self._records.select("member", sha256=sha256)]
        children = [member["sha256"] for member in self._records.select("member", parent=sha256) if member["sha256"]]
        exhibit = exhibit_of(row, reading, self._paths, parents, children, self.seals.of(sha256))
        return replace(exhibit, withdrawal=self.withdrawals.of(sha256))

    def found_at(self, sha256: Sha256) -> Iterator[Occurrence]:
        """Where an exhibit was collected as a file of its own."""
        for row in self._records.select("occurrence", sha256=sha256):
            if row["path"] is not None:
                yield Occurrence(row["path"], row["path_raw"], row["source"], sha256, row["detail"], row["modified"])

    def terms(self) -> Iterator[Term]:
        """Who held which office, as persons entered it, by entry."""
        rows = list(self._records.select("term"))
        lifted = {row["data"]["lifts"] for row in rows if "lifts" in row["data"]}
        for row in rows:
            if "lifts" not in row["data"] and row["entry"] not in lifted:
                yield term_of(row, self.actor)

    def own_words(self) -> Iterator[OwnWords]:
        """Words of the genre that persons added, by entry; also those that were taken back."""
        return own_words(self._records, self.actor)

    def occurrences(self, source: str | None = None) -> Iterator[Occurrence]:
        """Collected directory entries in order of the log."""
        where = {} if source is None else {"source": source}
        for row in self._records.select("occurrence", **where):
            if row["path"] is None:
                continue  # came in sealed: where it lay is sealed too
            yield Occurrence(row["path"], row["path_raw"], row["source"], row["sha256"], row["detail"], row["modified"])

    def members(self, parent: Sha256) -> tuple[Member, ...]:
        """Parts of a container in order."""
        return tuple(
            Member(parent, row["position"], row["name"], row["sha256"], row["detail"], row["name_raw"])
            for row in self._records.select("member", parent=parent)
        )

    def machine_pages(self, sha256: Sha256) -> tuple[Page, ...]:
        """Pages as the reader made them, without corrections; none where the exhibit was not read yet.

        Raises:
            NotFoundError: They were thrown away.
        """
        return tuple(page_of(value) for value in self._stored_pages(sha256))

    def _stored_pages(self, sha256: Sha256) -> Sequence[Any]:
        if self.seals.holds(sha256):
            return ()
        stored = self._derived.results.get("read", sha256)
        if stored is None:
            if self._records.count("reading", sha256=sha256):
                raise NotFoundError(
                    f"What was read of exhibit {sha256[:12]} is not there.",
                    "Nothing is lost. Derive it again: govah rebuild",
                )
            return ()
        pages: Sequence[Any] = stored["reading"]["pages"]
        return pages

    def pages(self, sha256: Sha256) -> tuple[Page, ...]:
        """Text of record of every page."""
        corrections = self._corrections(sha256)
        return tuple(text_of_record(page, corrections) for page in self.machine_pages(sha256))

    def _corrections(self, sha256: Sha256) -> list[Correction]:
        return [correction_of(row) for row in self._records.select("correction", sha256=sha256)]

    def page(self, sha256: Sha256, number: int) -> Page:
        """One page.

        Raises:
            NotFoundError: The exhibit has no such page.
            RefusedError: It is sealed.
        """
        pages = self._stored_pages(sha256)
        if not pages:
            self.refuse_sealed(sha256)
        if not 1 <= number <= len(pages):
            raise NotFoundError(
                f"Exhibit {sha256[:12]} has {counted(len(pages), 'page')}, none numbered {number}.",
                f"See its pages: govah text {sha256[:12]}",
            )
        return text_of_record(page_of(pages[number - 1]), self._corrections(sha256))

    def refuse_sealed(self, sha256: Sha256) -> None:
        """Say that an exhibit is sealed, where its text is asked for.

        Raises:
            RefusedError: It is.
        """
        sealing = self.seals.of(sha256)
        if sealing is not None:
            named = f"ex{next(self._records.select('exhibit', sha256=sha256))['number']}"
            raise RefusedError(
                f"{named} is {sealing.told}. Its text is not here.",
                f"Whoever holds the keys can open it: govah unseal {named} --purpose WHY -o FILE",
            )

    def letters(self) -> Iterator[Letter]:
        """All letters by number of their exhibit."""
        rows = list(self._records.select("letter"))
        held = self._records.among("exhibit", "sha256", {row["sha256"] for row in rows})
        numbers = {row["sha256"]: row["number"] for row in held}
        rows.sort(key=lambda row: (numbers[row["sha256"]], row["id"]))
        return (letter_from_json(row["data"]) for row in rows)

    def letters_of(self, sha256: Sha256) -> tuple[Letter, ...]:
        """Letters of one exhibit, in order of its pages."""
        found = (letter_from_json(row["data"]) for row in self._records.select("letter", sha256=sha256))
        return tuple(sorted(found, key=lambda letter: letter.span))

    def letter(self, letter: LetterId) -> Letter:
        """One letter.

        Raises:
            NotFoundError: There is none.
        """
        row = next(self._records.select("letter", id=letter), None)
        if row is None:
            raise NotFoundError(f"There is no letter {letter}.", "List the letters: govah letters")
        return letter_from_json(row["data"])

    def standing(self, letter: LetterId) -> Standing:
        """A letter's place among the others."""
        row = next(self._records.select("standing", letter=letter), None)
        if row is None:
            raise NotFoundError(f"There is no letter {letter}.", "List the letters: govah letters")
        return standing_of(row["data"])

    def standings(self) -> Iterator[Standing]:
        """Every letter's place among the others."""
        return (standing_of(row["data"]) for row in self._records.select("standing"))

    def traces(self, sha256: Sha256) -> Traces | None:
        """What an exhibit's bytes tell of its making; None where it was not looked into."""
        row = next(self._records.select("trace", sha256=sha256), None)
        return None if row is None else traces_of(row)

    def all_traces(self) -> Iterator[Traces]:
        """Traces of all exhibits that were looked into, by hash."""
        return (traces_of(row) for row in self._records.select("trace"))

    def ghosts(self) -> Iterator[Ghost]:
        """Letters that are cited and not held."""
        return (ghost_of(row["data"]) for row in self._records.select("ghost"))

    def registers(self) -> Iterator[tuple[Register, RegisterStanding]]:
        """Registers of letters by number of their exhibit and place, each with what it comes to."""
        known = {row["register"]: register_standing_of(row["data"]) for row in self._records.select("registered")}
        found = [register_from_json(row["data"]) for row in self._records.select("register")]
        held = self._records.among("exhibit", "sha256", {register.sha256 for register in found})
        numbers = {row["sha256"]: row["number"] for row in held}
        found.sort(key=lambda register: (numbers[register.sha256], register.span))
        return ((register, known[register.id]) for register in found if register.id in known)

    def marks(self, sha256: Sha256 | None = None) -> Iterator[Mark]:
        """Marks of persons by entry."""
        return self._handwork.marks(sha256)

    def corrections(self, sha256: Sha256 | None = None) -> Iterator[Correction]:
        """Corrections of persons by entry."""
        return self._handwork.corrections(sha256)

    def confirmations(self, sha256: Sha256) -> Iterator[Confirmation]:
        """Confirmations of an exhibit's words, by entry."""
        return self._handwork.confirmations(sha256)

    def confirmed(self, passage: Passage) -> bool:
        """Whether a person confirmed or corrected all of what stands at a passage, and it still stands there."""
        return self._handwork.confirmed(passage)

    def seen(self, sha256: Sha256, number: int) -> tuple[Span, ...]:
        """The stretches of a page's text of record that a person confirmed or put there."""
        return self._handwork.seen(sha256, number)

    def unverified(self, sha256: Sha256 | None = None) -> Iterator[tuple[Sha256, int, Sequence[tuple[int, int, bool]]]]:
        """Pages with numbers that wait for a person: exhibit, page; start, end and whether the readers doubt each."""
        rows = list(self._records.select("unverified", **({} if sha256 is None else {"sha256": sha256})))
        held = self._records.among("exhibit", "sha256", {row["sha256"] for row in rows})
        numbers = {row["sha256"]: row["number"] for row in held}
        rows.sort(key=lambda row: (numbers[row["sha256"]], row["page"]))
        return ((Sha256(row["sha256"]), row["page"], [tuple(each) for each in row["numbers"]]) for row in rows)

    def _machine_page(self, sha256: Sha256, number: int) -> Page | None:
        pages = self._stored_pages(sha256)
        return page_of(pages[number - 1]) if 1 <= number <= len(pages) else None

    def claims(self) -> Iterator[Claim]:
        """All claims by id."""
        return (self._claim(row) for row in self._records.select("claim"))

    def claim(self, claim: EntryIndex) -> Claim:
        """One claim.

        Raises:
            NotFoundError: There is none.
        """
        row = next(self._records.select("claim", id=claim), None)
        if row is None:
            raise NotFoundError(f"There is no claim {claim}.", "List the claims: govah claims")
        return self._claim(row)

    def _claim(self, row: Row) -> Claim:
        data = row["data"]
        steps = (_assessment(step, self.actor) for step in self._records.select("assessment", claim=row["id"]))
        history = tuple(steps)
        return Claim(
            id=EntryIndex(row["id"]),
            text=data.get("text", ""),
            about=data.get("about"),
            kind=ClaimKind(data["kind"]),
            said_by=data.get("said_by"),
            passages=tuple(passage_of(passage) for passage in data.get("passages", ())),
            status=history[-1].status if history else ClaimStatus.ASSERTED,
            standard=data["standard"],
            by=self.actor(data["by"]),
            at=data["at"],
            history=history,
            erased=None if "text" in data else self._erasure_of(EntryIndex(row["id"])),
        )

    def _erasure_of(self, entry: EntryIndex) -> str:
        """When and under which authority fields of an entry were erased."""
        for approval in self._log.entries_of(EventType.ERASE_APPROVE):
            fields: Any = approval.fields
            if any(item["entry"] == entry for item in fields["fields"]):
                asked = self._log.entry(fields["request"])
                return f"erased on {approval.at[:10]} under this authority: {asked.fields['authority']}"
        return "erased"

    def publications(self) -> Iterator[Mapping[str, Any]]:
        """What was published: the fields of each event with `entry`, `by`, `at`."""
        for row in self._records.select("publication"):
            yield {"entry": row["entry"], **row["data"], "by": self.actor(row["data"]["by"])}

    def acquisitions(self) -> Iterator[Mapping[str, Any]]:
        """Acquisitions by entry: `entry`, `source`, `at`, `by`, `ocr`."""
        for row in self._records.select("acquisition", completes=None):
            yield {**row, "by": self.actor(row["by"])}

    def acquired(self, sha256: Sha256 | None = None) -> list[Acquisition]:
        """Acquisitions with their records, by entry: all, or those that brought an exhibit or a container of it."""
        if sha256 is None:
            later = [row for row in self._records.select("acquisition") if row["completes"] is not None]
            return [acquisition_of(row, later) for row in self.acquisitions()]
        entries, entered, waiting = set(), set(), [sha256]
        while waiting:
            each = waiting.pop()
            if each not in entered:
                entered.add(each)
                entries |= {row["acquisition"] for row in self._records.select("occurrence", sha256=each)}
                waiting += [row["parent"] for row in self._records.select("member", sha256=each)]
        return [acquisition for acquisition in self.acquired() if acquisition.entry in entries]

    def accesses(self, sha256: Sha256 | None = None) -> Iterator[Access]:
        """Logged openings by entry: all, or those of an exhibit."""
        for row in self._records.select("access", **({} if sha256 is None else {"sha256": sha256})):
            by = self.actor(row["by"])
            yield Access(row["entry"], row["at"], by, row["sha256"], row["page"], row["face"], row["what"])

    def entries(self, sha256: Sha256 | None = None) -> Iterator[Entry]:
        """Log entries in order, all or those that name an exhibit."""
        if sha256 is None:
            yield from self._log.entries()
            return
        tables = ("exhibit", "occurrence", "named")  # its own admissions stand in the first two
        rows = (row for table in tables for row in self._records.select(table, sha256=sha256))
        for entry in sorted({row["entry"] for row in rows}):
            yield self._log.entry(EntryIndex(entry))


def _assessment(row: Row, actor: Callable[[str], str]) -> Assessment:
    data = row["data"]
    return Assessment(
        EntryIndex(row["entry"]),
        data["at"],
        ClaimStatus(data["status"]),
        actor(data["by"]),
        data.get("why", ""),
        tuple(passage_of(passage) for passage in data.get("for", ())),
        tuple(passage_of(passage) for passage in data.get("against", ())),
    )
