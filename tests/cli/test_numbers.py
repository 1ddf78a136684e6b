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


def test_the_text_of_a_scan_tells_of_numbers_that_wait(govah: Govah, folder: Path) -> None:
    first = govah("--case", folder, "numbers", "--json").lines[0]
    name = f"ex{first['number']}"
    told = govah("--case", folder, "text", name)
    assert f"4 numbers on this page were read from the picture and wait for a person: govah numbers {name}" in told.err
    assert "wait for a person" not in told.text, "the text can be piped on"
    (page,) = govah("--case", folder, "text", name, "--json").one["pages"]
    assert [number["text"] for number in page["unverified"]] == ["۷/۱۲۰", "۱۳۹۵/۰۲/۲۰", "۲۱/۴۵۵", "۱۳۹۵/۰۲/۱۴،"]
    doubted = [number for number in page["unverified"] if not number["certain"]]
    assert doubted == [{"span": first["span"], "text": "۲۱/۴۵۵", "certain": False, "other": "۲۱/۴۵۰"}]
    for number in page["unverified"]:
        _, start, end = number["span"]
        assert page["text"][start:end] == number["text"]
        govah("--case", folder, "confirm", f"{name}.1:{start}-{end}")
    assert "read from the picture" not in govah("--case", folder, "text", name).err
    assert govah("--case", folder, "text", name, "--json").one["pages"][0]["unverified"] == []


def test_the_text_of_a_file_has_no_numbers_that_wait(govah: Govah, folder: Path) -> None:
    name = "ex1" if "nothing" in _text(folder, 1) else "ex2"
    assert not govah("--case", folder, "text", name).err
    assert govah("--case", folder, "text", name, "--json").one["pages"][0]["unverified"] == []


class TestConfirming:
    """What `govah confirm` answers."""

    @pytest.fixture
    def scan(self, govah: Govah, folder: Path) -> str:
        return f"ex{govah('--case', folder, 'numbers', '--json').lines[0]['number']}"

    def place(self, folder: Path, scan: str, words: str) -> str:
        start = _text(folder, int(scan[2:])).index(words)
        return f"{scan}.1:{start}-{start + len(words)}"

    def test_what_is_no_passage_is_led_to_the_numbers(self, govah: Govah, folder: Path, scan: str) -> None:
        whole = govah("confirm", scan, "--case", folder).failed(2, f"govah numbers {scan}", "a whole exhibit")
        empty = govah("confirm", "", "--case", folder).failed(2, "govah numbers")
        beyond = govah("confirm", f"{scan}.1:5-99999", "--case", folder).failed(2, "ends at", f"govah numbers {scan}")
        turned = govah("confirm", f"{scan}.1:9-5", "--case", folder).failed(2, f"govah numbers {scan}")
        assert not [told.err for told in (whole, empty, beyond, turned) if "govah mark" in told.err]
        govah("confirm", "ex99.1:0-5", "--case", folder).failed(4)

    def test_twice_is_told_and_not_logged_again(self, govah: Govah, folder: Path, scan: str) -> None:
        place = self.place(folder, scan, "۲۱/۴۵۵")
        first = govah("confirm", place, "--case", folder, "--json").one
        assert (first["already"], first["numbers"]) == (False, 1)
        again = govah("confirm", place, "--case", folder)
        assert f"confirmed it already, in entry {first['entry']}" in again.text
        second = govah("confirm", place, "--case", folder, "--json").one
        assert second == {"entry": first["entry"], "already": True, "numbers": 0}
        size = govah("status", "--case", folder, "--json").one
        govah("confirm", place, "--case", folder)
        assert govah("status", "--case", folder, "--json").one == size

    def test_another_person_says_it_anew(self, govah: Govah, folder: Path, scan: str) -> None:
        place = self.place(folder, scan, "۲۱/۴۵۵")
        first = govah("confirm", place, "--case", folder, "--json").one
        govah("actor", "new", "omid")
        govah("actor", "add", "omid", "--case", folder)
        other = govah("confirm", place, "--as", "omid", "--case", folder, "--json").one
        assert other["already"] is False
        assert other["entry"] > first["entry"]

    def test_where_no_number_waits_it_is_said_and_kept(self, govah: Govah, folder: Path, scan: str) -> None:
        words = self.place(folder, scan, "بازگشت به نامه")
        done = govah("confirm", words, "--case", folder)
        assert "No number waited there." in done.text
        assert f"govah numbers {scan}" in done.text
        assert govah("confirm", words, "--case", folder, "--json").one["already"] is True, "it was kept"
        assert len(govah("numbers", "--case", folder, "--json").lines) == 4

    def test_a_number_confirmed_in_part_is_named_whole(self, govah: Govah, folder: Path, scan: str) -> None:
        done = govah("confirm", self.place(folder, scan, "۲۱/۴"), "--case", folder)
        assert f"govah confirm {self.place(folder, scan, '۲۱/۴۵۵')}" in done.text
        assert len(govah("numbers", "--case", folder, "--json").lines) == 4


def test_an_exhibit_that_is_not_there(govah: Govah, folder: Path) -> None:
    govah("--case", folder, "numbers", "ex99").failed(4)


def _text(folder: Path, number: int) -> str:
    with Case(folder) as case:
        return case.view.page(case.view.numbered(number), 1).text
