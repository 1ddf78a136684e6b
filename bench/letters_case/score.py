"""What `govah letters` and `govah ghosts` tell of a case, held against the truth."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.letters_case.offices import number_key, plain
from bench.letters_case.truth import UNDIRECTED, UNSCORED, Truth
from bench.section import Place

FIELDS = ("number", "date", "from", "to", "cc", "subject", "class level", "class words", "urgency", "reply expected")
STANDING = ("status", "proposals")
REFERENCES = ("reply", "follow_up", "citation")

Told = Mapping[str, Any]
Edge = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """A field of a paper, or an edge, with what was wanted and what was got."""

    paper: str
    field: str
    want: str
    got: str
    ok: bool
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """A case held against its truth.

    Args:
        fields: Of each paper.
        edges: Wanted ones, and invented ones (wanted is empty).
        ghosts: Likewise.
        unanswered: Likewise.
    """

    fields: Sequence[Checked]
    edges: Sequence[Checked]
    ghosts: Sequence[Checked]
    unanswered: Sequence[Checked]

    @property
    def wrong(self) -> list[Checked]:
        """Whatever is not right."""
        return [one for part in (self.fields, self.edges, self.ghosts, self.unanswered) for one in part if not one.ok]


def score(place: Place, case: Path, truth: Truth) -> Scored:
    """Ask the command line what it knows of a case, and compare."""
    holder = {path: exhibit["sha256"] for exhibit in _lines(place, case, "exhibits") for path in exhibit["paths"]}
    absent = sorted(paper.path for paper in truth.papers.values() if paper.path not in holder)
    if absent:
        raise FileNotFoundError(f"The case does not hold {', '.join(absent)}.")
    papers = {holder[paper.path]: name for name, paper in truth.papers.items()}
    letters = [letter for letter in _lines(place, case, "letters") if letter["sha256"] in papers]
    letters.sort(key=lambda letter: (letter["page"], min(_starts(letter), default=0)))
    of = {letter["id"]: papers[letter["sha256"]] for letter in letters}
    first: dict[str, Told] = {}
    for letter in letters:
        first.setdefault(papers[letter["sha256"]], letter)
    silent = {of[one["id"]] for one in _lines(place, case, "letters", "--unanswered") if one["id"] in of}
    return Scored(
        [line for name in truth.papers for line in _fields(truth, name, first.get(name))],
        list(edges_of(truth, set(_found(letters, of)))),
        list(ghosts_of(truth, _lines(place, case, "ghosts"), of)),
        list(_set("unanswered", truth.unanswered, silent)),
    )


def _lines(place: Place, case: Path, *words: str) -> list[Told]:
    command = place.command("--case", case, *words, "--json")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 5):
        raise RuntimeError(f"govah {' '.join(words)} ended with {done.returncode}: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def _starts(letter: Told) -> Iterable[tuple[int, int]]:
    return ((span[0], span[1]) for span in letter["spans"].values())


def _fields(truth: Truth, name: str, letter: Told | None) -> Iterator[Checked]:
    paper = truth.papers[name]
    want = paper.fields

    def checked(field: str, wanted: str, got: str, ok: bool) -> Iterator[Checked]:
        if wanted != UNSCORED:
            yield Checked(name, field, wanted, got if letter else "no letter", ok and letter is not None, paper.scanned)

    told = letter or {}
    number = told.get("number") or ""
    yield from checked("number", want["number"], number, number_key(number) == number_key(want["number"]))
    date = told.get("date") or {}
    earliest, latest = date.get("earliest") or "", date.get("latest") or ""
    within = bool(earliest) and want["earliest"] <= earliest <= latest <= want["latest"]
    yield from checked("date", want["earliest"], f"{date.get('text')} ({earliest}–{latest})", within)
    for field in ("from", "to", "cc"):
        who = [_correspondent(one) for one in told.get(field) or []]
        yield from checked(field, want[field], "; ".join(who), truth.offices.right(want[field], who))
    subject = told.get("subject") or ""
    yield from checked("subject", want["subject"], subject, plain(subject) == plain(want["subject"]))
    marked = told.get("classification") or {}
    level, words = str(marked.get("level") or ""), marked.get("text") or ""
    yield from checked("class level", want["level"], level, level == want["level"])
    wanted = want["class_text"]
    same = plain(wanted) in plain(words) if wanted else not want["level"] and not level
    yield from checked("class words", wanted, words, same)
    urgency = told.get("urgency") or ""
    same = plain(want["urgency"]) in plain(urgency) if want["urgency"] else not urgency
    yield from checked("urgency", want["urgency"], urgency, same)
    expected = told.get("reply_expected")
    yield from checked(
        "reply expected", want["reply_expected"], str(expected), bool(expected) == (want["reply_expected"] == "y")
    )
    status = told.get("status") or ""
    yield from checked("status", want["status"], status, status in want["status"].split("|"))
    proposals = str(len(told.get("proposals") or []))
    yield from checked("proposals", want["proposals"], proposals, proposals == want["proposals"])


def _correspondent(one: Told) -> str:
    return ", ".join(part for part in (one.get("name"), one.get("office")) if part)


def _found(letters: Sequence[Told], of: Mapping[str, str]) -> Iterator[Edge]:
    """Edges between papers, a letter within a paper counted as the paper."""
    for letter in letters:
        for edge in (*letter["references"], *letter["relations"]):
            source, target = of[letter["id"]], of.get(edge["letter"])
            if target is not None and target != source:
                yield source, edge["kind"], target


def edges_of(truth: Truth, found: set[Edge]) -> Iterator[Checked]:
    """Each edge that was planted, then each that was invented."""

    def scanned(edge: Edge) -> bool:
        return truth.papers[edge[0]].scanned

    for edge in sorted(truth.edges):
        source, kind, target = edge
        either = [(one, kind, other) for one in truth.copies(source) for other in truth.copies(target)]
        either += [(target, kind, source)] if kind in UNDIRECTED else []
        ok = any(one in found for one in either)
        got = ", ".join(sorted(f"{of} {to}" for origin, of, to in found if origin == source))
        yield Checked(source, kind, target, got, ok, scanned(edge))
    for edge in sorted(found - truth.edges - truth.allowed):
        yield Checked(edge[0], edge[1], "", edge[2], False, scanned(edge))


def ghosts_of(truth: Truth, told: Sequence[Told], of: Mapping[str, str]) -> Iterator[Checked]:
    """Each letter that is cited and not held, right with all who cite it; then what is no such letter.

    Args:
        truth: Of the case.
        told: As `govah ghosts` tells.
        of: The papers by the ids of their letters.
    """
    found = {number_key(one["number"] or ""): one for one in told if any(by in of for by in one["cited_by"])}
    wanted = {number_key(number): (number, cited) for number, cited in truth.ghosts}
    for key, (number, cited) in wanted.items():
        by = frozenset(of[one] for one in found[key]["cited_by"] if one in of) if key in found else frozenset()
        yield Checked(",".join(sorted(cited)), "ghost", number, ",".join(sorted(by)), by == cited)
    for key, one in found.items():
        if key not in wanted:
            by = ",".join(sorted(of[each] for each in one["cited_by"] if each in of))
            told_date = (one.get("date") or {}).get("text", "") if isinstance(one.get("date"), dict) else ""
            yield Checked(by, "ghost", "", f"{one['number']} {told_date}".strip(), False)


def _set(what: str, wanted: Iterable[str], found: set[str]) -> Iterator[Checked]:
    want = set(wanted)
    for name in sorted(want | found):
        told = (name if name in want else "", name if name in found else "")
        yield Checked(name, what, *told, told[0] == told[1])
