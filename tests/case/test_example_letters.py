"""What is recognised in the example case's letters, field by field, against what was planted. Prints the table."""

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from govah import Case
from govah.consolidate.folding import fold
from govah.demo.offices import offices
from govah.demo.paper import papers
from govah.model.letter import Letter, LetterStatus, ReferenceKind, RelationKind, Standing

pytestmark = pytest.mark.xdist_group("example")

TRUTH = Path(__file__).parents[1] / "demo" / "truth"
SCANNED = ("scan_pdf", "scan_jpg")
LETTERS = ("scan_pdf", "scan_jpg", "pdf", "docx", "eml")
LEVELS = {"very_confidential": 3, "confidential": 4, "normal": None}
EDGES = {
    "reply": ReferenceKind.REPLY, "follow": ReferenceKind.FOLLOW_UP, "remind": ReferenceKind.FOLLOW_UP,
    "basis": ReferenceKind.CITATION,
}  # fmt: skip


@dataclass(frozen=True)
class Checked:
    document: str
    scanned: bool
    field: str
    expected: str
    got: str
    ok: bool


@dataclass(frozen=True)
class Known:
    """A document of the truth with the letter that was recognised in it."""

    row: Mapping[str, str]
    letter: Letter | None
    standing: Standing | None


def rows(name: str) -> list[dict[str, str]]:
    with (TRUTH / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def known(example: Path) -> dict[str, Known]:
    with Case(example / "case") as case:
        by_path = {path: e.sha256 for e in case.view.exhibits() for path in e.paths}
        letters = {letter.sha256: letter for letter in case.view.letters()}
        found = {}
        for row in rows("documents.csv"):
            letter = letters.get(by_path[f"leak/{papers()[row['doc_id']].path}"])  # type: ignore[arg-type]
            found[row["doc_id"]] = Known(row, letter, case.view.standing(letter.id) if letter else None)
        return found


def digits(text: str | None) -> str:
    """Digits folded, everything but letters and digits gone."""
    return re.sub(r"[\W_]", "", fold(text or "").text)


def is_office(code: str, told: str) -> bool:
    office = offices()[code]
    return any(fold(name).text in fold(told).text for name in (office.fa, office.en))


def told(correspondents: Sequence[object]) -> str:
    return "; ".join(str(item.office or item.name or "") for item in correspondents)  # type: ignore[attr-defined]


def checked(item: Known) -> Iterator[Checked]:
    row, letter = item.row, item.letter
    scanned = row["format"] in SCANNED

    def said(field: str, expected: str, got: str, ok: bool) -> Checked:
        return Checked(row["doc_id"], scanned, field, expected, got, ok)

    if letter is None:
        for field in ("number", "date", "from", "to", "cc", "subject", "class"):
            yield said(field, "a letter", "none", False)
        return
    number = letter.number or ""
    yield said("number", row["number"], number, digits(number) == digits(row["number"]))
    day = dt.date.fromisoformat(row["date_gregorian"])
    got = letter.date
    yield said("date", str(day), got.text if got else "", got is not None and got.earliest == got.latest == day)
    yield said("from", row["sender"], told(letter.sender), is_office(row["sender"], told(letter.sender)))
    yield said("to", row["addressee"], told(letter.to), is_office(row["addressee"], told(letter.to)))
    copies = told(letter.cc)
    yield said("cc", row["cc"], copies, is_office(row["cc"], copies) if row["cc"] else not copies)
    subject = papers()[row["doc_id"]].subject
    yield said("subject", subject, letter.subject or "", digits(subject) == digits(letter.subject))
    level = letter.classification.level if letter.classification else None
    yield said("class", row["classification"], str(level), level == LEVELS[row["classification"]])


def table(found: Sequence[Checked]) -> None:
    print()
    for item in found:
        sign = "ok " if item.ok else "NO "
        kind = "scan" if item.scanned else "text"
        print(f"{item.document} {kind} {sign} {item.field:8} {item.expected!r} ← {item.got!r}")


def share(found: Sequence[Checked], *, scanned: bool) -> float:
    chosen = [item.ok for item in found if item.scanned is scanned]
    print(f"{'scans' if scanned else 'text formats'}: {sum(chosen)} of {len(chosen)}")
    return sum(chosen) / len(chosen)


def test_fields(known: dict[str, Known]) -> None:
    found = [line for item in known.values() if item.row["format"] in LETTERS for line in checked(item)]
    table(found)
    assert share(found, scanned=False) >= 0.95
    assert share(found, scanned=True) >= 0.75


def test_every_edge(known: dict[str, Known]) -> None:
    ids = {item.letter.id: name for name, item in known.items() if item.letter}
    rights: Counter[bool] = Counter()
    print()
    for row in rows("edges.csv"):
        source = known[row["src"]]
        expected = f"{row['type']} {row['dst']}"
        got = sorted(_edges(source.standing, ids)) if source.standing else []
        ok = expected in got
        if row["src"] not in ("L06", "L17"):
            rights[ok] += 1
        print(f"{row['src']} {'ok ' if ok else 'NO '} {expected} ← {', '.join(got) or 'nothing'}")
        text = source.row["format"] not in SCANNED and known.get(row["dst"], source).row["format"] not in SCANNED
        if text and row["type"] in EDGES:
            assert ok, expected
    print(f"edges between letters: {rights[True]} of {rights.total()}")
    assert rights[True] >= 0.75 * rights.total()


def _edges(standing: Standing, ids: Mapping[object, str]) -> Iterator[str]:
    names = {kind: name for name, kind in EDGES.items() if name != "remind"}
    for reference in standing.references:
        held = ids.get(reference.letter)
        yield f"{names[reference.kind]} {held or digits_with_slash(reference.number)}"
    for relation in standing.relations:
        kind = {RelationKind.ATTACHMENT: "attach"}.get(relation.kind, relation.kind.value)
        yield f"{kind} {ids.get(relation.letter)}"


def digits_with_slash(number: str | None) -> str:
    return fold(number or "").text.replace(" ", "")


def test_no_reply_is_invented(known: dict[str, Known]) -> None:
    ids = {item.letter.id: name for name, item in known.items() if item.letter}
    planted = {(row["src"], row["dst"]) for row in rows("edges.csv") if row["type"] == "reply"}
    found = {
        (name, ids[reference.letter])
        for name, item in known.items()
        if item.standing
        for reference in item.standing.references
        if reference.kind is ReferenceKind.REPLY and reference.letter is not None
    }
    assert found <= planted


def test_the_unanswered(known: dict[str, Known]) -> None:
    for row in rows("unanswered.csv"):
        standing = known[row["doc_id"]].standing
        assert standing is not None
        assert standing.status is LetterStatus.NO_ANSWER_IN_HOLDINGS, row["doc_id"]
        assert standing.coverage is not None
    answered = known["L09"].standing  # by a mail: no scan lies between
    assert answered is not None
    assert answered.status is LetterStatus.ANSWERED
