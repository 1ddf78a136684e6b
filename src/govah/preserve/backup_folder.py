"""A folder that holds a backup: how it says so itself, and that only one backup at a time is made into it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from govah.errors import IntegrityError, UsageError
from govah.store import files

MARKER = "BACKUP.txt"
"""The file at the top of a backup by which Govah, and people, know it."""

_FIRST = "govah backup of "
_WORDS = """
This folder is a backup of a Govah case: its preserved papers and its signed log. What machines read in the papers
is not here; it can be derived again.

To check it:      govah verify FOLDER        (or: python3 verify.py FOLDER, with the verify.py of any package)
To get it back:   govah restore FOLDER NEW_FOLDER

No private key is in here. Keep the folder of keys apart: without it nobody can add to the case again.
Do not work in this folder and change nothing in it: work in what govah restore makes.
"""


def origin_of(folder: Path) -> str | None:
    """Which log a folder is a case or a backup of, as it says itself; None where it is neither.

    Nothing of it is verified: it may be anybody's, and anything may lie there.
    """
    backup = files.first_line(folder / MARKER)
    if backup is not None and backup.startswith(_FIRST.encode()):
        return backup.decode("utf-8", "replace").removeprefix(_FIRST)
    checkpoint = files.first_line(folder / "log" / "checkpoint")
    return None if checkpoint is None else checkpoint.decode("utf-8", "replace")


@contextlib.contextmanager
def claimed(folder: Path, origin: str) -> Iterator[None]:
    """Hold a folder for one backup of one log; it is made where it is missing.

    Raises:
        UsageError: The folder holds something else.
        IntegrityError: It holds the backup of another case.
        BusyError: Another backup is being made into it.
        GovahError: It cannot be written.
    """
    marker = folder / MARKER
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder.", "Name a new folder for the backup.")
    if not marker.exists() and folder.is_dir() and any(folder.iterdir()):
        raise UsageError(
            f"{folder} holds something that is no backup made by govah backup.",
            "Name a new or empty folder, or the folder of an earlier backup of this case.",
        )
    files.make_folder(folder)
    with files.locked(marker, patience=2):
        held = (files.read(marker) or b"").partition(b"\n")[0].decode("utf-8", "replace")
        if held and held != _FIRST + origin:
            raise IntegrityError(
                f"{folder} holds a backup of another case ({held.removeprefix(_FIRST)[:60]}, not {origin}).",
                "Nothing was changed. Name another folder for the backup of this case.",
            )
        if not held:
            with files.told(marker):
                marker.write_bytes(f"{_FIRST}{origin}\n{_WORDS}".encode())
            files.sync_files([marker])
            files.sync_folder(folder)
        yield
