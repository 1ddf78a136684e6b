"""A number without words that cite: it cites where it is that of a held letter and the offices agree."""

from datetime import date

import pytest
from tests.consolidate.test_chains import ASKED, PADDING, ROAD, TOWN, WATER, paper, persian, settled, standing

from govah.consolidate.letters import letter_from_json, letter_to_json
from govah.model.letter import LetterStatus, ReferenceKind


def answering(
    words: str, *, sender: str = WATER, to: str = ROAD, day: date = date(2016, 5, 9)
) -> list[tuple[str, str]]:
    other = paper("b2", "42/5", day, sender, to, words)
    found = settled(ASKED, other)
    return [(one.kind.value, one.text) for one in standing(found, other).references if one.letter == ASKED.letter.id]


def test_a_number_between_the_same_offices_answers_without_words() -> None:
    answer = paper("b2", "42/5", date(2016, 5, 9), WATER, ROAD, f"در باب 77/10 مطلب چنین است. {PADDING}")
    found = settled(ASKED, answer)
    (reference,) = standing(found, answer).references
    assert (reference.kind, reference.letter, reference.number) == (ReferenceKind.REPLY, ASKED.letter.id, "77/10")
    page, start, end = reference.span
    assert page == 1
    assert answer.text[start:end] == reference.text == "77/10"
    assert standing(found, ASKED).status is LetterStatus.ANSWERED


def test_ones_own_earlier_letter_is_followed_up() -> None:
    assert answering("در باب 77/10 هنوز منتظریم.", sender=ROAD, to=WATER) == [("follow_up", "77/10")]


@pytest.mark.parametrize(
    ("words", "sender", "to", "day"),
    [
        ("در باب 77/10 مطلب چنین است.", TOWN, "شهرداری گلشن", date(2016, 5, 9)),
        ("در باب 77/10 مطلب چنین است.", WATER, ROAD, date(2016, 4, 20)),
        ("در باب 77/11 مطلب چنین است.", WATER, ROAD, date(2016, 5, 9)),
    ],
    ids=["other offices", "before it was written", "another number"],
)
def test_nothing_is_cited(words: str, sender: str, to: str, day: date) -> None:
    assert answering(words, sender=sender, to=to, day=day) == []


def test_what_words_say_goes_before() -> None:
    words = f"موضوع نامه شماره 77/10 مورخ {persian(date(2016, 5, 1))} است. در باب 77/10 نیز چنین است."
    assert len(answering(words)) == 1


def test_a_page_of_numbers_names_no_letter() -> None:
    many = " ".join(f"12/{number}" for number in range(300, 400))
    other = paper("b2", "42/5", date(2016, 5, 9), WATER, ROAD, f"در باب 77/10 و {many}")
    assert other.letter.mentions == ()


def test_they_are_stored() -> None:
    other = paper("b2", "42/5", date(2016, 5, 9), WATER, ROAD, f"در باب 77/10 و 3 مورخ {persian(date(2016, 5, 2))}")
    assert [mention.text for mention in other.letter.mentions] == ["77/10", "3"]
    assert letter_from_json(letter_to_json(other.letter)) == other.letter
