"""What an admission says in the log: of a file that was found, and of a part of a container."""

from base64 import b64encode

from govah.collect.walk import Found
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex, Sha256


def found_event(found: Found, source: str, acquisition: EntryIndex, sha256: Sha256 | None, size: int) -> Event:
    """Admission of a directory entry; without bytes where they could not be had."""
    fields: dict[str, Value] = {
        "sha256": sha256,
        "size": size,
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
    return Event(EventType.ADMIT, fields)


def part_event(parent: Sha256, member: int, name: str, sha256: Sha256, size: int) -> Event:
    """Admission of a part that a reader took out of a container."""
    fields: dict[str, Value] = {"sha256": sha256, "size": size, "parent": parent, "member": member, "name": name}
    return Event(EventType.ADMIT, fields)
