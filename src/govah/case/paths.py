"""All paths of an exhibit: where it was found itself, and through every container that holds it."""

from collections.abc import Iterable
from typing import Protocol

from govah.model.identifiers import Sha256
from govah.store.records import Records, Row

_MOST = 1000
"""Paths of one exhibit beyond which no more are written out: containers in containers multiply them."""

Found = tuple[str, bytes | None]
"""A path as people see it, and its bytes where they are not UTF-8."""


class Places(Protocol):
    """Where exhibits were found and which containers hold them.

    Where no reading tells it, for the container is sealed, the admission of a part still does.
    """

    def occurrences(self, sha256: Sha256) -> Iterable[Row]:
        """Rows of the exhibit's own occurrences."""

    def memberships(self, sha256: Sha256) -> Iterable[Row]:
        """Rows of members that are this exhibit."""


class StoredPlaces:
    """Places asked of the database one by one: for a single exhibit."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def occurrences(self, sha256: Sha256) -> Iterable[Row]:
        """As `Places`."""
        return self._records.select("occurrence", sha256=sha256)

    def memberships(self, sha256: Sha256) -> Iterable[Row]:
        """As `Places`."""
        members = list(self._records.select("member", sha256=sha256))
        return members or [row for row in self._records.select("exhibit", sha256=sha256) if row["parent"]]


class Paths:
    """Paths and deliverers of exhibits, each worked out once."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._known: dict[str, tuple[frozenset[Found], frozenset[str]]] = {}

    def of(self, sha256: Sha256) -> tuple[list[Found], list[str]]:
        """All paths and all deliverers, sorted. A container that holds itself is entered once."""
        paths, sources = self._reach(sha256, ())
        return sorted(paths, key=lambda found: found[0])[:_MOST], sorted(sources)

    def _reach(self, sha256: Sha256, above: tuple[str, ...]) -> tuple[frozenset[Found], frozenset[str]]:
        if sha256 in self._known:
            return self._known[sha256]
        paths: set[Found] = set()
        sources: set[str] = set()
        for row in self._places.occurrences(sha256):
            if row["path"] is not None:
                paths.add((row["path"], row["path_raw"]))
            sources.add(row["source"])
        cyclic = False
        for row in self._places.memberships(sha256):
            if row["parent"] in above or row["parent"] == sha256:
                cyclic = True
                continue
            upper, deliverers = self._reach(row["parent"], (*above, sha256))
            sources |= deliverers
            paths.update(_below(found, row) for found in sorted(upper, key=lambda found: found[0])[:_MOST])
        result = frozenset(paths), frozenset(sources)
        if not above or not cyclic:
            self._known[sha256] = result
        return result


def _below(upper: Found, member: Row) -> Found:
    path, raw = upper
    name, name_raw = member["name"], member.get("name_raw")
    if raw is None and name_raw is None:
        return f"{path}/{name}", None
    return f"{path}/{name}", (raw or path.encode()) + b"/" + (name_raw or name.encode())
