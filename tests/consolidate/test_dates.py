import csv
import math
import os
import time
from datetime import date, timedelta
from pathlib import Path

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.consolidate.dates import find_dates, read_date
from govah.model.fuzzy_date import Calendar

SHARED = Path(os.environ.get("GOVAH_SHARED", Path(__file__).parents[3] / "shared"))
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
MONTHS = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]


@pytest.mark.parametrize(
    ("words", "calendar", "earliest", "latest"),
    [
        ("سی‌ام شهریور ۱۳۶۵", "jalali", "1986-09-21", "1986-09-21"),
        ("سی و یکم تیرماه ۶۷", "jalali", "1988-07-22", "1988-07-22"),
        ("از ۱۳۹۳/۱۱/۲۴ لغایت ۱۳۹۳/۱۲/۰۲", "jalali", "2015-02-13", "2015-02-21"),
        ("12-18 مرداد ۱۳۶۷", "jalali", "1988-08-03", "1988-08-09"),
        ("۱۳۹۳ / ۱۲ /۰۵", "jalali", "2015-02-24", "2015-02-24"),
        ("05/12/1393", "jalali", "2015-02-24", "2015-02-24"),
        ("مورخ ۹۵/۳/۱", "jalali", "2016-05-21", "2016-05-21"),
        ("شهریور ۲۵۳۵", "jalali", "1976-08-23", "1976-09-22"),
        ("دهه شصت", "jalali", "1981-03-21", "1991-03-20"),
        ("هفته آخر دی ۱۳۹۸", "jalali", "2020-01-14", "2020-01-20"),
        ("الرابع عشر من يونيو 1982", "gregorian", "1982-06-14", "1982-06-14"),
        ("١٥ تشرين الأول ٢٠١٩ م", "gregorian", "2019-10-15", "2019-10-15"),
        ("12 كانون الثاني 2014", "gregorian", "2014-01-12", "2014-01-12"),
        ("first half of May 2010", "gregorian", "2010-05-01", "2010-05-15"),
        ("the 1990s", "gregorian", "1990-01-01", "1999-12-31"),
        ("02/24/1996", "gregorian", "1996-02-24", "1996-02-24"),
        ("between 3 and 8 March 2001", "gregorian", "2001-03-03", "2001-03-08"),
        ("۲۹ اسفند ۱۳۹۵ تا ۳ فروردین ۱۳۹۶", "jalali", "2017-03-19", "2017-03-23"),
        ("۲۶ آذر تا ۲ فروردین ۱۳۸۹", "jalali", "2009-12-17", "2010-03-22"),
        ("۹۹/۰۵/۲۴", "ambiguous", "1999-05-24", "2020-08-14"),
        ("Mon, 03 Feb 2020 08:30:00 +0330", "gregorian", "2020-02-03", "2020-02-03"),
    ],
)
def test_reads_what_offices_write(words: str, calendar: str, earliest: str, latest: str) -> None:
    found = read_date(words)
    assert found is not None
    assert found.calendar == Calendar(calendar)
    assert (str(found.earliest), str(found.latest)) == (earliest, latest)
    assert not found.conflict


@pytest.mark.parametrize(
    "words",
    [
        "۱۴۰/۱۱۰۱",
        "شماره ۷۷/۱۲۳۴/ص",
        "10.0.0.12",
        "مهر شرکت",
        "ساعت ۱۶:۳۰",
        "ساعت ۵ می‌رود",
        "۱۳۹۸/۱۳/۴۵",
        "may be 12",
        "",
    ],
)
def test_what_is_no_date(words: str) -> None:
    assert read_date(words) is None


def test_a_lunar_date_spans_both_reckonings() -> None:
    found = read_date("26 جمادى الآخرة 1432 هـ")
    assert found is not None
    assert found.calendar is Calendar.HIJRI
    assert found.latest is not None
    assert found.earliest is not None
    assert found.latest - found.earliest == timedelta(days=1)


def test_weekdays_beside_a_date_are_part_of_it_and_may_disagree() -> None:
    text = "جلسه روز جمعه مورخ ۱۲ مهر ۱۳۹۴ برگزار شد."
    [(start, end, found)] = find_dates(text)
    assert text[start:end] == found.text == "جمعه مورخ ۱۲ مهر ۱۳۹۴"
    assert found.conflict
    right = read_date("یکشنبه ۱۲ مهر ۱۳۹۴")
    assert right is not None
    assert not right.conflict


def test_a_day_that_does_not_exist_has_a_calendar_and_no_ends() -> None:
    found = read_date("۳۰ اسفند ۱۳۹۶")
    assert found is not None
    assert (found.calendar, found.earliest) == (Calendar.JALALI, None)


def test_a_bare_year_counts_only_alone_or_beside_its_word() -> None:
    assert find_dates("در این ۱۳۷۸ صفحه") == []
    assert read_date("1402") is not None
    [(_, _, found)] = find_dates("وقایع سال ۱۳۷۸ را")
    assert found.earliest == date(1999, 3, 21)


def test_offsets_count_in_the_unfolded_text() -> None:
    text = "به‌کلّی سرّی — مُورَّخ ۱۳۹۵/۰۳/۱۲ و بعد 5 May 2010."
    assert [text[start:end] for start, end, _ in find_dates(text)] == ["۱۳۹۵/۰۳/۱۲", "5 May 2010"]


@given(
    st.dates(date(1922, 1, 1), date(2030, 1, 1)), st.sampled_from(["{y}/{m:02}/{d:02}", "{d} {n} {y}", "{d}/{m}/{y}"])
)
def test_every_jalali_day_is_read_back(day: date, form: str) -> None:
    jalali = jdatetime.date.fromgregorian(date=day)
    words = form.format(y=jalali.year, m=jalali.month, d=jalali.day, n=MONTHS[jalali.month - 1]).translate(PERSIAN)
    found = read_date(words)
    assert found is not None
    assert found.earliest == found.latest == day


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_gregorian_day_is_read_back(day: date) -> None:
    for words in (day.isoformat(), day.strftime("%d %B %Y"), day.strftime("%B %d, %Y")):
        found = read_date(words)
        assert found is not None
        assert found.earliest == found.latest == day


@given(st.text(alphabet="۰۱۲۳۹1۴/-. تاازماهسالبهمن\nMay,وthe(", max_size=60))
def test_spans_are_ordered_and_lie_in_the_text(text: str) -> None:
    last = 0
    for start, end, found in find_dates(text):
        assert last <= start < end <= len(text)
        assert found.text == text[start:end]
        assert found.earliest is None or (found.latest is not None and found.earliest <= found.latest)
        last = end


@pytest.mark.parametrize("piece", ["1393/", "از ", "سی و ", "(", "ماه ", "تا 12 ", "شنبه، "])
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(length: int) -> float:
        least = math.inf
        for _ in range(3):
            begun = time.process_time()
            find_dates(piece * (length // len(piece)))
            least = min(least, time.process_time() - begun)
        return least

    assert seconds(48_000) < 24 * max(seconds(6_000), 0.01)


@pytest.mark.shared
def test_development_list() -> None:
    path = SHARED / "data/dates/dev.tsv"
    if not path.exists():
        pytest.skip("no shared folder beside the project")
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    wrong = []
    for row in rows:
        found = read_date(row["text"])
        got = ("", "", "", "0")
        if found is not None and found.calendar is not None:
            got = (
                found.calendar.value,
                found.earliest.isoformat() if found.earliest else "",
                found.latest.isoformat() if found.latest else "",
                "1" if found.conflict else "0",
            )
        if got != (row["calendar"], row["earliest"], row["latest"], row["conflict"] or "0"):
            wrong.append((row["text"], got))
    assert len(wrong) <= 0.02 * len(rows), wrong


@pytest.mark.parametrize("written", ["٢ تشرين الثاني .٢٠١١", "2 November .2011", "2 November.2011"])
def test_a_full_stop_before_the_year_is_no_end(written: str) -> None:
    found = read_date(written)
    assert found is not None
    assert (found.earliest, found.latest) == (date(2011, 11, 2), date(2011, 11, 2))
