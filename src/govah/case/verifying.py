"""Offline proof of a case or a package: the one verifier, and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govah.case.progress import Progress
from govah.config import keys_folder
from govah.errors import NotFoundError
from govah.preserve.keys import Keyring
from govah.preserve.verifier import is_package, verify_case, verify_package


def verify(folder: Path, against: Path | None, progress: Progress) -> Mapping[str, Any]:
    """Verify a case folder or a package; needs no private key and changes nothing.

    Raises:
        NotFoundError: There is neither.
    """
    if not folder.is_dir():
        raise NotFoundError(f"{folder} is not a folder.", "Name a case or a package: govah verify DIR")
    if against is not None and not against.is_file():
        raise NotFoundError(f"{against} is not a file.", "Name a checkpoint that you kept: --against FILE")

    def told(done: int, total: int) -> None:
        progress("verify", done, total, "")

    if is_package(folder):
        return verify_package(folder, against, told)
    return verify_case(folder, against, Keyring(keys_folder()).remembered_for(folder), told)
