"""Letters of English-language offices with their answers, settled together: each custom's answer finds its letter."""

import hashlib
from functools import cache
from pathlib import Path

import pytest

from govah.consolidate.chains.holding import Correspondence, Holding
from govah.consolidate.chains.settlement import settle
from govah.consolidate.letters import recognise
from govah.model.identifiers import Sha256
from govah.model.letter import Letter, LetterStatus, ReferenceKind, RelationKind
from govah.model.page import Origin, Page

PAPERS = Path(__file__).with_name("english_pairs")
ACKNOWLEDGED = "20"
PAIRS = sorted({path.name[:2] for path in PAPERS.iterdir()} - {ACKNOWLEDGED})


@cache
def _letters() -> dict[str, tuple[Letter, str]]:
    found = {}
    for path in sorted(PAPERS.iterdir()):
        text = path.read_text(encoding="utf-8")
        sha = Sha256(hashlib.sha256(text.encode()).hexdigest())
        (letter,) = recognise(sha, "text/plain", (Page(1, text, Origin.TEXT),), {})
        found[path.stem] = (letter, text)
    return found


@cache
def _settled() -> Correspondence:
    return settle(Holding(letter, text, "text/plain") for letter, text in _letters().values())


@pytest.mark.parametrize("pair", PAIRS)
def test_the_second_paper_answers_the_first(pair: str) -> None:
    asking, answering = (_letters()[f"{pair}-{place}"][0] for place in (1, 2))
    assert _settled().standings[asking.id].answered_by == (answering.id,)
    assert asking.reply_expected
    assert asking.date is not None
    assert answering.date is not None
    assert answering.sender
    assert answering.to


def test_an_acknowledgment_leaves_a_letter_unanswered_and_a_reminder_says_so() -> None:
    asking, polite, reminding = (_letters()[f"{ACKNOWLEDGED}-{place}"][0] for place in (1, 2, 3))
    standings = _settled().standings
    assert standings[asking.id].status is LetterStatus.NO_ANSWER_IN_HOLDINGS
    (cited,) = standings[polite.id].references
    assert (cited.letter, cited.kind) == (asking.id, ReferenceKind.CITATION)
    assert [(one.kind, one.letter) for one in standings[reminding.id].relations] == [(RelationKind.REMINDER, asking.id)]


NUMBERS = {"01": "FMWT/IP/S.112/Vol.III/245", "03": "12/3/4(7)", "06": "20315/Wtr Sup/Q", "07": "AR/EX/4/22"}


@pytest.mark.parametrize(("pair", "number"), NUMBERS.items())
def test_numbers_of_english_offices(pair: str, number: str) -> None:
    assert _letters()[f"{pair}-1"][0].number == number


def test_nothing_is_cited_that_nobody_wrote() -> None:
    assert {ghost.number for ghost in _settled().ghosts} == {"198"}
