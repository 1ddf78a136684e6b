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
from govah.share.bag import BagContents, write_bag

if TYPE_CHECKING:
    from govah.case.case import Case


@dataclass(frozen=True, slots=True)
class Shared:
    """A package that was made."""

    out: Path
    exhibits: int
    proofs: int
    entry: EntryIndex


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
    contents = BagContents(tuple(dict.fromkeys(chosen)), reports, _stored(recipient), _stored(purpose))
    sealed = write_bag(out, contents, case.log, case.vault, case.signer, view.name)
    catch_up(case.log, case.derived.records)
    return Shared(out, sealed.exhibits, sealed.proofs, sealed.entry)


def _stored(words: str | None) -> str | None:
    return None if words is None else stored_text(words)


def _hash(path: Path) -> str:
    if not path.is_file():
        raise NotFoundError(f"{path} is not a file.", "Name a report that was built: --report FILE")
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
