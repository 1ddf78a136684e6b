"""A folder that is filled as a whole, or not at all."""

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from govah.errors import GovahError
from govah.store import files


@contextlib.contextmanager
def filled(folder: Path, names: Sequence[str], what: str = "copied") -> Iterator[None]:
    """Fill a new or empty folder; when that fails, what was put there goes again.

    Args:
        folder: Made where it is missing, with its parents: what was made goes too. A folder that was there stays.
        names: What is put at its top; nothing else is ever removed.
        what: Was done to it, for the remedy.

    Raises:
        GovahError: It cannot be made; or filling failed so, and the remedy says what is left.
    """
    made = _make(folder)
    try:
        yield
    except GovahError as error:
        error.remedy = f"{error.remedy}\n{_told(folder, _emptied(folder, names, made), what)}"
        raise
    except BaseException:
        _emptied(folder, names, made)
        raise


def _make(folder: Path) -> list[Path]:
    """Make a folder; all that was made for it, the innermost first."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    with files.told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return missing


def _emptied(folder: Path, names: Sequence[str], made: Sequence[Path]) -> bool:
    """Remove what was put there; whether nothing of it is left."""
    for name in names:
        with contextlib.suppress(OSError):
            place = folder / name
            shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink(missing_ok=True)
    for place in made:
        with contextlib.suppress(OSError):  # somebody else put something there
            place.rmdir()
    return not any((folder / name).exists() for name in names)


def _told(folder: Path, gone: bool, what: str) -> str:
    if not gone:
        return f"Some of what was {what} so far lies in {folder}: delete it before you try again."
    return f"What was {what} so far was removed again; {'nothing' if folder.exists() else 'no folder'} is left of it."
