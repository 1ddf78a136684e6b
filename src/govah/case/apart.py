"""Folders that must not lie inside each other."""

import os
from pathlib import Path

from govah.errors import UsageError


def check_apart(one: Path, other: Path) -> None:
    """Keep two folders apart, whatever links lead there.

    Raises:
        UsageError: One lies in the other, or they are the same.
    """
    here, there = Path(os.path.realpath(one)), Path(os.path.realpath(other))
    if here == there or here in there.parents or there in here.parents:
        raise UsageError(f"{one} and {other} lie inside each other.", "Name a folder apart from it.")
