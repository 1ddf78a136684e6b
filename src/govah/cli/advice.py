"""What a person does about a file that could not be read wholly: as docs/guide.md says it, in a line."""

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


def next_steps(statuses: Mapping[str, int]) -> list[str]:
    """A line for each status that asks for something: the command that lists its files, and what to do.

    Args:
        statuses: How many exhibits have each.
    """
    return [
        f"{statuses[status]} {status.value}: {advice}.  govah exhibits --status {status.value}"
        for status, advice in ADVICE.items()
        if statuses.get(status)
    ]
