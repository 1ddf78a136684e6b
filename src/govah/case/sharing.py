"""Packing evidence for another body."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govah.case.outputs import check_output
from govah.case.projection import catch_up
from govah.errors import NotFoundError
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
    """

    out: Path
    exhibits: int
    proofs: int
    entry: EntryIndex
    size: int
    root: str


def bag(
    case: "Case",
    out: Path,
    *,
    exhibits: Sequence[str] = (),
    reports: Sequence[Path] = (),
    cited: bool = False,
    recipient: str | None = None,
    purpose: str | None = None,
) -> Shared:
    """Make a bag.

    Args:
        exhibits: Hashes or unique prefixes; none means all of the case.
        reports: Published files to go with them.
        cited: Only exhibits that the reports cite, besides those named.
        recipient: To whom.
        purpose: Why.

    Raises:
        NotFoundError: An exhibit is not held, or a report was not published from this case.
        IntegrityError: A stored exhibit is missing or is not what was admitted.
        UsageError: `out` lies among the case's evidence.
    """
    check_output(case.folder, out)
    view = case.view
    chosen: list[Sha256] = [view.resolve(prefix) for prefix in exhibits]
    published = {str(row["sha256"]): row for row in view.publications()}
    for report in reports:
        row = published.get(_hash(report))
        if row is None:
            raise NotFoundError(
                f"{report} was not published from this case, or was changed since.",
                "Publish it again: govah report build DRAFT.md -o OUT",
            )
        if cited:
            chosen += [Sha256(sha256) for sha256 in row["cited_exhibits"]]
    if not exhibits and not cited:
        chosen = [exhibit.sha256 for exhibit in view.exhibits() if exhibit.sha256 is not None]
    held = {sha256: view.exhibit(sha256) for sha256 in dict.fromkeys(chosen)}
    enclosed = tuple(
        Enclosed(sha256, held[sha256].number or 0, held[sha256].media_type, held[sha256].size or 0)
        for sha256 in dict.fromkeys(chosen)
    )
    contents = BagContents(enclosed, reports, _stored(recipient), _stored(purpose))
    sealed = write_bag(out, contents, case.log, case.vault, case.signer, view.name)
    catch_up(case.log, case.derived.records)
    head = parse_checkpoint(sealed.checkpoint)
    return Shared(out, sealed.exhibits, sealed.proofs, sealed.entry, head.size, head.root.hex())


def _stored(words: str | None) -> str | None:
    return None if words is None else stored_text(words)


def _hash(path: Path) -> str:
    if not path.is_file():
        raise NotFoundError(f"{path} is not a file.", "Name a report that was built: --report FILE")
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
