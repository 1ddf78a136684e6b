"""The command line as a process: interrupted, cut off, without keys, on read-only media, beside another."""

import json
import os
import shutil
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest
from tests.cli.conftest import PROGRAM, Govah

from govah import Case


def many(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(f"words of file {number}\n", encoding="utf-8")
    return folder


def test_ctrl_c_ends_with_130_and_loses_nothing(tmp_path: Path, small: Path, govah: Govah) -> None:
    leak = many(tmp_path / "many", 1500)
    command = [*PROGRAM, "--case", str(small), "collect", str(leak), "--source", "s"]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # a background job ignores it
    )
    with Case(small) as case:
        size = case.log.checkpoint().size
        until = time.monotonic() + 60
        while case.log.checkpoint().size < size + 50 and time.monotonic() < until:
            time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130, (out, err)
    assert "Traceback" not in err
    assert "again" in err
    done = govah("--case", small, "collect", leak, "--source", "s", "--json")
    assert done.code == 0
    assert done.one["status"] == {"ok": 1500}
    assert govah("verify", small).code == 0


def test_what_is_said_of_an_interruption_fits_the_verb(
    small: Path, tmp_path: Path, govah: Govah, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for method in ("collect", "rebuild", "share_bag"):
        monkeypatch.setattr(Case, method, broken_off)
    (tmp_path / "x").write_text("x")
    monkeypatch.setattr("govah.case.rebuilding.rebuild", broken_off)
    govah("collect", tmp_path / "x", "--source", "s", "--case", small).failed(130, "again to go on")
    govah("share", "bag", "-o", tmp_path / "bag", "--case", small).failed(130, "was removed", "begins anew")
    govah("rebuild", "--case", small).failed(130, "the case is as it was", "begins anew")


def test_an_interrupted_end_of_a_connection_is_no_traceback(
    small: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    with Case(small) as case:
        monkeypatch.setattr(case.derived.records._engine.dialect, "do_close", broken_off)  # type: ignore[attr-defined]
        with pytest.raises(KeyboardInterrupt):
            case.derived.records.count("source")
        monkeypatch.undo()
    assert caplog.records == []


def test_a_passphrase_that_never_comes(tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "custodian", "new", "sara", "--passphrase"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "GOVAH_KEYS": str(tmp_path / "keys")},
        start_new_session=True,  # without a terminal
        check=False,
    )
    assert done.returncode == 2
    assert "asked for a passphrase, and none came" in done.stderr
    assert "at a terminal" in done.stderr
    assert "GetPassWarning" not in done.stderr
    assert not (tmp_path / "keys" / "custodians").exists()


@pytest.mark.parametrize("words", [("exhibits", "--json"), ("letters",)])
def test_a_reader_that_went_away_is_no_accident(words: tuple[str, ...], small: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [*PROGRAM, "--case", str(small), *words]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert done.returncode in (0, 1)
    assert done.stderr == ""


def test_a_reader_that_went_away_keeps_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 9)
    reading, writing = os.pipe()
    os.close(reading)
    command = [*PROGRAM, "read", "--json", str(tmp_path / "noise")]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert done.returncode in (0, 1, 5)
    assert done.stderr == ""


def test_a_full_disk_behind_stdout_is_told(small: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    with Path("/dev/full").open("wb") as full:
        command = [*PROGRAM, "--case", str(small), "exhibits", "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr


def test_a_terminal_without_our_letters(small: Path) -> None:
    for words in (("letters",), ("search", "پل")):
        command = [*PROGRAM, "--case", str(small), *words]
        environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr
    json_lines = subprocess.run(
        [*PROGRAM, "--case", str(small), "letters", "--json"], capture_output=True, env=environment, check=False
    ).stdout
    assert "پل چوبی" in json_lines.decode("utf-8")


READING = [
    ("status",), ("exhibits",), ("text", "{sha}"), ("search", "پل"), ("letters",), ("claims",), ("verify",),
]  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_reading_needs_no_keys(
    words: tuple[str, ...], small: Path, places: dict[str, str], tmp_path: Path, govah: Govah
) -> None:
    (tmp_path / "no keys").mkdir()
    command = [word.format(sha=places["letter.txt"]) for word in words]
    answer = govah("--case", small, "--json", *command, GOVAH_KEYS=str(tmp_path / "no keys"))
    assert answer.code == 0, answer.err
    assert answer.lines is not None
    assert list((tmp_path / "no keys").iterdir()) == []


def test_acting_needs_a_key(small: Path, places: dict[str, str], tmp_path: Path, govah: Govah) -> None:
    keys = {"GOVAH_KEYS": str(tmp_path / "no keys")}
    govah("--case", small, "mark", f"{places['letter.txt']}:1:0-5", **keys).failed(4, "no key")
    leak = tmp_path / "leak.txt"
    leak.write_text("x\n", encoding="utf-8")
    govah("--case", small, "collect", leak, "--source", "s", **keys).failed(4, "no key")


def test_read_only_media(small: Path, places: dict[str, str], tmp_path: Path) -> None:
    """A case on a disk that cannot be written: verified and read all the same."""
    mounted = tmp_path / "mounted"
    mounted.mkdir()
    namespace = ["unshare", "-rm", "sh", "-c"]
    mount = f'mount --bind "{small}" "{mounted}" && mount -o remount,bind,ro "{mounted}"'
    if (
        shutil.which("unshare") is None
        or subprocess.run([*namespace, mount], capture_output=True, check=False).returncode
    ):
        pytest.skip("this system lets nobody mount read-only without rights")
    for words in (("text", "{sha}"), ("search", "پل"), ("verify",)):
        command = " ".join(f"'{word.format(sha=places['letter.txt'])}'" for word in words)
        call = f"{mount} && exec {' '.join(PROGRAM)} --case '{mounted}' --json {command}"
        done = subprocess.run([*namespace, call], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout
    refused = f"{mount} && exec {' '.join(PROGRAM)} --case '{mounted}' mark {places['letter.txt']}:1:0-5"
    done = subprocess.run([*namespace, refused], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "ead-only" in done.stderr


def test_marking_while_another_process_collects(
    tmp_path: Path, small: Path, places: dict[str, str], govah: Govah
) -> None:
    leak = many(tmp_path / "many", 800)
    command = [*PROGRAM, "--case", str(small), "collect", str(leak), "--source", "s", "--json"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    marked = 0
    while running.poll() is None:
        answer = govah("--case", small, "mark", f"{places['letter.txt']}:1:{marked}-{marked + 3}", "--json")
        assert answer.code == 0, answer.err
        marked += 1
        assert govah("--case", small, "search", "پل", "--json").lines[-1] == {"total": 2}
    out, err = running.communicate()
    assert running.returncode == 0, err
    assert json.loads(out)["status"] == {"ok": 800}
    assert marked
    with Case(small) as case:
        assert len(list(case.view.marks())) == marked
        assert case.verify()["verdict"] == "VERIFIED"


def test_a_second_collection_says_that_the_first_reads(tmp_path: Path, small: Path, govah: Govah) -> None:
    leak = many(tmp_path / "many", 600)
    command = [*PROGRAM, "--case", str(small), "collect", str(leak), "--source", "s", "--json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [(*running.communicate(), running.returncode) for running in both]
    assert sorted(code for _, _, code in told) in ([0, 0], [0, 1])
    assert all("Traceback" not in err for _, err, _ in told)
    assert govah("--case", small, "collect", leak, "--source", "s", "--json").one["status"] == {"ok": 600}
    assert len([e for e in govah("--case", small, "exhibits", "--json").lines]) == 605
    assert govah("verify", small).code == 0
