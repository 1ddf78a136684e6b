"""The file of a report: its bytes are on the disk before the log names them, and get their name after it.

So no report lies anywhere that no entry names, and none is replaced by such a one. What a crash leaves between the
entry and the name lies beside the report, in a hidden file whose name ends in `.govah`: the next build of it brings it.
"""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govah.case.saying import settle
from govah.errors import BusyError, GovahError
from govah.preserve import recovery
from govah.preserve.seen import UnnotedError
from govah.store import files

if TYPE_CHECKING:
    from govah.case.case import Case


@contextlib.contextmanager
def waiting(case: "Case", out: Path, content: bytes) -> Iterator[None]:
    """Keep a report's bytes on the disk while the block tells the log of them; then they get their name.

    Where the log did not take them, nothing of them stays; where nobody can know whether it did, they wait.

    Raises:
        GovahError: They cannot be written, or what the block raises.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    new = out.with_name(f".{out.name}.{sha256[:16]}.govah")
    since = case.log.size
    try:
        with files.locked(new):
            files.truncate(new, 0)
            files.append(new, content)
            try:
                yield
            except UnnotedError:
                _name(new, out)
                raise
            _name(new, out)
    except GovahError:
        if not _may_hold(case, since, sha256):
            new.unlink(missing_ok=True)
        raise


def bring(case: "Case", out: Path) -> Mapping[str, Any] | None:
    """Give the report of a build that broke off its name; what the log says of it, None where there is none.

    What is left of builds that the log was never told of goes.
    """
    left = [path for path in _left(out) if path.is_file() and not path.is_symlink()]
    if not left:
        return None
    settle(case)  # an entry that stands whole behind the checkpoint counts
    published = {row["sha256"]: row for row in case.view.publications()}
    brought = None
    for path in left:
        with contextlib.suppress(BusyError), files.locked(path, patience=0):  # another build is at it
            told = published.get(hashlib.sha256(path.read_bytes()).hexdigest())
            if told is None:
                path.unlink(missing_ok=True)
            elif brought is None:
                _name(path, out)
                brought = told
    return brought


def _may_hold(case: "Case", since: int, sha256: str) -> bool:
    """Whether the log names these bytes since then, or may adopt an entry that does."""
    try:
        return recovery.told_since(case.folder / "log", since, sha256.encode())
    except GovahError:
        return True


def _left(out: Path) -> list[Path]:
    begins, ends = f".{out.name}.", ".govah"
    names = sorted(path.name for path in out.parent.iterdir() if path.name.startswith(begins))
    return [out.with_name(name) for name in names if name.endswith(ends) and len(name) == len(begins + ends) + 16]


def _name(new: Path, out: Path) -> None:
    with files.told(out):
        new.replace(out)
    files.sync_folder(out.parent)
