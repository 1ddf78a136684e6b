"""The state of custody as the workbench last verified it."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from govah.case.case import Case
from govah.case.progress import silent
from govah.case.verifying import verify
from govah.errors import GovahError

_EVERY_SECONDS = 600.0
_AGAIN_SECONDS = 3.0
_GOOD = "VERIFIED"


class CustodyWatch:
    """Verifies the case in a thread, at the start and now and then.

    Args:
        folder: Of the case.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._verdict: Mapping[str, Any] | None = None
        self._missing: Sequence[Mapping[str, str]] = ()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="govah-custody", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; a verification under way is left to the end of the process."""
        self._stop.set()

    @property
    def verdict(self) -> Mapping[str, Any] | None:
        """The contract's object of `govah verify`; None while the first one is under way."""
        return self._verdict

    @property
    def broken(self) -> bool:
        """Whether the last verification failed: then nothing may be written."""
        return self._verdict is not None and self._verdict["verdict"] != _GOOD

    @property
    def missing(self) -> Sequence[Mapping[str, str]]:
        """What this machine lacks, as `govah status` says it. Asking takes a worker, so it is not asked for a page."""
        return self._missing

    def _looked_for(self) -> Sequence[Mapping[str, str]]:
        try:
            with Case(self._folder) as case:
                missing: Sequence[Mapping[str, str]] = case.status()["missing"]
                return missing
        except GovahError as error:
            return [{"what": error.what, "remedy": error.remedy}]

    def _verified(self) -> Mapping[str, Any]:
        try:
            return verify(self._folder, None, silent)
        except GovahError as error:
            return {
                "verdict": "FAILED",
                "size": 0,
                "root": "",
                "time": "–",
                "problems": [{"where": error.remedy, "what": error.what}],
            }

    def _run(self) -> None:
        while True:
            verdict = self._verified()
            # a collection may be writing beside us: what failed is looked at once more before anyone is alarmed
            if verdict["verdict"] != _GOOD and not self._stop.wait(_AGAIN_SECONDS):
                verdict = self._verified()
            self._verdict = verdict
            self._missing = self._looked_for()
            if self._stop.wait(_EVERY_SECONDS):
                return
