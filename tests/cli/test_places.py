"""Pointing at evidence without counting: numbers of exhibits, words, and what search prints."""

import re
from pathlib import Path

import pytest
from tests.cli.conftest import Govah

from govah import Case


@pytest.fixture
def letter(small: Path, places: dict[str, str]) -> str:
    """`ex` and the number of the letter."""
    with Case(small) as case:
        return f"ex{case.view.exhibit(case.view.resolve(places['letter.txt'])).number}"


def test_an_exhibit_by_its_number(small: Path, places: dict[str, str], letter: str, govah: Govah) -> None:
    by_hash = govah("--case", small, "text", places["letter.txt"], "--json").one
    persian = letter.translate(str.maketrans("12345", "۱۲۳۴۵"))
    for written in (letter, letter.upper(), persian, f"[{letter}]", f"Ex. {letter[2:]}", f"\u200f{letter}"):
        assert govah("--case", small, "text", written, "--json").one == by_hash
    assert govah("--case", small, "share", "bag", letter, "-o", small.parent / "bag", "--json").one["exhibits"] == 1
    govah("--case", small, "text", "ex99").failed(4, "govah exhibits")
    govah("--case", small, "text", "ex").failed(2, "ex6")


def test_a_passage_by_its_number(small: Path, places: dict[str, str], letter: str, govah: Govah) -> None:
    persian = f"[{letter}.1:0-5]".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    whole = f"{places['letter.txt']}:1:0-5"
    for written in (f"{letter}.1:0-5", f"[{letter}.1:0-5]", persian, whole, f"[@{whole}]", f"@{whole}"):
        assert govah("--case", small, "mark", written, "--json").one["passage"] == whole
    place = f"{letter}.1:0-5"
    assert govah("--case", small, "confirm", place, "--json").code == 0
    made = govah("--case", small, "claim", "add", "--at", place, "--text", "t", "--json")
    assert made.code == 0
    assessed = ("claim", "assess", made.one["id"], "--status", "supported", "--why", "w", "--for", place)
    assert govah("--case", small, *assessed).code == 0
    why = ("--field", "subject", "--value", "پل", "--why", "the paper")
    assert govah("--case", small, "correct", place, *why).code == 0


def test_what_is_wrong_with_a_passage_is_told(small: Path, letter: str, govah: Govah) -> None:
    govah("--case", small, "mark", f"{letter}.0:1-2").failed(2, "Pages count from 1")
    govah("--case", small, "mark", f"{letter}.1:5-5").failed(2, "holds no words")
    govah("--case", small, "mark", letter).failed(2, "whole exhibit", f"govah mark {letter} '")
    for refused in (govah("--case", small, "mark", f"{letter}.1:0-9999"), govah("--case", small, "mark", "nonsense")):
        refused.failed(2, "govah mark")
        assert "code point" not in refused.err


def test_marking_words(small: Path, places: dict[str, str], letter: str, govah: Govah) -> None:
    marked = govah("--case", small, "mark", letter, "نتيجه بازديد   از پل", "--json").one
    assert marked["quotation"] == "نتیجه بازدید از پل"
    assert marked["passage"].startswith(places["letter.txt"])
    assert govah("--case", small, "mark", letter, "--find", "بسمه تعالی", "--json").one["quotation"] == "بسمه تعالی"
    assert govah("--case", small, "mark", letter, "بسمه", "تعالی", "--json").one["quotation"] == "بسمه تعالی"
    told = govah("--case", small, "mark", letter, "نتیجه بازدید").text
    (cited,) = re.findall(r"\[ex[^\]]*\]", told)
    assert govah("--case", small, "mark", cited, "--json").one["quotation"] == "نتیجه بازدید"
    govah("--case", small, "mark", letter, "nowhere").failed(4, f"govah text {letter}")


def test_words_at_several_places_list_them(small: Path, letter: str, govah: Govah) -> None:
    refused = govah("--case", small, "mark", letter, "پل چوبی").failed(2, "stand at 2 places")
    listed = re.findall(r"ex\d+\.1:\d+-\d+", refused.err)
    assert len(listed) == 2
    for place in listed:
        assert govah("--case", small, "mark", place, "--json").one["quotation"] == "پل چوبی"


def test_search_prints_what_can_be_marked(small: Path, govah: Govah) -> None:
    told = govah("--case", small, "search", "پل", "چوبی").text
    listed = re.findall(r"^ex\d+\.1:\d+-\d+", told, re.MULTILINE)
    assert len(listed) == 2
    for place in listed:
        assert govah("--case", small, "mark", place, "--json").one["quotation"] == "پل چوبی"


def test_positions_of_lines(small: Path, letter: str, govah: Govah) -> None:
    told = govah("--case", small, "text", letter, "--positions").text.splitlines()
    found = [re.fullmatch(r"(ex\S+)\s+(\S.*)", line) for line in told[1:]]
    lines = [match.groups() for match in found if match]
    assert len(lines) == 8
    for place, words in lines:
        assert govah("--case", small, "mark", place, "--json").one["quotation"] == words


def test_marks_are_listed(small: Path, places: dict[str, str], letter: str, govah: Govah) -> None:
    assert govah("--case", small, "marks", "--json").lines == []
    entry = govah("--case", small, "mark", letter, "نتیجه", "--note", "asks", "--json").one["entry"]
    (line,) = govah("--case", small, "marks", "--json").lines
    assert line["entry"] == entry
    assert line["passage"].startswith(places["letter.txt"])
    assert (line["quotation"], line["note"], f"ex{line['number']}") == ("نتیجه", "asks", letter)
    assert line["anchored"][0] == 1
    told = govah("--case", small, "marks").text
    assert f"{letter}.1:" in told
    assert "asks" in told
    other = govah("--case", small, "marks", "--exhibit", places["answer.txt"], "--json")
    assert other.lines == []
