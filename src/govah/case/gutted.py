"""Containers that were delivered again and whose parts are missing from the vault: they are read once more."""

from collections import defaultdict
from collections.abc import Iterable

from govah.case.seals import open_before
from govah.model.identifiers import Sha256
from govah.preserve.vault import Vault
from govah.store.records import Records


def forget_gutted(records: Records, vault: Vault, delivered: Iterable[set[Sha256]]) -> int:
    """Forget the readings of containers with a missing part, so that they are read again and give it back.

    Args:
        records: The projection.
        vault: Where the bytes should be.
        delivered: What was delivered, some at a time; their parts are looked for, and the parts of those. One
            look-up for each.

    Returns:
        How many containers are to be read again.
    """
    sealed = open_before(records)
    gutted: list[Sha256] = []
    entered: set[Sha256] = set()
    for some in delivered:
        waiting = some - entered
        while waiting:
            members = _members(records, waiting)
            entered |= members.keys()
            waiting = set()
            for parent, parts in members.items():
                waiting.update(parts)
                if vault.exists(parent) and not all(part in sealed or vault.exists(part) for part in parts):
                    gutted.append(parent)
            waiting -= entered
    if gutted:
        with records.transaction() as writer:
            rows = list(writer.among("exhibit", "sha256", gutted))
            writer.put("unread", ({"number": row["number"], "sha256": row["sha256"]} for row in rows))
            writer.delete_among("reading", "sha256", gutted)
    return len(gutted)


def _members(records: Records, parents: set[Sha256]) -> dict[Sha256, list[Sha256]]:
    members: dict[Sha256, list[Sha256]] = defaultdict(list)
    for row in records.among("member", "parent", parents):
        if row["sha256"] is not None:
            members[row["parent"]].append(row["sha256"])
    return members
