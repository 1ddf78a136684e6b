"""The state of custody: which checkpoint was verified, when, and whether the log that stands now is still that one."""

import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from govah.case.case import Case
from govah.case.progress import silent
from govah.case.verifying import verify
from govah.errors import GovahError
from govah.model.event import EventType
from govah.preserve.log import Log
from govah.preserve.seen import Head
from govah.web.growth import MOST, verify_growth

_GOOD = "VERIFIED"
_OUTSIDE = (EventType.SET, EventType.COSIGN, EventType.TIMESTAMP)
_AGAIN_SECONDS = 3.0
_FOREVER = float("inf")

Problem = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often custody is looked at, in seconds.

    Args:
        look: Between two looks at whether the log's files are as they were.
        whole: Between two whole verifications of a log that stands still.
        again: At least between two whole verifications, whatever happens.
        share: A whole verification is not begun again before this many times its own duration.
    """

    look: float = 5.0
    whole: float = 600.0
    again: float = 60.0
    share: float = 4.0


_PACE = Pace()


class State(StrEnum):
    """What is known of the log as it stands."""

    VERIFIED = "verified"
    CHECKING = "checking"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Custody:
    """What is known of one checkpoint: every number here is of the same one.

    Args:
        size: Entries of the log as it stands.
        root: Its root in hex.
        verified: The size that was verified last; None where none was yet.
        at: When, RFC 3339.
        whole_at: When all bytes were last checked, RFC 3339.
        problems: What a verification or an act found, with `what` and `where`.
        witnesses: How many outside witnesses have cosigned the log.
        stamps: How many time-stamps of outside authorities count.
    """

    state: State
    size: int
    root: str
    verified: int | None = None
    at: str | None = None
    whole_at: str | None = None
    problems: Sequence[Problem] = ()
    witnesses: int = 0
    stamps: int = 0


@dataclass(frozen=True, slots=True)
class _Verified:
    head: Head
    at: str
    whole_at: str
    witnesses: int = 0
    stamps: int = 0


class CustodyWatch:
    """Verifies the case in a thread: at the start, when the log grew or its files changed, and now and then.

    Args:
        folder: Of the case.
        pace: How often.
    """

    def __init__(self, folder: Path, pace: Pace = _PACE) -> None:
        self._folder = folder
        self._pace = pace
        self._lock = threading.Lock()
        self._verified: _Verified | None = None
        self._problems: Sequence[Problem] = ()
        self._refusals = 0
        self._missing: Sequence[Problem] = ()
        self._began, self._took, self._files = -_FOREVER, 0.0, 0
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="govah-custody", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; a verification under way is left to the end of the process."""
        self._stop.set()
        self._wake.set()

    def of(self, log: Log) -> Custody:
        """What is known of the log as it stands now; where that was not verified yet, it is from now on."""
        with self._lock:
            head = log.checkpoint()  # inside, so that it is never older than what was verified
            known = self._verified
            if known is not None and not self._problems and not _continues(known.head, head.size, head.root):
                self._problems = [_other_log(known, head.size)]
            state = self._state(head.size, head.root)
            problems = self._problems
        if state is State.CHECKING:
            self._wake.set()
        root = head.root.hex()
        if known is None:
            return Custody(state, head.size, root, problems=problems)
        return Custody(
            state,
            head.size,
            root,
            known.head.size,
            known.at,
            known.whole_at,
            problems,
            known.witnesses,
            known.stamps,
        )

    def _state(self, size: int, root: bytes) -> State:
        if self._problems:
            return State.FAILED
        same = self._verified is not None and self._verified.head == Head(size, root)
        return State.VERIFIED if same else State.CHECKING

    def refused(self, error: GovahError) -> None:
        """An act found evidence and log in disagreement: that holds at once, until a whole verification passes."""
        with self._lock:
            self._refusals += 1
            self._problems = [{"where": error.remedy, "what": error.what}, *self._problems]
        self._wake.set()

    @property
    def broken(self) -> bool:
        """Whether evidence and log disagree: then nothing may be written."""
        return bool(self._problems)

    @property
    def missing(self) -> Sequence[Problem]:
        """What this machine lacks, as `govah status` says it. Asking takes a worker, so it is not asked for a page."""
        return self._missing

    def _run(self) -> None:
        while not self._stop.is_set():
            if self._whole_is_due():
                self._verify_whole()
                self._missing = self._looked_for()
            elif self._grew():
                self._verify_growth()
            self._wake.wait(self._pace.look)
            if self._wake.is_set():
                self._stop.wait(min(1.0, self._pace.look))  # acts follow each other; one look serves them all
            self._wake.clear()

    def _whole_is_due(self) -> bool:
        now = time.monotonic()
        if now - self._began < max(self._pace.again, self._pace.share * self._took):
            return False
        if self.broken or now - self._began >= self._pace.whole or self._files != _fingerprint(self._folder):
            return True
        return self._verified is None

    def _grew(self) -> bool:
        """Whether the log that stands continues what was verified, by few enough entries."""
        known = self._verified
        if known is None or self.broken:
            return False
        try:
            return 0 < Log.open(self._folder).size - known.head.size <= MOST
        except GovahError as error:
            self.refused(error)
            return False

    def _verify_growth(self) -> None:
        known, files = self._verified, _fingerprint(self._folder)
        if known is None:
            return
        try:
            log = Log.open(self._folder)
            head = log.checkpoint()
            verify_growth(self._folder, log, known.head, head)
            if any(entry.type in _OUTSIDE for entry in log.entries(known.head.size)):
                self._verify_whole()  # which compares others' signatures with the log
                return
        except (GovahError, ValueError, KeyError, OSError):
            self._verify_whole()  # which says what is wrong, and where
            return
        with self._lock:
            self._verified = replace(known, head=Head(head.size, head.root), at=_now())
        self._files = files

    def _verify_whole(self) -> None:
        self._began, self._files, refusals = time.monotonic(), _fingerprint(self._folder), self._refusals
        verdict = self._verdict()
        # a collection may be writing beside us: what failed is looked at once more before anyone is alarmed
        if verdict["verdict"] != _GOOD and not self._stop.wait(min(_AGAIN_SECONDS, self._pace.again)):
            verdict = self._verdict()
        self._took = time.monotonic() - self._began
        with self._lock:
            if verdict["verdict"] != _GOOD:
                self._problems = verdict["problems"]
                return
            if self._refusals == refusals:  # nothing was refused while this went on
                self._problems = ()
            at = _now()
            kinds = [clock["kind"] for clock in verdict["clocks"]]
            head = Head(verdict["size"], bytes.fromhex(verdict["root"]))
            self._verified = _Verified(head, at, at, kinds.count("witness"), kinds.count("timestamp"))

    def _verdict(self) -> Mapping[str, Any]:
        try:
            return verify(self._folder, None, silent)
        except GovahError as error:
            return {"verdict": "FAILED", "problems": [{"where": error.remedy, "what": error.what}]}

    def _looked_for(self) -> Sequence[Problem]:
        try:
            with Case(self._folder) as case:
                missing: Sequence[Problem] = case.status()["missing"]
                return missing
        except GovahError as error:
            return [{"what": error.what, "remedy": error.remedy}]


def _continues(known: Head, size: int, root: bytes) -> bool:
    """Whether a log of this size and root can be one that was verified: cheap, so that every page asks it."""
    return size > known.size or (size == known.size and root == known.root)


def _other_log(known: _Verified, size: int) -> Problem:
    what = f"the log had {known.head.size} entries when it was verified; the one that stands there is another: {size}"
    return {"where": "log/checkpoint", "what": what}


def _fingerprint(folder: Path) -> int:
    """Another number when a file of the log was written, whoever wrote it."""
    told = []
    for place, _, names in os.walk(folder / "log"):
        for name in names:
            path = os.path.join(place, name)  # noqa: PTH118 - thousands of them, every few seconds
            try:
                found = os.stat(path)  # noqa: PTH116
            except OSError:
                continue
            told.append((path, found.st_size, found.st_mtime_ns))
    return hash(tuple(sorted(told)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
