"""Progress with the time left, on stderr."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from govah.case.progress import Progress as Told
from govah.case.progress import silent
from govah.cli.output import plain

_WORDS = {
    "preserve": "Preserving",
    "wait": "Waiting",
    "read": "Reading",
    "settle": "Settling letters",
    "verify": "Verifying",
    "draw": "Drawing the papers",
}


@contextmanager
def progress_bar() -> Iterator[Told]:
    """A bar per stage where stderr is a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield silent
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Progress(*columns, console=Console(stderr=True, markup=False), transient=True) as bars:
        yield _Bars(bars)


class _Bars:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int | None, what: str) -> None:
        """As `govah.case.progress.Progress`."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(_WORDS.get(stage, stage), total=total, what="")
        self._bars.update(self._tasks[stage], completed=done, total=total, what=plain(what)[-60:])
