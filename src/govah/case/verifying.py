"""Offline proof of a case or a package: the one verifier, and nothing else."""

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from govah.case.progress import Progress
from govah.config import keys_folder
from govah.errors import NotFoundError, UsageError
from govah.preserve.keys import Keyring
from govah.preserve.verifier import Unusable, is_package, parse_checkpoint, verify_case, verify_package
from govah.store import files


def verify(
    folder: Path,
    against: Path | None,
    progress: Progress,
    policy: Path | None = None,
    authorities: Sequence[Path] = (),
    *,
    every_signature: bool = False,
) -> Mapping[str, Any]:
    """Verify a case folder or a package; needs no private key and changes nothing.

    Raises:
        NotFoundError: There is neither, or no file `against` or `policy`.
        UsageError: `policy` is none, or `against` is no checkpoint, or one that cannot be compared with the package.
    """

    def told(done: int, total: int) -> None:
        progress("verify", done, total, "")

    try:
        if is_package(folder):
            return verify_package(folder, against, told, policy=policy, authorities=authorities)
        memory = Keyring(keys_folder()).memory_for(folder)
        remembered = memory.checkpoint_bytes() if memory else None
        seen_in = memory.folder() if memory else None
        made_here = memory.backup(Path(os.path.realpath(folder))) if memory else None
        proved = partial(
            verify_case, folder, against, policy=policy, authorities=authorities, every_signature=every_signature
        )
        if made_here is not None and made_here == files.read(folder / "log" / "checkpoint"):
            # it ends as this account itself left it there
            found = proved(made_here, told, str(folder))
            found["notes"].append(_backup_note(made_here, remembered, seen_in))
            return found
        whence = str(seen_in) if seen_in else None
        return proved(remembered, told, whence)
    except Unusable as error:
        raise (NotFoundError if error.absent else UsageError)(error.what, error.remedy) from error


def _backup_note(made: bytes, remembered: bytes | None, seen_in: Path | None) -> dict[str, str]:
    """That this is a backup, and how far the case went on; only this account's memory says so, not the folder."""
    size = parse_checkpoint(made).size
    seen = parse_checkpoint(remembered).size if remembered else size
    went_on = f"; the case has gone on to {seen} entries" if seen > size else "; the case has not gone on since"
    where = f" in {seen_in}" if seen > size and seen_in else ""
    return {"what": f"a backup that this account made, of {size} entries{went_on}{where}", "where": "log/checkpoint"}
