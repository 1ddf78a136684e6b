"""Reading files without a case: the same readers in the same workers, nothing kept."""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from govah.case.pipeline import outcome_reading
from govah.case.stages import DEEPEST, ReadSettings, extension, read_task
from govah.case.unverified import numbers_json, numbers_waiting
from govah.collect.walk import walk
from govah.engine.executor import LocalExecutor
from govah.errors import NotFoundError
from govah.model.identifiers import Sha256
from govah.model.page import Page
from govah.model.status import Status
from govah.model.wire import page_json
from govah.read.reading import Reading, open_part

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Copy:
    """Bytes to be read, held apart while their children are."""

    path: str
    sha256: Sha256
    size: int
    location: Path
    parent: Sha256 | None
    depth: int


class FileReading:
    """Reads files one after the other, every container's parts after it.

    Args:
        ocr: Whether scans and pictures are recognised.
    """

    def __init__(self, *, ocr: bool) -> None:
        self._ocr = ocr

    def run(self, paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
        """Lines of `govah read`.

        Raises:
            NotFoundError: A path is not there; the others were read first.
        """
        absent = [path for path in paths if not os.path.lexists(path)]
        there = [path for path in paths if path not in absent]
        if there:
            yield from self._read(there)
        if absent:
            named = ", ".join(map(str, absent))
            raise NotFoundError(
                f"{named} {'is' if len(absent) == 1 else 'are'} not there.",
                "Check the path; the other files were read." if there else "Check the path.",
            )

    def _read(self, paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
        with (
            tempfile.TemporaryDirectory(prefix="govah-") as folder,
            LocalExecutor(1, Path(folder) / "scratch", [Path(folder) / "kept"]) as executor,
        ):
            kept = Path(folder) / "kept"
            kept.mkdir()
            for found in walk(os.fsencode(path) for path in paths):
                if found.problem is not None:
                    yield _line(found.path, None, None, _unreadable(found.problem), 0.0)
                    continue
                try:
                    with Path(os.fsdecode(found.location)).open("rb") as stream:
                        copy = _keep(kept, found.path, stream, None, 0)
                except OSError as error:
                    yield _line(found.path, None, None, _unreadable(f"cannot be opened: {error.strerror}"), 0.0)
                    continue
                yield from self._tree(executor, kept, copy)

    def _tree(self, executor: LocalExecutor, kept: Path, copy: _Copy) -> Iterator[dict[str, Any]]:
        pending = [copy]
        seen: set[Sha256] = set()
        while pending:
            copy = pending.pop()
            settings = ReadSettings(self._ocr, tuple(filter(None, [extension(copy.path)])))
            task = read_task(copy.sha256, copy.location, copy.size, settings)
            for outcome in executor.run([task]):
                reading = outcome_reading(outcome)
                yield _line(copy.path, copy.sha256, copy.parent, reading, outcome.seconds)
                fresh = copy.sha256 not in seen and copy.depth < DEEPEST
                seen.add(copy.sha256)
                below: list[_Copy] = []
                for part in reading.children if fresh else ():
                    path = f"{copy.path}/{part.name}"
                    if part.file is None:
                        yield _line(path, None, copy.sha256, _unreadable(part.detail or "no bytes"), 0.0)
                        continue
                    with open_part(outcome.scratch, part) as stream:
                        below.append(_keep(kept, path, stream, copy.sha256, copy.depth + 1))
                pending.extend(reversed(below))
            copy.location.unlink(missing_ok=True)


def _keep(kept: Path, path: str, stream: BinaryIO, parent: Sha256 | None, depth: int) -> _Copy:
    handle, name = tempfile.mkstemp(dir=kept)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as copy:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            copy.write(chunk)
    return _Copy(path, Sha256(digest.hexdigest()), size, Path(name), parent, depth)


def _unreadable(detail: str) -> Reading:
    return Reading("application/octet-stream", None, Status.UNREADABLE, detail)


def _line(path: str, sha256: Sha256 | None, parent: Sha256 | None, reading: Reading, seconds: float) -> dict[str, Any]:
    return {
        "path": path,
        "sha256": sha256,
        "parent": parent,
        "media_type": reading.media_type if sha256 else None,
        "reader": reading.reader,
        "status": reading.status.value,
        "detail": reading.detail,
        "language": reading.language,
        "metadata": dict(reading.metadata),
        "pages": [_page(page) for page in reading.pages],
        "seconds": round(seconds, 3),
    }


def _page(page: Page) -> dict[str, Any]:
    """A page, with what nobody confirmed of it: without a case no person was asked."""
    return {**page_json(page), "unverified": numbers_json(page, numbers_waiting(page, ()))}
