"""Holds and erasures: what may not go, what shall go, and that two people said so."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from govah.case import rebuilding
from govah.case.progress import Progress
from govah.case.projection import catch_up
from govah.case.saying import Said, append, holds, say, settle
from govah.config import keys_folder
from govah.errors import BusyError, NotFoundError, RefusedError, UsageError
from govah.model.event import Entry, Event, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.text import stored_text
from govah.preserve import erasure
from govah.preserve.envelope import ciphertexts_of
from govah.preserve.keys import Keyring, Signer
from govah.preserve.log import Erased, Log
from govah.preserve.vault import Vault
from govah.store import files
from govah.store.ciphertexts import Ciphertexts
from govah.store.lease import lease
from govah.store.records import Records
from govah.store.swap import discard_derived

if TYPE_CHECKING:
    from govah.case.case import Case

CUSTODY = (EventType.HOLD, EventType.ERASE_REQUEST, EventType.ERASE_APPROVE, EventType.ERASE_DONE)
"""Types of entries that this room reads again."""


@dataclass(frozen=True, slots=True)
class Requested:
    """An erasure that was asked for.

    Args:
        entry: The `erase-request`.
        numbers: Of the exhibits, with containers and parts that go with them.
        kept: Parts of a container that goes, which were delivered elsewhere too and stay.
        already: It was asked for before, and nothing was added.
        approved: It was approved as well, and broken off.
        others: Other requests that are open and name some of the same exhibits.
    """

    entry: EntryIndex
    numbers: tuple[int, ...]
    kept: tuple[int, ...]
    already: bool
    approved: bool
    others: tuple[EntryIndex, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """An erasure that was carried out.

    Args:
        done: The `erase-done` entry.
        exhibits: How many exhibits are gone.
        entries: From how many entries fields were taken.
        one_account: Both keys were at hand here, which makes them one person.
    """

    done: EntryIndex
    exhibits: int
    entries: int
    one_account: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A hold or an erasure, as far as it has come.

    Args:
        entry: The `hold` or `erase-request`.
        kind: `hold` or `erasure`.
        state: `in force`, `lifted`, `asked for`, `approved`, `done`.
        numbers: Of the exhibits; none where the admission itself is unknown by now.
        by: Who said so, in order.
        one_account: An erasure that was approved where both keys were at hand: that is one person.
    """

    entry: EntryIndex
    kind: str
    state: str
    numbers: tuple[int, ...]
    why: str
    authority: str
    at: str
    by: tuple[str, ...]
    one_account: bool


def hold(case: "Case", exhibits: Sequence[str], why: str, authority: str) -> Said:
    """Put exhibits under a hold: while it is in force, nobody can erase them.

    A hold in force that covers all of them for the same reason by the same authority is not said again. Another reason
    or authority is another hold: each is lifted by itself.

    Raises:
        UsageError: No reason or authority was given.
        NotFoundError: There is no such exhibit.
    """
    _reasons(why, authority)
    settle(case)
    entries = [row["entry"] for row in _rows(case, exhibits)]
    fields: dict[str, Value] = {"exhibits": list(entries), "why": stored_text(why), "authority": stored_text(authority)}
    in_force = _holds(case)

    def covered(entry: Entry) -> bool:
        return set(entries) <= in_force.get(entry.index, set()) and _same_reasons(entry, fields)

    return say(case, Event(EventType.HOLD, fields), covered)


def lift(case: "Case", entry: int, why: str, authority: str) -> EntryIndex:
    """Lift a hold.

    Raises:
        NotFoundError: There is no such hold in force.
        UsageError: No reason or authority was given.
    """
    _reasons(why, authority)
    if entry not in _holds(case):
        raise NotFoundError(f"Entry {entry} is no hold in force.", "See them: govah hold list")
    fields: dict[str, Value] = {"lifts": entry, "why": stored_text(why), "authority": stored_text(authority)}
    return append(case, Event(EventType.HOLD, fields))


def request(
    case: "Case", exhibits: Sequence[str], why: str, authority: str, *, with_containers: bool = False
) -> Requested:
    """Ask for an erasure; another person approves it.

    A request for the same exhibits, for the same reason by the same authority, that is not carried out yet is not said
    again. Another reason or authority is another request, for none can be taken back; the open ones are told with it.

    Parts of a container go with it unless they were delivered elsewhere too. A part can be erased only with the
    containers that hold its bytes.

    Raises:
        UsageError: No reason or authority was given, or containers would have to go that were not named.
        RefusedError: One of them is under a hold.
    """
    _reasons(why, authority)
    settle(case)
    chosen = {row["sha256"] for row in _rows(case, exhibits)}
    records = case.derived.records
    holders = _containers(records, chosen) - chosen
    if holders and not with_containers:
        raise UsageError(
            f"The bytes are also inside of {_told(records, holders)}, and would stay there.",
            "Erase those with it: --with-containers",
        )
    chosen |= holders
    parts, kept = _parts(records, chosen)
    chosen |= parts
    rows = sorted((next(records.select("exhibit", sha256=sha256)) for sha256 in chosen), key=lambda row: row["number"])
    _refuse_held(case, [row["entry"] for row in rows])
    fields: dict[str, Value] = {
        "exhibits": [row["entry"] for row in rows],
        "why": stored_text(why),
        "authority": stored_text(authority),
    }
    waiting = _open_requests(case)

    def waits(entry: Entry) -> bool:
        same = sorted(cast(list[int], entry.fields["exhibits"])) == sorted(cast(list[int], fields["exhibits"]))
        return entry.index in waiting and same and _same_reasons(entry, fields)

    said = say(case, Event(EventType.ERASE_REQUEST, fields), waits)
    wanted = {row["entry"] for row in rows}
    return Requested(
        said.entry,
        tuple(row["number"] for row in rows),
        tuple(sorted(_number(records, one) for one in kept)),
        said.already,
        waiting.get(said.entry) == "approved",
        tuple(index for index in sorted(waiting) if index != said.entry and wanted & _asked_for(case, index)),
    )


def _same_reasons(entry: Entry, fields: Mapping[str, Value]) -> bool:
    return holds(entry, {name: fields[name] for name in ("why", "authority")})


def _open_requests(case: "Case") -> dict[EntryIndex, str]:
    """Requests that were not carried out, with how far each has come: `asked for` or `approved`."""
    return {each.entry: each.state for each in standings(case) if each.kind == "erasure" and each.state != "done"}


def _asked_for(case: "Case", index: EntryIndex) -> set[int]:
    return set(cast(list[int], case.log.entry(index).fields["exhibits"]))


def approve(case: "Case", asked: int, why: str, key: Path | None, progress: Progress) -> Carried:
    """Approve an erasure as a second person, and carry it out.

    Bytes, the fields of the log that name or quote them, and what was derived from them are destroyed. What is left
    is derived again from the pages that were read.

    Args:
        asked: The `erase-request`.
        why: In words.
        key: The second person's key where it is not on this account.
        progress: Told while the log is read and while what is left is derived again.

    Raises:
        NotFoundError: Nobody asked for it.
        RefusedError: The same key asked for it, or an exhibit is under a hold.
    """
    entry = _asked(case, asked)
    keyring = Keyring(keys_folder())
    signer = keyring.load(key) if key is not None else case.signer
    if signer.key_id == entry.actor:
        raise RefusedError(
            f"{case.view.actor(entry.actor)} asked for this erasure and cannot approve it as well.",
            f"A second person approves it: govah erase approve {asked} --why WHY --as NAME, or --key FILE from a "
            "stick.",
        )
    with lease(case.derived.folder / "processing.lock") as held:
        if not held:
            raise BusyError("Another process is reading this case.", "Wait until it has ended and try again.")
    one_account = keyring.holds(entry.actor) and (key is None or keyring.holds(signer.key_id))
    plan = _Plan(case, entry, stored_text(why), one_account, progress)
    plan.read()
    holders = _Holders(case.vault, Ciphertexts(case.folder / "sealed"))
    forget = case.derived.results.remove
    erased = case.log.erase(plan, signer, lambda: holders.destroy(plan.hashes, plan.ciphertexts, forget))
    _derive_again(case, progress)
    return Carried(erased.done, len(plan.hashes), len(plan.fields), one_account)


def finish(case_folder: Path, log: Log, signer: Signer, progress: Progress) -> Sequence[Erased]:
    """End erasures that were approved and broken off."""
    finished = []
    for entry in _open_approvals(log):
        listed = cast(list[dict[str, int]], entry.fields["exhibits"])
        admissions = [log.entry(item["entry"]) for item in listed]
        hashes = set(_named_by(admissions))
        holders = _Holders(Vault(case_folder), Ciphertexts(case_folder / "sealed"))
        sealed = ciphertexts_of(log.entries_of(EventType.SEAL), hashes)
        done = log.finish_erasure(
            entry.index,
            signer,
            lambda h=holders, e=hashes, s=sealed: h.destroy(e, s, None),  # type: ignore[misc]
        )
        finished.append(Erased(entry.index, done))
    if finished:
        rebuilding.rebuild(case_folder, signer.name, True, progress)
    return finished


def standings(case: "Case") -> Iterator[Standing]:
    """Holds and erasures in the order in which they were said."""
    lifted: dict[int, Entry] = {}
    approvals: dict[int, Entry] = {}
    done: dict[int, Entry] = {}
    listed: list[Entry] = []
    for entry in _custody(case):
        fields: Any = entry.fields
        if entry.type == EventType.HOLD and "lifts" in fields:
            lifted[fields["lifts"]] = entry
        elif entry.type == EventType.ERASE_APPROVE:
            approvals[fields["request"]] = entry
        elif entry.type == EventType.ERASE_DONE:
            done[fields["request"]] = entry
        else:
            listed.append(entry)
    numbers = {
        row["entry"]: row["number"] for table in ("exhibit", "erased") for row in case.derived.records.select(table)
    }
    for entry in listed:
        is_hold = entry.type == EventType.HOLD
        steps = [entry, *(found[entry.index] for found in (lifted, approvals, done) if entry.index in found)]
        states = ("in force", "lifted") if is_hold else ("asked for", "approved", "done")
        fields = entry.fields
        yield Standing(
            entry.index,
            "hold" if is_hold else "erasure",
            states[len(steps) - 1],
            tuple(sorted(numbers[one] for one in fields["exhibits"] if one in numbers)),
            str(fields.get("why", "")),
            str(fields.get("authority", "")),
            entry.at,
            tuple(dict.fromkeys(case.view.actor(step.actor) for step in steps)),
            any(step.fields.get("one_account") is True for step in steps),
        )


class _Plan:
    """What an approved erasure takes; most of the log is read before its lock is held, the rest with it."""

    def __init__(self, case: "Case", asked: Entry, why: str, one_account: bool, progress: Progress) -> None:
        self._case = case
        self._asked = asked
        self._why = why
        self._one_account = one_account
        self._progress = progress
        self._read = 0
        entries = cast(list[int], asked.fields["exhibits"])
        self._admissions = [case.log.entry(index) for index in entries]
        self.hashes = set(_named_by(self._admissions))
        self.ciphertexts: set[str] = set()
        self._traces = erasure.Traces({str(sha256) for sha256 in self.hashes})
        self.fields: dict[int, list[str]] = {}

    def read(self) -> None:
        """Read what the log says so far."""
        size = self._case.log.size
        for entry in self._case.log.entries(self._read):
            self._traces.learn(entry)
            if entry.index % 4096 == 0:
                self._progress("trace", entry.index, 2 * size, "")
        self.fields = {}
        for entry in self._case.log.entries():
            if names := self._traces.fields(entry):
                self.fields[entry.index] = names
            if entry.index % 4096 == 0:
                self._progress("trace", size + entry.index, 2 * size, "")
        self._read = size
        self.ciphertexts = ciphertexts_of(self._case.log.entries_of(EventType.SEAL), self.hashes)

    def approval(self) -> Event:
        """The approval, with what came to the log while it was read."""
        log = self._case.log
        catch_up(log, self._case.derived.records)
        _refuse_held(self._case, cast(list[int], self._asked.fields["exhibits"]))
        if any(entry.index not in self.fields for entry in self._admissions):
            raise UsageError("What was asked for is erased already.", "See govah erase list.")
        known = self._traces.count
        fresh = list(log.entries(self._read))
        for entry in fresh:
            self._traces.learn(entry)
        if self._traces.count != known:
            self.read()  # somebody just quoted it: his words may stand anywhere
        else:
            self.fields |= erasure.taken(fresh, self._traces)
        records = self._case.derived.records
        numbers = {
            entry.index: next(records.select("exhibit", entry=entry.index))["number"] for entry in self._admissions
        }
        exhibits: list[Value] = [{"entry": index, "number": number} for index, number in sorted(numbers.items())]
        fields: dict[str, Value] = {
            "request": self._asked.index,
            "one_account": self._one_account,
            "exhibits": exhibits,
            "fields": erasure.described(self.fields),
            "torn": list(erasure.torn_pieces(log.folder, self._traces)),
            "why": self._why,
        }
        return Event(EventType.ERASE_APPROVE, fields)


def _named_by(admissions: Iterable[Entry]) -> Iterator[Sha256]:
    """Exhibits of admissions, of which some came in sealed."""
    for entry in admissions:
        name = entry.fields.get("sha256") or entry.fields.get("sealed")
        if isinstance(name, str):
            yield Sha256(name)


@dataclass(frozen=True, slots=True)
class _Holders:
    """Where an exhibit's bytes are."""

    vault: Vault
    ciphertexts: Ciphertexts

    def destroy(
        self, exhibits: Iterable[Sha256], ciphertexts: Iterable[str], forget: Callable[[Sha256], None] | None
    ) -> None:
        """Remove bytes, ciphertexts and what was read of them."""
        for sha256 in sorted(exhibits):
            self.vault.destroy(sha256)
            if forget is not None:
                forget(sha256)
        for name in sorted(ciphertexts):
            self.ciphertexts.remove(name)


def _derive_again(case: "Case", progress: Progress) -> None:
    case.derived.close()
    discard_derived(case.derived.folder)
    files.make_folder(case.derived.folder / "pages")  # where nothing was read so far, nothing is read for this
    case.rebuild(keep_pages=True, progress=progress)


def _reasons(why: str, authority: str) -> None:
    if not why.strip() or not authority.strip():
        raise UsageError(
            "A reason and an authority are needed.",
            "Say why, and who decided it: --why WHY --authority 'Court order 12/2027'",
        )


def _rows(case: "Case", exhibits: Sequence[str]) -> list[Mapping[str, Any]]:
    if not exhibits:
        raise UsageError("No exhibit was named.", "Name some, as ex6; see: govah exhibits")
    hashes = dict.fromkeys(case.view.resolve(name) for name in exhibits)
    return [next(case.derived.records.select("exhibit", sha256=sha256)) for sha256 in hashes]


def _custody(case: "Case") -> Iterator[Entry]:
    for kind in CUSTODY:
        for row in case.derived.records.select("landmark", type=kind):
            yield case.log.entry(row["entry"])


def _holds(case: "Case") -> dict[int, set[int]]:
    """Admissions that are held, by hold."""
    found: dict[int, set[int]] = {}
    for entry in _custody(case):
        if entry.type == EventType.HOLD and "exhibits" in entry.fields:
            found[entry.index] = set(cast(list[int], entry.fields["exhibits"]))
    for entry in _custody(case):
        if entry.type == EventType.HOLD and "lifts" in entry.fields:
            found.pop(cast(int, entry.fields["lifts"]), None)
    return found


def _refuse_held(case: "Case", entries: Iterable[int]) -> None:
    wanted = set(entries)
    for index, held in sorted(_holds(case).items()):
        if wanted & held:
            entry = case.log.entry(index)
            numbers = sorted(next(case.derived.records.select("exhibit", entry=one))["number"] for one in wanted & held)
            raise RefusedError(
                f"{', '.join(f'Exhibit {number}' for number in numbers)}: under a hold since {entry.at[:10]} "
                f"({entry.fields['authority']}).",
                f"Nothing was erased. Whoever has the authority lifts the hold: govah hold lift {index} --why WHY "
                "--authority WHO",
            )


def _asked(case: "Case", index: int) -> Entry:
    entry = case.log.entry(index)
    if entry.type != EventType.ERASE_REQUEST:
        raise NotFoundError(f"Entry {index} asks for no erasure.", "See them: govah erase list")
    return entry


def _open_approvals(log: Log) -> list[Entry]:
    found = {entry.index: entry for entry in log.entries_of(EventType.ERASE_APPROVE)}
    for entry in log.entries_of(EventType.ERASE_DONE):
        found.pop(EntryIndex(cast(int, entry.fields["approve"])), None)
    return list(found.values())


def _containers(records: Records, chosen: set[str]) -> set[str]:
    """Everything that holds bytes of these, directly or not."""
    found: set[str] = set()
    waiting = list(chosen)
    while waiting:
        sha256 = waiting.pop()
        for row in records.select("member", sha256=sha256):
            if row["parent"] not in found:
                found.add(row["parent"])
                waiting.append(row["parent"])
    return found


def _parts(records: Records, chosen: set[str]) -> tuple[set[str], set[str]]:
    """Parts of these that go with them, and those that were delivered elsewhere too."""
    going: set[str] = set()
    kept: set[str] = set()
    waiting = list(chosen)
    while waiting:
        for row in records.select("member", parent=waiting.pop()):
            part = row["sha256"]
            if part is None or part in chosen | going:
                continue
            elsewhere = {item["parent"] for item in records.select("member", sha256=part)} - chosen - going
            if elsewhere or records.count("occurrence", sha256=part):
                kept.add(part)
            else:
                kept.discard(part)
                going.add(part)
                waiting.append(part)
    return going, kept - going


def _number(records: Records, sha256: str) -> int:
    return int(next(records.select("exhibit", sha256=sha256))["number"])


def _told(records: Records, hashes: set[str]) -> str:
    return ", ".join(f"Exhibit {number}" for number in sorted(_number(records, sha256) for sha256 in hashes))
