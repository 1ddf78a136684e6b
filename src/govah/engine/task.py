"""A task for a worker and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

Json: TypeAlias = Any
"""None, bool, int, float, str, and lists and string-keyed dicts of these."""


@dataclass(frozen=True, slots=True)
class TaskLimits:
    """What a task may cost.

    Args:
        cpu_seconds: Of the worker and the programs it runs, while the stage runs: the deadline.
        wall_seconds: A backstop for a stage that waits for nothing; some ten times the CPU seconds.
        memory_bytes: Resident, of the worker and the programs it runs.
        scratch_bytes: Of any one file and of all files in the task's scratch folder.
    """

    cpu_seconds: float = 120
    wall_seconds: float = 1_200
    memory_bytes: int = 4 << 30
    scratch_bytes: int = 8 << 30


@dataclass(frozen=True, slots=True)
class Task:
    """A stage to be run on arguments.

    Args:
        key: The caller's name for it.
        stage: `module:function`; the function takes the arguments and the path of a scratch folder and returns
            JSON. Where its module has a function `warm`, that is called once per worker, outside the deadline.
        arguments: JSON.
        limits: What it may cost.
    """

    key: str
    stage: str
    arguments: Mapping[str, Json]
    limits: TaskLimits = TaskLimits()


class State(StrEnum):
    """How a task ended."""

    DONE = "done"
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    OVER_MEMORY = "over_memory"
    """Of memory, or of scratch: `detail` says which."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task.

    Args:
        key: The task's.
        state: How it ended.
        value: What the stage returned, None unless done. Its types are JSON's; nothing else about it is checked.
        detail: What happened, for people; None when done.
        seconds: Wall time of the last attempt.
        scratch: What the stage wrote; deleted when the next outcome is asked for.
    """

    key: str
    state: State
    value: Json
    detail: str | None
    seconds: float
    scratch: Path
