"""What waits to be read, and how it is to be read: asked of the rows exhibit by exhibit, never of the whole case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govah.case.stages import UNTOLD, ReadSettings, extension
from govah.model.identifiers import Sha256
from govah.store.records import Records, Row, Rows

SLICE = 2048
"""Exhibits that are looked at together."""
_RECOGNISABLE = ("image/", "application/pdf")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An exhibit that is to be read, and how."""

    sha256: Sha256
    number: int
    size: int
    depth: int
    settings: ReadSettings


def count_waiting(records: Records) -> int:
    """How many exhibits were not read yet, or not as they should be now."""
    doubtful = sum(len(_examined(records, part)) for part in _doubtful(records))
    return records.count("unread") + doubtful


def next_waiting(records: Records) -> list[Waiting]:
    """The next exhibits to read, by number; none when nothing waits. What is doubted without cause is so no more."""
    unread = {row["sha256"]: row["number"] for row in records.ordered("unread", "number", most=SLICE)}
    last = max(unread.values()) if len(unread) == SLICE else None
    found = [*_Asked(records).waiting(unread), *_settle_doubts(records, last)]
    return sorted(found, key=lambda item: item.number)


def _settle_doubts(records: Records, last: int | None) -> list[Waiting]:
    """Exhibits that were read otherwise than they should be now, those up to a number or of one slice."""
    found: list[Waiting] = []
    for part in _doubtful(records):
        within = [row for row in part if last is None or row["number"] <= last]
        with records.transaction() as writer:  # nothing is added between the look and the end of the doubt
            due = _examined(writer, within)
            sound = {row["number"] for row in within} - {item.number for item in due}
            writer.delete_among("doubtful", "number", sound)
        found += due
        if len(within) < len(part) or len(found) >= SLICE:
            break
    return found


def _doubtful(records: Records) -> Iterator[list[Row]]:
    after = 0
    while part := list(records.ordered("doubtful", "number", after=after, most=SLICE)):
        after = part[-1]["number"]
        yield part


def _examined(rows: Rows, doubtful: list[Row]) -> list[Waiting]:
    """Of doubtful exhibits those that were read, and not as they should be now."""
    exhibits = {row["sha256"] for row in doubtful}
    readings = {row["sha256"]: row for row in rows.among("reading", "sha256", exhibits)}
    return [item for item in _Asked(rows).waiting(readings) if _due(readings[item.sha256], item.settings)]


def _due(reading: Row, settings: ReadSettings) -> bool:
    media = reading["media_type"] or ""
    if settings.ocr and not reading["ocr"] and media.startswith(_RECOGNISABLE):
        return True
    return media.startswith(UNTOLD) and tuple(reading["extensions"]) != settings.extensions


class _Asked:
    """How exhibits are to be read.

    Args:
        rows: Of the case.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._ocr_sources = {row["source"] for row in rows.select("acquisition", ocr=True)}
        self._direct: dict[str, bool] = {}
        self._known: dict[str, bool] = {}

    def waiting(self, exhibits: Iterable[str]) -> list[Waiting]:
        """Exhibits with the settings that they are to be read with now, by number."""
        wanted = set(exhibits)
        names: dict[str, set[str]] = {sha256: set() for sha256 in wanted}
        self._direct.update(dict.fromkeys(wanted, False))
        for row in self._rows.among("occurrence", "sha256", wanted):
            names[row["sha256"]].add(extension(row["path"]))
            self._direct[row["sha256"]] |= row["source"] in self._ocr_sources
        parents: dict[str, set[str]] = {sha256: set() for sha256 in wanted}
        for row in self._rows.among("member", "sha256", wanted):
            names[row["sha256"]].add(extension(row["name"]))
            parents[row["sha256"]].add(row["parent"])
        found = []
        for row in sorted(self._rows.among("exhibit", "sha256", wanted), key=lambda row: int(row["number"])):
            sha256 = Sha256(row["sha256"])
            if row["parent"] is not None:
                parents[sha256].add(row["parent"])
                names[sha256].add(extension(row["name"]))
            ocr = self._known[sha256] = self._direct[sha256] or self._through(parents[sha256], row["number"])
            settings = ReadSettings(ocr, tuple(sorted(names[sha256] - {""})))
            found.append(Waiting(sha256, row["number"], row["size"], row["depth"], settings))
        return found

    def _through(self, parents: set[str], number: int) -> bool:
        """Whether recognition is asked for a container; one of a higher number counts by its own deliverers only."""
        if not self._ocr_sources or not parents:
            return False
        rows = sorted(self._rows.among("exhibit", "sha256", parents), key=lambda row: int(row["number"]))
        return any(self._of(row) if row["number"] < number else self._own(row["sha256"]) for row in rows)

    def _of(self, exhibit: Row) -> bool:
        sha256 = exhibit["sha256"]
        if sha256 not in self._known:
            parents = {row["parent"] for row in self._rows.select("member", sha256=sha256)}
            parents |= {exhibit["parent"]} - {None}
            self._known[sha256] = self._own(sha256) or self._through(parents, exhibit["number"])
        return self._known[sha256]

    def _own(self, sha256: str) -> bool:
        if sha256 not in self._direct:
            rows = self._rows.select("occurrence", sha256=sha256)
            self._direct[sha256] = any(row["source"] in self._ocr_sources for row in rows)
        return self._direct[sha256]
