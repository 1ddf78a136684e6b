import pytest
from hypothesis import given
from hypothesis import strategies as st

from govah.consolidate.letters.numbers import number_key, written_number

SEGMENTS = st.lists(
    st.one_of(st.integers(1, 99_999).map(str), st.sampled_from(["م", "ص", "ج"])), min_size=2, max_size=4
)
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@given(SEGMENTS)
def test_a_reversed_number_has_the_same_free_key_and_the_reverse_order(segments: list[str]) -> None:
    key, other = number_key("/".join(segments)), number_key("/".join(reversed(segments)))
    assert key.free == other.free
    assert key.reverse == other.ordered


@given(SEGMENTS)
def test_digits_of_every_script_and_separators_are_one(segments: list[str]) -> None:
    assert number_key("/".join(segments)) == number_key(" - ".join(segments).translate(PERSIAN))


@pytest.mark.parametrize(
    ("one", "other"), [("412/م", "412/m"), ("۴۱۱/ك", "411/ک"), ("14-170/م", "۱۴/۱۷۰/م"), ("7/012", "7/12")]
)
def test_numbers_that_are_one(one: str, other: str) -> None:
    assert number_key(one).ordered == number_key(other).ordered


def test_numbers_that_are_two() -> None:
    assert number_key("77/1234").free != number_key("77/1235").free
    assert number_key("77/1234-1").free != number_key("77/1234").free


def test_a_number_is_stored_with_ascii_digits_and_without_spaces() -> None:
    assert written_number(" ۷۷ / ۱۲۳۴-\u200f") == "77/1234"
