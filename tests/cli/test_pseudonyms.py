"""A source is named, and its name is questioned once: before the log has it for ever."""

from pathlib import Path

import pytest
from tests.cli.conftest import Govah, asked

from govah import Case
from govah.case.sources import telling

TELLING = {
    "sara@example.org": "an e-mail address",
    "Sara Karimi <sara@example.org>": "an e-mail address",
    "+98 912 555 0101": "a telephone number",
    "۰۹۱۲۵۵۵۰۱۰۱": "a telephone number",
    "/home/sara/leak": "the path of a file or an address",
    "leak/letter.txt": "the path of a file or an address",
    "C:\\Users\\sara": "the path of a file or an address",
    "~sara": "the path of a file or an address",
    "https://example.org/sara": "the path of a file or an address",
    "Sara Karimi": "the name of a person",
    "S. Karimi": "the name of a person",
    "Jean-Luc O'Neill": "the name of a person",
    "SARA KARIMI": "the name of a person",
    "Élodie Ünal Karimi": "the name of a person",
    "علی رضایی": "the name of a person",
    "مریم احمدی": "the name of a person",
    "خانم رضایی": "the name of a person",
    "السيد حسن": "the name of a person",
    "dr karimi": "the name of a person",
    "Mrs. k": "the name of a person",
    "sara.ahmadi": "the name of a person",
}
SILENT = (
    "press-1",
    "kabutar-7",
    "Kabutar",
    "Source A",
    "source two",
    "Press 1",
    "کبوتر",
    "منبع الف",
    "کبوتر ۷",
    "Kahrab collective",
    "courier-1",
    "office",
    "demo",
    "leak-2024",
    "hackers",
    "leak.zip",
    "unnamed",
    "",
    " ",
    "x.y",
)


@pytest.mark.parametrize("name", TELLING)
def test_what_could_find_somebody_is_seen(name: str) -> None:
    found = telling(name)
    assert found is not None
    assert found.to == TELLING[name]


@pytest.mark.parametrize("name", SILENT)
def test_what_says_nothing_is_let_be(name: str) -> None:
    assert telling(name) is None


CERTAIN = ("sara@example.org", "+98 912 555 0101", "۰۹۱۲۵۵۵۰۱۰۱", "/home/sara/leak", "~sara", "C:\\Users\\sara")
LIKELY = (
    "Sara Karimi",
    "علی رضایی",
    "sara.ahmadi",
    "2024-05-12",
    "20240512",
    "leak/letter.txt",
    "https://example.org/x",
)
UNSEEN = ("press\u202e1", "press\x1b[31m", "press\n1", "علی\u200f", "press\u2066")


@pytest.mark.parametrize("name", CERTAIN)
def test_what_is_certain_is_told_from_what_is_likely(name: str) -> None:
    found = telling(name)
    assert found is not None
    assert found.certain


@pytest.mark.parametrize("name", LIKELY)
def test_what_is_likely_stops_no_script(name: str) -> None:
    found = telling(name)
    assert found is not None
    assert not found.certain


def test_a_name_is_questioned_once(small: Path, tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "x.txt").write_text("x")
    for name in ("Sara Karimi", "علی رضایی"):
        added = govah("--case", small, "source", "add", name)
        assert "pseudonyms only" in added.err
        assert "pseudonyms only" not in govah("--case", small, "source", "add", name, "--reliability", "B").err
        assert "pseudonyms only" not in govah("--case", small, "collect", tmp_path / "x.txt", "--source", name).err
    assert "pseudonyms only" not in govah("--case", small, "source", "add", "kabutar-7").err


def test_without_a_terminal_what_could_find_somebody_is_refused(small: Path, tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "x.txt").write_text("x")
    size = Case(small).log.size
    collecting = ("--case", small, "collect", tmp_path / "x.txt", "--source", "+98 912 555 0101")
    govah(*collecting, "--json").failed(7, "a telephone number", "--source-is-a-pseudonym")
    govah("--case", small, "source", "add", "sara@example.org").failed(7, "an e-mail address")
    assert Case(small).log.size == size
    assert govah(*collecting, "--source-is-a-pseudonym").code == 0
    assert govah(*collecting).code == 0, "asked once: it stands in the log now"


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_can_see_is_no_name(small: Path, tmp_path: Path, govah: Govah, name: str) -> None:
    (tmp_path / "x.txt").write_text("x")
    size = Case(small).log.size
    for words in (("source", "add", name), ("collect", tmp_path / "x.txt", "--source", name)):
        govah("--case", small, *words, "--source-is-a-pseudonym").failed(2, "control characters")
    assert Case(small).log.size == size


def test_on_a_terminal_it_is_asked_before_anything_is_done(small: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    size = Case(small).log.size
    words = ("--case", small, "collect", tmp_path / "x.txt", "--source", "Sara Karimi")
    code, told = asked(b"\n", *words)
    assert code == 2
    assert "Nothing was done" in told
    assert Case(small).log.size == size
    assert asked(b"y\n", *words)[0] == 0
    assert Case(small).log.size > size


def test_collecting_asks_who_delivered(small: Path, tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "x.txt").write_text("x")
    size = Case(small).log.size
    govah("--case", small, "collect", tmp_path / "x.txt").failed(2, "No source was named", "--source press-1")
    assert Case(small).log.size == size
    assert govah("--case", small, "collect", tmp_path / "x.txt", "--source", "unnamed").code == 0
