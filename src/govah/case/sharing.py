"""Packing evidence for another body."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govah.case.clocks import clocks_of
from govah.case.outputs import check_package
from govah.case.projection import catch_up
from govah.case.saying import append
from govah.errors import NotFoundError, RefusedError, UsageError
from govah.model.event import Event, EventType, Value
from govah.model.exhibit import Exhibit
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.text import stored_text
from govah.preserve.verifier import parse_checkpoint
from govah.share.bag import BagContents, write_bag
from govah.share.index import Enclosed

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class Shared:
    """A package that was made.

    Args:
        out: Its folder.
        exhibits: How many it holds.
        proofs: How many entries it proves.
        entry: The `share` entry.
        size: Entries of its checkpoint.
        root: Of its checkpoint, hex: what its receiver should be told by another way.
        sealed: How many exhibits were left out where all were asked for: they are sealed.
    """

    out: Path
    exhibits: int
    proofs: int
    entry: EntryIndex
    size: int
    root: str
    sealed: int


def bag(
    case: "Case",
    out: Path,
    *,
    exhibits: Sequence[str] = (),
    reports: Sequence[Path] = (),
    cited: bool = False,
    recipient: str | None = None,
    purpose: str | None = None,
    unwitnessed: bool = False,
) -> Shared:
    """Make a bag.

    Args:
        exhibits: Hashes or unique prefixes; none means all of the case that is not sealed.
        reports: Published files to go with them.
        cited: Only exhibits that the reports cite, besides those named.
        recipient: To whom.
        purpose: Why.
        unwitnessed: Pack also what the policy's quorum of witnesses has not cosigned yet; the bag says so.

    Raises:
        NotFoundError: An exhibit is not held, or a report was not published from this case.
        IntegrityError: A stored exhibit is missing or is not what was admitted.
        RefusedError: An exhibit that was named or is cited is sealed; the log says that it was asked for.
        UsageError: `out` lies in the case folder, a report prints the hash of an exhibit that stays out, or the
            witnesses were not asked yet.
    """
    check_package(case.folder, out)
    view = case.view
    chosen: list[Sha256] = [view.resolve(prefix) for prefix in exhibits]
    published = {str(row["sha256"]): row for row in view.publications()}
    printed: dict[Sha256, Path] = {}
    for report in reports:
        row = published.get(_hash(report))
        if row is None:
            raise NotFoundError(
                f"{report} was not published from this case, or was changed since.",
                "Publish it again: govah report build DRAFT.md -o OUT",
            )
        if "cited_exhibits" not in row:
            raise UsageError(
                f"{report} cites an exhibit that was erased since, and prints its hash.",
                "Write it anew without that exhibit: govah report build DRAFT.md -o OUT",
            )
        printed |= {Sha256(sha256): report for sha256 in row["cited_exhibits"]}
    if cited:
        chosen += printed
    left_out = 0
    if not exhibits and not cited:
        for exhibit in view.exhibits():
            if exhibit.sha256 and exhibit.sealing is None:
                chosen.append(exhibit.sha256)
            elif exhibit.sha256:
                left_out += 1
    _refuse_sealed(case, [*chosen, *printed], recipient, purpose)
    if not chosen and not reports:
        raise UsageError(
            "There is nothing to pack" + (f": {left_out} sealed, left out." if left_out else "."),
            "Name exhibits, or a report with --report; --cited takes what reports cite.",
        )
    if left := sorted(printed.keys() - set(chosen)):
        raise UsageError(
            f"{printed[left[0]]} prints the hash of exhibit {left[0][:12]}…, which would not be in the package: who "
            "marked each copy of a paper could look for one of them.",
            "Take along what the reports cite: --cited",
        )
    held = {sha256: view.exhibit(sha256) for sha256 in dict.fromkeys(chosen)}
    enclosed = tuple(
        Enclosed(sha256, each.number or 0, each.media_type, each.size or 0, _withdrawn(each))
        for sha256, each in held.items()
    )
    hashes = {item.sha256 for item in enclosed} | {Sha256(_hash(report)) for report in reports}
    late = _unwitnessed(case, hashes)
    if late and not unwitnessed:
        raise UsageError(
            f"{late} of what is to be packed is not witnessed by the quorum of this case's policy: whoever receives "
            "the package would read FAILED.",
            "Ask the witnesses first: govah witness request. To pack it all the same, and have the package say so: "
            "--unwitnessed",
        )
    contents = BagContents(enclosed, reports, _stored(recipient), _stored(purpose), unwitnessed=bool(late))
    sealed = write_bag(out, contents, case.log, case.vault, case.signer, view.name)
    catch_up(case.log, case.derived.records)
    head = parse_checkpoint(sealed.checkpoint)
    return Shared(out, sealed.exhibits, sealed.proofs, sealed.entry, head.size, head.root.hex(), left_out)


def _withdrawn(exhibit: Exhibit) -> str | None:
    """The day on which a person put it aside."""
    return exhibit.withdrawal.at[:10] if exhibit.withdrawal is not None else None


def _refuse_sealed(case: "Case", chosen: Sequence[Sha256], recipient: str | None, purpose: str | None) -> None:
    seals = case.view.seals
    sealed = [sha256 for sha256 in dict.fromkeys(chosen) if seals.holds(sha256)]
    if not sealed:
        return
    asked: dict[str, Value] = {"what": "share", "exhibits": list(sealed), "why": "sealed"}
    event = Event(EventType.REFUSE, {**asked, "to": _stored(recipient), "purpose": _stored(purpose)})
    entry = append(case, event)
    first = case.view.exhibit(sealed[0])
    more = f" (and {len(sealed) - 1} more)" if len(sealed) > 1 else ""
    raise RefusedError(
        f"The package was not made: Exhibit {first.number}{more} is sealed. Entry {entry} of the log says so.",
        "Leave it out, or have its custodians decide: govah unseal gives whoever may see it a copy.",
    )


def _unwitnessed(case: "Case", hashes: Collection[Sha256]) -> int:
    """How many of these were admitted or published after what the policy's witnesses have seen."""
    clocks = clocks_of(case)
    if not clocks.asked:
        return 0
    seen = {
        str(entry.fields["sha256"])
        for entry in case.log.saying(hashes, clocks.witnessed)
        if entry.type in (EventType.ADMIT, EventType.PUBLISH) and entry.fields.get("sha256")
    }
    return sum(sha256 not in seen for sha256 in hashes)


def _stored(words: str | None) -> str | None:
    return None if words is None else stored_text(words)


def _hash(path: Path) -> str:
    if not path.is_file():
        raise NotFoundError(f"{path} is not a file.", "Name a report that was built: --report FILE")
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
