"""`govah registers`: rows with their places, held or not; ghosts say where they are registered."""

from pathlib import Path

import pytest
from tests.bridge import ANSWER, LETTER
from tests.cli.conftest import Govah, make_case

BOOK = """No;Date;From;To;Subject;Remarks
21/450;1395/02/14;وزارت راه ناکجا;استانداری بیستون;پل چوبی;
7/120;1395/02/20;استانداری بیستون;وزارت راه ناکجا;پل چوبی;
7/121;1395/02/21;استانداری بیستون;وزارت راه ناکجا;پل چوبی;
7/122;1395/02/22;استانداری بیستون;وزارت راه ناکجا;جاده;
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    citing = (
        ANSWER.replace("۷/۱۲۰", "۷/۱۲۲").replace("۱۳۹۵/۰۲/۲۰", "۱۳۹۵/۰۲/۲۲") + "پیرو نامه شماره ۷/۱۲۱ مورخ ۱۳۹۵/۰۲/۲۱\n"
    )
    return make_case(
        tmp_path, [("letter.txt", LETTER.encode()), ("later.txt", citing.encode()), ("book.csv", BOOK.encode())]
    )


def test_rows_are_listed_with_what_is_held(govah: Govah, case: Path) -> None:
    register = govah("registers", "--case", case, "--json").one
    assert (register["listed"], register["held"], register["office"]) == (4, 2, None)
    letters = {line["number"]: line["id"] for line in govah("letters", "--case", case, "--json").lines}
    rows = register["rows"]
    assert [row["letter"] for row in rows] == [letters["21/450"], None, None, letters["7/122"]]
    assert [row["cited"] for row in rows] == [False, False, True, False]
    page, start, end = rows[1]["spans"]["number"]
    text = govah("text", register["sha256"], "--page", page, "--case", case, "--json").one["pages"][0]["text"]
    assert text[start:end] == "7/120"
    left = govah("registers", "--not-held", "--case", case, "--json").one["rows"]
    assert [row["number"] for row in left] == ["7/120", "7/121"]
    told = govah("registers", "--case", case).text
    assert "office not known" in told
    assert "cited, not held" in told
    page, start, end = rows[1]["span"]
    passage = next(word for word in told.split() if word.endswith(f".{page}:{start}-{end}"))
    assert govah("mark", passage, "--case", case, "--json").one["quotation"].startswith("7/120;")


def test_a_row_makes_no_ghost_and_a_ghost_tells_its_row(govah: Govah, case: Path) -> None:
    ghost = govah("ghosts", "--case", case, "--json").one
    register = govah("registers", "--case", case, "--json").one
    assert ghost["number"] == "7/121"
    assert ghost["registered_at"] == [{"sha256": register["sha256"], "span": register["rows"][2]["span"]}]
    assert "ex" in govah("ghosts", "--case", case).text


def test_one_exhibit_can_be_named(govah: Govah, case: Path) -> None:
    sha256 = govah("registers", "--case", case, "--json").one["sha256"]
    assert len(govah("registers", sha256[:12], "--case", case, "--json").lines) == 1
    other = govah("letters", "--case", case, "--json").lines[0]["sha256"]
    govah("registers", other[:12], "--case", case).failed(4, "No register", "govah registers")
    govah("registers", "ex99", "--case", case).failed(4, "no exhibit 99")


def test_a_case_without_registers_says_so(govah: Govah, tmp_path: Path) -> None:
    bare = make_case(tmp_path, [("letter.txt", LETTER.encode())])
    answer = govah("registers", "--case", bare)
    assert answer.code == 0
    assert "No register of letters" in answer.err
