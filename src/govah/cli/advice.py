"""What a person does about a file that could not be read wholly: as docs/guide.md says it, in a line.

What was sealed is `encrypted` for programs and what was erased is `unreadable`; people are told which it is, for
nobody need ask for a password or repair a disk there.
"""

from collections.abc import Mapping
from typing import Final

from govah.model.status import Status

ADVICE: Final = {
    Status.PENDING: "preserved, not read yet: run govah collect again",
    Status.ENCRYPTED: "ask for the password; keep the locked file as it is",
    Status.PARTIAL: "some of it was read; look at the paper yourself before you rely on what is absent",
    Status.DAMAGED: "ask for another copy; a broken one stays evidence",
    Status.UNSUPPORTED: "open a copy with its own program, on a machine apart",
    Status.CRASHED: "the reader broke on it, nothing else was harmed; report it, never with the paper itself",
    Status.TIMED_OUT: "too much for one file: unpack a copy on a machine apart and collect the parts",
    Status.OVER_LIMIT: "too much for one file: unpack a copy on a machine apart and collect the parts",
    Status.UNREADABLE: "no bytes could be had: repair the permission or the disk, collect again",
}
"""By status; `ok` and `empty` ask for nothing."""
SEALED: Final = "whoever holds the keys opens a copy: govah unseal EXHIBIT --purpose WHY -o FILE"
ERASED: Final = "gone for good, under an authority that the log names; nothing is to be done"


def statuses_told(statuses: Mapping[str, int], sealed: int = 0, erased: int = 0) -> str:
    """How many have which status, in a line for people.

    Args:
        statuses: As programs are told them.
        sealed: How many of those that are encrypted were sealed here.
        erased: How many of those that are unreadable were erased.
    """
    left = _left(statuses, sealed, erased)
    counts = {**{status.value: left.get(status, 0) for status in Status}, "sealed": sealed, "erased": erased}
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "none"


def next_steps(statuses: Mapping[str, int], sealed: int = 0, erased: int = 0) -> list[str]:
    """A line for each status that asks for something: the command that lists its files, and what to do.

    Args:
        statuses: As programs are told them.
        sealed: How many of those that are encrypted were sealed here.
        erased: How many of those that are unreadable were erased.
    """
    left = _left(statuses, sealed, erased)
    steps = [
        f"{left[status]} {status.value}: {advice}.  govah exhibits --status {status.value}"
        for status, advice in ADVICE.items()
        if left.get(status)
    ]
    if sealed:
        steps.append(f"{sealed} sealed: {SEALED}.  govah exhibits --status {Status.ENCRYPTED.value}")
    if erased:
        steps.append(f"{erased} erased: {ERASED}.  govah erase list")
    return steps


def _left(statuses: Mapping[str, int], sealed: int, erased: int) -> dict[str, int]:
    """Statuses without what is told apart."""
    apart = {Status.ENCRYPTED: sealed, Status.UNREADABLE: erased}
    return {status: count - apart.get(Status(status), 0) for status, count in statuses.items()}
