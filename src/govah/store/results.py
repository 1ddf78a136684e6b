"""Results of stages, each under its key: derived, compressed, replaced as a whole."""

import gzip
import json
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from govah.errors import NotFoundError
from govah.model.identifiers import Sha256


class StageResults:
    """One folder per stage key, one file per exhibit in it; an exhibit has one result per stage.

    Args:
        folder: `derived/pages` of a case.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: tuple[Path, int, dict[str, Any]] | None = None

    def put(self, stage: str, key: str, sha256: Sha256, value: Mapping[str, Any]) -> None:
        """Keep a result; results of the same stage under other keys are removed."""
        path = self._path(stage, key, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        packed = gzip.compress(json.dumps(value, ensure_ascii=False).encode(), compresslevel=3, mtime=0)
        temporary.write_bytes(packed)
        temporary.replace(path)
        for other in self._folder.glob(f"{stage}-*"):
            if other.name != f"{stage}-{key}":
                (other / sha256[:2] / path.name).unlink(missing_ok=True)

    def get(self, stage: str, sha256: Sha256) -> dict[str, Any] | None:
        """A result, None where there is none: to be read, not changed, for the last one is kept.

        The sizes that a decompression may reach are those we wrote.

        Raises:
            NotFoundError: It is damaged.
        """
        for folder in sorted(self._folder.glob(f"{stage}-*")):
            path = folder / sha256[:2] / f"{sha256}.json.gz"
            if path.exists():
                try:
                    changed = path.stat().st_mtime_ns
                    last = self._last
                    if last is not None and last[:2] == (path, changed):
                        return last[2]
                    value: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
                    self._last = (path, changed, value)
                except (EOFError, OSError, ValueError, zlib.error) as error:
                    raise NotFoundError(
                        f"What was read of exhibit {sha256[:12]} is damaged: {error}.",
                        "Nothing is lost. Derive it again: govah rebuild",
                    ) from error
                return value
        return None

    def remove(self, sha256: Sha256) -> None:
        """Remove every result of an exhibit."""
        self._last = None
        for path in self._folder.glob(f"*/{sha256[:2]}/{sha256}.json.gz"):
            path.unlink(missing_ok=True)

    def exhibits(self, stage: str) -> Iterator[Sha256]:
        """Exhibits that have a result of the stage."""
        for path in sorted(self._folder.glob(f"{stage}-*/??/*.json.gz")):
            yield Sha256(path.name.removesuffix(".json.gz"))

    def has(self, sha256: Sha256) -> bool:
        """Whether there is a result of an exhibit, of any stage."""
        return any(self._folder.glob(f"*/{sha256[:2]}/{sha256}.*"))

    def clear(self) -> None:
        """Throw all of it away."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, stage: str, key: str, sha256: Sha256) -> Path:
        return self._folder / f"{stage}-{key}" / sha256[:2] / f"{sha256}.json.gz"
