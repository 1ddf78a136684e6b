"""A page as a picture: drawn by a sandboxed worker, so that a leaked file itself never reaches a browser."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govah.engine.executor import LocalExecutor
from govah.engine.task import Task, TaskLimits
from govah.errors import NotFoundError
from govah.model.identifiers import Sha256
from govah.model.text import counted
from govah.store.pictures import PictureCache

if TYPE_CHECKING:
    from govah.case.case import Case

_LIMITS = TaskLimits(cpu_seconds=60, wall_seconds=180, memory_bytes=2 << 30, scratch_bytes=256 << 20)
_MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG."""

    png: bytes


def picture(case: "Case", sha256: Sha256, page: int, width: int, turned: int = 0) -> Picture | None:
    """The page as a PNG `width` pixels wide; None where the format has no pictures or none could be drawn.

    Args:
        case: The case.
        sha256: An exhibit.
        page: From 1.
        width: Of the picture as it is returned.
        turned: Degrees by which it is turned clockwise: `Page.turned` has it upright.

    Raises:
        NotFoundError: There is no such exhibit or page.
    """
    exhibit = case.view.exhibit(sha256)
    if not 1 <= page <= exhibit.pages:
        raise NotFoundError(
            f"Exhibit {exhibit.number} has {counted(exhibit.pages, 'page')}.",
            f"See its pages: govah text {sha256[:12]}",
        )
    media = exhibit.media_type or ""
    if media != "application/pdf" and not media.startswith("image/"):
        return None
    cache = PictureCache(case.derived.folder / "pictures")
    name = f"{sha256}-{page}-{width}" + (f"-{turned}" if turned else "")
    known = cache.get(name)
    if known is None:
        known = _drawn(case, sha256, media, {"page": page, "width": width, "turned": turned})
        if known is None:
            return None
        cache.put(name, known)
    return Picture(known)


def _drawn(case: "Case", sha256: Sha256, media: str, wanted: Mapping[str, int]) -> bytes | None:
    case.vault.check(sha256)  # nobody is shown a picture of forged bytes under an exhibit's number
    arguments = {"path": str(case.vault.path(sha256)), "media_type": media, **wanted}
    task = Task(key=sha256, stage="govah.read.picture:draw_page", arguments=arguments, limits=_LIMITS)
    with (
        tempfile.TemporaryDirectory(prefix="govah-") as scratch,
        LocalExecutor(1, Path(scratch), [case.folder / "exhibits"]) as executor,
    ):
        for outcome in executor.run([task]):
            return _png(outcome.value, outcome.scratch) if outcome.state == "done" else None
    return None


def _png(value: object, scratch: Path) -> bytes | None:
    """The picture's bytes, if the worker made what it says it made."""
    if not isinstance(value, dict) or not isinstance(value.get("file"), str):
        return None
    path = scratch / Path(value["file"]).name
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return None
    png = path.read_bytes()
    return png if png.startswith(b"\x89PNG\r\n\x1a\n") else None
