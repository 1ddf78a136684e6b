"""Where answers may be written: anywhere but among the evidence."""

import os
from pathlib import Path

from govah.errors import UsageError

_KEPT = ("exhibits", "log", "sealed", "derived")


def check_output(case_folder: Path, out: Path) -> None:
    """Keep reports and packages out of what a case keeps: verify would take them for a stranger's.

    Raises:
        UsageError: `out` lies in such a folder.
    """
    there = Path(os.path.realpath(out))
    for name in _KEPT:
        if there.is_relative_to(os.path.realpath(case_folder / name)):
            raise UsageError(f"{out} lies in {name}/ of the case folder.", "Name a place apart from it: -o OUT")
