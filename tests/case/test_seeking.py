"""A person searches for an answer: who, when, for what and how much was found stands beside the silence."""

from pathlib import Path

import pytest

from govah import Case
from govah.case.searching import SearchRequest
from govah.errors import NotFoundError, UsageError
from govah.model.letter import Letter


@pytest.fixture
def case(bridge: Path, tmp_path: Path) -> Case:
    opened = Case.create(tmp_path / "case", "Bridge")
    opened.collect([bridge], "courier", ocr=False)
    return opened


def letter_in(case: Case, name: str) -> Letter:
    sha256 = next(each.sha256 for each in case.view.exhibits() if each.paths[0].endswith(name))
    assert sha256 is not None
    (letter,) = case.view.letters_of(sha256)
    return letter


def test_the_log_keeps_who_searched_for_what_and_what_was_found(case: Case) -> None:
    letter = letter_in(case, "letter.txt")
    number = case.view.exhibit(letter.sha256).number
    sought = case.seek(f"ex{number}", SearchRequest("پل چوبی", language="fa"), "only the letter itself and one answer")
    (known,) = case.view.seekings.of(letter)
    assert known.entry == sought.entry
    assert (known.query, known.limits) == ("پل چوبی", {"language": "fa"})
    assert known.pages == sought.found.total >= 1
    assert known.among == case.derived.records.count("page")
    assert known.note == "only the letter itself and one answer"
    assert known.by
    assert known.at
    assert case.view.seekings.of(letter_in(case, "answer.txt")) == ()


def test_a_search_that_is_made_again_is_kept_again_and_survives_a_rebuild(case: Case) -> None:
    letter = letter_in(case, "letter.txt")
    entries = [case.seek(letter.id, SearchRequest("پل")).entry for _ in range(2)]
    assert case.rebuild().identical
    assert [each.entry for each in case.view.seekings.of(letter)] == entries


@pytest.mark.parametrize(
    ("letter", "query", "error"),
    [("ex1", " ", UsageError), ("ex99", "bridge", NotFoundError), ("letter", "bridge", UsageError)],
)
def test_what_cannot_be_searched_adds_nothing(case: Case, letter: str, query: str, error: type[Exception]) -> None:
    size = len(list(case.log.entries()))
    with pytest.raises(error):
        case.seek(letter, SearchRequest(query))
    assert len(list(case.log.entries())) == size
