"""What is recognised in the example case's letters, scans among them, against what was planted. Prints the table."""

from pathlib import Path

import pytest
from tests.example_truth import SCANNED as SCANS
from tests.example_truth import Recognised, assert_only, edges, missed, rows, share, told_table

from govah import Case
from govah.demo.paper import papers
from govah.model.letter import LetterStatus
from govah.model.outcome import OutcomeKind

pytestmark = pytest.mark.xdist_group("example")

MISSED: frozenset[str] = frozenset({
    "L02 subject",  # not read as a line of the head
    "L21 subject",  # read as حادئهٔ
    "L31 from",  # read as دفتر ریس دولت
    "L32 subject",  # هیأت read as ole
})  # fmt: skip
"""What the rules do not find yet, by name. Take out what is found; nothing may be added without a reason beside it."""


@pytest.fixture(scope="module")
def found(example: Path) -> Recognised:
    with Case(example / "case") as case:
        documents = {str(paper.found): name for name, paper in papers().items()}
        paths = {path: e.sha256 for e in case.view.exhibits() for path in e.paths}
        assert set(documents) <= set(paths)
        exhibits = {paths[path]: documents[within(path)] for path in paths if within(path) in documents}
        letters = {exhibits[letter.sha256]: letter for letter in case.view.letters() if letter.sha256 in exhibits}
        standings = {name: case.view.standing(letter.id) for name, letter in letters.items()}
        return Recognised(letters, {n: s for n, s in standings.items() if s is not None}, tuple(case.view.ghosts()))


def within(path: str) -> str:
    """The session's archive where a path leads into it: its members are one document."""
    session = str(papers()["L43"].found)
    return session if path.startswith(session) else path


def test_fields(found: Recognised) -> None:
    told_table(found)
    assert share(found, scanned=False) >= 0.95
    assert share(found, scanned=True) >= 0.88


def test_nothing_else_is_missed(found: Recognised) -> None:
    assert_only(MISSED, missed(found))


def test_every_edge_between_texts(found: Recognised) -> None:
    """No scan lies between: all are found."""
    held = edges(found)
    print()
    for row in rows("edges"):
        expected = (row["src"], row["type"], row["dst"])
        got = ", ".join(f"{kind} {to}" for source, kind, to in sorted(held) if source == row["src"])
        print(f"{row['src']} {'ok ' if expected in held else 'NO '} {row['type']} {row['dst']} ← {got or 'nothing'}")
        ends = [papers()[name].format for name in (row["src"], row["dst"]) if name in papers()]
        if row["type"] in ("reply", "follow") and not any(end in SCANS for end in ends):
            assert expected in held or f"edge {' '.join(expected)}" in MISSED


def test_silence_rests_on_coverage(found: Recognised) -> None:
    for row in rows("unanswered"):
        standing = found.standings[row["doc_id"]]
        if standing.status is LetterStatus.NO_ANSWER_IN_HOLDINGS:
            assert standing.coverage is not None, row["doc_id"]
    answered = found.standings["L09"]  # by a mail: no scan lies between
    assert answered.status is LetterStatus.ANSWERED


OUTCOMES = {
    "P1": OutcomeKind.ADOPTED,
    "P2": OutcomeKind.REJECTED,
    "P3": OutcomeKind.ADOPTED,
    "P4": OutcomeKind.POSTPONED,
    "P5": OutcomeKind.CONTRADICTORY,
    "P6": OutcomeKind.NOT_IN_SENT_LETTER,
    "P7": OutcomeKind.NOT_IN_SENT_LETTER,
}
"""What the papers say of each proposal: its `decision` in the truth, in our words."""


def test_what_became_of_the_proposals(found: Recognised) -> None:
    """Five in the letter, seven in its draft, each with the paper that decided it."""
    names = {letter.id: name for name, letter in found.letters.items()}
    truth = list(rows("proposals"))
    print()
    for name in ("L08", "L40"):
        expected = [row for row in truth if name == "L40" or row["in_draft_only"] == "n"]
        outcomes = found.standings[name].outcomes
        assert len(outcomes) == len(expected)
        for row, outcome in zip(expected, outcomes, strict=True):
            deciding = {names[lead.letter] for lead in outcome.leads}
            print(f"{name} {row['id']} {outcome.kind} in {', '.join(sorted(deciding)) or 'nothing'}: {row['decision']}")
            assert outcome.kind is OUTCOMES[row["id"]], row["id"]
            decided_in = set(filter(None, row["decided_in"].split(";"))) or {"L08"}
            assert deciding == decided_in, row["id"]
    kept = [outcome.kept_as for outcome in found.standings["L40"].outcomes]
    assert kept == [*((found.letters["L08"].id, place) for place in range(1, 6)), None, None]
