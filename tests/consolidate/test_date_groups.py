"""Date-time groups of signals, and days after the month with two digits of the year."""

import pytest

from govah.consolidate.dates import find_dates

FOUND = [
    ("DTG 201130Z AUG 98", "1998-08-20"),
    ("O 081005Z SEP 1998", "1998-09-08"),
    ("your memorandum of Sep 3 98, subject as above", "1998-09-03"),
    ("Sep. 3, '98.", "1998-09-03"),
]
NOT_WHOLE = ["151600Z AUG", "321630Z MAR 91", "On Sep 3, 98 men died", "March 3 12.30 p.m."]


@pytest.mark.parametrize(("text", "day"), FOUND)
def test_a_day_is_read(text: str, day: str) -> None:
    ((_, _, found),) = find_dates(text)
    assert str(found.earliest) == str(found.latest) == day


@pytest.mark.parametrize("text", NOT_WHOLE)
def test_no_day_with_a_year_is_made_up(text: str) -> None:
    assert not [found for _, _, found in find_dates(text) if found.earliest == found.latest is not None]
