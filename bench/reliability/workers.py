"""Work on every processor, each worker a new process that shares nothing with the others."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0))


def workers(scale: float) -> int:
    """How many are worth starting: none besides this process where little is to be done."""
    return 1 if scale < 0.2 else cores()


def spread(work: Callable[..., T], tasks: Sequence[tuple[Any, ...]], jobs: int) -> Iterator[T]:
    """What `work` makes of each task, in their order.

    Args:
        work: Known to a new process by its name.
        tasks: Its arguments.
        jobs: Processes; with one it is done here.
    """
    if jobs == 1:
        yield from (work(*task) for task in tasks)
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(work, *zip(*tasks, strict=True))
