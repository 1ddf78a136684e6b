"""What was planted in the example case's letters, and what of it a recognition missed: by name, one line each."""

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from govah.consolidate.folding import fold
from govah.demo.offices import offices
from govah.demo.paper import Paper, papers
from govah.model.letter import Correspondent, Ghost, Letter, LetterStatus, ReferenceKind, RelationKind, Standing

TRUTH = Path(__file__).parent / "demo" / "truth"
SCANNED = ("scan_pdf", "scan_jpg")
LEVELS = {"secret": 2, "very_confidential": 3, "confidential": 4, "normal": None}
REFERENCES = {
    ReferenceKind.REPLY: "reply",
    ReferenceKind.FOLLOW_UP: "follow",
    ReferenceKind.CITATION: "basis",
}
RELATIONS = {
    RelationKind.REMINDER: "remind",
    RelationKind.FORWARD: "forward",
    RelationKind.VERSION: "version",
    RelationKind.DUPLICATE: "dup",
    RelationKind.ATTACHMENT: "attach",
    RelationKind.SAME_EVENT: "same_event",
}
STATUSES = {
    "L20": LetterStatus.ANSWERED,
    "L46": LetterStatus.ANSWERED_IN_PART,
    "L49": LetterStatus.ANSWERED_IN_MARGIN,
}
"""What the specification says of a single letter's standing, beside the unanswered."""
NO_LETTER = ("xlsx", "webconf_zip")


@dataclass(frozen=True)
class Recognised:
    """What was recognised, by the specification's ids.

    Args:
        letters: The letter of each document, where one was found.
        standings: Its place among the others.
        ghosts: Letters that are cited and not held.
    """

    letters: Mapping[str, Letter]
    standings: Mapping[str, Standing]
    ghosts: Sequence[Ghost]

    def name(self, letter: object) -> str | None:
        """Whose letter has this identifier."""
        return next((name for name, found in self.letters.items() if found.id == letter), None)


@dataclass(frozen=True)
class Checked:
    """One field of one document against what was planted."""

    document: str
    scanned: bool
    field: str
    expected: str
    got: str
    ok: bool


def rows(name: str) -> list[dict[str, str]]:
    """A table of the truth."""
    with (TRUTH / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def digits(text: str | None) -> str:
    """Digits folded, everything but letters and digits gone."""
    return re.sub(r"[\W_]", "", fold(text or "").text)


def is_letter(row: Mapping[str, str]) -> bool:
    """Whether a document is a letter: lists, the archive of a session and what is printed for all are none."""
    return row["format"] not in NO_LETTER and row["sender"] != "PUB"


def is_office(names: Sequence[str], found: str) -> bool:
    return any(fold(name).text in fold(found).text for name in names if name)


def told(correspondents: Sequence[Correspondent]) -> str:
    return "; ".join(str(item.office or item.name or "") for item in correspondents)


def fields(found: Recognised) -> Iterator[Checked]:
    """Every field of every letter; absent is right only when absent in truth."""
    for row in rows("documents"):
        if is_letter(row):
            yield from _fields(row, papers()[row["doc_id"]], found.letters.get(row["doc_id"]))


def _fields(row: Mapping[str, str], paper: Paper, letter: Letter | None) -> Iterator[Checked]:
    def said(field: str, expected: str, got: str | None, ok: bool) -> Checked:
        return Checked(row["doc_id"], row["format"] in SCANNED, field, expected, got or "", ok and letter is not None)

    number = letter.number if letter else None
    yield said("number", row["number"], number, digits(number) == digits(paper.number))
    day, date = dt.date.fromisoformat(row["date_gregorian"]), letter.date if letter else None
    yield said("date", str(day), date and date.text, date is not None and date.earliest == date.latest == day)
    sender = told(letter.sender) if letter else ""
    yield said("from", row["sender"], sender, is_office(_names(row["sender"], paper.printed_sender), sender))
    to = told(letter.to) if letter else ""
    printed = paper.address if row["addressee"] == "PUB" else ""
    yield said("to", row["addressee"], to, is_office(_names(row["addressee"], printed), to))
    copies = told(letter.cc) if letter else ""
    codes = [code for code in row["cc"].split(";") if code]
    right = len(codes) == len(letter.cc if letter else ()) and all(is_office(_names(c), copies) for c in codes)
    yield said("cc", row["cc"], copies, right)
    subject = letter.subject if letter else None
    yield said("subject", paper.subject, subject, digits(subject) == digits(paper.subject))
    level = letter.classification.level if letter and letter.classification else None
    yield said("class", row["classification"], str(level), level == LEVELS[row["classification"]])
    asks = letter.reply_expected if letter else None
    yield said("asks", row["expects_reply"], str(asks), (asks is True) == (row["expects_reply"] == "y"))


def _names(code: str, printed: str = "") -> list[str]:
    named = [] if code == "PUB" else [offices()[code].fa, offices()[code].en]
    return [*named, printed]


def edges(found: Recognised) -> set[tuple[str, str, str]]:
    """Who cites whom and is what to whom: document, kind, document (or the number of one that is not held)."""
    held = set()
    for name, standing in found.standings.items():
        for reference in standing.references:
            cited = found.name(reference.letter) or ghost_number(reference.number)
            held.add((name, REFERENCES[reference.kind], cited))
        for relation in standing.relations:
            held.add((name, RELATIONS[relation.kind], found.name(relation.letter) or "?"))
    return held


def ghost_number(number: str | None) -> str:
    """A number as the specification spells it."""
    return fold(number or "").text.replace(" ", "").replace("ک", "k").replace("ك", "k")


def missed(found: Recognised) -> set[str]:
    """Everything that is not as planted, by name."""
    return {*_wrong_fields(found), *_wrong_edges(found), *_wrong_standings(found), *_wrong_proposals(found)}


def _wrong_fields(found: Recognised) -> Iterator[str]:
    yield from (f"{item.document} {item.field}" for item in fields(found) if not item.ok)
    for row in rows("documents"):
        if row["sender"] == "PUB" and row["doc_id"] in found.letters:
            yield f"{row['doc_id']} taken for a letter"


def _wrong_edges(found: Recognised) -> Iterator[str]:
    held = edges(found)
    planted = {(row["src"], row["type"], row["dst"]) for row in rows("edges")}
    yield from (f"edge {source} {kind} {to}" for source, kind, to in planted - held)
    for source, kind, to in held - planted:
        if kind in ("reply", *RELATIONS.values()) and not _repeated(source, kind, to, planted):
            yield f"invented {source} {kind} {to}"


def _repeated(source: str, kind: str, to: str, planted: set[tuple[str, str, str]]) -> bool:
    """Whether an edge says again, from the other end, that two papers are scans or versions of one letter."""
    return kind in ("dup", "version", "same_event") and (to, kind, source) in planted


def _wrong_standings(found: Recognised) -> Iterator[str]:
    silent = {name for name, standing in found.standings.items() if standing.unanswered}
    planted = {row["doc_id"] for row in rows("unanswered")}
    yield from (f"unanswered {name}" for name in planted - silent)
    yield from (f"not unanswered {name}" for name in silent - planted)
    for name, status in STATUSES.items():
        if name not in found.standings or found.standings[name].status is not status:
            yield f"status {name} {status.value}"
    ghosts = {(ghost_number(ghost.number), tuple(found.name(by) for by in ghost.cited_by)) for ghost in found.ghosts}
    wanted = {(row["dst"], (row["src"],)) for row in rows("edges") if row["dst_held"] == "False"}
    yield from (f"ghost {number}" for number, _ in wanted - ghosts)
    yield from (f"no ghost {number}" for number, _ in ghosts - wanted)


def _wrong_proposals(found: Recognised) -> Iterator[str]:
    sent = sum(row["in_draft_only"] == "n" for row in rows("proposals"))
    for name, letter in found.letters.items():
        wanted = {"L08": sent, "L40": len(rows("proposals"))}.get(name, 0)
        if wanted and len(letter.proposals) != wanted:
            yield f"proposals {name}"


def told_table(found: Recognised) -> None:
    """Print every field, wrong and right, and the shares."""
    checked = list(fields(found))
    print()
    for item in checked:
        sign, kind = "ok " if item.ok else "NO ", "scan" if item.scanned else "text"
        print(f"{item.document} {kind} {sign} {item.field:8} {item.expected!r} ← {item.got!r}")


def share(found: Recognised, *, scanned: bool | None) -> float:
    """How many of the fields are right, printed and returned.

    Args:
        found: What was recognised.
        scanned: Of scans, of text formats, or (None) of all.
    """
    chosen = [item.ok for item in fields(found) if scanned is None or item.scanned is scanned]
    print(f"{ {True: 'scans', False: 'text formats', None: 'all'}[scanned] }: {sum(chosen)} of {len(chosen)} fields")
    return sum(chosen) / len(chosen)


def assert_only(allowed: frozenset[str], wrong: set[str]) -> None:
    """Nothing is missed but what the table says; what it says and is found by now is printed."""
    print("missed:", ", ".join(sorted(wrong)) or "nothing")
    print("found by now, to be taken from the table:", ", ".join(sorted(allowed - wrong)) or "nothing")
    assert not wrong - allowed, sorted(wrong - allowed)
