"""Read-only media: a case on them can be looked at, though some engines ask for a lock even to read."""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path


def lockable(folder: Path, stack: ExitStack) -> Path:
    """The folder, or where it cannot be written a copy that lives as long as the stack.

    Args:
        folder: Of derived state only.
        stack: Removes the copy.
    """
    if not folder.is_dir() or os.access(folder, os.W_OK):
        return folder
    copy = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="govah-"))) / folder.name
    shutil.copytree(folder, copy, copy_function=shutil.copyfile)
    return copy
