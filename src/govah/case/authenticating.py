"""The authenticity panel of one exhibit, over a case: files that were not looked into yet are looked into first."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from govah.analyse.authenticity import authenticate
from govah.case.own_words import in_force
from govah.case.progress import Progress
from govah.case.tracing import trace, untraced
from govah.config import workers
from govah.engine.executor import LocalExecutor
from govah.model.check import Check
from govah.model.identifiers import Sha256
from govah.store.lease import lease

if TYPE_CHECKING:
    from govah.case.case import Case


def checks(case: "Case", exhibit: str, progress: Progress) -> tuple[Sha256, Sequence[Check]]:
    """All checks on an exhibit, in a fixed order.

    Args:
        case: The case.
        exhibit: Its number (`ex33`) or hash.
        progress: Told while files are looked into.

    Raises:
        NotFoundError: There is no such exhibit.
        RefusedError: It is sealed.
        IntegrityError: The bytes of a letter are missing or are not those admitted.
    """
    sha256 = case.view.resolve(exhibit)
    case.view.refuse_sealed(sha256)
    complete(case, [sha256], progress)
    with in_force(case.derived.records):
        return sha256, authenticate(case.view, sha256)


def complete(case: "Case", also: Sequence[Sha256], progress: Progress) -> None:
    """Look into letters' files that were not looked into; while another process reads the case, that process does."""
    if not untraced(case.derived.records, also):
        return

    def checked(sha256: Sha256) -> Path:
        case.vault.check(sha256)
        return case.vault.path(sha256)

    with lease(case.derived.folder / "processing.lock") as held:
        if not held:
            return
        with (
            tempfile.TemporaryDirectory(prefix="govah-") as scratch,
            LocalExecutor(workers(), Path(scratch), [case.folder / "exhibits"]) as executor,
        ):
            trace(case.derived, executor, checked, progress, also)
