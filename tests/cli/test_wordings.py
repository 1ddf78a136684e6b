"""`govah wordings`: the tables, a case's own rows, and what is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govah import Case

Govah = Callable[..., Any]


@pytest.fixture
def case(bridge: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    with Case.create(folder, "Bridge") as made:
        made.collect([bridge], "courier", ocr=False)
    return folder


def test_words_are_added_listed_and_taken_back(govah: Govah, case: Path, tmp_path: Path) -> None:
    file = tmp_path / "words.tsv"
    file.write_text("# a manual\nscheme\tlevel\twords\nnk-1993\t2\tsealed wood\n", encoding="utf-8")
    at = ("--case", str(case))
    added = govah("wordings", "add", str(file), "--table", "classifications", "--why", "manual", *at, "--json").one
    assert added["already"] is False
    listed = {line["table"]: line for line in govah("wordings", *at, "--json").lines}
    assert len(listed) == 12
    own = listed["classifications"]["own"]
    assert [(each["entry"], each["rows"], each["why"]) for each in own] == [
        (added["entry"], [["nk-1993", "2", "sealed wood"]], "manual")
    ]
    assert listed["classifications"]["rows"] == len(govah("wordings", "show", "classifications", "--json").lines)
    assert "sealed wood" in govah("wordings", *at).text
    govah("wordings", "remove", str(added["entry"]), "--why", "wrong", *at)
    (taken,) = next(line for line in govah("wordings", *at, "--json").lines if line["own"])["own"]
    assert taken["ended"]["why"] == "wrong"


def test_the_tables_are_listed_without_a_case(govah: Govah) -> None:
    assert len(govah("wordings", "--json").lines) == 12
    assert govah("wordings", "show", "reference_words").text.startswith("kind\twords\nreply\t")


def test_what_is_refused_is_told_with_its_line(govah: Govah, case: Path, tmp_path: Path) -> None:
    file = tmp_path / "words.tsv"
    file.write_bytes(b"reply\tgood words\nanswer\tother words\n")
    add = ("wordings", "add", str(file), "--why", "why", "--case", str(case), "--table")
    govah(*add, "reference_words").failed(2, "line 2", "'answer' is no kind", "reply, either")
    govah(*add, "months").failed(2, "no table 'months'", "reference_words")
    file.write_bytes(b"reply\t\xff\n")
    govah(*add, "reference_words").failed(2, "line 1", "UTF-8")
    file.unlink()
    govah(*add, "reference_words").failed(4, "is not a file")
    govah("wordings", "remove", "1", "--why", "why", "--case", str(case)).failed(4, "no words that are in force")
    govah("wordings", "show", "months").failed(2, "no table")
