"""A package for another body: a BagIt bag of exhibits and reports with proofs and the one verifier."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from govah.errors import UsageError
from govah.model.event import Value
from govah.preserve.keys import Signer
from govah.preserve.log import Log
from govah.preserve.proofs import Sealed, seal_package
from govah.preserve.vault import Vault
from govah.share.index import Enclosed, index_csv
from govah.share.readme import README


@dataclass(frozen=True, slots=True)
class BagContents:
    """What goes into a bag.

    Args:
        exhibits: Their bytes go in under their hash; nothing of a path, a parent or a source does. No hash twice.
        reports: Published files.
        recipient: To whom, kept in the log and not in the package.
        purpose: Why, likewise.
        unwitnessed: Some of it is not witnessed by the policy's quorum, and it is packed all the same: said in the bag.
    """

    exhibits: Sequence[Enclosed]
    reports: Sequence[Path]
    recipient: str | None = None
    purpose: str | None = None
    unwitnessed: bool = False


def write_bag(folder: Path, contents: BagContents, log: Log, vault: Vault, signer: Signer, title: str) -> Sealed:
    """Write and seal a bag.

    Args:
        folder: Of the package; new or empty.
        title: Of the case, for `bag-info.txt`.

    Raises:
        UsageError: The folder holds something, or two reports have one name.
        NotFoundError: A report was not published from this case.
        IntegrityError: An exhibit is missing, or is not what was admitted.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty.", "Name a new folder for the package: -o OUT")
    names = [report.name for report in contents.reports]
    if len(set(names)) < len(names):
        raise UsageError("Two reports have the same name.", "Give them different names and build them again.")
    made = not folder.exists()
    try:
        _write_payload(folder, contents, vault)
        statement: dict[str, Value] = {"to": contents.recipient, "purpose": contents.purpose, "kind": "bag"}
        if contents.unwitnessed:
            statement["unwitnessed"] = True
        info = {"External-Description": title}
        return seal_package(folder, log, signer, statement=statement, info=info, readme=README.encode())
    except BaseException:
        # half a package must not be taken for one
        shutil.rmtree(folder, ignore_errors=True)
        if not made:
            folder.mkdir(exist_ok=True)
        raise


def _write_payload(folder: Path, contents: BagContents, vault: Vault) -> None:
    exhibits = folder / "data" / "exhibits"
    exhibits.mkdir(parents=True)
    for item in contents.exhibits:
        vault.check(item.sha256)
        with vault.open(item.sha256) as source, (exhibits / item.sha256).open("xb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
    (folder / "data" / "index.csv").write_bytes(index_csv(contents.exhibits))
    for report in contents.reports:
        target = folder / "data" / "report" / report.name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(report, target)
