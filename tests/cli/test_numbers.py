"""`govah numbers`: what a machine read on a scan, as lines for people and for programs."""

from pathlib import Path

import pytest
from tests.bridge import ANSWER
from tests.cli.conftest import Govah, make_case
from tests.scanned import recognise

from govah import Case

MISREAD = ANSWER.replace("۲۱/۴۵۰", "۲۱/۴۵۵")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_case(tmp_path, [("letter.txt", b"nothing to count\n"), ("answer.txt", ANSWER.encode())])
    with Case(made) as case:
        sha256 = next(each.sha256 for each in case.view.exhibits() if each.paths[0].endswith("answer.txt"))
        assert sha256 is not None
        recognise(case, sha256, MISREAD, {"۲۱/۴۵۵": (0.4, "۲۱/۴۵۰")})
    return made


def test_lines_for_programs(govah: Govah, folder: Path) -> None:
    lines = govah("--case", folder, "numbers", "--json").lines
    assert [line["text"] for line in lines] == ["۲۱/۴۵۵", "۷/۱۲۰", "۱۳۹۵/۰۲/۲۰", "۱۳۹۵/۰۲/۱۴،"]
    first = lines[0]
    assert (first["other"], first["confidence"], first["doubted"]) == ("۲۱/۴۵۰", 0.4, True)
    assert [each["field"] for each in first["fields"]] == ["references"]
    assert "بازگشت به نامه" in first["line"]
    letters = govah("--case", folder, "letters", "--json").lines
    assert first["fields"][0]["letter"] in {letter["id"] for letter in letters}
    doubted = govah("--case", folder, "numbers", f"ex{first['number']}", "--doubted", "--json").lines
    assert doubted == [first]


def test_a_correction_of_what_it_lists_is_in_the_letters_at_once(govah: Govah, folder: Path) -> None:
    (number,) = govah("--case", folder, "numbers", "--doubted", "--json").lines
    cited = [ghost["number"] for ghost in govah("--case", folder, "ghosts", "--json").lines]
    assert cited == ["21/455"]
    told = ("--field", "digit", "--value", number["other"], "--why", "the picture shows it", "--json")
    assert govah("--case", folder, "correct", number["passage"], *told).code == 0
    (letter,) = govah("--case", folder, "letters", "--json").lines
    assert [reference["number"] for reference in letter["references"]] == ["21/450"]
    assert [ghost["number"] for ghost in govah("--case", folder, "ghosts", "--json").lines] == ["21/450"]
    status = govah("--case", folder, "status", "--json").one
    assert status["unverified_numbers"] == {"all": 3, "doubted": 0}


def test_for_people(govah: Govah, folder: Path) -> None:
    shown = govah("--case", folder, "numbers")
    assert "۲۱/۴۵۵" in shown.text
    assert "۲۱/۴۵۰" in shown.text
    assert "Unverified numbers on scans: 4, in doubt 1" in govah("--case", folder, "status").text
    none = govah("--case", folder, "numbers", "ex1" if "nothing" in _text(folder, 1) else "ex2")
    assert "No number waits for a person." in none.text + none.err


def test_an_exhibit_that_is_not_there(govah: Govah, folder: Path) -> None:
    govah("--case", folder, "numbers", "ex99").failed(4)


def _text(folder: Path, number: int) -> str:
    with Case(folder) as case:
        return case.view.page(case.view.numbered(number), 1).text
