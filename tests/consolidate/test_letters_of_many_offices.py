"""The genre in several states: what a reader sees in a letter, the recogniser sees too."""

import pytest
from tests.consolidate.many_offices import PAPERS, Paper

from govah.consolidate.letters import recognise
from govah.consolidate.letters.offices import same_office
from govah.model.identifiers import Sha256
from govah.model.letter import Correspondent, Letter
from govah.model.page import Origin, Page


def _read(paper: Paper) -> Letter:
    (letter,) = recognise(Sha256("cd" * 32), "text/plain", (Page(1, paper.text, Origin.TEXT),), {})
    return letter


def _has(found: tuple[Correspondent, ...], office: str) -> bool:
    return any(same_office(who.office or who.name, office) for who in found)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_what_a_reader_sees(paper: Paper) -> None:
    letter = _read(paper)
    want = dict(paper.want)
    got: dict[str, object] = {
        "number": letter.number,
        "date": str(letter.date.earliest) if letter.date else None,
        "from": want.get("from") if _has(letter.sender, str(want.get("from"))) else letter.sender,
        "to": want.get("to") if _has(letter.to, str(want.get("to"))) else letter.to,
        "subject": letter.subject,
        "class": letter.classification.level if letter.classification else None,
        "urgency": letter.urgency,
        "expected": letter.reply_expected,
        "refs": [
            (one.number, str(one.date.earliest) if one.date else None, one.kind.value) for one in letter.references
        ],
        "cc": want["cc"] if "cc" in want and all(_has(letter.cc, str(one)) for one in want["cc"]) else letter.cc,  # type: ignore[attr-defined]
    }
    assert {name: got[name] for name in want} == want
