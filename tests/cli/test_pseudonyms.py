"""A source is named, and its name is questioned once: before the log has it for ever."""

import os
import pty
import subprocess
from pathlib import Path

import pytest
from tests.cli.conftest import PROGRAM, Govah

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
}
SILENT = (
    "press-1",
    "kabutar-7",
    "Kabutar",
    "Source A",
    "source two",
    "Press 1",
    "کبوتر سفید",
    "unnamed",
    "",
    " ",
    "x.y",
)


@pytest.mark.parametrize("name", TELLING)
def test_what_could_find_somebody_is_seen(name: str) -> None:
    assert telling(name) == TELLING[name]


@pytest.mark.parametrize("name", SILENT)
def test_what_says_nothing_is_let_be(name: str) -> None:
    assert telling(name) is None


def test_a_name_is_questioned_once(small: Path, tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "x.txt").write_text("x")
    for name in ("Sara Karimi", "sara@example.org"):
        added = govah("--case", small, "source", "add", name)
        assert "pseudonyms only" in added.err
        assert "pseudonyms only" not in govah("--case", small, "source", "add", name, "--reliability", "B").err
        assert "pseudonyms only" not in govah("--case", small, "collect", tmp_path / "x.txt", "--source", name).err
    collected = govah("--case", small, "collect", tmp_path / "x.txt", "--source", "+98 912 555 0101", "--json")
    assert (collected.code, len(collected.lines)) == (0, 1)
    assert "pseudonyms only" in collected.err
    assert "pseudonyms only" not in govah("--case", small, "source", "add", "kabutar-7").err


def asked(answer: bytes, *words: object) -> tuple[int, str]:
    """What a command says on a terminal where it is answered."""
    upper, lower = pty.openpty()
    running = subprocess.Popen([*PROGRAM, *map(str, words)], stdin=lower, stdout=lower, stderr=lower)
    os.close(lower)
    os.write(upper, answer)
    told = b""
    while True:
        try:
            piece = os.read(upper, 65536)
        except OSError:
            break
        told += piece
        if not piece:
            break
    os.close(upper)
    return running.wait(), told.decode()


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
