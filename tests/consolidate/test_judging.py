"""What persons say of letters: its words read back as they were, and it goes before what machines find."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.consolidate.test_chains import ROAD, WATER, paper, persian, settled, standing

from govah.consolidate.chains import Correspondence, Holding
from govah.consolidate.letters.judging import (
    LetterPlace,
    SaidReference,
    SaidRelation,
    read_places,
    read_reference,
    read_relation,
)
from govah.errors import UsageError
from govah.model.identifiers import EntryIndex
from govah.model.letter import ChainJudgement, LetterStatus, ReferenceKind, RelationKind
from govah.model.passage import Span

PLACES = st.builds(LetterPlace, st.integers(1, 10**6), st.integers(1, 900))
NUMBERS = st.from_regex(r"[1-9][0-9]{0,4}/[1-9][0-9]{0,4}", fullmatch=True)
DAY = date(2016, 5, 1)
ASK = "خواهشمند است نتیجه را اعلام فرمایید."


@given(st.sampled_from(ReferenceKind), st.booleans(), NUMBERS, st.one_of(st.none(), PLACES))
def test_a_reference_reads_back(kind: ReferenceKind, also: bool, number: str, letter: LetterPlace | None) -> None:
    said = SaidReference(kind, also, number, None, letter, held=True)
    assert read_reference(str(said)) == said


@given(st.sampled_from(RelationKind), PLACES, st.booleans())
def test_a_relation_reads_back(kind: RelationKind, letter: LetterPlace, holds: bool) -> None:
    said = SaidRelation(kind, letter, holds)
    assert read_relation(str(said)) == said


@given(st.lists(PLACES, unique=True, max_size=5))
def test_answers_read_back(places: list[LetterPlace]) -> None:
    assert read_places(", ".join(map(str, places))) == tuple(places)


def test_dates_and_what_is_not_held() -> None:
    said = read_reference("reply 88/2235 date: 24 February 2015 letter: none")
    assert (said.number, said.held, said.letter) == ("88/2235", False, None)
    assert said.date is not None
    assert said.date.earliest == date(2015, 2, 24)
    assert read_reference(str(said)) == said


@pytest.mark.parametrize("words", ["", "reply", "echo 1/2", "reply about it", "reply 1/2 letter: the first", "not"])
def test_what_is_not_written_so_is_told(words: str) -> None:
    with pytest.raises(UsageError) as told:
        read_reference(words)
    assert told.value.remedy


def _three() -> tuple[Holding, Holding, Holding]:
    pair = [paper(name, "77/10", DAY, ROAD, WATER, ASK) for name in ("a1", "c3")]
    asked, copy = sorted(pair, key=lambda each: each.letter.id)  # the smaller id stands for both
    body = f"عطف به نامه شماره 77/10 مورخ {persian(DAY)} انجام شد."
    answer = paper("b2", "42/5", date(2016, 5, 9), WATER, ROAD, body)
    return tuple(replace(each, exhibit=place) for place, each in enumerate((asked, answer, copy), 1))  # type: ignore[return-value]


def _said(holding: Holding, field: str, *values: str) -> Holding:
    judgements = tuple(
        ChainJudgement(EntryIndex(order), field, value, Span(1, 0, 5), "words") for order, value in enumerate(values, 7)
    )
    return replace(holding, letter=replace(holding.letter, judgements=judgements))


def _kinds(found: Correspondence, holding: Holding) -> list[RelationKind]:
    return [each.kind for each in standing(found, holding).relations]


def test_copies_are_parted_and_joined_by_a_persons_word() -> None:
    asked, answer, copy = _three()
    found = settled(asked, answer, copy)
    assert _kinds(found, copy) == [RelationKind.DUPLICATE]
    parted = settled(asked, answer, _said(copy, "relations", "not duplicate ex1.1"))
    assert _kinds(parted, copy) == []
    assert standing(parted, copy).status is LetterStatus.NO_ANSWER_IN_HOLDINGS
    assert standing(parted, asked).answered_by == (answer.letter.id,)
    other = settled(_said(asked, "relations", "version ex3.1"), answer, copy)
    assert _kinds(other, asked) == [RelationKind.VERSION]
    assert _kinds(other, copy) == []
    assert standing(other, asked).answered_by == standing(other, copy).answered_by == (answer.letter.id,)
    again = settled(asked, answer, _said(copy, "relations", "not duplicate ex1.1", "duplicate ex1.1"))
    assert _kinds(again, copy) == [RelationKind.DUPLICATE]


def test_a_word_on_one_copy_is_said_of_all() -> None:
    asked, answer, copy = _three()
    found = settled(asked, answer, _said(copy, "status", "reacted"))
    assert {standing(found, each).status for each in (asked, copy)} == {LetterStatus.REACTED}


@pytest.mark.parametrize(
    ("field", "value"),
    [("references", "echoes 9"), ("relations", "cousin ex1.1"), ("relations", "version ex99.1"), ("status", "lost")],
)
def test_what_cannot_be_read_or_is_not_there_changes_nothing(field: str, value: str) -> None:
    asked, answer, copy = _three()
    plain, found = settled(asked, answer, copy), settled(asked, _said(answer, field, value), copy)
    assert standing(found, answer).references == standing(plain, answer).references
    assert standing(found, asked).status == standing(plain, asked).status


def test_a_letter_is_no_reference_to_itself() -> None:
    asked, answer, copy = _three()
    found = settled(asked, _said(answer, "references", "reply letter: ex2.1"), copy)
    assert [each.letter for each in standing(found, answer).references] == [asked.letter.id]
