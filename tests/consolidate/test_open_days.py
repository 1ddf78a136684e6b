from datetime import date

import pytest

from govah.consolidate.letters.open_days import open_day


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("/7/1389", date(2010, 9, 23), date(2010, 10, 22)),
        ("…… /7/89", date(2010, 9, 23), date(2010, 10, 22)),
        ("1389/12/", date(2011, 2, 20), date(2011, 3, 20)),
        ("/ تشرین الثانی / 2011", date(2011, 11, 1), date(2011, 11, 30)),
    ],
)
def test_a_day_left_open_is_its_month(words: str, first: date, last: date) -> None:
    found = open_day(words, "fa")
    assert found is not None
    assert (found[2].earliest, found[2].latest) == (first, last)


@pytest.mark.parametrize("words", ["1389/7/3", "3/7/1389", "/13/1389", "/77/1234", "۷ برگ", ""])
def test_what_has_a_day_or_no_month_is_none(words: str) -> None:
    assert open_day(words, "fa") is None
