"""Bringing the derived state up to the log: one process at a time, everyone else may go on reading."""

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from govah.case.pipeline import Pipeline
from govah.case.progress import Progress
from govah.model.identifiers import Sha256
from govah.store.lease import lease

if TYPE_CHECKING:
    from govah.case.case import Case

_PATIENCE = 1.0


def process(case: "Case", progress: Progress) -> set[Sha256]:
    """Read, recognise, index and settle what waits; while another process does so, wait for it and take the rest.

    Returns:
        Parts of containers whose stored bytes had been missing and are back.

    Raises:
        IntegrityError: Bytes that were to be read are missing or are not those admitted.
    """
    while True:
        with lease(case.derived.folder / "processing.lock") as held:
            if held:
                with tempfile.TemporaryDirectory(prefix="govah-") as scratch:
                    place = Path(scratch)
                    pipeline = Pipeline(case.folder, case.log, case.derived, lambda: case.signer, place, progress)
                    pipeline.run()
                return pipeline.restored
        progress("wait", 0, None, "another process is reading this case")
        time.sleep(_PATIENCE)
