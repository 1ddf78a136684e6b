"""Numbers of any script, and whether one stands among others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.report.numbers import find_numbers, occurs, range_ends

SCRIPTS = ["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"]


def parts(text):
    return [number.parts for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("no number, not two", []),
        ("۸۸/۲۲۳۵", [("88", "2235")]),
        ("88\u200f/\u200e2235", [("88", "2235")]),
        ("1,234,567", [("1234567",)]),
        ("۱٬۲۳۴٬۵۶۷ ریال", [("1234567",)]),
        ("1\u202f234\u202f567", [("1234567",)]),
        ("1’234", [("1234",)]),
        ("1,234.50", [("1234", "50")]),
        ("1,200–1,500", [("1200", "1500")]),
        ("1394,120", [("1394",), ("120",)]),
        ("1,2,3", [("1",), ("2",), ("3",)]),
        ("12, 13", [("12",), ("13",)]),
        ("3.05", [("3", "05")]),
        ("1393/12/05", [("1393", "12", "5")]),
        ("12²", [("12",)]),
        ("L33 and 13th", [("33",), ("13",)]),
        ("in 1394.", [("1394",)]),
        ("007", [("7",)]),
        ("0", [("0",)]),
    ],
)
def test_numbers(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("wanted", "present"),
    [
        ("1204", "۱٬۲۰۴"),
        ("1,204", "1204"),
        ("3.5", "۳٫۵"),
        ("3.5", "۳/۵"),
        ("88/2235", "۸۸/۲۲۳۵"),
        ("88-2235", "88/2235"),
        ("2235", "88/2235"),
        ("1393", "1393/12/05"),
        ("1393/12/5", "۱۳۹۳/۱۲/۰۵"),
        ("12/05", "1393/12/05"),
    ],
)
def test_what_occurs(wanted, present):
    assert occurs(find_numbers(wanted)[0], find_numbers(present)[0])


@pytest.mark.parametrize(
    ("wanted", "present"),
    [
        ("204", "1,204"),
        ("1", "1,204"),
        ("3", "3.5"),
        ("5", "3.5"),
        ("3.5", "3.05"),
        ("3.5", "35"),
        ("2235/88", "88/2235"),
        ("223", "88/2235"),
        ("120", "1204"),
        ("1204", "1203"),
        ("12.05", "1393/12/05"),
    ],
)
def test_what_does_not_occur(wanted, present):
    assert not occurs(find_numbers(wanted)[0], find_numbers(present)[0])


@given(st.integers(0, 10**12), st.sampled_from(SCRIPTS), st.sampled_from(["", ",", "٬", "\u202f"]))
def test_one_amount_in_every_script_and_grouping(amount, script, group):
    grouped = f"{amount:,}".replace(",", group).translate(str.maketrans("0123456789", script))
    found = find_numbers(f"در {grouped} متر")
    assert [number.parts for number in found] == [(str(amount),)]
    assert occurs(find_numbers(str(amount))[0], found[0])


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_another_amount_does_not_occur(one, other):
    assert occurs(find_numbers(str(one))[0], find_numbers(f"{other:,}")[0]) == (one == other)


@given(st.text(st.sampled_from("0123۴۵,٬./-–:' \u200f\u202fa،²"), max_size=40))
def test_numbers_stand_where_they_say(text):
    found = find_numbers(text)
    assert [number.start for number in found] == sorted({number.start for number in found})
    for number in found:
        assert text[number.start].isdecimal()
        assert text[number.end - 1].isdecimal()
        assert range_ends(number) == () or len(range_ends(number)) == len(number.parts)
    digits = sum(char.isdecimal() for number in found for char in text[number.start : number.end])
    assert digits == sum(char.isdecimal() for char in text)


def test_hostile_runs_take_no_time():
    assert len(find_numbers("1" + "\u200f" * 200_000)) == 1
    assert find_numbers("1," * 100_000)
