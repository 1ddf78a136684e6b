"""Copies of this very case among what is to be collected: a backup, a restored case, the folder of before.

They are told by the origin of their log. A folder of another case is evidence like any other: a leak may hold one.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from govah.errors import UsageError
from govah.preserve.backup_folder import origin_of


def check_no_copies(origin: str, paths: Sequence[Path]) -> None:
    """See that no copy of the case is collected as if somebody had delivered it.

    It is looked for where that costs nothing: at what was named, above it, and directly in it.

    Args:
        origin: Of the case's log.
        paths: What is to be collected.

    Raises:
        UsageError: One of them is a copy of the case, or holds one.
    """
    for path in paths:
        for folder in _near(Path(os.path.realpath(path))):
            if origin_of(folder) == origin:
                raise UsageError(
                    f"{folder} is a copy of this case, such as a backup: what is in it was not delivered by anybody.",
                    "Collect from a folder apart from it. To check the copy: govah verify FOLDER; to bring it back: "
                    "govah restore FOLDER NEW_FOLDER",
                )


def _near(place: Path) -> Iterator[Path]:
    yield place
    yield from place.parents
    try:
        with os.scandir(place) as entries:
            yield from (Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return  # a file, or a folder that cannot be listed: which collecting tells
