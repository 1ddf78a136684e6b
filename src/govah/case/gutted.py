"""Containers that were delivered again and whose parts are missing from the vault: they are read once more."""

from collections import defaultdict

from govah.model.identifiers import Sha256
from govah.preserve.vault import Vault
from govah.store.records import Records


def forget_gutted(records: Records, vault: Vault, delivered: set[Sha256]) -> int:
    """Forget the readings of containers with a missing part, so that they are read again and give it back.

    Args:
        records: The projection.
        vault: Where the bytes should be.
        delivered: What was delivered; their parts are looked for, and the parts of those. One look-up for each.

    Returns:
        How many containers are to be read again.
    """
    members: dict[Sha256, list[Sha256]] = defaultdict(list)
    for row in records.select("member"):
        if row["sha256"] is not None:
            members[row["parent"]].append(row["sha256"])
    gutted: list[Sha256] = []
    entered: set[Sha256] = set()
    waiting = list(delivered)
    while waiting:
        parent = waiting.pop()
        if parent in entered or parent not in members:
            continue
        entered.add(parent)
        waiting += members[parent]
        if vault.exists(parent) and not all(vault.exists(member) for member in members[parent]):
            gutted.append(parent)
    if gutted:
        with records.transaction() as writer:
            for parent in gutted:
                writer.delete("reading", sha256=parent)
    return len(gutted)
