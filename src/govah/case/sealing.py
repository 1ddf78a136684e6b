"""Sealing exhibits that were held open: their bytes under age, and nothing readable of them left in the case.

Order: the ciphertext is on the disk; the `seal` entry is under a checkpoint; only then do the open bytes go, and all
that was derived from them is derived again without them. What breaks off between is finished by the next writer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govah.case import opening
from govah.case.progress import Progress
from govah.case.projection import catch_up
from govah.case.queue import count_waiting
from govah.case.rebuilding import rebuild
from govah.case.seal_terms import Terms, agreed
from govah.case.seals import left_open
from govah.errors import IntegrityError, RefusedError, UsageError
from govah.model.event import Event
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.text import counted
from govah.preserve.envelope import DataKey
from govah.preserve.verifier import GROUP_LIMIT
from govah.store.ciphertexts import Ciphertexts
from govah.store.records import Records

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class SealedExhibit:
    """An exhibit that was sealed.

    Args:
        number: Of the case.
        sha256: Of its open bytes: its name goes on.
        sealed: Of the ciphertext.
        entry: The `seal` entry.
    """

    number: int
    sha256: Sha256
    sealed: Sha256
    entry: EntryIndex


def seal(
    case: "Case",
    exhibits: Sequence[Sha256],
    to: Sequence[str],
    why: str,
    progress: Progress,
    *,
    two_keys: bool,
    with_containers: bool = False,
    with_parts: bool = False,
) -> list[SealedExhibit]:
    """Seal exhibits to custodians.

    Args:
        with_containers: Also every container that holds them; its other parts stay open.
        with_parts: Also everything inside of them.

    Raises:
        UsageError: No reason, not enough custodians, or an exhibit is sealed already.
        RefusedError: It would stay readable in a container, or its parts would; or not all was read yet.
        IntegrityError: Stored bytes are not those admitted.
    """
    if not why.strip():
        raise UsageError("No reason was given.", "Say why it is sealed; it stays in the log: --why WHY")
    terms = agreed(case, to, why, two_keys=two_keys)
    finish(case, progress)
    chosen = _chosen(case, exhibits, with_containers=with_containers, with_parts=with_parts)
    sealed: list[SealedExhibit] = []
    numbers = {row["sha256"]: row["number"] for row in case.derived.records.select("exhibit")}
    for start in range(0, len(chosen), GROUP_LIMIT):
        part = chosen[start : start + GROUP_LIMIT]
        events = list(_events(case, part, terms, progress))
        entries = case.log.append(events, case.signer)
        for sha256, event, entry in zip(part, events, entries, strict=True):
            sealed.append(SealedExhibit(numbers[sha256], sha256, Sha256(str(event.fields["sealed"])), entry))
    catch_up(case.log, case.derived.records)
    finish(case, progress)
    return sealed


def finish(case: "Case", progress: Progress) -> bool:
    """Remove the open bytes of what was sealed, and all that was derived from them; whether there was anything.

    Database and index are made anew rather than cleaned: what is only marked as deleted in them can be read.
    """
    if not left_open(case.vault, case.derived):
        return False
    (case.derived.folder / "pages").mkdir(exist_ok=True)
    rebuild(case.folder, case.actor, True, progress, checked=False)
    case.derived.close()
    case.derived = opening.open_derived(case.folder, case.log)
    return True


def _events(case: "Case", exhibits: Iterable[Sha256], terms: Terms, progress: Progress) -> list[Event]:
    """Write the ciphertexts; the events that name them."""
    events = []
    store = Ciphertexts(case.folder / "sealed")
    with store.group():
        for done, sha256 in enumerate(exhibits):
            key = DataKey()
            found: list[Sha256] = []
            with case.vault.open(sha256) as source:
                sealed, size = store.put(
                    lambda target, key=key, source=source, found=found: found.append(  # type: ignore[misc]
                        key.encrypt(source, {"what": "exhibit"}, target)[0]
                    )
                )
            if found != [sha256]:
                case.vault.check(sha256)  # names the exhibit
                raise IntegrityError(f"Exhibit {sha256[:12]} changed while it was sealed.", "Run govah verify.")
            events.append(terms.seal("exhibit", sealed, size, key, exhibit=sha256))
            progress("seal", done + 1, None, "")
    return events


def _chosen(case: "Case", exhibits: Sequence[Sha256], *, with_containers: bool, with_parts: bool) -> list[Sha256]:
    """Exhibits with the containers and parts that must go with them, by number."""
    if not exhibits:
        raise UsageError("No exhibit was named.", "Name some: govah seal ex6 --to NAME --why WHY")
    records = case.derived.records
    if count_waiting(records):
        raise RefusedError(
            "Not all of this case was read yet: a container among the rest may hold what is to be sealed.",
            "Read it first: govah collect again without --no-process; then seal.",
        )
    seals = case.view.seals
    family = _Family(records)
    for sha256 in exhibits:
        if (known := seals.of(sha256)) is not None:
            raise UsageError(f"Exhibit {sha256[:12]} is {known.told}.", "It need not be sealed again.")
    named = set(exhibits)
    if with_parts:
        named |= family.below(exhibits)
    open_parts = {each for each in family.below(exhibits) - named if not seals.holds(each)}
    if open_parts:
        raise RefusedError(
            f"It holds {counted(len(open_parts), 'part')} that would stay open: {_told(case, open_parts)}.",
            "Seal them too: --with-parts",
        )
    above = {each for each in family.above(named) - named if not seals.holds(each)}
    if above and not with_containers:
        raise RefusedError(
            f"It would stay readable in {_told(case, above)}, which holds it.",
            "Seal that too: --with-containers (its other parts stay open unless they are named).",
        )
    chosen = {each for each in named | above if not seals.holds(each)}
    number = {row["sha256"]: row["number"] for row in records.select("exhibit")}
    return sorted(chosen, key=lambda sha256: int(number[sha256]))


def _told(case: "Case", exhibits: Iterable[Sha256]) -> str:
    numbers = sorted(case.view.exhibit(sha256).number or 0 for sha256 in exhibits)
    return ", ".join(f"ex{number}" for number in numbers[:6]) + (" …" if len(numbers) > 6 else "")


class _Family:
    """Which exhibits hold which."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def above(self, exhibits: Iterable[Sha256]) -> set[Sha256]:
        """All containers that hold them, at any depth."""
        return self._reach(exhibits, "sha256", "parent")

    def below(self, exhibits: Iterable[Sha256]) -> set[Sha256]:
        """Everything inside of them, at any depth."""
        return self._reach(exhibits, "parent", "sha256")

    def _reach(self, exhibits: Iterable[Sha256], from_: str, to: str) -> set[Sha256]:
        start = set(exhibits)
        found: set[Sha256] = set()
        pending = list(start)
        while pending:
            where = {from_: pending.pop()}
            for row in self._records.select("member", **where):
                if row[to] is not None and row[to] not in found:
                    found.add(row[to])
                    pending.append(row[to])
        return found - start
