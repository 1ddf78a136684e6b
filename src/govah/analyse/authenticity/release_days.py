"""Since when programs and fonts exist (`data/software.tsv`, `data/fonts.tsv`)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from govah.analyse.authenticity.data import rows
from govah.analyse.authenticity.dossier import Paper
from govah.analyse.authenticity.file_times import file_day

GRACE = timedelta(days=183)
"""Before its release a program or font is tried out by some."""


@dataclass(frozen=True, slots=True)
class Release:
    """When something was released.

    Args:
        pattern: Of what files write of it.
        name: For people.
        day: Of its release.
        source: For people.
    """

    pattern: re.Pattern[str]
    name: str
    day: date
    source: str

    @property
    def told(self) -> str:
        """What, when, by whom known."""
        return f"{self.name}, released on {self.day} ({self.source})"


@cache
def _releases(table: str) -> tuple[Release, ...]:
    return tuple(
        Release(re.compile(pattern, re.IGNORECASE), name, date.fromisoformat(day), source)
        for pattern, name, day, source in rows(table)
    )


def programs(metadata: Mapping[str, str]) -> Iterator[str]:
    """What a file says of the programs that made it."""
    version = metadata.get("application-version", "")
    for name in ("application", "creator", "producer"):
        if metadata.get(name):
            yield f"{metadata[name]} {version}".strip() if name == "application" else metadata[name]


def software(written: str) -> Release | None:
    """The release of a program, as a file names it."""
    return next((each for each in _releases("software.tsv") if each.pattern.search(written)), None)


def font(family: str) -> Release | None:
    """The release of a font."""
    return next((each for each in _releases("fonts.tsv") if each.pattern.fullmatch(family)), None)


def made_by(paper: Paper) -> date | None:
    """The day by which the file claims to have been made: the letter's, or of a scan its own."""
    if paper.is_scan:
        return file_day(paper.exhibit, "created")
    return None if paper.uncertain("date") else paper.day
