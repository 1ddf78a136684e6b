"""Numbers in words in running text."""

import pytest

from govah.consolidate.dates import find_spoken


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twenty of twenty-five", [20, 25]),
        ("two hundred and four", [204]),
        ("one thousand two hundred and four men", [1204]),
        ("nine thousand", [9000]),
        ("بیست و پنج تن", [25]),
        ("هزار و سیصد و نود و سه", [1393]),
        ("ششصد و هفتاد", [670]),
        ("سه بار، دو نامه", [3, 2]),
        ("no one came, and one left", []),
        ("نه، کسی نیامد", []),
        ("بیست و نه تن", [29]),
        ("twenty men and five women", [20, 5]),
        ("25 men", []),
    ],
)
def test_values(text: str, values: list[int]) -> None:
    assert [value for _, _, value in find_spoken(text)] == values


def test_places() -> None:
    text = "There were ‎twenty‑five of them; بیست‌وپنج"
    (first, *_) = find_spoken(text)
    assert text[first[0] : first[1]] == "twenty‑five"
