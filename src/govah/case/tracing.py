"""The stage *trace*: what the files of letters tell of their making, once for each, by sandboxed workers."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from govah.case.derived import Derived
from govah.case.progress import Progress
from govah.engine.executor import LocalExecutor
from govah.engine.task import Outcome, Task, TaskLimits
from govah.model.identifiers import Sha256
from govah.model.traces import Traces
from govah.model.traces_wire import traces_from_json, traces_to_json
from govah.read.traces.stage import METHOD, traced
from govah.store.records import Records, Row

_KEY = hashlib.sha256(METHOD.encode()).hexdigest()[:16]
_LIMITS = TaskLimits(cpu_seconds=120, wall_seconds=1200, memory_bytes=2 << 30, scratch_bytes=1 << 30)
_TOGETHER = 100
"""Results that are written in one transaction."""


def untraced(records: Records, also: Iterable[Sha256] = ()) -> list[tuple[Sha256, str]]:
    """Exhibits, in order of their numbers, that hold letters and were not looked into, with their media types.

    Args:
        records: The projection.
        also: Exhibits that hold no letter and are to be looked into all the same.
    """
    wanted = {row["sha256"]: str(row["media_type"]) for row in records.select("letter")}
    for sha256 in also:
        for row in records.select("reading", sha256=sha256):
            wanted[sha256] = str(row["media_type"])
    done = {row["sha256"] for row in records.among("trace", "sha256", wanted)}
    left = {sha256 for sha256, media in wanted.items() if sha256 not in done and traced(media)}
    rows = sorted(records.among("exhibit", "sha256", left), key=lambda row: int(row["number"]))
    return [(Sha256(row["sha256"]), wanted[row["sha256"]]) for row in rows]


def trace(
    derived: Derived,
    executor: LocalExecutor,
    checked: Callable[[Sha256], Path],
    progress: Progress,
    also: Iterable[Sha256] = (),
) -> None:
    """Look into what was not looked into yet; results that were kept are taken over.

    Args:
        derived: Where results go.
        executor: Runs the workers.
        checked: Gives the place of an exhibit's bytes, after it compared them with their hash.
        progress: Told after every exhibit.
        also: As in `untraced`.

    Raises:
        IntegrityError: Bytes are missing or are not those admitted; no worker saw them.
    """
    waiting = untraced(derived.records, also)
    kept = [(sha256, value) for sha256, _ in waiting if (value := derived.results.get("trace", sha256)) is not None]
    usable = {sha256: value for sha256, value in kept if value["method"] == METHOD}
    _write(derived, ({"sha256": sha256, "data": value} for sha256, value in usable.items()))
    left = [(sha256, media) for sha256, media in waiting if sha256 not in usable]
    outcomes = executor.run(_task(sha256, checked(sha256), media) for sha256, media in left)
    done = 0
    while part := list(islice(_rows(derived, outcomes), _TOGETHER)):
        _write(derived, part)
        done += len(part)
        progress("look", done, len(left), "files of letters")


def traces_of(row: Row) -> Traces:
    """The traces of a row."""
    return traces_from_json(row["data"])


def _task(sha256: Sha256, path: Path, media_type: str) -> Task:
    arguments = {"path": str(path), "sha256": sha256, "media_type": media_type}
    return Task(key=sha256, stage="govah.read.traces.stage:trace_exhibit", arguments=arguments, limits=_LIMITS)


def _rows(derived: Derived, outcomes: Iterable[Outcome]) -> Iterator[Row]:
    for outcome in outcomes:
        sha256 = Sha256(outcome.key)
        value = outcome.value
        if outcome.state != "done":
            value = traces_to_json(Traces(sha256, METHOD, failed=outcome.detail or str(outcome.state)))
        derived.results.put("trace", _KEY, sha256, value)
        yield {"sha256": sha256, "data": value}


def _write(derived: Derived, rows: Iterable[Row]) -> None:
    with derived.records.transaction() as writer:
        writer.put("trace", rows)
