"""What an admission says in the log: of a file that was found, and of a part of a container."""

from base64 import b64encode

from govah.collect.walk import Found
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256
from govah.preserve.vault import Preserved


def found_event(found: Found, source: str, acquisition: EntryIndex, preserved: Preserved | None) -> Event:
    """Admission of a directory entry; without bytes where they could not be had."""
    fields: dict[str, Value] = {
        "sha256": preserved.sha256 if preserved else None,
        "size": preserved.size if preserved else 0,
        "source": source,
        "acquisition": acquisition,
        "path": found.path,
    }
    if found.path_raw is not None:
        fields["path_raw"] = b64encode(found.path_raw).decode()
    if found.modified is not None:
        fields["modified"] = found.modified
    if found.problem is not None:
        fields["detail"] = found.problem
    if preserved is not None:
        fields["digests"] = _digests(preserved)
    return Event(EventType.ADMIT, fields)


def part_event(parent: Sha256, member: int, name: str, preserved: Preserved) -> Event:
    """Admission of a part that a reader took out of a container."""
    fields: dict[str, Value] = {"sha256": preserved.sha256, "size": preserved.size, "digests": _digests(preserved)}
    return Event(EventType.ADMIT, {**fields, "parent": parent, "member": member, "name": name})


def _digests(preserved: Preserved) -> Value:
    md5, sha1 = preserved.digests
    return {"md5": md5, "sha1": sha1}
