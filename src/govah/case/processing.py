"""Bringing the derived state up to the log: one process at a time, everyone else may go on reading."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from govah.case.pipeline import Pipeline
from govah.case.progress import Progress
from govah.errors import BusyError
from govah.store.lease import lease

if TYPE_CHECKING:
    from govah.case.case import Case


def process(case: "Case", progress: Progress) -> None:
    """Read, recognise, index and settle what waits.

    Raises:
        BusyError: Another process is doing so.
    """
    with lease(case.derived.folder / "processing.lock") as held:
        if not held:
            raise BusyError(
                "Another process is reading this case; what was collected is preserved and waits in its queue.",
                "See how far it is: govah status. What still waits then is read by the next: govah collect",
            )
        with tempfile.TemporaryDirectory(prefix="govah-") as scratch:
            Pipeline(case.folder, case.log, case.derived, case.signer, Path(scratch), progress).run()
