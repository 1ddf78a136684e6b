"""Offline proof of a case or a package: the one verifier, and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govah.case.progress import Progress
from govah.config import keys_folder
from govah.errors import NotFoundError, UsageError
from govah.preserve.keys import Keyring
from govah.preserve.verifier import Unusable, is_package, verify_case, verify_package


def verify(folder: Path, against: Path | None, progress: Progress) -> Mapping[str, Any]:
    """Verify a case folder or a package; needs no private key and changes nothing.

    Raises:
        NotFoundError: There is neither, or no file `against`.
        UsageError: `against` is no checkpoint, or one that cannot be compared with the package.
    """

    def told(done: int, total: int) -> None:
        progress("verify", done, total, "")

    try:
        if is_package(folder):
            return verify_package(folder, against, told)
        memory = Keyring(keys_folder()).memory_for(folder)
        remembered = memory.checkpoint_bytes() if memory else None
        seen_in = memory.folder() if memory else None
        return verify_case(folder, against, remembered, told, str(seen_in) if seen_in else None)
    except Unusable as error:
        raise (NotFoundError if error.absent else UsageError)(error.what, error.remedy) from error
