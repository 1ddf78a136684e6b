"""Progress on stderr: bars with the time left on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from govah.case.progress import Progress as Told
from govah.cli.output import plain

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_WORDS = {
    "preserve": "Preserving",
    "wait": "Waiting",
    "read": "Reading",
    "look": "Looking into files",
    "recognise": "Recognising letters",
    "settle": "Settling",
    "verify": "Verifying",
    "trace": "Looking through the log",
    "draw": "Drawing the papers",
    "publish": "Publishing",
    "copy": "Copying",
}
_BETWEEN = 10.0
"""Seconds between two lines where stderr is no terminal."""


@contextmanager
def progress_bar(*, each_step: bool = False) -> Iterator[Told]:
    """A bar per stage where stderr is a terminal; elsewhere a line every ten seconds.

    Args:
        each_step: Say, where stderr is no terminal, also when a stage begins.
    """
    if not sys.stderr.isatty():
        yield _Lines(each_step)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Progress(*columns, console=Console(stderr=True, markup=False), transient=True) as bars:
        yield _Bars(bars)


def _count(done: int, total: int | None) -> str:
    if total is not None:
        return f"{done}/{total}"
    return str(done) if done else ""


class _Bars:
    def __init__(self, bars: "Progress") -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}
        self._stage: str | None = None

    def __call__(self, stage: str, done: int, total: int | None, what: str) -> None:
        """As `govah.case.progress.Progress`."""
        if stage != self._stage and self._stage is not None:
            self._finish(self._tasks[self._stage])
        self._stage = stage
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(_WORDS.get(stage, stage), total=total, what="", count="")
        shown = plain(what)[-60:]
        self._bars.update(self._tasks[stage], completed=done, total=total, what=shown, count=_count(done, total))

    def _finish(self, task: "TaskID") -> None:
        """The next stage began: a bar that never knew its total would go on waiting."""
        if self._bars.tasks[task].total is None:
            self._bars.update(task, total=1, completed=1, what="")
        self._bars.stop_task(task)


class _Lines:
    def __init__(self, each_step: bool) -> None:
        self._each_step = each_step
        self._stage = ""
        self._last = time.monotonic()

    def __call__(self, stage: str, done: int, total: int | None, what: str) -> None:
        """As `govah.case.progress.Progress`."""
        begins = self._each_step and stage != self._stage
        now = time.monotonic()
        if not begins and now - self._last < _BETWEEN:
            return
        self._stage, self._last = stage, now
        begun = f"{_WORDS.get(stage, stage)} {_count(done, total)}".rstrip()
        click.echo(f"{begun}: {plain(what)[-60:]}" if what else begun, err=True)
