"""Numbers that recognition misread: matched where the day and the offices leave one letter, and only on pictures."""

from dataclasses import replace
from datetime import date

import pytest
from tests.consolidate.test_chains import ROAD, TOWN, WATER, paper, persian, settled, standing

from govah.consolidate.chains import Holding
from govah.consolidate.chains.misread import alike
from govah.consolidate.letters.numbers import number_key

DAY = date(2016, 5, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("م.س/2011/051", "م.س/2011/051/0"),
        ("ق/2/2/1044", "2/2/1044"),
        ("88/2235", "2235/38"),
        ("093/2/20/ه", "13/2/093"),
        ("30186/9192", "9192/30180"),
        ("ح/2011/1187", "2011/1137"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert alike(number_key(one), number_key(other))
    assert alike(number_key(other), number_key(one))


@pytest.mark.parametrize(
    ("one", "other"), [("2011/051", "2011/968"), ("م.س/2011", "م.س/2011"), ("77/10", "42/5"), ("1234", "5678")]
)
def test_not_alike(one: str, other: str) -> None:
    assert not alike(number_key(one), number_key(other))


def scanned(holding: Holding, number: str | None) -> Holding:
    return replace(holding, letter=replace(holding.letter, scanned=True, number=number))


def replying(asked: Holding, number: str, *, to: str = ROAD) -> list[str]:
    cited = f"بازگشت به نامه شماره {number} مورخ {persian(DAY)} مطلب چنین است."
    reply = paper("b2", "42/5", date(2016, 5, 9), WATER, to, cited)
    found = settled(asked, reply)
    return [one.kind.value for one in standing(found, reply).references if one.letter == asked.letter.id]


ASKED = paper("a1", "77/10462", DAY, ROAD, WATER, "خواهشمند است نتیجه را اعلام فرمایید.")


@pytest.mark.parametrize("read", ["77/10492/0", "71/10452", "10462", None])
def test_a_misread_number_of_the_day_is_the_letter(read: str | None) -> None:
    assert replying(scanned(ASKED, read), "77/10462") == ["reply"]


def test_another_number_is_another_letter() -> None:
    assert replying(scanned(ASKED, "31/888"), "77/10462") == []
    assert replying(replace(ASKED, letter=replace(ASKED.letter, number="71/10452")), "77/10462") == []
    assert replying(scanned(ASKED, None), "77/10462", to=TOWN) == []


def test_two_letters_of_a_day_stay_apart() -> None:
    twin = paper("c3", "77/10463", DAY, ROAD, WATER, "خواهشمند است نتیجه را اعلام فرمایید.")
    reply = paper(
        "b2", "42/5", date(2016, 5, 9), WATER, ROAD, f"بازگشت به نامه شماره 77/90465 مورخ {persian(DAY)} چنین است."
    )
    found = settled(scanned(ASKED, "77/10462"), scanned(twin, "77/10463"), reply)
    assert [one.letter for one in standing(found, reply).references] == [None]


@pytest.mark.parametrize(
    ("number", "day", "found"), [("77/10462", None, 1), ("77/10362", None, 0), ("77/10462", DAY, 0)]
)
def test_where_the_day_is_unread_a_long_number_may_be_off_by_one_digit(
    number: str, day: date | None, found: int
) -> None:
    reply = paper("b2", "42/5", date(2016, 5, 9), WATER, ROAD, "بازگشت به نامه شماره 77/10482 مطلب چنین است.")
    asked = scanned(ASKED, number)
    asked = asked if day else replace(asked, letter=replace(asked.letter, date=None))
    cited = [one.letter for one in standing(settled(asked, reply), reply).references]
    assert cited.count(asked.letter.id) == found


def test_letters_beside_the_digits_may_be_lost_on_a_picture() -> None:
    reply = paper("b2", "42/5", date(2016, 5, 9), WATER, ROAD, "بازگشت به نامه شماره 77/ق/10462 مطلب چنین است.")
    for asked, cited in ((scanned(ASKED, "77/10462/0"), ASKED.letter.id), (ASKED, None)):
        assert [one.letter for one in standing(settled(asked, reply), reply).references] == [cited]
