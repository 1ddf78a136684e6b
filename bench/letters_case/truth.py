"""What is planted in a case of letters: fields of each paper, edges, letters cited but not held."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.letters_case.offices import Offices

UNSCORED = "*"
UNDIRECTED = ("duplicate", "version", "same_event")
_NO_ANSWER = "no_answer_in_holdings"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it was written.

    Args:
        id: Of the truth.
        path: In the collected folder's parent; a mail of a mailbox under the name that Govah gives it.
        fields: As documents.csv has them; `*` is not scored, alternatives are parted by `|`.
        scanned: Whether it is collected as a picture.
    """

    id: str
    path: str
    fields: Mapping[str, str]
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """A case.

    Args:
        title: Of its tables.
        papers: By id.
        edges: (source, kind, target), all of which must be found.
        allowed: Edges that are neither missed nor invented.
        ghosts: Number as written and the papers that cite it.
        offices: Their spellings.
    """

    title: str
    papers: Mapping[str, Paper]
    edges: frozenset[tuple[str, str, str]]
    allowed: frozenset[tuple[str, str, str]]
    ghosts: Sequence[tuple[str, frozenset[str]]]
    offices: Offices = field(repr=False)

    @property
    def unanswered(self) -> frozenset[str]:
        """The papers to which no answer is held."""
        return frozenset(name for name, paper in self.papers.items() if paper.fields["status"] == _NO_ANSWER)

    def copies(self, name: str) -> frozenset[str]:
        """A paper with its duplicates and versions, any of which may stand for the letter."""
        pairs = ({source, target} for source, kind, target in self.edges if kind in ("duplicate", "version"))
        return frozenset({name}).union(*(pair for pair in pairs if name in pair))


def written(title: str, folder: Path, *, scans: bool) -> Truth:
    """A case of `tests/consolidate`: its papers lie in `papers`, its truth in `truth`.

    Args:
        title: Of its tables.
        folder: The case's.
        scans: Whether its papers, but not its mails, are collected as pictures.
    """
    found = {}
    for row in rows(folder / "truth" / "documents.csv"):
        name, _, part = row["path"].partition("/")
        scanned = scans and name.endswith(".txt")
        shown = name.replace(".txt", ".pdf") if scanned else name
        path = f"papers/{shown}" + (f"/{int(part):06}" if part else "")
        found[row["doc_id"]] = Paper(row["doc_id"], path, row, scanned)
    told = rows(folder / "truth" / "edges.csv")
    edges = frozenset((row["src"], row["kind"], row["dst"]) for row in told if row["required"] == "y")
    loose = frozenset((row["src"], row["kind"], row["dst"]) for row in told if row["required"] == "n")
    ghosts = [(row["number"], frozenset(row["cited_by"].split(";"))) for row in rows(folder / "truth" / "ghosts.csv")]
    offices = Offices.of(rows(folder / "truth" / "offices.csv"))
    return Truth(title, found, edges, loose | frozenset(_implied(edges)), ghosts, offices)


def rows(path: Path) -> list[dict[str, str]]:
    """A table of the truth."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _implied(edges: frozenset[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """What comes with an edge: who reminds also follows up, a second copy cites what the first one cites."""
    for source, kind, target in edges:
        if kind in ("reminder", "forward", "attachment", "same_event"):
            yield source, "follow_up", target
            yield source, "citation", target
        if kind in UNDIRECTED:
            yield target, kind, source
            for one, same in ((source, target), (target, source)):
                yield from ((one, of, to) for origin, of, to in edges if origin == same)
                yield from ((origin, of, one) for origin, of, to in edges if to == same)


def with_implied(edges: frozenset[tuple[str, str, str]]) -> frozenset[tuple[str, str, str]]:
    """Edges that come with others, which nobody has to find."""
    return frozenset(_implied(edges))
