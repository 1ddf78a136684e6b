"""`govah seek`: hits are shown, the search is listed, and it stands beside the letter."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bridge import LETTER
from tests.cli.conftest import make_case


def test_a_search_is_shown_listed_and_beside_its_letter(tmp_path: Path, govah: Callable[..., Any]) -> None:
    case = make_case(tmp_path, [("letter.txt", LETTER.encode())])
    (before,) = govah("letters", "--case", case, "--json").lines
    assert before["searches"] == []
    assert "Nobody searched" in govah("seekings", "--case", case).err
    shown = govah("seek", "ex1", "پل", "--note", "nothing newer", "--case", case)
    assert shown.code == 0
    assert "پل" in shown.text
    assert "says that you searched" in shown.text
    (after,) = govah("letters", "--case", case, "--json").lines
    (search,) = after["searches"]
    assert (search["query"], search["note"], search["found"], search["among"]) == ("پل", "nothing newer", 1, 1)
    (listed,) = govah("seekings", "--case", case, "--json").lines
    assert (listed["sha256"], listed["page"], listed["entry"]) == (after["sha256"], 1, search["entry"])
    assert "nothing newer" in govah("seekings", "--case", case).text
    answered = govah("seek", before["id"], "پل", "--after", "1380", "--case", case, "--json").one
    assert answered["total"] == len(answered["hits"]) == 1
    assert govah("seekings", "--case", case, "--json").lines[1]["limits"] == {"after": "1380"}


def test_what_cannot_be_searched_is_told(tmp_path: Path, govah: Callable[..., Any]) -> None:
    case = make_case(tmp_path, [("letter.txt", LETTER.encode())])
    govah("seek", "ex9", "پل", "--case", case).failed(4, "exhibit 9")
    govah("seek", "ex1", "پل", "--after", "yesterday", "--case", case).failed(2, "yesterday")
    assert govah("seekings", "--case", case, "--json").lines == []
