"""Figures and days as each language writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.web.translation import locale


@pytest.mark.parametrize(("code", "written"), [("fa", "۱٬۸۴۲"), ("ar", "١٬٨٤٢"), ("en", "1,842")])
def test_figures(code: str, written: str) -> None:
    assert locale(code).figure(1842) == written


def test_a_day_is_jalali_in_persian_and_gregorian_elsewhere() -> None:
    day = date(2015, 2, 24)
    assert locale("fa").day(day) == "۵ اسفند ۱۳۹۳"
    assert locale("en").day(day) == "24 Feb 2015"
    assert locale("ar").day(day) == "٢٤ فبراير ٢٠١٥"
    assert locale("en").jalali(day) == "1393/12/05"
    assert locale("fa").gregorian(day) == "۲۴ فوریهٔ ۲۰۱۵"


def test_a_share_that_is_not_nothing_is_never_written_as_nothing() -> None:
    assert locale("en").percent(0.05) == "5 %"
    assert locale("fa").percent(0.05) == "۵٪"
    assert locale("en").percent(0.0) == "0 %"
    assert locale("en").percent(0.001) == "< 1 %"


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["fa", "ar", "en"]))
def test_a_figure_reads_back(number: int, code: str) -> None:
    written = locale(code).figure(number)
    assert int("".join(sign for sign in written if sign.isdigit())) == number
