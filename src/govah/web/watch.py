"""The state of custody as the workbench last verified it."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govah.case.progress import silent
from govah.case.verifying import verify

_EVERY_SECONDS = 600.0


class CustodyWatch:
    """Verifies the case in a thread, at the start and now and then.

    Args:
        folder: Of the case.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._verdict: Mapping[str, Any] | None = None
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
        return self._verdict is not None and self._verdict["verdict"] != "VERIFIED"

    def _run(self) -> None:
        while True:
            self._verdict = verify(self._folder, None, silent)
            if self._stop.wait(_EVERY_SECONDS):
                return
