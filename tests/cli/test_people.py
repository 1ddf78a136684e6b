"""What people see: help where nothing is named, sentences in the place of empty tables, hints, widths, one and many."""

import os
import pty
import re
import signal
import subprocess
import zipfile
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.bridge import ANSWER
from tests.cli.conftest import PROGRAM, Govah, out_of

from govah import Case
from govah.cli.advice import ADVICE
from govah.cli.output import counted, shortened
from govah.model.status import Status


@pytest.mark.parametrize("group", [(), ("claim",), ("report",), ("share",)])
def test_a_group_alone_prints_its_help(group: tuple[str, ...], govah: Govah) -> None:
    bare, asked = govah(*group), govah(*group, "--help")
    assert bare.code == 2
    assert bare.err.split() == asked.text.split()
    assert bare.err.count("\n") > 5


def test_empty_lists_say_so(tmp_path: Path, govah: Govah) -> None:
    govah("init", tmp_path / "case", "--name", "N")
    for listed in ("exhibits", "letters", "ghosts", "claims", "marks"):
        told = govah("--case", tmp_path / "case", listed)
        assert told.code == 0
        assert told.text == ""
        assert told.err.strip().endswith((".", "'"))
        assert govah("--case", tmp_path / "case", listed, "--json").out == b""


def test_one_and_many(small: Path, govah: Govah) -> None:
    assert (counted(1, "page"), counted(0, "page"), counted(2, "page")) == ("1 page", "0 pages", "2 pages")
    assert [counted(2, noun) for noun in ("new exhibit", "entry", "witness", "day")] == [
        "2 new exhibits", "2 entries", "2 witnesses", "2 days"
    ]  # fmt: skip
    assert govah("--case", small, "search", "بازگشت").text.endswith("\n1 page found.\n")
    assert "2 letters" in govah("--case", small, "status").text


def test_what_search_does_not_know_is_told(small: Path, govah: Govah) -> None:
    unknown = govah("--case", small, "search", "پل", "--source", "s2", "--language", "en", "--json")
    assert unknown.one == {"total": 0}
    assert "s1" in unknown.err
    assert "fa" in unknown.err
    hinted = govah("--case", small, "search", "پل", "AND", "sender:x")
    assert "AND is searched as a word" in hinted.err
    assert "sender:" in hinted.err
    assert govah("--case", small, "search", "پل").err == ""
    govah("--case", small, "search", "پل", "--after", "1396/01/01", "--before", "2016-01-01").failed(2, "--after")
    assert "s1" in govah("--case", small, "exhibits", "--source", "s2").err


def test_names_of_files_are_found(small: Path, govah: Govah) -> None:
    found = govah("--case", small, "search", "noise")
    assert found.text.startswith("0 pages found.\n")
    assert re.search(r"ex\d  leak/noise.bin", found.text)
    nothing = govah("--case", small, "search", "nowhere")
    assert nothing.text == "0 pages found.\n"
    assert "govah exhibits" in nothing.err


def test_an_exhibit_without_text_says_why(small: Path, places: dict[str, str], tmp_path: Path, govah: Govah) -> None:
    assert "empty" in govah("--case", small, "text", places["empty.txt"]).text
    told = govah("--case", small, "text", places["noise.bin"]).text
    assert "unsupported" in told
    assert ADVICE[Status.UNSUPPORTED] in told
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as box:
        box.writestr("in.txt", "inner words\n")
    govah("--case", small, "collect", tmp_path / "box.zip", "--source", "s1")
    with Case(small) as case:
        (number,) = (item.number for item in case.view.exhibits() if item.children)
    told = govah("--case", small, "text", f"ex{number}").text
    assert "1 part" in told
    assert "box.zip/in.txt" in told


def test_status_says_what_to_do(small: Path, govah: Govah) -> None:
    told = govah("--case", small, "status").text
    assert ADVICE[Status.UNSUPPORTED] in told
    assert "govah exhibits --status unsupported" in told


def test_advice_is_there_for_every_status_that_asks_for_something() -> None:
    assert set(Status) - ADVICE.keys() == {Status.OK, Status.EMPTY}


def test_dates_give_their_reason(govah: Govah) -> None:
    told = govah("dates", "-", stdin=b"31/02/2015\n12 Esfand\nwords\n1393/12/05\n").text.splitlines()
    assert [line.split("\t")[4:] for line in told] == [
        ["there is no such day in that calendar"], ["no year is given"], ["no date here"], []
    ]  # fmt: skip


def test_reading_goes_on_past_what_is_not_there(tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "a.txt").write_text("alpha\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("beta\n", encoding="utf-8")
    answer = govah("read", tmp_path / "a.txt", tmp_path / "gone", tmp_path / "b.txt", "--json")
    assert [line["status"] for line in answer.lines] == ["ok", "ok"]
    answer.failed(4, "gone is not there", "other files were read")


@given(st.text(min_size=1).filter(str.isprintable), st.integers(4, 40))
def test_a_shortened_path_fits(path: str, width: int) -> None:
    short = shortened(path, width)
    assert cell_len(short) <= width
    if cell_len(path) <= width:
        assert short == path
    else:
        head, tail = short.split("…", 1) if "…" not in path else (short[:1], "")
        assert path.startswith(head)
        assert path.endswith(tail)


def on_terminal(*words: object, columns: int) -> str:
    """What a command shows on a terminal of a width."""
    upper, lower = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "dumb"}
    running = subprocess.Popen([*PROGRAM, *map(str, words)], stdout=lower, stderr=lower, env=environment)
    os.close(lower)
    told = out_of(upper)
    assert running.wait() == 0, told
    return told.decode()


def test_paths_fit_the_terminal_and_stand_apart(small: Path, tmp_path: Path, govah: Govah) -> None:
    deep = tmp_path / "received from the courier" / "نامه‌های وارده ۱۳۹۵" / "a folder with a very long name indeed"
    deep.mkdir(parents=True)
    (deep / "گزارش پل چوبی.txt").write_text("words\n", encoding="utf-8")
    govah("--case", small, "collect", tmp_path / "received from the courier", "--source", "s1")
    shown = on_terminal("--case", small, "exhibits", columns=90)
    assert all(cell_len(line.rstrip()) <= 90 for line in shown.splitlines())
    (line,) = (line for line in shown.splitlines() if "گزارش" in line)
    assert re.search("\u2068received[^\u2068\u2069]*…[^\u2068\u2069]*گزارش پل چوبی.txt\u2069", line)
    piped = govah("--case", small, "exhibits").text
    assert "a folder with a very long name indeed/گزارش پل چوبی.txt" in piped
    assert "\u2068" not in piped


def test_ctrl_c_ends_the_workbench_well(small: Path) -> None:
    running = subprocess.Popen(
        [*PROGRAM, "--case", str(small), "serve", "--no-open", "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.default_int_handler),  # a background job ignores it
    )
    assert running.stdout is not None
    assert "127.0.0.1" in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=30)
    assert (running.returncode, told) == (0, "Stopped.\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="the system lets root listen on any port")
def test_a_port_that_is_not_ours_is_not_called_taken(small: Path, govah: Govah) -> None:
    refused = govah("--case", small, "serve", "--no-open", "--port", "80").failed(1, "--port 0")
    assert "taken" not in refused.err


def test_what_was_erased_asks_for_no_repair(small: Path, govah: Govah, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAH_CASE", str(small))
    govah("actor", "new", "omid")
    govah("actor", "add", "omid")
    asked = govah("erase", "request", "ex2", "--why", "promised", "--authority", "Decision 12", "--json").one["entry"]
    erased = govah("erase", "approve", asked, "--why", "read", "--as", "omid")
    assert erased.code == 0
    assert "Delete it also where it was collected from" in erased.text
    assert "takes it in again" in erased.text
    told = govah("status", "--json").one
    assert (told["status"]["unreadable"], told["erased"], told["sealed"]) == (1, 1, 0)
    shown = govah("status").text
    assert "1 erased: gone for good" in shown
    assert "unreadable" not in shown
    assert "repair" not in shown
    govah("text", "ex2").failed(4, "was erased on", "Decision 12", "never given again")


def test_a_wrong_call_names_the_help_of_its_command(small: Path, govah: Govah) -> None:
    govah("collect", "leak", "--source").failed(2, "See govah collect --help")
    govah("--case", "status", "hold", "add", "ex1", "--why").failed(2, "See govah hold add --help")
    govah("exhibits", "--status", "sealed", "--case", small).failed(2, "govah exhibits --status encrypted")
    govah("exhibits", "--status", "erased", "--case", small).failed(2, "govah erase list")
    assert "Waiting" not in govah("status", "--case", small).text


def test_an_erasure_on_one_account_is_listed_as_such(small: Path, govah: Govah) -> None:
    govah("actor", "new", "omid")
    govah("actor", "add", "omid", "--case", small)
    words = ("--why", "w", "--case", small)
    asked = govah("erase", "request", "ex1", "--authority", "a", *words, "--json").one["entry"]
    assert govah("erase", "list", "--case", small, "--json").one["one_account"] is False
    assert govah("erase", "approve", asked, "--as", "omid", *words).code == 0
    assert govah("erase", "list", "--case", small, "--json").one["one_account"] is True
    assert "one account: one person" in govah("erase", "list", "--case", small).text


def test_who_cites_a_ghost_is_told_as_other_commands_take_it(tmp_path: Path, govah: Govah) -> None:
    (tmp_path / "answer.txt").write_text(ANSWER, encoding="utf-8")
    govah("init", tmp_path / "case", "--name", "N")
    govah("--case", tmp_path / "case", "collect", tmp_path / "answer.txt", "--source", "s")
    (told,) = govah("--case", tmp_path / "case", "ghosts", "--json").lines
    assert told["number"] == "21/450"
    head, row = govah("--case", tmp_path / "case", "ghosts").text.splitlines()
    assert "cited by" in head
    assert row.split()[-3:] == ["ex1", "p.", "1"]
