"""The only list of stages, their order, and what each may cost."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from govah.engine.task import Task, TaskLimits
from govah.model.identifiers import Sha256
from govah.read.stage import VERSION, cpu_allowance

STAGES = ("read", "recognise", "index", "trace", "settle")
"""In this order: pages and children of each exhibit; its letters; its pages in the index; traces of the making of files
that hold letters; letters among themselves."""

UNTOLD = ("text/", "application/octet-stream")
"""Media types that content alone does not settle: only there do the names of a file matter."""

DEEPEST = 16
"""Levels of containers in containers beyond which a member is kept but not read."""

_EQUAL_NAME = re.compile(r"#\d+$")
_LONGEST_EXTENSION = 16
_MEMORY = 4 << 30
_SCRATCH = 8 << 30


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What reading an exhibit depends on besides its bytes."""

    ocr: bool
    extensions: tuple[str, ...]

    @property
    def key(self) -> str:
        """Digest of stage, version and settings, 16 hex digits."""
        settings = {"stage": "read", "version": VERSION, "ocr": self.ocr, "extensions": self.extensions}
        return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:16]


def read_task(sha256: Sha256, path: Path, size: int, settings: ReadSettings) -> Task:
    """The task of reading one exhibit."""
    cpu = cpu_allowance(size, settings.ocr)
    arguments: Mapping[str, Any] = {
        "path": str(path),
        "names": [f"file{extension}" for extension in settings.extensions],
        "ocr": settings.ocr,
        "limits": {},
    }
    limits = TaskLimits(cpu_seconds=cpu, wall_seconds=cpu * 10, memory_bytes=_MEMORY, scratch_bytes=_SCRATCH)
    return Task(key=sha256, stage="govah.read.stage:read_exhibit", arguments=dict(arguments), limits=limits)


def extension(path: str) -> str:
    """A path's extension in lower case, with its dot; empty where there is none worth the name."""
    suffix = PurePosixPath(_EQUAL_NAME.sub("", path)).suffix.lower()
    return suffix if len(suffix) <= _LONGEST_EXTENSION else ""
