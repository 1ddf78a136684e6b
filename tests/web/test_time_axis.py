"""Days along a picture, in the direction of reading; a long stretch without a letter is cut and said."""

from datetime import date, timedelta

import pytest

from govah.web.time_axis import CutAxis, TimeAxis
from govah.web.translation import locale

DAY = date(2016, 5, 1)


@pytest.mark.parametrize("code", ["en", "fa"])
def test_time_runs_as_reading_does(code: str) -> None:
    axis = TimeAxis(DAY, DAY + timedelta(10), 100, 800, 1000, locale(code))
    assert axis.along(DAY) == 100
    assert axis.along(DAY + timedelta(5)) == 500
    assert (axis.x(DAY) < axis.x(DAY + timedelta(10))) is (code == "en")


def test_a_long_stretch_is_cut_and_said() -> None:
    days = [DAY, DAY + timedelta(10), DAY + timedelta(20), DAY + timedelta(15_000)]
    axis = CutAxis.of(days, 100, 600, 1000, locale("en"))
    assert [axis.along(day) for day in days] == [100, 200, 300, 700]
    assert axis.cuts == ((300, 700, 14_980),)
    assert "14,980 days" in axis.drawn(50)


def test_what_is_not_long_keeps_its_measure() -> None:
    days = [DAY, DAY + timedelta(10), DAY + timedelta(40)]
    axis = CutAxis.of(days, 0, 400, 1000, locale("en"))
    assert [axis.along(day) for day in days] == [0, 100, 400]
    assert axis.cuts == ()


def test_one_day_alone_stands_in_the_middle() -> None:
    assert CutAxis.of([DAY, DAY], 100, 600, 1000, locale("en")).along(DAY) == 400
