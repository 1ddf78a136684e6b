"""What a silence rests on is told in the interface's language, with the figures and words of the papers."""

from datetime import date

import pytest

from govah.model.fuzzy_date import Calendar, FuzzyDate
from govah.model.identifiers import EntryIndex, LetterId, Sha256
from govah.model.letter import Coverage, Letter, LetterStatus, Relation, RelationKind, Standing
from govah.model.passage import Span
from govah.web.answer_grounds import rests_on
from govah.web.translation import locale

ID, OTHER = LetterId("0" * 16), LetterId("1" * 16)
LETTER = Letter(
    ID,
    Sha256("a" * 64),
    Span(1, 0, 90),
    "letters/1",
    number="21/450",
    date=FuzzyDate("۱۳۹۵/۰۲/۱۴", Calendar.JALALI, date(2016, 5, 3), date(2016, 5, 3)),
)
SILENT = Coverage("Water", 2, 12, 1 / 6, "method in words", "search in words", "7", 120, 131, 9)


def _standing(status: LetterStatus, coverage: Coverage | None = None, **more: object) -> Standing:
    return Standing(ID, (), (), status, (), coverage, **more)  # type: ignore[arg-type]


def test_in_persian_nothing_is_english() -> None:
    found = rests_on(LETTER, _standing(LetterStatus.NO_ANSWER_IN_HOLDINGS, SILENT), locale("fa"))
    assert "method in words" not in found.method
    assert [sign for sign in found.method.replace("bdi", "") if sign.isascii() and sign.isalpha()] == []
    assert "<bdi>120</bdi>" in found.method
    assert found.among == "جست‌وجو در میان نامه‌های در دست: ۹."
    assert len(found.queries) == 3
    assert "<bdi>21/450</bdi>" in found.queries[0]
    assert "<bdi>۱۳۹۵/۰۲/۱۴</bdi>" in found.queries[1]


def test_a_register_without_a_series() -> None:
    few = Coverage("Water", 1, None, None, "m", "s", among=9)
    found = rests_on(LETTER, _standing(LetterStatus.NO_ANSWER_IN_HOLDINGS, few), locale("en"))
    assert "held: 1, in no series" in found.method


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (LetterStatus.ANSWERED, "replies"),
        (LetterStatus.ANSWERED_IN_MARGIN, "margin"),
        (LetterStatus.NONE_EXPECTED, "ask for no answer"),
        (LetterStatus.NO_ANSWER_IN_HOLDINGS, ""),
    ],
)
def test_why_a_status_is_so(status: LetterStatus, told: str) -> None:
    found = rests_on(LETTER, _standing(status), locale("en"))
    assert told in found.why
    assert bool(found.why) is bool(told)
    assert found.queries == ()


def test_what_goes_with_another_letter() -> None:
    standing = Standing(ID, (), (Relation(RelationKind.ATTACHMENT, OTHER),), LetterStatus.NONE_EXPECTED, (), None)
    assert "goes with another" in rests_on(LETTER, standing, locale("en")).why


def test_what_a_person_said_needs_no_reason_of_a_machine() -> None:
    said = {"status": EntryIndex(7)}
    assert rests_on(LETTER, _standing(LetterStatus.ANSWERED, judged=said), locale("en")).why == ""
